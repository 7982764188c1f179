"""The visit for hours: every stage in reach, what blocks closing leads to its place, answers are saved and undone."""

import re

import pytest
from playwright.sync_api import expect

from inspection.web import Settings, open_office
from tests.browser.entering import look, send
from tests.browser.field import Field
from tests.browser.tablet_hands import BUNDLE, ITEMS, begins, label, option

pytestmark = pytest.mark.browser

KEYBOARDS = {"int": "numeric", "grams": "decimal", "money": "decimal", "minutes": "numeric", "date": "numeric"}
FIELDS = """() => [...document.querySelectorAll('article.item')].map(row => {
  const field = row.querySelector('.item-body input:not([type=radio]):not([type=checkbox]), .item-body textarea');
  return field && { id: row.id.split('-').at(-1), mode: field.inputMode, type: field.type, tag: field.tagName };
}).filter(Boolean)"""


def check_keyboards(field: Field) -> int:
    found = field.page.evaluate(FIELDS)
    for one in found:
        kind = ITEMS[one["id"]]["type"] if one["id"] in ITEMS else ""
        if kind in KEYBOARDS:
            assert one["mode"] == KEYBOARDS[kind], one
        if kind == "dt":
            assert one["type"] == "datetime-local", one
    return sum(ITEMS.get(one["id"], {}).get("type") in (*KEYBOARDS, "dt") for one in found)


def test_every_stage_is_in_reach_with_its_progress_and_the_keyboard_each_answer_needs(field: Field) -> None:
    hands, page = field.hands, field.page
    field.cut_the_network()
    field.open_visit()
    stages = page.get_by_role("navigation", name="Etapas de la visita")
    checked = 0
    for stage in BUNDLE["protocol"]["stages"]:
        hands.whole_stage(stage["number"])
        assert stages.get_by_role("link").count() == len(BUNDLE["protocol"]["stages"]) + 1
        expect(page.get_by_role("link", name=begins("Qué falta"))).to_be_visible()
        checked += check_keyboards(field)
    hands.new_card()
    hands.choose("nna_actividad", option("nna_actividad", "trabaja"))
    expect(page.locator("main")).to_contain_text("lo hace el micrófono de tu teclado")
    for title in ("Quién es", "Su trabajo", "Riesgos de la labor"):
        hands.whole_tab(title)
        checked += check_keyboards(field)
    assert checked >= 20


def test_what_blocks_closing_leads_to_its_place_and_shrinks_as_it_is_answered(field: Field) -> None:
    hands, page = field.hands, field.page
    field.cut_the_network()
    field.open_visit()
    page.get_by_role("link", name=begins("Qué falta")).first.click()
    missing = page.get_by_role("link", name=begins(label("rec_total")))
    missing.click()
    box = hands.question("rec_total").get_by_role("textbox")
    expect(box).to_be_focused()
    box.fill("46")
    expect(hands.question("rec_total")).to_contain_text("Guardado en esta tableta")
    page.get_by_role("link", name=begins("Qué falta")).first.click()
    expect(page.get_by_role("heading", name="Qué falta para cerrar")).to_be_visible()
    expect(missing).to_have_count(0)


def test_what_protects_a_child_comes_before_the_formal_in_what_is_missing(field: Field) -> None:
    hands, page = field.hands, field.page
    field.cut_the_network()
    field.open_visit()
    hands.meet_working("12")
    page.get_by_role("link", name=begins("Qué falta")).first.click()
    groups = page.locator("main").get_by_role("heading", level=2)
    for place, title in enumerate(("Primero, lo que protege", "Dónde encontrarles", "Riesgo y señales")):
        expect(groups.nth(place)).to_have_text(title)
    expect(groups.nth(3)).to_have_text(begins("NNA-"))
    expect(groups.last).to_have_text("Firmas")
    look(page, "missing")
    page.get_by_role("link", name=begins(label("nna_paradero_72h"))).click()
    expect(hands.question("nna_paradero_72h").get_by_role("textbox")).to_be_focused()


def test_an_answer_is_saved_by_itself_and_undone_to_what_it_was(field: Field) -> None:
    hands, page = field.hands, field.page
    field.cut_the_network()
    field.open_visit()
    hands.stage(3)
    total = hands.question("rec_total")
    for figure in ("46", "64"):
        total.get_by_role("textbox").fill(figure)
        expect(total).to_contain_text("Guardado en esta tableta")
        total.get_by_role("textbox").blur()
    total.get_by_role("button", name=begins("Deshacer")).click()
    expect(total.get_by_role("textbox")).to_have_value("46")
    page.reload()
    field.unlock()
    expect(total.get_by_role("textbox")).to_have_value("46")

    # A list of many is searched without accents; its choice is undone to nothing, and asked again.
    hands.stage(2)
    place = hands.question("arr_constatacion")
    expect(place).to_be_visible()
    credential = hands.question("arr_credencial")
    hands.choose("arr_credencial", "Sí")
    credential.get_by_role("button", name=begins("Deshacer")).click()
    expect(credential.get_by_role("radio", checked=True)).to_have_count(0)
    page.get_by_role("link", name=begins("Qué falta")).first.click()
    expect(page.get_by_role("link", name=begins(label("arr_credencial")))).to_be_visible()


def test_a_duty_stamped_by_mistake_is_taken_back_and_asked_again_and_the_office_keeps_both(field: Field) -> None:
    hands, page = field.hands, field.page
    field.open_visit()
    hands.meet_working("12")
    hands.tab("La ley a la mano")
    first = page.locator(".duty").first
    name = first.get_by_role("heading", level=3).inner_text()
    page.get_by_role("button", name=f"Ya lo hice: {name}").click()
    expect(first.locator(".stamp")).to_be_visible()
    page.reload()
    field.unlock()
    first.get_by_role("button", name=begins("Me equivoqué: quitar")).click()
    expect(first.locator(".stamp")).to_have_count(0)
    expect(page.get_by_role("button", name=f"Ya lo hice: {name}")).to_be_visible()
    hands.press("Qué falta", role="link")
    expect(page.get_by_role("link", name=re.compile(re.escape(name)))).to_be_visible()
    send(page)
    office = open_office(Settings(field.server.data, field.server.keys))
    (visit,) = office.visits()
    read = office.read(visit.visit_id)
    assert read.plain()["actions"] == [] and len(read.withdrawn_actions) == 1 and read.quarantined == ()
    office.store.close()


def test_an_answer_undone_after_the_clock_was_set_back_is_said_to_be_sent_once_it_is(field: Field) -> None:
    hands, page = field.hands, field.page
    field.open_visit()
    hands.stage(3)
    row = hands.question("rec_total")
    hands.write("rec_total", "46")
    hands.see_kept("rec_total")
    hands.write("rec_total", "47")
    expect(row.locator(".item-state")).to_contain_text("Enviado")  # by itself; of the one before it is said no longer
    page.evaluate("() => { const now = Date.now; Date.now = () => now() - 300_000; }")
    row.get_by_role("button", name=begins("Deshacer")).click()
    expect(row.get_by_role("textbox")).to_have_value("46")
    send(page)
    expect(row).not_to_contain_text("Guardado en esta tableta")
    expect(row.locator(".item-state")).to_contain_text("Enviado")


WRITE_TWICE = """box => { for (const figure of ['46', '47']) {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(box, figure);
  box.dispatchEvent(new Event('input', { bubbles: true }));
  for (const left of ['blur', 'focusout']) box.dispatchEvent(new FocusEvent(left, { bubbles: true }));
} }"""


def test_undoing_goes_back_to_what_was_written_an_instant_before(field: Field) -> None:
    hands = field.hands
    field.cut_the_network()
    field.open_visit()
    hands.stage(3)
    total = hands.question("rec_total")
    box = total.get_by_role("textbox")
    expect(box).to_be_visible()
    box.evaluate(WRITE_TWICE)
    expect(box).to_have_value("47")
    expect(total.locator(".item-state")).to_contain_text("Guardado en esta tableta")
    total.get_by_role("button", name=begins("Deshacer")).click()
    expect(box).to_have_value("46")


WRITE_AND_UNDO = """row => {
  const box = row.querySelector('input');
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(box, '64');
  box.dispatchEvent(new Event('input', { bubbles: true }));
  for (const left of ['blur', 'focusout']) box.dispatchEvent(new FocusEvent(left, { bubbles: true }));
  [...row.querySelectorAll('button')].find(one => one.textContent.startsWith('Deshacer')).click();
}"""


def test_what_is_undone_while_it_is_being_saved_gives_way_to_the_answer_before_it(field: Field) -> None:
    hands, page = field.hands, field.page
    field.cut_the_network()
    field.open_visit()
    hands.stage(3)
    total = hands.question("rec_total")
    hands.write("rec_total", "46")
    expect(total.get_by_role("button", name=begins("Deshacer"))).to_be_visible()
    total.evaluate(WRITE_AND_UNDO)
    box = total.get_by_role("textbox")
    expect(box).to_have_value("46")
    expect(total.get_by_role("button", name=begins("Deshacer"))).to_have_count(0)
    page.reload()
    field.unlock()
    expect(box).to_have_value("46")
