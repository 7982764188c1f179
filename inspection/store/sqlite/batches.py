"""Batches of papers in SQLite."""

import json
from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from inspection.store.batches import Batch, BatchItem
from inspection.store.sqlite.connection import Connection
from inspection.store.sqlite.schema import migrations

_TABLES = (
    """CREATE TABLE batch (
      position INTEGER PRIMARY KEY AUTOINCREMENT, batch_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
      user_id TEXT NOT NULL, started_at INTEGER NOT NULL) STRICT""",
    """CREATE TABLE batch_item (
      batch_id TEXT NOT NULL, place INTEGER NOT NULL, visit_id TEXT NOT NULL, minors TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'issued', 'failed')), tries INTEGER NOT NULL,
      why TEXT NOT NULL, code TEXT NOT NULL, folio TEXT NOT NULL, PRIMARY KEY (batch_id, place)) STRICT""",
)
_ITEMS = "SELECT * FROM batch_item WHERE batch_id = ?"


@migrations()
def batch_tables(db: Database) -> None:
    """Make the tables of batches."""
    for statement in _TABLES:
        db.execute(statement)


class SqliteBatches:
    """Implements `inspection.store.batches.Batches`."""

    def __init__(self, connection: Connection) -> None:
        self._on = connection

    def add_batch(self, batch: Batch, items: Sequence[BatchItem]) -> None:
        """Keep a new batch with all its papers, or nothing."""
        with self._on.writing():
            self._on.write(
                "INSERT INTO batch (batch_id, kind, user_id, started_at) VALUES (?, ?, ?, ?)",
                (batch.batch_id, batch.kind, batch.user_id, batch.started_at),
            )
            for item in items:
                self.put_item(item)

    def batch(self, batch_id: str) -> Batch | None:
        """Return one batch."""
        row = self._on.row("SELECT * FROM batch WHERE batch_id = ?", (batch_id,))
        return _batch(row) if row else None

    def batches(self) -> list[Batch]:
        """Return all of them, newest first."""
        return [_batch(row) for row in self._on.rows("SELECT * FROM batch ORDER BY position DESC")]

    def items(self, batch_id: str) -> list[BatchItem]:
        """Return the papers of a batch in their order."""
        return [_item(row) for row in self._on.rows(f"{_ITEMS} ORDER BY place", (batch_id,))]

    def item(self, batch_id: str, place: int) -> BatchItem:
        """Return one paper of a batch."""
        return _item(self._on.rows(f"{_ITEMS} AND place = ?", (batch_id, place))[0])

    def next_waiting(self, batch_id: str) -> BatchItem | None:
        """Return the first paper of a batch that still waits, or None."""
        row = self._on.row(f"{_ITEMS} AND state = 'waiting' ORDER BY place LIMIT 1", (batch_id,))
        return _item(row) if row else None

    def put_item(self, item: BatchItem) -> None:
        """Write what became of a paper."""
        minors, place = json.dumps(item.minors), (item.batch_id, item.place, item.visit_id)
        row = (*place, minors, item.state, item.tries, item.why, item.code, item.folio)
        self._on.write("INSERT OR REPLACE INTO batch_item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def _item(row: Any) -> BatchItem:
    return BatchItem(**{**row, "minors": tuple(json.loads(row["minors"]))})


def _batch(row: Any) -> Batch:
    return Batch(row["batch_id"], row["kind"], row["user_id"], row["started_at"])
