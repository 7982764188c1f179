"""Three children at once and no peace: a call, a lock and a dead battery take nothing from the inspector."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.browser.entering import look
from tests.browser.field import TABLET_UPRIGHT, Field
from tests.browser.tablet_hands import COUNT_THE_UNKEPT, begins, wait_until_kept

pytestmark = pytest.mark.browser
HALF_WRITTEN = "Los vi a los tres en el surco 14, y el mayor"


def test_a_call_a_lock_and_a_dead_battery_take_nothing(field: Field) -> None:
    field.cut_the_network()
    hands, page = field.hands, field.page
    page.set_viewport_size(TABLET_UPRIGHT)  # type: ignore[arg-type]
    field.open_visit()
    hands.meet_working("9", "12", "14")
    # A call in the middle: one touch to the numbers, one back to the same child.
    where = page.url
    hands.press("Llamar", role="link")
    expect(page.get_by_role("heading", level=1, name="Directorio y llamadas")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(where)
    expect(hands.question("nna_edad_dicha").get_by_role("textbox")).to_have_value("14")
    # A lock: the phrase opens where she was.
    hands.press("Menú")
    hands.press("Bloquear")
    field.unlock()
    expect(page).to_have_url(where)
    # What was done with the three is noted once.
    hands.press(re.compile("Personas menores"), role="link")
    together = page.get_by_role("region", name="Lo mismo para varias")
    expect(together.get_by_role("button", name=begins("Ya lo hice con las 3"))).to_have_count(1)
    done = together.get_by_role("heading", level=3).inner_text()
    together.get_by_role("button", name=begins("Ya lo hice con las 3")).click()
    expect(together.get_by_role("heading", level=3)).not_to_have_text(done)
    hands.press("Volver a la visita", role="link")
    hands.stage(3)
    box = hands.question("rec_areas_recorridas").get_by_role("textbox").first
    box.focus()
    page.evaluate(COUNT_THE_UNKEPT)
    box.fill(HALF_WRITTEN)
    wait_until_kept(page)  # a moment: less than the pause after which it is an answer
    # The battery dies in the middle of a sentence.
    context, address = page.context, page.url
    page.close(run_before_unload=False)
    page = field.page = hands.page = context.new_page()
    page.goto(f"{field.server.url}/app/")  # opened from its icon: nobody remembers an address
    field.unlock()
    expect(page).to_have_url(address)  # just now: there by itself
    look(page, "landed")
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Tus visitas")).to_be_visible()
    expect(page).not_to_have_url(address)
    page.go_forward()
    expect(page).to_have_url(address)
    box = hands.question("rec_areas_recorridas").get_by_role("textbox").first
    expect(box).to_have_value(HALF_WRITTEN)
    hands.press(re.compile("Personas menores"), role="link")
    expect(page.locator("a.card")).to_have_count(3)
    for card in page.locator("a.card").all():
        expect(card).not_to_contain_text(done)


LATER = "minutes => { const real = Date.now.bind(Date); Date.now = () => real() + minutes * 60000; }"


# The record of the last place, sealed anew each time that it is written.
PLACE = """async () => {
  const named = (await indexedDB.databases()).find(({ name }) => name !== 'resguardo').name;
  const heard = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const database = await heard(indexedDB.open(named));
  const record = await heard(database.transaction('meta').objectStore('meta').get('place'));
  database.close();
  return record ? [...new Uint8Array(record.buffer ?? record)].join() : '';
}"""


@contextmanager
def remembering(page: Page) -> Iterator[None]:
    """Go to another place within: afterwards it is on disk that one stands there."""
    before = page.evaluate(PLACE)
    yield
    page.wait_for_function(f"before => ({PLACE})().then(now => now !== before)", arg=before)


def opened_from_its_icon(field: Field, minutes: int = 0) -> None:
    """The page was killed; so much later the app is opened, without any address, and unlocked."""
    context = field.page.context
    field.page.close(run_before_unload=False)
    page = field.page = field.hands.page = context.new_page()
    page.add_init_script(f"({LATER})({minutes})")
    page.goto(f"{field.server.url}/app/")
    field.unlock()


def test_later_it_is_offered_and_after_going_back_to_the_list_nothing_opens_by_itself(field: Field) -> None:
    with remembering(field.page):
        field.open_visit()
    with remembering(field.page):
        field.hands.whole_stage(3)
    address = field.page.url
    opened_from_its_icon(field, minutes=16)
    again = field.page.get_by_role("link", name=begins("Seguir donde ibas"))
    expect(again).to_contain_text("Recorrido")
    look(field.page, "home-go-on")
    with remembering(field.page):
        again.click()
        expect(field.page).to_have_url(address)
    with remembering(field.page):
        field.page.get_by_role("link", name="Resguardo: Visitas").click()
    opened_from_its_icon(field)
    expect(field.page.get_by_role("link", name=begins("Seguir donde ibas"))).to_be_visible()
    expect(field.page.get_by_role("heading", level=1, name="Tus visitas")).to_be_visible()


def test_it_never_opens_in_a_talk_nor_in_the_middle_of_a_signature(field: Field) -> None:
    field.open_visit()
    page, hands = field.page, field.hands
    hands.meet_working("12")
    with remembering(page):
        page.get_by_role("link", name="Platicar, una pregunta a la vez").first.click()
        expect(page).to_have_url(re.compile("/entrevista/"))
    opened_from_its_icon(field)
    page = field.page
    expect(page.get_by_role("link", name=begins("Seguir donde ibas"))).to_be_visible()
    expect(page).not_to_have_url(re.compile("/entrevista/"))

    page.get_by_role("link", name=begins("Abrir visita")).first.click()
    hands.stage(8)
    hands.press("Ir al acta", role="link")
    page.get_by_role("link", name=begins("Firmar:")).first.click()
    expect(page).to_have_url(re.compile("/firma/"))
    page.reload()
    field.unlock()
    expect(page).to_have_url(re.compile("/acta$"))
    expect(page.get_by_role("article", name="Acta")).to_be_visible()
