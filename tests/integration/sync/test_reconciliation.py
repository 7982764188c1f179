"""What differs between a tablet and the server is found by digests, and told only to whoever may see the visit."""

from collections.abc import Callable

from inspection.store.users import User
from inspection.sync.office import Office
from inspection.sync.reconciling import digest
from tests.factories import make_visit
from tests.virtual_tablet import VirtualTablet

NewTablet = Callable[..., VirtualTablet]


def told(tablet: VirtualTablet, visit_id: str) -> dict:
    streams: dict[str, list[bytes]] = {}
    for event in tablet.events(visit_id):
        streams.setdefault(event.incarnation, []).append(event.content_id)
    return {
        "visit_id": visit_id,
        "streams": {incarnation: digest(ids) for incarnation, ids in streams.items()},
        "state_hash": tablet.read(visit_id).state_hash,
    }


def compare(tablet: VirtualTablet, *visits: dict) -> dict[str, dict]:
    answer = tablet.post("/reconciliations", {"visits": list(visits)}, compress=True)
    assert answer.status == 200, answer.body
    return {one["visit_id"]: one for one in answer.json["visits"]}


def exchange(tablet: VirtualTablet, visit_id: str, incarnation: str, have: list[str]):
    return tablet.post(f"/visits/{visit_id}/streams/{incarnation}", {"have": have})


def test_equal_sets_give_no_difference_and_the_servers_hash(tablet, office: Office, visit_id: str) -> None:
    tablet.set_answer(visit_id, "visit/giro", "agricola", public=True)
    tablet.push(visit_id)

    found = compare(tablet, told(tablet, visit_id))

    assert found[visit_id]["differs"] == []
    assert found[visit_id]["state_hash"] == office.read(visit_id).state_hash


def test_each_side_learns_what_it_lacks(tablet: VirtualTablet, office: Office, visit_id: str) -> None:
    minor = tablet.add_minor(visit_id)
    tablet.push(visit_id)
    here = tablet.own[visit_id].events[0].content_id.hex()
    unsent = tablet.set_answer(visit_id, f"{minor}/edad", 13).content_id.hex()

    assert compare(tablet, told(tablet, visit_id))[visit_id]["differs"] == [tablet.incarnation]
    answer = exchange(tablet, visit_id, tablet.incarnation, [unsent]).json
    assert [one["event"]["seq"] for one in answer["records"]] == [1]
    assert answer["lacks"] == [unsent] and answer["more"] is False
    assert {one["subject"] for one in answer["secrets"]} >= {"visit", minor}
    assert [one["event"]["body"]["incarnation"] for one in answer["certificates"]] == [tablet.incarnation]
    assert exchange(tablet, visit_id, tablet.incarnation, [here]).json["records"] == []


def test_visits_of_others_are_neither_compared_nor_given(tablet, office: Office, visit_id: str, luis) -> None:
    foreign = make_visit(office, luis)

    assert foreign not in compare(tablet, told(tablet, visit_id) | {"visit_id": foreign})
    answer = exchange(tablet, foreign, office.device.identity.incarnation, [])
    assert (answer.status, answer.json["code"]) == (404, "visit_unknown")


def test_a_visit_the_tablet_does_not_know_of_is_told_to_it_whole(tablet, office: Office, visit_id: str) -> None:
    assert compare(tablet)[visit_id]["differs"] == [office.device.identity.incarnation]


def test_what_is_no_content_id_is_refused(tablet, visit_id: str) -> None:
    answer = exchange(tablet, visit_id, tablet.incarnation, ["nothing"])
    assert answer.status == 422 and answer.json["message"]


def test_a_tablet_that_compares_without_end_is_asked_to_wait_and_the_rest_goes_on(
    tablet: VirtualTablet, new_tablet: NewTablet, visit_id: str, luis: User
) -> None:
    answers = [tablet.post("/reconciliations", {"visits": []}) for _ in range(31)]

    assert {one.status for one in answers[:30]} == {200}
    assert (answers[-1].status, answers[-1].json["code"]) == (429, "too_many_comparisons")
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 600
    tablet.set_answer(visit_id, "visit/giro", "pesca", public=True)
    assert [one["outcome"] for one in tablet.push(visit_id)] == ["stored"]
    assert new_tablet("luis").post("/reconciliations", {"visits": []}).status == 200
