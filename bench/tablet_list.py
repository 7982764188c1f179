"""The list of 200 minors on a slow tablet: does it scroll without tasks over 50 ms, and what does one answer cost?

Run: .venv/bin/python bench/tablet_list.py [rounds]. Real server, real Chromium with the CPU slowed 4 times;
the app must be built. Each round scrolls the list from end to end and, in the same page, bare lines (the floor).
Long tasks are the browser's own (`PerformanceObserver`, over 50 ms), slowed as everything else.
"""

import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page, expect  # noqa: E402

from bench.slow_tablet import SLOWER, field_tablet, make_minors, slowed  # noqa: E402
from tests.browser.field import Field  # noqa: E402
from tests.browser.tablet_hands import begins, option  # noqa: E402

ROUNDS, MINORS, AIM_MS = 5, 200, 50

WATCH = """
window.__long = [];
new PerformanceObserver(list => list.getEntries().forEach(e => window.__long.push(e.duration)))
  .observe({type: 'longtask'});
"""
FLOOR = """n => {
  const box = document.createElement('div');
  box.id = 'floor';
  box.style.cssText = 'position:fixed;inset:0;overflow:auto;background:#fff;z-index:9';
  for (let i = 0; i < n; i++) {
    const line = document.createElement('p');
    line.style.cssText = 'height:104px;margin:0';
    line.textContent = 'NNA-' + i;
    box.appendChild(line);
  }
  document.body.appendChild(box);
}"""
SCROLL = """async id => {
  const box = document.getElementById(id), gaps = [];
  window.__long.length = 0;
  box.scrollTo(0, 0);
  let before = performance.now();
  for (let y = 0; y < box.scrollHeight; y += 300) {
    box.scrollTo(0, y);
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    gaps.push(now - before);
    before = now;
  }
  await new Promise(done => setTimeout(done, 300));
  gaps.sort((a, b) => a - b);
  return {long: window.__long.slice(), frame: gaps[Math.floor(gaps.length * 0.95)]};
}"""


def one_answer(field: Field) -> tuple[float, list[float]]:
    """Answer one question of one minor: ms from the touch to the next drawn frame, and the long tasks it cost."""
    page = field.page
    page.locator(".window-list a").first.click()
    field.hands.tab("Lo primero")
    page.wait_for_timeout(3_000)
    page.evaluate("window.__long.length = 0; performance.clearMarks()")
    page.evaluate(
        "addEventListener('pointerdown', () => { const at = performance.now();"
        " requestAnimationFrame(() => setTimeout(() => { window.__paint = performance.now() - at; }, 0)); },"
        " {once: true})"
    )
    field.hands.question("nna_sexo").get_by_role("radio", name=option("nna_sexo", "mujer")).check(force=True)
    page.wait_for_timeout(4_000)
    return float(page.evaluate("window.__paint")), list(page.evaluate("window.__long.slice()"))


def measure(page: Page, rounds: int) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {"content": [], "floor": []}
    page.evaluate(FLOOR, MINORS)
    for _ in range(rounds):
        for box, results in found.items():
            page.evaluate("shown => { document.getElementById('floor').hidden = !shown; }", box == "floor")
            results.append(page.evaluate(SCROLL, box))
    page.evaluate("document.getElementById('floor').remove()")
    return found


def main(rounds: int) -> None:
    with field_tablet() as field:
        report(field, rounds)


def report(field: Field, rounds: int) -> None:
    page = field.page
    field.open_visit()
    make_minors(field, MINORS)
    field.cut_the_network()
    page.evaluate(WATCH)
    slowed(page)
    page.evaluate("window.__long.length = 0")
    page.get_by_role("link", name=begins("Personas menores")).first.click()
    expect(page.locator(".window-list a").first).to_be_visible()
    page.wait_for_timeout(4_000)
    entering = list(page.evaluate("window.__long.slice()"))
    found = measure(page, rounds)
    print(f"{MINORS} minors, CPU {SLOWER} times slower, {rounds} rounds")
    print(f"entering the list: {len(entering)} long tasks, longest {max(entering, default=0):.0f} ms")
    for box, name in (("content", "the list"), ("floor", "bare lines (floor)")):
        longest = [max(one["long"], default=0) for one in found[box]]  # type: ignore[call-overload]
        frames = statistics.median(float(one["frame"]) for one in found[box])  # type: ignore[arg-type]
        print(f"{name}: longest task by round {[round(x) for x in longest]} ms; 95 % of frames under {frames:.0f} ms")
    worst = max(max(one["long"], default=0) for one in found["content"])  # type: ignore[call-overload, type-var]
    print(f"aim: no task over {AIM_MS} ms while scrolling: {'met' if worst <= AIM_MS else 'missed'}")  # type: ignore[operator]
    paint, long = one_answer(field)
    print(f"one answer: touch to paint {paint:.0f} ms, {len(long)} long tasks, longest {max(long, default=0):.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
