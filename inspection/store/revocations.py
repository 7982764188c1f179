"""The register of tablets revoked, kept with the keys: a backup made before must not let a stolen tablet in again."""

from dataclasses import asdict, dataclass
from pathlib import Path

from inspection.store.interface import Store
from inspection.store.register import entries, note

_FILE = "revocations.jsonl"


@dataclass(frozen=True)
class Revocation:
    """One tablet that was shut out. ``at``: ms since 1970 UTC."""

    incarnation: str
    at: int


def note_revocation(keys_dir: Path, revocation: Revocation) -> None:
    """Add to the register; on disk before this returns."""
    note(keys_dir / _FILE, asdict(revocation))


def revocations(keys_dir: Path) -> list[Revocation]:
    """Return the register, oldest first."""
    return [Revocation(**one) for one in entries(keys_dir / _FILE)]


def revoke_again(store: Store, revoked: list[Revocation]) -> int:
    """Shut out, in a store restored from a backup, every tablet that had been; return how many it had forgotten."""
    repeated = 0
    for one in revoked:
        known = store.people.incarnation(one.incarnation)
        if known is not None and known.revoked_at is None:
            store.people.revoke_incarnation(one.incarnation, one.at)
            repeated += 1
    return repeated
