"""Puts each mutant into the law and looks for a case that notices it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from protocols.determination import determine
from protocols.tools.cases import DATA, RESULT, Case, data_differences, differences
from protocols.tools.mutants import Mutant

Progress = Callable[[int, int, int], None]
# How many of the cases that noticed last are tried before those that rest on the part touched.
RECENT = 8


def survivors(
    data: dict[str, Any],
    cases: Sequence[Case],
    mutants: Sequence[Mutant],
    progress: Progress = lambda done, total, alive: None,
) -> list[Mutant]:
    """Return the mutants that no case notices.

    Args:
        data: The bundle; each mutant is put into it and taken out again.
        cases: The written cases, all of which pass.
        mutants: Those to try.
        progress: Told (done, total, survivors so far) after each.
    """
    touching = _touching(data, cases)
    # What was noticed last is tried first: neighbours in a file are noticed by the same few cases.
    order, asking = list(cases), [case for case in cases if any(key in DATA for key in case["expected"])]
    found = []
    for number, mutant in enumerate(mutants, 1):
        in_protocol = mutant.path[0] == "protocol"
        row = asking if in_protocol else order
        likely = [] if in_protocol else touching.get(_part(data, mutant), [])
        with planted(data, mutant):
            tried = [*row[:RECENT], *likely, *row[RECENT:]]
            killer = next((case for case in tried if _notices(data, case, in_protocol)), None)
        if killer is None:
            found.append(mutant)
        else:
            row.insert(0, row.pop(next(place for place, case in enumerate(row) if case is killer)))
        progress(number, len(mutants), len(found))
    return found


def _part(data: dict[str, Any], mutant: Mutant) -> str:
    """The row, requirement, duty or sanction that the mutant touches."""
    _, kind, name = mutant.path[:3]
    return str(data["law"][kind][name]["id"] if isinstance(name, int) and kind in ("rules", "checks") else name)


def _touching(data: dict[str, Any], cases: Sequence[Case]) -> dict[str, list[Case]]:
    """Return {part: the cases whose determination rests on it}: those that will most likely notice."""
    found: dict[str, list[Case]] = {}
    for case in cases:
        if any(key in RESULT for key in case["expected"]):
            result = determine(data, case["answers"], case["on"])
            parts = {row["id"] for key in ("fired", "checks", "sanctions") for row in result[key]}
            for name in parts | {duty["kind"] for duty in result["duties"]}:
                found.setdefault(name, []).append(case)
    return found


@contextmanager
def planted(data: dict[str, Any], mutant: Mutant) -> Iterator[None]:
    """Hold the mutant in the bundle while the block runs."""
    place: Any = data
    for key in mutant.path[:-1]:
        place = place[key]
    right = place[mutant.path[-1]]
    place[mutant.path[-1]] = mutant.value
    try:
        yield
    finally:
        place[mutant.path[-1]] = right


def _notices(data: dict[str, Any], case: Case, in_protocol: bool) -> bool:
    """Whether the case fails; a determination that cannot be made is noticed too."""
    try:
        found = data_differences(data, case) if in_protocol else differences(data, case)
        return next(found, None) is not None
    except (LookupError, TypeError, ValueError):
        return True
