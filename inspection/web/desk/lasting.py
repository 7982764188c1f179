"""Summaries of visits that outlive the process: to open a thousand visits after every start takes many seconds.

They hold opened values (the place, the order's number), so each rests wrapped by the master key, bound to its visit and
to the mark under which it is true. They are derived: whatever is odd about one is a reason to read the visit again.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Generic, TypeVar

from inspection.program import program_mark
from inspection.store.desk import KeptSummary
from inspection.store.keys import WrapBroken
from inspection.sync.office import Office

Seen = TypeVar("Seen")
Marks = Callable[[], Mapping[str, str]]


class Lasting(Generic[Seen]):
    """The summaries that one page keeps.

    Args:
        page: The page's own word.
        read: Undoes `dataclasses.asdict` after JSON.
    """

    def __init__(self, page: str, read: Callable[[dict[str, Any]], Seen]) -> None:
        self._page, self._read = page, read

    def found(self, office: Office, marks: Mapping[str, str]) -> dict[str, Seen]:
        """Return the summaries that are still true of these visits.

        Args:
            office: The office.
            marks: {visit id: text that changes with whatever the summary tells}.
        """
        found = {}
        for row in office.store.desk.summaries(self._page):
            if row.visit_id in marks and row.mark == self._mark(marks[row.visit_id]):
                try:
                    found[row.visit_id] = self._read(json.loads(office.keys.unwrap(row.wrapped, _bound_to(row))))
                except (WrapBroken, ValueError, TypeError, KeyError):
                    continue  # of other keys, or not as written: the visit is read again
        return found

    def keep(self, office: Office, made: Mapping[str, tuple[str, Seen]], still: Marks) -> None:
        """Keep new summaries, unless their visit has changed since.

        Args:
            office: The office.
            made: {visit id: (mark, summary)}.
            still: Returns the marks of now: what was erased meanwhile must not be written after it.
        """
        rows = []
        for visit_id, (mark, summary) in made.items():
            row = KeptSummary(visit_id, self._page, self._mark(mark), b"")
            data = json.dumps(asdict(summary), ensure_ascii=False).encode()  # type: ignore[call-overload]
            rows.append(KeptSummary(visit_id, self._page, row.mark, office.keys.wrap(data, _bound_to(row))))
        with office.store.writing():
            now = still()
            office.store.desk.keep_summaries([row for row in rows if row.mark == self._mark(now.get(row.visit_id, ""))])

    def _mark(self, mark: str) -> str:
        return f"{mark} {program_mark()}"


def _bound_to(row: KeptSummary) -> str:
    return f"summary|{row.page}|{row.visit_id}|{row.mark}"
