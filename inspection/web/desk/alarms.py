"""Urgent findings for the inbox: one block a visit, so that one child never shows as three alarms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inspection.clock import OFFICE_ZONE
from inspection.domain.events import DEVICE_STREAM
from inspection.domain.review import issued_for
from inspection.sync.office import AlarmSeen
from inspection.web.desk.case import NOTICE, Case
from inspection.web.desk.folder import place_of
from inspection.web.desk.wording import elapsed_es, moment_es, plural

REASONS = {
    "under_minimum_age": "Persona menor de la edad mínima trabajando",
    "hazardous_work": "Persona menor de edad en trabajo peligroso",
    "imminent_danger": "Peligro inminente",
    "crime_signs": "Indicios de un delito",
    "raised_by_hand": "Aviso urgente de la persona inspectora",
    "urgent_determination": "Persona menor de edad que necesita protección ahora",
}
GRAVEST = tuple(REASONS)


@dataclass(frozen=True)
class AlarmBlock:
    """Everything the block says.

    Attributes:
        alarm_ids: Every alarm it gathers; acknowledging the block acknowledges them all.
        finished: Acknowledged, and nobody in it lacks the immediate notice.
    """

    alarm_ids: tuple[str, ...]
    visit_id: str
    reason_es: str
    also_es: str
    minors_es: str
    keys: tuple[str, ...]
    place: str
    by_es: str
    signed: bool
    since_es: str
    detected_es: str
    may_issue: bool
    why_not_es: str
    acknowledged_by: str
    notice_es: str
    finished: bool


def alarm_blocks(
    alarms: Iterable[AlarmSeen], cases: Mapping[str, Case], people: Mapping[str, str], now_ms: int
) -> list[AlarmBlock]:
    """Gather the alarms by visit and by whether somebody took charge; the oldest first.

    An alarm without a known visit stands alone.
    """
    groups: dict[tuple[str, bool], list[AlarmSeen]] = {}
    for seen in alarms:
        alone = seen.alarm.visit_id == DEVICE_STREAM or seen.alarm.visit_id not in cases
        place = seen.alarm.alarm_id if alone else seen.alarm.visit_id
        groups.setdefault((place, seen.alarm.acknowledged_at is None), []).append(seen)
    found = [(_detected_ms(group), group) for group in groups.values()]
    return [
        _block(group, cases.get(group[0].alarm.visit_id), people, at, now_ms)
        for at, group in sorted(found, key=lambda one: one[0])
    ]


def _detected_ms(group: list[AlarmSeen]) -> int:
    """Return when the earliest was detected: by the tablet's clock, never later than received."""
    return min(
        min(seen.packet.recorded_at, seen.alarm.raised_at) if seen.packet else seen.alarm.raised_at
        for seen in group
    )


def _block(
    group: list[AlarmSeen], case: Case | None, people: Mapping[str, str], at_ms: int, now_ms: int
) -> AlarmBlock:
    reasons = sorted({seen.alarm.reason for seen in group}, key=_gravity)
    packet = next((seen.packet for seen in group if seen.packet), None)
    by = next((seen.user_id for seen in group if seen.user_id), None)
    zone = case.visit.zone if case else OFFICE_ZONE
    words = [REASONS.get(reason, "Hallazgo urgente") for reason in reasons]
    concerned = _concerned(group, case)
    told = packet is not None and packet.minors > 0
    count = max(len(concerned), packet.minors if packet and told else 0)
    done = bool(case) and not case.notice_due if case else False
    return AlarmBlock(
        alarm_ids=tuple(seen.alarm.alarm_id for seen in group),
        visit_id=case.visit.visit_id if case else "",
        reason_es=words[0],
        also_es="; ".join(word for word in words[1:] if word != REASONS["urgent_determination"]),
        minors_es=plural(count, "persona menor de edad", "personas menores de edad") if count else "",
        keys=tuple(case.key(minor) for minor in concerned) if case else (),
        place=place_of(case) if case else (packet.place if packet else "") or "Lugar no indicado",
        by_es=people.get(by or "", ""),
        signed=all(seen.signed for seen in group if seen.packet),
        since_es=elapsed_es(at_ms, now_ms),
        detected_es=moment_es(at_ms, zone) + ("" if case else " (hora del centro)"),
        may_issue=bool(case and case.minors),
        why_not_es=_why_not(case),
        acknowledged_by=_acknowledged_by(group, people),
        notice_es="Aviso inmediato emitido" if case and issued_for(case.visit, NOTICE) and done else "",
        finished=done,
    )


def _gravity(reason: str) -> int:
    return GRAVEST.index(reason) if reason in GRAVEST else len(GRAVEST)


def _concerned(group: list[AlarmSeen], case: Case | None) -> tuple[str, ...]:
    """Return the minors of the block: those the alarms name, and those whose notice is still due."""
    if case is None:
        return ()
    named = {case.visit.corrections.at(seen.alarm.entity) for seen in group} | set(case.notice_due)
    return tuple(minor.entity for minor in case.minors if minor.entity in named)


def _why_not(case: Case | None) -> str:
    if case is None:
        return "El expediente aún no llega. Llama a la persona inspectora; si hay peligro ahora, al 911."
    return "" if case.minors else "La visita aún no trae la ficha de la persona menor de edad."


def _acknowledged_by(group: list[AlarmSeen], people: Mapping[str, str]) -> str:
    actor = next((seen.alarm.acknowledged_by for seen in group if seen.alarm.acknowledged_by), None)
    return people.get(actor, "Alguien de la oficina") if actor else ""
