"""More risk never means less protection, the unknown is never a no, and each case hits one row."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from protocols.determination import determine
from protocols.law_of_day import prepared_law
from protocols.outcomes import Table
from tests.law_cases import law_of_bundle, read_cases
from tests.unit.protocols.protection import conditions, lowered
from tests.unit.protocols.random_answers import LAW, situations

BUNDLE = law_of_bundle()
PREPARED = prepared_law(BUNDLE)
AGE = next(part["age"] for part in LAW["inputs"] if part["kind"] == "age")
CALM = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
Answers = dict[str, list[dict[str, Any]]]
Situation = tuple[Answers, str]
MORE_HAZARD: dict[str, Any] = {
    "nna_noche": "si", "haz_carga_gramos": 7001, "haz_moral": True, "haz_inminente": True,
    "rec_peligro_inminente": True, "haz_bar": True, "nna_horas_extra": "si",
}  # fmt: skip


def item_read_by(input_id: str) -> str:
    """The item an input asks first."""
    return next(part["asks"][0] for part in LAW["inputs"] if part["id"] == input_id)


def with_member(given_answers: Answers, item: str, code: str) -> Answers:
    """The same answers with one more option ticked (which unticks «none»)."""
    none = {row["code"] for row in LAW["options"][item] if row["exclusive"]}
    held = [one for head in given_answers.get(item, []) for one in head.get("v", []) if one not in none]
    return {**given_answers, item: [{"v": sorted({*held, code})}]}


def ticks(*items: str) -> list[tuple[str, str]]:
    return [(item, row["code"]) for item in items for row in LAW["options"][item] if not row["exclusive"]]


HAZARDS, SIGNS = item_read_by("h176"), item_read_by("indicios")
EVERY_SIGN = next(rule["option_cites"] for rule in LAW["rules"] if rule["leads"])
STRONG = {
    (part["contains"][0], code)
    for condition in conditions(next(part for part in LAW["inputs"] if part["id"] == "indicios"))
    for part in condition.get("all", [condition])
    if isinstance(part.get("contains", [0, 0])[1], list)
    for code in part["contains"][1]
}


def less(before: Answers, after: Answers, on: str) -> list[str]:
    return lowered(LAW, determine(BUNDLE, before, on), determine(BUNDLE, after, on))


def less_than_open(before: Answers, after: Answers, on: str) -> list[str]:
    """What protects less; but what hung on the age may be settled by a doubt that says one of the ages it could be.

    So with an artist of whom nothing is known: of 15 years or more the requirements for working are unverified, and
    could ask for a referral; presumed under 15, only article 175 Bis is asked.
    """
    earlier = determine(BUNDLE, before, on)
    later = determine(BUNDLE, after, on)
    is_narrower = set(later["inputs"]["edad"]) < set(earlier["inputs"]["edad"])
    return [part for part in lowered(LAW, earlier, later) if not (is_narrower and earlier.get(part) == "pending")]


@given(situations(), st.sampled_from(ticks(HAZARDS, "haz_nom038")))
@CALM
def test_one_more_hazard_never_lowers_protection(situation: Situation, more: tuple[str, str]) -> None:
    given_answers, on = situation
    assert less(given_answers, with_member(given_answers, *more), on) == []


@pytest.mark.parametrize("item", MORE_HAZARD)
def test_a_hazard_seen_anywhere_else_never_lowers_protection(item: str) -> None:
    for case in read_cases():
        worse = {**case["answers"], item: [{"v": MORE_HAZARD[item]}]}
        assert less(case["answers"], worse, case["on"]) == [], case["name"]


@given(situations(), st.sampled_from(sorted(STRONG)))
@CALM
def test_one_more_sign_of_crime_never_lowers_protection(situation: Situation, more: tuple[str, str]) -> None:
    given_answers, on = situation
    with_sign = with_member(given_answers, *more)
    after = determine(BUNDLE, with_sign, on)

    assert less(given_answers, with_sign, on) == []
    assert after["criminal_report"] == "yes" and after["urgent"]


def test_every_item_of_signs_is_among_the_signs() -> None:
    assert {item for item, _ in STRONG} == set(EVERY_SIGN)


@given(situations())
@CALM
def test_more_doubt_of_age_never_lowers_protection(situation: Situation) -> None:
    """From any reading to the youngest; and, of an age that is said, from no doubt to the presumption of under 18."""
    given_answers, on = situation
    option = {reads: option for option, reads in AGE["doubt_reads"].items()}
    doubted = {reads: {**given_answers, AGE["doubt"]: [{"v": code}]} for reads, code in option.items()}

    assert less_than_open(given_answers, doubted["nd15"], on) == []
    if determine(BUNDLE, doubted["none"], on)["inputs"]["edad"] != sorted(values("edad")):
        assert less(doubted["none"], doubted["nd18"], on) == []
    assert less(doubted["nd18"], doubted["nd15"], on) == []


@given(situations())
@CALM
def test_losing_the_proof_of_age_never_turns_a_yes_into_a_no(situation: Situation) -> None:
    given_answers, on = situation
    before = determine(BUNDLE, given_answers, on)
    after = determine(BUNDLE, {**given_answers, AGE["evidence"]: [{"none": "not_exhibited"}]}, on)

    for name in ("referral", "criminal_report"):
        assert before[name] == "no" or after[name] != "no", name


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
    situation: Situation,
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


def first_days() -> list[str]:
    """The first day of every period in which rows, requirements or inputs differ."""
    parts = [part for key in ("rules", "checks", "inputs") for part in LAW[key]]
    dated = [row for part in parts for row in (part, *part.get("cases", []))]
    days = {row["from"] for row in dated if row.get("from")}
    days |= {next_day(row["until"]) for row in dated if row.get("until")}
    return ["2015-06-13", *sorted(days)]


def next_day(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(1)).isoformat()


WALKED = ["actividad", "edad", "relacion", "sector", "campo", "h176", "nom", "escuela"]
BESIDES = ["indicios", "peligro", "bar"]


def test_the_walk_over_every_combination_of_every_period_hits_exactly_one_row() -> None:
    """Law notes, 8.2b 9. The three inputs walked apart decide no row: they add to it."""
    assert {name for rule in LAW["rules"] if rule["kind"] == "row" for name in rule["when"]} <= set(WALKED)
    assert {part["id"] for part in LAW["inputs"]} == {*WALKED, *BESIDES}
    others, walked, hit = {name: values(name) for name in BESIDES}, 0, set()
    for on in first_days():
        table = Table(PREPARED.on(on), {})
        for chosen in product(*(values(name) for name in WALKED)):
            combination = dict(zip(WALKED, chosen, strict=True))
            if not is_valid(combination):
                continue
            sets = {**{name: [value] for name, value in combination.items()}, **others}
            reached = table.rows_reached(PREPARED.region(sets))
            assert len(reached) == 1, combination
            hit.add(reached[0][0].id)
            walked += 1
    assert walked > 10_000
    # Without answers every requirement waits: the other two of the three rows are split by them, below.
    rows = [rule for rule in LAW["rules"] if rule["kind"] == "row"]
    assert hit == {row["id"] for row in rows if row["checks"] in (None, "por_verificar")}


def test_the_state_of_the_requirements_chooses_one_of_the_three_rows_that_they_split() -> None:
    seen = set()
    for case in read_cases():
        table = Table(PREPARED.on(case["on"]), case["answers"])
        for age in values("edad"):
            sets = {**{name: [values(name)[0]] for name in (*WALKED, *BESIDES)}, "h176": ["no"], "sector": ["otro"]}
            reached = table.rows_reached(PREPARED.region({**sets, "edad": [age], "nom": ["na"]}))
            assert len(reached) == 1
            seen.add((reached[0][0].id, reached[0][0].checks))
    assert {pair for pair in seen if pair[1]} == {("D18", "incumple"), ("D18B", "por_verificar"), ("D19", "cumple")}


def test_each_addition_fires_or_not_on_every_combination_of_what_it_names() -> None:
    table = Table(PREPARED.on("2025-11-20"), {})
    for addition in table.additions:
        when = addition.rule["when"]
        for chosen in product(*(values(name) for name in when)):
            sets = {name: [value] for name, value in zip(when, chosen, strict=True)}
            named = all(value in when[name] for name, (value,) in sets.items())
            assert table.fires(addition, PREPARED.region(sets)) is named


def test_unknown_inputs_reach_every_row_their_values_reach_one_by_one() -> None:
    on = "2025-11-20"
    table = Table(PREPARED.on(on), {})
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
        one_by_one |= {row.id for row, _ in table.rows_reached(PREPARED.region(sets))}

    assert {row.id for row, _ in table.rows_reached(PREPARED.region(everything))} == one_by_one
