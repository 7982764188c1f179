"""What a screen must be for everybody: no axe finding, targets for a thumb, no sideways scroll when big, no motion."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.field import PHONE

AXE = (Path(__file__).parents[2] / "tablet/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
TARGET = 48
REFLOW = 320  # WCAG 2.2, 1.4.10: no narrower window has to do without scrolling sideways
DESK_TARGET = 24  # WCAG 2.2, 2.5.8: the desk is used with a mouse

RUN_AXE = """async ({ only }) => {
  const found = await axe.run(document, { runOnly: only, resultTypes: ['violations'] });
  return found.violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ target, failureSummary, html }) =>
    `${id}: ${target.join(' ')} ${html.slice(0, 160)} | ${failureSummary.replace(/\\s+/g, ' ').slice(0, 260)}`));
}"""

# A field laid invisibly over its drawn choice is as large as its label; a link within a sentence is exempt (2.5.8).
SMALL_TARGETS = """least => {
  const kinds = 'a[href], button, input, select, textarea, summary, [role=button], [role=switch]';
  const open = document.querySelector('dialog[open]');
  return [...document.querySelectorAll(kinds)].filter(one => {
    if (open && !open.contains(one)) return false;
    if (!one.checkVisibility({ visibilityProperty: true }) || one.matches('.unseen, [type=hidden]')) return false;
    const inSentence = one.tagName === 'A' && getComputedStyle(one).display === 'inline';
    if (inSentence && one.parentElement.closest('p, li, dd, td')) return false;
    const boxes = [one, ...(one.labels ?? [])].map(box => box.getBoundingClientRect());
    const enough = side => Math.max(...boxes.map(box => box[side])) >= least - 0.5;
    return !(enough('width') && enough('height'));
  }).map(one => {
    const { width, height } = one.getBoundingClientRect();
    return `${Math.round(width)}x${Math.round(height)} ${one.outerHTML.slice(0, 160)}`;
  });
}"""

SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll('main, .sheet, dialog[open]')]
  .filter(box => box.scrollWidth > box.clientWidth + 1)
  .map(box => {
    const wide = [...box.querySelectorAll('*')].find(one => one.getBoundingClientRect().right > innerWidth + 1);
    return `${box.tagName} ${box.scrollWidth} > ${box.clientWidth}: ${wide ? wide.outerHTML.slice(0, 160) : ''}`;
  })"""

# Only the sheet scrolls: else a swipe past its end carries the band and the urgent finding out of sight.
ADRIFT = """() => {
  const { scrollHeight, clientHeight } = document.documentElement;
  return document.querySelector('.shell') && clientHeight > 500 && scrollHeight > clientHeight + 1
    ? [`the page is ${scrollHeight} high in a window of ${clientHeight}`] : [];
}"""

MOVING = """() => [...document.querySelectorAll('*')].filter(one => {
  const { animationName, transitionDuration, transitionProperty } = getComputedStyle(one);
  return animationName !== 'none' || (transitionProperty !== 'none' && parseFloat(transitionDuration) > 0);
}).map(one => one.outerHTML.slice(0, 120))"""


class Reader:
    """Looks at one screen after another and keeps what is wrong with each."""

    def __init__(self, page: Page, *, target: int = TARGET, themes: bool = True) -> None:
        self.page, self.target, self.themes = page, target, themes
        self.wrong: list[str] = []
        self.seen: list[str] = []

    def look(self, screen: str) -> None:
        """Check the open screen in each theme, at 200 % and on a phone; the page is left as it was."""
        self.seen.append(screen)
        self.page.wait_for_load_state()  # a page just come is bare until its style sheet is here
        self._note(screen, "axe", self._axe(*WCAG))
        self._note(screen, "motion", self.page.evaluate(MOVING))
        if self.themes:
            self.page.evaluate("document.documentElement.dataset.theme = 'sun'")
            self._note(screen, "axe in sunlight", self._axe("color-contrast", kind="rule"))
            self.page.evaluate("delete document.documentElement.dataset.theme")
        usual = self.page.viewport_size
        assert usual
        halved = {"width": max(usual["width"] // 2, REFLOW), "height": usual["height"] // 2}
        for name, size in (("usual size", usual), ("200 %", halved), ("phone", PHONE)):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            self._note(screen, f"{name}, target", self.page.evaluate(SMALL_TARGETS, self.target))
            self._note(screen, f"{name}, sideways", self.page.evaluate(SIDEWAYS))
            self._note(screen, f"{name}, adrift", self.page.evaluate(ADRIFT))
        self.page.set_viewport_size(usual)

    def _axe(self, *values: str, kind: str = "tag") -> list[Any]:
        if not self.page.evaluate("typeof window.axe === 'object'"):
            self.page.evaluate(AXE)
        return list(self.page.evaluate(RUN_AXE, {"only": {"type": kind, "values": list(values)}}))

    def _note(self, screen: str, check: str, found: list[Any]) -> None:
        news = [f"[{screen}] {check}: {one}" for one in found]
        print(*news, sep="\n", end="\n" if news else "")  # shown even when a later screen cannot be reached
        self.wrong += news
