"""One connection a thread, one writer at a time."""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

_BUSY_SECONDS = 10


class Connection:
    """Opens the file once in each thread and serialises writers across threads and processes.

    The thread lock and the file lock stand before ``BEGIN IMMEDIATE`` because SQLite's own waiting is unfair
    and slow under load.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._thread_lock = threading.RLock()
        self._lock_path = path.with_suffix(".lock")

    @property
    def db(self) -> Database:
        """This thread's database."""
        found: Database | None = getattr(self._local, "db", None)
        if found is None:
            found = self._local.db = self._open()
        return found

    def _open(self) -> Database:
        raw = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, cached_statements=256)
        db = Database(raw, recursive_triggers=True)
        # secure_delete: a destroyed secret must not stay behind in a free corner of a page.
        pragmas = ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", f"busy_timeout={_BUSY_SECONDS * 1000}")
        for pragma in pragmas:
            db.execute(f"PRAGMA {pragma}")
        return db

    def close(self) -> None:
        """Close this thread's connection."""
        found: Database | None = getattr(self._local, "db", None)
        if found is not None:
            found.close()
            self._local.db = None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction; a nested use joins it."""
        if getattr(self._local, "depth", 0):
            yield
            return
        with self._thread_lock, self._locked():
            self._local.depth = 1
            try:
                connection = self.db.conn
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield
                except BaseException:
                    connection.rollback()
                    raise
                connection.commit()
            finally:
                self._local.depth = 0

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the file's lock; opened anew each time, for a process that forked would share it with its parent."""
        lock = os.open(self._lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)  # and with it the lock

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Return the rows of a question."""
        found = self.db.conn.execute(sql, parameters)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]

    def each(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[dict[str, Any]]:
        """Yield the rows of a question one by one, reading none that is not asked for."""
        with closing(self.db.conn.execute(sql, parameters)) as found:
            names = [column[0] for column in found.description]
            for row in found:
                yield dict(zip(names, row, strict=True))

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> dict[str, Any] | None:
        """Return the first row of a question."""
        return next(iter(self.rows(sql, parameters)), None)

    def write(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run one change, in the open transaction or in its own; return how many rows it touched."""
        with self.writing():
            return int(self.db.conn.execute(sql, parameters).rowcount)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several questions of one and the same moment."""
        if self.db.conn.in_transaction:
            yield
            return
        self.db.execute("BEGIN")
        try:
            yield
        finally:
            self.db.rollback()
