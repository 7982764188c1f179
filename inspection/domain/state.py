"""The merge: state is a pure function of (events, verdicts), whatever their order of arrival."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from inspection.domain.canonical import canonical_bytes, sha256_hex
from inspection.domain.events import Event, HiddenEvent
from inspection.domain.releasing import DOUBTS_OF_STANDING

Key = tuple[str, bytes]
"""(ref, content id): a fork has the ref of its rival and another content id."""

Place = Callable[[str], str]
"""Where an entity or a path is read."""


def _as_written(place: str) -> str:
    return place


@dataclass(frozen=True)
class EntityState:
    """Whether an entity still stands.

    Attributes:
        removed: A removal saw every head of it: hidden.
        disputed: It was removed, and the removal had not seen all that was written: shown.
    """

    removed: bool
    disputed: bool


@dataclass(frozen=True)
class State:
    """What the events of one visit add up to.

    Attributes:
        counted: Every event that is not quarantined, sorted by (ref, content id).
        heads: {slot: events not superseded, sorted by (ref, content id)}; no slot is empty.
        entities: {entity: EntityState} for every entity any head speaks of.
        conflicts: Paths with more than one `answer_set` head, sorted.
        quarantined: (event, code) of what does not count for now, sorted by (ref, content id).
        set_aside: (hidden event, code) of what the server keeps apart and this reader may not read, sorted alike.
        vector: {incarnation: {"last": n, "holes": [seq, ...]}} of every event given, quarantined ones too; a hidden
            event is a hole until its verdict is here.
        state_hash: Hex SHA-256 of the heads; equal sets of events give equal hashes everywhere.
    """

    counted: tuple[Event, ...]
    heads: Mapping[str, tuple[Event, ...]]
    entities: Mapping[str, EntityState]
    conflicts: tuple[str, ...]
    quarantined: tuple[tuple[Event, str], ...]
    vector: Mapping[str, Mapping[str, Any]]
    state_hash: str
    set_aside: tuple[tuple[HiddenEvent, str], ...] = ()


def fold(events: Iterable[Event], verdicts: Iterable[Event] = (), hidden: Iterable[HiddenEvent] = ()) -> State:
    """Merge events of one visit.

    Args:
        events: In any order, repeated or not; the server's own among them.
        verdicts: The `verdict_given` events of the server (the caller knows who the server is).
            An event counts unless a verdict refuses it and no verdict accepts it.
        hidden: Events of which this reader has the content id alone. None counts, whatever a verdict says.
    """
    by_key: dict[Key, Event] = {(event.ref, event.content_id): event for event in events}
    refusals = refused(verdicts)
    counted = [event for key, event in sorted(by_key.items()) if key not in refusals]
    heads = heads_of(counted)
    unread = {(one.ref, one.content_id): one for one in hidden if (one.ref, one.content_id) not in by_key}
    aside = tuple((one, refusals[key]) for key, one in sorted(unread.items()) if key in refusals)
    return State(
        counted=tuple(counted),
        heads=heads,
        entities=_entities(heads),
        conflicts=conflicts_in(heads),
        quarantined=tuple((event, refusals[key]) for key, event in sorted(by_key.items()) if key in refusals),
        vector=_vector([*by_key.values(), *(one for one, _ in aside)]),
        state_hash=_state_hash(heads),
        set_aside=aside,
    )


def conflicts_in(heads: Mapping[str, tuple[Event, ...]]) -> tuple[str, ...]:
    """Return the slots with more than one `answer_set` head."""
    return tuple(slot for slot, found in heads.items() if sum(e.type == "answer_set" for e in found) > 1)


def refused(verdicts: Iterable[Event]) -> dict[Key, str]:
    """Return {(ref, content id): code} of what is quarantined: refused by some verdict, accepted by none.

    Of several doubts (a restored server judges anew) the one that no release lifts is told: who reads only of a lost
    scope would let a fork count.
    """
    codes: dict[Key, str] = {}
    accepted: set[Key] = set()
    for verdict in sorted(verdicts, key=lambda event: (event.incarnation, event.seq)):
        key = (verdict.body["of"], bytes.fromhex(verdict.body["content_id"]))
        if verdict.body["accepted"]:
            accepted.add(key)
        elif codes.get(key) in (None, *DOUBTS_OF_STANDING):
            codes[key] = verdict.body["code"]
    return {key: code for key, code in codes.items() if key not in accepted}


def slot_of(event: Event, at: Place = _as_written) -> str:
    """Return the place in the state: the path for answers and members, else ``<path or entity>/#<type>``."""
    if event.type in ("answer_set", "member_added") and event.path is not None:
        return at(event.path)
    return f"{at(event.path or event.entity)}/#{event.type}"


def heads_of(counted: list[Event], at: Place = _as_written) -> dict[str, tuple[Event, ...]]:
    """Return {slot: events not superseded} of events that count.

    Args:
        counted: Sorted by (ref, content id).
        at: Where a path or entity is read; only the reading of joined cards moves any (see `corrections`).
    """
    dropped = _dropped(counted, at)
    slots: dict[str, list[Event]] = defaultdict(list)
    for event in counted:
        if (event.type, event.path and at(event.path), event.ref) not in dropped:
            slots[slot_of(event, at)].append(event)
    return {slot: tuple(slots[slot]) for slot in sorted(slots)}


def _dropped(counted: list[Event], at: Place) -> set[tuple[str, str | None, str]]:
    """Return (type, path, ref) of what another event of the same path supersedes or removes."""
    dropped: set[tuple[str, str | None, str]] = set()
    for event in counted:
        path = event.path and at(event.path)
        if event.type == "answer_set":
            gone = [ref for ref in refs_in(event, "supersedes") if ref != event.ref]
            dropped.update(("answer_set", path, ref) for ref in gone)
        elif event.type == "member_removed":
            dropped.update(("member_added", path, ref) for ref in refs_in(event, "removes"))
    return dropped


def refs_in(event: Event, field: str) -> list[str]:
    """Return the refs a field of the body names; what is no list of texts names none."""
    found = event.body.get(field)
    return [ref for ref in found if isinstance(ref, str)] if isinstance(found, list) else []


def _entities(heads: Mapping[str, tuple[Event, ...]]) -> dict[str, EntityState]:
    refs: dict[str, set[str]] = defaultdict(set)
    removals: dict[str, list[Event]] = defaultdict(list)
    for slot, found in heads.items():
        entity = slot.split("/", 1)[0]
        if slot.endswith("/#entity_removed"):
            removals[entity] += found
        refs[entity].update(event.ref for event in found if event.type != "entity_removed")
    entities = {}
    for entity in sorted(refs):
        removed = any(refs[entity] <= set(refs_in(removal, "sees")) for removal in removals[entity])
        entities[entity] = EntityState(removed, bool(removals[entity]) and not removed)
    return entities


def _vector(events: Iterable[Event | HiddenEvent]) -> dict[str, dict[str, Any]]:
    seqs: dict[str, set[int]] = defaultdict(set)
    for event in events:
        seqs[event.incarnation].add(event.seq)
    return {inc: {"last": max(found), "holes": holes_of(found)} for inc, found in sorted(seqs.items())}


def holes_of(seqs: set[int]) -> list[int]:
    """Return the numbers missing below the greatest: the first thousand, lest one number fill memory."""
    holes: list[int] = []
    expected = 1
    for seq in sorted(seqs):
        holes += range(expected, min(seq, expected + 1000 - len(holes)))
        expected = seq + 1
    return holes


def _state_hash(heads: Mapping[str, tuple[Event, ...]]) -> str:
    listed = [[slot, [[event.ref, event.content_id.hex()] for event in found]] for slot, found in heads.items()]
    return sha256_hex(canonical_bytes(listed))
