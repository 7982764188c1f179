"""What sync promises: nothing lost, nothing twice, nothing skipped, nobody's fork hidden."""

import threading
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspection.domain.canonical import canonical_bytes, from_base64, to_base64
from inspection.domain.events import DEVICE_STREAM
from inspection.domain.signing import verify
from inspection.sync.office import Office
from inspection.sync.projections import rebuild
from tests.factories import make_user, make_visit
from tests.virtual_tablet import VirtualTablet

NewTablet = Callable[..., VirtualTablet]


def results(answer) -> list[str]:
    assert answer.status == 200, answer.body
    return [one["outcome"] for one in answer.json["results"]]


def write_some(tablet: VirtualTablet, visit_id: str) -> str:
    minor = tablet.add_minor(visit_id)
    tablet.set_answer(visit_id, f"{minor}/edad_dicha", 14)
    tablet.set_answer(visit_id, f"{minor}/edad_dicha", 15)
    tablet.add_member(visit_id, f"{minor}/tareas", "corte")
    tablet.take_action(visit_id, minor, "immediate_cessation")
    return minor


def test_five_deliveries_at_once_have_one_effect(
    tablet: VirtualTablet, office: Office, visit_id: str
) -> None:
    minor = write_some(tablet, visit_id)
    tablet.confirm(visit_id, minor, {"classification": "prohibido", "urgent": True})
    batch, answers = tablet.batch(visit_id), []

    def deliver() -> None:
        answers.append(tablet.post("/batches", batch, compress=True))

    senders = [threading.Thread(target=deliver) for _ in range(5)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert sorted(results(answer)[0] for answer in answers) == ["duplicate"] * 4 + ["stored"]
    assert (
        len([e for e in office.store.log.of_visit(visit_id) if e.event.incarnation == tablet.incarnation])
        == 6
    )
    assert len(office.alarms()) == 1


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cuts=st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), min_size=1, max_size=6),
    seed=st.integers(0, 9**9),
)
def test_any_cutting_order_and_repetition_of_batches_gives_the_same_visit(
    new_tablet: NewTablet, office: Office, cuts: list[tuple[int, int]], seed: int, ana, luis
) -> None:
    visit_id = make_visit(office, ana, luis)
    tablet = new_tablet("ana", seed=str(office.rng(8).hex()))
    tablet.pull()
    write_some(tablet, visit_id)
    for first, last in [*(sorted(cut) for cut in cuts), (1, 5)]:
        answer = tablet.post("/batches", tablet.batch(visit_id, min(first, 5), last))
        assert set(results(answer)) <= {"stored", "duplicate"}

    assert office.read(visit_id).state_hash == tablet.read(visit_id).state_hash
    assert office.read(visit_id).plain() == tablet.read(visit_id).plain()


def test_the_devices_idea_of_its_clock_is_kept_with_the_delivery(tablet, office, visit_id) -> None:
    write_some(tablet, visit_id)
    batch = {**tablet.batch(visit_id), "clock_offset_ms": -90_000}
    tablet.post("/batches", batch)
    tablet.post("/batches", batch)

    (delivery,) = office.store.evidence.deliveries(visit_id)
    assert (delivery.first_seq, delivery.last_seq, delivery.clock_offset_ms) == (1, 5, -90_000)
    assert delivery.received_at == office.clock()


def test_events_before_their_predecessors_are_stored_and_the_holes_listed(tablet, office, visit_id) -> None:
    write_some(tablet, visit_id)

    assert results(tablet.post("/batches", tablet.batch(visit_id, 4))) == ["stored", "stored"]
    held = tablet.receipt(visit_id).json["receipt"]["vector"][tablet.incarnation]
    assert held == {"last": 5, "holes": [1, 2, 3]}
    assert results(tablet.post("/batches", tablet.batch(visit_id, 1, 3))) == ["stored"] * 3
    assert tablet.receipt(visit_id).json["receipt"]["vector"][tablet.incarnation] == {"last": 5, "holes": []}


def test_a_fork_is_kept_apart_and_both_are_seen(tablet: VirtualTablet, office: Office, visit_id: str) -> None:
    tablet.set_answer(visit_id, "visit/giro", "agricola", public=True)
    tablet.push(visit_id)
    clone = VirtualTablet(tablet.transport, "ana", clock=tablet.clock)
    clone.device_id, clone.incarnation, clone.key = tablet.device_id, tablet.incarnation, tablet.key
    clone.rng(64)  # its nonces must differ
    clone.set_answer(visit_id, "visit/giro", "mineria", public=True)
    clone.set_answer(visit_id, "visit/giro", "comercio", public=True)

    first = clone.post("/batches", clone.batch(visit_id))
    again = clone.post("/batches", clone.batch(visit_id))

    assert results(first) == results(again) == ["fork", "fork"]
    visit = office.read(visit_id)
    assert visit.value("visit/giro") == {"v": "agricola"}
    assert [code for _, code in visit.quarantined] == ["fork", "fork"]


def test_a_predecessor_that_does_not_lead_to_what_is_held_is_a_fork(tablet, office, visit_id) -> None:
    write_some(tablet, visit_id)
    tablet.post("/batches", tablet.batch(visit_id, 2))
    clone = VirtualTablet(tablet.transport, "ana", clock=tablet.clock, seed="clone")
    clone.device_id, clone.incarnation, clone.key = tablet.device_id, tablet.incarnation, tablet.key
    clone.set_answer(visit_id, "visit/giro", "mineria", public=True)

    assert results(clone.post("/batches", clone.batch(visit_id))) == ["fork"]
    assert results(tablet.post("/batches", tablet.batch(visit_id, 1, 1))) == ["stored"]
    assert office.read(visit_id).conflicts == ()


def test_unknown_types_are_stored_opaque_and_count_in_the_state(tablet, new_tablet, office, visit_id) -> None:
    before = office.read(visit_id).state_hash
    tablet.write(visit_id, "drone_flown", {"entity": "visit", "metres": 40})

    assert tablet.push(visit_id)[0]["outcome"] == "stored"
    luis = new_tablet("luis")
    luis.pull()

    assert office.read(visit_id).state_hash == luis.read(visit_id).state_hash != before
    assert luis.read(visit_id).happenings[-1].body == {"entity": "visit", "metres": 40}


def test_a_pull_in_small_pages_skips_nothing(tablet, new_tablet, office, visit_id) -> None:
    luis = new_tablet("luis")
    for _ in range(4):
        write_some(tablet, visit_id)
        tablet.push(visit_id)
        luis.pull(limit=3)
    luis.pull(limit=1)

    assert luis.read(visit_id).state_hash == office.read(visit_id).state_hash
    assert luis.pull() == 0


def test_a_newly_granted_visit_arrives_from_its_first_event(
    tablet, new_tablet, office, ana, visit_id
) -> None:
    write_some(tablet, visit_id)
    tablet.push(visit_id)
    marta = make_user(office, "marta", name="Marta Inventada")
    late = new_tablet("marta")
    late.pull()
    assert late.visits == {} and late.events(visit_id) == []

    office.grant(visit_id, marta.user_id, actor=ana.user_id)
    late.pull()

    assert late.read(visit_id).state_hash == office.read(visit_id).state_hash
    assert late.read(visit_id).plain() == office.read(visit_id).plain()


def test_a_revoked_visit_takes_nothing_more_and_says_so(
    tablet, new_tablet, office, ana, luis, visit_id
) -> None:
    other = new_tablet("luis")
    other.pull()
    other.set_answer(visit_id, "visit/giro", "agricola", public=True)
    office.revoke(visit_id, luis.user_id, actor=ana.user_id)

    assert other.push(visit_id) == [{"seq": 1, "outcome": "quarantined", "code": "not_in_scope"}]
    assert other.pull() == 0
    assert other.visits[visit_id]["granted"] is False
    assert len(office.read(visit_id).quarantined) == 1


def test_a_cursor_of_another_life_starts_again(tablet: VirtualTablet, visit_id: str) -> None:
    write_some(tablet, visit_id)
    everything = len(tablet.post("/pulls", {"cursor": None}).json["records"])
    assert everything > 0
    for cursor in (
        "",
        "x",
        "a.b.c",
        "0" * 32 + str(tablet.cursor)[32:],
        tablet.cursor + "9" * 80,
        tablet.cursor.replace(".", "-"),
    ):
        assert len(tablet.post("/pulls", {"cursor": cursor}).json["records"]) == everything


def test_ones_own_events_are_never_pulled_but_a_new_tablet_gets_them(
    tablet, new_tablet, office, visit_id
) -> None:
    write_some(tablet, visit_id)
    tablet.push(visit_id)
    tablet.pull()

    replacement = new_tablet("ana", seed="second tablet")
    replacement.pull()

    assert replacement.read(visit_id).plain() == office.read(visit_id).plain()


def test_the_receipt_is_the_servers_signed_word(tablet: VirtualTablet, visit_id: str) -> None:
    write_some(tablet, visit_id)
    tablet.push(visit_id)
    tablet.pull()

    answer = tablet.receipt(visit_id).json

    key = from_base64(tablet.server["public_key"])
    message = b"resguardo-receipt-1" + canonical_bytes(answer["receipt"])
    assert verify(key, from_base64(answer["signature"]), message)
    assert answer["receipt"]["vector"][tablet.incarnation] == {"last": 5, "holes": []}
    assert answer["receipt"]["state_hash"] == tablet.read(visit_id).state_hash


def test_another_tablet_can_offer_again_what_the_server_lost(tablet, new_tablet, visit_id) -> None:
    write_some(tablet, visit_id)
    batch = tablet.batch(visit_id)

    assert results(new_tablet("luis").post("/batches", batch)) == ["stored"] * 5
    assert results(tablet.post("/batches", batch)) == ["duplicate"] * 5


def test_what_a_revoked_tablet_left_with_another_is_quarantined(tablet, new_tablet, office, visit_id) -> None:
    write_some(tablet, visit_id)
    office.store.people.revoke_incarnation(tablet.incarnation, office.clock())

    answer = new_tablet("luis").post("/batches", tablet.batch(visit_id)).json

    assert {(one["outcome"], one["code"]) for one in answer["results"]} == {("quarantined", "revoked_device")}


def test_an_event_of_more_than_64_kb_is_kept_but_does_not_count(tablet, office, visit_id) -> None:
    event = tablet.write(visit_id, "note_taken", {"entity": "visit", "text": "x" * 65_536})

    assert tablet.push(visit_id) == [{"seq": 1, "outcome": "quarantined", "code": "oversize"}]
    assert tablet.push(visit_id) == []
    assert office.read(visit_id).quarantined == ((event, "oversize"),)


def test_a_refusal_is_told_again_when_the_answer_was_lost(
    tablet, new_tablet, luis, ana, office, visit_id
) -> None:
    other = new_tablet("luis")
    other.pull()
    office.revoke(visit_id, luis.user_id, actor=ana.user_id)
    other.set_answer(visit_id, "visit/giro", "agricola", public=True)
    batch = other.batch(visit_id)

    first, second = other.post("/batches", batch).json, other.post("/batches", batch).json

    assert (
        first["results"]
        == second["results"]
        == [{"seq": 1, "outcome": "quarantined", "code": "not_in_scope"}]
    )
    assert len([h for h in office.read(visit_id).happenings if h.type == "verdict_given"]) == 1


def test_the_read_tables_are_rebuilt_from_the_log_alone(tablet, office, ana, visit_id) -> None:
    minor = write_some(tablet, visit_id)
    tablet.confirm(visit_id, minor, {"urgent": True})
    tablet.push(visit_id)
    tablet.raise_urgent()
    office.acknowledge(office.alarms()[0].alarm.alarm_id, ana.user_id)
    before = (office.visits(), office.alarms(), office.store.visits.scope(ana.user_id))

    rebuild(office.store)

    assert (office.visits(), office.alarms(), office.store.visits.scope(ana.user_id)) == before


def test_the_device_stream_carries_the_certificates(tablet: VirtualTablet, office: Office) -> None:
    types = {stored.event.type for stored in office.store.log.of_visit(DEVICE_STREAM)}
    assert types == {"incarnation_certified"}
    assert to_base64(office.keys.public_key) == tablet.server["public_key"]
