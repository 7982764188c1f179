"""Does the tablet's memory stay flat after a hundred minors opened and closed?

Run: .venv/bin/python bench/tablet_memory.py [rounds]. Real server, then no network; real Chromium, 30 minors.
A round opens a minor, walks three of her dividers and goes back to the list. After every quarter of the rounds garbage
is collected and the browser is asked (DevTools protocol) for the heap in use, the nodes and the listeners that live.
The first quarter warms the caches: growth is counted from its end.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import CDPSession, Page, expect  # noqa: E402

from bench.slow_tablet import field_tablet, make_minors, verdict  # noqa: E402
from tests.browser.tablet_hands import begins  # noqa: E402

MINORS, ROUNDS, READINGS = 30, 100, 4
MEGABYTE = 2**20
FLAT_MB, FLAT_NODES = 1.0, 200
"""What still counts as flat from the first reading to the last: noise of the collector, a screen's spare nodes."""


def reading(session: CDPSession) -> tuple[float, int, int]:
    """Megabytes of heap, nodes and listeners once all garbage is gone."""
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    heap = session.send("Runtime.getHeapUsage")
    dom = session.send("Memory.getDOMCounters")
    return heap["usedSize"] / MEGABYTE, int(dom["nodes"]), int(dom["jsEventListeners"])


def open_and_close(page: Page, row: int) -> None:
    """Open one minor, walk three of her dividers, and go back."""
    cards = page.locator("main a.card, main a.minor-line")
    expect(cards.first).to_be_visible()
    cards.nth(row % min(6, cards.count())).click()
    tabs = page.get_by_role("navigation", name="Apartados de la ficha").get_by_role("link")
    for tab in (3, 5, 1):
        tabs.nth(tab).click()
    tabs.first.click()


def main(rounds: int) -> None:
    with field_tablet() as field:
        page = field.page
        field.open_visit()
        make_minors(field, MINORS)
        field.cut_the_network()
        page.get_by_role("link", name=begins("Personas menores")).first.click()
        session = page.context.new_cdp_session(page)
        found = []
        for one in range(rounds):
            open_and_close(page, one)
            if (one + 1) % max(1, rounds // READINGS) == 0:
                page.wait_for_timeout(500)
                found.append(reading(session))
                heap, nodes, listeners = found[-1]
                print(f"after {one + 1:4}: {heap:6.2f} MB of heap, {nodes:6} nodes, {listeners:5} listeners")
    (heap, nodes, _), last = found[0], found[-1]
    grown, more = last[0] - heap, last[1] - nodes
    print(f"grown since the first reading: {grown:+.2f} MB, {more:+} nodes; {rounds} minors opened and closed")
    print(f"flat (at most {FLAT_MB} MB and {FLAT_NODES} nodes): {verdict(max(grown / FLAT_MB, more / FLAT_NODES), 1)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
