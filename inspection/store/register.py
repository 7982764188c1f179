"""Registers kept with the keys, one line of JSON an entry: what a restore must repeat, whatever the backup says."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inspection.store.disk import sync_folder


def note(register: Path, entry: Mapping[str, Any]) -> None:
    """Add an entry; on disk before this returns."""
    handle = os.open(register, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(register.parent)


def entries(register: Path) -> list[dict[str, Any]]:
    """Return the entries, oldest first; none when there is no register yet."""
    try:
        lines = register.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return [json.loads(line) for line in lines if line]
