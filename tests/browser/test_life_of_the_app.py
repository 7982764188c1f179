"""A wrong clock, a tablet without room, an app not installed yet: said in words, and nobody is stopped."""

import re

import pytest
from playwright.sync_api import Browser, expect

from inspection.demo import Demo
from tests.browser.conftest import Server
from tests.browser.entering import enter, look, open_visit, send, tablet, unlock
from tests.browser.tablet_hands import Hands

pytestmark = pytest.mark.browser
MEGABYTE = 2**20
IN_2019 = """() => {
  const Real = Date, back = Real.now() - Real.UTC(2019, 2, 12);
  globalThis.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() - back); }
    static now() { return Real.now() - back; }
  };
}"""

# Chromium does not hold IndexedDB to an overridden quota: the refusal is put where the browser would give it.
FULL_DISK = """() => {
  let free = 0;
  const { put, delete: remove } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (value, key) {
    free -= value?.byteLength ?? 500;
    if (free < 0) throw new DOMException('no room', 'QuotaExceededError');
    return put.call(this, value, key);
  };
  IDBObjectStore.prototype.delete = function (key) {
    if (key === 'ballast') free = 4 * 2 ** 20;
    return remove.call(this, key);
  };
}"""


def test_a_clock_set_to_2019_is_noticed_with_and_without_network_and_stops_nobody(
    office: tuple[Server, Demo], chromium: Browser
) -> None:
    server, demo = office
    context = tablet(chromium)
    page = context.new_page()
    enter(page, server.url, demo)
    expect(page.locator(".upkeep")).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("Abrir visita")).first).to_be_visible(timeout=20_000)
    expect(page.get_by_role("link", name=re.compile("Faltan")).first).to_be_visible(timeout=30_000)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.add_init_script(f"({IN_2019})()")
    context.set_offline(True)
    page.reload()
    unlock(page, demo.passphrase)
    said = page.locator(".upkeep").first
    expect(said).to_contain_text("2019")
    expect(said).to_contain_text("pero ya pasó el")
    look(page, "clock-2019")
    open_visit(page)
    hands = Hands(page)
    hands.stage(3)
    hands.write("rec_contratista", "Anotado con el reloj en 2019")
    context.set_offline(False)
    send(page)
    expect(page.locator(".upkeep").first).to_contain_text("pero es el ")


def test_little_room_is_said_before_the_visit(office: tuple[Server, Demo], chromium: Browser) -> None:
    context = tablet(chromium)
    # Chromium reports 10 GB whatever the disk: other browsers and older ones say what they have.
    context.add_init_script(f"navigator.storage.estimate = async () => ({{ usage: 0, quota: {120 * MEGABYTE} }})")
    page = context.new_page()
    enter(page, office[0].url, office[1])
    expect(page.locator(".upkeep")).to_contain_text("Queda poco lugar en la tableta: 120 MB")
    look(page, "little-room")


def test_when_room_runs_out_photographs_wait_and_text_still_fits(
    office: tuple[Server, Demo], chromium: Browser
) -> None:
    page = tablet(chromium).new_page()
    enter(page, office[0].url, office[1])
    open_visit(page)
    hands = Hands(page)
    hands.stage(3)
    hands.write("rec_contratista", "Antes de llenarse")
    page.evaluate(FULL_DISK)
    hands.take_photo()
    camera = page.get_by_role("dialog")
    expect(camera.get_by_role("alert")).to_contain_text("espacio", timeout=20_000)
    expect(camera.get_by_role("img", name="Foto por guardar")).to_be_visible()  # what could not be kept is not lost
    look(page, "no-room-photo")
    camera.get_by_role("button", name="Cerrar").click()
    for number in range(12):
        hands.write("rec_areas_recorridas", f"El texto sigue cabiendo, por {number}.ª vez. " * 20)
    hands.see_kept("rec_areas_recorridas", timeout=20_000)
    expect(page.locator(".upkeep").first).to_contain_text("Ya no queda lugar para fotos")
    look(page, "no-room")
    page.reload()
    unlock(page, office[1].passphrase)
    hands.stage(3)
    expect(hands.question("rec_areas_recorridas").get_by_role("textbox").first).to_have_value(re.compile("11.ª vez"))


def test_installing_is_offered_where_the_browser_offers_it(office: tuple[Server, Demo], chromium: Browser) -> None:
    page = tablet(chromium).new_page()
    enter(page, office[0].url, office[1])
    page.evaluate(
        "() => dispatchEvent(Object.assign(new Event('beforeinstallprompt', { cancelable: true }),"
        " { prompt: async () => { window.asked = true; } }))"
    )
    expect(page.get_by_role("heading", name="Instala Resguardo en esta tableta")).to_be_visible()
    look(page, "install")
    page.get_by_role("button", name="Instalar").click()
    expect(page.get_by_role("heading", name="Instala Resguardo en esta tableta")).to_have_count(0)
    assert page.evaluate("window.asked")


ASKED_TO_KEEP = """() => {
  globalThis.askedToKeep = 0;
  const refusesOnce = async () => { globalThis.askedToKeep += 1; return globalThis.keeps === true; };
  Object.defineProperty(StorageManager.prototype, 'persist', { value: refusesOnce });
  Object.defineProperty(StorageManager.prototype, 'persisted', { value: async () => globalThis.keeps === true });
}"""


def test_that_nothing_be_evicted_is_asked_at_once_its_refusal_is_said_and_it_can_be_asked_again(
    office: tuple[Server, Demo], chromium: Browser
) -> None:
    server, demo = office
    page = tablet(chromium).new_page()
    page.add_init_script(f"({ASKED_TO_KEEP})()")
    enter(page, server.url, demo)
    assert page.evaluate("globalThis.askedToKeep") >= 1
    expect(page.locator("main")).to_contain_text("no promete conservar lo guardado")
    page.get_by_role("link", name="Ver esta tableta").click()
    expect(page.locator("main")).to_contain_text("Usado")  # the browser was asked for its room and its promise
    expect(page.locator("main")).to_contain_text("no promete conservar lo guardado")
    page.get_by_role("button", name="Pedir que se conserve").click()
    expect(page.get_by_role("status").filter(has_text="El navegador no lo prometió")).to_contain_text("Instala")
    page.evaluate("globalThis.keeps = true")
    page.get_by_role("button", name="Pedir que se conserve").click()
    expect(page.locator("main")).to_contain_text("El navegador prometió no borrar lo guardado")
    expect(page.get_by_role("button", name="Pedir que se conserve")).to_have_count(0)
