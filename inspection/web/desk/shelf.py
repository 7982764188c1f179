"""What pages of many visits keep of each, so that only the visits that changed are opened again."""

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

from inspection.sync.office import Office
from inspection.web.desk.case import Case
from inspection.web.desk.reading import open_case

Seen = TypeVar("Seen")


class Shelf(Generic[Seen]):
    """Summaries of visits in the memory of this process, each for as long as nothing of its visit changes.

    They hold opened values (the place, the order's number), so they are never written anywhere.

    Args:
        summary: Takes what is needed from a visit.
    """

    def __init__(self, summary: Callable[[Case], Seen]) -> None:
        self._summary = summary
        self._held: dict[str, tuple[tuple[str, int], Seen]] = {}

    def of_all(self, office: Office, cases: Mapping[str, Case], names: int = 0) -> list[Seen]:
        """Return the summary of every visit; only what changed is opened.

        Args:
            office: The office.
            cases: Opens a visit when asked for it.
            names: Changes when a person's name does.
        """
        held, fresh = self._held, {}
        for visit_id, mark in office.store.visits.marks().items():
            known, now = held.get(visit_id), (mark, names)
            fresh[visit_id] = known if known and known[0] == now else (now, self._summary(cases[visit_id]))
        self._held = fresh
        return [summary for _, summary in fresh.values()]


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
