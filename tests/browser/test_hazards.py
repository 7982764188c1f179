"""Choosing a task asks for its usual hazards one by one; nothing is ticked by itself, and what is not there is said."""

import pytest
from playwright.sync_api import expect

from tests.browser.field import Field
from tests.browser.tablet_hands import begins, label, option

pytestmark = pytest.mark.browser


def test_the_usual_hazards_of_a_task_are_confirmed_one_by_one(field: Field) -> None:
    hands, page = field.hands, field.page
    field.cut_the_network()
    field.open_visit()
    hands.new_card()
    hands.write("nna_edad_dicha", "16")
    hands.choose("nna_actividad", option("nna_actividad", "trabaja"))
    # Found by its words without accents, or by its article; drawn beside its word.
    tasks = hands.question("nna_tareas_campo")
    tasks.get_by_role("searchbox").fill("agroquimicos aplicar")
    expect(tasks.get_by_role("checkbox")).to_have_count(1)
    expect(tasks.locator(".pick svg.picture")).to_have_count(1)
    tasks.get_by_role("checkbox").check()

    hands.tab("Riesgos de la labor")
    usual = page.get_by_role("region", name="Por la tarea marcada, revisa uno por uno")
    expect(usual).to_contain_text("0 de 3 revisados")
    expect(usual.get_by_role("radio", checked=True)).to_have_count(0)
    quimicos, campo, sqp = (option("haz_176", code) for code in ("l176_i_2_quimicos", "l176_ii_8_campo", "l176_iv_sqp"))
    for words, says in ((quimicos, "Sí"), (campo, "No hay"), (sqp, "No se sabe")):
        group = usual.get_by_role("radiogroup", name=begins(words))
        group.get_by_role("radio", name=says, exact=True).check()
    expect(usual).to_contain_text("3 de 3 revisados")
    hazards = hands.question("haz_176")
    expect(hazards.get_by_role("button", name=begins("Quitar:"))).to_have_count(1)

    # A change of mind moves it; all of it is there after a reload.
    usual.get_by_role("radiogroup", name=begins(sqp)).get_by_role("radio", name="Sí", exact=True).check()
    expect(hazards.get_by_role("button", name=begins("Quitar:"))).to_have_count(2)
    page.reload()
    field.unlock()
    expect(usual).to_contain_text("3 de 3 revisados")
    for words, says in ((quimicos, "Sí"), (campo, "No hay"), (sqp, "Sí")):
        group = usual.get_by_role("radiogroup", name=begins(words))
        expect(group.get_by_role("radio", name=says, exact=True)).to_be_checked()

    # The list itself is searched by article.
    hazards.get_by_role("button", name=begins("Ver la lista")).click()
    hazards.get_by_role("searchbox").fill("176 VII")
    expect(hazards.get_by_role("checkbox").first).to_be_attached()
    expect(hazards).to_contain_text(option("haz_176", "l176_vii_punzocortantes"))


# Ticks six boxes, one every few frames, and tells at each frame how many of those ticked do not show it.
TICK_IN_A_HURRY = """group => new Promise(done => {
  const boxes = [...group.querySelectorAll('input[type=checkbox]')].slice(0, 6), lost = [];
  let ticked = 0, frames = 0;
  const look = () => {
    lost.push(boxes.slice(0, ticked).filter(box => !box.checked).length);
    if (ticked < boxes.length && ++frames % 3 === 0) boxes[ticked++].click();
    if (lost.length === 150) return done(lost);
    requestAnimationFrame(look);
  };
  look(); })"""


def test_what_is_ticked_in_a_hurry_stays_ticked_while_it_is_being_saved(field: Field) -> None:
    hands, page = field.hands, field.page
    field.cut_the_network()
    field.open_visit()
    hands.new_card()
    hands.choose("nna_actividad", option("nna_actividad", "trabaja"))
    hands.tab("Riesgos de la labor")
    hazards = hands.question("haz_176")
    rows = hazards.get_by_role("group", name=label("haz_176"))
    expect(rows).to_be_visible()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})  # a tablet of some years
    lost = rows.evaluate(TICK_IN_A_HURRY)
    expect(hazards.get_by_role("button", name=begins("Quitar:"))).to_have_count(6)
    assert not any(lost), lost
