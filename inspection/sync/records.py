"""The JSON forms that leave the server."""

from typing import Any

from inspection.domain.canonical import to_base64
from inspection.store.records import StoredEvent


def record_of(stored: StoredEvent) -> dict[str, Any]:
    """Return an event with what proves it."""
    return {
        "event": stored.event.to_wire(),
        "link_before": to_base64(stored.link_before),
        "signature": to_base64(stored.signature) if stored.signature else None,
    }
