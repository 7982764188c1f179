"""What leaves the tablet in a hand: the acta by share sheet, file or printer, the sealed files of unsent work."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from inspection.demo import Demo
from inspection.web import Settings, open_office
from tests.browser.conftest import Server
from tests.browser.entering import enter, look, menu, send, tablet
from tests.browser.field import PHONE, TABLET_UPRIGHT, Field
from tests.browser.share_sheet import SHARE_SHEET, given
from tests.browser.tablet_hands import Hands, label

pytestmark = pytest.mark.browser
GIVEN, CHILD = "Mateo", "Mateo Ángel Ruvalcaba Solís"
KEEPS = "Sólo en esta tableta: cuadrilla de El Güero"


@pytest.fixture
def page(office: tuple[Server, Demo], chromium: Browser) -> Page:
    page = tablet(chromium).new_page()
    enter(page, office[0].url, office[1])
    return page


def a_visit_with_a_child(page: Page, place: str) -> Hands:
    page.evaluate("location.hash = '#/'")
    page.get_by_role("link", name="Nueva visita extraordinaria").click()
    page.get_by_label("Nombre del lugar").fill(place)
    page.get_by_role("button", name="Abrir la visita").click()
    hands = Hands(page)
    hands.stage(3)
    hands.write("rec_areas_recorridas", "Surcos 1 a 30 y la bodega de frío")
    hands.press(re.compile("Personas menores"), role="link")
    hands.new_card()
    hands.write("nna_nombre", CHILD)
    hands.write("nna_edad_dicha", "13")
    return hands


def close(page: Page, hands: Hands, copy: str) -> None:
    """Close the acta saying which copy is handed over."""
    hands.stage(8)
    page.get_by_role("link", name="Ir al acta").first.click()
    page.get_by_role("button", name="Cerrar el acta").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name=copy, exact=True).check()
    dialog.get_by_role("button", name="Sí, cerrar el acta").click()
    expect(page.locator("main")).to_contain_text(f"El acta dice que entregas: {copy}", timeout=20_000)


def nothing_wrong(page: Page) -> None:
    expect(page.locator("main").get_by_role("alert").filter(visible=True)).to_have_count(0)


def of_the_acta(page: Page) -> tuple[str, str]:
    """The text on screen and its hash."""
    found = re.search(r"[0-9a-f]{64}", page.locator("main").inner_text())
    assert found
    return page.get_by_role("article", name="Acta").inner_text(), found[0]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def copies_held(office: tuple[Server, Demo]) -> dict[str, str]:
    """What the authority holds: {hash of an acta: the copy it says was handed over}."""
    desk = open_office(Settings(office[0].data, office[0].keys))
    try:
        done = [h.body for one in desk.visits() for h in desk.read(one.visit_id).happenings if h.type == "acta_closed"]
        return {str(body["text_sha256"]): str(body["copy"]) for body in done}
    finally:
        desk.store.close()


def open_closed(page: Page, place: str) -> None:
    page.evaluate("location.hash = '#/'")
    page.get_by_role("link", name=f"Abrir visita: {place}").click()
    expect(page.get_by_role("heading", name="Entregar copia")).to_be_visible()


def test_the_copy_of_the_acta_is_shared_and_a_closed_sheet_or_none_loses_nothing(
    page: Page, office: tuple[Server, Demo]
) -> None:
    hands = a_visit_with_a_child(page, "Rancho del archivo")
    close(page, hands, "Archivo")
    text, sha256 = of_the_acta(page)
    status, sharing = page.locator("main").get_by_role("status"), page.get_by_role("button", name="Compartir archivo")
    # Where the device has no share sheet there is none to press, and the same file is downloaded.
    expect(sharing).to_have_count(0)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Descargar copia").click()
    downloaded = waiting.value.path().read_text(encoding="utf-8")

    page.evaluate(SHARE_SHEET)
    open_closed(page, "Rancho del archivo")
    sharing.click()
    expect(status.filter(has_text="Copia entregada a la aplicación que elegiste")).to_be_visible()
    (shared,) = given(page)
    assert (shared["title"], shared["text"], shared["url"]) == ("", "", "")  # a sheet shows these to other apps
    (file,) = shared["files"]
    assert re.fullmatch(r"acta-[0-9a-f]{8}\.html", file["name"]) and file["type"] == "text/html"
    assert file["name"] == waiting.value.suggested_filename and file["text"] == downloaded
    whole = squeezed(re.sub(r"<[^>]+>", "", file["text"]))
    assert squeezed(text) in whole and sha256 in whole and "bodegadefrío" in whole
    assert GIVEN not in file["text"] and "Ruvalcaba" not in file["text"]
    assert "NNA-" in file["text"]
    assert not re.search(r"(?:src|href)=|url\(|@import|<script|https?:", file["text"])  # opens without network

    # Closing the sheet is a choice: nothing is wrong, the copy is still here.
    page.evaluate("sheet.answer = 'AbortError'")
    sharing.click()
    expect(status.filter(has_text="No se compartió. La copia sigue aquí")).to_be_visible()
    nothing_wrong(page)
    expect(page.get_by_role("button", name="Descargar copia")).to_be_enabled()
    # A sheet that fails is no dead end: the file is saved.
    page.evaluate("sheet.answer = 'NotAllowedError'")
    with page.expect_download() as waiting:
        sharing.click()
    assert waiting.value.path().read_text(encoding="utf-8") == downloaded
    expect(status.filter(has_text="Copia guardada en Descargas")).to_be_visible()
    nothing_wrong(page)
    assert [one["files"] for one in given(page)] == [[file]] * 3
    send(page)
    assert copies_held(office)[sha256] == "file"


def test_the_printed_copy_carries_the_text_its_hash_and_who_signed_and_no_childs_name(
    page: Page, office: tuple[Server, Demo], tmp_path: Path
) -> None:
    page.set_viewport_size(TABLET_UPRIGHT)  # type: ignore[arg-type]
    hands = a_visit_with_a_child(page, "Rancho del papel")
    close(page, hands, "Impresa")
    text, sha256 = of_the_acta(page)
    page.evaluate("() => { globalThis.print = () => { globalThis.printed = (globalThis.printed ?? 0) + 1; }; }")
    page.get_by_role("button", name="Imprimir").click()
    assert page.evaluate("globalThis.printed") == 1
    paper = tmp_path / "copia.pdf"
    page.pdf(path=paper, format="Letter")
    printed = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
    whole = squeezed(printed)
    for line in filter(None, map(squeezed, text.splitlines())):
        assert line in whole, line
    assert sha256 in whole and "Mariana Olvera Ríos" in printed
    assert GIVEN not in printed and "Ruvalcaba" not in printed
    for screen_only in (
        "Enviar ahora",
        "Hallazgo urgente",
        "Todo enviado",
        "Descargar",
        "Ver acuse",
        "Ampliar el acta",
    ):
        assert screen_only not in printed, screen_only
    send(page)
    assert copies_held(office)[sha256] == "print"


def test_unsent_work_is_shared_sealed_and_a_closed_sheet_leaves_it_here(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    expect(page.get_by_role("link", name=re.compile("Faltan")).first).to_be_visible(timeout=30_000)
    page.context.set_offline(True)
    a_visit_with_a_child(page, KEEPS)
    page.evaluate(SHARE_SHEET)
    menu(page, "Esta tableta")
    sealed = page.locator("section").filter(has=page.get_by_role("heading", name="Respaldo sellado"))
    sharing = sealed.get_by_role("button", name="Enviar archivo")
    main = page.locator("main")
    page.evaluate("sheet.answer = 'AbortError'")
    sharing.click()
    expect(main).to_contain_text("No se envió. Lo tuyo sigue aquí, completo", timeout=20_000)
    expect(sealed.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("region", name="Envío")).to_contain_text("sólo en esta tableta")
    page.evaluate("sheet.answer = ''")
    sharing.click()
    expect(main).to_contain_text("Archivo listo", timeout=20_000)
    _, shared = given(page)
    (file,) = shared["files"]
    assert re.fullmatch(r"respaldo-sellado-\d{4}-\d\d-\d\d\.txt", file["name"]) and file["type"] == "text/plain"
    for secret in (*CHILD.split(), "Güero", "bodega", "Mariana", "Tableta"):
        assert secret not in file["text"], secret
    # Where sharing fails the file is saved all the same.
    page.evaluate("sheet.answer = 'DataError'")
    with page.expect_download() as waiting:
        sharing.click()
    assert waiting.value.suggested_filename == file["name"]
    expect(sealed.get_by_role("alert")).to_have_count(0)
    page.context.set_offline(False)
    send(page)


def test_a_minors_name_in_what_the_acta_says_is_told_before_anybody_signs(field: Field) -> None:
    field.open_visit()
    page, hands = field.page, field.hands
    hands.new_card()
    hands.write("nna_nombre", "Mario Ángel Rojas Solís")
    hands.stage(8)
    hands.write("act_hechos", "Vi a mario angel junto al tambo.")
    page.get_by_role("link", name="Ir al acta").first.click()
    told = page.get_by_role("alert").filter(has_text="cómo se llama una persona menor")
    # It says where, and neither whose name nor which: the employer may be looking on.
    expect(told.get_by_role("link")).to_have_text(f"Cambiarlo en «{label('act_hechos')}»")
    expect(told).not_to_contain_text(re.compile("mario|NNA-", re.IGNORECASE))
    look(page, "named-in-acta")
    page.get_by_role("button", name="Cerrar el acta").click()
    expect(page.get_by_role("dialog")).to_contain_text("dice cómo se llama una persona menor, y el patrón la recibe")
    page.get_by_role("button", name="Todavía no").click()
    # One tap leads to the answer; with the key instead nothing is said any more.
    told.get_by_role("link").click()
    hands.write("act_hechos", "Vi a esa persona junto al tambo.")
    page.get_by_role("link", name="Ir al acta").first.click()
    expect(page.get_by_role("article", name="Acta")).to_contain_text("Vi a esa persona junto al tambo")
    expect(told).to_have_count(0)
