"""The desk settles a conflict and releases quarantine: a real browser, a real server."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from inspection.clock import system_clock, system_rng
from inspection.domain.events import minor_key
from inspection.sync.office import Office
from inspection.web import Settings, open_office
from protocols import load_bundle
from tests.browser.conftest import Server
from tests.browser.desk_hands import Desk
from tests.factories import PASSWORD, make_visit
from tests.integration.desk.field_visit import Recorder
from tests.transport import through_network
from tests.virtual_tablet import VirtualTablet

BUNDLE = load_bundle("trabajo_infantil/2024_1").data


@pytest.fixture
def office(server: Server) -> Iterator[Office]:
    """A served office with two inspectors and a supervisor."""
    office = open_office(Settings(server.data, server.keys, server.url))
    for username, name, role in (
        ("ana", "Ana Inventada", "inspector"), ("luis", "Luis Inventado", "inspector"),
        ("marisol", "Marisol Inventada", "supervisor"),
    ):  # fmt: skip
        office.store.users.add(username, name, role, PASSWORD, now=system_clock(), rng=system_rng)
    server.start()
    yield office
    office.store.close()


def tablet(server: Server, username: str) -> VirtualTablet:
    found = VirtualTablet(through_network(server.url), username, clock=system_clock, seed=username)
    assert found.enrol().status == 201
    found.pull()
    return found


def test_a_conflict_of_two_cards_is_settled_and_a_quarantined_answer_released(
    server: Server, chromium: Browser, office: Office
) -> None:
    people = {one.username: one for one in office.store.users.all()}
    visit_id = make_visit(office, people["ana"], people["luis"], bundle=BUNDLE)
    ana, luis = tablet(server, "ana"), tablet(server, "luis")
    by_ana, by_luis = Recorder(ana, visit_id, BUNDLE), Recorder(luis, visit_id, BUNDLE)
    by_ana.answer("visit", "workplace_name", "Rancho Las Dos Fichas")
    by_ana.answer("visit", "started_at", "2025-11-20T08:30")
    kept = ana.add_minor(visit_id)
    by_ana.answer(kept, "said_age", 14, src="child")
    ana.push(visit_id)
    twin, grown = luis.add_minor(visit_id), luis.add_minor(visit_id)
    by_luis.answer(twin, "said_age", 12, src="adult")
    told = {"basis": "document", "reason": "Mostró su credencial para votar"}
    luis.write(visit_id, "minor_ruled_adult", {"entity": grown}, sealed=told)
    luis.push(visit_id)
    ana.pull()
    join = {"entity": kept, "other": twin}
    ana.write(visit_id, "minors_joined", join, sealed={"reason": "Es la misma niña, la vimos en dos surcos"})
    ana.push(visit_id)
    office.revoke(visit_id, people["luis"].user_id, actor=people["marisol"].user_id)
    by_luis.answer("visit", "crop", "Fresa")
    luis.push(visit_id)

    page = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
    desk = Desk(page, server.url)
    desk.sign_in("marisol", PASSWORD)
    desk.open_visit("Rancho Las Dos Fichas", "La visita")
    card = page.get_by_role("article", name=minor_key(kept))
    expect(card).to_contain_text(f"También registrada como {minor_key(twin)}")
    expect(card).to_contain_text("son la misma persona")
    expect(page.get_by_role("heading", name=re.compile("Resultaron personas adultas"))).to_be_visible()

    settle(page)
    path = by_ana.path(kept, "said_age")
    assert office.read(visit_id).conflicts == ()
    assert office.read(visit_id).value(path) == {"v": 12, "src": "adult"}

    page.goto(f"{server.url}/escritorio/visitas/{visit_id}/cuarentena")
    expect(page.get_by_text("de Luis Inventado")).to_be_visible()
    page.get_by_role("button", name=re.compile("Incorporar a la visita")).click()
    expect(page.get_by_text("Ninguno. Todo lo que llegó")).to_be_visible()
    assert office.read(visit_id).value(by_luis.path("visit", "crop")) == {"v": "Fresa"}


def settle(page: Page) -> None:
    """Choose the younger age, as a person does: by its words."""
    page.get_by_role("link", name=re.compile("^Revisión")).first.click()
    page.get_by_role("radio", name=re.compile("^12")).check()
    page.get_by_role("button", name="Resolver con el valor elegido").click()
    expect(page.locator("input[name=keep]")).to_have_count(0)
