"""The append-only event log in SQLite: a row a run."""

import heapq
import json
import sqlite3
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import closing
from typing import Any

from inspection.domain.events import DEVICE_STREAM, Event, event_ref
from inspection.store.interface import PlaceTaken
from inspection.store.records import EventPage, StoredEvent
from inspection.store.sqlite.connection import Connection
from inspection.store.sqlite.runs import INSERT, Piece, Unpacked, ends_of, grouped, packed

_NO_END = 2**63 - 1
_PLACES = 4_096
"""A position is the row's number times this, plus how many of its events were passed."""
_RUN = (
    "SELECT * FROM run WHERE visit_id = ? AND position >= ? AND position < ? AND incarnation <> ? AND forked = 0"
    " ORDER BY position"
)
_HEAD = "SELECT min(position) AS head FROM run WHERE visit_id = ? AND position >= ?"
_Place = tuple[Unpacked, int, int]
_PLACE = "visit_id = ? AND incarnation = ?"


class SqliteLog:
    """Implements `inspection.store.interface.EventLog`."""

    def __init__(self, connection: Connection) -> None:
        self._on = connection

    def append(self, stored: StoredEvent) -> None:
        """Add an event that is not there yet; PlaceTaken when it is, or its place is another's."""
        self.extend([stored])

    def extend(self, run: Sequence[Piece]) -> None:
        """Add events that are not there yet, all or none; PlaceTaken when one is, or its place is another's."""
        try:
            with self._on.writing():
                for part in grouped(run):
                    first = part[0]
                    if isinstance(first, StoredEvent) and first.forked and self._main_is(first.event):
                        raise PlaceTaken(first.event.ref)
                    self._on.write(INSERT, packed(part))
        except sqlite3.IntegrityError as cause:
            raise PlaceTaken(event_ref(ends_of(run[0]).incarnation, ends_of(run[0]).first_seq)) from cause

    def _main_is(self, event: Event) -> bool:
        """Tell whether this very event stands on the main chain: no index keeps it from being its own rival."""
        there = self.at(event.incarnation, event.visit_id, event.seq)
        return any(not one.forked and one.event.content_id == event.content_id for one in there)

    def at(self, incarnation: str, visit_id: str, seq: int) -> list[StoredEvent]:
        """Return what stands at a place of a stream, the fork-free one first."""
        return self.between(incarnation, visit_id, seq, seq)

    def between(self, incarnation: str, visit_id: str, first: int, last: int) -> list[StoredEvent]:
        """Return what stands at a run of places, the fork-free one of each place first."""
        sql = f"SELECT * FROM run WHERE {_PLACE} AND first_seq <= ? AND last_seq >= ? ORDER BY position"
        rows = self._on.rows(sql, (visit_id, incarnation, last, first))
        found = [one for row in rows for one in Unpacked(row).between(first, last)]
        return sorted(found, key=lambda one: (one.event.seq, one.forked))

    def last(self, incarnation: str, visit_id: str) -> StoredEvent | None:
        """Return the greatest of a stream, forks apart."""
        row = self._on.row(
            f"SELECT * FROM run WHERE {_PLACE} AND forked = 0 ORDER BY first_seq DESC LIMIT 1", (visit_id, incarnation)
        )
        return Unpacked(row).event(row["last_seq"] - row["first_seq"]) if row else None

    def of_visit(self, visit_id: str, types: Collection[str] | None = None) -> list[StoredEvent]:
        """Return every event of a visit, or those of some types, in order of arrival."""
        wanted = [] if types is None else sorted(types)
        kinds = "" if types is None else f" AND ({' OR '.join(['instr(types, ?)'] * len(wanted)) or 'FALSE'})"
        sql = f"SELECT * FROM run WHERE visit_id = ?{kinds} ORDER BY position"
        rows = self._on.rows(sql, (visit_id, *(f" {kind} " for kind in wanted)))
        return [one for row in rows for one in Unpacked(row).of_types(types)]

    def after(
        self, position: str | None, visits: Collection[str], *, not_by: str, limit: int, max_bytes: int
    ) -> EventPage:
        """Return the next events of these visits, forks and one incarnation's own left out.

        The position moves past everything that was looked at, so that events of others never make it lag.
        """
        start = int(position or 0)
        found: list[StoredEvent] = []
        end, size = start, 0
        with self._on.reading(), closing(self._next(start, visits, not_by)) as coming:
            newest = self._on.row("SELECT max(position) AS newest FROM run") or {}
            for run, index, passed in coming:
                size += len(run.lines[index])
                # At least one, or a large event would stop the pull for ever.
                event = run.event(index)
                if found and (len(found) >= limit or size > max_bytes) and not found[-1].awaits(event):
                    return EventPage(found, str(end), True)
                found.append(event)
                end = passed
        return EventPage(found, str(max(((newest["newest"] or 0) + 1) * _PLACES, start)), False)

    def _next(self, start: int, visits: Collection[str], not_by: str) -> Generator[_Place, None, None]:
        """Yield the next events of these visits in order of arrival, each as (row, place in it, position after it)."""
        row_number, passed = divmod(start, _PLACES)
        with closing(self._next_rows(row_number, visits, not_by)) as rows:
            for row in rows:
                run, number = Unpacked(row), row["position"]
                count = len(run.lines)
                for index in range(passed if number == row_number else 0, count):
                    last = index + 1 == count
                    yield run, index, (number + 1) * _PLACES if last else number * _PLACES + index + 1

    def _next_rows(self, first: int, visits: Collection[str], not_by: str) -> Generator[dict[str, Any], None, None]:
        """Yield the next rows of these visits in order of arrival, whatever else the log holds.

        Each visit's next position is one step into an index; rows are then taken from the visit whose turn it is, up to
        where another one's begins. Neither other visits' rows nor what was passed already is ever looked at.
        """
        heads = self._on.rows(
            "SELECT value AS visit_id,"
            " (SELECT min(position) FROM run WHERE visit_id = value AND position >= ?) AS head FROM json_each(?)",
            (first, json.dumps(sorted(visits))),
        )
        turns = [(row["head"], row["visit_id"]) for row in heads if row["head"] is not None]
        heapq.heapify(turns)
        while turns:
            head, visit_id = heapq.heappop(turns)
            end = turns[0][0] if turns else _NO_END
            yield from self._on.each(_RUN, (visit_id, head, end, not_by))
            row = self._on.row(_HEAD, (visit_id, end)) if turns else None
            if row and row["head"] is not None:
                heapq.heappush(turns, (row["head"], visit_id))

    def visits(self) -> set[str]:
        """Return every visit that some event names; the devices' own stream too."""
        return {row["visit_id"] for row in self._on.rows("SELECT DISTINCT visit_id FROM run")}

    def certificates(self, incarnations: Collection[str]) -> list[StoredEvent]:
        """Return the certification events of these incarnations."""
        names = [name.encode() for name in incarnations]
        found = []
        for row in self._on.rows("SELECT * FROM run WHERE visit_id = ? ORDER BY position", (DEVICE_STREAM,)):
            run = Unpacked(row)
            for index, line in enumerate(run.lines):
                body = line.partition(b',"boot":"')[0]  # what it says, not who says it: passes over the others unread
                if any(name in body for name in names):
                    found.append(run.event(index))
        return [
            one
            for one in found
            if one.event.type == "incarnation_certified" and one.event.body.get("incarnation") in incarnations
        ]

    def everything(self) -> Iterator[StoredEvent]:
        """Return the whole log in order of arrival."""
        for row in self._on.rows("SELECT position FROM run ORDER BY position"):
            found = self._on.row("SELECT * FROM run WHERE position = ?", (row["position"],))
            if found:
                yield from Unpacked(found).of_types(None)
