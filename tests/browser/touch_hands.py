"""Hands that only touch the glass: fingers, and the keyboard the glass shows once a field has the focus."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.tablet_hands import Hands

# Letters come without a key from the glass; only its Backspace is a key.
COUNT_POINTERS = """
window.__pointers = { touch: 0, mouse: 0, keys: 0 };
addEventListener('pointerdown', ({ pointerType }) => {
  window.__pointers[pointerType === 'touch' ? 'touch' : 'mouse'] += 1;
}, true);
addEventListener('keydown', ({ key }) => { if (key !== 'Backspace') window.__pointers.keys += 1; }, true);
"""
# A finger that has just swept takes a moment to touch again; Chromium ignores a touch sooner than any hand could give.
LIFTED_MS = 400


class TouchHands(Hands):
    """The same gestures as `Hands`, by real touches alone."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.glass = page.context.new_cdp_session(page)

    def activate(self, what: Locator) -> None:
        what.tap()

    def type(self, box: Locator, text: str) -> None:
        """Touch the field, which must take the focus, and write with the keyboard on the glass."""
        box.tap()
        expect(box).to_be_focused()
        for _ in box.input_value():
            self.page.keyboard.press("Backspace")
        self.page.keyboard.insert_text(text)

    def leave(self, box: Locator) -> None:
        """Nothing: the next touch goes on."""

    def mark(self, box: Locator) -> None:
        if not box.is_checked():
            box.tap()
        expect(box).to_be_checked()

    def draw(self, pad: Locator) -> None:
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box
        left, top, wide, high = box["x"], box["y"], box["width"], box["height"]
        path = [(left + wide * (0.1 + step * 0.03), top + high * (0.35 + 0.3 * (step % 2))) for step in range(20)]
        for number, (x, y) in enumerate(path):
            self.glass.send(
                "Input.dispatchTouchEvent",
                {"type": "touchMove" if number else "touchStart", "touchPoints": [{"x": x, "y": y}]},
            )
        self.page.wait_for_timeout(LIFTED_MS)
        self.glass.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
        self.glass.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        self.page.wait_for_timeout(LIFTED_MS)
