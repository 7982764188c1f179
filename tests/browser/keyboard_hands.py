"""Hands that never leave the keyboard: Tab, Shift+Tab, arrows, Space, Enter and letters."""

import re
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.tablet_hands import Hands, label

MOST_TABS = 400


class KeyboardHands(Hands):
    """The same gestures as `Hands`, by keys alone."""

    def to(self, what: Locator) -> None:
        """Tab until the element has the focus, which must be seen."""
        expect(what).to_be_attached()
        for _ in range(MOST_TABS):
            if what.evaluate("one => one === document.activeElement"):
                assert what.evaluate(FOCUS_IS_SEEN), f"the focus is not seen on {what}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {what}")

    def press(self, name: str | re.Pattern[str], role: Any = "button", exact: bool = False) -> None:
        self.activate(self.page.get_by_role(role, name=name, exact=exact).first)

    def activate(self, what: Locator) -> None:
        self.to(what)
        self.page.keyboard.press("Enter")

    def type(self, box: Locator, text: str) -> None:
        self.to(box)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def write(self, item_id: str, text: str, within: Locator | None = None) -> None:
        self.type(self.question(item_id, within).get_by_role("textbox").first, text)
        self.page.keyboard.press("Tab")

    def choose(self, item_id: str, words: str, within: Locator | None = None) -> None:
        """Tab to the group, then arrows to the answer, as a browser gives radio buttons."""
        article = self.question(item_id, within)
        wanted = article.get_by_role("radio", name=words, exact=True)
        group = article.get_by_role("radio")
        checked = article.get_by_role("radio", checked=True)
        self.to(checked if checked.count() else group.first)
        for _ in range(group.count()):
            if wanted.evaluate("one => one === document.activeElement"):
                break
            self.page.keyboard.press("ArrowRight")
        self.page.keyboard.press("Space")
        expect(wanted).to_be_checked()

    def mark(self, box: Locator) -> None:
        self.to(box)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def now(self, item_id: str) -> None:
        self.activate(self.question(item_id).get_by_role("button", name="Ahora"))

    def add_person(self, item_id: str, number: int = 1) -> Locator:
        self.press(f"Añadir: {label(item_id)}")
        region = self.page.get_by_role("region", name=re.compile(rf"{re.escape(label(item_id))}.*{number}$"))
        expect(region.first).to_be_visible()
        return region.first

    def stage(self, number: int) -> None:
        stages = self.page.get_by_role("navigation", name="Etapas de la visita")
        if not stages.count():
            self.press(re.compile("Personas menores"), role="link")
            self.press("Volver a la visita", role="link")
        self.activate(stages.get_by_role("link", name=re.compile(rf"^{number}\b")).first)

    def tab(self, title: str) -> None:
        tabs = self.page.get_by_role("navigation", name="Apartados de la ficha")
        self.activate(tabs.get_by_role("link", name=re.compile(re.escape(title))).first)


# An outline or a ring on the element itself or, for a field laid over its drawn choice, on the drawing beside it.
FOCUS_IS_SEEN = """one => [one, one.nextElementSibling].some(box => {
  if (!box) return false;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(box);
  return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
})"""
