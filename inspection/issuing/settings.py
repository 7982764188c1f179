"""What the installation knows of the office that issues."""

import json
from dataclasses import asdict, fields

from inspection.documents import OfficeData
from inspection.sync.office import Office

_OFFICE_DATA, VERIFY_PAGE = "office_data", "verify_page"


def office_data(office: Office, actor: str) -> OfficeData:
    """Return what the installation knows of the issuing office; who acts signs unless a signer is set."""
    kept = json.loads(office.store.settings().get(_OFFICE_DATA, "{}"))
    user = office.store.users.get(actor)
    names = {field.name for field in fields(OfficeData)}
    given = {"signer_name": user.name if user else "", "signer_post": "Persona supervisora de inspección"}
    return OfficeData(**{**given, **{key: text for key, text in kept.items() if key in names and text}})


def set_office_data(office: Office, data: OfficeData, verify_page: str = "") -> None:
    """Keep what the installation knows of the issuing office, and the address where codes are verified."""
    with office.store.writing():
        office.store.set_setting(_OFFICE_DATA, json.dumps(asdict(data), ensure_ascii=False))
        office.store.set_setting(VERIFY_PAGE, verify_page)
