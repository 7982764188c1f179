"""Which questions decide, the most decisive first. Pure; mirrored by ``tablet/src/questions.ts``."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from protocols.ages import DOUBT_MAJORITY, DOUBT_MIN
from protocols.condition import evaluate, is_known, items_of
from protocols.inputs import Reading
from protocols.outcomes import BROKEN, UNVERIFIED, Outcome, Region, Table, certain, unique

Rule = Mapping[str, Any]


def missing(
    table: Table,
    readings: Mapping[str, Reading],
    outcomes: Sequence[Outcome],
    *,
    maybe: Sequence[Rule],
    assumed: Sequence[str],
    due: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Return [{input, items, question_es}], the most decisive first.

    First what narrows the row, then what was assumed, then what changes only what is asked, the requirements to
    verify and what would spare a duty. Items: those whose answer is lacking; all of them when none is.
    """
    union = {name: reading.values for name, reading in readings.items()}
    names = _decisive(table, union, {outcome.row["id"] for outcome in outcomes})
    used = {name for outcome in outcomes for name in outcome.row["when"]}
    names += assumed
    if "edad" in used and any(value in (DOUBT_MIN, DOUBT_MAJORITY) for value in union["edad"]):
        names.append("edad")
    for rule in maybe:
        open_names = [
            name for name, allowed in rule["when"].items() if any(v not in allowed for v in union[name])
        ]
        names += [name for name in open_names if name not in rule["possible"]]
    names += _consequential(table, union, names)
    found = [_of_input(table, readings[name]) for name in unique(names)]
    found += [part for check, state in table.states(union) for part in _of_check(table, check, state)]
    return found + [part for duty in due for part in _of_duty(table, duty["kind"])]


def assumed_inputs(table: Table, readings: Mapping[str, Reading], rows: set[str]) -> list[str]:
    """Return the inputs read provisionally whose other values would lead to another row."""
    union = {name: reading.values for name, reading in readings.items()}
    found = []
    for name, reading in readings.items():
        if not reading.provisional or len(reading.values) != 1:
            continue
        every = [value["code"] for value in reading.spec["values"]]
        if {row["id"] for row, _ in table.rows_reached({**union, name: every})} != rows:
            found.append(name)
    return found


def _of_input(table: Table, reading: Reading) -> dict[str, Any]:
    spec = reading.spec
    items = [*spec["asks"], *reading.undecided]
    age = spec.get("age")
    if age and is_known(table.answers, age["birth_date"]):
        # With a day of birth the age that is said is not read.
        items = [item for item in items if item != age["said"]]
    return {"input": spec["id"], "items": _lacking(table, items), "question_es": spec["question_es"]}


def _of_check(table: Table, check: Rule, state: str) -> Iterator[dict[str, Any]]:
    """A requirement nobody could verify, or a broken one of which it is not known whether it asks for a referral."""
    items: list[str] = []
    if table.raw_state(check) == UNVERIFIED:
        items = [item for key in ("passes", "fails") if check[key] for item in items_of(check[key])]
    elif state == BROKEN and table.asks_referral(check) is None:
        items = items_of(check["referral_when"])
    if items:
        yield {"input": check["id"], "items": _lacking(table, items), "question_es": check["title_es"]}


def _of_duty(table: Table, kind: str) -> Iterator[dict[str, Any]]:
    """What would spare a duty that is due because nobody knows."""
    duty = table.law["duties"][kind]
    if duty["unless"] and evaluate(duty["unless"], table.answers, table.numbers) is None:
        yield {"input": kind, "items": _lacking(table, items_of(duty["unless"])), "question_es": duty["question_es"]}


def _lacking(table: Table, items: Sequence[str]) -> list[str]:
    """Those of the items that nobody answered, or answered differently; all of them when there is none."""
    every = unique(items)
    return [item for item in every if not is_known(table.answers, item)] or every


def _consequential(table: Table, union: Region, but: Sequence[str]) -> list[str]:
    """Inputs that leave the row as it is and change what is asked: duties, referral, sanctions or requirements."""
    now = _asked(table, union)
    return [
        name
        for name, values in union.items()
        if len(values) > 1 and name not in but
        if any(_asked(table, {**union, name: [value]}) != now for value in values)
    ]


def _asked(table: Table, sets: Region) -> tuple[Any, ...]:
    outcomes = table.reach(sets)
    return (
        set(certain(outcomes, table.law["duties"])),
        {(outcome.referral, outcome.may_refer) for outcome in outcomes},
        {(outcome.report, outcome.may_report) for outcome in outcomes},
        {name for name in outcomes[0].sanctions if all(name in outcome.sanctions for outcome in outcomes)},
        {(check["id"], state) for check, state in table.states(sets)},
    )


def _decisive(table: Table, union: Region, rows: set[str]) -> list[str]:
    """Inputs whose answer narrows the rows: fewest rows left in the worst case first, then fewest in all."""
    if len(rows) < 2:
        return []
    ranked = []
    for number, (name, values) in enumerate(union.items()):
        if len(values) < 2:
            continue
        left = [
            len({row["id"] for row, _ in table.rows_reached({**union, name: [value]})}) for value in values
        ]
        if min(left) < len(rows):
            ranked.append((max(left), sum(left), number, name))
    return [name for *_, name in sorted(ranked)]
