"""What each visit still owes, by kind of paper: what a batch would issue."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspection.documents.acts import reached_minors
from inspection.documents.reading import VisitReading
from inspection.domain.review import in_effect, issued_for
from inspection.issuing import ACTA, NOTICE, REFERRAL, acts, batch_kinds, refusal_of_act
from inspection.web.desk.case import Case
from inspection.web.desk.folder import place_of
from inspection.web.desk.lasting import Lasting

Owed = Mapping[str, tuple[str, ...]]
"""{kind: minors of whom the paper speaks}; the empty tuple when it speaks of nobody by itself."""


@dataclass(frozen=True)
class VisitOwes:
    """A visit and what it owes."""

    visit_id: str
    place: str
    order_es: str
    owed: Owed

    @property
    def name_es(self) -> str:
        """The workplace and its order: many visits are to the same one."""
        return f"{self.place} · Orden {self.order_es}" if self.order_es else self.place


def lasting_owed() -> Lasting[VisitOwes]:
    """Return what keeps what visits owe."""
    return Lasting("owed", _read_owed)


def _read_owed(found: dict[str, Any]) -> VisitOwes:
    return VisitOwes(**{**found, "owed": {kind: tuple(minors) for kind, minors in found["owed"].items()}})


def visit_owes(case: Case) -> VisitOwes:
    """Return the papers that may leave from a visit now and have not left yet."""
    found = {kind: owed for kind in batch_kinds() if (owed := _owed(case, kind)) is not None}
    return VisitOwes(case.visit.visit_id, place_of(case), case.words("order_folio"), found)


def _owed(case: Case, kind: str) -> tuple[str, ...] | None:
    """Return of whom the paper is owed; None when it is not."""
    if kind == NOTICE:
        return case.notice_due or None
    if kind == REFERRAL:
        approved = case.visit.approved
        return (case.referral_due or None) if approved is not None and not approved.later_changes else None
    closed = case.visit.closure is not None and case.visit.closure.text is not None
    if kind == ACTA:
        return () if closed and not in_effect(case.visit, kind) else None
    if refusal_of_act(case.visit, case.bundle, kind):
        return None
    reached = reached_minors(VisitReading(case.visit, case.bundle), kind) if kind in acts() else ()
    if reached:
        return tuple(minor for minor in reached if minor not in issued_for(case.visit, kind)) or None
    return None if in_effect(case.visit, kind) else ()
