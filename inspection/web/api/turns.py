"""One batch at a time in each process.

Reading a batch and writing it are work of the processor: two threads of one process at it only take Python's lock from
each other, and the one that holds the store's writer loses it at every question, with all the others waiting behind.
The body has been received by then, so that nobody waits for a slow line.
"""

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any


def in_turn(view: Callable[..., Any]) -> Callable[..., Any]:
    """Return the view, entered by one thread of this process at a time."""
    turn = Lock()

    @wraps(view)
    def enter(*args: Any, **kwargs: Any) -> Any:
        with turn:
            return view(*args, **kwargs)

    return enter
