"""What a tired hand writes wrong: said kindly, kept where it is evidence, and never lost."""

import pytest
from playwright.sync_api import expect

from inspection.web import Settings, open_office
from tests.browser.entering import send
from tests.browser.field import Field
from tests.browser.people import born
from tests.browser.tablet_hands import begins, label, option, step_of

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


def test_half_a_date_and_a_year_of_two_figures_are_said_once_the_field_is_left(field: Field) -> None:
    hands, page = field.hands, field.page
    field.cut_the_network()
    field.open_visit()
    hands.new_card()
    hands.tab(step_of("nna_fecha_nacimiento"))
    birth = hands.question("nna_fecha_nacimiento")
    day, year = birth.get_by_role("textbox", name="Día"), birth.get_by_role("textbox", name="Año")
    day.click()
    day.fill("5")
    birth.get_by_role("textbox", name="Mes").click()
    expect(birth.get_by_role("alert")).to_have_count(0)  # one is still writing
    birth.get_by_role("textbox", name="Mes").fill("6")
    year.click()
    year.fill("12")
    year.blur()
    expect(birth.get_by_role("alert")).to_contain_text("cuatro cifras")
    year.fill("2012")
    year.blur()
    expect(birth.get_by_role("alert")).to_have_count(0)
    expect(birth).to_contain_text("5 de junio de 2012")
    page.reload()
    field.unlock()
    expect(year).to_have_value("2012")


def test_an_hour_that_cannot_be_or_lies_far_off_is_said_and_saved_only_if_insisted_on(field: Field) -> None:
    """All ages and the whole law are judged by the day on which the visit began."""
    hands, page = field.hands, field.page
    field.cut_the_network()
    field.open_visit()
    hands.stage(2)
    began = hands.question("arr_hora_inicio")
    box = began.locator("input[type=datetime-local]")
    hands.now("arr_hora_inicio")
    hands.see_kept("arr_hora_inicio")
    now = box.input_value()
    for minute, words in (("2031-11-28T10:00", "28 de noviembre de 2031"), ("0026-11-28T10:00", "noviembre de 26")):
        box.fill(minute)
        box.blur()
        expect(began.get_by_role("alert")).to_contain_text("muy lejos de hoy")
        expect(began.get_by_role("alert")).to_contain_text(words)
        expect(box).to_have_value(minute)
    page.reload()
    field.unlock()
    expect(box).to_have_value(now)  # nothing of it was saved
    box.focus()
    page.keyboard.type("02312026")  # the thirty-first of February, as a keyboard writes it
    box.blur()
    expect(began.get_by_role("alert")).to_contain_text("esa fecha no existe")
    box.fill("2024-05-02T08:30")
    box.blur()
    began.get_by_role("button", name="Así fue: guardar esa fecha").click()
    expect(began).to_contain_text("2 de mayo de 2024, 08:30")
    page.reload()
    field.unlock()
    expect(box).to_have_value("2024-05-02T08:30")


def test_what_is_erased_is_asked_again_and_can_be_undone(field: Field) -> None:
    """An empty field must not stand over an answer that still counts."""
    hands, page = field.hands, field.page
    field.cut_the_network()
    field.open_visit()
    hands.stage(3)
    for item, written in (("rec_total", "46"), ("rec_areas_recorridas", "Surcos 1 a 30")):
        hands.write(item, written)
        hands.see_kept(item)
        hands.write(item, "")
        box = hands.question(item).get_by_role("textbox").first
        hands.stage(2)
        hands.stage(3)
        expect(box).to_have_value("")
    page.get_by_role("link", name=begins("Qué falta")).first.click()
    expect(page.get_by_role("link", name=begins(label("rec_areas_recorridas")))).to_be_visible()
    hands.press("Volver a la visita", role="link")
    hands.stage(3)
    hands.write("rec_total", "47")
    hands.see_kept("rec_total")
    hands.write("rec_total", "")
    total = hands.question("rec_total")
    expect(total).not_to_contain_text("Guardando")
    page.wait_for_timeout(500)
    total.get_by_role("button", name=begins("Deshacer")).click()
    expect(total.get_by_role("textbox").first).to_have_value("47")


def test_fourteen_and_a_half_years_are_not_fifteen(field: Field) -> None:
    hands = field.hands
    field.cut_the_network()
    field.open_visit()
    hands.new_card()
    hands.write("nna_edad_dicha", "14.5")
    age = hands.question("nna_edad_dicha")
    expect(age.get_by_role("alert")).to_contain_text("número entero")
    expect(field.page.locator(".minor-head")).not_to_contain_text("15 años")
    hands.write("nna_edad_dicha", "")
    expect(age.get_by_role("alert")).to_have_count(0)  # nothing wrong is left in the field


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
