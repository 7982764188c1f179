"""Which questions decide, the most decisive first. Pure; mirrored by ``tablet/src/questions.ts``."""

from collections.abc import Mapping, Sequence
from typing import Any

from protocols.ages import DOUBT_MAJORITY, DOUBT_MIN
from protocols.condition import items_of
from protocols.inputs import Reading
from protocols.outcomes import UNVERIFIED, Outcome, Region, Table, unique

Rule = Mapping[str, Any]


def missing(
    table: Table,
    readings: Mapping[str, Reading],
    outcomes: Sequence[Outcome],
    *,
    checks: Sequence[tuple[Rule, str]],
    maybe: Sequence[Rule],
    assumed: Sequence[str],
) -> list[dict[str, Any]]:
    """Return [{input, items, question_es}]: what changes the row, was assumed, or is to verify."""
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
    found = [_question(readings[name].spec) for name in unique(names)]
    for check, state in checks:
        if state == UNVERIFIED:
            found.append(
                {
                    "input": check["id"],
                    "items": items_of(check["passes"] or check["fails"]),
                    "question_es": check["title_es"],
                }
            )
    return found


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


def _question(spec: Mapping[str, Any]) -> dict[str, Any]:
    return {"input": spec["id"], "items": spec["asks"], "question_es": spec["question_es"]}


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
