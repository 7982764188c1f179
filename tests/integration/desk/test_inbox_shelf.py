"""The inbox opens again only what changed, and never says anything but what a fresh reading says."""

from collections.abc import Callable

import pytest

from inspection.store.users import User
from inspection.sync.erasing import erase
from inspection.sync.office import Office
from inspection.web import Settings
from inspection.web.desk import shelf
from inspection.web.desk.inbox import inbox_of, summary_of
from inspection.web.desk.shelf import Shelf
from protocols import load_bundle
from tests.factories import make_photo, make_visit
from tests.integration.desk.field_visit import Field
from tests.virtual_tablet import VirtualTablet


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The visits that were opened, in order."""
    found: list[str] = []
    real: Callable[..., object] = shelf.open_case

    def counted(office: Office, visit_id: str, user_id: str) -> object:
        found.append(visit_id)
        return real(office, visit_id, user_id)

    monkeypatch.setattr(shelf, "open_case", counted)
    return found


def test_what_did_not_change_is_not_opened_again(office: Office, ana: User, marisol: User, opened: list[str]) -> None:
    bundle = load_bundle("trabajo_infantil/2024_1").data
    first, second = make_visit(office, ana, bundle=bundle), make_visit(office, ana, bundle=bundle)
    kept = Shelf(summary_of)
    inbox_of(office, marisol.user_id, kept)
    opened.clear()

    inbox_of(office, marisol.user_id, kept)
    assert opened == []

    office.set_answer(second, "visit/centro_nombre", {"v": "Rancho Otro"})
    page = inbox_of(office, marisol.user_id, kept)
    assert opened == [second]
    assert {row.place for queue in page.queues for row in queue.rows} >= {"Rancho Otro"}
    assert first in {row.visit_id for queue in page.queues for row in queue.rows}


def test_the_shelf_says_what_a_fresh_reading_says_after_every_change(
    office: Office,
    tablet: VirtualTablet,
    field: Field,
    visit_id: str,
    ana: User,
    marisol: User,
    settings: Settings,
) -> None:
    kept, photo = Shelf(summary_of), make_photo(30_000)

    def same() -> None:
        assert inbox_of(office, marisol.user_id, kept) == inbox_of(office, marisol.user_id)

    same()
    name = tablet.add_photo(visit_id, photo)
    tablet.push(visit_id)
    same()
    tablet.send_file(visit_id, name, photo)
    same()
    office.revoke(visit_id, ana.user_id, actor=marisol.user_id)
    refused = tablet.set_answer(visit_id, "visit/centro_nombre", "tarde")
    tablet.push(visit_id)
    same()
    office.release(visit_id, refused.ref, actor=marisol.user_id)
    same()
    erase(office, settings.keys_dir, visit_id, field.under_age, reason="orden", actor=marisol.user_id)
    same()
