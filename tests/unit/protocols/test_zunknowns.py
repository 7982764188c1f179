"""Unknown never reads as no: what is certain holds however the unknown turns out, and what may be due is not a no."""

import random
from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from protocols.determination import LEVELS, determine
from protocols.inputs import read_inputs
from protocols.law_of_day import prepared_law
from protocols.outcomes import Outcome, Table
from tests.law_cases import law_of_bundle, read_cases
from tests.unit.protocols.protection import is_silent
from tests.unit.protocols.random_answers import ITEMS, LAW, known_values, read_items, situations

BUNDLE = law_of_bundle()
PREPARED = prepared_law(BUNDLE)
CALM = settings(
    max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
NAMES = [part["id"] for part in LAW["inputs"]]
VALUES = {part["id"]: [value["code"] for value in part["values"]] for part in LAW["inputs"]}
# The requirements split one place of the table in three; where they wait, the waiting row stands for the three.
SPLIT = {rule["id"]: rule["checks"] for rule in LAW["rules"] if rule["kind"] == "row" and rule["checks"]}
WAITING = next(row for row, state in SPLIT.items() if state == "por_verificar")
MOST_COMPLETIONS, FEW = 400, 25
Answers = dict[str, list[dict[str, Any]]]
Sets = dict[str, list[str]]


@st.composite
def unknowns(draw: st.DrawFn) -> tuple[Answers, str, Sets]:
    """Answers and a day (for the requirements), and what each input may be: few of them open."""
    answers, on = draw(situations())
    open_names = draw(st.sets(st.sampled_from(NAMES), max_size=4))
    sets = {
        name: sorted(draw(st.sets(st.sampled_from(VALUES[name]), min_size=1, max_size=3 if name in open_names else 1)))
        for name in NAMES
    }
    return answers, on, sets


def completions(sets: Sets) -> Iterator[Sets]:
    for chosen in product(*sets.values()):
        yield {name: [value] for name, value in zip(sets, chosen, strict=True)}


def reached_one_by_one(table: Table, sets: Sets) -> list[Outcome]:
    found = []
    for one in completions(sets):
        outcomes = table.reach(PREPARED.region(one))
        assert len(outcomes) == 1, one
        found += outcomes
    return found


def rows_are_kept(table: Table, sets: Sets) -> None:
    together = {outcome.row["id"] for outcome in table.reach(PREPARED.region(sets))}
    apart = {outcome.row["id"] for outcome in reached_one_by_one(table, sets)}

    assert apart - together <= (set(SPLIT) if WAITING in together else set())
    assert together - apart <= {WAITING}


def what_is_certain_stays(table: Table, sets: Sets) -> None:
    outcomes = table.reach(PREPARED.region(sets))
    due = [kind for kind in PREPARED.kinds_in(table.certain(outcomes)) if kind != "keep_out_pending"]
    for one in reached_one_by_one(table, sets):
        # The waiting row asks to leave a record of the check; the row it turns into need not.
        lacking = [kind for kind in due if not PREPARED.covering[kind] & one.kinds]
        assert one.row["id"] in SPLIT or not lacking, (one.row["id"], lacking)
        assert min(LEVELS.index(o.referral) for o in outcomes) <= LEVELS.index(one.referral)
        assert min(LEVELS.index(o.report) for o in outcomes) <= LEVELS.index(one.report)


def what_may_be_due_is_no_no(table: Table, sets: Sets) -> None:
    outcomes, duties = table.reach(PREPARED.region(sets)), BUNDLE["law"]["duties"]
    removes = {kind for kind, duty in duties.items() if duty["removes"] or kind == "keep_out_pending"}
    for one in reached_one_by_one(table, sets):
        assert one.referral == "no" or any(o.referral != "no" or o.may_refer for o in outcomes)
        assert one.report == "no" or any(o.report != "no" or o.may_report for o in outcomes)
        if any(duties[kind]["removes"] for kind in one.row["duties"]):
            assert removes & set(PREPARED.kinds_in(table.certain(outcomes)))


PROPERTIES = [rows_are_kept, what_is_certain_stays, what_may_be_due_is_no_no]


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda check: check.__name__)
def test_one_input_not_known_in_any_written_case(holds: Any) -> None:
    tried = 0
    for case in read_cases()[::3]:
        day = PREPARED.on(case["on"])
        readings, _ = read_inputs(day, case["answers"])
        table = Table(day, case["answers"])
        for name in NAMES:
            first = {other: PREPARED.values(reading.place, reading.sets[0]) for other, reading in readings.items()}
            sets = {**first, name: VALUES[name]}
            if prod(map(len, sets.values())) <= MOST_COMPLETIONS:
                holds(table, sets)
                tried += 1
    assert tried > 1_000


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda check: check.__name__)
@given(unknowns())
@CALM
def test_any_inputs_not_known(holds: Any, case: tuple[Answers, str, Sets]) -> None:
    answers, on, sets = case
    assume(prod(map(len, sets.values())) <= MOST_COMPLETIONS)
    holds(Table(PREPARED.on(on), answers), sets)


@pytest.mark.parametrize("item", read_items())
def test_forgetting_an_answer_never_makes_sure_of_what_it_decided(item: str) -> None:
    """What is firm without the answer is the same with every answer; a no without it is a no with every one."""
    knowing = [case for case in read_cases() if item in case["answers"]]
    for case in random.Random(item).sample(knowing, min(len(knowing), FEW)):
        without, on = {name: heads for name, heads in case["answers"].items() if name != item}, case["on"]
        before = determine(BUNDLE, without, on)
        if is_silent(LAW, item, before):
            continue
        for value in known_values(ITEMS[item]):
            after = determine(BUNDLE, {**without, item: [{"v": value}]}, on)
            assert unsaid(before, after) == [], (case["name"], value)


def unsaid(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return what was sure before the answer and is not so with it."""
    firm = before["status"] == "firme"
    found = ["row"] * (firm and after["row"] != before["row"])
    found += ["urgent"] * (firm and after["urgent"] and not before["urgent"])
    for name in ("referral", "criminal_report"):
        found += [name] * (before[name] == "no" and after[name] != "no")
        found += [name] * (firm and before[name] in ("yes", "urgent") and after[name] != before[name])
    return found
