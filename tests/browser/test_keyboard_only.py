"""A whole visit without touching the screen: a broken digitizer, or a hand that cannot touch, does not stop a visit."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.field import Field
from tests.browser.five_minors import ATTENDEE, INSPECTOR, visit_with_five_minors
from tests.browser.keyboard_hands import KeyboardHands
from tests.browser.tablet_hands import ITEMS, begins, option
from tests.browser.test_no_minors import SIGNERS, Pen, answer_what_closing_asks, state_that_nobody_was_seen

pytestmark = pytest.mark.browser


class Keys(Pen):
    """Writes by tabbing to the field."""

    def write(self, item_id: str, text: str, within: object = None) -> None:
        self.field.hands.write(item_id, text, within)  # type: ignore[arg-type]
        self.keys += len(text)


@pytest.fixture
def keyboard(field: Field) -> KeyboardHands:
    """The inspector's hands on the keyboard of her tablet."""
    hands = KeyboardHands(field.page)
    field.hands = hands
    field.cut_the_network()
    return hands


def close_on_paper(field: Field, keyboard: KeyboardHands) -> None:
    """A line drawn on glass needs a finger; who signs by pen on the printed acta does not."""
    page = field.page
    keyboard.press("Ir al acta", role="link")
    expect(page.get_by_role("article", name="Acta")).to_be_visible()
    for name in SIGNERS:
        keyboard.press(f"Firmó en papel: {name}")
        expect(page.get_by_role("button", name=f"Firmó en papel: {name}")).to_have_count(0)
    keyboard.press("Cerrar el acta")
    keyboard.activate(page.get_by_role("dialog").get_by_role("button", name="Sí, cerrar el acta"))
    expect(page.locator("main")).to_contain_text("Acta cerrada", timeout=20_000)


def note_one_child(field: Field, keyboard: KeyboardHands) -> None:
    page = field.page
    keyboard.new_card()
    keyboard.write("nna_edad_dicha", "13")
    keyboard.choose("nna_sexo", option("nna_sexo", "hombre"))
    keyboard.choose("nna_actividad", option("nna_actividad", "trabaja"))
    keyboard.choose("nna_quien_manda", option("nna_quien_manda", "patron"))
    tasks = keyboard.question("nna_tareas_campo")
    keyboard.mark(tasks.get_by_role("checkbox", name=begins(option("nna_tareas_campo", "tar_cosecha"))))
    keyboard.press(re.compile("Qué hago ahora"), role="link")
    expect(page.locator("main")).to_contain_text("Trabajo infantil")
    duties = page.get_by_role("button", name=begins("Ya lo hice"))
    expect(duties.first).to_be_visible()
    keyboard.do_all_duties()


def answer_stage_by_stage(field: Field, keyboard: KeyboardHands) -> None:
    keyboard.stage(2)
    keyboard.now("arr_hora_inicio")
    for done in ("arr_credencial", "arr_orden_copia", "arr_aviso_datos"):
        keyboard.choose(done, "Sí")
    for item_id, number, name_id, name in (
        ("arr_atiende", 1, "atiende_nombre", SIGNERS[0]),
        ("arr_testigos", 1, "testigo_nombre", SIGNERS[1]),
        ("arr_testigos", 2, "testigo_nombre", SIGNERS[2]),
    ):
        keyboard.write(name_id, name, keyboard.add_person(item_id, number))
    keyboard.stage(3)
    keyboard.write("rec_areas_recorridas", "Surcos 1 a 30")
    keyboard.write("rec_nna_vistos", "1")
    keyboard.stage(8)
    keyboard.write("act_hechos", "Se encontró a una persona menor de quince años cortando jitomate.")
    for done in ("act_plazo_5", "act_lectura"):
        keyboard.choose(done, "Sí")
    keyboard.now("act_hora_cierre")


def test_a_visit_without_minors_is_closed_from_the_keyboard_alone(field: Field, keyboard: KeyboardHands) -> None:
    before = field.touches
    keyboard.press(begins("Abrir visita"), role="link")
    state_that_nobody_was_seen(field, Keys(field))
    answer_what_closing_asks(field, Keys(field))
    close_on_paper(field, keyboard)
    assert field.touches == before


def test_a_visit_with_one_child_is_closed_from_the_keyboard_alone(field: Field, keyboard: KeyboardHands) -> None:
    before = field.touches
    keyboard.press(begins("Abrir visita"), role="link")
    note_one_child(field, keyboard)
    answer_stage_by_stage(field, keyboard)
    close_on_paper(field, keyboard)
    expect(field.page.get_by_role("article", name="Acta")).to_contain_text("NNA-")
    assert field.touches == before


def test_a_visit_with_five_minors_is_closed_from_the_keyboard_alone(field: Field, keyboard: KeyboardHands) -> None:
    """The inspector signs with the arrows on the glass, as the attendee does; the witness prefers paper."""
    before = field.touches
    visit_with_five_minors(field, signing=(ATTENDEE, INSPECTOR))
    assert field.touches == before


def unsent(field: Field, least: int) -> int:
    """How many records wait on the tablet, once there are so many and their number stands still."""
    # Counted after «saved» is said.
    expect(field.page.get_by_role("region", name="Envío")).to_contain_text(re.compile(rf"\b{least} registros? sólo"))
    said, before = "", None
    while said != before:
        field.page.wait_for_timeout(700)
        said, before = field.page.get_by_role("region", name="Envío").inner_text(), said
    return int(str(re.search(r"(\d+) registros?", said)[1]))  # type: ignore[index]


def test_arrows_record_the_answer_they_rest_on_and_none_they_pass(field: Field, keyboard: KeyboardHands) -> None:
    keyboard.press(begins("Abrir visita"), role="link")
    keyboard.new_card()
    keyboard.write("nna_edad_dicha", "15")
    keyboard.see_kept("nna_edad_dicha")
    before = unsent(field, least=2)  # her card, and what she said
    *_, last = ITEMS["nna_actividad"]["options"]
    keyboard.choose("nna_actividad", str(last["label_es"]))
    keyboard.see_kept("nna_actividad")
    assert unsent(field, before + 1) == before + 1
    # A list that goes away once answered waits for Space, or no reason but the second could be reached.
    sex = keyboard.question("nna_sexo")
    keyboard.activate(sex.get_by_role("button", name=begins("Sin respuesta")))
    keyboard.walk_to(sex.get_by_role("radio", name="Se negó a responder"))
    field.page.keyboard.press("Space")
    expect(sex).to_contain_text("Se negó a responder")
    assert unsent(field, before + 2) == before + 2
