"""Who may open the tablet: locking by itself, the PIN, a forgotten phrase, several people, and a tablet shut out."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from inspection.cli import main
from inspection.clock import system_clock, system_rng
from inspection.demo import Demo
from inspection.web import Settings, open_office
from tests.browser.conftest import Server
from tests.browser.entering import enter, fill_account, inspector, look, menu, open_visit, tablet, unlock
from tests.browser.tablet_hands import Hands, begins

pytestmark = pytest.mark.browser
READ_PEOPLE = """() => new Promise(done => {
  const open = indexedDB.open('resguardo');
  open.onsuccess = () => {
    const all = open.result.transaction('people').objectStore('people').getAll();
    all.onsuccess = () => { open.result.close(); done(JSON.stringify(all.result)); };
  };
})"""
SHUT_OUT = '{"code": "incarnation_revoked", "message": "", "details": {}}'  # as a server of before handing in
PIN, PHRASE = "4827", "otra frase que nadie conoce"


@pytest.fixture
def page(office: tuple[Server, Demo], chromium: Browser) -> Page:
    """A tablet just enrolled, with its visits on screen."""
    server, demo = office
    page = tablet(chromium).new_page()
    enter(page, server.url, demo)
    return page


def set_pin(page: Page, pin: str = PIN) -> None:
    menu(page, "Esta tableta")
    page.get_by_role("button", name="Poner PIN").click()
    page.get_by_label("PIN nuevo, de 4 a 8 cifras").fill(pin)
    page.get_by_label("Repite el PIN").fill(pin)
    page.get_by_role("button", name="Guardar PIN").click()
    expect(page.get_by_text("PIN puesto")).to_be_visible()


def reopen(page: Page, pin: str = PIN) -> None:
    """The last digit opens by itself."""
    page.get_by_label("PIN", exact=True).fill(pin)


def hide(page: Page, hidden: bool = True) -> None:
    """The person goes to another app, or comes back."""
    state = "hidden" if hidden else "visible"
    page.evaluate(
        "state => { Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        state,
    )


def test_an_easy_pin_is_refused_in_words(page: Page) -> None:
    for easy, words in (("1111", "iguales"), ("4567", "seguidas"), ("12", "4 a 8 cifras")):
        menu(page, "Esta tableta")
        page.get_by_role("button", name="Poner PIN").click()
        page.get_by_label("PIN nuevo, de 4 a 8 cifras").fill(easy)
        page.get_by_label("Repite el PIN").fill(easy)
        page.get_by_role("button", name="Guardar PIN").click()
        expect(page.get_by_role("alert")).to_contain_text(words)
        page.get_by_role("link", name="Resguardo: Visitas").click()


def test_left_alone_for_five_minutes_it_closes_keeps_the_half_written_answer_and_a_pin_reopens(
    office: tuple[Server, Demo], chromium: Browser
) -> None:
    server, demo = office
    page = tablet(chromium).new_page()
    page.clock.install()
    enter(page, server.url, demo)
    set_pin(page)
    look(page, "this-tablet")
    page.get_by_role("link", name="Resguardo: Visitas").click()
    open_visit(page)
    hands = Hands(page)
    hands.stage(3)
    box = hands.question("rec_areas_recorridas").get_by_role("textbox").first
    box.fill("Surcos 1 a 30")  # and nobody leaves the field

    page.clock.run_for(4 * 60_000 + 50_000)
    expect(page.get_by_role("alert")).to_contain_text("se va a cerrar")
    page.clock.run_for(20_000)
    expect(page.get_by_role("heading", name="Sigue donde ibas")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("Surcos")
    look(page, "paused")
    reopen(page)
    expect(hands.question("rec_areas_recorridas").get_by_role("textbox").first).to_have_value("Surcos 1 a 30")


def test_out_of_sight_for_two_minutes_it_closes(office: tuple[Server, Demo], chromium: Browser) -> None:
    server, demo = office
    page = tablet(chromium).new_page()
    page.clock.install()
    enter(page, server.url, demo)
    set_pin(page)
    hide(page)
    page.clock.run_for(60_000)
    hide(page, hidden=False)
    expect(page.get_by_role("heading", name="Esta tableta")).to_be_visible()
    hide(page)
    page.clock.run_for(125_000)
    hide(page, hidden=False)
    expect(page.get_by_role("heading", name="Sigue donde ibas")).to_be_visible()


def test_five_wrong_pins_need_the_phrase_and_a_reload_forgets_the_pin_session(
    page: Page, office: tuple[Server, Demo]
) -> None:
    set_pin(page)
    page.evaluate("() => window.dispatchEvent(new Event('x'))")
    pause(page)
    for left in (4, 3, 2, 1):
        reopen(page, "9999")
        expect(page.get_by_role("alert")).to_contain_text(f"{left} intento")
    reopen(page, "9999")
    expect(page.get_by_role("heading", name="Abrir la tableta")).to_be_visible()
    unlock(page, office[1].passphrase)
    expect(page.get_by_role("heading", name="Esta tableta")).to_be_visible()
    pause(page)
    page.reload()
    expect(page.get_by_role("heading", name="Abrir la tableta")).to_be_visible()


def pause(page: Page) -> None:
    """Let time pass by setting the clock on, as a sleeping device wakes; again if the app had not begun to count."""
    paused, passed = page.get_by_role("heading", name="Sigue donde ibas"), 0
    while not paused.count() and passed < 10:
        passed += 1
        page.evaluate("() => { const now = Date.now; Date.now = () => now() + 20 * 60_000; }")
        page.wait_for_timeout(2_500)
    expect(paused).to_be_visible()
    page.evaluate("passed => { const now = Date.now; Date.now = () => now() - passed * 20 * 60_000; }", passed)


def test_locking_one_tab_locks_the_others(page: Page, office: tuple[Server, Demo]) -> None:
    other = page.context.new_page()
    other.goto(f"{office[0].url}/app/")
    unlock(other, office[1].passphrase)
    expect(other.get_by_role("button", name="Menú")).to_be_visible()
    menu(page, "Bloquear")
    for tab in (page, other):
        expect(tab.get_by_role("heading", name="Abrir la tableta")).to_be_visible()


def test_a_forgotten_phrase_costs_time_and_no_evidence(
    office: tuple[Server, Demo], chromium: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server, demo = office
    context = tablet(chromium)
    page = context.new_page()
    enter(page, server.url, demo)
    open_visit(page)
    server.kill()
    hands = Hands(page)
    hands.stage(3)
    hands.write("rec_areas_recorridas", "Lo que sólo está en esta tableta")
    expect(page.get_by_role("region", name="Envío")).to_contain_text("sólo en esta tableta")
    menu(page, "Bloquear")
    page.get_by_role("link", name="Olvidé mi frase").click()
    expect(page.locator("main")).to_contain_text("Nada se ha perdido")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Guardar respaldo sellado").click()
    sealed = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(sealed)
    assert sealed.suffix == ".txt" and "tableta" not in sealed.read_text(encoding="utf-8").lower()
    look(page, "forgotten")

    server.start()
    page.get_by_role("button", name="Entrar con una frase nueva").click()
    fill_account(page, demo, inspector(demo), PHRASE)
    expect(page.get_by_role("button", name="Menú")).to_be_visible(timeout=20_000)
    menu(page, "Esta tableta")
    expect(page.locator("main")).to_contain_text("no se puede quitar todavía")

    assert main(["import", "--data", str(server.data), "--keys", str(server.keys), str(sealed)]) == 0
    assert "nuevos" in capsys.readouterr().out
    page.get_by_role("button", name="Enviar ahora").click()
    expect(page.locator("main")).to_contain_text("La autoridad ya lo tiene todo", timeout=20_000)
    page.get_by_role("button", name="Quitar de la tableta").click()
    expect(page.get_by_role("heading", name="Trabajo apartado")).to_have_count(0)
    page.get_by_role("link", name="Resguardo: Visitas").click()
    open_visit(page)
    hands.stage(3)
    answer = hands.question("rec_areas_recorridas").get_by_role("textbox").first
    expect(answer).to_have_value("Lo que sólo está en esta tableta")


def test_two_people_on_one_tablet_neither_see_nor_wipe_each_other(
    office: tuple[Server, Demo], chromium: Browser
) -> None:
    server, demo = office
    password = "contraseña larga de prueba"
    store = open_office(Settings(server.data, server.keys)).store
    store.users.add("teresa", "Teresa Lugo Ibarra", "inspector", password, now=system_clock(), rng=system_rng)
    page = tablet(chromium).new_page()
    enter(page, server.url, demo)
    mine = next(a for a in demo.accounts if a.role == "inspector")
    open_visit(page)
    hands = Hands(page)
    hands.stage(3)
    page.context.set_offline(True)
    hands.write("rec_contratista", "Cuadrilla que sólo Mariana anotó")
    expect(page.get_by_role("region", name="Envío")).to_contain_text("sólo en esta tableta")
    menu(page, "Bloquear")
    page.context.set_offline(False)
    page.get_by_role("button", name="Otra persona entra por primera vez").click()
    second = Demo((type(mine)("teresa", "Teresa Lugo Ibarra", "inspector", password, ""),), PHRASE, "")
    fill_account(page, second, "teresa", PHRASE)
    expect(page.get_by_role("button", name="Menú")).to_be_visible(timeout=20_000)
    page.get_by_role("link", name="Resguardo: Visitas").click()
    expect(page.locator("main")).to_contain_text("No hay visitas en esta tableta")
    menu(page, "Bloquear")
    look(page, "two-people")

    page.get_by_role("radio", name="Teresa Lugo Ibarra").check()
    unlock(page, demo.passphrase)  # one phrase opens one person's work only
    expect(page.get_by_role("alert")).to_contain_text("no es la de esta persona")
    page.get_by_role("radio", name=mine.name).check()
    unlock(page, demo.passphrase)
    open_visit(page)
    hands.stage(3)
    expect(hands.question("rec_contratista").get_by_role("textbox").first).to_have_value(
        "Cuadrilla que sólo Mariana anotó"
    )


def incarnation_of(page: Page) -> str:
    people = json.loads(page.evaluate(READ_PEOPLE))
    return str(people[0]["incarnation"])


def databases(page: Page) -> list[str]:
    return [str(d) for d in page.evaluate("indexedDB.databases().then(all => all.map(d => d.name))")]


def revoke(server: Server, page: Page) -> None:
    command = ["devices", "revoke", "--data", str(server.data), "--keys", str(server.keys), incarnation_of(page)]
    assert main(command) == 0


def write_without_signal(page: Page) -> Hands:
    """Cut the network and write something that stays on the tablet alone."""
    # What is missing is counted only once the visit and its protocol are here: without them nothing opens offline.
    expect(page.get_by_role("link", name=begins("Faltan")).first).to_be_visible(timeout=30_000)
    page.context.set_offline(True)
    open_visit(page)
    hands = Hands(page)
    hands.stage(3)
    hands.write("rec_contratista", "Anotado antes de la baja")
    expect(page.get_by_role("region", name="Envío")).to_contain_text("sólo en esta tableta")
    return hands


def test_a_tablet_shut_out_with_nothing_unsent_keeps_nothing_and_says_so(
    page: Page, office: tuple[Server, Demo]
) -> None:
    expect(page.get_by_role("region", name="Envío")).to_contain_text("Todo enviado")
    page.context.set_offline(True)  # so that its own timer does not hear of it before the test looks
    revoke(office[0], page)
    page.context.set_offline(False)
    expect(page.locator("main")).to_contain_text("tu trabajo ya no está en esta tableta", timeout=20_000)
    expect(page.locator("main")).to_contain_text("Todo estaba enviado")
    assert databases(page) == ["resguardo"]
    look(page, "farewell")
    page.get_by_role("button", name="Entendido").click()
    expect(page.locator("main")).not_to_contain_text("ya no está")


def test_a_tablet_shut_out_hands_in_its_unsent_work_by_itself_before_it_is_wiped(
    page: Page, office: tuple[Server, Demo]
) -> None:
    server = office[0]
    hands = write_without_signal(page)
    hands.take_photo()
    expect(page.get_by_role("region", name="Envío")).to_contain_text("1 foto sólo en esta tableta")
    shut_out = incarnation_of(page)
    hands.question("rec_areas_recorridas").get_by_role("textbox").first.fill("A medio escribir")  # and nobody leaves it
    revoke(server, page)
    page.context.set_offline(False)
    expect(page.locator("main")).to_contain_text("tu trabajo ya no está en esta tableta", timeout=30_000)
    expect(page.locator("main")).to_contain_text(re.compile(r"registros llegaron después de la baja"))
    look(page, "farewell-handed-in")
    assert databases(page) == ["resguardo"]
    desk = open_office(Settings(server.data, server.keys))
    (visit,) = desk.visits()
    late = [(e, code) for e, code in desk.read(visit.visit_id).quarantined if e.incarnation == shut_out]
    assert {code for _, code in late} == {"revoked_device"}
    assert {e.type for e, _ in late} >= {"answer_set", "photo_added"}
    written = [e.path for e, _ in late if e.type == "answer_set"]
    assert {"visit/rec_contratista", "visit/rec_areas_recorridas"} <= set(written)
    (photo,) = [e.body["name"] for e, _ in late if e.type == "photo_added"]
    upload = desk.store.evidence.upload(visit.visit_id, photo)
    assert upload and upload.complete
    desk.store.close()


def test_a_tablet_shut_out_that_cannot_hand_in_over_the_network_does_it_by_file_before_it_is_wiped(
    page: Page, office: tuple[Server, Demo], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server = office[0]
    write_without_signal(page)
    revoke(server, page)
    page.context.route("**/api/v1/batches", lambda route: route.fulfill(status=401, body=SHUT_OUT))
    page.context.set_offline(False)
    page.get_by_role("button", name="Enviar ahora").click()
    page.get_by_role("link", name="Tableta dada de baja: saca tu trabajo").click()
    expect(page.locator("main")).to_contain_text(re.compile(r"Quedan? \d+ registros? sin enviar"))
    wipe = page.get_by_role("button", name="Borrar lo mío de esta tableta")
    expect(wipe).to_be_disabled()
    look(page, "revoked")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Guardar respaldo sellado").click()
    waiting.value.save_as(tmp_path / "sellado.txt")
    wipe.click()
    page.get_by_role("button", name="Sí, ya saqué el archivo: borrar").click()
    expect(page.locator("main")).to_contain_text("sólo en el archivo sellado", timeout=20_000)
    assert databases(page) == ["resguardo"]
    assert main(["import", "--data", str(server.data), "--keys", str(server.keys), str(tmp_path / "sellado.txt")]) == 0
    assert "cuarentena" in capsys.readouterr().out  # kept, shown, and releasable by the office
