"""Types back what was answered on paper: ordinary events, whose source is a document, signed by who types.

What the tablet already answered is never overwritten: two answers that differ stand as a conflict for the review.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.pictures import picture_facts
from inspection.domain.canonical import sha256_hex
from inspection.domain.sealing import commitment, new_secret
from inspection.domain.visit import OpenedVisit
from inspection.sync.office import Office
from inspection.sync.refusals import Refused
from protocols.paper_codes import SheetCodes, scopes_of
from protocols.paper_values import Reading

NEW = "new"
SOURCE = "document"
MAX_SCAN_BYTES = 1_900_000


@dataclass(frozen=True)
class Standing:
    """How a reading stands to what the visit already says: ``new``, ``same`` or ``differs``."""

    reading: Reading
    state: str


def sheet_of(visit: OpenedVisit, bundle: Mapping[str, Any], typed: str) -> SheetCodes | None:
    """Return the sheet a typed code names; None when it is of no sheet of the version the visit pins."""
    sheets = (SheetCodes(bundle, visit.protocol["hash"], scope) for scope in scopes_of(bundle))
    return next((sheet for sheet in sheets if sheet.is_code(typed)), None)


def standings(visit: OpenedVisit, about: str, readings: Sequence[Reading]) -> list[Standing]:
    """Compare readings with the visit.

    Args:
        visit: The visit as it stands.
        about: The entity, or ``new``.
        readings: What was read.
    """
    return [Standing(reading, _state(visit, about, reading)) for reading in readings]


def _state(visit: OpenedVisit, about: str, reading: Reading) -> str:
    values = [] if about == NEW else visit.values(f"{about}/{reading.item['id']}")
    if not values:
        return "new"
    said, wanted = [value.get("v", value.get("none")) for value in values], _bare(reading)
    if reading.item["type"] == "multi" and "v" in reading.value:
        held = {code for value in said if isinstance(value, list) for code in value}
        return "same" if set(wanted) <= held else "new"
    return "same" if wanted in said else "differs"


def _bare(reading: Reading) -> Any:
    return reading.value.get("v", reading.value.get("none"))


def type_back(
    office: Office,
    visit_id: str,
    codes: SheetCodes,
    about: str,
    readings: Sequence[Reading],
    *,
    actor: str,
    scan: bytes = b"",
) -> str:
    """Write the readings into the visit and return the entity they are about.

    Args:
        office: The door to visits.
        visit_id: The visit.
        codes: The sheet they were read from.
        about: The entity, or ``new`` for a person of whom nothing is recorded yet.
        readings: What was read, without faults.
        actor: User id of who types.
        scan: A JPEG or PNG of the paper; empty for none.

    Raises:
        Refused: ``visit_unknown``; ``paper_nobody`` when the entity is not of the sheet's kind;
            ``paper_empty``; ``scan_unreadable``.
    """
    visit = office.read(visit_id)
    if not readings:
        raise Refused("paper_empty")
    facts = picture_facts(scan) if scan else None
    if scan and (facts is None or len(scan) > MAX_SCAN_BYTES):
        raise Refused("scan_unreadable")
    if about != NEW and about not in candidates(visit, codes.scope):
        raise Refused("paper_nobody")
    with office.store.writing():
        entity = _new_entity(office, visit_id, codes.scope, actor) if about == NEW else about
        typing = _Typing(office, visit, entity, actor)
        for standing in standings(visit, about, readings):
            if standing.state != "same":
                typing.write(standing.reading)
        if facts:
            typing.keep_scan(codes.code, scan, facts)
    return entity


def candidates(visit: OpenedVisit, scope: str) -> list[str]:
    """Return the entities a sheet of a scope may be about: the visit, its minors, its persons of that role."""
    kind, _, role = scope.partition(":")
    if kind == "visit":
        return ["visit"]
    standing = (e for e in visit.entities.values() if e.kind == kind and not e.removed)
    return [e.entity for e in standing if kind == "minor" or e.role == role]


def _new_entity(office: Office, visit_id: str, scope: str, actor: str) -> str:
    kind, _, role = scope.partition(":")
    if kind == "visit":
        raise Refused("paper_nobody")
    entity, secret = f"{kind}:{office.rng(16).hex()}", new_secret(office.rng)
    body = {"entity": entity, "commitment": commitment(secret), **({"role": role} if kind == "person" else {})}
    office.append(visit_id, f"{kind}_added", body, actor=actor)
    office.device.keep_secret(visit_id, entity, secret)
    return entity


@dataclass(frozen=True)
class _Typing:
    """Who types what about whom."""

    office: Office
    visit: OpenedVisit
    entity: str
    actor: str

    def write(self, reading: Reading) -> None:
        """Write one reading: a member for each option of a set, or an answer that supersedes nothing."""
        path, public = f"{self.entity}/{reading.item['id']}", bool(reading.item["public"])
        if reading.item["type"] == "multi" and "v" in reading.value:
            held = {code for value in self.visit.values(path) for code in value.get("v") or ()}
            for code in (code for code in reading.value["v"] if code not in held):
                self._append("member_added", {"path": path}, {"v": code}, public=public)
        else:
            self._append("answer_set", {"path": path, "supersedes": []}, reading.value, public=public)

    def _append(self, kind: str, body: Mapping[str, Any], value: Mapping[str, Any], *, public: bool) -> None:
        said, visit_id = {**value, "src": SOURCE}, self.visit.visit_id
        if public:
            self.office.append(visit_id, kind, {**body, "value": said}, actor=self.actor)
        else:
            self.office.append(visit_id, kind, body, sealed=said, subject=self.entity, actor=self.actor)

    def keep_scan(self, sheet: str, scan: bytes, facts: tuple[str, int, int]) -> None:
        """Keep the picture of the paper as a photo of whom it is about: what erases them erases it too."""
        mime, width, height = facts
        name = self.office.keep_file(self.visit.visit_id, scan)
        photo = f"photo:{self.office.rng(16).hex()}"
        body = {"entity": photo, "subject": self.entity, "name": name, "size_bytes": len(scan)}
        sealed = {"sha256": sha256_hex(scan), "mime": mime, "about": self.entity, "width": width, "height": height}
        sealed |= {"caption": f"Hoja de papel {sheet}", "taken_at": self.office.clock()}
        self.office.append(
            self.visit.visit_id, "photo_added", body, sealed=sealed, subject=self.entity, actor=self.actor
        )
