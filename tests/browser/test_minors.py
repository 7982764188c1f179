"""Children found in the field: one in a few touches, and a hundred together, each with a card and events of her own."""

import re
from collections import Counter

import pytest
from playwright.sync_api import Page, expect

from inspection.domain.canonical import from_base64
from inspection.web import Settings, open_office
from tests.browser.entering import look, send
from tests.browser.field import Field
from tests.browser.tablet_hands import begins, label, option

pytestmark = pytest.mark.browser

MOST_TOUCHES = 8
MANY = 120


def test_one_child_is_noted_with_the_key_facts_in_eight_touches(field: Field) -> None:
    field.cut_the_network()
    hands, page = field.hands, field.page
    field.open_visit()
    before = field.touches
    hands.new_card()
    page.keyboard.type("13")
    hands.choose("nna_sexo", option("nna_sexo", "hombre"))
    hands.choose("nna_actividad", option("nna_actividad", "trabaja"))
    hands.choose("nna_quien_manda", option("nna_quien_manda", "patron"))
    tasks = hands.question("nna_tareas_campo")
    tasks.get_by_role("checkbox", name=begins(option("nna_tareas_campo", "tar_cosecha"))).check()
    hands.press(re.compile("Qué hago ahora"), role="link")
    expect(page.locator("main")).to_contain_text("Trabajo infantil")
    assert field.touches - before <= MOST_TOUCHES

    # The sheet says what is known with its source, the ages of the law, and what is not known yet, one touch away.
    hands.tab("Lo que se sabe")
    age = page.get_by_role("region", name="Edad", exact=True)
    expect(age).to_contain_text("13 años")
    expect(age).to_contain_text("edad dicha")
    for years in ("12", "15", "16", "18"):
        expect(age.get_by_role("list", name="Edades en que cambia la ley")).to_contain_text(years)
    where = page.get_by_role("region", name="Dónde encontrarle")
    where.get_by_role("link", name=label("nna_paradero_72h")).click()
    hands.write("nna_paradero_72h", "Cuartería azul junto al pozo")
    hands.tab("Lo que se sabe")
    expect(where).to_contain_text("Cuartería azul junto al pozo")


def fast_row(page: Page, initials: str, age: str) -> None:
    row = page.get_by_role("form", name="Una por una")
    row.get_by_label(label("nna_iniciales")).fill(initials)
    row.get_by_role("radio", name=age).check()
    row.get_by_role("radio", name="Mujer").check()
    row.get_by_label(label("nna_iniciales")).press("Enter")


def test_many_found_together_share_a_header_survive_a_kill_and_keep_their_own_events(field: Field) -> None:
    field.cut_the_network()
    hands, page = field.hands, field.page
    field.open_visit()
    hands.press(re.compile("Personas menores"), role="link")
    hands.press("Varias a la vez", role="link")
    page.get_by_role("form", name="Una por una").get_by_role("button", name="Guardar y seguir").click()
    expect(page.get_by_role("alert")).to_contain_text("Anota al menos un dato")
    shared = page.get_by_role("region", name="Lo común a todas")
    shared.get_by_label(label("nna_lugar_visto")).fill("Camión 3, carretera a Camalú")
    shared.get_by_role("button", name="Ahora").click()
    shared.get_by_role("radio", name=option("nna_actividad", "trabaja")).check()
    shared.get_by_label(label("nna_quien_contrato")).fill("Contratista «El Güero»")
    shared.get_by_role("button", name="Listo").click()
    for initials in ("A. B.", "Ñ. O.", "C. D."):
        fast_row(page, initials, option("nna_duda_edad", "podria_menor_15"))
        expect(page.get_by_label(label("nna_iniciales"))).to_have_value("")
    expect(page.locator("main")).to_contain_text("3 personas guardadas en esta tanda")

    # A hundred and twenty at once; the browser is killed while they are being made.
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})  # a tablet of some years
    page.get_by_label("¿Cuántas?").fill(str(MANY))
    page.get_by_role("button", name=f"Crear {MANY} fichas").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    context, address = page.context, page.url
    page.close(run_before_unload=False)
    page = field.page = hands.page = context.new_page()
    page.goto(address)
    field.unlock()
    expect(page.get_by_role("alert")).to_contain_text("fichas por crear")
    expect(page.get_by_role("region", name="Lo común a todas")).to_contain_text("Camión 3")
    page.get_by_role("button", name="Seguir creando").click()
    made = page.get_by_role("region", name="Fichas de esta visita")
    expect(made.get_by_role("heading")).to_contain_text(str(3 + MANY), timeout=60_000)
    expect(page.get_by_role("alert")).to_have_count(0)

    # The long list draws only what is near the eye, and is searched by key or initials.
    hands.press("Personas menores", role="link")
    lines = page.get_by_role("list", name="Personas menores").get_by_role("listitem")
    expect(lines.first).to_have_attribute("aria-setsize", str(3 + MANY))
    assert lines.count() < 40
    page.get_by_role("searchbox").fill("ñ. o")
    expect(lines).to_have_count(1)

    # Sent: each value of each child is an event of its own, and nothing was written twice.
    field.server.start()
    send(page)
    office = open_office(Settings(field.server.data, field.server.keys))
    (visit,) = office.visits()
    events = [stored.event for stored in office.store.log.of_visit(visit.visit_id)]
    added = [event.entity for event in events if event.type == "minor_added"]
    assert len(added) == len(set(added)) == 3 + MANY
    written = Counter(event.path for event in events if event.path and event.path.startswith("minor:"))
    assert set(written.values()) == {1}
    assert len(written) == 4 * (3 + MANY) + 3 * 3
    assert all(from_base64(event.body["sealed"]) for event in events if event.path in written)
    office.store.close()


def test_what_was_done_with_three_children_at_once_is_stamped_once(field: Field) -> None:
    """Three under fifteen in one row of the field: the order to stop is given once, aloud, and noted once."""
    field.cut_the_network()
    hands, page = field.hands, field.page
    field.open_visit()
    hands.meet_working("12", "13", "14")
    hands.press(re.compile("Personas menores"), role="link")
    together = page.get_by_role("region", name="Lo mismo para varias")
    expect(together.get_by_role("button", name=begins("Ya lo hice con las 3"))).to_have_count(1)
    first = together.get_by_role("heading", level=3).inner_text()
    before = field.touches
    together.get_by_role("button", name=f"Ya lo hice con las 3: {first}").click()
    expect(together.get_by_role("heading", level=3)).not_to_have_text(first)
    assert field.touches == before + 1
    look(page, "minors-together")
    # A mistaken touch is taken back from all three with another.
    expect(together.get_by_role("status")).to_contain_text(f"{first}: anotado en 3 fichas")
    together.get_by_role("button", name="Me equivoqué: quitar de las 3").click()
    expect(together.get_by_role("heading", level=3)).to_have_text(first)
    together.get_by_role("button", name=f"Ya lo hice con las 3: {first}").click()
    expect(together.get_by_role("heading", level=3)).not_to_have_text(first)
    # Each child has the stamp on her own card.
    for n in range(3):
        page.locator("a.card").nth(n).click()
        done = page.locator(".duty.done").filter(has_text=first)
        expect(done).to_have_count(1)
        hands.press(re.compile("Personas menores"), role="link")
