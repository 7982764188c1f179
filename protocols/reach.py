"""Finds what the data say and can never happen: a row behind wider ones, a case behind one without condition."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Rule = Mapping[str, Any]
Box = Mapping[str, frozenset[str]]


_CHECKS = ("incumple", "por_verificar", "cumple")


def shadowed(rows: Sequence[Rule], values: Mapping[str, Iterable[str]]) -> tuple[Rule, tuple[Rule, ...]] | None:
    """Return (a row that can never fire, the earlier rows that decide before it); None when all can.

    One earlier row may take all of it, or several may take a part each. ``values``: what each input may be.
    """
    whole = {**{name: frozenset(each) for name, each in values.items()}, "": frozenset(_CHECKS)}
    for index, row in enumerate(rows):
        alone = next((earlier for earlier in rows[:index] if _covers(earlier, row)), None)
        if alone is not None:
            return row, (alone,)
        left, took = [_box(row, whole)], list[Rule]()
        for earlier in rows[:index]:
            if not _outlasts(earlier, row):
                continue
            before, left = left, [part for box in left for part in _without(box, _box(earlier, whole))]
            if left != before:
                took.append(earlier)
        if not left:
            return row, tuple(took)
    return None


def _box(row: Rule, whole: Mapping[str, frozenset[str]]) -> Box:
    """Return what a row takes of each input; the empty name is what came of the checks."""
    asked = {name: frozenset(values) for name, values in row["when"].items()}
    return {**whole, **asked, **({} if row["checks"] is None else {"": frozenset([row["checks"]])})}


def _without(box: Box, taken: Box) -> Iterator[Box]:
    """Yield boxes that hold what ``box`` has and ``taken`` has not."""
    if not all(box[name] & taken[name] for name in box):
        yield box
        return
    for name in box:
        if rest := box[name] - taken[name]:
            yield {**box, name: rest}
        box = {**box, name: box[name] & taken[name]}


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
