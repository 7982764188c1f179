"""The acta of 200 minors on a slow tablet: what does opening its screen cost, and drawing it again?

Run: .venv/bin/python bench/tablet_acta.py [rounds] [minors]. Real server, real Chromium with the CPU slowed 4 times;
the app must be built. Each round opens the acta from the visit, waits until its last line is drawn, and opens and
shuts the dialog that closes it. Long tasks are the browser's own (`PerformanceObserver`, over 50 ms), slowed as all.
"""

import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import expect  # noqa: E402

from bench.slow_tablet import SLOWER, field_tablet, make_minors, slowed, verdict  # noqa: E402
from bench.tablet_list import WATCH  # noqa: E402

ROUNDS, MINORS, AIM_MS, SETTLED_MS = 3, 200, 50, 9_000
LONG = "() => { const found = window.__long.slice(); window.__long.length = 0; return found; }"
FIRST_LINE = """link => new Promise(done => {
  const at = performance.now();
  link.click();
  const look = () => { if (document.querySelector('.acta-paper')) requestAnimationFrame(
    () => setTimeout(() => done(performance.now() - at), 0)); else requestAnimationFrame(look); };
  look();
})"""


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    minors = int(sys.argv[2]) if len(sys.argv) > 2 else MINORS
    first, opening, again = [], [], []
    with field_tablet() as field:
        page = field.page
        field.open_visit()
        make_minors(field, minors)
        field.hands.press("Personas menores", role="link")
        field.hands.press("Volver a la visita", role="link")
        page.evaluate(WATCH)
        slowed(page)
        for _ in range(rounds):
            page.wait_for_timeout(SETTLED_MS)
            page.evaluate(LONG)
            first.append(float(page.get_by_role("link", name="Ir al acta").first.evaluate(FIRST_LINE)))
            page.wait_for_timeout(SETTLED_MS)
            opening.append(page.evaluate(LONG))
            field.hands.press("Cerrar el acta")
            page.get_by_role("dialog").get_by_role("button", name="Todavía no").click()
            page.wait_for_timeout(1_000)
            again.append(page.evaluate(LONG))
            expect(page.get_by_role("article", name="Acta")).to_contain_text("NNA-")
            field.hands.press("Volver a la visita", role="link")
    print(f"acta of {minors} minors, CPU {SLOWER} times slower, {rounds} rounds:")
    print(f"  touch to the first lines: median {statistics.median(first):.0f} ms")
    for name, found in (("opening it", opening), ("opening and shutting the dialog", again)):
        worst = [max(tasks, default=0.0) for tasks in found]
        count = [len(tasks) for tasks in found]
        print(
            f"  {name}: longest task {statistics.median(worst):.0f} ms at the median (worst {max(worst):.0f}),"
            f" {statistics.median(count):.0f} over 50 ms; aim {AIM_MS} ms: {verdict(statistics.median(worst), AIM_MS)}"
        )


if __name__ == "__main__":
    main()
