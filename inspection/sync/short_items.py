"""Short items: a new answer written beside the event before it, which saves two thirds of its bytes on the wire.

Hashes, links and signatures are over the event spelled out; a short item is only a way to send it.
"""

from collections.abc import Mapping
from typing import Any

from inspection.domain.bodies import is_new_answer
from inspection.domain.canonical import MAX_INTEGER, NotCanonical, canonical_bytes, value_text
from inspection.domain.events import Envelope, Event, is_integer


def fields_of(event: Event) -> dict[str, Any]:
    """Return what `spelled_out` gave for the item of an event."""
    held = event.__dict__
    return {name: held[name] for name in ("type", "recorded_at", "boot", "mono_ms", "body")}


def spelled_out(item: Any, before: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return the item of a batch with every field it stands for, or None when it cannot be read.

    Args:
        item: An object stays as it is. A list ``[after_ms, path, content, drift_ms]`` is an ``answer_set`` that
            supersedes nothing: ``content`` is its ``value`` (object) or ``sealed`` (text); a path that begins with
            ``/`` is of the entity of the event before; ``drift_ms`` is how much further than the wall clock the
            monotonic one went, left out when zero.
        before: The event before it in the batch, spelled out; None when there is none or it could not be read.
    """
    if isinstance(item, dict):
        return item
    if not isinstance(item, list) or len(item) not in (3, 4) or before is None:
        return None
    after, path, content = item[:3]
    drift = item[3] if len(item) == 4 else 0
    recorded_at, mono_ms = before.get("recorded_at"), before.get("mono_ms")
    if not (is_integer(recorded_at) and is_integer(mono_ms) and is_integer(after) and is_integer(drift)):
        return None
    if not isinstance(path, str) or not isinstance(content, str | dict):
        return None
    body: dict[str, Any] = {"path": _entity(before) + path if path[:1] == "/" else path, "supersedes": []}
    body["sealed" if isinstance(content, str) else "value"] = content
    return {
        "type": "answer_set",
        "recorded_at": recorded_at + after,
        "boot": before.get("boot"),
        "mono_ms": mono_ms + after + drift,
        "body": body,
    }


def sound_answer(envelope: Envelope, seq: int, item: Any, before: Event) -> Event | None:
    """Return the event of a short item whose body is sound, or None: then `spelled_out` and what follows decide.

    A visit is hundreds of such items; checked and written in one go they take a third of the time.

    Args:
        envelope: The batch's.
        seq: The event's number.
        item: As in `spelled_out`.
        before: The event before it in the batch.
    """
    if type(item) is not list or len(item) not in (3, 4) or not envelope.is_sound:
        return None
    after, path, content = item[0], item[1], item[2]
    drift = item[3] if len(item) == 4 else 0
    if type(path) is not str or type(after) is not int or type(drift) is not int:
        return None
    at = before.recorded_at + after
    mono = before.mono_ms + after + drift
    if not (seq <= MAX_INTEGER and 0 <= at <= MAX_INTEGER and 0 <= mono <= MAX_INTEGER):
        return None
    if path[:1] == "/":
        path = before.entity + path
    if not is_new_answer(path, content):
        return None
    if type(content) is str:
        body = {"path": path, "sealed": content, "supersedes": []}
        text = f'{{"path":"{path}","sealed":"{content}","supersedes":[]}}'.encode()
    else:
        body = {"path": path, "supersedes": [], "value": content}
        try:
            value = value_text(content) or canonical_bytes(content, 2).decode()
        except NotCanonical:
            return None
        text = f'{{"path":"{path}","supersedes":[],"value":{value}}}'.encode()
    return envelope.written((seq, "answer_set", at, before.boot, mono), body, text)


def _entity(before: Mapping[str, Any]) -> str:
    body = before.get("body")
    path, entity = (body.get("path"), body.get("entity")) if isinstance(body, dict) else (None, None)
    if isinstance(path, str):
        return path.partition("/")[0]
    return entity if isinstance(entity, str) else "visit"
