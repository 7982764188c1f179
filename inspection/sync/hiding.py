"""What was set aside is read by its author and the office alone: colleagues carry it, and cannot read it.

To a colleague a quarantined event goes as its content id and a *box*: its bytes under the server's master key. The
chain is whole, its signatures hold, its verdict says why; and after a restore he hands back what he never could read.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from inspection.domain.canonical import from_base64, to_base64
from inspection.domain.state import Key, refused
from inspection.store.interface import Store
from inspection.store.keys import WrapBroken
from inspection.store.records import Incarnation, StoredEvent
from inspection.sync.batch import ITEM_FIELDS, Batch
from inspection.sync.device import ServerDevice
from inspection.sync.projections import verdicts_of
from inspection.sync.records import record_of

_READS_ALL = "supervisor"
BOXED = {"content_id", "box"}
"""The fields of an item of a batch that carries an event its bearer cannot read."""


def records_for(device: ServerDevice, caller: Incarnation, events: Sequence[StoredEvent]) -> list[dict[str, Any]]:
    """Return the records of these events as the caller may read them.

    Args:
        device: The server.
        caller: Who asks. Its person reads what it wrote itself, on any tablet; a supervisor reads everything.
        events: What to hand out.
    """
    hidden = _hidden_from(device.store, caller, events)
    return [_boxed(device, one) if _key(one) in hidden else record_of(one) for one in events]


def released_by(device: ServerDevice, caller: Incarnation, events: Sequence[StoredEvent]) -> list[StoredEvent]:
    """Return the events that verdicts among ``events`` release: their readers may hold only the box."""
    verdicts = [one for one in verdicts_of(device.store, list(events)) if one.body["accepted"]]
    found: list[StoredEvent] = []
    for verdict in verdicts:
        incarnation, _, seq = verdict.body["of"].partition(":")
        if incarnation == caller.incarnation:
            continue
        there = device.store.log.at(incarnation, verdict.visit_id, int(seq))
        found += [one for one in there if one.event.content_id.hex() == verdict.body["content_id"]]
    here = {one.event.content_id for one in events}
    return [one for one in found if one.event.content_id not in here]


def opened(device: ServerDevice, batch: Batch) -> Batch:
    """Return the batch with every box opened; one that is not this server's stays as it is and is no event."""
    if not any(type(item) is dict and item.keys() == BOXED for item in batch.items):  # `_is_boxed`, without its call
        return batch
    return replace(batch, items=[_open(device, item) if _is_boxed(item) else item for item in batch.items])


def _hidden_from(store: Store, caller: Incarnation, events: Iterable[StoredEvent]) -> set[Key]:
    foreign = [one for one in events if one.event.incarnation != caller.incarnation]
    out: set[Key] = set()
    for visit_id in {one.event.visit_id for one in foreign}:
        out |= refused(verdicts_of(store, store.log.of_visit(visit_id, ("verdict_given",)))).keys()
    if not out:
        return out
    reader = store.users.get(caller.user_id)
    if reader and reader.role == _READS_ALL:
        return set()
    authors = {one.event.incarnation for one in foreign if _key(one) in out}
    own = {one for one in authors if _person(store, one) in ("", caller.user_id)}
    return {_key(one) for one in foreign if one.event.incarnation not in own} & out


def _person(store: Store, incarnation: str) -> str:
    """Return whose incarnation it is; empty for the server's own."""
    found = store.people.incarnation(incarnation)
    return found.user_id if found else ""


def _key(stored: StoredEvent) -> Key:
    return stored.event.ref, stored.event.content_id


def _boxed(device: ServerDevice, stored: StoredEvent) -> dict[str, Any]:
    event, content_id = stored.event, stored.event.content_id.hex()
    box = device.keys.wrap(event.canonical, _bound_to(content_id))
    ids = {name: event.to_wire()[name] for name in ("v", "device_id", "incarnation", "visit_id", "seq")}
    return {**record_of(stored), "event": {**ids, "content_id": content_id, "box": to_base64(box)}}


def _is_boxed(item: Any) -> bool:
    return type(item) is dict and item.keys() == BOXED


def _open(device: ServerDevice, item: Mapping[str, Any]) -> Any:
    try:
        content_id, box = str(item["content_id"]), from_base64(item["box"])
        canonical = device.keys.unwrap(box, _bound_to(content_id))
    except (WrapBroken, ValueError, TypeError):
        return item
    event = json.loads(canonical)
    return {name: event[name] for name in ITEM_FIELDS} if sha256(canonical).hexdigest() == content_id else item


def _bound_to(content_id: str) -> str:
    return f"set-aside|{content_id}"
