"""The machine's clock and randomness, handed down from the edge; nothing below asks for them by itself."""

import os
import time
from collections.abc import Callable

Clock = Callable[[], int]
"""Milliseconds since 1970 UTC."""

Rng = Callable[[int], bytes]
"""``rng(n)`` gives n random bytes."""

OFFICE_ZONE = "America/Mexico_City"
"""The zone in which days and hours are told where no visit or person says another."""


def system_clock() -> int:
    """Return the machine's wall clock in milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


def system_rng(count: int) -> bytes:
    """Return ``count`` bytes fit for keys."""
    return os.urandom(count)
