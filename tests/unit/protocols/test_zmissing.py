"""What is still missing and would change the result: all of it is listed, and nothing else is."""

import random
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from protocols.determination import determine
from protocols.law_of_day import unique
from tests.law_cases import law_of_bundle, read_cases
from tests.unit.protocols.protection import answer_of_the_law, is_silent, unknown_items
from tests.unit.protocols.random_answers import ITEMS, LAW, known_values, read_items, situations

BUNDLE = law_of_bundle()
CALM = settings(
    max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
TRIES = 60
Answers = dict[str, list[dict[str, Any]]]


def says(answers: Answers, on: str) -> dict[str, Any]:
    return answer_of_the_law(determine(BUNDLE, answers, on))


@given(situations(), st.data())
@CALM
def test_answering_what_is_not_listed_changes_nothing(situation: tuple[Answers, str], data: st.DataObject) -> None:
    answers, on = situation
    result = determine(BUNDLE, answers, on)
    listed = {item for part in result["missing"] for item in part["items"]}
    silent = [item for item in unknown_items(answers, read_items()) if item not in listed]
    silent = [item for item in silent if not is_silent(LAW, item, result)]
    assume(silent)
    item = data.draw(st.sampled_from(silent))
    value = data.draw(st.sampled_from(known_values(ITEMS[item])))

    assert says({**answers, item: [{"v": value}]}, on) == answer_of_the_law(result)


def test_answering_what_is_listed_can_change_the_result() -> None:
    """Alone, or once the other questions of the list are answered: no question is put for nothing."""
    dice, asked = random.Random("missing"), 0
    for case in dice.sample(read_cases(), 60):
        lost = dice.choice([0, 0.05, 0.3])
        answers = {item: heads for item, heads in case["answers"].items() if dice.random() > lost}
        for part in determine(BUNDLE, answers, case["on"])["missing"]:
            asked += 1
            assert can_change(dice, answers, case["on"], part), (case["name"], part, answers)
    assert asked > 200


def can_change(dice: random.Random, answers: Answers, on: str, part: dict[str, Any]) -> bool:
    others = determine(BUNDLE, answers, on)["missing"]
    for attempt in range(TRIES):
        base = dict(answers)
        if attempt >= TRIES // 3:
            base.update(invented(dice, [i for other in others for i in other["items"] if i not in part["items"]]))
        if says({**base, **invented(dice, part["items"])}, on) != says(base, on):
            return True
    return False


def invented(dice: random.Random, items: list[str]) -> Answers:
    return {item: [{"v": dice.choice(known_values(ITEMS[item]))}] for item in unique(items)}


def test_what_leaves_the_fewest_rows_open_is_asked_first() -> None:
    """With age and hazard unknown, the age decides between more rows than the hazard."""
    result = determine(BUNDLE, {}, "2025-11-20")

    assert [part["input"] for part in result["missing"]][:1] == ["edad"]
    assert all(part["items"] and part["question_es"] for part in result["missing"])


def test_a_question_leads_to_the_answers_that_are_lacking() -> None:
    for case in read_cases():
        for part in determine(BUNDLE, case["answers"], case["on"])["missing"]:
            lacking = unknown_items(case["answers"], part["items"])
            assert lacking in ([], part["items"]), (case["name"], part)
