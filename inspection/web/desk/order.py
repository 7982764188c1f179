"""The order of a visit that was opened in the field without one: its number is the supervisor's to give."""

from datetime import date

from inspection.sync.office import Office
from inspection.web.desk.case import Case

FOLIO, ORDERED_ON = "order_folio", "order_on"
MOST_CHARACTERS = 60


class OrderBroken(Exception):
    """Raised when what was typed is no number of an order, or no day; the argument says which field."""


def opened_in_field(case: Case) -> bool:
    """Tell whether a tablet opened the visit."""
    opening = next((h for h in case.visit.happenings if h.type == "visit_opened"), None)
    return opening is not None and opening.ref.partition(":")[0] not in case.office


def lacks_order(case: Case) -> bool:
    """Tell whether the visit was opened in the field and nobody has given its order a number yet."""
    return opened_in_field(case) and not case.words(FOLIO)


def assign_order(office: Office, case: Case, folio: str, on: str, actor: str) -> None:
    """Write the number and the day of the order as the office's answers.

    Args:
        office: The office that answers.
        case: The visit.
        folio: At most `MOST_CHARACTERS`.
        on: ``YYYY-MM-DD``; empty when the order has no day yet.
        actor: The supervisor.

    Raises:
        OrderBroken: ``folio`` or ``on``.
    """
    folio = " ".join(folio.split())
    if not folio or len(folio) > MOST_CHARACTERS:
        raise OrderBroken("folio")
    answers = {FOLIO: folio}
    if on:
        try:
            answers[ORDERED_ON] = date.fromisoformat(on).isoformat()
        except ValueError:
            raise OrderBroken("on") from None
    for role, value in answers.items():
        code = case.questions.id_of(role, "visit")
        if code:
            public = bool(case.questions.items[code]["public"])
            path = f"visit/{code}"
            office.set_answer(case.visit.visit_id, path, {"v": value, "src": "office"}, public=public, actor=actor)
