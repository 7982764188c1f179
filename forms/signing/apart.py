"""Runs pyHanko's calls where no event loop runs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def without_loop(call: Callable[[], Result]) -> Result:
    """Run ``call`` in a thread of its own and return what it returns, or raise what it raises.

    pyHanko's synchronous functions start an event loop, and refuse to in a thread where one already runs: that of an
    asynchronous server, or of whoever drives a browser.
    """
    with ThreadPoolExecutor(1, "signing") as pool:
        return pool.submit(call).result()
