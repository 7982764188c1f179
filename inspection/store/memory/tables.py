"""Rows in memory with transactions: a commit may be held back, so that others become visible before it.

This is how a database with several writers at once looks to its readers. Writers are one at a time and
see everything written; readers see what was published. A number given to a row never says when it is seen.
"""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

Part = tuple[Hashable, ...]
"""A table, or a part of it: ``("event", visit id)``."""
Rows = dict[Hashable, tuple[int, Any]]
"""{key: (number of the write, row)}; a row that was deleted is None."""


@dataclass
class Transaction:
    """What one transaction writes.

    Attributes:
        numbers: Every number it took; readers stop before the first of an unpublished transaction.
    """

    writes: list[tuple[Part, Hashable, int, Any]] = field(default_factory=list)
    before: list[tuple[Part, Hashable, tuple[int, Any] | None]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)


class Tables:
    """All rows of one store.

    Args:
        held: Asked at each commit; True holds it back until `publish`.
    """

    def __init__(self, held: Callable[[], bool]) -> None:
        self._held = held
        self._written: dict[Part, Rows] = {}
        self._seen: dict[Part, Rows] = {}
        self._lock = threading.RLock()
        self._gate = threading.Lock()
        self._writer: int | None = None
        self._open = Transaction()
        self._number = 0
        self._pending: dict[int, Transaction] = {}

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction; a nested use joins it."""
        if self._writer == threading.get_ident():
            yield
            return
        with self._lock:
            self._writer, self._open = threading.get_ident(), Transaction()
            try:
                yield
                self._commit()
            except BaseException:
                self._roll_back()
                raise
            finally:
                self._writer = None

    def put(self, part: Part, key: Hashable, row: Any) -> int:
        """Write a row and return the number of this write; None as the row deletes it."""
        with self.writing():
            with self._gate:
                self._number += 1
                number = self._number
                self._open.numbers.append(number)
            rows = self._written.setdefault(part, {})
            self._open.before.append((part, key, rows.get(key)))
            self._open.writes.append((part, key, number, row))
            rows[key] = (number, row)
        return number

    def get(self, part: Part, key: Hashable) -> Any:
        """Return a row, or None."""
        with self._gate:
            found = self._view().get(part, {}).get(key)
        return found[1] if found else None

    def rows(self, part: Part) -> list[tuple[int, Any]]:
        """Return (number, row) of a part, oldest write first."""
        with self._gate:
            found = list(self._view().get(part, {}).values())
        return sorted((one for one in found if one[1] is not None), key=lambda one: one[0])

    def parts(self, table: str) -> list[Part]:
        """Return the parts of a table."""
        with self._gate:
            return [part for part in self._view() if part[0] == table]

    def clear(self, table: str) -> None:
        """Delete every row of a table."""
        with self.writing():
            for part in self.parts(table):
                for key, (_, row) in list(self._written[part].items()):
                    if row is not None:
                        self.put(part, key, None)

    def horizon(self) -> int:
        """Return the first number a reader may not pass: something not yet seen may stand there."""
        with self._gate:
            if self._writer == threading.get_ident():
                return self._number + 1
            waiting = [*self._pending.values(), self._open]
            return min((n for one in waiting for n in one.numbers), default=self._number + 1)

    def pending(self) -> list[int]:
        """Return the names of the commits held back, oldest first."""
        with self._gate:
            return sorted(self._pending)

    def publish(self, name: int) -> None:
        """Let readers see a commit that was held back."""
        with self._gate:
            self._show(self._pending.pop(name))

    def copied(self, held: Callable[[], bool]) -> "Tables":
        """Return other tables with what readers see now, as a backup has it; what was held back is not in it."""
        other = Tables(held)
        with self._gate:
            other._seen = {part: dict(rows) for part, rows in self._seen.items()}
            other._number = self._number
        other._written = {part: dict(rows) for part, rows in other._seen.items()}
        return other

    def _view(self) -> dict[Part, Rows]:
        return self._written if self._writer == threading.get_ident() else self._seen

    def _commit(self) -> None:
        with self._gate:
            done, self._open = self._open, Transaction()
            if done.writes and self._held():
                self._pending[done.numbers[0]] = done
            else:
                self._show(done)

    def _show(self, done: Transaction) -> None:
        for part, key, number, row in done.writes:
            rows = self._seen.setdefault(part, {})
            if key not in rows or rows[key][0] < number:
                rows[key] = (number, row)

    def _roll_back(self) -> None:
        with self._gate:
            for part, key, earlier in reversed(self._open.before):
                if earlier is None:
                    del self._written[part][key]
                else:
                    self._written[part][key] = earlier
            self._open = Transaction()
