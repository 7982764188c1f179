"""What is written less than the pause before the app dies is there when it opens again, text and figures."""

import contextlib
import re

import pytest
from playwright.sync_api import Error, expect

from tests.browser.entering import back_to_the_list
from tests.browser.field import Field
from tests.browser.tablet_hands import COUNT_THE_UNKEPT, begins, option, wait_until_kept

LONG = "En el surco 6 tres personas cortan jitomate; una dice tener doce años y"


def crash_and_open_again(field: Field) -> None:
    """Kill the renderer without a last word, before the field saves after its pause; open the same place."""
    address = field.page.url
    wait_until_kept(field.page)  # a moment; the pause of a field is several times longer
    with contextlib.suppress(Error):
        field.page.goto("chrome://crash", timeout=2_000)
    page = field.page.context.new_page()
    field.page = field.hands.page = page
    page.wait_for_timeout(1_000)  # the crash can take the service worker's process along; it starts again by itself
    page.goto(f"{field.server.url}/app/")
    field.unlock()
    back_to_the_list(page)
    page.get_by_role("link", name=begins("Abrir visita")).first.click()
    page.goto(address)


def test_what_was_being_typed_when_the_app_crashed_is_an_answer_afterwards(field: Field) -> None:
    field.open_visit()
    field.cut_the_network()
    field.hands.stage(8)
    box = field.hands.question("act_hechos").get_by_role("textbox").first
    box.click()
    field.page.evaluate(COUNT_THE_UNKEPT)
    box.press_sequentially(LONG, delay=12)
    crash_and_open_again(field)
    box = field.hands.question("act_hechos").get_by_role("textbox").first
    expect(box).to_have_value(LONG)


@pytest.mark.parametrize(
    ("item", "parts"),
    [
        ("nna_pago_monto", {"": "1250.75"}),
        ("nna_hora_empieza", {"Horas": "16"}),
        ("nna_hora_empieza", {"Horas": "6", "Minutos": "45"}),
        ("nna_fecha_nacimiento", {"Día": "9", "Mes": "5", "Año": "2014"}),
    ],
    ids=["amount", "hours", "hours and minutes", "day"],
)
def test_a_figure_being_typed_when_the_app_crashed_is_an_answer_afterwards(
    field: Field, item: str, parts: dict[str, str]
) -> None:
    hands = field.hands
    field.open_visit()
    field.cut_the_network()
    hands.new_card()
    hands.choose("nna_actividad", option("nna_actividad", "trabaja"))
    hands.tab("Quién es" if item == "nna_fecha_nacimiento" else "Su trabajo")
    expect(hands.question(item)).to_be_visible()
    field.page.evaluate(COUNT_THE_UNKEPT)
    for name, text in parts.items():
        box = hands.question(item).get_by_role("textbox", name=name or None).first
        box.click()
        box.press_sequentially(text, delay=12)
    crash_and_open_again(field)
    for name, text in parts.items():
        box = hands.question(item).get_by_role("textbox", name=name or None).first
        expect(box).to_have_value("1,250.75" if item == "nna_pago_monto" else text)
    expect(hands.question(item).locator(".item-state")).to_contain_text("Guardado en esta tableta")


WATCH = """box => {
  window.__stood = [];
  const look = () => { window.__stood.push(box.value); requestAnimationFrame(look); };
  look();
}"""


def test_an_answer_told_late_never_stands_over_what_was_written_after_it(field: Field) -> None:
    page = field.page
    field.open_visit()
    field.cut_the_network()
    field.hands.stage(8)
    question = field.hands.question("act_hechos")
    box = question.get_by_role("textbox").first
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})  # a tablet of some years
    box.evaluate(WATCH)
    for number in range(15):
        box.fill(f"Van {number} personas.")
        box.blur()
    expect(question.locator(".item-state")).to_contain_text("Guardado en esta tableta")
    expect(box).to_have_value("Van 14 personas.")
    stood = [int(number[0]) for one in page.evaluate("window.__stood") if (number := re.search(r"\d+", one))]
    assert stood == sorted(stood)
