"""G1: Chromium is killed at random instants while somebody types; what the screen called saved is there afterwards.

``FAULT_BROWSER_KILLS=50 pytest tests/faults/real/test_tablet_killed.py`` is the long run.
"""

import os
import threading
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from tests.browser.conftest import Server
from tests.browser.entering import back_to_the_list, demo_office, enter, open_visit, unlock
from tests.browser.tablet_hands import Hands
from tests.faults.real.chromium import first_page, kill, launch

KILLS = int(os.environ.get("FAULT_BROWSER_KILLS", "3"))
QUESTION = "rec_areas_recorridas"
WORDS = ("surco", "bodega", "pozo", "comedor", "oficina", "empaque", "cuadrilla", "patio", "almacén", "vivero")

# At every frame that is painted: when the screen says that this answer is saved, tell what stands in its field.
WATCH = """
article => { const look = () => {
  const said = article.innerText, box = article.querySelector('textarea, input[type=text]');
  if (box && said.includes('Guardado en esta tableta') && !said.includes('Guardando')) window.saved(box.value);
  requestAnimationFrame(look); }; requestAnimationFrame(look); }
"""

pytestmark = pytest.mark.browser


def type_until_killed(page: Page, profile: Path, dice: Random) -> str:
    """Type on and on; return all that was typed before the kill."""
    box = Hands(page).question(QUESTION).get_by_role("textbox").first
    box.click()
    page.keyboard.press("Control+End")
    typed = box.input_value()
    battery = threading.Timer(dice.uniform(0.2, 6), kill, [profile])
    battery.start()
    try:
        while True:
            word = f"{dice.choice(WORDS)} {dice.randrange(1000)}. "
            for letter in word:
                typed += letter
                page.keyboard.type(letter)
                page.wait_for_timeout(dice.choice([10, 30, 60]))
            page.wait_for_timeout(dice.choice([0, 200, 900, 1500]))
    except PlaywrightError:
        battery.join()
        return typed


def test_what_the_screen_called_saved_outlives_a_killed_browser(
    server: Server, chromium_process: Browser, tmp_path: Path
) -> None:
    demo, profile, dice = demo_office(server), tmp_path / "profile", Random("battery")
    said: list[str] = []
    context = launch(chromium_process.browser_type, profile)
    enter(first_page(context), server.url, demo)
    context.close()
    found = typed = ""
    for number in range(KILLS + 1):
        context = launch(chromium_process.browser_type, profile)
        context.expose_binding("saved", lambda _, text: said.append(text))
        page = first_page(context)
        page.goto(f"{server.url}/app/")
        unlock(page, demo.passphrase)
        if number:
            back_to_the_list(page)
        open_visit(page)
        hands = Hands(page)
        hands.stage(3)
        box = hands.question(QUESTION).get_by_role("textbox").first
        found = box.input_value()
        assert typed.startswith(found), f"kill {number}: nobody typed {found!r}"
        assert not said or found.startswith(said[-1].strip()), f"kill {number}: {said[-1]!r} was called saved"
        if number == KILLS:
            context.close()
            break
        hands.question(QUESTION).evaluate(WATCH)
        said.clear()
        typed = type_until_killed(page, profile, dice)
    assert found, "nothing was ever saved: the test typed too little"
