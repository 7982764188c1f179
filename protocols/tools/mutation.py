"""Puts each mutant into the law and looks for a case that notices it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from protocols.determination import determine
from protocols.law_of_day import forget_prepared
from protocols.tools.cases import DATA, RESULT, Case, data_differences, differences
from protocols.tools.mutants import Mutant
from protocols.tools.watched import readers_of

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
    asking = [case for case in cases if any(key in DATA for key in case["expected"])]
    judged = [case for case in cases if any(key in RESULT for key in case["expected"])]
    readers = readers_of(data, [partial(_judge, case=case) for case in judged])
    # What was noticed last is tried first: neighbours in a file are noticed by the same few cases.
    last = {id(case): 0 for case in cases}
    found = []
    for number, mutant in enumerate(mutants, 1):
        likely = sorted((judged[place] for place in readers.of(mutant.path)), key=lambda case: -last[id(case)])
        with planted(data, mutant):
            killer = next((case for case in asking if _notices(data, case, data_differences)), None)
            killer = killer or next((case for case in likely if _notices(data, case, differences)), None)
        if killer is None:
            found.append(mutant)
        else:
            last[id(killer)] = number
        progress(number, len(mutants), len(found))
    return found


def _judge(data: dict[str, Any], case: Case) -> object:
    forget_prepared()  # each case reads by itself: what one read, the next has not
    return determine(data, case["answers"], case["on"])


@contextmanager
def planted(data: dict[str, Any], mutant: Mutant) -> Iterator[None]:
    """Hold the mutant in the bundle while the block runs."""
    place: Any = data
    for key in mutant.path[:-1]:
        place = place[key]
    right = place[mutant.path[-1]]
    place[mutant.path[-1]] = mutant.value
    forget_prepared()
    try:
        yield
    finally:
        place[mutant.path[-1]] = right
        forget_prepared()


def _notices(data: dict[str, Any], case: Case, compare: Callable[..., Iterator[str]]) -> bool:
    """Whether the case fails; a determination that cannot be made is noticed too."""
    try:
        return next(compare(data, case), None) is not None
    except (LookupError, TypeError, ValueError):
        return True
