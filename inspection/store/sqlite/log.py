"""The append-only event log in SQLite."""

import json
import sqlite3
from collections.abc import Collection, Iterator
from typing import Any

from inspection.domain.canonical import parse_json
from inspection.domain.events import Event
from inspection.store.interface import EventPage, PlaceTaken, StoredEvent
from inspection.store.sqlite.connection import Connection


class SqliteLog:
    """Implements `inspection.store.interface.EventLog`."""

    def __init__(self, connection: Connection) -> None:
        self._on = connection

    def append(self, stored: StoredEvent) -> None:
        """Add an event that is not there yet; PlaceTaken when it is, or its place is another's."""
        event = stored.event
        try:
            self._on.write(
                "INSERT INTO event (visit_id, incarnation, seq, type, content_id, canonical, link_before,"
                " link, signature, received_at, forked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    event.visit_id, event.incarnation, event.seq, event.type, event.content_id,
                    event.canonical, stored.link_before, stored.link, stored.signature, stored.received_at,
                    int(stored.forked),
                ),
            )  # fmt: skip
        except sqlite3.IntegrityError as cause:
            raise PlaceTaken(event.ref) from cause

    def at(self, incarnation: str, visit_id: str, seq: int) -> list[StoredEvent]:
        """Return what stands at a place of a stream, the fork-free one first."""
        sql = (
            "SELECT * FROM event WHERE incarnation = ? AND visit_id = ? AND seq = ? ORDER BY forked, position"
        )
        return [_stored(row) for row in self._on.rows(sql, (incarnation, visit_id, seq))]

    def last(self, incarnation: str, visit_id: str) -> StoredEvent | None:
        """Return the greatest of a stream, forks apart."""
        row = self._on.row(
            "SELECT * FROM event WHERE incarnation = ? AND visit_id = ? AND forked = 0"
            " ORDER BY seq DESC LIMIT 1",
            (incarnation, visit_id),
        )
        return _stored(row) if row else None

    def of_visit(self, visit_id: str) -> list[StoredEvent]:
        """Return every event of a visit in order of arrival."""
        rows = self._on.rows("SELECT * FROM event WHERE visit_id = ? ORDER BY position", (visit_id,))
        return [_stored(row) for row in rows]

    def after(
        self, position: str | None, visits: Collection[str], *, not_by: str, limit: int, max_bytes: int
    ) -> EventPage:
        """Return the next events of these visits, forks and one incarnation's own left out.

        The position moves past everything that was looked at, so that events of others never make it lag.
        """
        with self._on.reading():
            newest = self._on.row("SELECT max(position) AS newest FROM event") or {}
            rows = self._on.rows(
                "SELECT * FROM event WHERE position > ? AND visit_id IN (SELECT value FROM json_each(?))"
                " AND incarnation <> ? AND forked = 0 ORDER BY position LIMIT ?",
                (int(position or 0), json.dumps(sorted(visits)), not_by, limit + 1),
            )
        kept = rows[: _fitting(rows[:limit], max_bytes)]
        more = len(kept) < len(rows)
        end = kept[-1]["position"] if more else max(newest.get("newest") or 0, int(position or 0))
        return EventPage([_stored(row) for row in kept], str(end), more)

    def certificates(self, incarnations: Collection[str]) -> list[StoredEvent]:
        """Return the certification events of these incarnations."""
        rows = self._on.rows(
            "SELECT * FROM event WHERE type = 'incarnation_certified'"
            " AND json_extract(CAST(canonical AS TEXT), '$.body.incarnation')"
            " IN (SELECT value FROM json_each(?))"
            " ORDER BY position",
            (json.dumps(sorted(incarnations)),),
        )
        return [_stored(row) for row in rows]

    def everything(self) -> Iterator[StoredEvent]:
        """Return the whole log in order of arrival."""
        for row in self._on.rows("SELECT position FROM event ORDER BY position"):
            found = self._on.row("SELECT * FROM event WHERE position = ?", (row["position"],))
            if found:
                yield _stored(found)


def _fitting(rows: list[dict[str, Any]], max_bytes: int) -> int:
    """Return how many rows fit; at least one, or a large event would stop the pull for ever."""
    total = 0
    for count, row in enumerate(rows):
        total += len(row["canonical"])
        if total > max_bytes and count:
            return count
    return len(rows)


def _stored(row: dict[str, Any]) -> StoredEvent:
    event = Event.from_wire(parse_json(row["canonical"]))
    return StoredEvent(
        event, row["link_before"], row["link"], row["signature"], row["received_at"], bool(row["forked"])
    )
