"""The law's cases: what a lawyer expects of each, against what is determined."""

from typing import Any

import pytest

from protocols.bundle import canonical
from protocols.determination import determine
from tests.law_cases import GOLDEN, compile_cases, law_of_bundle, read_cases, unreadable_cases
from tests.unit.protocols.condition_vectors import VECTORS

BUNDLE = law_of_bundle()


def check(result: dict[str, Any], expected: dict[str, Any]) -> None:
    for key in ("row", "classification", "status", "referral", "criminal_report", "urgent"):
        if key in expected:
            assert result[key] == expected[key], key
    for key, value in expected.get("age", {}).items():
        assert result["age"][key] == value, f"age.{key}"
    kinds = [duty["kind"] for duty in result["duties"]]
    cites = [row["cite"] for row in result["citations"]]
    states = {row["id"]: row["state"] for row in result["checks"]}
    assert not set(expected.get("duties", [])) - set(kinds), f"missing duties; due: {kinds}"
    assert not set(expected.get("no_duties", [])) & set(kinds), f"duties too many: {kinds}"
    assert sorted(expected.get("only_duties", kinds)) == sorted(kinds)
    assert not set(expected.get("cites", [])) - set(cites), f"missing citations; cited: {cites}"
    assert not set(expected.get("no_cites", [])) & set(cites)
    assert not set(expected.get("no_checks", [])) & set(states)
    for name, state in expected.get("checks", {}).items():
        assert states.get(name) == state, name
    assert len(states) == expected.get("checks_count", len(states))
    sanctions = [row["id"] for row in result["sanctions"]]
    assert not set(expected.get("sanctions", [])) - set(sanctions), sanctions
    assert expected.get("sanctions") != [] or sanctions == []
    assert [row["id"] for row in result["fired"]] == expected.get(
        "fired", [row["id"] for row in result["fired"]]
    )
    if "missing_first" in expected:
        assert [row["input"] for row in result["missing"]][:1] == [expected["missing_first"]]
    hours = {duty["kind"]: (duty["deadline"] or {}).get("hours") for duty in result["duties"]}
    for kind, wanted in expected.get("deadlines", {}).items():
        assert hours[kind] == wanted
    if "mark" in expected:
        assert result["fired"][-1]["mark"] == expected["mark"]


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case["name"])
def test_the_law_says(case: dict[str, Any]) -> None:
    check(determine(BUNDLE, case["answers"], case["on"]), case["expected"])


def test_every_row_and_every_state_of_every_check_is_expected_by_some_case() -> None:
    cases = read_cases()
    rows = {case["expected"].get("row") for case in cases} | {
        f for case in cases for f in case["expected"].get("fired", [])
    }
    states = {pair for case in cases for pair in case["expected"].get("checks", {}).items()}

    known = {rule["id"] for rule in BUNDLE["law"]["rules"]} - {"BAR"}
    assert known <= rows
    # R23 broken turns the task into a non-administrative one (row D14), so it never shows as broken.
    for check_id in {row["id"] for row in BUNDLE["law"]["checks"]} - {"R23"}:
        assert (check_id, "incumple") in states


@pytest.mark.parametrize("case", unreadable_cases(), ids=lambda case: case["name"])
def test_what_cannot_be_read_is_not_known(case: dict[str, Any]) -> None:
    not_known = {item: [{"none": "unknown"}] for item in case["answers"]}

    assert determine(BUNDLE, case["answers"], case["on"]) == determine(BUNDLE, not_known, case["on"])


def test_the_tablets_vectors_are_those_of_the_cases() -> None:
    for name, data in {**compile_cases(), "conditions.json": canonical(VECTORS)}.items():
        assert (GOLDEN / name).read_bytes() == data, f"{name}: run .venv/bin/python tests/law_cases.py"
