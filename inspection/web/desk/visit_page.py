"""The first page of a visit: the minors, the place and the order, what the authority holds, the photos."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspection.domain.bodies import is_office_only
from inspection.domain.opening import Happening
from inspection.web.desk.case import Case
from inspection.web.desk.child_card import ChildCard, card_of
from inspection.web.desk.coherence import nobody_but_minors
from inspection.web.desk.corrected import AdultLine, adults_of
from inspection.web.desk.order import lacks_order
from inspection.web.desk.terms import Term, terms_of
from inspection.web.desk.wording import plural

PLACE_ROLES = (
    "workplace_name",
    "employer_name",
    "employer_rfc",
    "workplace_activity",
    "crop",
    "contractor",
    "workplace_address",
    "workplace_municipality",
    "workplace_locality",
    "how_to_arrive",
    "workplace_geo",
    "visit_kind",
    "visit_motive",
    "order_folio",
    "order_on",
    "order_scope",
    "started_at",
    "ended_at",
    "workers_total",
    "minors_seen",
    "employer_refusal",
)


@dataclass(frozen=True)
class Fact:
    """A label and its words. ``held``: the authority has it. ``code``: set in the face of codes."""

    label_es: str
    value_es: str
    held: bool = False
    code: bool = False


@dataclass(frozen=True)
class Photo:
    """A photograph named in the log, and whether its bytes are here."""

    photo_id: str
    held: bool
    why_es: str
    alt_es: str
    caption_es: str
    taken_es: str


@dataclass(frozen=True)
class Caution:
    """Something the supervisor must not miss, with the page that answers it."""

    title_es: str
    text_es: str
    opens: str
    link_es: str


@dataclass(frozen=True)
class VisitPage:
    """Everything the page says."""

    children: tuple[ChildCard, ...]
    minors_es: str
    nobody_es: str
    adults: tuple[AdultLine, ...]
    warnings: tuple[Caution, ...]
    terms: tuple[Term, ...]
    place: tuple[Fact, ...]
    held: tuple[Fact, ...]
    photos: tuple[Photo, ...]
    photos_es: str
    lacks_order: bool


def visit_page(case: Case) -> VisitPage:
    """Build the page."""
    children = tuple(card_of(case, minor.entity) for minor in case.minors)
    photos = photos_of(case)
    return VisitPage(
        children=sorted_by_need(children),
        minors_es=plural(len(children), "registrada", "registradas"),
        nobody_es=_nobody(case),
        adults=adults_of(case),
        warnings=tuple(_warnings(case)),
        terms=terms_of(case),
        place=tuple(_place(case)),
        held=_held(case, photos),
        photos=photos,
        photos_es=plural(len(photos), "registrada", "registradas"),
        lacks_order=lacks_order(case),
    )


def sorted_by_need(children: tuple[ChildCard, ...]) -> tuple[ChildCard, ...]:
    """Put first whoever lacks an urgent protection; otherwise the order of the visit."""
    return tuple(sorted(children, key=lambda child: not (child.lacking or child.needs_notice)))


def _nobody(case: Case) -> str:
    if case.found("no_minors_seen"):
        return "La persona inspectora asentó que no encontró personas menores de dieciocho años."
    return "Todavía no hay personas menores de edad registradas en esta visita."


def _place(case: Case) -> list[Fact]:
    found = ((role, case.words(role)) for role in PLACE_ROLES)
    questions = case.questions
    return [Fact(questions.asked_es(questions.id_of(role) or role), words) for role, words in found if words]


def records_of(case: Case) -> int:
    """Return how many records of the tablets the office holds, quarantined ones counted."""
    own = {h.ref.partition(":")[0] for h in case.visit.happenings if is_office_only(h.type)}
    streams = ((inc, one) for inc, one in case.visit.vector.items() if inc not in own)
    return sum(one["last"] - len(one["holes"]) for _, one in streams)


def _held(case: Case, photos: tuple[Photo, ...]) -> tuple[Fact, ...]:
    received = sum(photo.held for photo in photos)
    devices = [stream for stream in case.visit.vector.values() if stream["holes"]]
    whole = "Sin huecos: llegó todo lo enviado" if not devices else "Faltan registros intermedios por llegar"
    closed = case.visit.closure
    return (
        Fact("Registros en resguardo", f"{records_of(case):,}", held=True),
        Fact("Fotografías en resguardo", f"{received} de {len(photos)}", held=received == len(photos)),
        Fact("Continuidad", whole, held=not devices),
        Fact("Acta", f"Cerrada el {case.when(closed.recorded_at)}" if closed else "Sin cerrar"),
    )


def _warnings(case: Case) -> list[Caution]:
    found = []
    if case.visit.conflicts:
        count = plural(len(case.visit.conflicts), "respuesta", "respuestas")
        text = f"{count} con dos valores distintos; falta que alguien decida."
        found.append(Caution("En conflicto.", text, "desk.review", "Resolver en la revisión"))
    if minors := nobody_but_minors(case):
        cards = plural(len(minors), "ficha de persona menor", "fichas de personas menores")
        text = f"Se asentó que no se vio a ninguna persona menor y hay {cards}. Se protege a quien tiene ficha."
        found.append(Caution("Se contradice.", text, "desk.review", "Resolver en la revisión"))
    if case.visit.approved and case.visit.approved.later_changes:
        text = "Llegaron registros después de tu aprobación o de la de alguien más."
        found.append(Caution("Aprobada, con cambios posteriores.", text, "desk.review", "Ver qué cambió"))
    if case.visit.quarantined:
        count = plural(len(case.visit.quarantined), "registro", "registros")
        found.append(
            Caution(
                "En cuarentena.",
                f"{count} que no {'cuenta' if len(case.visit.quarantined) == 1 else 'cuentan'} todavía.",
                "desk.held_back",
                "Ver cuáles",
            )
        )
    return found


def photos_of(case: Case) -> tuple[Photo, ...]:
    """Return the photographs of entities that stand, in the order they were taken."""
    standing = {entity.entity for entity in case.standing("photo")}
    return tuple(
        _photo(case, h) for h in case.visit.happenings if h.type == "photo_added" and h.entity in standing
    )


def _photo(case: Case, happening: Happening) -> Photo:
    opened: Mapping[str, Any] = happening.opened if isinstance(happening.opened, dict) else {}
    held = happening.body["name"] in case.files and bool(opened)
    about = str(opened.get("about") or "visit")
    whose = f"Fotografía de {case.key(about)}" if about.startswith("minor:") else "Fotografía del lugar"
    return Photo(
        photo_id=happening.entity.partition(":")[2],
        held=held,
        why_es="Reservada" if not opened else "Aún en la tableta: no ha llegado completa",
        alt_es=str(opened.get("caption") or whose),
        caption_es=str(opened.get("caption") or whose),
        taken_es=case.when(int(opened.get("taken_at") or happening.recorded_at)),
    )
