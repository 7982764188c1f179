"""Getting in: a demo office, a tablet in real Chromium, and a person enrolled on it."""

import re
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from inspection.demo import Demo
from tests.browser.conftest import SHOTS, Server
from tests.browser.demo_copies import copied_demo
from tests.browser.field import SAN_QUINTIN, SIZES, usual_size
from tests.browser.reading import Reader


def demo_office(server: Server) -> Demo:
    """A started server with the demo's accounts and its visit."""
    demo = copied_demo(server)
    server.start()
    return demo


def tablet(chromium: Browser, permissions: Iterable[str] = ("geolocation", "camera"), **options: Any) -> BrowserContext:
    """A tablet of the usual size, with leave to use the camera and the receiver unless said otherwise."""
    usual: dict[str, Any] = {"viewport": usual_size(), "geolocation": SAN_QUINTIN}
    context = chromium.new_context(
        locale="es-MX",
        timezone_id="America/Tijuana",
        permissions=list(permissions),
        accept_downloads=True,
        **{**usual, **options},
    )
    context.set_default_timeout(15_000)
    return context


def fill_account(page: Page, demo: Demo, username: str, passphrase: str) -> None:
    account = next(a for a in demo.accounts if a.username == username)
    page.get_by_label("Usuario").fill(account.username)
    page.get_by_label("Contraseña").fill(account.password)
    page.get_by_label("Nombre de esta tableta").fill("Tableta 4")
    page.get_by_role("button", name="Continuar").click()
    page.get_by_label("Frase de paso", exact=True).fill(passphrase)
    page.get_by_label("Repite la frase de paso").fill(passphrase)
    page.get_by_role("button", name="Preparar esta tableta").click()


def inspector(demo: Demo) -> str:
    return next(a.username for a in demo.accounts if a.role == "inspector")


def enter(page: Page, url: str, demo: Demo, username: str = "", passphrase: str = "") -> None:
    """Enrol and wait for the visits."""
    page.goto(f"{url}/app/")
    fill_account(page, demo, username or inspector(demo), passphrase or demo.passphrase)
    expect(page.get_by_role("button", name="Menú")).to_be_visible(timeout=30_000)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def open_visit(page: Page) -> None:
    # What the list waits for comes by itself, also when the first request got no answer (`tablet/src/patience.ts`).
    page.get_by_role("link", name=re.compile("Abrir visita")).first.click(timeout=75_000)
    expect(page.get_by_role("navigation", name="Etapas de la visita")).to_be_visible()


def send(page: Page) -> None:
    """Send by hand and wait until everything is at the authority, what was written an instant before too."""
    page.get_by_role("button", name="Enviar ahora").click()
    # What is being saved is not counted yet as unsent: of the rows on screen, each says itself where its answer is.
    unsent = page.locator(".item-state").filter(has_text=re.compile("Guardando|Guardado en esta tableta"))
    expect(unsent).to_have_count(0, timeout=90_000)
    expect(page.get_by_role("region", name="Envío")).to_contain_text("Todo enviado", timeout=90_000)


def unlock(page: Page, passphrase: str) -> None:
    page.get_by_label("Frase de paso").fill(passphrase)
    page.get_by_role("button", name="Abrir", exact=True).click()


def back_to_the_list(page: Page) -> None:
    """The app was opened just after it was killed: it stands where one was, and the list is one touch away."""
    expect(page).to_have_url(re.compile("#/visita/"))
    page.get_by_role("link", name="Resguardo: Visitas").click()
    expect(page.get_by_role("heading", level=1, name="Tus visitas")).to_be_visible()


def menu(page: Page, name: str) -> None:
    page.get_by_role("button", name="Menú").click()
    page.locator(".menu").get_by_text(name, exact=True).click()


def look(page: Page, name: str) -> None:
    """The screen at the three sizes: kept as pictures for people to look at, and held to what everybody can use."""
    SHOTS.mkdir(exist_ok=True)
    before = page.viewport_size
    for size, glass in SIZES.items():
        page.set_viewport_size(glass)  # type: ignore[arg-type]
        page.wait_for_timeout(150)
        page.screenshot(path=SHOTS / f"{name}-{size}.png")
    if before:
        page.set_viewport_size(before)
    page.emulate_media(reduced_motion="reduce")
    reader = Reader(page)
    reader.look(name)
    page.emulate_media(reduced_motion="null")
    assert not reader.wrong, "\n".join(reader.wrong)
