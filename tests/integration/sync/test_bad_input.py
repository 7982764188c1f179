"""Each bad input has its verdict, is told to its sender and the desk, and leaves everything else untouched.

What is not here is tried in `test_promises` (forks, cursors, oversize, unknown types), `test_files` (chunks) and
`api/test_bad_requests` (signatures, malformed bodies, bombs). The table stands in docs/sync-protocol.md, section 7.1.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from inspection.domain.canonical import to_base64
from inspection.sync.office import Office
from tests.factories import make_user, make_visit
from tests.integration.desk.browser import DeskBrowser
from tests.virtual_tablet import VirtualTablet

NewTablet = Callable[..., VirtualTablet]


@pytest.fixture
def untouched(tablet: VirtualTablet, office: Office, visit_id: str) -> Callable[[], None]:
    """Something recorded before, and a check that it still stands."""
    tablet.set_answer(visit_id, "visit/giro", "agricola", public=True)
    tablet.push(visit_id)
    before = office.read(visit_id)

    def check() -> None:
        now = office.read(visit_id)
        assert now.value("visit/giro") == {"v": "agricola"}
        assert set(before.vector) <= set(now.vector)

    return check


def outcomes(answer: Any) -> list[tuple[str, str | None]]:
    assert answer.status == 200, answer.body
    return [(one["outcome"], one.get("code")) for one in answer.json["results"]]


def test_a_later_wire_version_waits_on_its_tablet_and_is_told_so(
    tablet: VirtualTablet, office: Office, visit_id: str, untouched: Callable[[], None]
) -> None:
    tablet.set_answer(visit_id, "visit/cultivo", "fresa", public=True)
    batch = tablet.batch(visit_id, 2)

    later = {**batch, "v": 2, "something": "new"}
    assert outcomes(tablet.post("/batches", later)) == [("retry_after", "future_version")]
    assert office.read(visit_id).value("visit/cultivo") is None and not office.raw_quarantine()
    untouched()
    assert outcomes(tablet.post("/batches", batch)) == [("stored", None)]


@pytest.mark.parametrize("version", [0, -1, "1", 1.5, None, True])
def test_what_is_no_version_is_refused_whole(tablet: VirtualTablet, visit_id: str, untouched, version: Any) -> None:
    answer = tablet.post("/batches", {**tablet.batch(visit_id), "v": version})

    assert answer.status == 422 and answer.json["message"]
    untouched()


def test_bytes_that_are_no_utf8_are_refused_whole_and_stay_on_the_tablet(
    tablet: VirtualTablet, visit_id: str, untouched: Callable[[], None]
) -> None:
    body = json.dumps(tablet.batch(visit_id)).encode().replace(b"agricola", b"agr\xed\xff")
    answer = tablet.signed("POST", "/batches", body, {"Content-Type": "application/json"})

    assert (answer.status, answer.json["code"]) == (400, "malformed_json")
    untouched()


def test_superseding_another_field_another_visit_or_nothing_drops_nothing(
    tablet: VirtualTablet, office: Office, ana, visit_id: str, untouched: Callable[[], None]
) -> None:
    elsewhere = make_visit(office, ana)
    tablet.pull()
    foreign = tablet.set_answer(elsewhere, "visit/giro", "pesca", public=True)
    tablet.push(elsewhere)
    [mine] = tablet.own[visit_id].events
    for named in ([mine.ref], [foreign.ref], ["7" * 32 + ":3"]):
        body = {"path": "visit/cultivo", "supersedes": named, "value": {"v": "fresa"}}
        tablet.write(visit_id, "answer_set", body)
    assert {one["outcome"] for one in tablet.push(visit_id)} == {"stored"}

    visit = office.read(visit_id)
    assert len(visit.answers["visit/cultivo"]) == 3 and visit.quarantined == ()
    assert office.read(elsewhere).value("visit/giro") == {"v": "pesca"}
    untouched()


def test_a_batch_of_a_hundred_thousand_events_is_to_be_halved(
    tablet: VirtualTablet, office: Office, visit_id: str, untouched: Callable[[], None]
) -> None:
    batch = tablet.batch(visit_id)
    many = {**batch, "events": [[1, "/giro", {"v": 1}]] * 100_000}
    answer = tablet.post("/batches", many, compress=True)

    assert (answer.status, answer.json["code"]) == (413, "too_large")
    untouched()


def test_what_was_kept_raw_is_seen_at_the_desk(
    tablet: VirtualTablet, office: Office, app, visit_id: str, untouched: Callable[[], None]
) -> None:
    make_user(office, "marisol", name="Marisol Inventada", role="supervisor")
    desk = DeskBrowser(app)
    desk.sign_in("marisol")
    tablet.set_answer(visit_id, "visit/cultivo", "fresa", public=True)
    forged = {**tablet.batch(visit_id, 2), "signature": to_base64(bytes(64))}

    assert outcomes(tablet.post("/batches", forged)) == [("quarantined", "bad_signature")]
    page = desk.open(f"/escritorio/visitas/{visit_id}/cuarentena")
    assert "Su firma no corresponde" in page and "de Ana Inventada" in page
    untouched()
