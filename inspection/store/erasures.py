"""The register of erasures, kept with the keys: a backup made before an erasure must not bring the secret back.

It holds ids and names of encrypted files only. It is written before anything is destroyed, so that no crash can leave
an erasure that a restore would not repeat.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

_FILE = "erasures.jsonl"


@dataclass(frozen=True)
class Erasure:
    """One erasure.

    Attributes:
        files: (name, size in bytes) of the photos of that person alone.
        at: ms since 1970 UTC.
    """

    visit_id: str
    subject: str
    files: tuple[tuple[str, int], ...]
    at: int


def note_erasure(keys_dir: Path, erasure: Erasure) -> None:
    """Add to the register; on disk before this returns."""
    handle = os.open(keys_dir / _FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(json.dumps(asdict(erasure)) + "\n")
        file.flush()
        os.fsync(file.fileno())


def erasures(keys_dir: Path) -> list[Erasure]:
    """Return the register, oldest first."""
    try:
        lines = (keys_dir / _FILE).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    rows = [json.loads(line) for line in lines if line]
    return [Erasure(**{**row, "files": tuple((name, size) for name, size in row["files"])}) for row in rows]
