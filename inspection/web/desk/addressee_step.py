"""The step that confirms to whom a paper is addressed: a name nobody checked is not printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspection.documents.office import ConfirmedAuthority, directory_row, entity_code
from inspection.documents.reading import VisitReading
from inspection.issuing import confirm_authority, confirmed_authorities
from inspection.sync.office import Office
from inspection.sync.refusals import Refused
from inspection.web.desk.case import Case
from inspection.web.desk.wording import day_es, local


@dataclass(frozen=True)
class AddresseeStep:
    """What the step shows. ``confirmed_es``: who confirmed and when; empty while nobody has."""

    name: str
    address: str
    note_es: str
    confirmed_es: str
    source_es: str


def addressee_step(office: Office, case: Case) -> AddresseeStep | None:
    """Build the step; None where the state is unknown or the directory's own name is official."""
    reading = VisitReading(case.visit, case.bundle)
    code, row = entity_code(reading), directory_row(reading)
    if not code:
        return None
    known = next((one for one in confirmed_authorities(office) if one.entity_code == code), None)
    if known:
        said = f"{known.by}, {day_es(known.on)}"
        return AddresseeStep(known.name, known.address, "", said, known.source)
    if row is not None and row["mark"] == "confirmado":
        return None
    row = row or {}
    return AddresseeStep(row.get("name_es") or "", row.get("address_es") or "", row.get("note_es") or "", "", "")


def confirm_addressee(office: Office, case: Case, given: Mapping[str, Any]) -> None:
    """Keep what the signed-in person confirms of the authority of the workplace's state.

    Raises:
        Refused: ``authority_incomplete``.
    """
    code = entity_code(VisitReading(case.visit, case.bundle))
    if not code or given.get("checked") != "yes":
        raise Refused("authority_incomplete")
    texts = {name: " ".join(str(given.get(name, "")).split()) for name in ("name", "address", "source")}
    on = local(case.now_ms, case.visit.zone).date().isoformat()
    confirmed = ConfirmedAuthority(entity_code=code, by=case.who(case.user_id), on=on, **texts)
    confirm_authority(office, confirmed, case.visit.visit_id, case.user_id)
