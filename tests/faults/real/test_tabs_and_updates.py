"""G19: three tabs of one person at once, and another build of the app served in the middle of a visit: nothing is lost.

The later version is really another build, served by the same server and brought by the real service worker.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from inspection.demo import Demo
from tests.browser.conftest import Server
from tests.browser.entering import demo_office, enter, open_visit, send, unlock
from tests.browser.tablet_hands import Hands
from tests.faults.real.chromium import first_page, launch
from tests.faults.real.office import texts_at_the_office
from tests.faults.real.other_build import build

pytestmark = pytest.mark.browser
FIELDS = ("rec_contratista", "rec_areas_recorridas", "rec_areas_no_recorridas")
NEW_WORDS = ("strings_es.ts", "No se pudo guardar. Lo que ves", "No se pudo guardar (versión 2). Lo que ves")
ASK_FOR_A_NEW_VERSION = "navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => true)"


@dataclass
class Tablet:
    """One person's Chromium, and the folder from which the server serves the app."""

    page: Page
    server: Server
    demo: Demo
    app: Path
    folder: Path

    def serve(self, built: Path) -> None:
        """Serve another build from now on, as an update of the server does."""
        waiting = self.app.with_name("next")
        waiting.symlink_to(built)
        waiting.replace(self.app)


@pytest.fixture
def tablet(server: Server, chromium_process: Browser, tmp_path: Path) -> Iterator[Tablet]:
    app = tmp_path / "app"
    first = tmp_path / "first"
    first.mkdir()
    app.symlink_to(build(first, []))
    server.module, server.environment = "tests.faults.served", {"FAULTS_APP": str(app)}
    demo = demo_office(server)
    context = launch(chromium_process.browser_type, tmp_path / "profile")
    page = first_page(context)
    enter(page, server.url, demo)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    yield Tablet(page, server, demo, app, tmp_path)
    context.close()


def at_the_round(page: Page) -> Hands:
    hands = Hands(page)
    hands.stage(3)
    return hands


def test_three_tabs_write_in_the_same_visit_at_once_and_no_number_is_used_twice(tablet: Tablet) -> None:
    pages = [tablet.page, tablet.page.context.new_page(), tablet.page.context.new_page()]
    for page in pages[1:]:
        page.goto(f"{tablet.server.url}/app/")
        unlock(page, tablet.demo.passphrase)
        # On the list before another tab is in a visit: one unlocked later would go by itself where that one is.
        expect(page.get_by_role("link", name="Abrir visita").first).to_be_visible(timeout=20_000)
    for page, item in zip(pages, FIELDS, strict=True):
        open_visit(page)
        expect(at_the_round(page).question(item).get_by_role("textbox").first).to_be_visible()
    # Each tab types by itself, faster than one save takes; nobody waits for anybody.
    typing = """([item, words]) => { let n = 0;
      const box = document.getElementById(`visit-${item}`);
      const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), 'value').set;
      window.written = new Promise((done) => { const one = () => {
        if (n++ === 12) return done(true);
        set.call(box, `${words} ${n}`);
        box.dispatchEvent(new Event('input', { bubbles: true }));
        for (const left of ['blur', 'focusout']) box.dispatchEvent(new FocusEvent(left, { bubbles: true }));
        setTimeout(one, 40); }; one(); }); }"""
    for page, item in zip(pages, FIELDS, strict=True):
        page.evaluate(typing, [item, f"Escrito en {item}"])
    for page in pages:
        page.evaluate("window.written")
    for page, item in zip(pages, FIELDS, strict=True):
        Hands(page).see_kept(item, timeout=60_000)
    send(pages[0])
    # The one that has the others' sync lock dies; the rest go on.
    pages[0].close()
    Hands(pages[1]).write(FIELDS[0], "De la segunda pestaña")
    # What another tab shows is written; «Enviado» may still be said of what stood there before.
    other = Hands(pages[2]).question(FIELDS[0]).get_by_role("textbox").first
    expect(other).to_have_value("De la segunda pestaña", timeout=20_000)
    send(pages[1])

    found = texts_at_the_office(tablet.server, FIELDS)
    assert found == {FIELDS[0]: "De la segunda pestaña", **{one: f"Escrito en {one} 12" for one in FIELDS[1:]}}


def test_an_app_updated_in_the_middle_of_a_visit_loses_no_draft_and_waits_to_be_let_in(tablet: Tablet) -> None:
    page = tablet.page
    open_visit(page)
    hands = at_the_round(page)
    hands.write(FIELDS[0], "Antes de la versión nueva")
    hands.see_kept(FIELDS[0], timeout=20_000)
    old = page.evaluate("document.querySelector('script[type=module]').src")
    folder = tablet.folder / "second"
    folder.mkdir()
    tablet.serve(build(folder, [NEW_WORDS]))
    box = hands.question(FIELDS[1]).get_by_role("textbox").first
    box.click()
    page.keyboard.type("A medias cuando ")
    page.evaluate(ASK_FOR_A_NEW_VERSION)
    page.wait_for_function("navigator.serviceWorker.getRegistration().then((found) => found.waiting !== null)")
    page.keyboard.type("llegó la versión nueva")

    # In the visit nobody is asked and nothing changes; the old version goes on saving and sending.
    expect(page.get_by_text("versión", exact=False).get_by_role("button")).to_have_count(0)
    assert page.evaluate("document.querySelector('script[type=module]').src") == old
    box.blur()
    hands.see_kept(FIELDS[1], timeout=20_000)
    send(page)
    # A draft of an instant, and the person lets the new version in from the list of visits.
    box.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(", y una frase más")
    page.goto(f"{tablet.server.url}/app/#/")
    page.get_by_role("button", name=re.compile("Actualizar")).first.click()
    page.wait_for_load_state()
    unlock(page, tablet.demo.passphrase)
    assert page.evaluate("document.querySelector('script[type=module]').src") != old
    open_visit(page)
    hands = at_the_round(page)
    whole = "A medias cuando llegó la versión nueva, y una frase más"
    expect(hands.question(FIELDS[1]).get_by_role("textbox").first).to_have_value(whole)
    hands.write(FIELDS[2], "Con la versión nueva")
    hands.see_kept(FIELDS[2], timeout=20_000)
    send(page)

    written = ("Antes de la versión nueva", whole, "Con la versión nueva")
    assert texts_at_the_office(tablet.server, FIELDS) == dict(zip(FIELDS, written, strict=True))
