"""The commonest visit: she walks it, sees nobody under age, says so once, and closes the acta within minutes."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.field import Field
from tests.browser.tablet_hands import begins, label
from tests.browser.test_story import sign

pytestmark = pytest.mark.browser

MOST_TOUCHES = 40
MOST_SECONDS = 600
# A slow hand: to find and touch something, a key on glass, a signature.
SECONDS_A_TOUCH = 3.0
SECONDS_A_KEY = 0.5
SECONDS_A_SIGNATURE = 15.0
SIGNERS = ("Ramón Félix Castro", "Beatriz Salas Ibarra", "Óscar Nava Lugo", "Mariana Olvera Ríos")


class Pen:
    """Writes by touching a field and typing, and counts the keys."""

    def __init__(self, field: Field) -> None:
        self.field, self.keys = field, 0

    def write(self, item_id: str, text: str, within: object = None) -> None:
        self.field.write(self.field.hands.question(item_id, within).get_by_role("textbox").first, text)  # type: ignore[arg-type]
        self.keys += len(text)


def state_that_nobody_was_seen(field: Field, pen: Pen) -> None:
    field.hands.press(re.compile("Personas menores"), role="link")
    field.hands.press("Sin menores observadas", role="link")
    pen.write("rec_areas_recorridas", "Surcos 1 a 30, bodega, oficina y comedor")
    field.hands.press("Recorrí todas")
    field.hands.press(begins("Confirmo: en lo que recorrí"))
    expect(field.page.get_by_role("region", name="Lo que afirmas")).to_contain_text("Confirmado a las")


def answer_what_closing_asks(field: Field, pen: Pen) -> None:
    hands, page = field.hands, field.page
    hands.now("arr_hora_inicio")
    people = (
        ("arr_atiende", 1, SIGNERS[0], "atiende_cargo", "Encargado"),
        ("arr_testigos", 1, SIGNERS[1], "testigo_domicilio", "El Encino"),
        ("arr_testigos", 2, SIGNERS[2], "testigo_domicilio", "Calle 3, 12"),
    )
    for item_id, number, name, other_id, other in people:
        box = hands.add_person(item_id, number)
        expect(box.get_by_role("textbox").first).to_be_focused()  # adding one puts the cursor in the name: no touch
        page.keyboard.insert_text(name)
        pen.keys += len(name)
        pen.write(other_id, other, box)
    for done in ("arr_credencial", "arr_orden_copia", "arr_aviso_datos"):
        hands.choose(done, "Sí")
    pen.write("rec_total", "46")
    pen.write("act_hechos", "Se recorrió el campo; todas las personas mostraron ser mayores de edad.")
    for done in ("act_plazo_5", "act_lectura"):
        hands.choose(done, "Sí")
    hands.now("act_hora_cierre")
    expect(page.get_by_role("region", name="Lo que falta para cerrar")).to_contain_text("No falta ninguna")


def close(field: Field) -> None:
    hands, page = field.hands, field.page
    hands.press("Ir al acta", role="link")
    expect(page.get_by_role("article", name="Acta")).to_contain_text("sin menores observadas")
    expect(page.get_by_role("article", name="Acta")).to_contain_text("Ninguna: se recorrieron todas las áreas.")
    for name in SIGNERS:
        sign(hands, name)
    hands.press("Cerrar el acta")
    page.get_by_role("dialog").get_by_role("button", name="Sí, cerrar el acta").click()
    expect(page.locator("main")).to_contain_text("Acta cerrada", timeout=20_000)


def test_a_visit_without_minors_closes_in_forty_touches_and_ten_minutes(field: Field) -> None:
    field.cut_the_network()
    before, pen = field.touches, Pen(field)
    field.open_visit()
    state_that_nobody_was_seen(field, pen)
    answer_what_closing_asks(field, pen)
    close(field)
    touches = field.touches - before
    seconds = touches * SECONDS_A_TOUCH + pen.keys * SECONDS_A_KEY + len(SIGNERS) * SECONDS_A_SIGNATURE
    print(f"touches {touches}, keys {pen.keys}, about {seconds / 60:.1f} minutes of a slow hand")
    assert touches <= MOST_TOUCHES
    assert seconds <= MOST_SECONDS


def gaps_of(page: Page) -> str:
    page.get_by_role("link", name=begins("Qué falta")).first.click()
    expect(page.get_by_role("heading", name="Qué falta para cerrar")).to_be_visible()
    return page.locator("main").inner_text()


def test_the_statement_is_undone_and_contradicts_a_minor_found_later_without_losing_either(field: Field) -> None:
    hands, page, pen = field.hands, field.page, Pen(field)
    field.open_visit()
    # Saying it with the areas unwritten is answered with what is missing, and writes nothing.
    hands.press(re.compile("Personas menores"), role="link")
    hands.press("Sin menores observadas", role="link")
    hands.press(begins("Confirmo: en lo que recorrí"))
    expect(page.get_by_role("alert")).to_contain_text(label("rec_areas_recorridas"))
    hands.press("Volver a la visita", role="link")
    state_that_nobody_was_seen(field, pen)
    hands.press("Volver a la visita", role="link")
    stages = page.get_by_role("navigation", name="Etapas de la visita")
    expect(stages).to_contain_text("ninguna observada")
    hands.stage(3)
    expect(hands.question("rec_nna_vistos").get_by_role("textbox")).to_have_value("0")
    # Undone: the statement and its counts go back to unanswered, the areas stay.
    hands.press("Sin menores observadas", role="link")
    hands.press("Deshacer la confirmación")
    expect(page.get_by_role("button", name=begins("Confirmo: en lo que recorrí"))).to_be_visible()
    assert label("rec_nna_vistos") in gaps_of(page)
    hands.press("Volver a la visita", role="link")
    hands.press("Sin menores observadas", role="link")
    hands.press(begins("Confirmo: en lo que recorrí"))
    expect(page.get_by_role("region", name="Lo que afirmas")).to_contain_text("Confirmado a las")
    # A child is found after all: both statements stand, and the contradiction is said until somebody settles it.
    hands.new_card()
    hands.write("nna_edad_dicha", "12")
    assert "Se contradice" in gaps_of(page)
    page.reload()
    field.unlock()
    page.get_by_role("link", name=begins("Se afirmó que no había menores")).click()
    expect(page.get_by_role("alert")).to_contain_text("Se contradicen")
    expect(page.locator("a.card")).to_have_count(1)
    hands.press("Retirar la afirmación")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert "Se contradice" not in gaps_of(page)
