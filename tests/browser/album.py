"""Every screen of the tablet as a picture, for people to look at: `python -m tests.browser.album FOLDER`.

Walks the app with the demo's data in real Chromium. Each screen is kept at three sizes and two themes as
`NN-screen-size-theme.png`, and each size and theme as contact sheets of twelve screens (`sheet-…png`).
"""

import argparse
import re
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect, sync_playwright

from inspection.cli import main as resguardo
from tests.browser.conftest import CHROMIUM, FAKE_CAMERA, QUIET, Server
from tests.browser.entering import demo_office, enter, open_visit, send, tablet, unlock
from tests.browser.field import SIZES
from tests.browser.five_minors import ATTENDEE, PIN, REFUSES, WITNESS, arrive_and_walk
from tests.browser.people import BOY_13, GIRL_16
from tests.browser.tablet_hands import Hands, begins
from tests.browser.test_on_device import incarnation_of, write_without_signal

THEMES = {"usual": "", "sun": "sun"}
A_SHEET, ACROSS, THUMB = 12, {"tablet": 3, "upright": 4, "phone": 6}, 620
STAGES = 9


class Album:
    """Keeps the open screen as pictures.

    Attributes:
        folder: Where the pictures go.
        taken: Names of the screens, in order.
    """

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder, self.taken = page, folder, list[str]()
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, name: str, at: Locator | None = None) -> None:
        """One screen at each size in each theme, with `at` in sight; the page is left as it was."""
        before, number = self.page.viewport_size, len(self.taken) + 1
        self.taken.append(f"{number:02}-{name}")
        for size, glass in SIZES.items():
            self.page.set_viewport_size(glass)  # type: ignore[arg-type]
            for theme, word in THEMES.items():
                self.page.evaluate("word => { document.documentElement.dataset.theme = word; }", word)
                self.page.wait_for_timeout(60)
                if at:
                    at.scroll_into_view_if_needed()
                self.page.screenshot(path=self.folder / f"{self.taken[-1]}-{size}-{theme}.png")
        self.page.evaluate("delete document.documentElement.dataset.theme")
        if before:
            self.page.set_viewport_size(before)

    def contact(self) -> None:
        """Sheets of what was kept, each size and theme apart."""
        for size in SIZES:
            for theme in THEMES:
                for first in range(0, len(self.taken), A_SHEET):
                    names = self.taken[first : first + A_SHEET]
                    sheet = contact_sheet([self.folder / f"{one}-{size}-{theme}.png" for one in names], ACROSS[size])
                    sheet.save(self.folder / f"sheet-{size}-{theme}-{first // A_SHEET + 1}.png")


def contact_sheet(paths: list[Path], across: int) -> Image.Image:
    width = THUMB * 3 // across
    thumbs = [Image.open(path).convert("RGB") for path in paths]
    height = width * thumbs[0].height // thumbs[0].width
    rows = -(-len(thumbs) // across)
    sheet = Image.new("RGB", (across * (width + 8), rows * (height + 24)), "white")
    draw = ImageDraw.Draw(sheet)
    for number, (thumb, path) in enumerate(zip(thumbs, paths, strict=True)):
        x, y = number % across * (width + 8), number // across * (height + 24)
        draw.text((x + 2, y + 5), path.stem, fill="black")
        sheet.paste(thumb.resize((width, height), Image.Resampling.LANCZOS), (x, y + 20))
    return sheet


def go(page: Page, address: str) -> None:
    page.evaluate("address => { location.hash = address; }", address)
    page.wait_for_timeout(400)


def opening(album: Album, server: Server, passphrase: str) -> None:
    """Home, menu, the closed tablet and what works from it, and one's own settings."""
    page = album.page
    album.keep("home-first")
    page.get_by_role("button", name="Menú").click()
    album.keep("menu")
    page.reload()
    expect(page.get_by_label("Frase de paso")).to_be_visible()
    album.keep("lock")
    for address, name in (("#/llamadas", "directory-locked"), ("#/urgente", "urgent-locked"), ("#/frase", "forgotten")):
        go(page, address)
        album.keep(name)
    go(page, "#/")
    unlock(page, passphrase)
    expect(page.get_by_role("link", name=begins("Abrir visita")).first).to_be_visible()
    for address, name in (("#/tableta", "settings"), ("#/nueva", "new-visit"), ("#/llamadas", "directory")):
        go(page, address)
        album.keep(name)
    go(page, "#/")


def the_stages(album: Album) -> None:
    hands, page = Hands(album.page), album.page
    open_visit(page)
    album.keep("visit-opened")
    arrive_and_walk_through(hands)
    for number in range(1, STAGES + 1):
        hands.stage(number)
        page.wait_for_timeout(200)
        album.keep(f"stage-{number}")
    hands.stage(3)
    page.evaluate("document.querySelector('main').scrollIntoView()")
    photo = hands.question("rec_foto")
    photo.scroll_into_view_if_needed()
    photo.get_by_role("button", name="Tomar foto").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Tomar", exact=True)).to_be_enabled()
    album.keep("camera")
    dialog.get_by_role("button", name="Tomar", exact=True).click()
    expect(dialog.get_by_role("button", name="Usar esta foto")).to_be_visible()
    album.keep("blur")
    dialog.get_by_role("button", name="Usar esta foto").click()
    expect(photo.get_by_role("img").first).to_be_visible()
    album.keep("photo-kept")


class Walker:
    """What `arrive_and_walk` asks of a field: only hands."""

    def __init__(self, hands: Hands) -> None:
        self.hands, self.page = hands, hands.page


def arrive_and_walk_through(hands: Hands) -> None:
    arrive_and_walk(Walker(hands))  # type: ignore[arg-type]


def the_minors(album: Album) -> None:
    hands, page = Hands(album.page), album.page
    hands.press(re.compile("Personas menores"), role="link")
    album.keep("minors-none")
    hands.press("Sin menores observadas", role="link")
    album.keep("nobody")
    hands.press("Volver a la visita", role="link")
    hands.add_minor(BOY_13)
    album.keep("law")
    page.locator(".why, details").first.click()
    album.keep("law-why")
    page.get_by_role("button", name=begins("Ya lo hice")).first.click()
    page.wait_for_timeout(400)
    album.keep("law-one-done")
    tabs = page.get_by_role("navigation", name="Apartados de la ficha").get_by_role("link")
    addresses = [str(one.get_attribute("href")) for one in tabs.all()]
    for address in addresses:
        if "/menor/" in address and not address.endswith("/ley"):
            go(page, address)
            album.keep(f"minor-{address.rsplit('/', 1)[-1]}")
    hands.add_minor(GIRL_16)
    hands.meet_working("12")
    hands.press(re.compile("Personas menores"), role="link")
    album.keep("minors-three")
    hands.press("Varias a la vez", role="link")
    page.get_by_role("region", name="Lo común a todas").get_by_role("button", name="Listo").click()
    album.keep("several")


def joined_and_split(album: Album) -> None:
    hands, page = Hands(album.page), album.page
    hands.press("Personas menores", role="link")
    page.locator("a.card").last.click()
    hands.tab("Corregir la ficha")
    album.keep("correct")
    hands.mark(page.get_by_role("radio", name="Es la misma persona que otra ficha"))
    page.get_by_role("radio", name=re.compile("NNA-")).first.check()
    album.keep("correct-join")
    page.get_by_role("button", name="Unir las dos fichas").click()
    expect(page.get_by_role("region", name="Correcciones hechas")).to_be_visible()
    album.keep("correct-joined")
    page.get_by_role("button", name=begins("Deshacer")).first.click()
    hands.mark(page.get_by_role("radio", name="Esta ficha son dos personas"))
    album.keep("correct-split")
    hands.mark(page.get_by_role("radio", name="Resultó ser una persona adulta"))
    album.keep("correct-adult")


def the_talk(album: Album) -> None:
    hands, page = Hands(album.page), album.page
    hands.tab("La ley a la mano")
    hands.press("Platicar, una pregunta a la vez", role="link")
    album.keep("interview-start")
    page.get_by_role("button", name="Lo que se dice primero").click()
    album.keep("interview-script")
    hands.say_all_there_is_to_say_first()
    album.keep("interview-question")
    hands.press("Dejar de preguntar")
    album.keep("interview-stopped")
    hands.press("Volver a la ficha", role="link")
    hands.press("Hallazgo urgente", role="link")
    album.keep("urgent")
    hands.press("Avisar ahora")
    expect(page.locator("main")).to_contain_text(re.compile("Sale en cuanto|Salió|recib", re.IGNORECASE))
    album.keep("urgent-raised")
    hands.press("Volver a la visita", role="link")
    page.get_by_role("link", name=begins("Qué falta")).first.click()
    page.wait_for_timeout(500)
    album.keep("missing")
    hands.press("Volver a la visita", role="link")


def the_acta(album: Album) -> None:
    hands, page = Hands(album.page), album.page
    hands.write_the_acta()
    hands.press("Ir al acta", role="link")
    expect(page.get_by_role("article", name="Acta")).to_be_visible()
    album.keep("acta")
    album.keep("acta-signers", page.get_by_role("group", name=ATTENDEE).get_by_role("button").last)
    hands.press(f"Se negó a firmar: {REFUSES}")
    album.keep("refusal")
    page.get_by_label("Razón de la negativa").fill("Dijo que no quiere problemas con el patrón.")
    hands.press("Guardar la negativa")
    hands.press(f"Firmar: {WITNESS}", role="link")
    expect(page.get_by_label("PIN nuevo, de 4 a 8 cifras")).to_be_visible()
    album.keep("before-lending")
    page.get_by_label("PIN nuevo, de 4 a 8 cifras").fill(PIN)
    page.get_by_label("Repite el PIN").fill(PIN)
    hands.press("Guardar PIN")
    pad = page.get_by_role("img", name="Espacio para firmar")
    expect(pad).to_be_visible()
    hands.draw(pad)
    album.keep("signing")
    if not pad.count():
        page.get_by_label("PIN", exact=True).fill(PIN)
        page.get_by_role("link", name=f"Firmar: {WITNESS}").click()
    hands.draw(pad)
    hands.press("Aceptar firma")
    expect(pad).to_have_count(0)
    album.keep("given-back")
    page.get_by_label("PIN", exact=True).fill(PIN)
    expect(page.get_by_role("article", name="Acta")).to_be_visible()
    album.keep("acta-signed", page.get_by_role("group", name=REFUSES))
    hands.press("Suspender la visita")
    album.keep("suspend")
    page.keyboard.press("Escape")
    hands.press("Cerrar el acta")
    album.keep("closing")
    page.get_by_role("dialog").get_by_role("button", name="Sí, cerrar el acta").click()
    expect(page.locator("main")).to_contain_text("Acta cerrada", timeout=20_000)
    album.keep("acta-closed")
    album.keep("copy", page.get_by_role("img", name="Huella del acta en código QR").first)


def afterwards(album: Album) -> None:
    page = album.page
    hands = Hands(page)
    send(page)
    page.get_by_role("link", name="Ver acuse").click()
    page.wait_for_timeout(500)
    album.keep("receipt")
    go(page, "#/nueva")
    page.get_by_role("textbox").first.fill("Rancho La Otra")
    page.locator("form button[type=submit]").click()
    expect(page.get_by_role("navigation", name="Etapas de la visita")).to_be_visible()
    hands.press(re.compile("Personas menores"), role="link")
    hands.press("Varias a la vez", role="link")
    hands.share_with_all()
    page.get_by_label("¿Cuántas?").fill("60")
    page.get_by_role("button", name="Crear 60 fichas").click()
    expect(page.get_by_role("region", name="Fichas de esta visita").get_by_role("heading")).to_contain_text("60")
    album.keep("several-made")
    hands.press("Personas menores", role="link")
    page.wait_for_timeout(1500)
    album.keep("minors-sixty")
    hands.press("Volver a la visita", role="link")
    page.get_by_role("link", name=begins("Qué falta")).first.click()
    page.wait_for_timeout(2500)
    album.keep("missing-sixty")
    go(page, "#/")
    page.wait_for_timeout(600)
    album.keep("home-two-visits")


def shut_out(album: Album, server: Server) -> None:
    page = album.page
    write_without_signal(page)
    album.keep("without-signal")
    who = incarnation_of(page)
    resguardo(["devices", "revoke", "--data", str(server.data), "--keys", str(server.keys), who])
    page.context.set_offline(False)
    # Being in reach again is enough: the work is handed in by itself and leaves the tablet.
    page.wait_for_timeout(6000)
    album.keep("shut-out")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    folder = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        server = Server(Path(scratch))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *FAKE_CAMERA])
        try:
            demo = demo_office(server)
            page = tablet(browser).new_page()
            page.on("console", lambda said: print(said.type, said.text) if said.type == "error" else None)
            enter(page, server.url, demo)
            album = Album(page, folder)
            opening(album, server, demo.passphrase)
            for walk in (the_stages, the_minors, joined_and_split, the_talk, the_acta, afterwards):
                walk(album)
            shut_out(album, server)
        finally:
            browser.close()
            server.kill()
            if "album" in locals() and album.taken:
                album.contact()
    print(f"{len(album.taken)} screens in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
