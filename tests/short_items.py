"""What a tablet does with a run before it sends it: the inverse of `inspection.sync.short_items`."""

from collections.abc import Sequence
from typing import Any

from inspection.domain.events import Event

FIELDS = ("type", "recorded_at", "boot", "mono_ms", "body")


def short_items(events: Sequence[Event]) -> list[Any]:
    """Return the items of a batch: new answers beside the event before them, everything else spelled out."""
    return [_item(event, before) for event, before in zip(events, [None, *events], strict=False)]


def spelled(event: Event) -> dict[str, Any]:
    """Return the whole item of an event."""
    wire = event.to_wire()
    return {name: wire[name] for name in FIELDS}


def _item(event: Event, before: Event | None) -> Any:
    body = event.body
    content = body.get("sealed", body.get("value"))
    new_answer = event.type == "answer_set" and len(body) == 3 and body.get("supersedes") == []
    entity, _, code = (event.path or "").partition("/")
    simple = new_answer and isinstance(content, str | dict) and entity and code
    if not simple or before is None or before.boot != event.boot:
        return spelled(event)
    short = f"/{code}" if entity == before.entity else event.path
    after = event.recorded_at - before.recorded_at
    drift = event.mono_ms - before.mono_ms - after
    return [after, short, content, *([drift] if drift else [])]
