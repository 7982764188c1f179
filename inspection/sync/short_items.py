"""Short items: a new answer written beside the event before it, which saves two thirds of its bytes on the wire.

Hashes, links and signatures are over the event spelled out; a short item is only a way to send it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from inspection.domain.bodies import is_path, is_sealed, is_value
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


def sound_answers(envelope: Envelope, seq: int, items: Iterable[Any], before: Event) -> list[Event]:
    """Return the events of short items with a sound body, up to the first of which `spelled_out` must decide.

    A visit is hundreds of such items: each is checked and written in one go, beside what the one before it told.

    Args:
        envelope: The batch's.
        seq: The first one's number.
        items: As in `spelled_out`.
        before: The event before them in the batch.
    """
    found: list[Event] = []
    if not envelope.is_sound:
        return found
    write, entity = envelope.writer("answer_set", before.boot), before.entity
    at, mono = before.recorded_at, before.mono_ms
    for number, item in enumerate(items, seq):
        read = _short_answer(item, entity) if type(item) is list else None
        if read is None:
            break
        after, drift, path, body, text = read
        at += after
        mono += after + drift
        if not (0 <= at <= MAX_INTEGER and 0 <= mono <= MAX_INTEGER and number <= MAX_INTEGER):
            break
        found.append(write(number, at, mono, body, text))
        entity = path[: path.index("/")]
    return found


def _short_answer(  # noqa: PLR0911 (each question has its own way out)
    item: list[Any], entity: str
) -> tuple[int, int, str, dict[str, Any], str] | None:
    """Return ``after_ms``, ``drift_ms``, path, body and the body's canonical JSON, or None when it is not sound."""
    if len(item) == 3:
        after, path, content = item
        drift = 0
    elif len(item) == 4:
        after, path, content, drift = item
    else:
        return None
    if type(path) is not str or type(after) is not int or type(drift) is not int:
        return None
    if path[:1] == "/":
        path = entity + path
    if not is_path(path):
        return None
    if type(content) is str:
        if not is_sealed(content):
            return None
        text = f'{{"path":"{path}","sealed":"{content}","supersedes":[]}}'
        return after, drift, path, {"path": path, "sealed": content, "supersedes": []}, text
    value = value_text(content) or _other_value(content)
    if value is None:
        return None
    text = f'{{"path":"{path}","supersedes":[],"value":{value}}}'
    return after, drift, path, {"path": path, "supersedes": [], "value": content}, text


def _other_value(content: Any) -> str | None:
    """Return the canonical JSON of a sound value that `value_text` does not write, or None."""
    try:
        return canonical_bytes(content, 2).decode() if is_value(content) else None
    except NotCanonical:
        return None


def _entity(before: Mapping[str, Any]) -> str:
    body = before.get("body")
    path, entity = (body.get("path"), body.get("entity")) if isinstance(body, dict) else (None, None)
    if isinstance(path, str):
        return path.partition("/")[0]
    return entity if isinstance(entity, str) else "visit"
