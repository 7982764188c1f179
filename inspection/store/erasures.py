"""The register of erasures, kept with the keys: a backup made before an erasure must not bring the secret back.

It holds ids and names of encrypted files only. It is written before anything is destroyed, so that no crash can leave
an erasure that a restore would not repeat.
"""

from dataclasses import asdict, dataclass
from pathlib import Path

from inspection.store.register import entries, note

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
    note(keys_dir / _FILE, asdict(erasure))


def erasures(keys_dir: Path) -> list[Erasure]:
    """Return the register, oldest first."""
    rows = entries(keys_dir / _FILE)
    return [Erasure(**{**row, "files": tuple((name, size) for name, size in row["files"])}) for row in rows]
