"""An alarm reaches the office from anywhere, once, and a named person answers it."""

import pytest

from inspection.domain.canonical import to_base64
from inspection.sync.office import Office
from tests.transport import through_client
from tests.virtual_tablet import VirtualTablet

OCTETS = {"Content-Type": "application/octet-stream"}


def test_a_signed_packet_raises_one_alarm_however_often_it_comes(
    tablet: VirtualTablet, office, ana, visit_id
) -> None:
    packet = tablet.urgent_packet(visit_id=visit_id, reason=3, minors=2, place="Surco 4")

    answers = [tablet.send("POST", "/urgent", packet, OCTETS).json for _ in range(4)]

    assert [one["outcome"] for one in answers] == ["stored"] + ["duplicate"] * 3
    assert all(one["signed"] for one in answers)
    (seen,) = office.alarms()
    assert (seen.alarm.visit_id, seen.alarm.reason, seen.user_id) == (
        visit_id,
        "imminent_danger",
        ana.user_id,
    )
    assert (seen.packet.place, seen.packet.minors) == ("Surco 4", 2)
    assert [h.type for h in office.read(visit_id).happenings].count("alarm_raised") == 1


def test_an_unknown_device_is_heard_and_marked_unsigned(client, office: Office) -> None:
    stranger = VirtualTablet(through_client(client), "nadie")

    answer = stranger.raise_urgent(reason=1)

    assert (answer.status, answer.json["signed"]) == (200, False)
    (seen,) = office.alarms()
    assert (seen.signed, seen.user_id, seen.alarm.acknowledged_by) == (False, None, None)


def test_a_packet_from_the_lock_screen_is_countersigned_later(tablet: VirtualTablet, office: Office) -> None:
    urgent_id = "ab" * 16
    assert (
        tablet.raise_urgent(urgent_id=urgent_id, signed=False, from_lock_screen=True).json["signed"] is False
    )
    assert tablet.raise_urgent(urgent_id=urgent_id).json["signed"] is True

    (seen,) = office.alarms()
    assert seen.signed


def test_the_same_fact_inside_the_stream_does_not_ring_twice(tablet: VirtualTablet, office, visit_id) -> None:
    packet = tablet.urgent_packet(visit_id=visit_id, urgent_id="cd" * 16)
    body = {"entity": "visit", "urgent_id": "cd" * 16, "packet": to_base64(packet)}
    tablet.write(visit_id, "urgent_raised", body)
    tablet.push(visit_id)
    assert tablet.send("POST", "/urgent", packet, OCTETS).status == 200

    assert len(office.alarms()) == 1


def test_an_urgent_determination_rings_and_an_ordinary_one_does_not(
    tablet: VirtualTablet, office, visit_id
) -> None:
    minor, other = tablet.add_minor(visit_id), tablet.add_minor(visit_id)
    tablet.confirm(visit_id, other, {"classification": "permitido", "urgent": False})
    event = tablet.confirm(visit_id, minor, {"classification": "prohibido", "urgent": True})
    tablet.push(visit_id)

    (seen,) = office.alarms()
    assert (seen.alarm.entity, seen.alarm.reason, seen.alarm.rests_on) == (
        minor,
        "urgent_determination",
        (event.ref,),
    )


def test_an_urgent_determination_rings_even_when_its_secret_comes_later(tablet, office, visit_id) -> None:
    minor = tablet.add_minor(visit_id)
    tablet.confirm(visit_id, minor, {"urgent": True})
    batch = tablet.batch(visit_id)

    tablet.post("/batches", {**batch, "secrets": []})
    assert office.alarms() == []
    tablet.post("/batches", batch)

    assert len(office.alarms()) == 1


def test_an_alarm_is_lowered_only_by_a_named_person(
    tablet: VirtualTablet, office, ana, luis, visit_id
) -> None:
    tablet.raise_urgent(visit_id=visit_id)
    alarm_id = office.alarms()[0].alarm.alarm_id

    office.acknowledge(alarm_id, ana.user_id)
    office.acknowledge(alarm_id, luis.user_id)

    assert office.alarms()[0].alarm.acknowledged_by == ana.user_id
    written = [h for h in office.read(visit_id).happenings if h.type == "alarm_acknowledged"]
    assert [h.actor for h in written] == [ana.user_id]


@pytest.mark.parametrize(
    "change", [lambda b: b[:80], lambda b: b + b"x", lambda b: b"\x02" + b[1:], lambda b: b""]
)
def test_a_broken_packet_is_refused_with_what_to_do(tablet: VirtualTablet, office, change) -> None:
    answer = tablet.send("POST", "/urgent", change(tablet.urgent_packet()), OCTETS)

    assert (answer.status, answer.json["code"]) == (422, "urgent_malformed")
    assert "Llama por teléfono" in answer.json["message"]
    assert office.alarms() == []


def test_a_large_urgent_body_is_refused(tablet: VirtualTablet) -> None:
    assert tablet.send("POST", "/urgent", bytes(401), OCTETS).json["code"] == "too_large"


def test_a_packet_signed_by_another_key_counts_as_unsigned(
    tablet: VirtualTablet, new_tablet, luis, office
) -> None:
    other = new_tablet("luis")
    other.incarnation, other.device_id = tablet.incarnation, tablet.device_id

    assert other.raise_urgent().json["signed"] is False
    assert len(office.alarms()) == 1
