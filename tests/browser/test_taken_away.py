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
from tests.browser.tablet_hands import DRAWN_WHOLE, Hands, label
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


FIELDS = "main :is(input, textarea, select):enabled"


def test_a_visit_taken_away_is_only_read_at_every_address_and_what_was_being_written_still_goes(
    server: Server, chromium: Browser
) -> None:
    office = open_office(Settings(server.data, server.keys, server.url))
    users = office.store.users
    ana, marisol = (
        users.add(username, name, role, PASSWORD, now=system_clock(), rng=system_rng)
        for username, name, role in (
            ("ana", "Ana Inventada", "inspector"),
            ("marisol", "Marisol Inventada", "supervisor"),
        )
    )
    visit = make_visit(office, ana, bundle=BUNDLE)
    server.start()
    page = tablet(chromium).new_page()
    enter(page, server.url, ANA, "ana")
    open_visit(page)
    hands, main = Hands(page), page.locator("main")
    hands.press("Añadir persona menor")
    expect(page.get_by_role("navigation", name="Apartados de la ficha")).to_be_visible()
    card = page.url.partition("/menor/")[2].partition("/")[0]
    hands.stage(3)
    hands.write("rec_contratista", "Cuadrilla de «El Güero»")
    send(page)
    page.context.set_offline(True)
    box = hands.question("rec_areas_recorridas").get_by_role("textbox").first
    box.click()
    box.press_sequentially("Surcos 1 a 30 y el emp")
    office.revoke(visit, ana.user_id, actor=marisol.user_id)
    page.context.set_offline(False)

    notice = main.get_by_text("Esta visita ya no está a tu cargo")
    expect(notice).to_be_visible(timeout=30_000)
    expect(main).to_contain_text("lo que falte por entregar sale al haber red")
    expect(main).to_contain_text("habla con quien supervisa")
    expect(page.locator(FIELDS)).to_have_count(0)
    in_both_themes(page, "stage-gone")
    for address in (
        "",
        "/etapa/actas",
        "/menores",
        "/varias",
        "/sin-menores",
        "/falta",
        "/acta",
        f"/menor/{card}/primero",
        f"/menor/{card}/ley",
        f"/menor/{card}/corregir",
        f"/entrevista/{card}",
        f"/firma/{card}",
        f"/ruego/{card}",
    ):
        page.evaluate("address => { location.hash = address; }", f"#/visita/{visit}{address}")
        expect(notice, address).to_be_visible()
        page.evaluate(DRAWN_WHOLE)
        expect(page.locator(FIELDS), address).to_have_count(0)
        for writes in ("Añadir", "Guardar", "Crear", "Confirmo", "Cerrar el acta", "Suspender", "Ya lo hice", "Firmar"):
            for role in ("button", "link"):
                assert not page.locator("main, footer").get_by_role(role, name=writes).count(), (address, writes)
        if address in ("/acta", f"/menor/{card}/ley"):
            in_both_themes(page, "acta-gone" if address == "/acta" else "law-gone")

    send(page)
    page.evaluate("id => { location.hash = `#/visita/${id}/acuse`; }", visit)
    expect(main).to_contain_text(f"Una respuesta: {label('rec_areas_recorridas')}")
    expect(main).to_contain_text(re.compile(r"Entregaste (\d+) de \1 registros"))
    hands.press("Hallazgo urgente", role="link")
    hands.press("Avisar ahora")
    expect(main).to_contain_text(re.compile(r"Aviso (guardado|de las)"))
    deadline = system_clock() + 30_000
    while not office.alarms() and system_clock() < deadline:
        page.wait_for_timeout(300)
    assert office.alarms(), "the urgent finding did not arrive"
    expect(main).to_contain_text("recibido por la autoridad", timeout=30_000)
    office.store.close()


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
