"""Invented people, visits and files for every Python test. Plain functions with keyword overrides."""

from hashlib import sha256
from itertools import count
from typing import Any

from inspection.store.users import User
from inspection.sync.office import Office

PASSWORD = "maguey azul sereno"
ZONE = "America/Tijuana"


class FakeClock:
    """A clock that stands still until told otherwise. Milliseconds since 1970 UTC."""

    def __init__(self, now: int = 1_763_800_000_000) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def pass_seconds(self, seconds: int) -> None:
        self.now += seconds * 1000


class SeededRng:
    """Bytes that look random and are the same on every run of one test."""

    def __init__(self, seed: str) -> None:
        self._seed, self._numbers = seed, count()

    def __call__(self, length: int) -> bytes:
        blocks = length // 32 + 1
        return b"".join(
            sha256(f"{self._seed}|{next(self._numbers)}".encode()).digest() for _ in range(blocks)
        )[:length]


def make_user(
    office: Office, username: str = "ana", *, name: str = "Ana Inventada", role: str = "inspector"
) -> User:
    return office.store.users.add(username, name, role, PASSWORD, now=office.clock(), rng=office.rng)


def make_bundle(**overrides: Any) -> dict[str, Any]:
    """The smallest bundle a visit can pin; tests of the law use the real one."""
    protocol = {"id": "trabajo_infantil/2024_1", "version": "2024.1", "stages": []}
    return {"protocol": protocol, "law": {"rules": []}, "directory": {}, **overrides}


def make_visit(
    office: Office, *inspectors: User, closes: User | None = None, zone: str = ZONE, bundle: Any = None
) -> str:
    """Open a visit for these inspectors; the first one closes unless told otherwise."""
    return office.open_visit(
        bundle or make_bundle(),
        zone=zone,
        closes=(closes or inspectors[0]).user_id,
        inspectors=[user.user_id for user in inspectors],
    )


def make_photo(size_bytes: int = 700_000, seed: int = 1) -> bytes:
    """Bytes that do not compress, as a photo's do not."""
    return SeededRng(f"photo{seed}")(size_bytes)
