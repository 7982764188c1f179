"""Median time to determine one minor by every rule, beside one `json.loads` of the same facts.

Run: .venv/bin/python bench/determination.py [rounds]. The two are timed in turn, in one run, over written cases, by
processor time: neighbours on the machine say nothing of the law. The first round, which makes the law ready, is apart.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from protocols import load_bundle  # noqa: E402
from protocols.determination import determine  # noqa: E402
from protocols.tools.cases import RESULT, read_cases  # noqa: E402

ROUNDS, AIM_MS = 20, 1.0


def milliseconds(work: Callable[[], object]) -> float:
    start = time.process_time_ns()
    work()
    return (time.process_time_ns() - start) / 1e6


def main(rounds: int) -> None:
    bundle = load_bundle("trabajo_infantil/2024_1").data
    cases = [c for c in read_cases(ROOT / "tests" / "cases", bundle) if set(RESULT) & set(c["expected"])]
    texts = [json.dumps(case["answers"]) for case in cases]
    judged: list[float] = []
    parsed: list[float] = []
    medians: list[float] = []
    first = sum(milliseconds(lambda case=case: determine(bundle, case["answers"], case["on"])) for case in cases)
    for _ in range(rounds):
        this_round = []
        for case, text in zip(cases, texts, strict=True):
            this_round.append(milliseconds(lambda case=case: determine(bundle, case["answers"], case["on"])))
            parsed.append(milliseconds(lambda text=text: json.loads(text)))
        judged += this_round
        medians.append(statistics.median(this_round))
    one, parse = statistics.median(judged), statistics.median(parsed)
    slow = statistics.quantiles(judged, n=100)[98]
    print(f"{len(cases)} cases, {rounds} rounds; the first, with the law made ready: {first:.0f} ms")
    spread = f"rounds {min(medians):.3f} to {max(medians):.3f}, 99 % under {slow:.3f} ms"
    print(f"determination: median {one:.3f} ms ({spread})")
    print(f"json.loads of the same facts: median {parse:.4f} ms")
    print(f"ratio {one / parse:.0f}; aim under {AIM_MS:g} ms: {'met' if one < AIM_MS else 'missed'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
