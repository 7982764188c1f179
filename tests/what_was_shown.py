"""What the browser's pages showed when a test failed: their words in the report, a picture of each beside the tests."""

from collections.abc import Iterator
from weakref import WeakSet

from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from tests.browser.conftest import SHOTS

#: Contexts with a profile of their own: no browser object lists them.
LAUNCHED: WeakSet[BrowserContext] = WeakSet()


def shown(chromium: Browser) -> Iterator[tuple[str, str]]:
    """Yield a title and the words of each open page, and keep its picture; tests hold invented people only."""
    contexts = [*chromium.contexts, *LAUNCHED]
    for number, page in enumerate(page for context in contexts for page in context.pages):
        try:
            yield f"page {number}: {page.url}", _words(page)
            SHOTS.mkdir(exist_ok=True)
            page.screenshot(path=SHOTS / f"failed-{number}.png", timeout=5_000)
        except PlaywrightError as gone:
            yield f"page {number}", f"nothing more can be read of it: {gone}"


def _words(page: Page) -> str:
    return page.locator("body").inner_text(timeout=5_000)
