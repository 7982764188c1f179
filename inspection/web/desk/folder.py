"""The cover of an open file: where it is, under which order, and the dividers of its parts."""

from dataclasses import dataclass

from inspection.web.desk.case import Case
from inspection.web.desk.order import lacks_order
from inspection.web.desk.wording import plural


@dataclass(frozen=True)
class Tab:
    """A divider: the endpoint it opens, its word, and what waits behind it."""

    opens: str
    title_es: str
    note_es: str


@dataclass(frozen=True)
class Folder:
    """What stands above every page of a visit."""

    visit_id: str
    place: str
    facts_es: tuple[str, ...]
    tabs: tuple[Tab, ...]


def folder_of(case: Case) -> Folder:
    """Build the cover and the dividers."""
    inspectors = ", ".join(case.who(user) for user in case.visit.inspectors)
    order = case.words("order_folio")
    facts = (
        case.words("visit_kind"),
        f"Orden {order}" if order else "Sin número de orden" if lacks_order(case) else "",
        where_es(case),
        case.words("started_at"),
        f"Inspecciona: {inspectors}" if inspectors else "",
    )
    return Folder(case.visit.visit_id, place_of(case), tuple(f for f in facts if f), _tabs(case))


def place_of(case: Case) -> str:
    """Return the name of the workplace, or that it is not known yet."""
    return case.words("workplace_name") or case.words("order_folio") or "Centro de trabajo sin nombre todavía"


def where_es(case: Case) -> str:
    """Return town, municipality and state in words, as far as the visit says."""
    return ", ".join(part for part in (case.words("workplace_locality"), case.words("workplace_municipality")) if part)


def _tabs(case: Case) -> tuple[Tab, ...]:
    progress, visit = case.progress, case.visit
    issued = sum(h.type == "document_issued" for h in visit.happenings)
    review = f"{progress.accepted} de {progress.total}"
    if visit.approved is not None:
        review = "con cambios posteriores" if visit.approved.later_changes else "aprobada"
    tabs = [
        Tab("desk.visit", "La visita", plural(len(case.minors), "persona menor", "personas menores")),
        Tab("desk.acta", "Acta", "cerrada" if visit.closure else "sin cerrar"),
        Tab("desk.review", "Revisión", review),
        Tab("desk.documents", "Documentos", plural(issued, "emitido", "emitidos")),
    ]
    tabs.append(Tab("desk.paper", "Papel", "hojas y captura"))
    if visit.quarantined:
        tabs.append(Tab("desk.held_back", "En cuarentena", str(len(visit.quarantined))))
    return tuple(tabs)
