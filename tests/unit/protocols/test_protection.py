"""More risk never means less protection, the unknown is never a no, and each case hits one row."""

from itertools import product
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from protocols.determination import determine
from protocols.inputs import numbers_on
from protocols.outcomes import Table
from tests.law_cases import law_of_bundle, read_cases
from tests.unit.protocols.random_answers import LAW, situations

BUNDLE = law_of_bundle()
REMOVAL = {"immediate_cessation": 3, "withdraw_from_task": 2, "keep_out_pending": 1}
REFERRAL, REPORT = ["no", "pending", "yes", "urgent"], ["no", "pending", "yes"]
AGE = next(part["age"] for part in LAW["inputs"] if part["kind"] == "age")
CALM = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
Answers = dict[str, list[dict[str, Any]]]


def item_read_by(input_id: str) -> str:
    """The item an input asks first."""
    return next(part["asks"][0] for part in LAW["inputs"] if part["id"] == input_id)


def protection(result: dict[str, Any]) -> tuple[int, int, int, bool]:
    removal = max((REMOVAL.get(duty["kind"], 0) for duty in result["duties"]), default=0)
    return (
        removal,
        REFERRAL.index(result["referral"]),
        REPORT.index(result["criminal_report"]),
        result["urgent"],
    )


def never_less(before: dict[str, Any], after: dict[str, Any]) -> bool:
    return all(a >= b for b, a in zip(protection(before), protection(after), strict=True))


def with_member(given_answers: Answers, item: str, code: str) -> Answers:
    """The same answers with one more option ticked (which unticks «none»)."""
    none = {row["code"] for row in LAW["options"][item] if row["exclusive"]}
    held = [one for head in given_answers.get(item, []) for one in head.get("v", []) if one not in none]
    return {**given_answers, item: [{"v": sorted({*held, code})}]}


def ticks(item: str) -> list[str]:
    return [row["code"] for row in LAW["options"][item] if not row["exclusive"]]


HAZARDS, SIGNS = item_read_by("h176"), item_read_by("indicios")


@given(situations(), st.sampled_from(ticks(HAZARDS)))
@CALM
def test_one_more_hazard_never_lowers_protection(situation: tuple[Answers, str], code: str) -> None:
    given_answers, on = situation
    assert never_less(
        determine(BUNDLE, given_answers, on), determine(BUNDLE, with_member(given_answers, HAZARDS, code), on)
    )


@given(situations(), st.sampled_from(ticks(SIGNS)))
@CALM
def test_one_more_sign_of_crime_never_lowers_protection(situation: tuple[Answers, str], code: str) -> None:
    given_answers, on = situation
    after = determine(BUNDLE, with_member(given_answers, SIGNS, code), on)

    assert never_less(determine(BUNDLE, given_answers, on), after)
    assert after["criminal_report"] == "yes" and after["urgent"]


@given(situations())
@CALM
def test_more_doubt_of_age_never_lowers_protection(situation: tuple[Answers, str]) -> None:
    given_answers, on = situation
    under = next(option for option, reads in AGE["doubt_reads"].items() if reads == "nd15")
    before = determine(BUNDLE, given_answers, on)

    after = determine(BUNDLE, {**given_answers, AGE["doubt"]: [{"v": under}]}, on)

    assert never_less(before, after)


def test_hiding_that_no_hazard_or_no_sign_was_seen_never_leaves_a_firm_answer() -> None:
    hidden = 0
    for case in read_cases():
        known = determine(BUNDLE, case["answers"], case["on"])
        for item in (HAZARDS, SIGNS):
            none = [row["code"] for row in LAW["options"][item] if row["exclusive"]]
            if (
                known["status"] != "firme"
                or known["row"] == "MAYOR"
                or case["answers"].get(item) != [{"v": none}]
            ):
                continue
            rest = {name: heads for name, heads in case["answers"].items() if name != item}
            without = determine(BUNDLE, rest, case["on"])
            hazard_decides = known["inputs"]["h176"] == ["no"] and not known["row"].startswith(
                ("PRESENCIA", "D12")
            )
            decides = hazard_decides if item == HAZARDS else known["inputs"]["indicios"] == ["no"]
            assert without["status"] != "firme" or not decides, case["name"]
            hidden += 1
    assert hidden > 100


@given(situations())
@CALM
def test_a_determination_stands_on_law_in_force_and_never_names_an_amount(
    situation: tuple[Answers, str],
) -> None:
    given_answers, on = situation
    result = determine(BUNDLE, given_answers, on)

    for row in result["citations"]:
        citation = next(c for c in LAW["citations"].values() if c["cite"] == row["cite"])
        assert (citation["from"] or "") <= on <= (citation["until"] or "9999")
    assert "$" not in str(result) and "UMA" not in str(result)
    assert result["explanation_es"] and result["fired"]


def values(name: str) -> list[str]:
    return [value["code"] for value in next(part for part in LAW["inputs"] if part["id"] == name)["values"]]


def is_valid(combination: dict[str, str]) -> bool:
    """As the notes limit them: the norm's class only in its sector, livestock only in the field."""
    farm_norm = combination["sector"] == "nom038"
    return (combination["nom"] != "na") == farm_norm and (
        combination["campo"] == "si" or combination["sector"] != "campo"
    )


def test_the_walk_over_every_combination_of_every_period_hits_exactly_one_row() -> None:
    names = ["actividad", "edad", "relacion", "sector", "campo", "h176", "nom", "escuela"]
    others = {name: values(name) for name in ("indicios", "peligro", "bar")}
    walked = 0
    for on in (
        "2014-01-01",
        "2015-06-13",
        "2022-04-06",
        "2024-01-25",
        "2025-02-11",
        "2026-03-03",
        "2027-01-01",
    ):
        table = Table(BUNDLE["law"], {}, on, numbers_on(BUNDLE["law"], on))
        for chosen in product(*(values(name) for name in names)):
            combination = dict(zip(names, chosen, strict=True))
            if not is_valid(combination):
                continue
            reached = table.rows_reached({**{name: [value] for name, value in combination.items()}, **others})
            assert len(reached) == 1, combination
            walked += 1
    assert walked > 10_000


def test_unknown_inputs_reach_every_row_their_values_reach_one_by_one() -> None:
    on = "2025-11-20"
    table = Table(BUNDLE["law"], {}, on, numbers_on(BUNDLE["law"], on))
    names = [part["id"] for part in LAW["inputs"]]
    everything = {name: values(name) for name in names}
    one_by_one = set()
    for chosen in product(*(values(name) for name in names if name not in ("indicios", "peligro", "bar"))):
        sets = {
            **everything,
            **{
                n: [v]
                for n, v in zip(
                    [n for n in names if n not in ("indicios", "peligro", "bar")], chosen, strict=True
                )
            },
        }
        one_by_one |= {row["id"] for row, _ in table.rows_reached(sets)}

    assert {row["id"] for row, _ in table.rows_reached(everything)} == one_by_one
