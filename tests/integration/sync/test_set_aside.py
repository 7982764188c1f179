"""What was set aside is read by its author and the office; colleagues are told of it, carry it, and never read it."""

from collections.abc import Callable

from inspection.store.users import User
from inspection.sync.office import Office
from tests.factories import make_user
from tests.virtual_tablet import VirtualTablet

NewTablet = Callable[..., VirtualTablet]


def sets_aside(tablet: VirtualTablet, visit_id: str):
    """Write what only the office may write, between two answers of one save."""
    tablet.set_answer(visit_id, "visit/giro", "agricola", public=True)
    body = {"entity": "visit", "user_id": "ab" * 16, "actor": tablet.user["user_id"]}
    event = tablet.write(visit_id, "visit_granted", body)
    tablet.set_answer(visit_id, "visit/giro", "mina", public=True)
    assert [one["outcome"] for one in tablet.push(visit_id)] == ["stored", "quarantined", "stored"]
    return event


def records(tablet: VirtualTablet) -> list[dict]:
    return tablet.post("/pulls", {"cursor": None}).json["records"]


def test_a_colleague_gets_its_id_its_place_and_its_verdict_and_no_content(
    tablet: VirtualTablet, new_tablet: NewTablet, office: Office, visit_id: str, luis: User
) -> None:
    office.grant(visit_id, luis.user_id, actor=tablet.user["user_id"])
    event = sets_aside(tablet, visit_id)
    colleague = new_tablet("luis")

    page = records(colleague)
    hidden = [one["event"] for one in page if "box" in one["event"]]
    assert [(one["seq"], one["content_id"]) for one in hidden] == [(2, event.content_id.hex())]
    assert set(hidden[0]) == {"v", "device_id", "incarnation", "visit_id", "seq", "content_id", "box"}
    assert "ab" * 16 not in str(page)
    colleague.pull()
    seen = colleague.fold(visit_id)
    assert [(one.seq, code) for one, code in seen.set_aside] == [(2, "not_in_scope")]
    assert seen.vector == office.read(visit_id).vector and seen.state_hash == office.read(visit_id).state_hash


def test_its_author_reads_it_on_any_tablet_and_a_supervisor_reads_everything(
    tablet: VirtualTablet, new_tablet: NewTablet, office: Office, visit_id: str
) -> None:
    sets_aside(tablet, visit_id)
    chief = make_user(office, "jefa", name="Jefa Inventada", role="supervisor")
    office.grant(visit_id, chief.user_id, actor=chief.user_id)

    for other in (new_tablet("ana", seed="otra"), new_tablet("jefa")):
        assert "visit_granted" in [one["event"].get("type") for one in records(other) if one["event"]["seq"] == 2]


def test_what_is_released_comes_whole_to_who_passed_its_place_long_ago(
    tablet: VirtualTablet, new_tablet: NewTablet, office: Office, visit_id: str, luis: User
) -> None:
    office.grant(visit_id, luis.user_id, actor=tablet.user["user_id"])
    office.revoke(visit_id, tablet.user["user_id"], actor=tablet.user["user_id"])
    event = tablet.set_answer(visit_id, "visit/giro", "agricola", public=True)
    tablet.push(visit_id)
    colleague = new_tablet("luis")
    colleague.pull()
    assert [one.ref for one, _ in colleague.fold(visit_id).set_aside] == [event.ref]
    assert event.content_id not in {one.content_id for one in colleague.events(visit_id)}

    office.release(visit_id, event.ref, actor=tablet.user["user_id"])
    colleague.pull()

    after = colleague.fold(visit_id)
    assert after.set_aside == () and after.state_hash == office.read(visit_id).state_hash
    assert event.content_id in {one.content_id for one in colleague.events(visit_id)}


def test_a_stream_given_back_hides_it_too_forks_among_it(
    tablet: VirtualTablet, new_tablet: NewTablet, office: Office, visit_id: str, luis: User
) -> None:
    office.grant(visit_id, luis.user_id, actor=tablet.user["user_id"])
    sets_aside(tablet, visit_id)
    colleague = new_tablet("luis")

    given = colleague.post(f"/visits/{visit_id}/streams/{tablet.incarnation}", {"have": []}).json["records"]

    assert ["box" in one["event"] for one in given] == [False, True, False]


def test_a_box_comes_back_as_the_event_it_is_and_a_changed_one_is_kept_raw(
    tablet: VirtualTablet, new_tablet: NewTablet, office: Office, visit_id: str, luis: User
) -> None:
    office.grant(visit_id, luis.user_id, actor=tablet.user["user_id"])
    sets_aside(tablet, visit_id)
    colleague = new_tablet("luis")
    page = [one for one in records(colleague) if one["event"]["incarnation"] == tablet.incarnation]
    box = {name: page[1]["event"][name] for name in ("content_id", "box")}
    plain = [{k: one["event"].get(k) for k in ("type", "recorded_at", "boot", "mono_ms", "body")} for one in page]
    batch = {**tablet.batch(visit_id, 1, 3), "events": [plain[0], box, plain[2]], "secrets": []}

    again = colleague.post("/batches", batch).json["results"]
    assert [one["outcome"] for one in again] == ["duplicate", "quarantined", "duplicate"]
    spoilt = {**batch, "events": [plain[0], {**box, "box": box["box"][:-4] + "AAAA"}, plain[2]]}
    answer = colleague.post("/batches", spoilt).json["results"]
    assert {one["code"] for one in answer} <= {"bad_signature", "malformed_body"}
    assert len(office.store.evidence.raws()) == 1
