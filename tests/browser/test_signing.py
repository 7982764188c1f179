"""The tablet in somebody else's hands: only what they sign and the line; every way out closes it."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from inspection.demo import Demo
from tests.browser.conftest import Server
from tests.browser.entering import enter, look, open_visit, tablet, unlock
from tests.browser.tablet_hands import Hands, label, takes_strokes

pytestmark = pytest.mark.browser
PIN, ATTENDEE = "4827", "Ramón Félix Castro"

WAYS_OUT = {
    "back": "() => history.back()",
    "another place typed in the address": "() => { location.hash = '#/'; }",
    "another app": "() => { const get = () => 'hidden';"
    " Object.defineProperty(document, 'visibilityState', { configurable: true, get });"
    " document.dispatchEvent(new Event('visibilitychange')); delete document.visibilityState; }",
    "the notices": "() => dispatchEvent(new Event('blur'))",
    "leaving the page": "() => dispatchEvent(new PageTransitionEvent('pagehide'))",
}


# Whether the fields of a new PIN ever stood on screen, were it for an instant.
WATCH_FOR_A_NEW_PIN = """() => {
  const look = () => { if (document.getElementById('pin-new')) globalThis.askedForAPin = true; };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}"""


@pytest.fixture
def page(office: tuple[Server, Demo], chromium: Browser) -> Page:
    """A visit with an attendee, its acta on screen."""
    page = tablet(chromium).new_page()
    enter(page, office[0].url, office[1])
    open_visit(page)
    hands = Hands(page)
    hands.stage(2)
    expect(hands.question("arr_geo")).to_be_visible()
    there = page.get_by_role("region", name=re.compile(rf"{re.escape(label('arr_atiende'))}.*1$"))
    expect(page.get_by_role("button", name=f"Añadir: {label('arr_atiende')}").or_(there).first).to_be_visible()
    if not there.count():
        hands.write("atiende_nombre", ATTENDEE, hands.add_person("arr_atiende"))
    hands.stage(8)
    page.get_by_role("link", name="Ir al acta").first.click()
    expect(page.get_by_role("article", name="Acta")).to_be_visible()
    return page


def lend(page: Page) -> None:
    page.get_by_role("link", name=f"Firmar: {ATTENDEE}").first.click()


def test_any_way_out_of_a_lent_tablet_closes_it(page: Page) -> None:
    lend(page)
    expect(page.get_by_role("heading", name="Antes de prestar la tableta")).to_be_visible()
    look(page, "lend")
    page.get_by_label("PIN nuevo, de 4 a 8 cifras").fill(PIN)
    page.get_by_label("Repite el PIN").fill(PIN)
    page.get_by_role("button", name="Guardar PIN").click()
    pad = page.get_by_role("img", name="Espacio para firmar")
    for number, (way, script) in enumerate(WAYS_OUT.items()):
        if number:
            page.evaluate(WATCH_FOR_A_NEW_PIN)
            lend(page)
        takes_strokes(pad)
        assert not page.evaluate("globalThis.askedForAPin"), "the PIN that there is was asked for again"
        if not number:
            look(page, "lent")
            others = ("Menú", "Llamar", "Hallazgo urgente", "Enviar ahora", "Añadir persona menor")
            assert not [w for w in others if page.get_by_text(w, exact=True).count()]
            assert page.get_by_role("link").count() == 0
        page.evaluate(script)
        expect(page.get_by_role("heading", name="Devuelve la tableta"), way).to_be_visible()
        expect(page.locator("body")).not_to_contain_text("centro de trabajo denominado")
        if not number:
            look(page, "give-back")
        page.get_by_label("PIN", exact=True).fill(PIN)
        expect(page.get_by_role("article", name="Acta"), way).to_be_visible()


def test_lent_without_a_pin_it_asks_for_the_phrase(page: Page, office: tuple[Server, Demo]) -> None:
    lend(page)
    page.get_by_role("button", name="Prestarla sin PIN: para abrir se pedirá mi frase").click()
    expect(page.get_by_role("img", name="Espacio para firmar")).to_be_visible()
    page.get_by_role("button", name="Devolver sin firmar").click()
    expect(page.get_by_role("heading", name="Abrir la tableta")).to_be_visible()
    unlock(page, office[1].passphrase)
    expect(page.get_by_role("article", name="Acta")).to_be_visible()
    expect(page.get_by_role("group", name=ATTENDEE).first).not_to_contain_text("Firmó")


def test_a_reload_while_lent_needs_the_phrase(page: Page) -> None:
    lend(page)
    page.get_by_role("button", name="Prestarla sin PIN: para abrir se pedirá mi frase").click()
    expect(page.get_by_role("img", name="Espacio para firmar")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Abrir la tableta")).to_be_visible()


def test_for_who_does_not_know_how_to_sign_another_adult_signs_and_nobody_is_said_to_refuse(page: Page) -> None:
    page.context.set_offline(True)  # what is signed here stays here: the next test has its own attendee
    page.get_by_role("link", name=f"No sabe o no puede firmar: {ATTENDEE}").first.click()
    expect(page.get_by_role("heading", name="No sabe o no puede firmar")).to_be_visible()
    page.get_by_role("radio", name="No sabe firmar").check()
    page.get_by_role("checkbox", name="Le leí el acta completa en voz alta").check()
    page.get_by_role("radio", name="Otra persona, porque se lo pide").check()
    lending = page.get_by_role("button", name="Prestar la tableta para esa firma")
    by = page.get_by_label("Nombre de quien firma en su nombre")
    by.fill(ATTENDEE.upper())
    page.get_by_label("Qué es suyo o qué hace aquí").fill("su hija")
    lending.click()
    expect(page.get_by_role("alert")).to_contain_text("no a quien no puede firmar")
    by.fill("Marta Félix Inventada")
    lending.click()
    expect(page.get_by_role("alert")).to_contain_text("Confirma que es persona adulta")
    page.get_by_role("checkbox", name="Es persona adulta").check()
    look(page, "unable")
    lending.click()
    expect(page.get_by_role("heading", name="Antes de prestar la tableta")).to_be_visible()
    page.get_by_label("PIN nuevo, de 4 a 8 cifras").fill(PIN)
    page.get_by_label("Repite el PIN").fill(PIN)
    page.get_by_role("button", name="Guardar PIN").click()
    expect(page.get_by_role("heading", name="Firma de Marta Félix Inventada")).to_be_visible()
    expect(page.locator("main")).to_contain_text(f"Firmas a ruego de {ATTENDEE}.")
    pad = page.get_by_role("img", name="Espacio para firmar")
    takes_strokes(pad)
    assert page.get_by_role("link").count() == 0
    look(page, "unable-lent")
    Hands(page).draw(pad)
    page.get_by_role("button", name="Aceptar firma").click()
    page.get_by_label("PIN", exact=True).fill(PIN)
    row = page.get_by_role("group", name=ATTENDEE).first
    expect(row).to_contain_text("No sabe firmar")
    expect(row).to_contain_text("A su ruego firmó Marta Félix Inventada (su hija). Se le leyó el acta en voz alta.")
    expect(row).not_to_contain_text("Se negó")
    expect(row.get_by_role("link", name=f"Firmar: {ATTENDEE}")).to_have_count(0)
    row.scroll_into_view_if_needed()
    look(page, "unable-done")


def test_nobody_has_to_sign_for_who_cannot(page: Page) -> None:
    page.get_by_role("link", name=f"No sabe o no puede firmar: {ATTENDEE}").first.click()
    page.get_by_role("radio", name="No puede firmar").check()
    page.get_by_role("radio", name="Nadie").check()
    save = page.get_by_role("button", name="Guardar sin firma")
    save.click()
    expect(page.get_by_role("alert")).to_contain_text("Anota por qué no puede firmar")
    page.get_by_label("Explícalo en pocas palabras").fill("Trae la mano vendada.")
    save.click()
    expect(page.get_by_role("alert")).to_contain_text("No marcaste que le leíste el acta")
    page.evaluate("document.documentElement.dataset.theme = 'sun'")
    look(page, "unable-unread-sun")
    page.evaluate("document.documentElement.dataset.theme = 'paper'")
    save.click()
    row = page.get_by_role("group", name=ATTENDEE).first
    expect(row).to_contain_text("Trae la mano vendada. Nadie firmó en su nombre.")
