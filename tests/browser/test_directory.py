"""Whom one can call: a telephone an administrator confirmed reaches the tablet, also closed and without network."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from inspection.demo import Demo
from tests.browser.conftest import SHOTS, Server
from tests.browser.desk_hands import Desk
from tests.browser.entering import demo_office, enter, look, menu, open_visit, tablet, unlock
from tests.browser.field import PHONE, TABLET_UPRIGHT, Field
from tests.browser.reading import DESK_TARGET, Reader

pytestmark = pytest.mark.browser
AUTHORITY = "Procuraduría de Protección del Estado de Baja California"
NUMBER, DIALLED = "686 555 0142", "tel:6865550142"
DAY, IN_WORDS = "2026-03-02", "2 de marzo de 2026"


def at_the_desk(page: Page, server: Server, demo: Demo, role: str) -> Page:
    account = next(a for a in demo.accounts if a.role == role)
    Desk(page, server.url).sign_in(account.username, account.password)
    page.get_by_role("link", name="Teléfonos de las procuradurías").click()
    expect(page.get_by_role("heading", level=1, name="Teléfonos de las procuradurías")).to_be_visible()
    return page


def confirm(desk: Page, phone: str, day: str) -> None:
    desk.get_by_label("Procuraduría", exact=True).select_option(label=AUTHORITY)
    desk.get_by_label("Teléfono con lada").fill(phone)
    desk.get_by_label("Día en que lo comprobaste").fill(day)
    with desk.expect_navigation():  # also when it is refused: the next one is not written in a page that goes
        desk.get_by_role("button", name="Guardar teléfono").click()


def directory(page: Page) -> None:
    page.evaluate("location.hash = '#/llamadas'")
    expect(page.get_by_role("heading", level=1, name="Directorio y llamadas")).to_be_visible()


def row(page: Page) -> Locator:
    return page.get_by_role("listitem").filter(has_text=AUTHORITY)


def test_a_telephone_confirmed_at_the_desk_is_one_tap_on_the_tablet_also_locked_and_without_network(
    server: Server, chromium: Browser
) -> None:
    demo = demo_office(server)
    page = tablet(chromium).new_page()
    enter(page, server.url, demo)
    directory(page)
    expect(row(page)).to_contain_text("sin teléfono confirmado")
    expect(row(page).get_by_role("link")).to_have_count(0)

    watching = at_the_desk(tablet(chromium).new_page(), server, demo, "supervisor")
    expect(watching.get_by_role("button", name="Guardar teléfono")).to_have_count(0)
    desk = at_the_desk(tablet(chromium).new_page(), server, demo, "administrator")
    for phone, day in (("686 555 EXT", DAY), (NUMBER, "2999-01-01"), (NUMBER, "")):
        confirm(desk, phone, day)
        expect(desk.locator("main")).to_contain_text("No se guardó")
        expect(desk.get_by_label("Teléfono con lada")).to_have_value(phone)  # to mend, not to type again
    SHOTS.mkdir(exist_ok=True)
    desk.screenshot(path=SHOTS / "desk-directory-refused.png")
    confirm(desk, NUMBER, DAY)
    expect(desk.locator("main")).to_contain_text("Teléfono confirmado")
    expect(desk.get_by_role("article").first).to_contain_text(NUMBER)
    expect(desk.get_by_role("article").first).to_contain_text("2 mar 2026, Tomás Quiroz Vela")
    desk.screenshot(path=SHOTS / "desk-directory.png")
    reader = Reader(desk, target=DESK_TARGET, themes=False)
    reader.look("directory")
    assert not reader.wrong, "\n".join(reader.wrong)

    # It comes with the next opening, first among the authorities, and stays: closed, killed and without network.
    menu(page, "Bloquear")
    page.evaluate("location.hash = '#/'")
    unlock(page, demo.passphrase)
    expect(page.get_by_role("region", name="Envío")).to_contain_text("Todo enviado", timeout=20_000)
    directory(page)
    call = row(page).get_by_role("link", name=f"Llamar al {NUMBER}: {AUTHORITY}")
    expect(call).to_have_attribute("href", DIALLED, timeout=20_000)
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("link", name="Volver a abrir la tableta")).to_be_visible()
    expect(call).to_have_attribute("href", DIALLED)
    expect(row(page)).to_contain_text(f"Teléfono confirmado el {IN_WORDS}")
    call.scroll_into_view_if_needed()
    look(page, "directory-confirmed")
    authorities = page.get_by_role("list").last.get_by_role("listitem")
    expect(authorities.first).to_contain_text(AUTHORITY)
    expect(authorities.nth(1)).to_contain_text("sin teléfono confirmado")
    for line in ("911", "089", "800 5533 000"):
        expect(page.get_by_role("link", name=f"Llamar al {line}")).to_be_visible()


def test_an_urgent_finding_leaves_a_locked_tablet_is_countersigned_and_tells_where_it_is(
    server: Server, chromium: Browser
) -> None:
    """On a phone: whoever holds it may raise it; the office is told that nobody signed, until she opens the tablet."""
    demo = demo_office(server)
    page = tablet(chromium, viewport=PHONE, has_touch=True).new_page()
    enter(page, server.url, demo)
    expect(page.get_by_role("link", name=re.compile("^Faltan")).first).to_be_visible(timeout=30_000)
    menu(page, "Bloquear")
    page.context.set_offline(True)
    page.get_by_role("link", name="Hallazgo urgente").tap()
    page.get_by_role("radio", name="Peligro inminente para la vida o la salud").check()
    page.get_by_label("¿Cuántas personas menores?").fill("3")
    page.get_by_label("Lugar, en pocas palabras").fill("Canal junto al surco 9")
    page.get_by_role("button", name="Avisar ahora").tap()
    expect(page.locator("main")).to_contain_text("Sale en cuanto haya señal")
    page.reload()  # killed: it is kept, and said on the door
    page.evaluate("location.hash = '#/'")
    waiting = page.get_by_role("status").filter(has_text="Hay un hallazgo urgente por salir")
    expect(waiting).to_be_visible()
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    desk = Desk(tablet(chromium).new_page(), server.url)
    supervisor = next(a for a in demo.accounts if a.role == "supervisor")
    desk.sign_in(supervisor.username, supervisor.password)
    alarm = desk.page.get_by_role("region", name="Hallazgos urgentes sin atender").get_by_role("article")
    again(desk.page, alarm.filter(has_text="Canal junto al surco 9").filter(has_text="sin firma del dispositivo"))
    expect(waiting).to_have_count(0)
    unlock(page, demo.passphrase)
    expect(page.get_by_role("region", name="Envío")).to_contain_text("Todo enviado", timeout=20_000)
    page.get_by_role("button", name="Enviar ahora").tap()
    again(desk.page, alarm.filter(has_text="Canal junto al surco 9").filter(has_not_text="sin firma"))

    # One raised in a visit says where it is, up to who took it up.
    open_visit(page)
    page.get_by_role("link", name="Hallazgo urgente").tap()
    page.get_by_role("button", name="Avisar ahora").tap()
    expect(page.get_by_role("button", name="Dar otro aviso")).to_be_visible()
    expect(page.locator(".raised")).to_contain_text("recibido por la autoridad", timeout=30_000)
    page.set_viewport_size(TABLET_UPRIGHT)  # type: ignore[arg-type]
    look(page, "urgent-received")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    desk.page.reload()
    taking = desk.page.get_by_role("article").filter(has_text="El Encino").get_by_role("button", name="Me hago cargo")
    taking.click()
    expect(taking).to_have_count(0)
    page.get_by_role("button", name="Enviar ahora").tap()
    expect(page.locator(".raised")).to_contain_text("atendido por una persona", timeout=30_000)


def again(page: Page, sought: Locator) -> None:
    """Look again until it is there: what a closed tablet sends nobody can ask it for."""
    for _ in range(40):
        if sought.count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"it never came: {sought}")


SLOW_READING = """() => {
  navigator.geolocation.getCurrentPosition = (found, failed) => { globalThis.answerReading = { found, failed }; };
}"""


def test_a_reading_for_an_urgent_finding_says_what_became_of_it_and_takes_nothing_back(field: Field) -> None:
    page = field.page
    field.cut_the_network()
    page.evaluate(SLOW_READING)
    page.get_by_role("link", name="Hallazgo urgente").click()
    reading = page.get_by_role("button", name="Tomar lectura")
    reading.click()
    expect(page.get_by_role("button", name="Buscando satélites…")).to_be_disabled()
    page.get_by_role("radio", name="Señales de un delito").check(force=True)
    page.evaluate("answerReading.found({ coords: { latitude: 30.5, longitude: -115.9, accuracy: 12 }, timestamp: 0 })")
    expect(page.locator("main")).to_contain_text("exactitud de 12 m")
    expect(page.get_by_role("radio", name="Señales de un delito")).to_be_checked()
    reading.click()
    page.evaluate("answerReading.failed({ code: 1, PERMISSION_DENIED: 1 })")
    expect(page.get_by_role("alert")).to_contain_text("no dio permiso de ubicación")
