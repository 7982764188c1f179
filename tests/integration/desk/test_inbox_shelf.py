"""The inbox opens again only what changed, and never says anything but what a fresh reading says."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from inspection.store.users import User
from inspection.sync.erasing import erase
from inspection.sync.office import Office
from inspection.web import Settings
from inspection.web.desk import lasting, shelf
from inspection.web.desk.batch_due import lasting_owed, visit_owes
from inspection.web.desk.inbox import inbox_of, lasting_summaries, summary_of
from inspection.web.desk.shelf import Opening, Shelf
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


def started_again() -> Shelf:
    """The shelf of a process that has just started."""
    return Shelf(summary_of, lasting_summaries())


def test_a_process_that_starts_opens_no_visit_that_another_has_read(
    office: Office, ana: User, marisol: User, opened: list[str]
) -> None:
    bundle = load_bundle("trabajo_infantil/2024_1").data
    for name in ("Rancho Uno", "Rancho Dos"):
        visit_id = make_visit(office, ana, bundle=bundle)
        office.set_answer(visit_id, "visit/centro_nombre", {"v": name})
    before = inbox_of(office, marisol.user_id, started_again())
    owed = Shelf(visit_owes, lasting_owed()).of_all(office, Opening(office, marisol.user_id))
    opened.clear()

    assert inbox_of(office, marisol.user_id, started_again()) == before
    assert Shelf(visit_owes, lasting_owed()).of_all(office, Opening(office, marisol.user_id)) == owed
    assert opened == []


def test_a_summary_of_another_program_or_law_is_not_believed(
    office: Office, visit_id: str, marisol: User, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox_of(office, marisol.user_id, started_again())
    opened.clear()

    monkeypatch.setattr(lasting, "program_mark", lambda: "another")
    inbox_of(office, marisol.user_id, started_again())

    assert opened == [visit_id]


def test_a_summary_put_in_anothers_place_is_not_believed(
    office: Office, ana: User, marisol: User, settings: Settings
) -> None:
    bundle = load_bundle("trabajo_infantil/2024_1").data
    first, second = make_visit(office, ana, bundle=bundle), make_visit(office, ana, bundle=bundle)
    office.set_answer(first, "visit/centro_nombre", {"v": "Rancho Uno"})
    page = inbox_of(office, marisol.user_id, started_again())
    with closing(sqlite3.connect(settings.data_dir / "resguardo.sqlite3")) as db:
        sql = "UPDATE summary SET wrapped = (SELECT wrapped FROM summary WHERE visit_id = ?) WHERE visit_id = ?"
        assert db.execute(sql, (second, first)).rowcount == 1
        db.commit()

    assert inbox_of(office, marisol.user_id, started_again()) == page


def test_what_rests_of_an_inbox_is_unreadable_and_goes_with_an_erasure(
    office: Office, field: Field, visit_id: str, marisol: User, settings: Settings
) -> None:
    office.set_answer(visit_id, "visit/centro_nombre", {"v": "Rancho Que Nadie Lee"})
    inbox_of(office, marisol.user_id, started_again())
    assert [one.visit_id for one in office.store.desk.summaries("inbox")] == [visit_id]
    files = [one for one in settings.data_dir.rglob("*") if one.is_file()]
    assert not any(b"Rancho Que Nadie Lee" in one.read_bytes() for one in files)

    erase(office, settings.keys_dir, visit_id, field.under_age, reason="orden", actor=marisol.user_id)

    assert office.store.desk.summaries("inbox") == []
    assert inbox_of(office, marisol.user_id, started_again()) == inbox_of(office, marisol.user_id)


def test_what_changed_while_it_was_read_is_not_kept(
    office: Office, field: Field, visit_id: str, marisol: User, settings: Settings
) -> None:
    def erased_meanwhile(case: object) -> object:
        found = summary_of(case)
        erase(office, settings.keys_dir, visit_id, field.under_age, reason="orden", actor=marisol.user_id)
        return found

    Shelf(erased_meanwhile, lasting_summaries()).of_all(office, Opening(office, marisol.user_id))

    assert office.store.desk.summaries("inbox") == []
