"""What arrived and does not count yet, said plainly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inspection.domain.events import Event
from inspection.domain.releasing import may_be_released
from inspection.store.records import RawEvidence
from inspection.web.desk.case import Case

WHY = {
    "not_in_scope": "Lo escribió alguien que no tiene asignada esta visita",
    "unknown_visit": "Llegó antes de que existiera la visita",
    "revoked_device": "Viene de una tableta dada de baja",
    "malformed_body": "Su contenido no tiene la forma esperada",
    "bad_signature": "Su firma no corresponde a quien dice escribirlo",
    "oversize": "Es demasiado grande",
    "not_canonical": "No está escrito en la forma acordada",
    "fork": "Hay otro registro distinto con el mismo número: posible copia de la tableta",
}
WHAT = {
    "answer_set": "Una respuesta",
    "member_added": "Un elemento de una lista",
    "member_removed": "El retiro de un elemento de una lista",
    "minor_added": "Una persona menor de edad",
    "person_added": "Una persona",
    "photo_added": "Una fotografía",
    "action_taken": "Una acción de protección",
    "action_withdrawn": "El retiro de una acción anotada",
    "determination_confirmed": "La confirmación de una clasificación",
    "signature_given": "Una firma",
    "acta_closed": "El cierre del acta",
    "urgent_raised": "Un aviso urgente",
    "minors_joined": "La unión de dos fichas en una persona",
    "minor_split": "La separación de una ficha en dos personas",
    "minor_ruled_adult": "La constancia de que una persona resultó adulta",
    "minors_linked": "Un parentesco entre dos fichas",
    "correction_withdrawn": "El retiro de una corrección",
}


@dataclass(frozen=True)
class HeldBackItem:
    """One quarantined record. ``may_release``: only its author or device was in doubt, not its content."""

    ref: str
    ref_short: str
    what_es: str
    why_es: str
    when_es: str
    may_release: bool


@dataclass(frozen=True)
class RawItem:
    """A delivery of which something could not become a record: kept whole and wrapped, under its SHA-256."""

    why_es: str
    when_es: str
    sha256_short: str


@dataclass(frozen=True)
class HeldBackPage:
    """Everything the page says."""

    items: tuple[HeldBackItem, ...]
    raws: tuple[RawItem, ...]


def held_back_page(case: Case, raws: Iterable[RawEvidence], authors: Mapping[str, str]) -> HeldBackPage:
    """Build the page.

    Args:
        case: The visit.
        raws: What could not become an event, of any visit.
        authors: {incarnation: user id}.
    """
    return HeldBackPage(
        tuple(_item(case, event, code, authors) for event, code in case.visit.quarantined),
        tuple(_raw(case, one, authors) for one in raws if one.visit_id == case.visit.visit_id),
    )


def _raw(case: Case, raw: RawEvidence, authors: Mapping[str, str]) -> RawItem:
    who = case.who(authors.get(raw.incarnation, ""))
    return RawItem(WHY.get(raw.code, raw.code), f"{case.when(raw.received_at)}, de {who}", raw.sha256[:16])


def _item(case: Case, event: Event, code: str, authors: Mapping[str, str]) -> HeldBackItem:
    what = WHAT.get(event.type, "Un registro")
    if event.path and event.type == "answer_set":
        what = f"Una respuesta a «{case.questions.asked_es(event.path.partition('/')[2])}»"
    return HeldBackItem(
        ref=event.ref,
        ref_short=f"{event.incarnation[:8]}:{event.seq}",
        what_es=what,
        why_es=WHY.get(code, code),
        when_es=f"{case.when(event.recorded_at)}, de {case.who(authors.get(event.incarnation, ''))}",
        may_release=may_be_released(event, code),
    )
