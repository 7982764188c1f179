"""What makes a seed cheap, and may change nothing that a seed finds.

What a signature is worth other tests say. Here one made by `sign` is a stand-in known to hold, of this key and this
message only; any other is really verified. The largest event allowed is smaller too: what is too large then costs
less to carry about. One seed of `REAL_EVERY` has neither: its signatures and its limit are the real ones.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha512
from typing import Any

from inspection.domain import signing
from inspection.sync import authentication, batch, device, receipts, receive, urgent
from tests import virtual_tablet
from tests.faults import evidence, tablet

REAL_EVERY = 25
_SMALL_EVENT_BYTES = 6_000
_USERS = (authentication, batch, device, receipts, urgent, virtual_tablet, evidence, tablet)


class Signatures:
    """Stand-ins, and what was judged of others: by (key, signature, message)."""

    def __init__(self) -> None:
        self._judged: dict[tuple[bytes, bytes, bytes], bool] = {}
        self._points: dict[signing.SigningKey, bytes] = {}

    def sign(self, key: signing.SigningKey, message: bytes) -> bytes:
        """Return 64 bytes that nobody else makes, and remember that they hold."""
        point = self._points.get(key)
        if point is None:
            point = self._points[key] = signing.public_bytes(key)
        signature = sha512(point + message).digest()
        self._judged[point, signature, message] = True
        return signature

    def verify(self, public_key: bytes, signature: bytes, message: bytes) -> bool:
        """Verify what was not judged yet."""
        asked = (public_key, signature, message)
        found = self._judged.get(asked)
        if found is None:
            found = self._judged[asked] = signing.verify(*asked)
        return found


@contextmanager
def quickly(seed: int) -> Iterator[None]:
    """Live one seed with stand-in signatures, unless its turn is to be real; no garbage is looked for meanwhile."""
    known = Signatures()
    stands_in: dict[Any, Any] = {signing.sign: known.sign, signing.verify: known.verify}
    # Only the true ones are stood in for: a guard taken away by a calibration stays away.
    replaced = [
        (module, name, real)
        for module in _USERS
        for name in ("sign", "verify")
        if seed % REAL_EVERY and (real := getattr(module, name, None)) in stands_in
    ]
    largest = receive.MAX_EVENT_BYTES
    gc.disable()
    try:
        for module, name, real in replaced:
            setattr(module, name, stands_in[real])
        if seed % REAL_EVERY:
            receive.MAX_EVENT_BYTES = _SMALL_EVENT_BYTES
        yield
    finally:
        for module, name, real in replaced:
            setattr(module, name, real)
        receive.MAX_EVENT_BYTES = largest
        gc.enable()
