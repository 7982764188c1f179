"""A visit with everything the evidence check looks at: two tablets, a photo, a closed acta, papers, receipts."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from inspection.clock import Rng
from inspection.store.files import Files
from inspection.store.keys import load_keys
from inspection.store.sqlite.store import SqliteStore
from inspection.sync.evidence import EvidenceCheck, Holdings, Report
from inspection.sync.office import Office
from tests.factories import SeededRng, make_photo
from tests.virtual_tablet import VirtualTablet

ACTA = "ACTA DE INSPECCIÓN. Se encontró a NNA-0000."


@dataclass
class Rich:
    """What was made."""

    visit_id: str
    minor: str
    person: str
    photo: str
    document: str


def live(ana: VirtualTablet, luis: VirtualTablet, office: Office, visit_id: str) -> Rich:
    """Live a short visit from the first answer to the receipt."""
    minor, person = ana.add_minor(visit_id), ana.add_person(visit_id, "testigo")
    ana.set_answer(visit_id, f"{minor}/edad", 13, src="child")
    ana.add_member(visit_id, f"{minor}/peligros", "quimicos")
    data = make_photo(300_000)
    photo = ana.add_photo(visit_id, data, about=minor, subject=minor)
    ana.push(visit_id)
    assert ana.send_file(visit_id, photo, data).json["complete"]
    luis.pull()
    luis.set_answer(visit_id, f"{minor}/edad", 15, src="document")
    luis.push(visit_id)
    ana.pull()
    close(ana, visit_id, person)
    ana.push(visit_id)
    document = issue(office, visit_id, minor)
    for tablet in (ana, luis):
        tablet.pull()
        assert tablet.receipt(visit_id).status == 200
    return Rich(visit_id, minor, person, photo, document)


def close(tablet: VirtualTablet, visit_id: str, person: str, text: str = ACTA) -> None:
    digest = sha256(text.encode()).hexdigest()
    sealed = {"strokes": [[1, 2]], "at": tablet.clock(), "name": "Testigo Inventado", "role": "testigo"}
    body = {"entity": person, "manner": "glass", "text_sha256": digest}
    given = tablet.write(visit_id, "signature_given", body, sealed=sealed)
    visit = tablet.read(visit_id)
    signers = [{"entity": person, "manner": "glass", "ref": given.ref}]
    closed = {
        "entity": "visit", "text_sha256": digest, "state_hash": visit.state_hash, "vector": visit.vector,
        "signers": signers, "copy": "none",
    }  # fmt: skip
    tablet.write(visit_id, "acta_closed", closed, sealed={"text": text})


def issue(office: Office, visit_id: str, *minors: str, data: bytes = b"%PDF invented" * 3000) -> str:
    """Issue a paper as the office does, without drawing one."""
    name = office.keep_file(visit_id, data)
    body: dict[str, Any] = {
        "entity": "visit", "document": "immediate_notice", "folio": "RESG/AVI/00001/2026", "code": "0000-0000",
        "sha256": sha256(data).hexdigest(), "minors": list(minors),
    }  # fmt: skip
    sealed = {"addressee": "Procuraduría inventada", "file": name}
    office.append(visit_id, "document_issued", body, sealed=sealed, subject="visit", actor="ab" * 16)
    return name


def check(data: Path, keys: Path, rng: Rng | None = None) -> list[Report]:
    """Run the whole check on a data folder."""
    rng = rng or SeededRng("check")
    store = SqliteStore(data)
    try:
        files = Files(data / "files", rng)
        loaded = load_keys(keys, data, rng)
        return list(EvidenceCheck(Holdings(store, store.resting, files, loaded, store.visits.secrets_of)).all())
    finally:
        store.close()


def codes(reports: list[Report]) -> list[str]:
    return [fault.code for report in reports for fault in report.faults]
