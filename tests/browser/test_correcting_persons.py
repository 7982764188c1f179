"""Two cards are one child, one card is two, an adult after all, siblings: seen first, undone after, nothing deleted."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.field import Field
from tests.browser.tablet_hands import begins, label, option

pytestmark = pytest.mark.browser


def note(field: Field, age: str, sex: str) -> str:
    """Note a minor and return her key."""
    hands = field.hands
    hands.new_card()
    hands.write("nna_edad_dicha", age)
    hands.choose("nna_sexo", option("nna_sexo", sex))
    return str(re.search(r"NNA-\w{4}", field.page.locator("main").inner_text())[0])  # type: ignore[index]


def correct(field: Field, way: str) -> None:
    field.hands.tab("Corregir la ficha")
    field.page.get_by_role("radio", name=way).check()


def cards(field: Field) -> Locator:
    field.hands.press("Personas menores", role="link")
    expect(field.page.get_by_role("heading", level=1, name="Personas menores")).to_be_visible()
    return field.page.locator("a.card")


def undo(field: Field) -> None:
    field.page.get_by_role("button", name=begins("Deshacer")).first.click()
    expect(field.page.get_by_role("region", name="Correcciones hechas")).to_contain_text("deshecha a las")


def test_two_cards_of_one_child_are_joined_seen_first_and_undone(field: Field) -> None:
    page = field.page
    field.cut_the_network()
    field.open_visit()
    other = note(field, "14", "mujer")
    kept = note(field, "13", "mujer")
    correct(field, "Es la misma persona que otra ficha")
    page.get_by_role("radio", name=begins(other)).check()
    seen = page.get_by_role("region", name="Así va a quedar")
    expect(seen).to_contain_text("Una respuesta es distinta")
    expect(seen).to_contain_text("13 · 14")
    page.get_by_role("button", name="Unir las dos fichas").click()
    expect(page.get_by_role("region", name="Correcciones hechas")).to_contain_text(f"Se unieron {kept}")
    expect(page.locator("main")).to_contain_text(f"Incluye también la ficha {other}")
    expect(cards(field)).to_have_count(1)
    page.reload()
    field.unlock()
    expect(page.locator("a.card")).to_have_count(1)
    # Both ages stand until she chooses; then it is undone, and each card has its own again.
    page.locator("a.card").click()
    field.hands.tab("Lo primero")
    age = field.hands.question("nna_edad_dicha")
    expect(age).to_contain_text("Hay dos respuestas distintas")
    field.hands.tab("Corregir la ficha")
    undo(field)
    expect(cards(field)).to_have_count(2)


def test_one_card_of_two_children_is_split_and_its_answers_go_where_they_belong(field: Field) -> None:
    page, hands = field.page, field.hands
    field.cut_the_network()
    field.open_visit()
    first = note(field, "12", "hombre")
    hands.write("nna_iniciales", "J. L.")
    correct(field, "Esta ficha son dos personas")
    moved = page.get_by_role("group", name="¿Qué respuestas son de la otra persona?")
    moved.get_by_role("checkbox", name=begins(label("nna_iniciales"))).check()
    expect(page.get_by_role("region", name="Así va a quedar")).to_contain_text("1 respuesta pasa a ella")
    page.get_by_role("button", name="Separar en dos fichas").click()
    expect(page.locator("main")).to_contain_text(f"Se separó de {first}")
    expect(page.locator(".minor-head")).to_contain_text("J. L.")
    expect(cards(field)).to_have_count(2)
    expect(page.locator("a.card").filter(has_text="12 años")).not_to_contain_text("J. L.")


def test_an_adult_after_all_leaves_the_count_and_stays_in_sight_and_siblings_are_linked(field: Field) -> None:
    page = field.page
    field.cut_the_network()
    field.open_visit()
    sister = note(field, "15", "mujer")
    brother = note(field, "11", "hombre")
    correct(field, "Es familia de otra persona menor")
    page.get_by_role("radio", name=begins(sister)).check()
    page.get_by_role("button", name="Anotar el parentesco").click()
    expect(page.locator("main")).to_contain_text(f"Familia: {sister}")
    page.get_by_role("link", name=begins(sister)).first.click()
    expect(page.locator("main")).to_contain_text(f"Familia: {brother}")

    correct(field, "Resultó ser una persona adulta")
    act = page.get_by_role("button", name="Anotar que es persona adulta")
    expect(act).to_be_disabled()
    page.get_by_role("radio", name="documento").check()
    page.get_by_label("Qué viste o te dijeron").fill("Mostró su credencial de elector: nació en 2003.")
    act.click()
    expect(page.locator("main")).to_contain_text("Ya no cuenta entre las personas menores")
    expect(cards(field)).to_have_count(1)
    page.get_by_role("region", name="Anotadas como adultas").get_by_role("link", name=sister).click()
    undo(field)
    expect(cards(field)).to_have_count(2)
