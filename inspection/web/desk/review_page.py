"""The review: a visit's answers by stage and step, what each waits for, and the decision on the whole."""

import json
from dataclasses import dataclass

from inspection.domain.review import (
    WAITS_FOR_SUPERVISOR,
    Changes,
    Obstacle,
    Progress,
    changes_since,
    obstacles,
    takes_part,
)
from inspection.web.desk.answer_row import anchor_of
from inspection.web.desk.case import Case
from inspection.web.desk.review_list import StageRows, Stopped, stages_of
from inspection.web.desk.wording import plural

CHANGES_SHOWN = 12
FILTERS = {
    "espera": ("Lo que espera por ti", WAITS_FOR_SUPERVISOR),
    "devueltas": ("Devueltas", ("returned",)),
    "aceptadas": ("Aceptadas", ("accepted",)),
    "todas": ("Todas", ()),
}
EMPTY = {
    "espera": "Nada espera por ti en esta visita. Lo devuelto llega a la tableta en cuanto tenga señal.",
    "devueltas": "No hay respuestas devueltas.",
    "aceptadas": "Todavía no aceptas ninguna respuesta.",
    "todas": "Esta visita aún no tiene respuestas.",
}
OBSTACLES = {
    "own_visit": "Esta visita es tuya: la aprueba otra persona supervisora.",
    "acta_open": "El acta no está cerrada, o su cierre no ha llegado.",
    "alarm": "Hay un hallazgo urgente que nadie ha tomado a su cargo.",
    "no_answers": "La visita no tiene respuestas.",
    "conflict": "{n} en conflicto: elige el valor que queda.",
    "answered": "{n} con contestación de la persona inspectora: acéptala o vuelve a devolverla.",
    "returned": "{n} con comentario sin contestar.",
    "waiting": "{n} por revisar.",
}
HAPPENED = {
    "answer_reviewed": "aceptó una respuesta",
    "answer_returned": "devolvió una respuesta con comentario",
    "comment_answered": "contestó un comentario",
    "comment_settled": "dio por resuelto un comentario",
    "visit_returned": "devolvió la visita",
    "visit_approved": "aprobó la visita",
    "acta_closed": "cerró el acta",
    "visit_amended": "aclaró el acta",
    "minor_added": "agregó a una persona menor de edad",
    "person_added": "agregó a una persona",
    "photo_added": "agregó una fotografía",
    "action_taken": "registró una acción de protección",
    "action_withdrawn": "retiró una acción anotada por error",
    "determination_confirmed": "confirmó o disintió de una clasificación",
    "authority_confirmed": "confirmó el nombre de la autoridad destinataria",
    "document_issued": "emitió un documento",
    "document_signed": "guardó el firmado de un documento",
    "document_revoked": "dejó un documento sin efecto",
    "alarm_raised": "levantó una alerta urgente",
    "alarm_acknowledged": "se hizo cargo de una alerta urgente",
}


@dataclass(frozen=True)
class Filter:
    """A way of looking at the answers."""

    code: str
    label_es: str
    count: int


@dataclass(frozen=True)
class ReviewPage:
    """Everything the page says."""

    stages: tuple[StageRows, ...]
    progress: Progress
    progress_es: tuple[str, ...]
    filters: tuple[Filter, ...]
    showing: str
    empty_es: str
    state_hash: str
    state_short: str
    seen: str
    obstacles: tuple[str, ...]
    ready: bool
    may_return: bool
    approved: bool
    approved_es: str
    later_changes: tuple[str, ...]
    stale: tuple[str, ...]
    offered: str
    offered_anchor: str
    kept_text: str


def review_page(case: Case, showing: str, stopped: Stopped) -> ReviewPage:
    """Build the page.

    ``showing`` is a code of ``FILTERS``; anything else shows what waits. ``stopped`` is what was typed and
    could not be kept, if anything.
    """
    showing = showing if showing in FILTERS else "espera"
    standings = FILTERS[showing][1]
    shown = {
        path: answer
        for path, answer in case.answers.items()
        if not standings or answer.standing in standings or path == stopped.path
    }
    barred = obstacles(case.visit, case.progress, case.user_id)
    approved = case.visit.approved
    return ReviewPage(
        stages=stages_of(case, shown, stopped),
        progress=case.progress,
        progress_es=_progress_es(case.progress),
        filters=tuple(_filter(case, code) for code in FILTERS),
        showing=showing,
        empty_es=EMPTY[showing],
        state_hash=case.visit.state_hash,
        state_short=(approved.state_hash if approved else case.visit.state_hash)[:16],
        seen=seen_of(case),
        obstacles=tuple(obstacle_es(one) for one in barred),
        ready=not barred and (approved is None or approved.later_changes),
        may_return=_may_return(case),
        approved=approved is not None and not approved.later_changes,
        approved_es=f"Aprobada por {case.who(approved.actor)}, {case.when(approved.recorded_at)}"
        if approved
        else "",
        later_changes=_later_changes(case),
        stale=_stale(case, stopped),
        offered=_offered(case, stopped),
        offered_anchor=anchor_of(stopped.path),
        kept_text=stopped.text,
    )


def seen_of(case: Case) -> str:
    """Return the vector a page was built from, compact, for its forms."""
    return json.dumps({inc: one["last"] for inc, one in case.visit.vector.items()}, separators=(",", ":"))


def obstacle_es(obstacle: Obstacle) -> str:
    """Return one reason in words."""
    return OBSTACLES[obstacle.code].format(n=plural(obstacle.count, "respuesta", "respuestas"))


def changes_es(case: Case, changes: Changes) -> tuple[str, ...]:
    """Say what changed, question by question and act by act."""
    answers = [
        f"Cambió «{case.questions.asked_es(path.partition('/')[2])}»{_whose(case, path)}."
        for path in changes.answers
    ]
    acts = [
        f"{case.who(h.actor)} {HAPPENED[h.type]}, {case.when(h.recorded_at)}."
        for h in changes.happenings
        if h.type in HAPPENED
    ]
    found = list(dict.fromkeys(answers + acts))
    more = plural(len(found) - CHANGES_SHOWN, "cambio más", "cambios más")
    return (*found[:CHANGES_SHOWN], f"Y {more}.") if len(found) > CHANGES_SHOWN else tuple(found)


def _may_return(case: Case) -> bool:
    returned = case.progress.returned > 0
    return returned and case.visit.approved is None and not takes_part(case.visit, case.user_id)


def _later_changes(case: Case) -> tuple[str, ...]:
    approved = case.visit.approved
    if approved is None or not approved.later_changes:
        return ()
    after = [h for h in case.visit.happenings if h.recorded_at > approved.recorded_at]
    answers = tuple(
        path
        for path, answer in case.answers.items()
        if any((head.received_at or head.recorded_at) > approved.recorded_at for head in answer.heads)
    )
    return changes_es(case, Changes(answers, tuple(after)))


def _stale(case: Case, stopped: Stopped) -> tuple[str, ...]:
    if not stopped.is_stale:
        return ()
    return changes_es(case, changes_since(case.visit, stopped.seen)) or ("Cambió el estado de la visita.",)


def _offered(case: Case, stopped: Stopped) -> str:
    return case.questions.asked_es(stopped.path.partition("/")[2]) if stopped.after_expiry else ""


def _progress_es(progress: Progress) -> tuple[str, ...]:
    parts = (
        (progress.conflicts, "en conflicto", "en conflicto"),
        (progress.answered, "contestada", "contestadas"),
        (progress.returned, "devuelta", "devueltas"),
        (progress.waiting, "por revisar", "por revisar"),
        (progress.hidden, "reservada", "reservadas"),
    )
    return tuple(plural(count, one, many) for count, one, many in parts if count)


def _filter(case: Case, code: str) -> Filter:
    label, standings = FILTERS[code]
    count = sum(not standings or answer.standing in standings for answer in case.answers.values())
    return Filter(code, label, count)


def _whose(case: Case, path: str) -> str:
    entity = path.split("/", 1)[0]
    if entity.startswith("minor:"):
        return f" de {case.key(entity)}"
    return ""


def next_anchor(case: Case, showing: str, path: str) -> str:
    """Return where to come back after a decision on ``path``: the next answer of the list, else the decision.

    Where the decided answer stays on the page, that is the answer after it; where it left the list of what
    waits, the one that took its place.
    """
    standings = FILTERS.get(showing, FILTERS["espera"])[1]
    order = [p for stage in stages_of(case, case.answers, Stopped()) for p in _paths(stage)]
    later = order[order.index(path) + 1 :] if path in order else []
    waiting = [p for p in later if not standings or case.answers[p].standing in standings]
    return anchor_of(waiting[0]) if waiting else "dictamen"


def _paths(stage: StageRows) -> list[str]:
    return [answer.path for step in stage.steps for answer in step.answers]
