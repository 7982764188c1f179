"""An inspector in the field: her tablet enrolled at a real server, the assigned visit on it, her touches counted."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, expect

from inspection.demo import Demo
from tests.browser.conftest import Server
from tests.browser.demo_copies import copied_demo
from tests.browser.tablet_hands import Hands, begins

TABLET = {"width": 1280, "height": 800}
TABLET_UPRIGHT = {"width": 800, "height": 1280}
PHONE = {"width": 390, "height": 844}
SIZES = {"tablet": TABLET, "upright": TABLET_UPRIGHT, "phone": PHONE}
SAN_QUINTIN = {"latitude": 30.5602, "longitude": -115.9401, "accuracy": 8}

COUNT_TOUCHES = """
window.__touches = 0;
addEventListener('pointerdown', () => { window.__touches += 1; }, true);
"""


def usual_size() -> dict[str, int]:
    """The glass of a test that asks for none: lying flat, or what ``SIZE`` says (tablet, upright, phone)."""
    return SIZES[os.environ.get("SIZE", "tablet")]


class Field:
    """One inspector with her tablet open on the list of visits."""

    def __init__(self, server: Server, demo: Demo, page: Page) -> None:
        self.server, self.demo, self.page = server, demo, page
        self.hands = Hands(page)

    def open_visit(self) -> None:
        """Open the visit that was assigned to her."""
        self.page.get_by_role("link", name=begins("Abrir visita")).first.click()
        expect(self.page.get_by_role("navigation", name="Etapas de la visita")).to_be_visible()

    def unlock(self) -> None:
        self.page.get_by_label("Frase de paso").fill(self.demo.passphrase)
        self.page.get_by_role("button", name="Abrir").click()
        expect(self.page.get_by_role("button", name="Menú")).to_be_visible()  # the closed tablet has a heading too

    def cut_the_network(self) -> None:
        """Kill the server: no signal, as the browser will only notice when it tries."""
        self.server.kill()

    def write(self, box: Locator, text: str) -> None:
        """Touch a field, then write with the keyboard; its keys are not touches of the app."""
        box.click()
        box.fill(text)

    @property
    def touches(self) -> int:
        """How often the screen was touched since the page was loaded."""
        return int(self.page.evaluate("window.__touches"))


def enrol(page: Page, server: Server, demo: Demo, username: str = "") -> None:
    """Sign in once with network and wait for the assigned visit."""
    inspector = next(a for a in demo.accounts if a.role == "inspector" and username in ("", a.username))
    page.goto(f"{server.url}/app/")
    page.get_by_label("Usuario").fill(inspector.username)
    page.get_by_label("Contraseña").fill(inspector.password)
    page.get_by_label("Nombre de esta tableta").fill("Tableta 4")
    page.get_by_role("button", name="Continuar").click()
    page.get_by_label("Frase de paso", exact=True).fill(demo.passphrase)
    page.get_by_label("Repite la frase de paso").fill(demo.passphrase)
    page.get_by_role("button", name="Preparar esta tableta").click()
    expect(page.get_by_role("link", name=begins("Abrir visita")).first).to_be_visible(timeout=30_000)
    # What is missing is counted only once the protocol is on the tablet too.
    expect(page.get_by_role("link", name=begins("Faltan")).first).to_be_visible(timeout=30_000)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


@contextmanager
def in_the_field(server: Server, chromium: Browser, viewport: dict[str, int] | None = None) -> Iterator[Field]:
    """A prepared demo, a running server and an enrolled tablet."""
    demo = copied_demo(server)
    server.start()
    context = chromium.new_context(
        locale="es-MX",
        timezone_id="America/Tijuana",
        viewport=viewport or usual_size(),  # type: ignore[arg-type]
        has_touch=True,
        geolocation=SAN_QUINTIN,  # type: ignore[arg-type]
        permissions=["geolocation", "camera"],
        accept_downloads=True,
    )
    context.set_default_timeout(15_000)
    context.add_init_script(COUNT_TOUCHES)
    page = context.new_page()
    enrol(page, server, demo)
    yield Field(server, demo, page)
