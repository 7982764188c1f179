"""A brake on what comes without a signature: so many from one address in so long, kept in memory alone."""

from collections import deque
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock

from inspection.clock import Clock

_MANY_ADDRESSES = 1_000


@dataclass
class Brake:
    """Counts in a window that slides. Each process has its own: two processes let twice as many pass.

    Attributes:
        most: How many one address may send in the window.
    """

    clock: Clock
    most: int = 30
    window_ms: int = 10 * 60 * 1000
    _seen: dict[str, deque[int]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def seconds_to_wait(self, address: str) -> int:
        """Count one from this address and return 0, or how long it must wait."""
        now, source = self.clock(), _source(address)
        with self._lock:
            if len(self._seen) > _MANY_ADDRESSES:
                self._forget(now)
            seen = self._seen.setdefault(source, deque())
            while seen and now - seen[0] >= self.window_ms:
                seen.popleft()
            if len(seen) >= self.most:
                return max(1, (seen[0] + self.window_ms - now + 999) // 1000)
            seen.append(now)
            return 0

    def _forget(self, now: int) -> None:
        self._seen = {s: seen for s, seen in self._seen.items() if seen and now - seen[-1] < self.window_ms}


def _source(address: str) -> str:
    """Return the address; of IPv6 its /64, which one household or one attacker has whole."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else str(found)
