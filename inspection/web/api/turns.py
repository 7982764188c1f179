"""One batch at a time in each process, in order of arrival.

Reading a batch and writing it are work of the processor: two threads of one process at it only take Python's lock from
each other, and the one that holds the store's writer loses it at every question, with all the others waiting behind.
The body has been received by then, so that nobody waits for a slow line.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import Lock
from typing import Any


class Turns:
    """Lets one thread in at a time, first come first served: a plain lock lets whoever wakes first go ahead."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._taken = False
        self._waiting: deque[Lock] = deque()

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._waiting)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for one's turn and hold it."""
        self._wait()
        try:
            yield
        finally:
            self._pass_on()

    def _wait(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()  # opened by whoever passes the turn on

    def _pass_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


def in_turn(view: Callable[..., Any]) -> Callable[..., Any]:
    """Return the view, entered by one thread of this process at a time."""
    turns = Turns()

    @wraps(view)
    def enter(*args: Any, **kwargs: Any) -> Any:
        with turns.taken():
            return view(*args, **kwargs)

    return enter
