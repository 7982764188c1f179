"""Finds what the data say and can never happen: a row behind a wider one, a case behind one without condition."""

from collections.abc import Mapping, Sequence
from typing import Any

Rule = Mapping[str, Any]


def shadowed(rows: Sequence[Rule]) -> tuple[Rule, Rule] | None:
    """Return (a row that can never fire, the earlier row that always decides before it); None when all can."""
    for index, row in enumerate(rows):
        for earlier in rows[:index]:
            if _covers(earlier, row):
                return row, earlier
    return None


def _covers(wide: Rule, narrow: Rule) -> bool:
    regions = all(set(narrow["when"].get(name, [None])) <= set(values) for name, values in wide["when"].items())
    return regions and wide["checks"] in (None, narrow["checks"]) and _outlasts(wide, narrow)


def _outlasts(wide: Rule, narrow: Rule) -> bool:
    starts = wide["from"] is None or (narrow["from"] is not None and wide["from"] <= narrow["from"])
    ends = wide["until"] is None or (narrow["until"] is not None and narrow["until"] <= wide["until"])
    return bool(starts and ends)


def unreached_case(cases: Sequence[Rule]) -> int | None:
    """Return the index of a case that an earlier one without condition always decides; None when all can."""
    return next(
        (
            n
            for n, case in enumerate(cases)
            for earlier in cases[:n]
            if earlier["when"] is None and _outlasts(earlier, case)
        ),
        None,
    )


def overlap(values: Sequence[Rule]) -> int | None:
    """Return the index of a dated value whose period runs into the next one's, or ends before it starts."""
    for index, value in enumerate(values):
        until = value["until"]
        following = values[index + 1]["from"] if index + 1 < len(values) else None
        if until is not None and (until < value["from"] or (following is not None and until >= following)):
            return index
    return None
