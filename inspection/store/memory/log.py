"""The append-only event log in memory."""

from collections.abc import Collection, Iterator, Sequence

from inspection.store.interface import PlaceTaken
from inspection.store.memory.tables import Tables
from inspection.store.records import EventPage, StoredAnswers, StoredEvent


class MemoryLog:
    """Implements `inspection.store.interface.EventLog`."""

    def __init__(self, tables: Tables) -> None:
        self._on = tables

    def append(self, stored: StoredEvent) -> None:
        """Add an event that is not there yet; PlaceTaken when it is, or its place is another's."""
        event = stored.event
        with self._on.writing():
            there = self.at(event.incarnation, event.visit_id, event.seq)
            if any(
                one.event.content_id == event.content_id or not (one.forked or stored.forked) for one in there
            ):
                raise PlaceTaken(event.ref)
            self._on.put(
                ("place", event.visit_id, event.incarnation, event.seq), event.content_id, stored
            )
            self._on.put(("event", event.visit_id), (event.ref, event.content_id), stored)
            if event.type == "incarnation_certified":
                self._on.put(("certificate",), (event.ref, event.content_id), stored)
            last = self.last(event.incarnation, event.visit_id)
            if not stored.forked and (last is None or last.event.seq < event.seq):
                self._on.put(("tip", event.visit_id), event.incarnation, stored)

    def extend(self, run: Sequence[StoredEvent | StoredAnswers]) -> None:
        """Add events that are not there yet, all or none; PlaceTaken when one is, or its place is another's."""
        with self._on.writing():
            for part in run:
                for stored in [part] if isinstance(part, StoredEvent) else part.one_by_one():
                    self.append(stored)

    def at(self, incarnation: str, visit_id: str, seq: int) -> list[StoredEvent]:
        """Return what stands at a place of a stream, the fork-free one first."""
        rows = [row for _, row in self._on.rows(("place", visit_id, incarnation, seq))]
        return sorted(rows, key=lambda one: one.forked)

    def between(self, incarnation: str, visit_id: str, first: int, last: int) -> list[StoredEvent]:
        """Return what stands at a run of places, the fork-free one of each place first."""
        return [one for seq in range(first, last + 1) for one in self.at(incarnation, visit_id, seq)]

    def last(self, incarnation: str, visit_id: str) -> StoredEvent | None:
        """Return the greatest of a stream, forks apart."""
        found: StoredEvent | None = self._on.get(("tip", visit_id), incarnation)
        return found

    def of_visit(self, visit_id: str, types: Collection[str] | None = None) -> list[StoredEvent]:
        """Return every event of a visit, or those of some types, in order of arrival."""
        rows = [row for _, row in self._on.rows(("event", visit_id))]
        return [row for row in rows if types is None or row.event.type in types]

    def after(
        self, position: str | None, visits: Collection[str], *, not_by: str, limit: int, max_bytes: int
    ) -> EventPage:
        """Return the next events of these visits, forks and one incarnation's own left out.

        It never passes the horizon, or an event that becomes visible late would be skipped for ever.
        """
        horizon = self._on.horizon()
        start = int(position or 0)
        rows = sorted(
            (
                one
                for visit_id in set(visits)
                for one in self._on.rows(("event", visit_id))
                if start < one[0] < horizon and not one[1].forked and one[1].event.incarnation != not_by
            ),
            key=lambda one: one[0],
        )
        kept = rows[: _fitting(rows, limit, max_bytes)]
        more = len(kept) < len(rows)
        end = kept[-1][0] if more else max(horizon - 1, start)
        return EventPage([stored for _, stored in kept], str(end), more)

    def visits(self) -> set[str]:
        """Return every visit that some event names; the devices' own stream too."""
        return {str(part[1]) for part in self._on.parts("event") if self._on.rows(part)}

    def certificates(self, incarnations: Collection[str]) -> list[StoredEvent]:
        """Return the certification events of these incarnations."""
        rows = [row for _, row in self._on.rows(("certificate",))]
        return [row for row in rows if row.event.body.get("incarnation") in incarnations]

    def everything(self) -> Iterator[StoredEvent]:
        """Return the whole log in order of arrival."""
        rows = [one for part in self._on.parts("event") for one in self._on.rows(part)]
        yield from (row for _, row in sorted(rows, key=lambda one: one[0]))


def _fitting(rows: list[tuple[int, StoredEvent]], limit: int, max_bytes: int) -> int:
    """Return how many rows fit; at least one, or a large event would stop the pull for ever."""
    total = 0
    for count, (_, stored) in enumerate(rows):
        total += len(stored.event.canonical)
        if count and (count >= limit or total > max_bytes) and not rows[count - 1][1].awaits(stored):
            return count
    return len(rows)
