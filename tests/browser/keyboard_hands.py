"""Hands that never leave the keyboard: Tab, Shift+Tab, arrows, Space, Enter and letters."""

from playwright.sync_api import Locator, expect

from tests.browser.tablet_hands import Hands

MOST_TABS = 400
MOST_CHOICES = 80


class KeyboardHands(Hands):
    """The same gestures as `Hands`, by keys alone."""

    def to(self, what: Locator) -> None:
        """Tab, or Shift+Tab to what lies behind, until the element has the focus, which must be seen."""
        expect(what).to_be_attached()
        pressed = 0
        while pressed < MOST_TABS:
            behind, stops = what.evaluate(STOPS_AWAY)
            if stops == 0:
                assert what.evaluate(FOCUS_IS_SEEN), f"the focus is not seen on {what}"
                return
            for _ in range(stops):
                self.page.keyboard.press("Shift+Tab" if behind else "Tab")
            pressed += stops
        raise AssertionError(f"Tab never reaches {what}")

    def activate(self, what: Locator) -> None:
        self.to(what)
        self.page.keyboard.press("Enter")

    def type(self, box: Locator, text: str) -> None:
        self.to(box)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def leave(self, box: Locator) -> None:
        self.page.keyboard.press("Tab")

    def mark(self, box: Locator) -> None:
        """Tab to a checkbox, or to its group and then by arrows, as a browser gives radio buttons."""
        expect(box).to_be_attached()
        if box.get_attribute("type") == "radio":
            self.walk_to(box)
        else:
            self.to(box)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def walk_to(self, radio: Locator) -> None:
        self.to(self.page.locator(f"[data-stop='{radio.evaluate(WHERE_TAB_STOPS)}']"))
        for _ in range(MOST_CHOICES):
            if radio.evaluate(HAS_FOCUS):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never reach {radio}")

    def draw(self, pad: Locator) -> None:
        """Put the pen down and lead it by the arrows."""
        self.to(self.page.get_by_role("application"))
        self.page.keyboard.press("Space")
        for key in ("ArrowUp", "ArrowRight", "ArrowDown", "ArrowRight") * 3:
            self.page.keyboard.press(key)
        self.page.keyboard.press("Space")


# An outline or a ring on the element itself or, for a field laid over its drawn choice, on the drawing beside it.
FOCUS_IS_SEEN = """one => [one, one.nextElementSibling].some(box => {
  if (!box) return false;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(box);
  return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
})"""

HAS_FOCUS = "one => one === document.activeElement"

# On which side it lies and after how many stops at least, so that nobody looks in vain after each key on the way there:
# of a group of radio buttons one is a stop, and what is not shown or not enabled is none. 0: the focus is on it.
STOPS_AWAY = """one => {
  const from = document.activeElement;
  if (one === from) return [false, 0];
  const nowhere = from === document.body;
  const behind = !nowhere && Boolean(from.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING);
  const kinds = 'a[href], button, input, select, textarea, summary, [tabindex="0"], [contenteditable]';
  const root = document.querySelector('dialog[open]') ?? document;
  const isStop = box => !box.disabled && box.checkVisibility() && box.tabIndex >= 0;
  const all = [...root.querySelectorAll(kinds)].filter(isStop);
  const [start, end] = [nowhere ? -1 : all.indexOf(from), all.indexOf(one)];
  if (end < 0 || (start < 0 && !nowhere)) return [behind, 1];
  const between = all.slice(Math.min(start, end) + 1, Math.max(start, end));
  const groups = new Set(between.filter(box => box.type === 'radio').map(box => box.name));
  const singles = between.filter(box => box.type !== 'radio');
  groups.delete(one.name || ''); groups.delete(from.name || '');
  return [behind, Math.max(1, singles.length + groups.size)];
}"""

# Of a group of radio buttons Tab stops at the chosen one, else at the first.
WHERE_TAB_STOPS = """one => {
  const group = [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(one.name)}"]`)];
  const from = document.activeElement;
  const stop = group.includes(from) ? from : group.find(one => one.checked) ?? group[0];
  document.querySelectorAll('[data-stop]').forEach(old => delete old.dataset.stop);
  return stop.dataset.stop = 'here';
}"""
