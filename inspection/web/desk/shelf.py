"""What pages of many visits keep of each, so that only the visits that changed are opened again."""

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

from inspection.sync.office import Office
from inspection.web.desk.case import Case
from inspection.web.desk.lasting import Lasting
from inspection.web.desk.reading import open_case

Seen = TypeVar("Seen")


_KEPT_AT_ONCE = 50
"""Visits opened between two writings: a first load that is cut short has not been in vain."""


class Shelf(Generic[Seen]):
    """Summaries of visits, each for as long as nothing of its visit changes.

    Args:
        summary: Takes what is needed from a visit.
        lasting: Keeps them beyond this process; without it they stay in its memory.
    """

    def __init__(self, summary: Callable[[Case], Seen], lasting: Lasting[Seen] | None = None) -> None:
        self._summary, self._lasting = summary, lasting
        self._held: dict[str, tuple[str, Seen]] = {}

    def of_all(self, office: Office, cases: Mapping[str, Case], names: str = "") -> list[Seen]:
        """Return the summary of every visit; only what changed is opened.

        Args:
            office: The office.
            cases: Opens a visit when asked for it.
            names: Changes when a person's name does.
        """

        def marks_now() -> dict[str, str]:
            return {visit_id: f"{mark}/{names}" for visit_id, mark in office.store.visits.marks().items()}

        marks, held = marks_now(), self._held
        fresh = {visit_id: held[visit_id] for visit_id in marks if held.get(visit_id, ("",))[0] == marks[visit_id]}
        lacking = {visit_id: mark for visit_id, mark in marks.items() if visit_id not in fresh}
        if self._lasting and lacking:
            kept = self._lasting.found(office, lacking)
            fresh |= {visit_id: (marks[visit_id], summary) for visit_id, summary in kept.items()}
        to_open = [visit_id for visit_id in lacking if visit_id not in fresh]
        for start in range(0, len(to_open), _KEPT_AT_ONCE):
            some = to_open[start : start + _KEPT_AT_ONCE]
            made = {visit_id: (marks[visit_id], self._summary(cases[visit_id])) for visit_id in some}
            if self._lasting:
                self._lasting.keep(office, made, marks_now)
            fresh |= made
        self._held = fresh
        return [fresh[visit_id][1] for visit_id in marks]


class Opening(Mapping[str, Case]):
    """Opens a visit the first time it is asked for."""

    def __init__(self, office: Office, user_id: str) -> None:
        self._office, self._user_id = office, user_id
        self._known = {visit.visit_id for visit in office.visits()}
        self._opened: dict[str, Case] = {}

    def __getitem__(self, visit_id: str) -> Case:
        if visit_id not in self._opened:
            if visit_id not in self._known:
                raise KeyError(visit_id)
            self._opened[visit_id] = open_case(self._office, visit_id, self._user_id)
        return self._opened[visit_id]

    def __contains__(self, visit_id: object) -> bool:
        return visit_id in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)
