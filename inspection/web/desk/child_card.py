"""The card of one minor: key, age with its source, classification in words, duties done and lacking."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspection.domain.opening import Happening
from inspection.domain.review import issued_for
from inspection.web.desk.case import NOTICE, REFERRAL, Case
from inspection.web.desk.corrected import CorrectionLine, also_es, corrections_of
from inspection.web.desk.wording import moment_es

STATUS = {"provisional": "provisional", "pendiente": "pendiente de datos"}
CITED_AT_ONCE = 8
BY_DOCUMENT = {"immediate_notice": NOTICE, "referral": REFERRAL}


@dataclass(frozen=True)
class DutyLine:
    """One protective duty and whether somebody stamped it."""

    kind: str
    title_es: str
    plain_es: str
    how_es: str
    done: bool
    done_es: str
    urgent: bool


@dataclass(frozen=True)
class ChildCard:
    """What the visit page shows of one minor; never the name."""

    entity: str
    minor_id: str
    key: str
    age_es: str
    age_source_es: str
    title_es: str
    plain_es: str
    status_es: str
    lacking: tuple[str, ...]
    needs_notice: bool
    duties: tuple[DutyLine, ...]
    missing: tuple[str, ...]
    agrees: bool
    confirmed_es: str
    reason_es: str
    basis: tuple[Mapping[str, str], ...]
    more_basis: tuple[Mapping[str, str], ...]
    also_es: str
    corrections: tuple[CorrectionLine, ...]


def card_of(case: Case, minor: str) -> ChildCard:
    """Build the card of a minor from what stands now."""
    found = case.determinations[minor]
    duties = tuple(_duty(case, minor, duty) for duty in found["duties"])
    lacking = [duty.title_es for duty in duties if duty.urgent and not duty.done]
    agrees, confirmed, reason = _confirmation(case, minor, found)
    return ChildCard(
        entity=minor,
        minor_id=minor.partition(":")[2],
        key=case.key(minor),
        age_es=age_es(found["age"]),
        age_source_es=found["age"].get("explain_es") or "",
        title_es=found["title_es"],
        plain_es=found["plain_es"],
        status_es=STATUS.get(found["status"], ""),
        lacking=tuple(lacking),
        needs_notice=minor in case.notice_due,
        duties=tuple(duty for duty in duties if duty.done or not duty.urgent),
        missing=tuple(lack["question_es"] for lack in found["missing"]),
        agrees=agrees,
        confirmed_es=confirmed,
        reason_es=reason,
        basis=basis_of(found)[0],
        more_basis=basis_of(found)[1],
        also_es=also_es(case, minor),
        corrections=corrections_of(case, minor),
    )


def basis_of(found: Mapping[str, Any]) -> tuple[tuple[Mapping[str, str], ...], tuple[Mapping[str, str], ...]]:
    """Return the first citations the classification rests on, and every other one that applies."""
    fired = {cite for rule in found["fired"] for cite in rule["cite"]}
    ordered = sorted(found["citations"], key=lambda citation: citation["cite"] not in fired)
    return tuple(ordered[:CITED_AT_ONCE]), tuple(ordered[CITED_AT_ONCE:])


def age_es(age: Mapping[str, Any]) -> str:
    """Return an age in completed years, or what is known of it."""
    if age["years"] is None:
        return "Edad por aclarar"
    years = f"{age['years']} años"
    return f"{years}, edad presunta" if age.get("presumed") else years


def _duty(case: Case, minor: str, duty: Mapping[str, Any]) -> DutyLine:
    stamped = [h for h in _actions(case, minor) if h.opened["duty"] == duty["kind"]]
    done = [h for h in stamped if not h.opened.get("pending")]
    by_document = minor in issued_for(case.visit, BY_DOCUMENT.get(duty["kind"], ""))
    return DutyLine(
        kind=duty["kind"],
        title_es=duty["title_es"],
        plain_es=duty["plain_es"],
        how_es="; ".join(_how(h.opened) for h in stamped if _how(h.opened)),
        done=bool(done) or by_document,
        done_es=_done_at(case, done[-1]) if done else "documento emitido" if by_document else "",
        urgent=bool(duty["urgent"]),
    )


def _actions(case: Case, minor: str) -> list[Happening]:
    return [
        h
        for h in case.visit.happenings
        if h.type == "action_taken" and h.entity == minor and isinstance(h.opened, dict)
    ]


def _done_at(case: Case, happening: Happening) -> str:
    at = happening.opened.get("at")
    if isinstance(at, str):
        return at[11:16] or at
    return moment_es(at if isinstance(at, int) else happening.recorded_at, case.visit.zone).split(", ")[1]


def _how(opened: Mapping[str, Any]) -> str:
    parts = (opened.get("channel"), opened.get("folio") and f"folio {opened['folio']}", opened.get("note"))
    return " · ".join(str(part) for part in parts if part)


def _confirmation(case: Case, minor: str, found: Mapping[str, Any]) -> tuple[bool, str, str]:
    """Return whether the inspector agrees with what the law says now, in words, and her reason."""
    confirmed = [
        h for h in case.visit.happenings if h.type == "determination_confirmed" and h.entity == minor
    ]
    if not confirmed:
        return False, "La persona inspectora aún no confirma esta clasificación.", ""
    last = confirmed[-1]
    if not isinstance(last.opened, dict):
        return False, "Hay una confirmación que no se puede leer desde aquí.", ""
    who = f"{case.who(last.actor)}, {case.when(last.recorded_at)}"
    if not last.opened["agrees"]:
        return False, f"Disiente: {who}. Propone otra clasificación.", str(last.opened.get("reason") or "")
    if last.opened["classification"] != found["classification"]:
        return False, f"Confirmó otra clasificación antes de que cambiaran las respuestas: {who}.", ""
    return True, f"Confirma la clasificación: {who}.", ""
