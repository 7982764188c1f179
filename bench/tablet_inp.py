"""How soon the tablet shows that it heard: Interaction to Next Paint over a visit of 150 answers and 30 minors.

Run: .venv/bin/python bench/tablet_inp.py [minors]. Real server, then no network; real Chromium, CPU slowed 4 times;
real mouse and key events through the DevTools protocol. Durations are the browser's own (`PerformanceEventTiming`:
from the touch to the next frame drawn, in steps of 8 ms); the longest event of an interaction counts, as in web-vitals.
What took less than 16 ms is not reported by the browser and counts as 8. A change of screen draws after that frame:
its own line says how long from the touch until the new heading was drawn.
"""

import re
import statistics
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Locator, Page, expect  # noqa: E402

from bench.slow_tablet import SLOWER, field_tablet, frames, make_minors, slowed, verdict  # noqa: E402
from tests.browser.field import Field  # noqa: E402
from tests.browser.tablet_hands import begins, label  # noqa: E402

MINORS, ANSWERS, AIM_MS, LEAST_MS, UNSEEN_MS = 30, 150, 100, 16, 8
SETTLE_MS = 250
"""A person's pause between one touch and the next, unslowed."""
BATCH = 5
"""Answers given on one screen before going on."""

WATCH = """least => {
  window.__seen = []; window.__long = [];
  new PerformanceObserver(list => list.getEntries().forEach(e => { if (e.interactionId)
    window.__seen.push({id: e.interactionId, ms: e.duration}); })).observe({type: 'event', durationThreshold: least});
  new PerformanceObserver(list => list.getEntries().forEach(e => window.__long.push(e.duration)))
    .observe({type: 'longtask'});
  addEventListener('pointerdown', () => { window.__down = performance.now(); }, true);
  // After the app's own listener has drawn the new screen: the next frame shows it.
  addEventListener('hashchange', () => setTimeout(() => requestAnimationFrame(() => setTimeout(() => {
    window.__shown = performance.now() - window.__down; })), 0));
}"""
TAKE = "() => [window.__seen.splice(0), window.__long.splice(0), window.__shown ?? null, window.__shown = null]"


class Stopwatch:
    """Every interaction of the visit, by what was touched."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.inp: dict[str, list[float]] = defaultdict(list)
        self.long: dict[str, list[float]] = defaultdict(list)
        self.shown: list[float] = []
        page.evaluate(WATCH, LEAST_MS)

    def touch(self, kind: str, what: Locator, key: str = "") -> None:
        """Touch (or press a key in) something, let the page rest as a person would, and note what it cost."""
        what.scroll_into_view_if_needed()
        frames(self.page)
        self.page.evaluate(TAKE)
        if key:
            what.press(key)
        else:
            # A real touch where the thing is, whatever lies around it.
            box = what.bounding_box()
            assert box
            self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.page.wait_for_timeout(SETTLE_MS)
        frames(self.page)
        self._note(kind)

    def _note(self, kind: str) -> None:
        seen, long, shown, _ = self.page.evaluate(TAKE)
        by_id: dict[int, float] = defaultdict(float)
        for one in seen:
            by_id[one["id"]] = max(by_id[one["id"]], float(one["ms"]))
        self.inp[kind].append(max(by_id.values(), default=UNSEEN_MS))
        self.long[kind].append(max(long, default=0.0))
        if shown is not None:
            self.shown.append(float(shown))

    @property
    def count(self) -> int:
        """How many answers have been given."""
        return len(self.inp["answer"]) + len(self.inp["typed letter"])


def open_answers(page: Page, most: int) -> list[str]:
    """The names of so many unanswered strips of choices on this page, first come first."""
    script = """most => [...document.querySelectorAll('main article.item')]
      .filter(item => { const radios = item.querySelectorAll('.item-body .segment input[type=radio]:not(:disabled)');
        return radios.length && ![...radios].some(radio => radio.checked); })
      .slice(0, most).map(item => item.id)"""
    return [str(one) for one in page.evaluate(script, most)]


def answer_here(watch: Stopwatch, most: int) -> None:
    """Touch the first choice of so many questions, as they come on the page."""
    page = watch.page
    for item in open_answers(page, most):
        choice = page.locator(f"[id='{item}'] .item-body .segment").first
        if choice.count():
            watch.touch("answer", choice)


def write_here(watch: Stopwatch, item: str, text: str) -> None:
    """Write a few letters, each a key press of its own."""
    box = watch.page.get_by_role("article", name=re.compile(re.escape(label(item)))).first.get_by_role("textbox").first
    box.scroll_into_view_if_needed()
    box.click()
    for letter in text:
        watch.touch("typed letter", box, letter)
    box.blur()


def stages(watch: Stopwatch) -> None:
    """Walk the nine stages, answering what comes."""
    page = watch.page
    nav = page.get_by_role("navigation", name="Etapas de la visita")
    for number in range(1, 10):
        watch.touch("stage", nav.get_by_role("link", name=re.compile(rf"^{number}\b")).first)
        answer_here(watch, 7)
    watch.touch("stage", nav.get_by_role("link", name=re.compile(r"^8\b")).first)
    write_here(watch, "act_hechos", "surcos")


def one_minor(watch: Stopwatch, row: int) -> None:
    """Open a minor, walk two of her dividers answering, and go back to the list."""
    page = watch.page
    cards = page.locator("main a.card, main a.minor-line")
    watch.touch("open a minor", cards.nth(row))
    tabs = page.get_by_role("navigation", name="Apartados de la ficha")
    for title in ("Lo primero", "¿Estudia") if row % 2 else ("Lo primero", "Se ve"):
        tab = tabs.get_by_role("link", name=re.compile(re.escape(title)))
        if not tab.count():
            tab = tabs.get_by_role("link").nth(5)
        watch.touch("divider of a minor", tab.first)
        answer_here(watch, 2)
    watch.touch("divider of a minor", tabs.get_by_role("link", name=re.compile("La ley a la mano")).first)
    watch.touch("back to the list", tabs.get_by_role("link", name="Personas menores").first)
    expect(cards.first).to_be_visible()


def whole_visit(field: Field, minors: int) -> Stopwatch:
    """Live the visit slowly."""
    page = field.page
    field.open_visit()
    make_minors(field, minors)
    field.hands.stage(1)
    field.cut_the_network()
    slowed(page)
    watch = Stopwatch(page)
    stages(watch)
    watch.touch("minors", page.get_by_role("link", name=begins(f"{minors} Personas menores")).first)
    for row in range(minors):
        one_minor(watch, row)
    return watch


def at(values: list[float], part: float) -> float:
    """The value below which that part of all lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def main(minors: int) -> None:
    with field_tablet() as field:
        watch = whole_visit(field, minors)
    everything = [ms for found in watch.inp.values() for ms in found]
    print(f"{len(everything)} interactions, {watch.count} answers and letters, {minors} minors, CPU {SLOWER}x slower")
    print(f"{'':24}{'n':>5}{'p50':>7}{'p75':>7}{'p98':>7}{'worst':>7}   longest task after it, median and worst")
    rows: dict[str, Any] = {**watch.inp, "all": everything}
    for kind, found in rows.items():
        long = watch.long.get(kind) or [ms for each in watch.long.values() for ms in each]
        print(
            f"{kind:24}{len(found):5}{statistics.median(found):7.0f}{at(found, 0.75):7.0f}{at(found, 0.98):7.0f}"
            f"{max(found):7.0f}   {statistics.median(long):.0f}, {max(long):.0f} ms"
        )
    print(
        f"touch to the new screen drawn: p50 {statistics.median(watch.shown):.0f}, p75 {at(watch.shown, 0.75):.0f},"
        f" worst {max(watch.shown):.0f} ms ({len(watch.shown)} changes of screen)"
    )
    print(f"aim: p75 at most {AIM_MS} ms: {verdict(at(everything, 0.75), AIM_MS)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MINORS)
