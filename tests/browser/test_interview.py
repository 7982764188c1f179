"""Talking with a child: said first, asked little, skipped in a touch, hidden at once, and stopped when she tells."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.entering import look
from tests.browser.field import TABLET_UPRIGHT, Field
from tests.browser.tablet_hands import BUNDLE, ITEMS

pytestmark = pytest.mark.browser

TALK = BUNDLE["protocol"]["interview"]
PIN = "2580"


def to_the_talk(field: Field, pin: bool = False) -> str:
    field.cut_the_network()
    hands, page = field.hands, field.page
    if pin:
        hands.press("Menú")
        hands.press("Esta tableta", role="link")
        hands.press("Poner PIN")
        page.get_by_label("PIN nuevo, de 4 a 8 cifras").fill(PIN)
        page.get_by_label("Repite el PIN").fill(PIN)
        hands.press("Guardar PIN")
        expect(page.get_by_text("PIN puesto")).to_be_visible()
        hands.press("Resguardo: Visitas", role="link")
    field.open_visit()
    hands.new_card()
    expect(page.get_by_role("link", name="Platicar, una pregunta a la vez")).to_be_visible()
    key = re.search(r"NNA-\w{4}", page.locator("main").inner_text())
    assert key
    return key[0]


def asked(page: Page) -> str:
    return page.locator(".interview .ask").inner_text()


def hear_the_script(page: Page) -> None:
    page.get_by_role("button", name="Lo que se dice primero").click()
    for saying in TALK["script"]:
        expect(page.get_by_role("heading", level=1)).to_have_text(saying["title_es"])
        expect(page.locator(".say")).to_contain_text(saying["say_es"])
        page.get_by_role("button", name=re.compile("Siguiente|Ya se lo dije")).click()


def test_a_child_is_asked_the_least_skips_what_she_wants_and_the_talk_goes_on_where_it_was(field: Field) -> None:
    page, hands = field.page, field.hands
    page.set_viewport_size(TABLET_UPRIGHT)  # type: ignore[arg-type]
    to_the_talk(field, pin=True)
    hands.press("Platicar, una pregunta a la vez", role="link")
    assert re.search(r"#/visita/[^/]+/entrevista/[^/]+$", page.url)
    # Language and interpreter come before any question.
    expect(hands.question("ent_lengua")).to_be_visible()
    hands.choose("ent_habla_espanol", "No")
    hands.choose("ent_interprete", "Sí, alguien de su comunidad")
    look(page, "interview-start")
    hear_the_script(page)
    first, second = (ITEMS[one]["ask_es"] for one in TALK["minimum"][:2])
    assert first in asked(page)
    look(page, "interview-question")
    # One touch leaves a question, and no question needs an answer to go on.
    page.get_by_role("button", name="No quiso contestar").click()
    expect(page.locator(".interview .ask")).to_contain_text(second)
    hands.write(TALK["minimum"][1], "Corto chile con mi tía")
    expect(page.get_by_role("button", name="Saltar")).to_have_count(0)

    # One touch hides; what is then on screen says nothing of the child. The PIN brings back the same place.
    page.get_by_role("button", name="Ocultar pantalla").click()
    expect(page.get_by_label("PIN", exact=True)).to_be_visible()
    hidden = page.locator("body").inner_text()
    told = ("NNA-", "chile", "Plática", "Mariana", "se cerró sola", "anota")
    assert not [word for word in told if word in hidden]
    look(page, "interview-hidden")
    page.keyboard.type(PIN)
    page.get_by_role("button", name="Seguir donde se quedó").click()
    third = ITEMS[TALK["minimum"][2]]["ask_es"]
    expect(page.locator(".interview .ask")).to_contain_text(third)
    hands.press("Atrás")
    expect(hands.question(TALK["minimum"][1]).get_by_role("textbox")).to_have_value("Corto chile con mi tía")
    hands.press("Siguiente")
    for _ in TALK["minimum"][2:]:
        hands.press("Saltar")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hasta aquí")
    expect(page.locator(".say")).to_contain_text("Gracias")
    look(page, "interview-end")
    # The whole talk is an offer, and asks again nothing that was answered or skipped.
    hands.press("Preguntar lo demás")
    assert ITEMS[next(i for i in TALK["whole"] if i not in TALK["minimum"])]["ask_es"] in asked(page)
    # What she would not answer is written as such on her card.
    hands.press("Dejar de preguntar")
    hands.press("Volver a la ficha", role="link")
    hands.tab("Lo primero")
    expect(hands.question(TALK["minimum"][0])).to_contain_text("Se negó a responder")
    expect(hands.question(TALK["minimum"][1]).get_by_role("textbox")).to_have_value("Corto chile con mi tía")


def tab_to(page: Page, name: str) -> None:
    """Reach a control as a keyboard does, and no other way."""
    for _ in range(120):
        page.keyboard.press("Tab")
        found = page.evaluate("document.activeElement.matches('a, button') && document.activeElement.textContent")
        if name in (found or ""):
            return
    raise AssertionError(f"the keyboard does not reach {name!r}")


def test_a_disclosure_stops_the_questions_from_the_keyboard_alone(field: Field) -> None:
    page, hands = field.page, field.hands
    to_the_talk(field)
    tab_to(page, "Platicar, una pregunta a la vez")
    page.keyboard.press("Enter")
    tab_to(page, "Lo que se dice primero")
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", level=1)
    for n, saying in enumerate(TALK["script"], 1):
        expect(heading).to_have_text(saying["title_es"])
        expect(heading).to_be_focused()  # a moment after it is drawn: then Tab goes on from there
        tab_to(page, "Ya se lo dije" if n == len(TALK["script"]) else "Siguiente")
        page.keyboard.press("Enter")
    expect(page.locator(".interview .ask")).to_be_visible()
    expect(heading).to_be_focused()
    tab_to(page, "Dejar de preguntar")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ya no preguntes")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    # No more questions: only what to say, what to do, and her words as she said them.
    expect(page.get_by_role("article")).to_have_count(1)
    for step in TALK["disclosure"]["next_es"]:
        expect(page.locator("main")).to_contain_text(step)
    look(page, "interview-stopped")
    tab_to(page, "Dar aviso urgente")
    box = hands.question(TALK["disclosure"]["words"]).get_by_role("textbox")
    for _ in range(20):
        page.keyboard.press("Tab")
        if box.evaluate("box => box === document.activeElement"):
            break
    page.keyboard.type("«El señor me pegó con la manguera»")
    # Escape hides at once; her words were kept, and she is not asked again.
    page.keyboard.press("Escape")
    expect(page.get_by_label("Frase de paso")).to_be_visible()
    field.unlock()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ya no preguntes")
    expect(box).to_have_value("«El señor me pegó con la manguera»")
    # A touch by mistake is taken back.
    tab_to(page, "Fue un toque por error")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Ya no preguntes")
