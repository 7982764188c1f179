"""The memory store put together."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from argon2 import PasswordHasher

from inspection.store.memory.batches import MemoryBatches
from inspection.store.memory.desk import MemoryDesk
from inspection.store.memory.evidence import MemoryEvidence
from inspection.store.memory.log import MemoryLog
from inspection.store.memory.people import MemoryAccounts, MemoryPeople
from inspection.store.memory.tables import Tables
from inspection.store.memory.visits import MemoryVisits
from inspection.store.users import Users


def _never() -> bool:
    return False


class MemoryStore:
    """Implements `inspection.store.interface.Store`; everything is lost with the object.

    Args:
        held: Asked at each commit; True holds it back from readers until `publish` names it.
        hasher: Of passwords; the usual one unless given.
    """

    def __init__(
        self, held: Callable[[], bool] = _never, hasher: PasswordHasher | None = None, *, tables: Tables | None = None
    ) -> None:
        self._held, self._hasher = held, hasher
        self._on = tables or Tables(held)
        self.log = MemoryLog(self._on)
        self.people = MemoryPeople(self._on)
        self.visits = MemoryVisits(self._on)
        self.evidence = MemoryEvidence(self._on)
        self.users = Users(MemoryAccounts(self._on), hasher)
        self.desk = MemoryDesk(self._on)
        self.batches = MemoryBatches(self._on)

    def writing(self) -> AbstractContextManager[None]:
        """One transaction: all or nothing, one writer at a time; nested uses join the outer one."""
        return self._on.writing()

    def settings(self) -> Mapping[str, str]:
        """Return the server's own facts: device, incarnation, epoch."""
        return dict(row for _, row in self._on.rows(("setting",)))

    def set_setting(self, name: str, value: str) -> None:
        """Write one of them."""
        self._on.put(("setting",), name, (name, value))

    def copied(self) -> "MemoryStore":
        """Return another store with what readers see now: the memory's backup."""
        return MemoryStore(self._held, self._hasher, tables=self._on.copied(self._held))

    def pending(self) -> list[int]:
        """Return the names of the commits held back, oldest first."""
        return self._on.pending()

    def publish(self, name: int) -> None:
        """Let readers see a commit that was held back."""
        self._on.publish(name)

    def close(self) -> None:
        """Nothing to close; the SQLite store has something."""
