"""What the installation knows of the office that issues."""

import json
from dataclasses import asdict, fields

from inspection.documents import OfficeData
from inspection.documents.office import ConfirmedAuthority
from inspection.sync.office import Office
from inspection.sync.refusals import Refused

_OFFICE_DATA, VERIFY_PAGE, _AUTHORITIES = "office_data", "verify_page", "confirmed_authorities"
MAX_AUTHORITY_LETTERS = 300


def office_data(office: Office, actor: str) -> OfficeData:
    """Return what the installation knows of the issuing office; who acts signs unless a signer is set."""
    kept = json.loads(office.store.settings().get(_OFFICE_DATA, "{}"))
    user = office.store.users.get(actor)
    names = {field.name for field in fields(OfficeData)} - {"authorities"}
    given = {"signer_name": user.name if user else "", "signer_post": "Persona supervisora de inspección"}
    known = {key: text for key, text in kept.items() if key in names and text}
    return OfficeData(**{**given, **known}, authorities=confirmed_authorities(office))


def confirmed_authorities(office: Office) -> tuple[ConfirmedAuthority, ...]:
    """Return the names of authorities that people of this office confirmed, the last one of each state."""
    kept = json.loads(office.store.settings().get(_AUTHORITIES, "[]"))
    return tuple(ConfirmedAuthority(**one) for one in kept)


def confirm_authority(office: Office, confirmed: ConfirmedAuthority, visit_id: str, actor: str) -> None:
    """Keep a confirmed name as an event of the visit where it was asked; it then serves every visit of that state.

    It takes the place of the earlier name of the same state; the events of both stay.

    Args:
        office: The door to visits.
        confirmed: The name, with who confirmed it, when and from which source.
        visit_id: The visit whose paper asked for it.
        actor: User id of who confirms.

    Raises:
        Refused: ``authority_incomplete`` without name, source or state, or when one is too long.
    """
    texts = (confirmed.entity_code, confirmed.name, confirmed.source, confirmed.by, confirmed.on)
    if not all(texts) or max(len(text) for text in (*texts, confirmed.address)) > MAX_AUTHORITY_LETTERS:
        raise Refused("authority_incomplete")
    sealed = {name: text for name, text in asdict(confirmed).items() if name != "entity_code" and text}
    body = {"entity": "visit", "entity_code": confirmed.entity_code}
    with office.store.writing():
        office.append(visit_id, "authority_confirmed", body, sealed=sealed, subject="visit", actor=actor)
        rest = [asdict(one) for one in confirmed_authorities(office) if one.entity_code != confirmed.entity_code]
        office.store.set_setting(_AUTHORITIES, json.dumps([*rest, asdict(confirmed)], ensure_ascii=False))


def set_office_data(office: Office, data: OfficeData, verify_page: str = "") -> None:
    """Keep what the installation knows of the issuing office, and the address where codes are verified."""
    with office.store.writing():
        office.store.set_setting(_OFFICE_DATA, json.dumps({**asdict(data), "authorities": []}, ensure_ascii=False))
        office.store.set_setting(VERIFY_PAGE, verify_page)
