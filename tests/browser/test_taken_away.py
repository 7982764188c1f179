"""A visit taken from an inspector: what her tablet still says of it is true, and what she wrote is handed in."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from inspection.clock import system_clock, system_rng
from inspection.demo import Account, Demo
from inspection.web import Settings, open_office
from protocols import load_bundle
from tests.browser.conftest import Server
from tests.browser.entering import enter, look, open_visit, send, tablet
from tests.browser.tablet_hands import Hands, label
from tests.factories import PASSWORD, make_visit
from tests.transport import through_network
from tests.virtual_tablet import VirtualTablet

pytestmark = pytest.mark.browser
BUNDLE = load_bundle("trabajo_infantil/2024_1").data
ANA = Demo((Account("ana", "Ana Inventada", "inspector", PASSWORD, ""),), "cuatro palabras en el surco", "")


def in_both_themes(page: Page, name: str) -> None:
    for theme in ("paper", "sun"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        look(page, f"{name}-{theme}")


def test_of_a_visit_taken_away_the_tablet_says_what_was_handed_in_and_whom_to_ask(
    server: Server, chromium: Browser
) -> None:
    office = open_office(Settings(server.data, server.keys, server.url))
    users = office.store.users
    ana, luis, marisol = (
        users.add(username, name, role, PASSWORD, now=system_clock(), rng=system_rng)
        for username, name, role in (
            ("ana", "Ana Inventada", "inspector"),
            ("luis", "Luis Inventado", "inspector"),
            ("marisol", "Marisol Inventada", "supervisor"),
        )
    )
    visit = make_visit(office, ana, luis, bundle=BUNDLE)
    server.start()
    his = VirtualTablet(through_network(server.url), "luis", clock=system_clock, seed="luis")
    assert his.enrol().status == 201
    his.pull()
    office.revoke(visit, luis.user_id, actor=marisol.user_id)
    his.set_answer(visit, "visit/rec_total", 52, public=True)
    his.push(visit)

    page = tablet(chromium).new_page()
    enter(page, server.url, ANA, "ana")
    open_visit(page)
    hands = Hands(page)
    hands.stage(3)
    hands.write("rec_contratista", "Cuadrilla de «El Güero»")
    send(page)
    page.evaluate("id => { location.hash = `#/visita/${id}/acuse`; }", visit)
    main = page.locator("main")
    expect(main).to_contain_text("1 registro apartado de otra persona")
    expect(main).to_contain_text("La tableta y la autoridad tienen exactamente lo mismo")
    in_both_themes(page, "receipt-aside")

    page.context.set_offline(True)
    page.evaluate("location.hash = '#/'")
    open_visit(page)
    hands.stage(3)
    hands.write("rec_areas_recorridas", "Surcos 1 a 30")
    office.revoke(visit, ana.user_id, actor=marisol.user_id)
    page.context.set_offline(False)
    send(page)
    page.evaluate("location.hash = '#/'")
    expect(page.get_by_role("link", name=re.compile("Faltan"))).to_have_count(0)
    look(page, "home-taken-away")
    page.get_by_role("link", name=re.compile("Ver qué se entregó")).click()
    expect(main).to_contain_text("Esta visita ya no está a tu cargo")
    expect(main).to_contain_text("Entregaste 2 de 2 registros; 1 quedó apartado")
    expect(main).to_contain_text("habla con quien supervisa")
    expect(main).to_contain_text(f"Una respuesta: {label('rec_areas_recorridas')}")
    for never in ("Todavía no coincide", "Aún no hay acuse", "exactamente lo mismo"):
        expect(main).not_to_contain_text(never)
    expect(page.get_by_role("button", name="Añadir persona menor")).to_have_count(0)
    in_both_themes(page, "receipt-gone")
    office.store.close()
