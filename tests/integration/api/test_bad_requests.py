"""Whatever arrives, the answer is clean, in Spanish, and nothing already stored is harmed."""

import gzip
import json
import tracemalloc

import pytest

from inspection.domain.canonical import to_base64
from inspection.sync.office import Office
from inspection.sync.projections import rebuild
from tests.factories import make_photo, make_user, make_visit
from tests.virtual_tablet import VirtualTablet

JSON = {"Content-Type": "application/json"}


def assert_refused(answer, status: int, code: str) -> dict:
    assert (answer.status, answer.json["code"]) == (status, code), answer.body
    assert set(answer.json) == {"code", "message", "details"}
    assert answer.json["message"].count(".") >= 2, "says what happened, what is safe and what to do"
    return answer.json["details"]


def outcomes(answer) -> list[tuple[str, str | None]]:
    assert answer.status == 200, answer.body
    return [(one["outcome"], one.get("code")) for one in answer.json["results"]]


def test_a_wrong_password_enrols_nobody(tablet: VirtualTablet, office: Office) -> None:
    other = VirtualTablet(tablet.transport, "ana", seed="other")

    assert_refused(other.enrol("no es esta contraseña"), 401, "credentials_wrong")
    assert_refused(VirtualTablet(tablet.transport, "nadie").enrol(), 401, "credentials_wrong")
    assert office.store.people.incarnation(other.incarnation) is None


def test_ten_wrong_passwords_close_the_door_for_a_quarter_of_an_hour(tablet: VirtualTablet, clock) -> None:
    other = VirtualTablet(tablet.transport, "ana", seed="other")
    for _ in range(10):
        other.enrol("no es esta contraseña")

    assert_refused(other.enrol(), 429, "too_many_attempts")
    clock.pass_seconds(15 * 60 + 1)
    assert other.enrol().status == 201


def test_enrolling_again_after_a_lost_answer_gives_the_same_certificate(tablet: VirtualTablet) -> None:
    first, second = tablet.enrol(), tablet.enrol()

    assert first.json["certificate"] == second.json["certificate"]


def test_nobody_enrols_on_the_incarnation_of_another(tablet: VirtualTablet, luis) -> None:
    thief = VirtualTablet(tablet.transport, "luis")
    thief.incarnation = tablet.incarnation

    assert_refused(thief.enrol(), 409, "incarnation_taken")


@pytest.mark.parametrize("path", ["/batches", "/pulls", "/visits/x/receipt", "/bundles/x", "/visits/x/files"])
def test_every_route_but_three_asks_for_a_signature(tablet: VirtualTablet, path: str) -> None:
    method = "GET" if path.startswith(("/visits/x/r", "/bundles")) else "POST"

    assert_refused(tablet.send(method, path, b"{}", JSON), 401, "signature_invalid")


def test_a_signature_covers_method_path_body_and_nonce(tablet: VirtualTablet) -> None:
    body = b'{"cursor":null}'
    proof = tablet.proof("POST", "/pulls", body)

    assert_refused(tablet.send("POST", "/pulls", body + b" ", {**JSON, **proof}), 401, "signature_invalid")
    assert_refused(tablet.send("POST", "/pulls?x=1", body, {**JSON, **proof}), 401, "signature_invalid")
    assert_refused(tablet.send("POST", "/batches", body, {**JSON, **proof}), 401, "signature_invalid")
    other = {**proof, "X-Resguardo-Nonce": to_base64(bytes(16))}
    assert_refused(tablet.send("POST", "/pulls", body, {**JSON, **other}), 401, "signature_invalid")
    unknown = {**proof, "X-Resguardo-Incarnation": "0" * 32}
    assert_refused(tablet.send("POST", "/pulls", body, {**JSON, **unknown}), 401, "incarnation_unknown")


def test_a_replayed_request_is_refused(tablet: VirtualTablet) -> None:
    body = b'{"cursor":null}'
    headers = {**JSON, **tablet.proof("POST", "/pulls", body)}

    assert tablet.send("POST", "/pulls", body, headers).status == 200
    assert_refused(tablet.send("POST", "/pulls", body, headers), 401, "nonce_reused")


def test_a_revoked_tablet_gets_nothing(tablet: VirtualTablet, office: Office) -> None:
    office.store.people.revoke_incarnation(tablet.incarnation, office.clock())

    assert_refused(tablet.post("/pulls", {"cursor": None}), 401, "incarnation_revoked")


def test_a_malformed_event_is_kept_apart_and_its_neighbours_are_stored(
    tablet: VirtualTablet, office, visit_id
) -> None:
    minor = tablet.add_minor(visit_id)
    bad = tablet.write(
        visit_id, "answer_set", {"path": "no es una ruta", "supersedes": [], "value": {"v": 1}}
    )
    good = tablet.set_answer(visit_id, f"{minor}/edad_dicha", 14)

    found = outcomes(tablet.post("/batches", tablet.batch(visit_id)))

    assert found == [("stored", None), ("quarantined", "malformed_body"), ("stored", None)]
    visit = office.read(visit_id)
    assert [(event.ref, code) for event, code in visit.quarantined] == [(bad.ref, "malformed_body")]
    assert visit.answers[f"{minor}/edad_dicha"][0].ref == good.ref


def test_a_quarantined_event_can_be_released_by_a_named_person(
    tablet: VirtualTablet, office, visit_id, ana
) -> None:
    office.revoke(visit_id, ana.user_id, actor=ana.user_id)
    tablet.add_minor(visit_id)
    assert tablet.push(visit_id)[0]["code"] == "not_in_scope"
    assert not office.read(visit_id).entities

    office.release(visit_id, tablet.own[visit_id].events[0].ref, actor=ana.user_id)
    office.grant(visit_id, ana.user_id, actor=ana.user_id)
    tablet.pull()

    assert office.read(visit_id).quarantined == ()
    assert office.read(visit_id).entities
    assert tablet.read(visit_id).state_hash == office.read(visit_id).state_hash


def test_a_closure_that_counts_after_all_is_found_by_its_acta(tablet: VirtualTablet, office, visit_id, ana) -> None:
    office.revoke(visit_id, ana.user_id, actor=ana.user_id)
    text = "ab" * 32
    body = {"entity": "visit", "text_sha256": text, "state_hash": "cd" * 32, "vector": {}}
    closed = tablet.write(visit_id, "acta_closed", {**body, "signers": [], "copy": "none"}, sealed={"text": "Acta"})
    assert tablet.push(visit_id)[0]["code"] == "not_in_scope"
    assert office.store.evidence.acta(text) is None

    office.release(visit_id, closed.ref, actor=ana.user_id)

    assert office.store.evidence.acta(text).visit_id == visit_id
    rebuild(office.store)
    assert office.store.evidence.acta(text).visit_id == visit_id


@pytest.mark.parametrize(
    "item",
    [
        "no es un objeto",
        {"type": "answer_set"},
        {"type": "answer_set", "recorded_at": "ayer", "boot": "0" * 16, "mono_ms": 1, "body": {}},
        {"type": "x", "recorded_at": 1, "boot": "0" * 16, "mono_ms": 1, "body": {}, "visit_id": "f" * 32},
        {"type": "x", "recorded_at": 1.5, "boot": "0" * 16, "mono_ms": 1, "body": {}},
        {"type": "x", "recorded_at": 1, "boot": "0" * 16, "mono_ms": 1, "body": {"t": "e\u0301"}},
    ],
)
def test_what_is_no_event_is_kept_raw_and_wrapped(tablet: VirtualTablet, office, visit_id, item) -> None:
    tablet.add_minor(visit_id)
    batch = {**tablet.batch(visit_id), "events": [item]}

    found = outcomes(tablet.post("/batches", batch))

    assert found[0][0] == "quarantined"
    (raw,) = office.raw_quarantine()
    wrapped = office.store.evidence.raw_bytes(raw.sha256)
    assert json.loads(office.keys.unwrap(wrapped, f"raw|{raw.sha256}"))["events"] == [item]
    assert batch["secrets"][0]["secret"].encode() not in wrapped


def test_a_batch_with_a_wrong_signature_changes_nothing_but_is_kept(
    tablet: VirtualTablet, office, visit_id
) -> None:
    tablet.add_minor(visit_id)
    batch = {**tablet.batch(visit_id), "signature": to_base64(bytes(64))}
    before = office.read(visit_id).state_hash

    assert outcomes(tablet.post("/batches", batch)) == [("quarantined", "bad_signature")]
    assert office.read(visit_id).state_hash == before
    assert [raw.code for raw in office.raw_quarantine()] == ["bad_signature"]
    assert outcomes(tablet.post("/batches", tablet.batch(visit_id))) == [("stored", None)]


def test_a_changed_byte_breaks_the_signature(tablet: VirtualTablet, visit_id) -> None:
    tablet.add_minor(visit_id)
    batch = tablet.batch(visit_id)
    batch["events"][0]["recorded_at"] += 1

    assert outcomes(tablet.post("/batches", batch)) == [("quarantined", "bad_signature")]


def test_an_event_of_a_visit_that_is_not_hers_is_quarantined(tablet: VirtualTablet, office: Office) -> None:
    marta = make_user(office, "marta", name="Marta Inventada")
    other = make_visit(office, marta)
    tablet.write(other, "answer_set", {"path": "visit/giro", "supersedes": [], "value": {"v": "agricola"}})
    tablet.write("f" * 32, "answer_set", {"path": "visit/giro", "supersedes": [], "value": {"v": "agricola"}})

    assert outcomes(tablet.post("/batches", tablet.batch(other))) == [("quarantined", "not_in_scope")]
    assert outcomes(tablet.post("/batches", tablet.batch("f" * 32))) == [("quarantined", "unknown_visit")]
    assert "visit/giro" not in office.read(other).answers
    assert_refused(tablet.receipt(other), 404, "visit_unknown")
    tablet.pull()
    assert other not in tablet.visits


def test_only_the_named_person_closes_the_acta(new_tablet, office: Office, visit_id: str) -> None:
    luis = new_tablet("luis")
    luis.pull()
    body = {
        "entity": "visit",
        "text_sha256": "0" * 64,
        "state_hash": "0" * 64,
        "vector": {},
        "signers": [],
        "copy": "none",
    }
    luis.write(visit_id, "acta_closed", body, sealed={"text": "acta"})

    assert luis.push(visit_id)[0]["code"] == "not_in_scope"
    assert office.read(visit_id).closure is None


def test_a_gzip_bomb_is_refused_before_it_inflates(tablet: VirtualTablet) -> None:
    bomb = gzip.compress(b" " * 100_000_000)
    assert len(bomb) < 256 * 1024

    tracemalloc.start()
    answer = tablet.signed("POST", "/batches", bomb, {**JSON, "Content-Encoding": "gzip"})
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert_refused(answer, 413, "too_large")
    assert peak_bytes < 20_000_000


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"{", JSON, 400, "malformed_json"),
        (b'{"cursor":NaN}', JSON, 400, "malformed_json"),
        (b'{"cursor":null,"cursor":"a"}', JSON, 400, "malformed_json"),
        (b"[" * 200_000, JSON, 400, "malformed_json"),
        (b'{"limit":' + b"9" * 6000 + b"}", JSON, 400, "malformed_json"),
        (b'{"limit":2.5}', JSON, 422, "malformed_request"),
        (b'{"limit":true}', JSON, 422, "malformed_request"),
        (b"[]", JSON, 422, "malformed_request"),
        (b"\xff\xfe", JSON, 400, "malformed_json"),
        (b"no es gzip", {**JSON, "Content-Encoding": "gzip"}, 400, "malformed_json"),
        (gzip.compress(b'{"cursor":null}', mtime=0)[:-9], {**JSON, "Content-Encoding": "gzip"}, 400, "malformed_json"),
        (b"{}", {**JSON, "Content-Encoding": "br"}, 415, "unsupported_media_type"),
        (b" " * (3 * 1024 * 1024), JSON, 413, "too_large"),
    ],
)
def test_hostile_bodies_get_clean_answers(tablet: VirtualTablet, body, headers, status, code) -> None:
    assert_refused(tablet.signed("POST", "/pulls", body, headers), status, code)


def test_a_batch_of_too_many_events_is_to_be_halved(tablet: VirtualTablet, visit_id) -> None:
    for _ in range(2001):
        tablet.write(visit_id, "x", {})

    assert_refused(tablet.post("/batches", tablet.batch(visit_id), compress=True), 413, "too_large")


def test_a_file_of_60_mb_is_refused_and_said_clearly(tablet: VirtualTablet, visit_id) -> None:
    asked = {"name": "a" * 64, "size_bytes": 60 * 1024 * 1024}

    answer = tablet.post(f"/visits/{visit_id}/files", asked)

    details = assert_refused(answer, 413, "file_too_large")
    assert details == {"size_bytes": 62914560, "limit_bytes": 52428800}
    assert "50 MB" in answer.json["message"] and "sigue completo en la tableta" in answer.json["message"]


def test_a_file_that_differs_from_its_name_starts_again(tablet: VirtualTablet, visit_id) -> None:
    photo = make_photo(300_000)
    name = tablet.photo_name(visit_id, photo)

    answer = tablet.send_file(visit_id, name, photo[:-1] + b"\0")

    assert assert_refused(answer, 422, "file_hash_differs") == {"offset": 0}
    assert tablet.send_file(visit_id, name, photo).json == {"offset": 300_000, "complete": True}


def test_a_secret_that_does_not_match_its_commitment_is_not_kept(
    tablet: VirtualTablet, office, visit_id
) -> None:
    minor = tablet.add_minor(visit_id)
    batch = tablet.batch(visit_id)
    batch["secrets"][0]["secret"] = to_base64(bytes(32))

    answer = tablet.post("/batches", batch)

    assert answer.json["secrets_refused"] == [minor]
    assert minor not in office.secrets(visit_id)


def test_an_unknown_address_says_so(tablet: VirtualTablet) -> None:
    assert_refused(tablet.send("GET", "/nada"), 404, "not_found")
    wrong = tablet.send("PUT", "/health")
    assert_refused(wrong, 405, "method_not_allowed")
    assert "GET" in wrong.headers["Allow"]
