"""What a tired hand writes wrong: said kindly, kept where it is evidence, and never lost."""

import pytest
from playwright.sync_api import expect

from inspection.web import Settings, open_office
from tests.browser.entering import send
from tests.browser.field import Field
from tests.browser.people import born
from tests.browser.tablet_hands import option, step_of

pytestmark = pytest.mark.browser

NOTE = "El encargado dijo que ya no vienen. Ñandú, acción, «cita». " * 520
EMOJI_NAME = "👧🏽 Lupita 🌵 Ñuñez"


def test_impossible_dates_and_ages_that_contradict_are_explained(field: Field) -> None:
    hands, page = field.hands, field.page
    field.cut_the_network()
    field.open_visit()
    hands.new_card()
    hands.write("nna_edad_dicha", "12")
    hands.tab(step_of("nna_fecha_nacimiento"))
    birth = hands.question("nna_fecha_nacimiento")
    for day, month, year, words in ((31, 2, 2012, "Esa fecha no existe"), (1, 1, 2999, "todavía no llega")):
        hands.date("nna_fecha_nacimiento", day, month, year)
        expect(birth.get_by_role("alert")).to_contain_text(words)
        expect(birth.get_by_role("textbox", name="Año")).to_have_value(str(year))
    hands.date("nna_fecha_nacimiento", *born(17))
    expect(birth.get_by_role("alert")).to_have_count(0)
    # Both stay; the page says that they differ until one of them is mended.
    said = page.get_by_role("alert").filter(has_text="Se contradicen")
    expect(said).to_contain_text("dijo tener 12 años y la fecha de nacimiento da 17")
    hands.tab("Lo primero")
    hands.write("nna_edad_dicha", "17")
    expect(said).to_have_count(0)


def test_a_wage_of_a_thousand_million_is_doubted_and_kept_when_somebody_insists(field: Field) -> None:
    hands, page = field.hands, field.page
    field.cut_the_network()
    field.open_visit()
    hands.new_card()
    hands.choose("nna_actividad", option("nna_actividad", "trabaja"))
    hands.tab(step_of("nna_pago_monto"))
    wage = hands.question("nna_pago_monto")
    hands.write("nna_pago_monto", "como trescientos")
    expect(wage.get_by_role("alert")).to_contain_text("Escribe sólo números")
    hands.write("nna_pago_monto", "1000000000")
    expect(wage.get_by_role("alert")).to_contain_text("Todavía no se guardó")
    wage.get_by_role("button", name="Así me lo dijeron: guardar la cifra").click()
    expect(wage).to_contain_text("se guardó tal como se dijo")
    hands.duration("nna_horas_dia", "8", "75")
    expect(hands.question("nna_horas_dia").get_by_role("alert")).to_contain_text("de 0 a 59")
    page.reload()
    field.unlock()
    expect(wage.get_by_role("textbox").first).to_have_value("1,000,000,000")


def test_thirty_kilobytes_pasted_and_a_name_of_emojis_arrive_whole(field: Field) -> None:
    hands, page = field.hands, field.page
    field.open_visit()
    hands.new_card()
    hands.write("nna_nombre", EMOJI_NAME)
    expect(page.locator(".minor-head")).to_contain_text("L. Ñ.")
    hands.tab("La ley a la mano")
    expect(page.locator(".minor-head")).not_to_contain_text("Lupita")
    hands.press("Personas menores", role="link")
    hands.press("Volver a la visita", role="link")
    hands.stage(8)
    assert len(NOTE.encode()) > 30_000
    hands.write("act_hechos", NOTE)
    facts = hands.question("act_hechos")
    expect(facts).to_contain_text("Se guarda completo")
    send(page)
    page.reload()
    field.unlock()
    expect(hands.question("act_hechos").get_by_role("textbox")).to_have_value(NOTE.strip())
    office = open_office(Settings(field.server.data, field.server.keys))
    (visit,) = office.visits()
    values = [value.get("v") for found in office.read(visit.visit_id).plain()["answers"].values() for value in found]
    assert NOTE.strip() in values and EMOJI_NAME in values
    office.store.close()


def test_more_than_an_event_holds_stays_on_the_screen_and_is_said(field: Field) -> None:
    hands = field.hands
    field.cut_the_network()
    field.open_visit()
    hands.stage(8)
    text = NOTE * 3
    hands.write("act_hechos", text)
    facts = hands.question("act_hechos")
    expect(facts).to_contain_text("demasiado largo")
    expect(facts.get_by_role("textbox")).to_have_value(text)
