"""A tablet with a valid enrolment that speaks for others, or asks for what is not its own."""

from typing import Any

import pytest
from flask import Flask

from inspection.domain.canonical import to_base64
from inspection.domain.events import DEVICE_STREAM
from inspection.domain.sealing import commitment
from inspection.store.users import User
from inspection.sync.office import Office
from inspection.sync.refusals import Refused
from tests.factories import make_visit
from tests.integration.desk.browser import DeskBrowser
from tests.integration.desk.field_visit import Field
from tests.integration.security.conftest import BUNDLE
from tests.virtual_tablet import VirtualTablet

JSON = {"Content-Type": "application/json"}


def opening(user_id: str) -> dict[str, Any]:
    return {
        "entity": "visit", "commitment": "0" * 64, "protocol": {"id": "x", "hash": "0" * 64}, "law_hash": "0" * 64,
        "reducer": 1, "zone": "Nowhere/None", "closes": user_id, "inspectors": [user_id],
    }  # fmt: skip


@pytest.mark.parametrize("where", [DEVICE_STREAM, "ab" * 16])
def test_a_tablet_opens_no_visit_of_its_own_not_even_in_the_devices_stream(
    where: str, tablet: VirtualTablet, field: Field, office: Office, desk: DeskBrowser
) -> None:
    before = {visit.visit_id for visit in office.visits()}
    tablet.write(where, "visit_opened", opening(tablet.user["user_id"]))

    assert tablet.push(where)[0]["outcome"] == "quarantined"
    assert {visit.visit_id for visit in office.visits()} == before
    assert DEVICE_STREAM not in office.store.visits.scope(tablet.user["user_id"])
    assert "Bandeja" in desk.open("/escritorio/")


def test_an_answer_that_names_the_supervisor_as_its_author_is_still_its_authors(
    tablet: VirtualTablet, visit_id: str, office: Office, marisol: User
) -> None:
    minor = tablet.add_minor(visit_id)
    body = {"path": f"{minor}/nna_edad_dicha", "supersedes": [], "actor": marisol.user_id}
    tablet.write(visit_id, "answer_set", body, sealed={"v": 18})
    tablet.push(visit_id)

    (head,) = office.read(visit_id).answers[f"{minor}/nna_edad_dicha"]
    assert head.actor == tablet.user["user_id"]


def test_no_tablet_enrols_as_the_servers_device_whose_verdicts_the_others_believe(
    tablet: VirtualTablet, ana: User
) -> None:
    impostor = VirtualTablet(tablet.transport, "ana", clock=tablet.clock, seed="impostor")
    impostor.device_id = tablet.server["device_id"]

    assert impostor.enrol().json["code"] == "incarnation_taken"


def test_a_tablet_cannot_write_in_the_name_of_another_device(
    tablet: VirtualTablet, field: Field, office: Office
) -> None:
    forger = VirtualTablet(tablet.transport, "ana", clock=tablet.clock, seed="forger")
    forger.enrol()
    forger.device_id = forger.server["device_id"]  # tablets know the server's verdicts by it
    forger.set_answer(field.visit_id, "visit/giro", "pesca", public=True)

    assert [one["code"] for one in forger.push(field.visit_id)] == ["bad_signature"]
    assert office.read(field.visit_id).value("visit/giro") != {"v": "pesca"}


def test_a_malformed_closure_closes_nothing_even_before_it_is_judged(tablet: VirtualTablet, visit_id: str) -> None:
    tablet.write(visit_id, "acta_closed", {"entity": "visit", "vector": 3})

    assert tablet.read(visit_id).closure is None


def test_a_forged_approval_counts_for_nothing_and_nobody_can_release_it(
    tablet: VirtualTablet, field: Field, office: Office, desk: DeskBrowser, marisol: User
) -> None:
    body = {"entity": "visit", "actor": marisol.user_id, "state_hash": "0" * 64}
    forged = tablet.write(field.visit_id, "visit_approved", body)
    broken = tablet.write(field.visit_id, "minor_added", {"entity": "x"})
    tablet.push(field.visit_id)
    page = f"/escritorio/visitas/{field.visit_id}/cuarentena"
    desk.open(page)
    token = dict(desk.forms()[0].fields)["csrf"]

    for event in (forged, broken):
        assert desk.client.post(page, data={"csrf": token, "ref": event.ref}).status_code == 409
        with pytest.raises(Refused, match="not_releasable"):
            office.release(field.visit_id, event.ref, actor=marisol.user_id)
    assert office.read(field.visit_id).approved is None
    assert "Dejar que cuente" not in desk.open(page)


def test_what_supersedes_answers_of_another_visit_drops_nothing_there(
    tablet: VirtualTablet, field: Field, office: Office, ana: User
) -> None:
    other = make_visit(office, ana, bundle=BUNDLE)
    before = office.read(field.visit_id).state_hash
    refs = [event.ref for event in tablet.own[field.visit_id].events]
    body = {"path": field.hours_path, "supersedes": refs, "value": {"v": 1}}
    tablet.write(other, "answer_set", body)
    tablet.push(other)

    assert office.read(field.visit_id).state_hash == before


def test_an_inspector_of_another_visit_gets_nothing_of_this_one(
    new_tablet: Any, field: Field, tablet: VirtualTablet, office: Office, luis: User
) -> None:
    curious = new_tablet("luis")
    curious.own.clear()
    name = "ab" * 32
    curious.pull()

    assert not curious.seen and not curious.secrets and field.visit_id not in curious.visits
    files = f"/visits/{field.visit_id}/files"
    assert tablet.post(files, {"name": name, "size_bytes": 1}).status == 201
    piece = {"Upload-Offset": "0"}
    answers = [
        curious.receipt(field.visit_id),
        curious.post(files, {"name": name, "size_bytes": 1}),
        curious.signed("HEAD", f"{files}/{name}"),
        curious.signed("PATCH", f"{files}/{name}", b"x", piece),
    ]
    assert {answer.status for answer in answers} == {404}
    nowhere = curious.receipt("cd" * 16)
    assert answers[0].json == nowhere.json, "a visit of others and one that is not answer alike"


def test_a_secret_that_is_not_the_promised_one_is_refused_and_the_first_stays(
    tablet: VirtualTablet, new_tablet: Any, visit_id: str, office: Office, ana: User
) -> None:
    minor = tablet.add_minor(visit_id)
    tablet.set_answer(visit_id, f"{minor}/nna_edad_dicha", 13)
    tablet.push(visit_id)
    true = office.secrets(visit_id)[minor]
    second = new_tablet("ana", seed="2")
    second.pull()
    second.write(visit_id, "minor_added", {"entity": minor, "commitment": commitment(b"x" * 32)})
    batch = {**second.batch(visit_id), "secrets": [{"subject": minor, "secret": to_base64(b"x" * 32)}]}
    second.post("/batches", batch)

    assert office.secrets(visit_id)[minor] == true
    assert office.read(visit_id).value(f"{minor}/nna_edad_dicha") == {"v": 13}


def test_a_tablet_that_was_shut_out_hands_in_its_own_work_and_is_told_nothing_else(
    tablet: VirtualTablet, new_tablet, office: Office, visit_id: str
) -> None:
    tablet.set_answer(visit_id, "visit/giro", "agricola", public=True)
    tablet.push(visit_id)
    other = new_tablet("ana", seed="9")
    other.pull()
    other.set_answer(visit_id, "visit/cultivo", "fresa", public=True)
    office.store.people.revoke_incarnation(tablet.incarnation, office.clock())
    tablet.set_answer(visit_id, "visit/giro", "pesca", public=True)

    answer = tablet.post("/batches", tablet.batch(visit_id))
    again = tablet.post("/batches", tablet.batch(visit_id))

    for one in (answer, again):
        assert one.status == 200
        assert [(r["outcome"], r.get("code")) for r in one.json["results"]][-1] == ("quarantined", "revoked_device")
        assert set(one.json) == {"results", "secrets_refused", "epoch", "server_time"}
    assert office.read(visit_id).value("visit/giro") == {"v": "agricola"}
    assert [code for _, code in office.read(visit_id).quarantined] == ["revoked_device"]
    for refused in (tablet.post("/pulls", {"cursor": None}), tablet.receipt(visit_id)):
        assert (refused.status, refused.json["code"]) == (401, "incarnation_revoked")
    carried = tablet.post("/batches", other.batch(visit_id))
    assert (carried.status, carried.json["code"]) == (401, "incarnation_revoked")


def test_a_tablet_that_was_shut_out_cannot_fill_the_disk(
    tablet: VirtualTablet, office: Office, visit_id: str, app: Flask
) -> None:
    app.extensions["handed_in"].most = 3
    office.store.people.revoke_incarnation(tablet.incarnation, office.clock())
    tablet.set_answer(visit_id, "visit/giro", "pesca", public=True)
    answers = [tablet.post("/batches", tablet.batch(visit_id)) for _ in range(4)]
    assert [one.status for one in answers] == [200, 200, 200, 429]
    assert answers[-1].json["code"] == "too_many_handed_in"


def test_a_dismissed_persons_tablet_reads_nothing_more(tablet: VirtualTablet, field: Field, office: Office) -> None:
    office.store.users.set_active(tablet.user["user_id"], False)

    answer = tablet.post("/pulls", {"cursor": None})
    assert (answer.status, answer.json["code"]) == (401, "incarnation_revoked")


def test_a_stolen_tablet_is_shut_out_and_its_nonces_are_forgotten_without_opening_a_replay(
    tablet: VirtualTablet, office: Office
) -> None:
    body = b'{"cursor":null}'
    recorded = {**JSON, **tablet.proof("POST", "/pulls", body)}
    assert tablet.send("POST", "/pulls", body, recorded).status == 200
    office.store.people.revoke_incarnation(tablet.incarnation, office.clock())

    assert tablet.send("POST", "/pulls", body, recorded).json["code"] == "incarnation_revoked"


@pytest.mark.parametrize("position", ["9" * 25 + "-1", "1-" + "9" * 30, "٣-1", "-1--1", ""])
def test_a_mangled_cursor_starts_again(position: str, tablet: VirtualTablet) -> None:
    assert tablet.cursor is not None
    epoch, scope, _ = tablet.cursor.split(".")

    assert tablet.post("/pulls", {"cursor": f"{epoch}.{scope}.{position}"}).status == 200
