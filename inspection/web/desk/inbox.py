"""The inbox: what is urgent on top, then every visit in its queue, and the figures that matter."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from inspection.clock import OFFICE_ZONE
from inspection.domain.canonical import sha256_hex
from inspection.domain.review import Queue, acknowledged_in, issued_for, queue_of, text_of
from inspection.sync.office import Office
from inspection.web.desk.alarms import AlarmBlock, alarm_blocks
from inspection.web.desk.case import NOTICE, REFERRAL, Case
from inspection.web.desk.folder import place_of, where_es
from inspection.web.desk.lasting import Lasting
from inspection.web.desk.order import lacks_order
from inspection.web.desk.shelf import Opening, Shelf
from inspection.web.desk.unread_page import unread_count
from inspection.web.desk.visit_page import photos_of, records_of
from inspection.web.desk.wording import elapsed_es, plural, today_es

RECEIPT = "receipt"
FIELD_ES = "Extraordinaria abierta en el campo, sin número de orden"
TITLES: dict[Queue, tuple[str, str, str]] = {
    "conflicts": ("Respuestas en conflicto", "Dos valores distintos: falta que decidas", "desk.review"),
    "later_changes": ("Aprobadas, con cambios posteriores", "Llegó algo después de aprobar", "desk.review"),
    "answered": ("Contestadas por la persona inspectora", "Tu comentario ya tiene respuesta", "desk.review"),
    "to_review": ("Por revisar", "Acta cerrada: esperan tu lectura", "desk.review"),
    "to_refer": ("Aprobadas, por canalizar", "Falta emitir el oficio", "desk.documents"),
    "returned": ("Devueltas", "Esperan a la persona inspectora", "desk.review"),
    "in_field": ("En campo", "El acta no se ha cerrado", "desk.visit"),
    "done": ("Aprobadas y canalizadas", "Nada espera por ti", "desk.visit"),
}


@dataclass(frozen=True)
class Row:
    """One visit of a queue; ``since_ms`` orders it, oldest first."""

    visit_id: str
    since_ms: int
    place: str
    where_es: str
    order_es: str
    waiting_es: str
    records_es: str
    photos_es: str
    progress_es: str
    minors_es: str
    quarantined: int
    quarantined_es: str
    total: int
    accepted: int


@dataclass(frozen=True)
class QueueRows:
    """A queue with somebody in it."""

    code: str
    title_es: str
    hint_es: str
    opens: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class FunnelStep:
    """One figure of the way from finding to protection."""

    count: int
    label_es: str


@dataclass(frozen=True)
class HeldBack:
    """A visit with quarantined records."""

    visit_id: str
    place: str
    count_es: str


@dataclass(frozen=True)
class Inbox:
    """Everything the page says."""

    today_es: str
    urgent: tuple[AlarmBlock, ...]
    in_charge: tuple[AlarmBlock, ...]
    queues: tuple[QueueRows, ...]
    funnel: tuple[FunnelStep, ...]
    quarantined: tuple[HeldBack, ...]
    unread_es: str


@dataclass(frozen=True)
class Summary:
    """What the inbox needs of one visit: no minor's name, face or date of birth.

    Attributes:
        row: Without ``waiting_es``, which grows by itself.
        detected: Minors for whom the law asks a notice or a referral.
        referred: Those of them with one issued.
        acknowledged: Those of them whose receipt came back signed.
        notice_due: Somebody in it lacks the immediate notice.
    """

    queue: Queue
    row: Row
    detected: int
    referred: int
    notice_due: bool
    held_back: HeldBack | None
    acknowledged: int


def inbox_of(office: Office, user_id: str, shelf: Shelf[Summary] | None = None) -> Inbox:
    """Build the page of every visit of the office; ``shelf`` keeps what did not change since the last time."""
    cases = Opening(office, user_id)
    people = {user.user_id: user.name for user in office.store.users.all()}
    summaries = (shelf or Shelf(summary_of)).of_all(office, cases, _mark_of(people))
    settled = {one.row.visit_id for one in summaries if not one.notice_due}
    open_alarms = [
        seen for seen in office.alarms() if seen.alarm.acknowledged_at is None or seen.alarm.visit_id not in settled
    ]
    blocks = alarm_blocks(open_alarms, cases, people, office.clock())
    return Inbox(
        today_es=today_es(office.clock(), OFFICE_ZONE),
        urgent=tuple(block for block in blocks if not block.acknowledged_by),
        in_charge=tuple(block for block in blocks if block.acknowledged_by and not block.finished),
        queues=_queues(summaries, office.clock()),
        funnel=_funnel(summaries),
        quarantined=tuple(one.held_back for one in summaries if one.held_back),
        unread_es=_unread_es(unread_count(office)),
    )


def lasting_summaries() -> Lasting[Summary]:
    """Return what keeps the summaries of this page."""
    return Lasting("inbox", _read_summary)


def _read_summary(found: dict[str, Any]) -> Summary:
    held_back = HeldBack(**found["held_back"]) if found["held_back"] else None
    return Summary(**{**found, "row": Row(**found["row"]), "held_back": held_back})


def _mark_of(people: Mapping[str, str]) -> str:
    return sha256_hex(json.dumps(sorted(people.items())).encode())[:32]


def _unread_es(count: int) -> str:
    return plural(count, "envío que no se pudo leer", "envíos que no se pudieron leer") if count else ""


def summary_of(case: Case) -> Summary:
    """Return what the inbox needs of a visit."""
    code = queue_of(case.visit, case.progress, case.referral_due)
    due = case.asks_protection
    done = issued_for(case.visit, NOTICE) | issued_for(case.visit, REFERRAL)
    received = len(due & acknowledged_in(case.visit, RECEIPT))
    held_back = _held_back(case) if case.visit.quarantined else None
    return Summary(code, _row(case, code), len(due), len(due & done), bool(case.notice_due), held_back, received)


def _queues(summaries: Iterable[Summary], now_ms: int) -> tuple[QueueRows, ...]:
    rows: dict[Queue, list[Row]] = {code: [] for code in TITLES}
    for one in summaries:
        rows[one.queue].append(replace(one.row, waiting_es=elapsed_es(one.row.since_ms, now_ms)))
    return tuple(
        QueueRows(code, *TITLES[code], tuple(sorted(found, key=lambda row: row.since_ms)))
        for code, found in rows.items()
        if found
    )


def _row(case: Case, code: Queue) -> Row:
    progress, photos = case.progress, photos_of(case)
    since = _since(case, code)
    where = (where_es(case), case.words("started_at"))
    inspectors = ", ".join(case.who(user) for user in case.visit.inspectors)
    order = case.words("order_folio")
    order_es = f"Orden {order}" if order else FIELD_ES if lacks_order(case) else ""
    quarantined = len(case.visit.quarantined)
    return Row(
        visit_id=case.visit.visit_id,
        since_ms=since,
        place=place_of(case),
        where_es=" · ".join(part for part in where if part),
        order_es=" · ".join(part for part in (order_es, inspectors) if part),
        waiting_es="",
        records_es=plural(records_of(case), "registro", "registros"),
        photos_es=f"{sum(p.held for p in photos)} de {plural(len(photos), 'foto', 'fotos')}",
        progress_es=f"{progress.accepted} de {progress.total} respuestas aceptadas",
        minors_es=plural(len(case.minors), "persona menor de edad", "personas menores de edad"),
        quarantined=quarantined,
        quarantined_es=f"{quarantined} en cuarentena",
        total=progress.total,
        accepted=progress.accepted,
    )


def _since(case: Case, code: Queue) -> int:
    """Return the instant from which the visit waits in its queue."""
    visit = case.visit
    opened = min((h.recorded_at for h in visit.happenings), default=case.now_ms)
    if code == "answered":
        spoken = [h for h in visit.happenings if h.type == "comment_answered" and text_of(h) is not None]
        return min((h.received_at or h.recorded_at for h in spoken), default=opened)
    if visit.approved is not None:
        return visit.approved.recorded_at
    return visit.closure.recorded_at if visit.closure else opened


def _funnel(summaries: Iterable[Summary]) -> tuple[FunnelStep, ...]:
    summaries = list(summaries)
    detected, referred = sum(one.detected for one in summaries), sum(one.referred for one in summaries)
    return (
        FunnelStep(detected, "detectadas: la ley pide avisar o canalizar"),
        FunnelStep(referred, "canalizadas: con aviso u oficio emitido"),
        FunnelStep(sum(one.acknowledged for one in summaries), "con acuse firmado de quien recibe"),
    )


def _held_back(case: Case) -> HeldBack:
    count = plural(len(case.visit.quarantined), "registro", "registros")
    return HeldBack(case.visit.visit_id, place_of(case), count)
