"""Text typed less than the pause before the app dies is there when it opens again."""

import contextlib

from playwright.sync_api import Error, expect

from tests.browser.entering import back_to_the_list
from tests.browser.field import Field
from tests.browser.tablet_hands import begins

LONG = "En el surco 6 tres personas cortan jitomate; una dice tener doce años y"


def test_what_was_being_typed_when_the_app_crashed_is_an_answer_afterwards(field: Field) -> None:
    field.open_visit()
    field.cut_the_network()
    field.hands.stage(8)
    address = field.page.url
    box = field.hands.question("act_hechos").get_by_role("textbox").first
    box.click()
    box.press_sequentially(LONG, delay=12)
    # The field itself saves only after a pause; the renderer dies before it, without a last word.
    with contextlib.suppress(Error):
        field.page.goto("chrome://crash", timeout=2_000)

    page = field.page.context.new_page()
    field.page = field.hands.page = page
    page.wait_for_timeout(1_000)  # the crash can take the service worker's process along; it starts again by itself
    page.goto(f"{field.server.url}/app/")
    field.unlock()
    back_to_the_list(page)
    page.get_by_role("link", name=begins("Abrir visita")).first.click()
    page.goto(address)
    box = field.hands.question("act_hechos").get_by_role("textbox").first
    expect(box).to_have_value(LONG)
