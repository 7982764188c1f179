"""What the fault campaign found once and must never happen again: see docs/faults.md."""

from typing import Any

import pytest

from inspection.domain.sealing import seal
from inspection.store.keys import load_keys
from inspection.sync.backup import backup, restore
from inspection.sync.erasing import erase
from inspection.web import Settings, create_app
from tests.factories import SeededRng, make_photo
from tests.integration.safekeeping.offering import KeepingTablet
from tests.integration.safekeeping.rich_visit import check, codes
from tests.transport import through_client


@pytest.fixture
def new_keeper(app, clock):
    """Make enrolled tablets that keep the signatures of others' events."""

    def make(username: str) -> KeepingTablet:
        tablet = KeepingTablet(through_client(app.test_client()), username, clock=clock)
        assert tablet.enrol().status == 201
        tablet.pull()
        return tablet

    return make


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("minor_added", {"entity": "minor:" + "0" * 32, "commitment": []}),
        ("minor_added", {"entity": "minor:" + "0" * 32, "commitment": {"a": 1}}),
        ("row_added", {"of": "x", "about": "visit", "subject": "visit"}),
        ("row_added", {"entity": {}, "of": "x", "about": "visit", "subject": "visit"}),
        ("determination_confirmed", {"entity": "visit", "sealed": 5}),
        ("determination_confirmed", {"entity": [], "sealed": {}}),
        ("urgent_raised", {"entity": "visit", "urgent_id": 3, "packet": 9}),
    ],
)
def test_a_malformed_event_stops_neither_later_work_nor_its_alarms(
    tablet, office, visit_id: str, kind: str, body: dict[str, Any]
) -> None:
    tablet.write(visit_id, kind, body)
    (refused,) = tablet.push(visit_id)
    minor = tablet.add_minor(visit_id)
    added = tablet.push(visit_id)
    _confirm_urgent(tablet, visit_id, minor)
    confirmed = tablet.push(visit_id)

    assert refused["code"] == "malformed_body"
    assert [one["outcome"] for one in (*added, *confirmed)] == ["stored", "stored"]
    assert minor in office.secrets(visit_id)
    assert [one.alarm.entity for one in office.alarms()] == [minor]
    assert office.read(visit_id).quarantined[0][1] == "malformed_body"


def test_who_carries_another_tablets_work_gets_its_secrets_like_anybody(new_tablet, visit_id: str) -> None:
    lost, carrier = new_tablet("ana"), new_tablet("luis")
    lost.pull()
    minor = lost.add_minor(visit_id)
    assert carrier.post("/batches", lost.batch(visit_id)).status == 200

    carrier.pull()

    assert carrier.secrets[visit_id][minor] == lost.secrets[visit_id][minor]


def test_a_photo_half_sent_when_its_person_is_erased_is_not_taken_any_more(
    tablet, office, settings, visit_id: str
) -> None:
    minor = tablet.add_minor(visit_id)
    data = make_photo(3_000)
    name = tablet.add_photo(visit_id, data, subject=minor)
    tablet.push(visit_id)
    tablet.post(f"/visits/{visit_id}/files", {"name": name, "size_bytes": len(data)})
    tablet.send_piece(visit_id, name, 0, data, 1_000)

    erase(office, settings.keys_dir, visit_id, minor, reason="orden", actor=None)
    answer = tablet.send_file(visit_id, name, data)

    assert answer.json["offset"] == len(data)
    assert not (office.files.folder / visit_id / name).exists()


def test_erasing_once_more_destroys_the_photos_that_came_later(tablet, office, settings, visit_id: str) -> None:
    minor = tablet.add_minor(visit_id)
    tablet.push(visit_id)
    erase(office, settings.keys_dir, visit_id, minor, reason="orden", actor=None)
    name = tablet.add_photo(visit_id, make_photo(3_000), subject=minor)
    tablet.push(visit_id)
    assert tablet.send_file(visit_id, name, make_photo(3_000)).json["complete"]

    again = erase(office, settings.keys_dir, visit_id, minor, reason="orden", actor=None)

    assert again.again and again.photos == 1
    assert not (office.files.folder / visit_id / name).exists()
    assert codes(check(settings.data_dir, settings.keys_dir)) == []


def test_a_file_whose_check_was_cut_short_is_checked_when_it_is_announced_again(tablet, office, visit_id: str) -> None:
    data = make_photo(3_000)
    name = tablet.add_photo(visit_id, data)
    tablet.push(visit_id)
    tablet.post(f"/visits/{visit_id}/files", {"name": name, "size_bytes": len(data)})
    # As if the server had been killed after the last byte and before it was checked.
    secret = office.device.visit_secret(visit_id)
    office.files.append(visit_id, name, 0, data, secret=secret, size_bytes=len(data))

    answer = tablet.post(f"/visits/{visit_id}/files", {"name": name, "size_bytes": len(data)})

    assert answer.json["offset"] == len(data)
    assert tablet.receipt(visit_id).json["receipt"]["files"] == [name]


def test_what_the_server_wrote_between_two_restores_of_one_backup_is_taken_back(
    new_keeper, app, office, settings, clock, ana, visit_id: str
) -> None:
    keys = load_keys(settings.keys_dir, settings.data_dir, SeededRng("keys of now"))
    tablet = new_keeper("ana")
    copy = settings.data_dir.with_name("copy")
    backup(settings.data_dir, settings.keys_dir, keys, copy, None, clock=clock)
    for number in ("first", "second"):
        place = Settings(settings.data_dir.with_name(number), settings.keys_dir)
        restore(copy, None, place.data_dir, place.keys_dir, keys, clock=clock, rng=SeededRng(number))
        restored = create_app(place, clock=clock, rng=SeededRng(f"serving {number}"))
        tablet.transport = through_client(restored.test_client())
        tablet.forget_server()
        outcomes = {(one["outcome"], one.get("code")) for one in tablet.offer_all(visit_id)}
        here = restored.extensions["office"]
        if number == "first":
            here.set_answer(visit_id, "visit/nota", {"v": "entre dos respaldos"}, actor=ana.user_id)
            tablet.pull()
        else:
            assert ("stored", None) in outcomes and not any(code for _, code in outcomes)
            assert here.read(visit_id).value("visit/nota") == {"v": "entre dos respaldos"}
        here.store.close()


def _confirm_urgent(tablet, visit_id: str, minor: str) -> None:
    body = {"entity": minor, "law_hash": "0" * 64, "protocol_hash": "0" * 64, "rests_on": []}
    event = tablet._event(visit_id, len(tablet.own[visit_id].events) + 1, "determination_confirmed", body)
    sealed = {"result": {"urgent": True}, "agrees": True, "classification": "x"}
    secret = tablet.secrets[visit_id][minor]
    text = seal(secret, visit_id, event.ref, event.sealed_path, sealed, rng=tablet.rng)
    tablet.write(visit_id, "determination_confirmed", {**body, "sealed": text})
