"""From the last key to «Guardado en esta tableta», and opening a visit of 3,000 events, on a slow tablet.

Run: .venv/bin/python bench/tablet_saving.py [--events 20 3000] [--opens 5] [--fields 12]
Real server, real Chromium with the CPU slowed 4 times, no network while it writes; the app must be built. Each text
field of three stages is written and left with the tabulator; the clock runs from that key to the frame that says
that it is saved (one key takes a quick hand 120 ms). Floor: the same page writes the same text into IndexedDB, once,
and shows it. Warm is from the touch on the visit, on a list that is drawn; cold from «Abrir» below the passphrase,
which is tried with PBKDF2, to the visit where one was: the app goes back there by itself.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import expect, sync_playwright  # noqa: E402

from inspection.clock import system_clock, system_rng  # noqa: E402
from inspection.web import Settings, open_office  # noqa: E402
from tests.browser.conftest import CHROMIUM, FAKE_CAMERA, QUIET, Server  # noqa: E402
from tests.browser.field import Field, in_the_field  # noqa: E402
from tests.browser.tablet_hands import ITEMS, begins  # noqa: E402
from tests.factories import PASSWORD  # noqa: E402
from tests.transport import through_network  # noqa: E402
from tests.virtual_tablet import VirtualTablet  # noqa: E402

SLOWER, AIM_MS, AIM_OPEN_MS, MINORS, RUN, STAGES = 4, 50, 1_000, 60, 500, (2, 3, 8)
BETWEEN_KEYS_MS = 120  # somebody who types quickly

WATCH = """
window.__saved = new Promise(done => {
  const key = event => {
    if (event.key !== 'Tab') return;
    removeEventListener('keydown', key, true);
    const at = performance.now(), state = document.getElementById(event.target.id + '-state');
    const tell = new MessageChannel();
    tell.port1.onmessage = () => done(performance.now() - at);
    // Watched, not asked again and again: the page must not be kept busy by who measures it.
    const watch = new MutationObserver(() => {
      if (!state.textContent.includes('Guardado en esta tableta')) return;
      watch.disconnect();
      requestAnimationFrame(() => tell.port2.postMessage(0));
    });
    watch.observe(state, {subtree: true, childList: true, characterData: true});
    setTimeout(() => done(-1), 10000);
  };
  addEventListener('keydown', key, true);
});
0"""
FLOOR = """async () => {
  const db = await new Promise(done => { const asked = indexedDB.open('floor', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('x'); asked.onsuccess = () => done(asked.result); });
  const line = document.body.appendChild(document.createElement('p'));
  const times = [];
  for (let i = 0; i < 12; i++) {
    const at = performance.now();
    await new Promise(done => { const t = db.transaction('x', 'readwrite');
      t.objectStore('x').put('Texto inventado ' + i, i); t.oncomplete = done; });
    line.textContent = 'Guardado ' + i;
    await new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
    times.push(performance.now() - at);
  }
  line.remove(); db.close(); indexedDB.deleteDatabase('floor');
  return times;
}"""
OPEN = """touched => new Promise(done => {
  const at = performance.now();
  touched.click();
  const look = () => { if (document.querySelector('nav[aria-label="Etapas de la visita"]')) requestAnimationFrame(
    () => setTimeout(() => done(performance.now() - at), 0)); else setTimeout(look, 1); };
  look();
})"""


def fill(field: Field, events: int) -> None:
    """Let a colleague write so many events into the assigned visit: minors and sealed answers about them."""
    office = open_office(Settings(field.server.data, field.server.keys), clock=system_clock, rng=system_rng)
    colleague = office.store.users.add(
        "colega", "Colega Inventada", "inspector", PASSWORD, now=system_clock(), rng=system_rng
    )
    (visit,) = office.visits()
    office.grant(visit.visit_id, colleague.user_id, actor=colleague.user_id)
    tablet = VirtualTablet(through_network(field.server.url), "colega", seed="3000", clock=system_clock)
    tablet.enrol()
    tablet.pull()
    minors = [tablet.add_minor(visit.visit_id) for _ in range(min(MINORS, events // 20 + 1))]
    codes = [code for code, item in ITEMS.items() if item["for"] == "minor" and item["type"] == "text"]
    for number in range(events - len(minors)):
        code = codes[number // len(minors) % len(codes)]
        path = f"{minors[number % len(minors)]}/{code}"
        body = {"path": path, "supersedes": tablet_heads(tablet, visit.visit_id, path)}
        tablet.write(visit.visit_id, "answer_set", body, sealed={"v": f"Texto inventado {number}"})
    for first in range(1, events + 1, RUN):
        answer = tablet.post("/batches", tablet.batch(visit.visit_id, first, min(first + RUN - 1, events)))
        assert {one["outcome"] for one in answer.json["results"]} == {"stored"}


def tablet_heads(tablet: VirtualTablet, visit_id: str, path: str) -> list[str]:
    """Return the last answer of a path, found quickly: its author is one."""
    known = _LAST.setdefault(id(tablet), {})
    found = known.get(path, [])
    known[path] = [f"{tablet.incarnation}:{len(tablet.own[visit_id].events) + 1}"]
    return found


_LAST: dict[int, dict[str, list[str]]] = {}


def saving(field: Field, fields: int) -> list[float]:
    """Write fresh fields of some stages; return milliseconds from the key that leaves each to its being saved."""
    page, times = field.page, []
    for stage in STAGES:
        field.hands.stage(stage)
        page.wait_for_timeout(2_000)
        boxes = page.locator("article.item").locator("input.write, textarea.write")
        for box_id in [boxes.nth(n).get_attribute("id") for n in range(boxes.count())]:
            box = page.locator(f"[id='{box_id}']")
            state = page.locator(f"[id='{box_id}-state']")
            text = ITEMS.get((box_id or "").partition("-")[2], {}).get("type") == "text" and box.is_enabled()
            if len(times) > fields or not text or "Guardado" in state.inner_text():
                continue
            box.focus()
            page.evaluate(WATCH)
            page.keyboard.type("3")
            page.wait_for_timeout(BETWEEN_KEYS_MS)
            page.keyboard.press("Tab")
            took = float(page.evaluate("window.__saved"))
            if took >= 0:  # a field that does not take the text says so instead of saving it
                times.append(took)
            page.wait_for_timeout(500)
    return times[1:]


def slowed(field: Field) -> None:
    field.page.context.new_cdp_session(field.page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def cold(field: Field) -> float:
    """Return milliseconds from the passphrase to the visit where one was, with nothing in memory."""
    field.page.reload()
    field.page.get_by_label("Frase de paso").fill(field.demo.passphrase)
    slowed(field)
    return float(field.page.get_by_role("button", name="Abrir").evaluate(OPEN))


def warm(field: Field) -> float:
    """Return milliseconds from the touch on the visit, the list being drawn and the visit not read yet."""
    field.page.reload()
    field.unlock()
    slowed(field)
    link = field.page.get_by_role("link", name=begins("Abrir visita")).first
    expect(link).to_be_visible(timeout=120_000)
    return float(link.evaluate(OPEN))


def measure(field: Field, opens: int, fields: int) -> dict[str, list[float]]:
    """Return milliseconds of each opening, warm and cold, each save and each floor."""
    page = field.page
    page.reload()
    field.unlock()
    expect(page.get_by_role("link", name=begins("Abrir visita")).first).to_be_visible(timeout=120_000)
    page.wait_for_timeout(8_000)
    field.cut_the_network()
    found: dict[str, list[float]] = {"warm": [], "cold": []}
    for _ in range(opens):
        found["warm"].append(warm(field))
        page.wait_for_timeout(1_000)  # where one is, is kept
        found["cold"].append(cold(field))
        page.go_back()
        page.wait_for_timeout(1_000)  # back on the list on purpose: nothing opens by itself
    page.get_by_role("link", name=begins("Abrir visita")).first.click()
    expect(page.get_by_role("navigation", name="Etapas de la visita")).to_be_visible(timeout=60_000)
    slowed(field)
    page.wait_for_timeout(3_000)
    return found | {"saved": saving(field, fields), "floor": list(page.evaluate(FLOOR))}


def main() -> None:
    """Measure and print, with few events and with many."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, nargs="*", default=[20, 3_000])
    parser.add_argument("--opens", type=int, default=5)
    parser.add_argument("--fields", type=int, default=12)
    arguments = parser.parse_args()
    for events in arguments.events:
        with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
            server = Server(Path(folder))
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *FAKE_CAMERA])
            try:
                with in_the_field(server, browser) as field:
                    fill(field, events)
                    found = measure(field, arguments.opens, arguments.fields)
            finally:
                server.kill()
                browser.close()
        print(f"visit of {events} events, CPU {SLOWER} times slower:")
        print(f"  last key to saved: {told(found['saved'])}; floor {told(found['floor'])}; aim {AIM_MS} ms")
        print(f"  opening warm: {told(found['warm'])}; cold: {told(found['cold'])}; aim {AIM_OPEN_MS} ms", flush=True)


def told(times: list[float]) -> str:
    return f"median {statistics.median(times):.0f} ms ({min(times):.0f} to {max(times):.0f}, {len(times)})"


if __name__ == "__main__":
    main()
