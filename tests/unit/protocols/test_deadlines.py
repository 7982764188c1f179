"""Deadlines run by the calendar of the authority that ordered the visit. The tablet runs the same cases."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.bundle import load_bundle
from protocols.calendar_loader import read_calendars
from protocols.deadlines import calendar_of, hours_after, is_day, is_off, last_day
from protocols.loader import ROOT, load_law_data
from protocols.reading import ProtocolError

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "law" / "deadlines.json").read_text("utf-8"))
CALENDARS = load_bundle("trabajo_infantil/2024_1").data["law"]["calendars"]
SLIPS = {
    "una autoridad con dos calendarios": ("authority: local", "authority: federal", "ya tiene calendario"),
    "un estado con dos calendarios": (
        "authority: local\n    like: federal",
        'authority: local\n    states: ["02"]\n    like: federal',
        "ya tiene calendario",
    ),
    "un estado que no existe": ('states: ["02"]', 'states: ["33"]', "dos cifras"),
    "una semana sin día que cuente": (
        "weekly_off: [saturday, sunday]",
        "weekly_off: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]",
        "alguno debe contar",
    ),
    "un día sin fundamento": ("25 de diciembre, cite: [LFPA 28],", "25 de diciembre,", "cite"),
    "cada seis años sin decir desde cuál": ("every_years: 6, from: 2000-12-01,", "every_years: 6,", "necesita «from»"),
    "un día que no es MM-DD": ('fixed: "11-20"', 'fixed: "20-11"', "debe ser MM-DD"),
    "unas vacaciones al revés": (
        "published: []",
        "published: [{from: 2026-12-31, until: 2026-12-01, label_es: x, source_es: x,"
        " cite: [LFPA 28], mark: confirmado}]",
        "termina antes de empezar",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", GOLDEN["calendars"], ids=str)
def test_a_state_with_its_own_calendar_counts_by_it_and_the_others_by_the_general(case: dict[str, Any]) -> None:
    found = calendar_of(CALENDARS["procedural"], case["authority"], case["state"])
    assert (found and found["id"]) == case["id"]


def test_a_day_that_one_state_publishes_moves_only_its_terms() -> None:
    def planted(calendar: dict[str, Any]) -> dict[str, Any]:
        return {**calendar, "published": [{"from": "2026-11-24", "until": "2026-11-24"}]}

    calendars = [planted(c) if c["id"] == "local_02" else c for c in CALENDARS["procedural"]]

    ends = [last_day(calendar_of(calendars, "local", state) or {}, "2026-11-22", 5) for state in ("02", "20", None)]

    assert ends == ["2026-11-30", "2026-11-27", "2026-11-27"]


@pytest.mark.parametrize("case", GOLDEN["working_days"], ids=lambda case: case["name"])
def test_the_last_day_of_a_term(case: dict[str, Any]) -> None:
    calendar = calendar_of(CALENDARS["procedural"], case["authority"])
    if calendar is None:
        assert case["last"] is None
        return
    published = [*calendar["published"], *case.get("published", [])]
    assert last_day({**calendar, "published": published}, case["from"], case["days"]) == case["last"]


@pytest.mark.parametrize("case", GOLDEN["rest_days"], ids=lambda case: case["day"])
def test_the_days_of_rest_are_not_the_days_that_do_not_count(case: dict[str, Any]) -> None:
    assert is_off(CALENDARS["rest_days"], case["day"]) is case["off"]


@pytest.mark.parametrize("case", GOLDEN["days"], ids=lambda case: case["day"])
def test_only_a_day_of_the_calendar_can_start_a_term(case: dict[str, Any]) -> None:
    assert is_day(case["day"]) is case["is"]


@pytest.mark.parametrize("case", GOLDEN["hours"], ids=lambda case: str(case["hours"]))
def test_hours_run_through_nights_and_days_off(case: dict[str, Any]) -> None:
    assert hours_after(case["at"], case["hours"]) == case["until"]


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 1, 1)), st.integers(1, 40))
def test_a_term_ends_on_a_day_that_counts_and_one_day_more_never_ends_sooner(start: Any, days: int) -> None:
    calendar = CALENDARS["procedural"][0]
    end = last_day(calendar, start.isoformat(), days)
    assert not is_off(calendar, end)
    assert start.isoformat() < end < last_day(calendar, start.isoformat(), days + 1)


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_in_the_calendar_is_refused(name: str, tmp_path: Path) -> None:
    right, wrong, said = SLIPS[name]
    text = (ROOT / "law" / "calendars.yaml").read_text("utf-8")
    assert right in text
    path = tmp_path / "calendars.yaml"
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    with pytest.raises(ProtocolError, match="línea") as refused:
        read_calendars(path, tmp_path, load_law_data().citations)
    assert said in str(refused.value)
