"""Persons corrected in the field: the desk shows one card, what was corrected and by whom; papers, one sheet."""

from pathlib import Path

import pytest

from inspection.documents.minors import minors_of
from inspection.documents.reading import VisitReading
from inspection.domain.events import minor_key
from inspection.sync.erasing import erase
from inspection.sync.office import Office
from protocols import load_bundle
from tests.integration.desk.browser import DeskBrowser
from tests.integration.desk.field_visit import Field, Recorder
from tests.virtual_tablet import VirtualTablet


@pytest.fixture
def twice(tablet: VirtualTablet, visit_id: str) -> tuple[str, str]:
    """The same child on two cards, with ages that differ, joined by the inspector."""
    recorder = Recorder(tablet, visit_id, load_bundle("trabajo_infantil/2024_1").data)
    recorder.answer("visit", "started_at", "2025-11-20T08:30")
    kept, other = tablet.add_minor(visit_id), tablet.add_minor(visit_id)
    recorder.answer(kept, "said_age", 14, src="child")
    recorder.answer(other, "said_age", 12, src="adult")
    join = {"entity": kept, "other": other}
    tablet.write(visit_id, "minors_joined", join, sealed={"reason": "La vimos dos veces"})
    tablet.push(visit_id)
    return kept, other


def test_two_cards_joined_are_one_at_the_desk_and_an_answer_settles_them(
    desk: DeskBrowser, office: Office, tablet: VirtualTablet, visit_id: str, twice: tuple[str, str]
) -> None:
    kept, other = twice
    page = desk.open(f"/escritorio/visitas/{visit_id}")
    assert page.count('<article class="child"') == 1
    assert f"También registrada como {minor_key(other)}" in page
    assert "son la misma persona" in page and "La vimos dos veces" in page and "Ana Inventada" in page
    path = Recorder(tablet, visit_id, load_bundle("trabajo_infantil/2024_1").data).path(kept, "said_age")
    assert office.read(visit_id).conflicts == (path,)

    office.set_answer(visit_id, path, {"v": 13, "src": "office"}, actor="0" * 32)

    visit = office.read(visit_id)
    assert visit.conflicts == () and visit.value(path) == {"v": 13, "src": "office"}
    assert minor_key(kept) in desk.open(f"/escritorio/visitas/{visit_id}/personas/{other.partition(':')[2]}")


def test_an_adult_after_all_leaves_the_children_and_stays_in_sight_until_it_is_undone(
    desk: DeskBrowser, office: Office, tablet: VirtualTablet, visit_id: str
) -> None:
    grown = tablet.add_minor(visit_id)
    tablet.confirm(visit_id, grown, {"urgent": True})
    tablet.push(visit_id)
    told = {"basis": "document", "reason": "Mostró su credencial"}
    ruling = tablet.write(visit_id, "minor_ruled_adult", {"entity": grown}, sealed=told)
    tablet.push(visit_id)

    page = desk.open(f"/escritorio/visitas/{visit_id}")
    assert "Resultaron personas adultas" in page and "Mostró su credencial" in page
    assert office.read(visit_id).plain()["entities"] == []
    assert len(office.alarms()) == 1, "an alarm already raised stays until a named person lowers it"

    tablet.write(visit_id, "correction_withdrawn", {"entity": grown, "of": ruling.ref})
    tablet.push(visit_id)
    page = desk.open(f"/escritorio/visitas/{visit_id}")
    assert "Resultaron personas adultas" not in page and "Se deshizo: Ana Inventada" in page


def test_erasing_a_joined_person_erases_every_card(
    office: Office, visit_id: str, twice: tuple[str, str], tmp_path: Path
) -> None:
    erase(office, tmp_path, visit_id, twice[1], reason="orden", actor=None)

    secrets = office.secrets(visit_id)
    assert [secrets[card] for card in twice] == [None, None]
    assert erase(office, tmp_path, visit_id, twice[0], reason="orden", actor=None).again


def test_the_referral_has_one_sheet_for_a_joined_person(
    desk: DeskBrowser, office: Office, tablet: VirtualTablet, field: Field
) -> None:
    twin = tablet.add_minor(field.visit_id)
    tablet.write(field.visit_id, "minors_joined", {"entity": field.under_age, "other": twin}, sealed={})
    tablet.push(field.visit_id)

    visit = office.read(field.visit_id)
    reading = VisitReading(visit, load_bundle("trabajo_infantil/2024_1").data)
    [minor] = minors_of(reading, [field.under_age])
    assert minor.other_keys() == f". También se registró como {minor_key(twin)}"
    with pytest.raises(LookupError):
        minors_of(reading, [twin])
