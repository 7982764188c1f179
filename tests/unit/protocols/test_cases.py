"""The law's cases: what a lawyer expects of each, against what is determined."""

from typing import Any

import pytest

from protocols.bundle import canonical
from protocols.determination import determine
from protocols.tools.cases import differences
from tests.law_cases import BUNDLE as WHOLE
from tests.law_cases import GOLDEN, compile_cases, every_case, law_of_bundle, read_cases, unreadable_cases
from tests.unit.protocols.condition_vectors import VECTORS

BUNDLE = law_of_bundle()


@pytest.mark.parametrize("case", every_case(), ids=lambda case: case["name"])
def test_the_law_says(case: dict[str, Any]) -> None:
    assert list(differences(WHOLE.data, case)) == []


def test_every_row_and_every_state_of_every_check_is_expected_by_some_case() -> None:
    cases = read_cases()
    rows = {case["expected"].get("row") for case in cases} | {
        f for case in cases for f in case["expected"].get("fired", [])
    }
    states = {pair for case in cases for pair in case["expected"].get("checks", {}).items()}

    known = {rule["id"] for rule in BUNDLE["law"]["rules"]} - {"BAR"}
    assert known <= rows
    for row in BUNDLE["law"]["checks"]:
        assert row["fails"] is None or (row["id"], "incumple") in states
        assert row["passes"] is None or (row["id"], "cumple") in states


@pytest.mark.parametrize("case", unreadable_cases(), ids=lambda case: case["name"])
def test_what_cannot_be_read_is_not_known(case: dict[str, Any]) -> None:
    not_known = {item: [{"none": "unknown"}] for item in case["answers"]}

    assert determine(BUNDLE, case["answers"], case["on"]) == determine(BUNDLE, not_known, case["on"])


def test_the_tablets_vectors_are_those_of_the_cases() -> None:
    for name, data in {**compile_cases(), "conditions.json": canonical(VECTORS)}.items():
        assert (GOLDEN / name).read_bytes() == data, f"{name}: run .venv/bin/python tests/law_cases.py"
