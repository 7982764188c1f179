"""G18: the browser's own quota runs out while somebody types and sends: text still fits, nothing saved is lost.

The limit is Chromium's, set over its DevTools protocol; what uses it up is another database of the same origin.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as PlaywrightError

from inspection.demo import Demo
from tests.browser.conftest import Server
from tests.browser.entering import demo_office, enter, look, open_visit, send, unlock
from tests.browser.tablet_hands import Hands
from tests.faults.real.chromium import first_page, kill, launch
from tests.faults.real.office import texts_at_the_office

pytestmark = pytest.mark.browser
MEGABYTE = 2**20
QUOTA = 32 * MEGABYTE
"""Of the origin. Set before anything is stored: Chromium asks its own quota only every half minute."""
TOO_MUCH = "Ya no cupo." + " Sigue en pantalla." * 90
SHORT, LONG = "rec_contratista", "rec_areas_recorridas"

# Writes noise, in ever smaller pieces, until nothing more fits; answers how many bytes went in.
FILL = """async () => {
  const opening = indexedDB.open('filler', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('noise', { autoIncrement: true });
  await new Promise((done, failed) => { opening.onsuccess = done; opening.onerror = failed; });
  const db = opening.result;
  let written = 0;
  for (let size = 1 << 20; size >= 1 << 10;) {
    const noise = new Uint8Array(size);
    for (let at = 0; at < size; at += 65536) crypto.getRandomValues(noise.subarray(at, Math.min(size, at + 65536)));
    const fits = await new Promise((done) => {
      const writing = db.transaction('noise', 'readwrite');
      writing.objectStore('noise').put(noise);
      writing.oncomplete = () => done(true);
      writing.onabort = () => done(false);
    });
    if (fits) written += size;
    else size /= 4;
    if (written > 64 << 20) break;
  }
  db.close();
  return written;
}"""
FREE = """() => new Promise((done, failed) => {
  const gone = indexedDB.deleteDatabase('filler'); gone.onsuccess = done; gone.onerror = failed; })"""


@dataclass
class Tablet:
    """A tablet in a Chromium of its own whose origin has little room."""

    page: Page
    server: Server
    demo: Demo
    profile: Path

    @property
    def hands(self) -> Hands:
        return Hands(self.page)


@pytest.fixture
def tablet(server: Server, chromium_process: Browser, tmp_path: Path) -> Iterator[Tablet]:
    demo, profile = demo_office(server), tmp_path / "profile"
    context = launch(chromium_process.browser_type, profile)
    page = first_page(context)
    page.goto(f"{server.url}/app/")
    cdp = context.new_cdp_session(page)  # the limit lasts as long as this session
    cdp.send("Storage.overrideQuotaForOrigin", {"origin": server.url, "quotaSize": QUOTA})
    enter(page, server.url, demo)
    open_visit(page)
    Hands(page).stage(3)
    yield Tablet(page, server, demo, profile)
    with contextlib.suppress(PlaywrightError):  # one test kills it
        context.close()


def saved(tablet: Tablet, item: str, text: str) -> None:
    """Write, and see the screen call it saved."""
    tablet.hands.write(item, text)
    # Chromium counts what was freed half a minute late and more; the field tries again by itself meanwhile.
    tablet.hands.see_kept(item, timeout=120_000)
    expect(tablet.hands.question(item).get_by_role("textbox").first).to_have_value(text)


def full_text(number: int) -> str:
    return f"Con la tableta llena, por {number}.ª vez." + " Y sigue cabiendo." * 40


def test_when_the_browsers_quota_is_used_up_text_fits_and_is_sent_and_photographs_wait(tablet: Tablet) -> None:
    page, hands = tablet.page, tablet.hands
    saved(tablet, SHORT, "Antes de llenarse")
    assert page.evaluate(FILL) > MEGABYTE, "the quota was used up before"
    for number in range(1, 13):
        saved(tablet, LONG, full_text(number))
    expect(page.locator(".upkeep").first).to_contain_text("Ya no queda lugar para fotos")
    photo = hands.take_photo()
    expect(photo.get_by_role("alert")).to_contain_text("Todo lo anotado está a salvo", timeout=20_000)
    photo.get_by_role("dialog").get_by_role("button", name="Cerrar").click()
    send(page)
    kill(tablet.profile)

    assert texts_at_the_office(tablet.server, (SHORT, LONG)) == {SHORT: "Antes de llenarse", LONG: full_text(12)}


def test_with_no_room_even_for_text_nothing_saved_is_touched_and_what_is_typed_is_saved_once_there_is(
    tablet: Tablet,
) -> None:
    page, hands = tablet.page, tablet.hands
    saved(tablet, SHORT, "Antes de llenarse")
    page.evaluate(FILL)
    saved(tablet, LONG, "Cupo en lo reservado")
    assert page.evaluate(FILL) > MEGABYTE, "what was reserved for text was not given up"
    question = hands.question(LONG)
    question.get_by_role("textbox").first.fill(TOO_MUCH)
    question.get_by_role("textbox").first.blur()
    expect(question).to_contain_text("No se guardó: la tableta no tiene espacio", timeout=20_000)
    expect(question).not_to_contain_text("Guardado en esta tableta")
    question.locator(".item-state").scroll_into_view_if_needed()
    look(page, "no-room-for-text")
    page.evaluate(FREE)
    expect(question).to_contain_text("Guardado en esta tableta", timeout=30_000)
    send(page)
    page.reload()
    unlock(page, tablet.demo.passphrase)
    hands.stage(3)
    expect(hands.question(LONG).get_by_role("textbox").first).to_have_value(TOO_MUCH)
    expect(hands.question(SHORT).get_by_role("textbox").first).to_have_value("Antes de llenarse")

    assert texts_at_the_office(tablet.server, (SHORT, LONG)) == {SHORT: "Antes de llenarse", LONG: TOO_MUCH}
