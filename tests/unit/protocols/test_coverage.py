"""What the lawyers' cases must cover, named one by one: rows, requirements, numerals of LFT 176, edges of numbers."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from protocols.tools.cases import RESULT, Case
from tests.law_cases import BUNDLE, every_case

LAW = BUNDLE.data["law"]
CASES = every_case()
JUDGED = [case for case in CASES if set(case["expected"]) & set(RESULT)]
ROWS = [f"D{number:02d}" for number in range(1, 20)]
CHECKS = [f"R{number:02d}" for number in range(1, 26)]
ONLY_MET, ONLY_BROKEN = {"R23"}, {"R24"}
NUMERALS = [row["code"] for row in LAW["options"]["haz_176"] if not row["exclusive"]]
AGE = next(part["age"] for part in LAW["inputs"] if part["kind"] == "age")


def value(case: Case, item: str) -> Any:
    heads = case["answers"].get(item, [])
    return heads[0].get("v") if len(heads) == 1 else None


def born(case: Case) -> str:
    return str(value(case, AGE["birth_date"]) or "")


def birthday(years: int, days: int) -> Callable[[Case], bool]:
    """On the day the person turns that age, moved by so many days, with proof of it."""

    def holds(case: Case) -> bool:
        turned = (date.fromisoformat(case["on"]) - timedelta(days)).isoformat()
        proved = value(case, AGE["evidence"]) in AGE["proof"]
        return proved and born(case) == f"{int(turned[:4]) - years}{turned[4:]}"

    return holds


def answered(item: str, wanted: Any) -> Callable[[Case], bool]:
    return lambda case: value(case, item) == wanted


EDGES: dict[str, Callable[[Case], bool]] = {
    **{f"cumple {n} años ese día": birthday(n, 0) for n in (15, 16, 18)},
    **{f"cumple {n} años al día siguiente": birthday(n, -1) for n in (15, 16, 18)},
    "siete kilos": answered("haz_carga_gramos", 7000),
    "siete kilos y cien gramos": answered("haz_carga_gramos", 7100),
    "termina a las 22:00": answered("nna_hora_termina", 22 * 60),
    "termina un minuto después de las 22:00": answered("nna_hora_termina", 22 * 60 + 1),
}
DAYS = ["2022-04-05", "2022-04-06", "2025-02-10", "2025-02-11", "2026-03-02", "2026-03-03"]
UMA = [f"{year}-{day}" for year in range(2024, 2027) for day in ("01-31", "02-01")]


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_table_has_a_case(row: str) -> None:
    named = [case for case in JUDGED if row in (case["expected"].get("row"), *case["expected"].get("fired", []))]
    assert named


def test_the_row_of_the_pending_has_a_case_named_so() -> None:
    """D20 is no row of the data: it is what is shown while a hazard is not known (law notes, 8.2b 6)."""
    d20 = [case["expected"] for case in JUDGED if case["name"].startswith("D20")]
    assert len(d20) >= 2 and all(expected["row"] == LAW["words"]["pending"]["row"] for expected in d20)


@pytest.mark.parametrize("check", CHECKS)
def test_every_requirement_has_a_case_of_each_state_it_can_have(check: str) -> None:
    states = {case["expected"].get("checks", {}).get(check) for case in JUDGED}
    wanted = {"cumple"} if check in ONLY_MET else {"incumple"} if check in ONLY_BROKEN else {"cumple", "incumple"}
    assert wanted <= states


@pytest.mark.parametrize("numeral", NUMERALS)
def test_every_numeral_of_176_has_a_case_that_expects_its_article(numeral: str) -> None:
    option = next(row for row in LAW["options"]["haz_176"] if row["code"] == numeral)
    with_it = [case for case in JUDGED if numeral in (value(case, "haz_176") or [])]
    assert any(set(option["cite"]) & set(case["expected"].get("cites", [])) for case in with_it), option["cite"]


@pytest.mark.parametrize("edge", EDGES)
def test_every_edge_of_a_number_has_a_case_that_expects_a_row_or_a_requirement(edge: str) -> None:
    with_it = [case["expected"] for case in JUDGED if EDGES[edge](case)]
    assert any({"row", "checks", "inputs", "age"} & set(expected) for expected in with_it)


@pytest.mark.parametrize("day", DAYS)
def test_both_sides_of_every_change_of_the_law_have_a_case(day: str) -> None:
    assert [case for case in JUDGED if case["on"] == day]


@pytest.mark.parametrize("day", UMA)
def test_the_unit_of_fines_has_a_case_on_both_sides_of_the_first_of_february(day: str) -> None:
    assert [case for case in CASES if case["on"] == day and "uma_daily_centavos" in case["expected"].get("numbers", {})]


def test_there_are_at_least_250_cases() -> None:
    assert len(JUDGED) >= 250
