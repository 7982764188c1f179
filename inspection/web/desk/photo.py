"""A photograph opened on the fly: nothing decrypted ever rests on disk."""

from dataclasses import dataclass

from inspection.sync.office import Office
from inspection.sync.refusals import Refused
from inspection.web.desk.case import Case

SHOWN = ("image/jpeg", "image/png", "image/webp")


@dataclass(frozen=True)
class OpenedPhoto:
    """The bytes, their kind, and the minors they speak of."""

    data: bytes
    mime: str
    minors: tuple[str, ...]


def photo_of(office: Office, case: Case, entity: str) -> OpenedPhoto | None:
    """Return the photograph; None when it is not here whole, is reserved, or is not a picture."""
    added = next((h for h in case.visit.happenings if h.type == "photo_added" and h.entity == entity), None)
    if added is None or not isinstance(added.opened, dict) or added.opened.get("mime") not in SHOWN:
        return None
    about = str(added.opened.get("about") or added.body["subject"]).partition("/")[0]
    minors = (about,) if about.startswith("minor:") else ()
    try:
        data = office.read_file(case.visit.visit_id, added.body["name"])
    except Refused:
        return None
    return OpenedPhoto(data, str(added.opened["mime"]), minors)
