"""Short items: a new answer written beside the event before it, which saves two thirds of its bytes on the wire.

Hashes, links and signatures are over the event spelled out; a short item is only a way to send it.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

from inspection.domain.answers import Answers
from inspection.domain.bodies import is_code, is_entity, is_path, is_value
from inspection.domain.canonical import MAX_INTEGER, NotCanonical, canonical_bytes, is_base64, value_text
from inspection.domain.events import Envelope, is_integer
from inspection.domain.links import links_after

_LONGEST_QUESTION = 65
"""A stroke and a code: nothing longer is remembered."""


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


def sound_answers(
    envelope: Envelope, first_seq: int, items: Iterable[Any], before: Mapping[str, Any], link: bytes
) -> tuple[Answers, Mapping[str, Any]] | None:
    """Return the answers of short items with a sound body, up to the first of which `spelled_out` must decide.

    A visit is hundreds of such items: each is checked and written in one go, beside what the one before it told.

    Args:
        envelope: The batch's.
        first_seq: The first one's number.
        items: As in `spelled_out`.
        before: The event before them in the batch, spelled out and sound.
        link: The stream's link after it.

    Returns:
        The answers, and the last of them as ``before`` of what follows; None when the first is not sound already.
    """
    if not envelope.is_sound:
        return None
    lines: list[bytes] = []
    head, tail = envelope.around("answer_set", before["boot"])
    at, mono, path, entity = before["recorded_at"], before["mono_ms"], "", _entity(before)
    is_known = is_entity(entity)
    for seq, item in enumerate(items, first_seq):
        if type(item) is not list or not 3 <= len(item) <= 4:
            break
        after, place, content, drift = item if len(item) == 4 else (*item, 0)
        if type(place) is not str or type(after) is not int or type(drift) is not int:
            break
        then, tick = at + after, mono + after + drift
        if not (0 <= then <= MAX_INTEGER and 0 <= tick <= MAX_INTEGER and seq <= MAX_INTEGER):
            break
        whole = entity + place if place[:1] == "/" else place
        if not (is_known and whole is not place and len(place) <= _LONGEST_QUESTION and _is_question(place)):
            if not is_path(whole):
                break
            entity, is_known = whole.partition("/")[0], True
        if type(content) is str:
            said = f'"sealed":"{content}","supersedes":[]' if is_base64(content, 28) else None
        else:
            value = value_text(content) or _other_value(content)
            said = None if value is None else f'"supersedes":[],"value":{value}'
        if said is None:
            break
        at, mono, path = then, tick, whole
        text = f'{{"body":{{"path":"{path}",{said}}}{head}{mono},"recorded_at":{at},"seq":{seq},{tail}'
        lines.append(text.encode())
    if not lines:
        return None
    ids = [sha256(line).digest() for line in lines]
    last = {"recorded_at": at, "boot": before["boot"], "mono_ms": mono, "body": {"path": path}}
    return Answers(*envelope.stream, first_seq, link, lines, ids, links_after(link, ids)), last


@lru_cache(maxsize=4_096)
def _is_question(place: str) -> bool:
    """Tell whether a path's second half, with its stroke, is sound: a protocol has a few hundred, met each time."""
    return place[:1] == "/" and is_code(place[1:])


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
