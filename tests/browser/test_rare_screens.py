"""Screens one seldom sees: two answers, a returned one, many rows, a comparison, a new version, what was set apart."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from inspection.clock import system_clock, system_rng
from inspection.demo import Account, Demo
from inspection.sync.office import Office
from inspection.web import Settings, open_office
from protocols import load_bundle
from tests.browser.conftest import Server
from tests.browser.desk_hands import Desk
from tests.browser.entering import enter, look, open_visit, send, tablet
from tests.browser.tablet_hands import Hands, label, option
from tests.factories import PASSWORD, make_visit
from tests.integration.desk.field_visit import Recorder
from tests.transport import through_network
from tests.virtual_tablet import VirtualTablet

pytestmark = pytest.mark.browser
BUNDLE = load_bundle("trabajo_infantil/2024_1").data
PLACE = "Rancho Las Dos Tabletas"
ANA = Demo((Account("ana", "Ana Inventada", "inspector", PASSWORD, ""),), "cuatro palabras en el surco", "")
WAITING_VERSION = """() => {
  const ready = navigator.serviceWorker.ready.then(real => new Proxy(real, {
    get: (one, name) => name === 'waiting' ? { postMessage() {} }
      : typeof one[name] === 'function' ? one[name].bind(one) : one[name],
  }));
  Object.defineProperty(navigator.serviceWorker, 'ready', { get: () => ready });
}"""


@pytest.fixture
def office(server: Server) -> Iterator[Office]:
    """A served office with two inspectors on one visit, and their supervisor."""
    office = open_office(Settings(server.data, server.keys, server.url))
    for username, name, role in (
        ("ana", "Ana Inventada", "inspector"),
        ("luis", "Luis Inventado", "inspector"),
        ("marisol", "Marisol Inventada", "supervisor"),
    ):
        office.store.users.add(username, name, role, PASSWORD, now=system_clock(), rng=system_rng)
    server.start()
    yield office
    office.store.close()


def written_without_network(page: Page, hands: Hands, item: str, text: str) -> None:
    """Write with nothing else to send, and wait until it is an event: what the office does next comes after it."""
    send(page)
    page.context.set_offline(True)
    hands.stage(3)
    hands.write(item, text)
    expect(page.get_by_role("region", name="Envío")).to_contain_text("1 registro sólo en esta tableta")


def two_answers(page: Page, hands: Hands, server: Server, visit_id: str) -> None:
    """Ana and Luis write the same answer without network, each another."""
    luis = VirtualTablet(through_network(server.url), "luis", clock=system_clock, seed="luis")
    assert luis.enrol().status == 201
    luis.pull()
    written_without_network(page, hands, "rec_total", "46")
    Recorder(luis, visit_id, BUNDLE).answer("visit", "workplace_name", PLACE)
    luis.set_answer(visit_id, "visit/rec_total", 52, public=True)
    luis.push(visit_id)
    page.context.set_offline(False)
    send(page)
    expect(hands.question("rec_total")).to_contain_text("Hay dos respuestas distintas", timeout=20_000)
    hands.question("rec_total").scroll_into_view_if_needed()
    look(page, "conflict")
    hands.question("rec_total").get_by_role("button", name=re.compile("Dejar esta.*52")).click()
    expect(hands.question("rec_total")).not_to_contain_text("Hay dos respuestas distintas")


def returned(page: Page, hands: Hands, chromium: Browser, server: Server) -> None:
    hands.write("rec_areas_recorridas", "Surcos 1 a 30")
    send(page)
    desk = Desk(chromium.new_context(locale="es-MX").new_page(), server.url)
    desk.sign_in("marisol", PASSWORD)
    desk.open_visit(PLACE, "Revisión")
    desk.return_answer(label("rec_areas_recorridas"), "¿A qué hora pasaron por la bodega, y con quién?")
    page.get_by_role("link", name="Resguardo: Visitas").click()
    send(page)
    page.get_by_role("link", name=re.compile("evuelt")).first.click()
    look(page, "returned-list")
    page.get_by_role("link", name=re.compile(re.escape(label("rec_areas_recorridas")))).first.click()
    expect(page.get_by_label(f"Tu contestación: {label('rec_areas_recorridas')}")).to_be_visible()
    look(page, "returned")


def many_rows(page: Page, hands: Hands) -> None:
    hands.press(re.compile("Personas menores"), role="link")
    hands.press("Varias a la vez", role="link")
    hands.share_with_all()
    row = page.get_by_role("form", name="Una por una")
    for initials in ("A. B.", "Ñ. O.", "C. D."):
        row.get_by_label(label("nna_iniciales")).fill(initials)
        row.get_by_role("radio", name=option("nna_duda_edad", "podria_menor_15")).check()
        row.get_by_label(label("nna_iniciales")).press("Enter")
        expect(row.get_by_label(label("nna_iniciales"))).to_have_value("")
    look(page, "several-rows")
    page.get_by_label("¿Cuántas?").fill("30")
    page.get_by_role("button", name="Crear 30 fichas").click()
    expect(page.get_by_role("region", name="Fichas de esta visita").get_by_role("heading")).to_contain_text("33")
    hands.press("Personas menores", role="link")
    expect(page.get_by_role("searchbox")).to_be_visible()
    look(page, "minors-many")


def compared_and_warned(page: Page) -> None:
    page.evaluate("location.hash = '#/tableta'")
    page.get_by_role("button", name="Comparar ahora").click()
    expect(page.locator("main")).to_contain_text("Última comparación: hoy", timeout=30_000)
    look(page, "compared")
    page.context.set_offline(True)
    page.get_by_role("button", name="Comparar ahora").click()
    expect(page.get_by_role("alert").first).to_be_visible(timeout=30_000)
    look(page, "compare-offline")
    page.context.set_offline(False)


def set_apart(page: Page, hands: Hands, office: Office, visit_id: str) -> None:
    """The visit is taken from her; what she wrote since then is kept apart, and told once she has it again."""
    people = {one.username: one for one in office.store.users.all()}
    page.evaluate("location.hash = '#/'")
    open_visit(page)
    written_without_network(page, hands, "rec_contratista", "Cuadrilla de «El Güero»")
    office.revoke(visit_id, people["ana"].user_id, actor=people["marisol"].user_id)
    page.context.set_offline(False)
    send(page)
    # Taken from her and no longer whole here: what was set apart is still told, question by question.
    page.evaluate("location.hash = '#/'")
    page.get_by_role("link", name=re.compile("apartado")).click()
    expect(page.locator("main")).to_contain_text(f"Una respuesta: {label('rec_contratista')}")
    look(page, "set-apart-gone")
    office.grant(visit_id, people["ana"].user_id, actor=people["marisol"].user_id)
    send(page)
    page.evaluate("id => { location.hash = `#/visita/${id}/acuse`; }", visit_id)
    expect(page.locator("main")).to_contain_text(f"Una respuesta: {label('rec_contratista')}", timeout=30_000)
    look(page, "set-apart")


def test_the_screens_one_seldom_sees_can_be_used_by_everybody(
    server: Server, chromium: Browser, office: Office
) -> None:
    people = {one.username: one for one in office.store.users.all()}
    visit_id = make_visit(office, people["ana"], people["luis"], bundle=BUNDLE)
    page = tablet(chromium).new_page()
    page.add_init_script(f"({WAITING_VERSION})()")
    enter(page, server.url, ANA, "ana")
    expect(page.get_by_role("button", name="Actualizar ahora")).to_be_visible()
    look(page, "new-version")
    page.get_by_role("button", name="Después").click()
    hands = Hands(page)
    open_visit(page)
    two_answers(page, hands, server, visit_id)
    returned(page, hands, chromium, server)
    many_rows(page, hands)
    compared_and_warned(page)
    set_apart(page, hands, office, visit_id)
