"""An inspector opens an extraordinary visit in the field: the office takes it, and takes nothing else by that door."""

from collections.abc import Callable
from typing import Any

import pytest

from inspection.sync.office import Office
from inspection.sync.projections import rebuild
from inspection.web import Settings
from tests.factories import make_bundle, make_user
from tests.integration.safekeeping.rich_visit import check
from tests.virtual_tablet import VirtualTablet

BUNDLE = make_bundle()


def outcomes(tablet: VirtualTablet, visit_id: str) -> list[tuple[str, Any]]:
    return [(one["outcome"], one.get("code")) for one in tablet.push(visit_id)]


def test_the_visit_she_opened_in_the_field_exists_with_all_that_she_wrote(
    tablet: VirtualTablet, office: Office
) -> None:
    opened = tablet.open_visit(BUNDLE)
    child = tablet.add_minor(opened)
    tablet.set_answer(opened, f"{child}/edad", 12)

    assert outcomes(tablet, opened) == [("stored", None)] * 3
    visit = office.read(opened)
    assert visit.closes == tablet.user["user_id"] and list(visit.inspectors) == [tablet.user["user_id"]]
    assert visit.value(f"{child}/edad") == {"v": 12}
    assert not visit.quarantined


def test_she_sees_it_from_her_other_tablet_and_a_colleague_does_not(
    tablet: VirtualTablet, new_tablet: Callable[..., VirtualTablet], office: Office
) -> None:
    opened = tablet.open_visit(BUNDLE)
    tablet.push(opened)
    other, colleague = new_tablet("ana", seed="2"), new_tablet("luis")
    other.pull()
    colleague.pull()

    assert other.visits[opened]["granted"] and other.read(opened).closes == tablet.user["user_id"]
    assert opened not in colleague.visits
    colleague.write(opened, "answer_set", {"path": "visit/lugar", "supersedes": [], "value": {"v": "x"}})
    assert outcomes(colleague, opened) == [("quarantined", "not_in_scope")]


def test_the_office_lets_others_in_answers_it_and_she_receives_that(tablet: VirtualTablet, office: Office) -> None:
    opened = tablet.open_visit(BUNDLE)
    tablet.push(opened)
    office.set_answer(opened, "visit/orden", {"v": "STPS/1"}, actor="0" * 32)
    tablet.pull()

    assert tablet.read(opened).value("visit/orden") == {"v": "STPS/1"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"closes": "ab" * 16}, "not_in_scope"),
        ({"inspectors": ["ab" * 16]}, "not_in_scope"),
        ({"zone": "Nowhere/None"}, "malformed_body"),
        ({"zone": "../../etc/passwd"}, "malformed_body"),
        ({"law_hash": "0" * 64}, "malformed_body"),
        ({"reducer": 2}, "malformed_body"),
        ({"protocol": {"id": "otro", "hash": "0" * 64}}, "unknown_visit"),
    ],
)
def test_an_opening_that_claims_more_than_hers_is_kept_aside(
    changed: dict[str, Any], code: str, tablet: VirtualTablet, office: Office
) -> None:
    before = {visit.visit_id for visit in office.visits()}
    opened = tablet.open_visit(BUNDLE, **changed)

    assert outcomes(tablet, opened) == [("quarantined", code)]
    assert {visit.visit_id for visit in office.visits()} == before
    assert [s.event.type for s in office.store.log.of_visit(opened)] == ["visit_opened", "verdict_given"]


def test_only_an_inspector_opens_visits(
    tablet: VirtualTablet, new_tablet: Callable[..., VirtualTablet], office: Office
) -> None:
    make_user(office, "marisol", role="supervisor")
    opened = (desk := new_tablet("marisol")).open_visit(BUNDLE)
    assert outcomes(desk, opened) == [("quarantined", "not_in_scope")]


def test_a_known_visit_is_not_opened_a_second_time(tablet: VirtualTablet, visit_id: str, office: Office) -> None:
    again = tablet.open_visit(BUNDLE)
    tablet.push(again)
    opening = tablet.events(again)[0]
    tablet.write(visit_id, "visit_opened", dict(opening.body))

    assert outcomes(tablet, visit_id) == [("quarantined", "not_in_scope")]


def test_evidence_and_read_tables_hold_for_it_too(
    tablet: VirtualTablet, office: Office, settings: Settings
) -> None:
    opened = tablet.open_visit(BUNDLE)
    tablet.add_minor(opened)
    tablet.push(opened)
    rebuild(office.store)

    assert office.store.visits.visit(opened) is not None
    assert office.store.visits.scope(tablet.user["user_id"])[opened]
    assert not [fault for report in check(settings.data_dir, settings.keys_dir) for fault in report.faults]
