"""The append-only event log in SQLite."""

import heapq
import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from inspection.domain.canonical import parse_json
from inspection.domain.events import DEVICE_STREAM, Event
from inspection.store.interface import PlaceTaken
from inspection.store.records import EventPage, StoredEvent
from inspection.store.sqlite.connection import Connection

_NO_END = 2**63 - 1
_RUN = (
    "SELECT * FROM event WHERE visit_id = ? AND position >= ? AND position < ? AND incarnation <> ? AND forked = 0"
    " ORDER BY position LIMIT ?"
)
_HEAD = "SELECT min(position) AS head FROM event WHERE visit_id = ? AND position >= ?"
_PLACE = "visit_id = ? AND incarnation = ?"
_INSERT = (
    "INSERT INTO event (visit_id, incarnation, seq, type, content_id, canonical, link_before,"
    " link, signature, received_at, forked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class SqliteLog:
    """Implements `inspection.store.interface.EventLog`."""

    def __init__(self, connection: Connection) -> None:
        self._on = connection

    def append(self, stored: StoredEvent) -> None:
        """Add an event that is not there yet; PlaceTaken when it is, or its place is another's."""
        self.extend([stored])

    def extend(self, run: Sequence[StoredEvent]) -> None:
        """Add events that are not there yet, all or none; PlaceTaken when one is, or its place is another's."""
        rivals = [one for one in run if one.forked]
        try:
            with self._on.writing():
                for one in rivals:
                    if self._main_is(one.event):
                        raise PlaceTaken(one.event.ref)
                self._on.write_many(_INSERT, (_row(one) for one in run))
        except sqlite3.IntegrityError as cause:
            raise PlaceTaken(run[0].event.ref) from cause

    def _main_is(self, event: Event) -> bool:
        """Tell whether this very event stands on the main chain: no index keeps it from being its own rival."""
        sql = f"SELECT 1 FROM event WHERE {_PLACE} AND seq = ? AND forked = 0 AND content_id = ?"
        return bool(self._on.row(sql, (event.visit_id, event.incarnation, event.seq, event.content_id)))

    def at(self, incarnation: str, visit_id: str, seq: int) -> list[StoredEvent]:
        """Return what stands at a place of a stream, the fork-free one first."""
        return self.between(incarnation, visit_id, seq, seq)

    def between(self, incarnation: str, visit_id: str, first: int, last: int) -> list[StoredEvent]:
        """Return what stands at a run of places, the fork-free one of each place first."""
        sql = f"SELECT * FROM event WHERE {_PLACE} AND seq BETWEEN ? AND ? ORDER BY seq, forked, position"
        return [_stored(row) for row in self._on.rows(sql, (visit_id, incarnation, first, last))]

    def last(self, incarnation: str, visit_id: str) -> StoredEvent | None:
        """Return the greatest of a stream, forks apart."""
        row = self._on.row(
            f"SELECT * FROM event WHERE {_PLACE} AND forked = 0 ORDER BY seq DESC LIMIT 1", (visit_id, incarnation)
        )
        return _stored(row) if row else None

    def of_visit(self, visit_id: str, types: Collection[str] | None = None) -> list[StoredEvent]:
        """Return every event of a visit, or those of some types, in order of arrival."""
        kinds = "" if types is None else f" AND type IN ({', '.join('?' * len(types))})"
        sql = f"SELECT * FROM event WHERE visit_id = ?{kinds} ORDER BY position"
        return [_stored(row) for row in self._on.rows(sql, (visit_id, *sorted(types or ())))]

    def after(
        self, position: str | None, visits: Collection[str], *, not_by: str, limit: int, max_bytes: int
    ) -> EventPage:
        """Return the next events of these visits, forks and one incarnation's own left out.

        The position moves past everything that was looked at, so that events of others never make it lag.
        """
        with self._on.reading():
            newest = self._on.row("SELECT max(position) AS newest FROM event") or {}
            rows = self._next(int(position or 0), visits, not_by, limit + 1)
        kept = rows[: _fitting(rows[:limit], max_bytes)]
        more = len(kept) < len(rows)
        end = kept[-1]["position"] if more else max(newest.get("newest") or 0, int(position or 0))
        return EventPage([_stored(row) for row in kept], str(end), more)

    def _next(self, after: int, visits: Collection[str], not_by: str, limit: int) -> list[dict[str, Any]]:
        """Return the next rows of these visits in order of arrival, whatever else the log holds.

        Each visit's next position is one step into an index; runs are then taken from the visit whose turn it is, up to
        where another one's begins. Neither other visits' events nor what was passed already is ever looked at.
        """
        heads = self._on.rows(
            "SELECT value AS visit_id,"
            " (SELECT min(position) FROM event WHERE visit_id = value AND position > ?) AS head FROM json_each(?)",
            (after, json.dumps(sorted(visits))),
        )
        turns = [(row["head"], row["visit_id"]) for row in heads if row["head"] is not None]
        heapq.heapify(turns)
        found: list[dict[str, Any]] = []
        while turns and len(found) < limit:
            head, visit_id = heapq.heappop(turns)
            end = turns[0][0] if turns else _NO_END
            found += self._on.rows(_RUN, (visit_id, head, end, not_by, limit - len(found)))
            row = self._on.row(_HEAD, (visit_id, end)) if turns else None
            if row and row["head"] is not None:
                heapq.heappush(turns, (row["head"], visit_id))
        return found

    def certificates(self, incarnations: Collection[str]) -> list[StoredEvent]:
        """Return the certification events of these incarnations."""
        rows = self._on.rows(
            f"SELECT * FROM event WHERE visit_id = '{DEVICE_STREAM}' AND type = 'incarnation_certified'"
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


def _row(stored: StoredEvent) -> tuple[Any, ...]:
    event = stored.event
    return (
        event.visit_id, event.incarnation, event.seq, event.type, event.content_id, event.canonical,
        stored.link_before, stored.link, stored.signature, stored.received_at, int(stored.forked),
    )  # fmt: skip


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
