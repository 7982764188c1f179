"""A tablet with a valid enrolment seals whatever it likes: every page and paper of the visit still opens."""

from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspection.domain.canonical import to_base64
from inspection.sync.office import Office
from tests.integration.desk.browser import DeskBrowser
from tests.integration.desk.field_visit import Field, Recorder
from tests.integration.security.conftest import BUNDLE
from tests.virtual_tablet import VirtualTablet

ITEMS = [i for s in BUNDLE["protocol"]["stages"] for p in s["steps"] for i in p["items"]]
WRONG: list[Any] = [
    [{"v": 5}], ["x"], [["x"]], "ayer", "trece", "constructor", "__proto__", "2025-99-99", "2025-01-01T99:99",
    5, -7, 2**53 - 1, True, None, [], {"a": 1},
]  # fmt: skip
UNREADABLE = "valor que no se puede leer"
HASHES = {"law_hash": "0" * 64, "protocol_hash": "0" * 64, "rests_on": []}
CLOSED = {
    "entity": "visit", "text_sha256": "0" * 64, "state_hash": "0" * 64, "vector": {}, "signers": [],
    "copy": "file",
}  # fmt: skip
ROW = "row:" + "a" * 32
PHOTO = {"entity": "photo:" + "a" * 32, "name": "b" * 64, "size_bytes": -5}
SOUND_PHOTO = {"sha256": "0" * 64, "mime": "image/jpeg", "about": "visit", "taken_at": 1, "width": 1, "height": 1}

Attack = Callable[[Recorder, str], Any]


def open_every_page(desk: DeskBrowser, field: Field) -> dict[str, int]:
    """Return {page: status} of the pages that fail, the issuing of a notice among them."""
    visit = f"/escritorio/visitas/{field.visit_id}"
    minors = [f"{visit}/personas/{m.partition(':')[2]}" for m in (field.under_age, field.permitted)]
    pages = ["", "/revision", "/revision?ver=todas", "/acta", "/documentos", "/documentos/aviso", "/cuarentena"]
    failed = {}
    for page in ["/escritorio/", *(visit + page for page in pages), *minors]:
        desk.open(page)
        if desk.status != 200:
            failed[page] = desk.status
    desk.open(f"{visit}/documentos/aviso")
    desk.press("Emitir", minor=field.under_age)
    if desk.status != 200:
        failed["emitir"] = desk.status
    return failed


def sealing(kind: str, sealed: Any, body: dict[str, Any] | None = None) -> Attack:
    def attack(recorder: Recorder, minor: str) -> None:
        fields = body if body is not None else {"entity": minor}
        filled = {k: minor if v == "MINOR" else v for k, v in fields.items()}
        recorder.tablet.write(recorder.visit_id, kind, filled, sealed=sealed)

    return attack


def sealing_text(plain: bytes) -> Attack:
    """Seal bytes that no honest tablet would."""

    def attack(recorder: Recorder, minor: str) -> None:
        tablet, visit_id = recorder.tablet, recorder.visit_id
        path = recorder.path(minor, "minor_name")
        ref = f"{tablet.incarnation}:{len(tablet.own[visit_id].events) + 1}"
        secret, nonce = tablet.secrets[visit_id][minor], tablet.rng(12)
        assert secret is not None
        info = f"resguardo-seal-1|{visit_id}|{ref}".encode()
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)
        box = AESGCM(key).encrypt(nonce, plain, f"{visit_id}|{ref}|{path}".encode())
        body = {"path": path, "supersedes": [], "sealed": to_base64(nonce + box)}
        tablet.write(visit_id, "answer_set", body)

    return attack


def answering(sealed: Any, role: str = "said_age") -> Attack:
    def attack(recorder: Recorder, minor: str) -> None:
        body = {"path": recorder.path(minor, role), "supersedes": []}
        recorder.tablet.write(recorder.visit_id, "answer_set", body, sealed=sealed)

    return attack


def with_a_mad_clock(recorder: Recorder, minor: str) -> None:
    now, recorder.tablet.clock.now = recorder.tablet.clock.now, 2**53 - 1
    recorder.answer(minor, "said_age", 14)
    recorder.tablet.take_action(recorder.visit_id, minor, "immediate_cessation")
    recorder.tablet.clock.now = now


ATTACKS: dict[str, Attack] = {
    "a clock beyond every calendar": with_a_mad_clock,
    "an unknown type about a minor that is none": lambda r, m: r.tablet.write(r.visit_id, "x", {"entity": "minor:zz"}),
    "an unknown type about a minor without id": lambda r, m: r.tablet.write(r.visit_id, "x", {"entity": "minor:"}),
    "an unknown type with a broken path": lambda r, m: r.tablet.write(r.visit_id, "x", {"path": "minor:zz/x"}),
    "a malformed confirmation about nobody": lambda r, m: r.tablet.write(
        r.visit_id, "determination_confirmed", {"entity": "minor:" + "z" * 9, "sealed": "x"}
    ),
    "an answer to no question": lambda r, m: r.tablet.set_answer(r.visit_id, f"{m}/no_such_item", {"a": [1]}),
    "an empty action": sealing("action_taken", {}),
    "an action that is a list": sealing("action_taken", [1]),
    "an action of wrong types": sealing("action_taken", {"duty": ["x"], "at": {}, "folio": {"y": 2}, "note": 5}),
    "an action after the end of time": sealing("action_taken", {"duty": "immediate_notice", "at": 2**53 - 1}),
    "an action before time": sealing("action_taken", {"duty": "immediate_notice", "at": -(2**53) + 1}),
    "an empty confirmation": sealing("determination_confirmed", {}, {"entity": "MINOR", **HASHES}),
    "a confirmation of wrong types": sealing(
        "determination_confirmed", {"result": [1], "agrees": "x", "classification": {}}, {"entity": "MINOR", **HASHES}
    ),
    "a photo of wrong types": sealing(
        "photo_added", {**SOUND_PHOTO, "mime": ["x"], "taken_at": "ayer"}, {**PHOTO, "subject": "MINOR"}
    ),
    "a photo about nobody": sealing("photo_added", {**SOUND_PHOTO, "about": "minor:zz"}, {**PHOTO, "subject": "visit"}),
    "an acta that is a list": sealing("acta_closed", {"text": ["x"]}, CLOSED),
    "an amendment of wrong type": sealing(
        "visit_amended", {"text": [1]}, {"entity": "visit", "closure": "0" * 32 + ":1"}
    ),
    "a reason that is a list": answering({"none": ["x"]}),
    "a source that is a list": answering({"v": 13, "src": ["x"]}),
    "no value at all": answering({"x": 13}),
    "a value that is a list": answering([1, 2]),
    "a row about itself": lambda r, m: r.tablet.write(
        r.visit_id, "row_added", {"entity": ROW, "of": "x", "about": ROW, "subject": "visit"}
    ),
    "a float": sealing_text(b'{"v":1.5}'),
    "half a sign": sealing_text(b'{"v":"\\ud800"}'),
    "a number of 4000 figures": sealing_text(b'{"v":' + b"9" * 4000 + b"}"),
    "a deep nest": sealing_text(b'{"v":' + b"[" * 20_000 + b"]" * 20_000 + b"}"),
    "no JSON": sealing_text(b"hola"),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=list(ATTACKS))
def test_no_sealed_content_breaks_a_page_or_holds_a_notice_back(
    attack: Attack, recorder: Recorder, field: Field, desk: DeskBrowser
) -> None:
    attack(recorder, field.under_age)
    recorder.tablet.push(field.visit_id)

    assert open_every_page(desk, field) == {}


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_a_wrong_value_in_every_answer_breaks_no_page_and_holds_no_notice_back(
    wrong: Any, tablet: VirtualTablet, field: Field, desk: DeskBrowser
) -> None:
    for item in ITEMS:
        if item["for"] in ("visit", "minor"):
            entity = "visit" if item["for"] == "visit" else field.under_age
            tablet.set_answer(field.visit_id, f"{entity}/{item['id']}", wrong)
    tablet.push(field.visit_id)

    assert open_every_page(desk, field) == {}
    assert UNREADABLE in desk.open(f"/escritorio/visitas/{field.visit_id}/revision?ver=todas")


def test_an_acta_whose_text_is_not_the_one_signed_is_never_printed(
    tablet: VirtualTablet, office: Office, visit_id: str
) -> None:
    tablet.write(visit_id, "acta_closed", CLOSED, sealed={"text": "Otro texto que nadie firmó"})
    tablet.push(visit_id)

    closure = office.read(visit_id).closure
    assert closure is not None and closure.text is None
