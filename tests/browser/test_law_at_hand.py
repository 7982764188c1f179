"""The law beside the child: it follows the answers, says why, and the inspector decides; upright, in one hand."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.field import TABLET_UPRIGHT, Field
from tests.browser.tablet_hands import begins, label, option

pytestmark = pytest.mark.browser


def head(page: Page) -> Locator:
    return page.locator(".minor-head, .card").first


def why(page: Page) -> Locator:
    return page.locator("section").filter(has=page.get_by_role("heading", level=2, name="Por qué", exact=True))


def test_the_classification_follows_the_answers_says_why_and_the_inspector_decides(field: Field) -> None:
    hands, page = field.hands, field.page
    page.set_viewport_size(TABLET_UPRIGHT)  # type: ignore[arg-type]
    field.cut_the_network()
    field.open_visit()
    hands.meet_working("13")
    hands.tab("La ley a la mano")
    main = page.locator("main")
    expect(main).to_contain_text("Trabajo infantil")
    # Why: the rule in words, the answers it rests on, its articles, and whether they are confirmed.
    age = why(page).get_by_role("article").filter(has_text=label("nna_edad_dicha")).first
    expect(age).to_contain_text("13")
    expect(age.get_by_role("note", name="Fundamento")).to_contain_text("LFT 22 Bis")
    expect(age.locator(".mark")).to_have_text(re.compile("confirmado|por validar"))
    # What to do, in order; what is done carries its hour.
    duties = page.locator(".duty")
    expect(duties.first.get_by_role("heading", level=3)).to_contain_text("Ordena el cese")
    expect(duties.nth(2)).to_be_visible()
    duties.first.get_by_role("button", name=begins("Ya lo hice")).click()
    expect(duties.first.locator(".stamp")).to_contain_text(re.compile(r"Hecho\s*\d\d:\d\d"))
    hands.press("Confirmo la propuesta")
    expect(main).to_contain_text("Confirmaste a las")

    # Another answer: another proposal at once, and what was confirmed is to be looked at again.
    hands.tab("Lo primero")
    hands.write("nna_edad_dicha", "17")
    hands.choose("nna_actividad", option("nna_actividad", "trabaja"))
    expect(main).not_to_contain_text("Trabajo infantil")
    hands.tab("La ley a la mano")
    expect(main).to_contain_text("Cambiaron respuestas después de tu determinación")
    expect(why(page)).to_contain_text("17")
    # What was done stays with its hour, though it is asked for no longer.
    hands.tab("Lo que hiciste por ella o él")
    done = page.get_by_role("article").filter(has=page.locator(".stamp"))
    expect(done).to_contain_text(re.compile(r"cese inmediato.*Hecho\s*\d\d:\d\d", re.DOTALL))
    hands.tab("La ley a la mano")
    # She may see it otherwise: in her words, with her reason.
    hands.press("No estoy de acuerdo")
    page.get_by_label("Tu clasificación, con tus palabras").fill("Trabajo infantil")
    page.get_by_label("Razón (queda en el expediente)").fill("Su acta de nacimiento la trae su tía: nació en 2013.")
    hands.press("Guardar mi determinación")
    expect(main).to_contain_text(re.compile("Disentiste a las.*Trabajo infantil.*su tía", re.DOTALL))
    # What would change it is one touch away.
    asked = page.get_by_role("link", name=begins("Contestar:")).first
    asked.click()
    expect(page.locator(".item.flash")).to_be_visible()
    page.reload()
    field.unlock()
    hands.tab("La ley a la mano")
    expect(main).to_contain_text("su tía")
