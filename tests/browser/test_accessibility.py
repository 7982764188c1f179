"""Every screen is usable by everybody: WCAG 2.2 AA by axe, both themes, targets for a thumb, 200 % zoom, no motion."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from inspection.demo import Demo
from tests.browser.conftest import Server
from tests.browser.desk_hands import Desk
from tests.browser.entering import demo_office, inspector, tablet, unlock
from tests.browser.field import Field
from tests.browser.reading import DESK_TARGET, Reader
from tests.browser.tablet_hands import Hands, begins, option, takes_strokes
from tests.browser.test_no_minors import SIGNERS, Pen, answer_what_closing_asks, state_that_nobody_was_seen
from tests.browser.test_story import PIN, sign

pytestmark = pytest.mark.browser
STAGES = 9


@pytest.fixture
def office(server: Server) -> Iterator[Demo]:
    yield demo_office(server)


def at_the_door(page: Page, server: Server, demo: Demo, reader: Reader) -> None:
    account = next(a for a in demo.accounts if a.username == inspector(demo))
    page.goto(f"{server.url}/app/")
    expect(page.get_by_label("Usuario")).to_be_visible()
    reader.look("door")
    page.get_by_label("Usuario").fill(account.username)
    page.get_by_label("Contraseña").fill(account.password)
    page.get_by_label("Nombre de esta tableta").fill("Tableta 4")
    page.get_by_role("button", name="Continuar").click()
    page.get_by_label("Frase de paso", exact=True).fill(demo.passphrase)
    reader.look("passphrase")
    page.get_by_label("Repite la frase de paso").fill(demo.passphrase)
    page.get_by_role("button", name="Preparar esta tableta").click()
    expect(page.get_by_role("link", name=begins("Faltan")).first).to_be_visible(timeout=30_000)
    page.reload()
    expect(page.get_by_label("Frase de paso")).to_be_visible()
    reader.look("lock")
    go(page, "#/frase", reader, "forgotten passphrase")
    go(page, "#/llamadas", reader, "calls, locked")
    go(page, "#/urgente", reader, "urgent, locked")
    page.evaluate("location.hash = '#/'")
    unlock(page, demo.passphrase)
    expect(page.get_by_role("link", name=begins("Abrir visita")).first).to_be_visible()
    reader.look("home")
    page.get_by_role("button", name="Menú").click()
    reader.look("menu")
    page.get_by_role("button", name="Menú").click()


def go(page: Page, address: str, reader: Reader, screen: str) -> None:
    before = page.get_by_role("heading", level=1).first.inner_text()
    page.evaluate("address => { location.hash = address; }", address)
    expect(page.get_by_role("heading", level=1).first).not_to_have_text(before)
    reader.look(screen)


def through_the_visit(field: Field, reader: Reader) -> None:
    hands, page = field.hands, field.page
    field.open_visit()
    for number in range(1, STAGES + 1):
        hands.whole_stage(number)
        reader.look(f"stage {number}")
    page.get_by_role("link", name=begins("Qué falta")).first.click()
    expect(page.get_by_role("heading", name="Qué falta para cerrar")).to_be_visible()
    reader.look("missing")
    hands.press("Volver a la visita", role="link")
    hands.press("Hallazgo urgente", role="link")
    expect(page.get_by_role("button", name="Avisar ahora")).to_be_visible()
    reader.look("urgent")
    hands.press("Volver a la visita", role="link")
    state_that_nobody_was_seen(field, Pen(field))
    reader.look("nobody observed")


def to_the_receipt(field: Field, reader: Reader) -> None:
    hands, page = field.hands, field.page
    answer_what_closing_asks(field, Pen(field))
    hands.press("Ir al acta", role="link")
    expect(page.get_by_role("article", name="Acta")).to_be_visible()
    reader.look("acta")
    hands.press(f"Firmar: {SIGNERS[0]}", role="link")
    expect(page.get_by_label("PIN nuevo, de 4 a 8 cifras")).to_be_visible()
    reader.look("before lending")
    page.get_by_label("PIN nuevo, de 4 a 8 cifras").fill(PIN)
    page.get_by_label("Repite el PIN").fill(PIN)
    hands.press("Guardar PIN")
    takes_strokes(page.get_by_role("img", name=re.compile("Espacio para firmar")))
    reader.look("signing")
    hands.press(re.compile("Volver|sin firmar|Devolver"))
    page.get_by_label("PIN", exact=True).fill(PIN)
    for name in SIGNERS:
        sign(hands, name)
    hands.press("Cerrar el acta")
    reader.look("dialog")
    page.get_by_role("dialog").get_by_role("button", name="Sí, cerrar el acta").click()
    expect(page.locator("main")).to_contain_text("Acta cerrada", timeout=20_000)
    page.get_by_role("link", name="Ver acuse").click()
    expect(page.locator(".receipt").first).to_be_visible(timeout=30_000)
    reader.look("receipt")


def talk(page: Page, reader: Reader, back: str) -> None:
    page.get_by_role("link", name="La ley a la mano").first.click()
    page.get_by_role("link", name="Platicar, una pregunta a la vez").first.click()
    page.get_by_role("button", name="Lo que se dice primero").click()
    reader.look("interview: what is said first")
    Hands(page).say_all_there_is_to_say_first()
    reader.look("interview: a question")
    page.evaluate("address => { location.hash = address; }", back)
    expect(page.get_by_role("navigation", name="Apartados de la ficha")).to_be_visible()


def a_child_is_found(field: Field, reader: Reader) -> None:
    hands, page = field.hands, field.page
    go(page, "#/nueva", reader, "new visit")
    page.get_by_role("textbox").first.fill("Rancho La Otra")
    page.locator("form button[type=submit]").click()
    expect(page.get_by_role("navigation", name="Etapas de la visita")).to_be_visible()
    hands.press(re.compile("Personas menores"), role="link")
    expect(page.get_by_role("heading", level=1, name="Personas menores")).to_be_visible()
    reader.look("no minors yet")
    hands.press("Varias a la vez", role="link")
    expect(page.get_by_role("form", name="Una por una")).to_be_visible()
    reader.look("several at once")
    hands.press("Personas menores", role="link")
    hands.new_card()
    hands.write("nna_edad_dicha", "16")
    hands.choose("nna_actividad", option("nna_actividad", "trabaja"))
    hands.choose("nna_quien_manda", option("nna_quien_manda", "patron"))
    tasks = hands.question("nna_tareas_campo")
    tasks.get_by_role("searchbox").fill("agroquimicos aplicar")
    tasks.get_by_role("checkbox").check()
    sections = page.get_by_role("navigation", name="Apartados de la ficha").locator("a[href*='/menor/']")
    for address in [one.get_attribute("href") for one in sections.all()]:
        page.locator(f"a[href='{address}']").first.click()
        expect(page.locator(f".divider[aria-current][href='{address}']")).to_be_visible()
        reader.look(f"minor: {str(address).rsplit('/', 1)[-1]}")
    talk(page, reader, str(address))
    hands.press(re.compile("Personas menores"), role="link")
    expect(page.locator("a.card")).to_have_count(1)
    reader.look("minors")
    go(page, "#/tableta", reader, "this tablet")


ILL_MADE = """<!doctype html><html lang="es"><title>Mal hecha</title><main><h1>Mal hecha</h1>
<p style="color: #bbb; background: #fff">Letra que no se lee al sol</p><input id="sin-nombre">
<button style="width: 20px; height: 20px; transition: opacity 1s">x</button>
<div style="width: 1200px">ancha</div></main>"""


def test_what_is_ill_made_is_noticed(chromium: Browser) -> None:
    page = chromium.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.set_content(ILL_MADE)
    reader = Reader(page)
    reader.look("ill made")
    for what in ("axe: color-contrast", "axe: label", "usual size, target: 20x20", "motion: ", "200 %, sideways: "):
        assert any(f"[ill made] {what}" in one for one in reader.wrong), what


def test_every_screen_of_the_tablet_can_be_used_by_everybody(server: Server, chromium: Browser, office: Demo) -> None:
    page = tablet(chromium, reduced_motion="reduce").new_page()
    reader = Reader(page)
    at_the_door(page, server, office, reader)
    field = Field(server, office, page)
    through_the_visit(field, reader)
    to_the_receipt(field, reader)
    a_child_is_found(field, reader)
    assert not reader.wrong, "\n".join(reader.wrong)


def test_the_desk_and_the_check_of_a_paper_can_be_used_by_everybody(
    server: Server, chromium: Browser, office: Demo
) -> None:
    page = chromium.new_context(
        locale="es-MX", viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
    ).new_page()
    reader = Reader(page, target=DESK_TARGET, themes=False)
    for place in ("/verificar/", "/verificar/no-existe", "/entrar"):
        page.goto(server.url + place)
        reader.look(place)
    supervisor = next(a for a in office.accounts if a.role == "supervisor")
    Desk(page, server.url).sign_in(supervisor.username, supervisor.password)
    reader.look("inbox")
    page.get_by_role("link", name=re.compile("El Encino")).first.click()
    expect(page).to_have_url(re.compile("/visitas/"))
    visit = page.url.rstrip("/")
    for place in ("", "/acta", "/cuarentena", "/documentos", "/revision", "/papel"):
        page.goto(visit + place)
        reader.look(f"visit{place}")
    page.goto(f"{server.url}/escritorio/lotes")
    reader.look("batches")
    assert not reader.wrong, "\n".join(reader.wrong)


def test_batches_and_the_check_of_an_acta_can_be_used_on_a_phone(
    server: Server, chromium: Browser, office: Demo
) -> None:
    page = chromium.new_context(
        locale="es-MX", viewport={"width": 390, "height": 844}, reduced_motion="reduce", has_touch=True
    ).new_page()
    reader = Reader(page, target=DESK_TARGET, themes=False)
    page.goto(f"{server.url}/verificar/{'0f' * 32}")
    reader.look("unknown fingerprint")
    supervisor = next(a for a in office.accounts if a.role == "supervisor")
    Desk(page, server.url).sign_in(supervisor.username, supervisor.password)
    page.get_by_label("Por huella o código de un documento").fill("0f" * 32)
    page.get_by_role("button", name="Hallar").click()
    expect(page.get_by_text("Ningún acta cerrada")).to_be_visible()
    reader.look("inbox, nothing found")
    page.get_by_role("link", name="Documentos por lotes").click()
    expect(page).to_have_url(re.compile("/lotes"))
    reader.look("batches")
    # Twice a phone's size is narrower than the 320 px that reflow asks: there, a screen of 320 must not go sideways.
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    wrong = [one for one in reader.wrong if "200 %" not in one]
    assert not wrong, "\n".join(wrong)
