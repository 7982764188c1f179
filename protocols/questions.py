"""Which questions decide, the most decisive first. Pure; mirrored by ``tablet/src/questions.ts``."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from protocols.ages import AGE, presumes
from protocols.condition import is_known
from protocols.inputs import Reading
from protocols.law_of_day import CheckOfDay, RuleOfDay, unique
from protocols.outcomes import MET, UNVERIFIED, Outcome, Table
from protocols.regions import Region, one_by_one, put

Readings = Mapping[str, Reading]


def missing(
    table: Table,
    readings: Readings,
    outcomes: Sequence[Outcome],
    *,
    maybe: Sequence[RuleOfDay],
    assumed: Sequence[str],
    due: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Return [{input, items, question_es}], the most decisive first.

    First what narrows the row, then what was assumed, then what changes only what is asked, the requirements to
    verify and what would spare a duty. Items: those whose answer is lacking; all of them when none is.
    """
    union = region_of(readings)
    named = list(readings)
    used = {named[place] for outcome in outcomes for place, _ in outcome.rule.when}
    names = _decisive(table, readings, {outcome.rule.id for outcome in outcomes})
    names += assumed
    if AGE in used and presumes(readings[AGE].values):
        names.append(AGE)
    for rule in maybe:
        names += [named[p] for p, allowed in rule.when if union[p] & ~allowed and p not in rule.possible]
    names += _consequential(table, readings, names)
    found = [_of_input(table, readings[name]) for name in unique(names)]
    found += [part for check, _ in table.states(union) for part in _of_check(table, check)]
    return found + [part for duty in due for part in _of_duty(table, duty["kind"])]


def region_of(readings: Readings) -> Region:
    """Return every possible value of each input."""
    return tuple([reading.mask for reading in readings.values()])


def assumed_inputs(table: Table, readings: Readings, rows: set[str]) -> list[str]:
    """Return the inputs read provisionally whose other values would lead to another row."""
    union = region_of(readings)
    assumed = [(name, r) for name, r in readings.items() if r.provisional and not r.is_open]
    return [name for name, r in assumed if _rows(table, put(union, r.place, r.every)) != rows]


def _rows(table: Table, sets: Region) -> set[str]:
    return {row.id for row, _ in table.rows_reached(sets)}


def _of_input(table: Table, reading: Reading) -> dict[str, Any]:
    spec = reading.spec
    items = [*spec["asks"], *reading.undecided]
    age = spec.get("age")
    if age and is_known(table.answers, age["birth_date"]):
        # With a day of birth the age that is said is not read.
        items = [item for item in items if item != age["said"]]
    return {"input": spec["id"], "items": _lacking(table, items), "question_es": spec["question_es"]}


def _of_check(table: Table, check: CheckOfDay) -> Iterator[dict[str, Any]]:
    """A requirement nobody could verify, or one not met of which it is not known whether it asks for a referral."""
    items: list[str] = []
    read, items_of = check.check, table.day.prepared.items
    if table.raw_state(check) == UNVERIFIED:
        items = [item for key in ("passes", "fails") if read[key] for item in items_of(read[key])]
    if table.raw_state(check) != MET and table.asks_referral(check) is None:
        items += items_of(read["referral_when"])
    if items:
        yield {"input": check.id, "items": _lacking(table, items), "question_es": read["title_es"]}


def _of_duty(table: Table, kind: str) -> Iterator[dict[str, Any]]:
    """What would spare a duty that is due because nobody knows."""
    duty = table.law["duties"][kind]
    if duty["unless"] and table.judged(duty["unless"]) is None:
        items = table.day.prepared.items(duty["unless"])
        yield {"input": kind, "items": _lacking(table, items), "question_es": duty["question_es"]}


def _lacking(table: Table, items: Sequence[str]) -> list[str]:
    """Those of the items that nobody answered, or answered differently; all of them when there is none."""
    every = unique(items)
    return [item for item in every if not is_known(table.answers, item)] or every


def _open(table: Table, readings: Readings) -> list[tuple[str, int]]:
    """The inputs (name, place) that are not known and that some row, requirement or extra names."""
    deciding = table.day.deciding
    return [(name, r.place) for name, r in readings.items() if r.is_open and r.place in deciding]


def _consequential(table: Table, readings: Readings, but: Sequence[str]) -> list[str]:
    """Inputs that leave the row as it is and change what is asked: duties, referral, sanctions or requirements."""
    doubts = [(name, place) for name, place in _open(table, readings) if name not in but]
    if not doubts:
        return []
    union = region_of(readings)
    now = _asked(table, union)
    return [name for name, place in doubts if any(_asked(table, one) != now for one in one_by_one(union, place))]


def _asked(table: Table, sets: Region) -> tuple[Any, ...]:
    outcomes = table.reach(sets)
    sanctions = set(outcomes[0].sanctions).intersection(*(outcome.sanctions for outcome in outcomes[1:]))
    return (
        table.certain(outcomes),
        {(outcome.referral, outcome.may_refer) for outcome in outcomes},
        {(outcome.report, outcome.may_report) for outcome in outcomes},
        sanctions,
        table.states(sets),
    )


def _decisive(table: Table, readings: Readings, rows: set[str]) -> list[str]:
    """Inputs whose answer narrows the rows: fewest rows left in the worst case first, then fewest in all."""
    if len(rows) < 2:
        return []
    ranked = []
    union = region_of(readings)
    for name, place in _open(table, readings):
        left = [len(_rows(table, one)) for one in one_by_one(union, place)]
        if min(left) < len(rows):
            ranked.append((max(left), sum(left), place, name))
    return [name for *_, name in sorted(ranked)]
