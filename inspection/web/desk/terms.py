"""The terms that run for a visit, as its first page says them: what, whose, until when, on which article."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from inspection.domain.review import issued_for
from inspection.web.desk.case import NOTICE, REFERRAL, Case
from inspection.web.desk.wording import day_es, elapsed_es, local, plural
from protocols.visit_duties import DONE, WAITING, visit_duties

DOUBT = "por_validar"


@dataclass(frozen=True)
class Term:
    """One term. ``state_es`` is a tag; ``late`` when its last instant has passed and nothing says it was met."""

    title_es: str
    who_es: str
    when_es: str
    why_es: str
    state_es: str
    late: bool
    done: bool
    cite: tuple[str, ...]
    doubt: bool


def terms_of(case: Case) -> tuple[Term, ...]:
    """Return the terms that have begun, in the order of the law's data; a bundle of before has none."""
    law = case.bundle["law"]
    if "visit_duties" not in law or "calendars" not in law:
        return ()
    found = visit_duties(law, facts_of(case))["deadlines"]
    return tuple(_term(case, one) for one in found if one["state"] != WAITING)


def facts_of(case: Case) -> dict[str, Any]:
    """Return what ``protocols.visit_duties`` needs of the visit; the desk asks nothing about what lacks to close."""
    ended, closure = case.found("ended_at"), case.visit.closure
    return {
        "authority": case.found("authority"),
        "state": str(case.found("workplace_municipality") or "")[:2] or None,
        "on": case.facts_on,
        "ended_on": ended[:10] if isinstance(ended, str) else None,
        "closed_on": _day_of(case, closure.recorded_at) if closure else None,
        "required_open": [],
        "acts": acts_of(case, "visit"),
        "minors": [_minor(case, entity.entity) for entity in case.minors],
    }


def acts_of(case: Case, entity: str) -> dict[str, dict[str, Any]]:
    """Return {duty: when it was first stamped, and whether every stamp still waits for signal}."""
    acts: dict[str, dict[str, Any]] = {}
    for happening in case.visit.happenings:
        opened = happening.opened
        if happening.type != "action_taken" or happening.entity != entity or not isinstance(opened, dict):
            continue
        at, pending = opened.get("at"), opened.get("pending") is True
        at_ms = at if isinstance(at, int) and not isinstance(at, bool) else happening.recorded_at
        act = acts.setdefault(str(opened.get("duty")), {"at": at_ms, "pending": pending})
        acts[str(opened.get("duty"))] = {"at": min(act["at"], at_ms), "pending": act["pending"] and pending}
    return acts


def _minor(case: Case, entity: str) -> dict[str, Any]:
    found = case.determinations[entity]
    own = [h for h in case.visit.happenings if h.entity == entity]
    return {
        "entity": entity,
        "found_at": min((h.recorded_at for h in own), default=case.now_ms),
        "confirmed": any(h.type == "determination_confirmed" for h in own),
        "referral": found["referral"],
        "duties": found["duties"],
        "acts": acts_of(case, entity),
        "documents": [kind for kind in (NOTICE, REFERRAL) if entity in issued_for(case.visit, kind)],
    }


def _day_of(case: Case, at_ms: int) -> str:
    return local(at_ms, case.visit.zone).date().isoformat()


def _term(case: Case, one: Mapping[str, Any]) -> Term:
    done = one["state"] == DONE
    late = not done and _is_late(case, one)
    return Term(
        title_es=one["title_es"],
        who_es=one["who_es"],
        when_es=_when(case, one, done),
        why_es=" ".join(_why(one)),
        state_es="Hecho" if done else "Venció" if late else "",
        late=late,
        done=done,
        cite=tuple(one["cite"]),
        doubt=one["mark"] == DOUBT,
    )


def _is_late(case: Case, one: Mapping[str, Any]) -> bool:
    if one["until"] is not None:
        return bool(case.now_ms > one["until"])
    return one["last_on"] is not None and _day_of(case, case.now_ms) > str(one["last_on"])


def _when(case: Case, one: Mapping[str, Any], done: bool) -> str:
    if one["last_on"]:
        return f"Hasta el {day_es(one['last_on'])}"
    if one["until"] is not None:
        return f"Hasta el {case.when(one['until'])}"
    if one["number"] is not None:
        return "Sin contar: falta saber qué autoridad ordena o en qué día termina"
    return "De inmediato" if done else f"De inmediato; corre desde hace {elapsed_es(one['starts'], case.now_ms)}"


def _why(one: Mapping[str, Any]) -> Iterator[str]:
    number = one["number"]
    if number is not None:
        is_hours = one["until"] is not None
        length = plural(number, "hora", "horas") if is_hours else plural(number, "día hábil", "días hábiles")
        yield f"{length} {one['starts_es']}."
    if one["note_es"]:
        yield one["note_es"]
