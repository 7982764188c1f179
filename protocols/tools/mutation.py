"""Puts each mutant into the law and looks for a case that notices it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from protocols.tools.cases import DATA, Case, data_differences, differences
from protocols.tools.mutants import Mutant

Progress = Callable[[int, int, int], None]


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
    # What was noticed last is tried first: neighbours in a file are noticed by the same few cases.
    order, asking = list(cases), [case for case in cases if any(key in DATA for key in case["expected"])]
    found = []
    for number, mutant in enumerate(mutants, 1):
        in_protocol = mutant.path[0] == "protocol"
        with planted(data, mutant):
            row = asking if in_protocol else order
            killer = next((i for i, case in enumerate(row) if _notices(data, case, in_protocol)), None)
        if killer is None:
            found.append(mutant)
        else:
            row.insert(0, row.pop(killer))
        progress(number, len(mutants), len(found))
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
    except (LookupError, ValueError):
        return True
