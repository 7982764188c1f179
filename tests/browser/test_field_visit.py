"""With no signal and no order she opens a visit on the spot; it survives, arrives and gets its number."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, expect

from inspection.clock import system_clock, system_rng
from inspection.demo import Demo
from inspection.domain.visit import OpenedVisit
from inspection.web import Settings, open_office
from tests.browser.conftest import Server
from tests.browser.desk_hands import Desk
from tests.browser.entering import back_to_the_list, demo_office, fill_account, look, tablet
from tests.browser.field import Field
from tests.browser.tablet_hands import Hands, begins

pytestmark = pytest.mark.browser

NEW = "contraseña larga de prueba"
PLACE = "Empaque La Bahía, nave del fondo"


def kinds(visit: OpenedVisit) -> set[str]:
    return {entity.kind for entity in visit.entities.values()}


def test_a_visit_opened_without_signal_survives_arrives_and_gets_its_number(field: Field, chromium: Browser) -> None:
    hands, page = field.hands, field.page
    field.cut_the_network()
    hands.press("Nueva visita extraordinaria", role="link")
    hands.press("Abrir la visita")
    expect(page.get_by_role("alert")).to_contain_text("Escribe cómo se llama el lugar")
    page.get_by_label("Nombre del lugar").fill(PLACE)
    hands.press("Abrir la visita")
    expect(page.get_by_role("heading", level=1, name="Arribo")).to_be_visible()
    hands.now("arr_hora_inicio")
    hands.new_card()
    hands.write("nna_edad_dicha", "12")
    expect(hands.question("nna_edad_dicha")).to_contain_text("Guardado en esta tableta")

    # The browser is killed, not closed; everything is there after unlocking, still without network.
    context = page.context
    page.close(run_before_unload=False)
    page = field.page = context.new_page()
    field.hands.page = page
    page.goto(f"{field.server.url}/app/")
    field.unlock()
    back_to_the_list(page)
    row = page.get_by_role("listitem").filter(has_text=PLACE)
    expect(row).to_contain_text("sin número de orden")
    expect(row).to_contain_text(re.compile(r"Tu trabajo está\s*en esta tableta"))
    expect(row).to_contain_text("1 posible persona menor")
    expect(page.get_by_role("region", name="Hoy", exact=True)).to_contain_text(PLACE)
    look(page, "home-today")
    search = page.get_by_role("searchbox", name="Buscar por lugar, orden o estado")
    search.fill("bahia sin numero")
    expect(page.get_by_role("link", name=begins("Abrir visita"))).to_have_count(1)
    search.fill("nada de eso")
    expect(page.get_by_role("status").filter(has_text="Ninguna visita con esas letras")).to_be_visible()
    search.fill("")

    # The network returns: the office holds it, whole, with nothing in quarantine.
    field.server.start()
    page.get_by_role("button", name="Enviar ahora").click()
    expect(row).to_contain_text(re.compile(r"Tu trabajo está\s*en resguardo de la autoridad"), timeout=30_000)
    server = field.server
    office = open_office(Settings(server.data, server.keys))
    (seen,) = [v for v in map(office.read, [v.visit_id for v in office.visits()]) if "minor" in kinds(v)]
    assert not seen.quarantined
    office.store.close()

    # The supervisor gives the order its number, and it reaches the tablet.
    supervisor = next(a for a in field.demo.accounts if a.role == "supervisor")
    desk = Desk(chromium.new_context(locale="es-MX").new_page(), server.url)
    desk.sign_in(supervisor.username, supervisor.password)
    expect(desk.page.locator("main")).to_contain_text("Extraordinaria abierta en el campo, sin número de orden")
    desk.page.get_by_role("link", name=re.compile(re.escape(PLACE))).first.click()
    desk.page.get_by_label("Número de la orden").fill("STPS/BC/0077/2026")
    desk.page.get_by_role("button", name="Asentar el número de orden").click()
    expect(desk.page.locator("main")).to_contain_text("Orden STPS/BC/0077/2026")
    page.get_by_role("button", name="Enviar ahora").click()
    expect(row).to_contain_text("Orden STPS/BC/0077/2026", timeout=30_000)
    expect(row).not_to_contain_text("sin número de orden")


def test_a_new_inspector_without_visits_has_the_protocol_and_opens_her_first_one_without_signal(
    server: Server, chromium: Browser
) -> None:
    demo = demo_office(server)
    office = open_office(Settings(server.data, server.keys))
    office.store.users.add("teresa", "Teresa Lugo", "inspector", NEW, now=system_clock(), rng=system_rng)
    office.store.close()
    page = tablet(chromium).new_page()
    page.goto(f"{server.url}/app/")
    mine = next(a for a in demo.accounts if a.role == "inspector")
    fill_account(page, Demo((replace(mine, username="teresa", password=NEW),), "", ""), "teresa", demo.passphrase)
    expect(page.locator("main")).to_contain_text("No hay visitas en esta tableta", timeout=30_000)
    expect(page.get_by_role("region", name="Envío")).to_contain_text("Último contacto", timeout=30_000)
    look(page, "no-visits")
    server.kill()
    Hands(page).press("Nueva visita extraordinaria", role="link")
    page.get_by_label("Nombre del lugar").fill(PLACE)
    Hands(page).press("Abrir la visita")
    expect(page.get_by_role("heading", level=1, name="Arribo")).to_be_visible()
