"""The register of tablets revoked, kept with the keys: a backup made before must not let a stolen tablet in again."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from inspection.store.interface import Store

_FILE = "revocations.jsonl"


@dataclass(frozen=True)
class Revocation:
    """One tablet that was shut out. ``at``: ms since 1970 UTC."""

    incarnation: str
    at: int


def note_revocation(keys_dir: Path, revocation: Revocation) -> None:
    """Add to the register; on disk before this returns."""
    handle = os.open(keys_dir / _FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(json.dumps(asdict(revocation)) + "\n")
        file.flush()
        os.fsync(file.fileno())


def revocations(keys_dir: Path) -> list[Revocation]:
    """Return the register, oldest first."""
    try:
        lines = (keys_dir / _FILE).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return [Revocation(**json.loads(line)) for line in lines if line]


def revoke_again(store: Store, revoked: list[Revocation]) -> int:
    """Shut out, in a store restored from a backup, every tablet that had been; return how many it had forgotten."""
    repeated = 0
    for one in revoked:
        known = store.people.incarnation(one.incarnation)
        if known is not None and known.revoked_at is None:
            store.people.revoke_incarnation(one.incarnation, one.at)
            repeated += 1
    return repeated
