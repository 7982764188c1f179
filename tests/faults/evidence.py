"""What the checker recomputes by itself, with none of the server's own merge: heads, quarantine, chains."""

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from inspection.domain.canonical import NotCanonical, canonical_bytes, sha256_hex
from inspection.domain.events import Event
from inspection.domain.links import next_link
from inspection.domain.signing import verify
from inspection.store.records import StoredEvent

if TYPE_CHECKING:
    from tests.faults.world import World

Key = tuple[str, bytes]


def key_of(event: Event) -> Key:
    return event.ref, event.content_id


class VisitLog:
    """One visit as it lies in the store, judged by the rules of the protocol's page alone."""

    def __init__(self, world: "World", visit_id: str) -> None:
        store = world.server.store
        self.visit_id = visit_id
        self.stored = store.log.of_visit(visit_id)
        self.keys = {one.incarnation: one.public_key for one in store.people.incarnations()}
        server = {one.incarnation for one in store.people.incarnations() if not one.user_id}
        self.events = [one.event for one in self.stored]
        self.verdicts = [e for e in self.events if e.type == "verdict_given" and e.incarnation in server]
        self.refusals = [e for e in self.verdicts if not e.body["accepted"]]
        released = {(e.body["of"], e.body["content_id"]) for e in self.verdicts if e.body["accepted"]}
        named: dict[tuple[str, str], set[str]] = defaultdict(set)  # after a restore an event may be judged twice
        for one in self.refusals:
            named[(one.body["of"], one.body["content_id"])].add(one.body["code"])
        self.quarantined = {key: codes for key, codes in named.items() if key not in released}
        self.refused_ever = named
        outdated = world.keeping.outdated
        self.refused_earlier = {
            (e.body["of"], e.body["content_id"]) for e in self.refusals if e.incarnation in outdated
        }
        self.counted = [e for e in self.events if (e.ref, e.content_id.hex()) not in self.quarantined]

    def heads(self) -> dict[str, set[Key]]:
        """Return {slot: heads}: everything said and not taken back by a later event of the same path."""
        found: dict[str, set[Key]] = defaultdict(set)
        for event in self.counted:
            path = event.body.get("path") if isinstance(event.body.get("path"), str) else None
            kind = {"answer_set": ("answer_set", "supersedes"), "member_added": ("member_removed", "removes")}
            if event.type not in kind or path is None:
                found[f"{path or event.entity}/#{event.type}"].add(key_of(event))
                continue
            by, names = kind[event.type]
            if not any(
                other.type == by
                and other.body.get("path") == path
                and key_of(other) != key_of(event)
                and event.ref != (other.ref if by == "answer_set" else None)
                and event.ref in _list(other.body.get(names))
                for other in self.counted
            ):
                found[path].add(key_of(event))
        return dict(found)

    def unproven(self, stored: Iterable[StoredEvent] | None = None) -> list[str]:
        """Return the refs of the stored events that no signature of their author covers, or whose chain is broken."""
        stored = list(self.stored if stored is None else stored)
        after: dict[tuple[str, bytes], list[StoredEvent]] = defaultdict(list)
        for one in stored:
            after[(one.event.incarnation, one.link_before)].append(one)
        proven: dict[tuple[str, bytes], bool] = {}
        wrong = []
        for one in sorted(stored, key=lambda s: -s.event.seq):
            author = one.event.incarnation
            link = sha256(one.link_before + sha256(one.event.canonical).digest()).digest()
            good = link == one.link and (
                self._signed(one) or any(proven.get((author, n.link), False) for n in after[(author, link)])
            )
            proven[(author, one.link)] = good
            if not good:
                wrong.append(one.event.ref)
        return wrong

    def _signed(self, one: StoredEvent) -> bool:
        message = b"resguardo-link-1" + one.link
        return bool(one.signature) and verify(self.keys[one.event.incarnation], one.signature or b"", message)


def vector_of(events: Iterable[Event]) -> dict[str, Any]:
    """Return the vector of these events, holes by number."""
    seqs: dict[str, set[int]] = defaultdict(set)
    for event in events:
        seqs[event.incarnation].add(event.seq)
    return {
        inc: {"last": max(found), "holes": [n for n in range(1, max(found)) if n not in found]}
        for inc, found in seqs.items()
    }


def event_of(ids: dict[str, Any], seq: int, item: Any, link: bytes) -> tuple[Event | None, bytes]:
    """Return the event that an item of a batch stands for, None when it is none, and the link after it."""
    wire = {**(item if isinstance(item, dict) else {"event": item}), **ids, "seq": seq}
    try:
        data = canonical_bytes(wire)
        event = Event.from_wire(wire)
    except (NotCanonical, ValueError):
        return None, link
    return event, next_link(link, bytes.fromhex(sha256_hex(data)))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
