"""The SQLite store put together."""

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from inspection.store.sqlite.accounts import SqliteAccounts
from inspection.store.sqlite.batches import SqliteBatches
from inspection.store.sqlite.connection import Connection
from inspection.store.sqlite.desk import SqliteDesk
from inspection.store.sqlite.evidence import SqliteEvidence
from inspection.store.sqlite.log import SqliteLog
from inspection.store.sqlite.people import SqlitePeople
from inspection.store.sqlite.resting import SqliteResting
from inspection.store.sqlite.schema import migrations
from inspection.store.sqlite.visits import SqliteVisits
from inspection.store.users import Users

FILE_NAME = "resguardo.sqlite3"


class MigrationsPending(RuntimeError):
    """The tables are older than the program: run ``resguardo migrate``."""


class SqliteStore:
    """Implements `inspection.store.interface.Store` in ``<data_dir>/resguardo.sqlite3``."""

    def __init__(self, data_dir: Path) -> None:
        self._on = Connection(data_dir / FILE_NAME)
        self.log = SqliteLog(self._on)
        self.people = SqlitePeople(self._on)
        self.visits = SqliteVisits(self._on)
        self.evidence = SqliteEvidence(self._on)
        self.users = Users(SqliteAccounts(self._on))
        self.desk = SqliteDesk(self._on)
        self.batches = SqliteBatches(self._on)
        self.resting = SqliteResting(self._on)

    def writing(self) -> AbstractContextManager[None]:
        """One transaction: all or nothing, one writer at a time; nested uses join the outer one."""
        return self._on.writing()

    def settings(self) -> Mapping[str, str]:
        """Return the server's own facts: device, incarnation, epoch."""
        return {row["name"]: row["value"] for row in self._on.rows("SELECT name, value FROM setting")}

    def set_setting(self, name: str, value: str) -> None:
        """Write one of them."""
        self._on.write(
            "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )

    def migrate(self) -> None:
        """Bring the tables up to date; safe against a second process doing the same."""
        self._on.db.enable_wal()
        with self.writing():
            migrations.apply(self._on.db)

    def check_migrated(self) -> None:
        """Refuse to work on old tables.

        Raises:
            MigrationsPending: Some migration was not applied.
        """
        if migrations.pending(self._on.db):
            raise MigrationsPending

    def scrub(self) -> None:
        """Leave no trace of what was destroyed: free pages are already zeroed, the write-ahead log is emptied."""
        self._on.row("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close this thread's connection."""
        self._on.close()


def open_store(data_dir: Path) -> SqliteStore:
    """Make the folder and the tables if needed and return the store."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    # SQLite gives its journals the mode of the database: nobody else of the machine reads names or hashes.
    os.close(os.open(data_dir / FILE_NAME, os.O_RDWR | os.O_CREAT, 0o600))
    store = SqliteStore(data_dir)
    store.migrate()
    return store
