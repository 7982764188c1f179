"""From nothing to the list of visits without network: the offline cold start of a slow tablet.

Run: .venv/bin/python bench/tablet_start.py [rounds]. Server to enrol, then killed; Chromium, CPU slowed 4 times.
A visit of 30 minors is on the tablet. Each round opens a new page (the shell comes from the service worker, none from
the network), waits until the phrase can be written, writes it, and waits until the visit is listed, ready to open.
Usable home = both waits together; what a person takes to write is not counted. Chromium slows the page's thread only:
the stretching of the phrase (PBKDF2) runs on another and is given apart, as the same derivation alone in that page.
"""

import re
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import expect  # noqa: E402

from bench.slow_tablet import SLOWER, field_tablet, make_minors, slowed, verdict  # noqa: E402
from tests.browser.field import Field  # noqa: E402
from tests.browser.tablet_hands import begins  # noqa: E402

ROUNDS, MINORS, AIM_MS = 5, 30, 2_000

WATCH = """
(() => {
  const seen = window.__seen = {};
  const look = () => {
    const box = document.querySelector('input[type=password], input[autocomplete=current-password]');
    if (box && !seen.door) seen.door = performance.now();
    if (!seen.home && document.querySelector('.visit-row a.press.fill')) {
      seen.home = 1;
      requestAnimationFrame(() => setTimeout(() => { seen.home = performance.now(); }));
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
})()
"""
STRETCH = """async iterations => {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode('una frase cualquiera'), 'PBKDF2', false, ['deriveBits']);
  const start = performance.now();
  await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(16), iterations }, key, 256);
  return performance.now() - start;
}"""  # noqa: E501


def cold_start(field: Field) -> tuple[float, float, float]:
    """Milliseconds to the phrase, from its last key to the list, and of the stretching alone."""
    page = field.page.context.new_page()
    slowed(page)
    page.add_init_script(WATCH)
    page.goto(f"{field.server.url}/app/")
    phrase = page.get_by_label("Frase de paso")
    expect(phrase).to_be_visible()
    door = float(page.evaluate("window.__seen.door"))
    phrase.fill(field.demo.passphrase)
    button = page.get_by_role("button", name="Abrir", exact=True)
    expect(button).to_be_visible()
    page.evaluate("addEventListener('click', () => { window.__seen.pressed ??= performance.now(); }, true)")
    button.click()
    expect(page.get_by_role("link", name=begins("Abrir visita")).first).to_be_visible()
    page.wait_for_function("window.__seen.home > 1")
    home = float(page.evaluate("window.__seen.home - window.__seen.pressed"))
    stretch = float(page.evaluate(STRETCH, pbkdf2_rounds()))
    page.close()
    return door, home, stretch


def pbkdf2_rounds() -> int:
    """How many rounds of PBKDF2 the vault asks for, read from its source."""
    source = (ROOT / "tablet" / "src" / "vault.ts").read_text(encoding="utf-8")
    found = re.search(r"ROUNDS = ([\d_]+)", source)
    assert found
    return int(found[1].replace("_", ""))


def main(rounds: int) -> None:
    with field_tablet() as field:
        field.open_visit()
        make_minors(field, MINORS)
        field.cut_the_network()
        field.page.evaluate("location.hash = '#/'")  # left on the list: else the app lands in the visit by itself
        field.page.wait_for_timeout(1_000)
        field.page.goto("about:blank")
        found = [cold_start(field) for _ in range(rounds)]
    door, home, stretch = (statistics.median(column) for column in zip(*found, strict=True))
    both = statistics.median(one[0] + one[1] for one in found)
    print(f"{rounds} cold starts without network, {MINORS} minors on the tablet, CPU {SLOWER} times slower, medians")
    print(f"to the phrase {door:.0f} ms; from it to the list of visits {home:.0f} ms, of them {stretch:.0f} PBKDF2")
    worst = max(a + b for a, b, _ in found)
    print(f"usable home: {both:.0f} ms (worst {worst:.0f}), aim {AIM_MS}: {verdict(both, AIM_MS)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
