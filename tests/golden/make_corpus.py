"""Records tests/golden/corpus/v<wire version>/: what tablets of that version really sent, and what it came to.

A recorded corpus is never made again: later servers must take it in as it stands (tests/integration/test_corpus.py).
What a wire version learnt after its first recording is a story of its own, recorded beside it (`v1_corrected`,
`v1_signed_for_another`).
``.venv/bin/python tests/golden/make_corpus.py`` records the stories that are not there yet.
"""

import gzip
import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from inspection.domain.canonical import canonical_bytes, sha256_hex, to_base64  # noqa: E402
from inspection.domain.events import WIRE_VERSION  # noqa: E402
from inspection.domain.state import refused  # noqa: E402
from inspection.domain.visit import OpenedVisit, read_visit  # noqa: E402
from inspection.sync.projections import verdicts_of  # noqa: E402
from inspection.web import Settings, create_app  # noqa: E402
from tests.factories import FakeClock, SeededRng, make_bundle, make_photo, make_user  # noqa: E402
from tests.transport import Answer, through_client  # noqa: E402
from tests.virtual_tablet import VirtualTablet  # noqa: E402

OUT = Path(__file__).parent / "corpus"
TOLD = ("results", "outcome", "offset", "complete", "code", "secrets_refused")


class Recorder:
    """A real server in a folder, and everything that was done to it."""

    def __init__(self, folder: Path, name: str = "corpus") -> None:
        self.name = name
        self.clock, self.steps = FakeClock(), []
        self.app = create_app(Settings(folder / "data", folder / "keys"), clock=self.clock, rng=SeededRng(name))
        self.office = self.app.extensions["office"]
        self.bundle = make_bundle()

    def user(self, username: str, role: str = "inspector") -> str:
        made = make_user(self.office, username, name=f"{username.title()} Inventada", role=role)
        step = {"do": "user", "username": username, "role": role, "name": made.name, "user_id": made.user_id}
        self.steps.append(step)
        return made.user_id

    def grant(self, visit_id: str, user_id: str) -> None:
        self.office.grant(visit_id, user_id, actor=user_id)
        self.steps.append({"do": "grant", "visit_id": visit_id, "user_id": user_id})

    def tablet(self, username: str, seed: str = "") -> VirtualTablet:
        tablet = VirtualTablet(self._record, username, clock=self.clock, seed=f"{self.name}{seed}")
        assert tablet.enrol().status == 201
        return tablet

    def _record(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        answer = through_client(self.app.test_client())(method, path, body, headers)
        step = {"do": "request", "method": method, "path": path, "headers": dict(headers), "body": to_base64(body)}
        found = answer.json if answer.headers.get("Content-Type", "").startswith("application/json") else {}
        told = {name: found[name] for name in TOLD if isinstance(found, dict) and name in found}
        self.steps.append({**step, "at": self.clock(), "status": answer.status, "told": told})
        return answer


def tell(recorder: Recorder) -> dict[str, dict[str, bytes | None]]:
    """Live one inspection by two people with everything wire version 1 knows; return the secrets of each visit."""
    bundle = canonical_bytes(recorder.bundle)
    recorder.office.store.visits.keep_bundle(sha256_hex(bundle), bundle)
    ana_id, luis_id = recorder.user("ana"), recorder.user("luis")
    ana, luis = recorder.tablet("ana"), recorder.tablet("luis")
    ana.raise_urgent(reason=3, place="Rancho inventado, surco 4")
    visit = ana.open_visit(recorder.bundle)
    ana.set_answer(visit, "visit/giro", "agricola", public=True)
    child, twin = ana.add_minor(visit), ana.add_minor(visit)
    ana.set_answer(visit, f"{child}/edad", 14, src="child")
    for code in ("corte", "riego"):
        ana.add_member(visit, f"{child}/tareas", code)
    ana.push(visit)
    recorder.grant(visit, luis_id)
    luis.pull()
    luis.set_answer(visit, f"{child}/edad", 12, src="document", verified=True)
    ana.set_answer(visit, f"{child}/edad", 13, src="adult")
    luis.set_answer(visit, f"{twin}/sexo", "mujer")
    luis.write(visit, "minors_joined", {"entity": child, "other": twin}, sealed={"reason": "La misma"})
    grown = luis.add_minor(visit)
    told = {"basis": "document", "reason": "Credencial"}
    luis.write(visit, "minor_ruled_adult", {"entity": grown}, sealed=told)
    other = luis.add_minor(visit)
    link = luis.write(visit, "minors_linked", {"entity": child, "other": other}, sealed={"kin": "sibling"})
    luis.write(visit, "correction_withdrawn", {"entity": child, "of": link.ref})
    luis.write(visit, "never_heard_of", {"entity": child, "x": [1, {"y": "ñandú"}]})
    luis.push(visit, compress=False)
    ana.push(visit)
    ana.pull()
    ana.set_answer(visit, f"{child}/edad", 12, src="document")
    row = f"row:{ana.rng(16).hex()}"
    ana.write(visit, "row_added", {"entity": row, "of": "familia", "about": child, "subject": child})
    ana.set_answer(visit, f"{row}/parentesco", "tía")
    member = next(e for e in ana.own[visit].events if e.type == "member_added")
    ana.write(visit, "member_removed", {"path": f"{child}/tareas", "removes": [member.ref]})
    witness = ana.add_person(visit, "testigos")
    gone = ana.add_person(visit, "testigos")
    ana.write(visit, "entity_removed", {"entity": gone, "sees": [ana.own[visit].events[-1].ref]})
    ana.take_action(visit, child, "immediate_cessation", channel="verbal")
    ana.confirm(visit, child, {"urgent": True, "row": "D02"})
    photo = make_photo(60_000)
    name = ana.add_photo(visit, photo, about=child, subject=child)
    packet = to_base64(ana.urgent_packet(visit_id=visit))
    raised = {"entity": "visit", "urgent_id": "9" * 32, "packet": packet}
    ana.write(visit, "urgent_raised", raised)
    signed = {"entity": witness, "manner": "refused", "text_sha256": sha256_hex(b"ACTA")}
    refusal = {"at": 1, "name": "Nadie", "role": "testigo", "reason": "no"}
    given = ana.write(visit, "signature_given", signed, sealed=refusal)
    closing = ana.read(visit)
    body = {
        "entity": "visit", "text_sha256": sha256_hex(b"ACTA"), "state_hash": closing.state_hash,
        "vector": dict(closing.vector), "signers": [{"entity": witness, "manner": "refused", "ref": given.ref}],
        "copy": "print",
    }  # fmt: skip
    closed = ana.write(visit, "acta_closed", body, sealed={"text": "ACTA"})
    ana.write(visit, "visit_amended", {"entity": "visit", "closure": closed.ref}, sealed={"text": "Fe de erratas"})
    ana.push(visit)
    ana.post("/batches", ana.batch(visit), compress=True)
    ana.send_file(visit, name, photo, piece_bytes=25_000)
    bad(recorder, ana, luis, visit)
    recorder.clock.pass_seconds(3600)
    for tablet in (ana, luis):
        tablet.pull()
        tablet.receipt(visit)
    assert ana_id in {e.closes for e in [recorder.office.read(visit)]}
    return {visit: {**luis.secrets[visit], **ana.secrets[visit]}}


def correct(recorder: Recorder) -> dict[str, dict[str, bytes | None]]:
    """Live a second inspection with what was written since: a card split, a stamp taken back, a comment, a pause."""
    bundle = canonical_bytes(recorder.bundle)
    recorder.office.store.visits.keep_bundle(sha256_hex(bundle), bundle)
    recorder.user("ana")
    luis_id = recorder.user("luis")
    ana, luis = recorder.tablet("ana"), recorder.tablet("luis")
    visit = ana.open_visit(recorder.bundle, zone="America/Mexico_City")
    card = ana.add_minor(visit)
    ana.set_answer(visit, f"{card}/edad", 13, src="child")
    ana.set_answer(visit, f"{card}/sexo", "hombre")
    brother = ana.add_minor(visit)
    ana.write(visit, "minor_split", {"entity": card, "into": brother}, sealed={"reason": "Eran dos hermanos"})
    ana.set_answer(visit, f"{brother}/edad", 9, src="adult")
    stamp = ana.take_action(visit, card, "immediate_cessation", channel="verbal")
    ana.take_action(visit, brother, "immediate_cessation", channel="verbal")
    ana.write(visit, "action_withdrawn", {"entity": card, "of": stamp.ref})
    ana.push(visit)
    recorder.grant(visit, luis_id)
    luis.pull()
    path = f"{brother}/edad"
    luis.write(visit, "comment_answered", {"path": path, "comment_id": "7c" * 16}, sealed={"text": "Lo dijo su tía"})
    again = luis.write(visit, "minor_split", {"entity": brother, "into": card}, sealed={})
    luis.write(visit, "correction_withdrawn", {"entity": brother, "of": again.ref})
    paused = ana.read(visit)
    signers: list[dict[str, str]] = []
    body = {"entity": "visit", "text_sha256": sha256_hex(b"PAUSA"), "state_hash": paused.state_hash, "signers": signers}
    reason = {"reason": "Oscurece", "at": recorder.clock(), "resumes_on": "2025-11-24", "text": "PAUSA"}
    suspended = ana.write(visit, "visit_suspended", body, sealed=reason)
    recorder.clock.pass_seconds(40_000)
    resumed = {"entity": "visit", "suspension": suspended.ref}
    ana.write(visit, "visit_resumed", resumed, sealed={"at": recorder.clock()})
    for tablet in (luis, ana):
        tablet.push(visit)
    luis.write(visit, "action_withdrawn", {"entity": card})
    luis.write(visit, "comment_answered", {"path": path, "comment_id": "not an id"}, sealed={"text": "x"})
    luis.push(visit)
    for tablet in (ana, luis):
        tablet.pull()
        tablet.receipt(visit)
    return {visit: {**luis.secrets[visit], **ana.secrets[visit]}}


def sign_for_another(recorder: Recorder) -> dict[str, dict[str, bytes | None]]:
    """Live a third one, closed by who cannot sign: by another's hand, by nobody's, and with words of no known shape."""
    bundle = canonical_bytes(recorder.bundle)
    recorder.office.store.visits.keep_bundle(sha256_hex(bundle), bundle)
    recorder.user("ana")
    ana = recorder.tablet("ana")
    visit = ana.open_visit(recorder.bundle, zone="America/Mexico_City")
    strokes = [[120, 90, 300, 260, 480, 100], [520, 200, 700, 210]]
    by = {"by_name": "Marta Ruego Fingida", "by_role": "su hija", "strokes": strokes}
    told: dict[str, dict[str, Any]] = {
        "persona_atendio": {"unable": "does_not_know", "read_aloud": True, "thumbprint": True, **by},
        "testigos": {"unable": "cannot", "reason": "Trae la mano vendada", "read_aloud": False, "thumbprint": False},
        "representantes": {"unable": "No sabe", "by_name": 7},  # under the seal: no server can judge it
        "interpretes": {"unable": "a_reason_of_later", "read_aloud": True},
    }
    signers = []
    for n, (role, said) in enumerate(told.items()):
        person = ana.add_person(visit, role)
        sealed = {"at": recorder.clock(), "name": f"Persona {n} Inventada", "role": role, **said}
        clear = {"entity": person, "manner": "refused", "text_sha256": sha256_hex(b"ACTA")}
        given = ana.write(visit, "signature_given", clear, sealed=sealed)
        signers.append({"entity": person, "manner": "refused", "ref": given.ref})
    closing = ana.read(visit)
    body = {
        "entity": "visit", "text_sha256": sha256_hex(b"ACTA"), "state_hash": closing.state_hash,
        "vector": dict(closing.vector), "signers": signers, "copy": "print",
    }  # fmt: skip
    ana.write(visit, "acta_closed", body, sealed={"text": "ACTA"})
    ana.push(visit)
    ana.pull()
    ana.receipt(visit)
    return {visit: dict(ana.secrets[visit])}


STORIES = {
    f"v{WIRE_VERSION}": ("corpus", tell),
    f"v{WIRE_VERSION}_corrected": ("corrected", correct),
    f"v{WIRE_VERSION}_signed_for_another": ("signed_for_another", sign_for_another),
}
"""{folder: (what its chance grows from, what is lived)}; the first is as it was recorded."""


def bad(recorder: Recorder, ana: VirtualTablet, luis: VirtualTablet, visit: str) -> None:
    """What has a verdict other than `stored`."""
    luis.write(visit, "answer_set", {"path": "no es ruta", "supersedes": [], "value": {"v": 1}})
    luis.write(visit, "visit_approved", {"entity": "visit", "actor": luis.user["user_id"], "state_hash": "0" * 64})
    luis.write(visit, "acta_closed", {"entity": "visit"})
    luis.set_answer(visit, "visit/notas", "x" * 70_000, public=True)
    luis.push(visit)
    clone = VirtualTablet(ana.transport, "ana", clock=recorder.clock, seed="clone")
    clone.device_id, clone.incarnation, clone.key = ana.device_id, ana.incarnation, ana.key
    clone.write(visit, "answer_set", {"path": "visit/giro", "supersedes": [], "value": {"v": "mineria"}})
    clone.push(visit)
    luis.write("ab" * 16, "answer_set", {"path": "visit/giro", "supersedes": [], "value": {"v": "nadie"}})
    luis.push("ab" * 16)
    luis.set_answer(visit, "visit/cultivo", "fresa", public=True)
    last = len(luis.own[visit].events)
    luis.post("/batches", {**luis.batch(visit, last), "signature": to_base64(bytes(64))})
    luis.push(visit)


def expected(recorder: Recorder, secrets: Mapping[str, Mapping[str, bytes | None]]) -> dict[str, Any]:
    """What the tablets' own events add up to, whoever reads them."""
    office, visits = recorder.office, {}
    for visit_id, held in secrets.items():
        stored = office.store.log.of_visit(visit_id)
        ours = [one.event for one in stored if office.store.people.incarnation(one.event.incarnation).user_id]
        out = refused(verdicts_of(office.store, stored))
        counted = [event for event in ours if (event.ref, event.content_id) not in out]
        visit = read_visit(counted, (), held)
        visits[visit_id] = {
            "events": [event.to_wire() for event in ours],
            "refused": sorted([ref, content_id.hex(), code] for (ref, content_id), code in out.items()),
            "secrets": {subject: secret.hex() for subject, secret in held.items() if secret},
            "state_hash": visit.state_hash, "plain": visit.plain(), "conflicts": list(visit.conflicts),
            "files": sorted(one.name for one in office.store.evidence.uploads(visit_id) if one.complete),
            "signatures": signatures_of(visit),
        }  # fmt: skip
    raws = sorted(one.code for one in office.raw_quarantine())
    return {"visits": visits, "alarms": len(office.alarms()), "raw": raws}


def signatures_of(visit: OpenedVisit) -> list[list[Any]]:
    """Return what each signature says under its seal, or nothing where that cannot be read: ``[ref, opened]``."""
    return [[one.ref, one.opened] for one in visit.happenings if one.type == "signature_given"]


def record(folder: Path, name: str, story: Callable[[Recorder], dict[str, dict[str, bytes | None]]]) -> None:
    """Live one story on a server of its own and write down what came and what it came to."""
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as place:
        recorder = Recorder(Path(place), name)
        found = expected(recorder, story(recorder))
        recorder.office.store.close()
    lines = [{"do": "bundle", "bundle": recorder.bundle}, *recorder.steps]
    text = "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines)
    (folder / "steps.jsonl.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    told = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "expected.json").write_text(told + "\n", "utf-8")


def main() -> None:
    for folder, (name, story) in STORIES.items():
        if (OUT / folder / "steps.jsonl.gz").exists():
            print(f"{folder} is recorded: it stands for tablets in the field and is never made again.")
        else:
            record(OUT / folder, name, story)


if __name__ == "__main__":
    main()
