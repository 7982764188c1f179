"""Before closing: who must sign and who proposed them, the days to answer, a colleague's work without network."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import segno
from playwright.sync_api import Browser, Locator, Page, expect

from inspection.clock import system_clock, system_rng
from inspection.demo import Demo
from inspection.web import Settings, open_office
from protocols.bundle import load_bundle
from tests.browser.conftest import Server
from tests.browser.entering import demo_office, enter, look, send, tablet
from tests.browser.share_sheet import SHARE_SHEET, given
from tests.browser.tablet_hands import Hands

pytestmark = pytest.mark.browser
PASSWORD = "contraseña larga de prueba"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Demo]]:
    """One visit of two inspectors: Mariana closes, Teresa helps; and a third inspector who is not of it."""
    server = Server(tmp_path_factory.mktemp("office"))
    demo = demo_office(server)
    desk = open_office(Settings(server.data, server.keys))
    users = {u.username: u.user_id for u in desk.store.users.all()}
    mariana = next(a for a in demo.accounts if a.role == "inspector")
    others = {}
    for username, name in (("teresa", "Teresa Lugo Ibarra"), ("rosa", "Rosa Mena Cruz")):
        added = desk.store.users.add(username, name, "inspector", PASSWORD, now=system_clock(), rng=system_rng)
        others[username] = added.user_id
    supervisor = next(u.user_id for u in desk.store.users.all() if u.role == "supervisor")
    closes = users[mariana.username]
    visit = desk.open_visit(
        load_bundle("trabajo_infantil/2024_1").data, zone="America/Tijuana", closes=closes,
        inspectors=[closes, others["teresa"]], actor=supervisor,
    )  # fmt: skip
    for path, value in (("visit/centro_nombre", "Empaque de dos"), ("visit/plan_autoridad", "federal")):
        desk.set_answer(visit, path, {"v": value, "src": "office"}, public=True, actor=supervisor)
    accounts = [*demo.accounts]
    for username in others:
        accounts.append(replace(mariana, username=username, name="", password=PASSWORD))
    yield server, replace(demo, accounts=tuple(accounts))
    server.kill()


def at_visit(page: Page, office: tuple[Server, Demo], username: str = "") -> Hands:
    enter(page, office[0].url, office[1], username)
    page.get_by_role("link", name=re.compile("Abrir visita: Empaque de dos")).first.click()
    return Hands(page)


def to_acta(page: Page, hands: Hands) -> None:
    hands.stage(8)
    page.get_by_role("link", name="Ir al acta").first.click()
    expect(page.get_by_role("article", name="Acta")).to_be_visible()


def shared_without_its_code(page: Page) -> None:
    """The same file by the share sheet: it is told where it went, and that the code does not go with it."""
    page.evaluate(SHARE_SHEET)
    before = page.locator(".spoken").inner_text()
    page.get_by_role("button", name="Preparar archivo para quien cierra").click()
    expect(page.locator(".spoken")).not_to_have_text(before)
    sharing, main = page.get_by_role("button", name="Enviar archivo"), page.locator("main")
    sharing.click()
    expect(main).to_contain_text("Archivo entregado a la aplicación que elegiste. El código se dice de viva voz.")
    (shared,) = given(page)
    (file,) = shared["files"]
    assert (shared["title"], shared["text"], shared["url"]) == ("", "", "")
    assert re.fullmatch(r"para-quien-cierra-\d{4}-\d\d-\d\d\.txt", file["name"])
    assert page.locator(".spoken").inner_text().replace(" ", "") not in file["text"]
    page.evaluate("sheet.answer = 'AbortError'")
    sharing.click()
    expect(main).to_contain_text("No se envió. El archivo sigue aquí")


def test_a_colleagues_work_is_read_in_without_network_under_a_spoken_code(
    office: tuple[Server, Demo], chromium: Browser
) -> None:
    mine, hers = tablet(chromium).new_page(), tablet(chromium).new_page()
    my_hands, her_hands = at_visit(mine, office), at_visit(hers, office, "teresa")
    for page in (mine, hers):
        page.context.set_offline(True)

    her_hands.stage(3)
    her_hands.write("rec_areas_recorridas", "Lo que sólo Teresa recorrió: la bodega de frío.")
    to_acta(hers, her_hands)
    expect(hers.get_by_role("article", name="Acta")).to_contain_text("bodega de frío")
    hers.get_by_role("button", name="Preparar archivo para quien cierra").click()
    expect(hers.locator(".spoken")).to_be_visible(timeout=20_000)
    code = hers.locator(".spoken").inner_text()
    assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4} ){4}[0-9A-HJKMNP-TV-Z]{4}", code)
    look(hers, "colleague-made")
    with hers.expect_download() as waiting:
        hers.get_by_role("button", name="Guardar el archivo").click()
    sealed = waiting.value.path()
    assert "Teresa" not in sealed.read_text(encoding="utf-8") and code.replace(" ", "") not in sealed.read_text()
    expect(hers.locator("main")).to_contain_text("Archivo guardado en Descargas")
    shared_without_its_code(hers)

    to_acta(mine, my_hands)
    expect(mine.get_by_role("article", name="Acta")).not_to_contain_text("bodega de frío")
    mine.get_by_role("button", name="Leer archivo de una colega").click()
    mine.get_by_label("Archivo", exact=True).set_input_files(sealed)
    mine.get_by_label("Código que te dijo").fill("0000 0000 0000 0000 0000")
    mine.get_by_role("button", name="Leer", exact=True).click()
    expect(mine.get_by_role("alert")).to_contain_text("Nada cambió", timeout=20_000)
    look(mine, "colleague-refused")
    mine.get_by_label("Código que te dijo").fill(code.lower().replace(" ", "-").replace("0", "o"))
    mine.get_by_role("button", name="Leer", exact=True).click()
    expect(mine.locator("main")).to_contain_text(re.compile(r"Listo: \d+ registros? de Teresa"), timeout=20_000)
    expect(mine.get_by_role("article", name="Acta")).to_contain_text("bodega de frío")

    # With network again nothing is doubled and both have the same.
    for page in (hers, mine):
        page.context.set_offline(False)
        send(page)
    mine.get_by_role("link", name="Volver a la visita").click()
    my_hands.stage(3)
    expect(my_hands.question("rec_areas_recorridas").get_by_role("textbox").first).to_have_value(
        "Lo que sólo Teresa recorrió: la bodega de frío."
    )


def test_a_file_that_is_no_colleagues_or_of_another_visit_changes_nothing(
    office: tuple[Server, Demo], chromium: Browser
) -> None:
    page = tablet(chromium).new_page()
    hands = at_visit(page, office)
    to_acta(page, hands)
    page.get_by_role("button", name="Leer archivo de una colega").click()
    files = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"cualquier cosa\n"}
    page.get_by_label("Archivo", exact=True).set_input_files(files)
    page.get_by_label("Código que te dijo").fill("0000 0000 0000 0000 0000")
    page.get_by_role("button", name="Leer", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("no es de una colega")


def test_the_acta_says_who_is_missing_who_proposed_the_witnesses_and_when_the_days_to_answer_end(
    office: tuple[Server, Demo], chromium: Browser
) -> None:
    page = tablet(chromium).new_page()
    hands = at_visit(page, office)
    hands.stage(2)
    hands.write("atiende_nombre", "Ramón Félix Castro", hands.add_person("arr_atiende"))
    hands.write("testigo_nombre", "Beatriz Salas Ibarra", hands.add_person("arr_testigos"))
    hands.stage(8)
    hands.page.get_by_role("link", name="Ir al acta").first.click()
    main = page.locator("main")
    expect(main).to_contain_text("Testigo de asistencia: hay 1 de 2")
    expect(main).to_contain_text("A los testigos de asistencia los propone la persona visitada")
    expect(page.get_by_role("group", name="Beatriz Salas Ibarra")).to_contain_text("Anota quién lo propuso")
    expect(page.get_by_role("group", name="Ramón Félix Castro")).not_to_contain_text("Anota quién lo propuso")
    expect(main).to_contain_text("por escrito en 5 días hábiles")
    page.get_by_role("link", name="Volver a la visita").click()
    hands.stage(2)
    hands.choose("testigo_designo", "La persona visitada")
    hands.stage(8)
    hands.now("act_hora_cierre")
    page.get_by_role("link", name="Ir al acta").first.click()
    expect(page.get_by_role("group", name="Beatriz Salas Ibarra")).to_contain_text("Propuesto por: La persona visitada")
    expect(main).to_contain_text("Vencen el")
    ends = re.search(r"Vencen el ([^.]*)\.", main.inner_text())
    assert ends and ends[1] in page.get_by_role("article", name="Acta").inner_text()
    look(page, "acta-review")


def test_a_visit_is_suspended_with_a_partial_acta_and_goes_on_another_day(
    office: tuple[Server, Demo], chromium: Browser
) -> None:
    page = tablet(chromium).new_page()
    hands = at_visit(page, office)
    to_acta(page, hands)
    page.get_by_role("button", name="Suspender la visita").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Suspender con acta parcial")).to_be_disabled()
    dialog.get_by_label("Por qué se suspende").fill("Se hizo de noche y no hay luz en los surcos")
    dialog.get_by_label("Día en que sigue, si se sabe").fill("2026-11-30")
    dialog.get_by_role("button", name="Suspender con acta parcial").click()
    main = page.locator("main")
    expect(main).to_contain_text("Visita suspendida el")
    expect(main).to_contain_text("30 de noviembre")
    page.get_by_role("button", name="Reanudar la visita").scroll_into_view_if_needed()
    look(page, "suspended")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Descargar acta parcial").click()
    copy = waiting.value.path().read_text(encoding="utf-8")
    assert "ACTA PARCIAL" in copy and "no hay luz" in copy and "ACTA DE INSPECCIÓN" in copy
    page.get_by_role("link", name="Resguardo: Visitas").click()
    expect(page.locator("main")).to_contain_text("suspendida")

    page.get_by_role("link", name=re.compile("Abrir visita: Empaque de dos")).first.click()
    to_acta(page, hands)
    page.get_by_role("button", name="Reanudar la visita").click()
    page.get_by_role("button", name="Añadirlo a los hechos del acta").click()
    expect(page.get_by_role("article", name="Acta")).to_contain_text("Se hizo de noche y no hay luz en los surcos")
    expect(page.get_by_role("button", name="Suspender la visita")).to_be_visible()
    send(page)
    desk = open_office(Settings(office[0].data, office[0].keys))
    read = [desk.read(v.visit_id) for v in desk.visits()]
    (visit,) = [v for v in read if any(h.type == "visit_suspended" for h in v.happenings)]
    assert visit.quarantined == ()


def modules_on_screen(page: Page, code: Locator) -> set[tuple[int, int]]:
    """The dark modules of a QR drawn on screen, without its margin."""
    path = code.locator("path").get_attribute("d") or ""
    return {(int(x) - 4, int(y) - 4) for x, y in re.findall(r"M(\d+) (\d+)", path)}


def test_who_gets_neither_file_nor_paper_photographs_a_code_that_any_reader_understands(
    office: tuple[Server, Demo], chromium: Browser
) -> None:
    page = tablet(chromium).new_page()
    hands = at_visit(page, office)
    to_acta(page, hands)
    page.get_by_role("button", name="Cerrar el acta").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="Huella y código QR, para pedirla después").check()
    dialog.get_by_role("button", name="Sí, cerrar el acta").click()
    main = page.locator("main")
    expect(main).to_contain_text("El acta dice que entregas: Huella y código QR", timeout=20_000)
    code = page.get_by_role("img", name="Huella del acta en código QR")
    code.scroll_into_view_if_needed()
    look(page, "hand-over")
    found = re.search(r"[0-9a-f]{64}", main.inner_text())
    assert found
    drawn = modules_on_screen(page, code)
    folio = re.search(r"visita/([0-9a-f]{8})", page.url)
    assert folio
    text = f"ACTA {folio[1]} SHA-256 {found[0]}"
    made = [segno.make(text, error="m", boost_error=False, mask=mask, mode="byte", micro=False) for mask in range(8)]
    dark = [{(x, y) for y, row in enumerate(v.matrix) for x, on in enumerate(row) if on} for v in made]
    # What fills a code up after its text is free, and so is the correction of that part: the rest must be equal.
    apart = min(len(one ^ drawn) for one in dark) / len(made[0].matrix) ** 2
    assert apart < 0.15, f"{apart:.0%} of the drawn code is not a QR of the acta's folio and hash"
