"""A second published protocol reaches a tablet left open in the field; what was begun stays on its own version."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server
from tests.browser.entering import demo_office, enter, look, menu, open_visit, send, tablet, unlock
from tests.two_versions import NEW_QUESTION, OLD_QUESTION, two_versions

pytestmark = pytest.mark.browser
CLOCK = "() => { const real = Date.now.bind(Date); window.later = 0; Date.now = () => real() + window.later; }"
FOUR_MINUTES = 240_000


def a_quarter_of_an_hour_goes_by(page: Page) -> None:
    """In steps in which the tablet is touched: it neither closes nor is loaded again."""
    for _ in range(4):
        page.evaluate("ms => { window.later += ms; }", FOUR_MINUTES)
        page.keyboard.press("Shift")
        page.mouse.click(640, 60)
    expect(page.get_by_role("button", name="Menú")).to_be_visible()


def begin(page: Page, place: str) -> None:
    page.evaluate("location.hash = '#/'")
    page.get_by_role("link", name="Nueva visita extraordinaria").click()
    page.get_by_label("Nombre del lugar").fill(place)
    page.get_by_role("button", name="Abrir la visita").click()
    expect(page.get_by_role("navigation", name="Etapas de la visita")).to_be_visible()


def asks(page: Page, question: str, other: str) -> None:
    """The visit on screen asks of a minor this, not that."""
    page.get_by_role("button", name="Añadir persona menor").click()
    expect(page).to_have_url(re.compile("/menor/.*/primero/"))
    page.evaluate("location.hash = location.hash.replace(/primero.*/, 'rec_persona')")
    main = page.locator("main")
    expect(main.get_by_text(question).first).to_be_attached()
    expect(main.get_by_text(other)).to_have_count(0)


def again(page: Page, place: str) -> None:
    page.evaluate("location.hash = '#/'")
    page.get_by_role("link", name=f"Abrir visita: {place}").click()
    expect(page.get_by_role("navigation", name="Etapas de la visita")).to_be_visible()


def test_a_version_published_in_the_afternoon_reaches_an_open_tablet_and_each_visit_keeps_its_own(
    server: Server, chromium: Browser, tmp_path: Path
) -> None:
    demo = demo_office(server)
    page = tablet(chromium).new_page()
    page.add_init_script(f"({CLOCK})()")
    enter(page, server.url, demo)
    open_visit(page)
    begin(page, "Rancho de la mañana")
    asks(page, OLD_QUESTION, NEW_QUESTION)
    send(page)

    # The office upgrades while she is without signal: she goes on with what she has.
    server.kill()
    server.module, server.environment = "tests.faults.served", {"FAULTS_PROTOCOLS": str(two_versions(tmp_path / "p"))}
    a_quarter_of_an_hour_goes_by(page)
    begin(page, "Rancho sin señal")
    asks(page, OLD_QUESTION, NEW_QUESTION)

    with page.expect_response(re.compile(r"/bundles/[0-9a-f]{64}$"), timeout=60_000):
        server.start()
        send(page)
    expect(page.get_by_role("button", name="Enviar ahora")).to_be_visible()  # the contact that brought it is over
    begin(page, "Rancho de la tarde")
    asks(page, NEW_QUESTION, OLD_QUESTION)
    look(page, "new-protocol")
    for place in ("Rancho de la mañana", "Rancho sin señal"):
        again(page, place)
        asks(page, OLD_QUESTION, NEW_QUESTION)
    send(page)

    # Opened again without network: both versions are on the tablet, and the one in force is remembered.
    page.context.set_offline(True)
    menu(page, "Bloquear")
    unlock(page, demo.passphrase)
    expect(page.get_by_role("button", name="Menú")).to_be_visible()
    begin(page, "Rancho de la noche")
    asks(page, NEW_QUESTION, OLD_QUESTION)
    again(page, "Rancho de la mañana")
    asks(page, OLD_QUESTION, NEW_QUESTION)
    page.context.set_offline(False)
    send(page)
