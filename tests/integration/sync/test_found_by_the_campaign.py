"""What the fault campaign found once and must never happen again: see docs/faults.md."""

from typing import Any

import pytest

from inspection.domain.sealing import seal


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


def _confirm_urgent(tablet, visit_id: str, minor: str) -> None:
    body = {"entity": minor, "law_hash": "0" * 64, "protocol_hash": "0" * 64, "rests_on": []}
    event = tablet._event(visit_id, len(tablet.own[visit_id].events) + 1, "determination_confirmed", body)
    sealed = {"result": {"urgent": True}, "agrees": True, "classification": "x"}
    secret = tablet.secrets[visit_id][minor]
    text = seal(secret, visit_id, event.ref, event.sealed_path, sealed, rng=tablet.rng)
    tablet.write(visit_id, "determination_confirmed", {**body, "sealed": text})
