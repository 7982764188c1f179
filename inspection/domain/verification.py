"""The evidence check, pure: does what rests in a store still say what its authors signed?

Nothing that rests is believed: content ids, links and signatures are recomputed from the canonical bytes, and what
closures, receipts and deliveries say was held is held against what is there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from inspection.domain.canonical import NotCanonical, canonical_bytes, parse_json
from inspection.domain.events import Event, EventMalformed
from inspection.domain.links import FIRST_LINK, link_message, next_link
from inspection.domain.signing import verify
from inspection.domain.state import fold, refused

MAX_NAMED = 1_000_000
"""How many missing numbers are named at most: one mangled number must not fill memory."""


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold.

    Attributes:
        code: A key of `inspection.cli.fault_words.FAULTS`.
        stream: The incarnation, or "" when it is not about a stream.
        seq: The event's number in it, or None.
        expected: What was expected, in hex or as the thing's own name. Never an opened value.
        found: What is there.
    """

    code: str
    visit_id: str
    stream: str = ""
    seq: int | None = None
    expected: str = ""
    found: str = ""


@dataclass(frozen=True)
class Resting:
    """A row of the log exactly as it rests, nothing parsed."""

    visit_id: str
    incarnation: str
    seq: int
    type: str
    content_id: bytes
    canonical: bytes
    link_before: bytes
    link: bytes
    signature: bytes | None
    forked: bool


@dataclass(frozen=True)
class Kept:
    """A row whose own columns agree with its bytes."""

    event: Event
    row: Resting

    @property
    def place(self) -> tuple[str, int]:
        """Stream and number."""
        return self.event.incarnation, self.event.seq


@dataclass(frozen=True)
class Known:
    """What the check of one visit rests on.

    Attributes:
        keys: {incarnation: public key}, from certificates that the server signed.
        servers: The server's incarnations.
        delivered: {incarnation: numbers that some delivery says arrived}.
        raw_from: Incarnations of which something could not become an event: their runs may have holes.
        dense: Streams that may have no hole at all: the server's own of this epoch.
    """

    visit_id: str
    keys: Mapping[str, bytes]
    servers: frozenset[str]
    delivered: Mapping[str, frozenset[int]] = field(default_factory=dict)
    raw_from: frozenset[str] = frozenset()
    dense: frozenset[str] = frozenset()


def read_row(row: Resting, visit_id: str) -> Kept | Fault:
    """Read one row, or say what in it does not hold."""

    def fault(code: str, expected: str = "", found: str = "") -> Fault:
        return Fault(code, visit_id, row.incarnation, row.seq, expected, found)

    try:
        wire = parse_json(row.canonical)
        event = Event.from_wire(wire)
        again = canonical_bytes(wire)
    except (ValueError, EventMalformed, NotCanonical, RecursionError):
        return fault("event_unreadable", row.content_id.hex(), sha256(row.canonical).hexdigest())
    if again != row.canonical or event.content_id != row.content_id:
        return fault("content_differs", row.content_id.hex(), sha256(row.canonical).hexdigest())
    columns = (row.visit_id, row.incarnation, row.seq, row.type)
    named = (event.visit_id, event.incarnation, event.seq, event.type)
    if columns != named:
        return fault("columns_differ", " ".join(map(str, named)), " ".join(map(str, columns)))
    link = next_link(row.link_before, event.content_id)
    if link != row.link:
        return fault("link_differs", link.hex(), row.link.hex())
    return Kept(event, row)


def check_streams(kept: Sequence[Kept], known: Known) -> Iterator[Fault]:
    """Check chains, numbers and signatures of every stream of a visit."""
    by_stream: dict[str, list[Kept]] = {}
    for one in kept:
        by_stream.setdefault(one.event.incarnation, []).append(one)
    for incarnation in sorted({*by_stream, *known.delivered, *known.dense}):
        found = sorted(by_stream.get(incarnation, []), key=lambda one: one.event.seq)
        yield from _check_chain(found, known)
        yield from _check_proof(found, known)
        yield from _check_numbers(incarnation, found, known)


def _check_chain(found: Sequence[Kept], known: Known) -> Iterator[Fault]:
    """Each event of the main line begins where the one before it ended."""
    main: dict[int, Kept] = {}
    for one in found:
        if one.row.forked:
            continue
        incarnation, seq = one.place
        if seq in main:
            yield Fault("place_taken_twice", known.visit_id, incarnation, seq)
        before = FIRST_LINK if seq == 1 else main[seq - 1].row.link if seq - 1 in main else None
        if before is not None and before != one.row.link_before:
            yield Fault("chain_broken", known.visit_id, incarnation, seq, before.hex(), one.row.link_before.hex())
        main[seq] = one


def _check_proof(found: Sequence[Kept], known: Known) -> Iterator[Fault]:
    """Each event is signed, or stands before one that is."""
    if not found:
        return
    incarnation = found[0].event.incarnation
    key = known.keys.get(incarnation)
    if key is None:
        yield Fault("author_uncertified", known.visit_id, incarnation, found[0].event.seq)
        return
    proven: set[tuple[int, bytes]] = set()
    faults = []
    for one in reversed(found):
        seq = one.event.seq
        if one.row.signature is not None and not verify(key, one.row.signature, link_message(one.row.link)):
            faults.append(Fault("signature_differs", known.visit_id, incarnation, seq, found=one.row.signature.hex()))
        elif one.row.signature is None and (seq + 1, one.row.link) not in proven:
            if incarnation not in known.raw_from:
                faults.append(Fault("signature_missing", known.visit_id, incarnation, seq))
            continue
        proven.add((seq, one.row.link_before))
    yield from reversed(faults)


def _check_numbers(incarnation: str, found: Sequence[Kept], known: Known) -> Iterator[Fault]:
    """No event that arrived is missing."""
    held = {one.event.seq for one in found}
    must = set(known.delivered.get(incarnation, frozenset()))
    if incarnation in known.dense and held:
        must.update(range(1, min(max(held), MAX_NAMED) + 1))
    if incarnation not in known.raw_from:
        for seq in sorted(must - held):
            yield Fault("event_missing", known.visit_id, incarnation, seq)


def holes(kept: Sequence[Kept]) -> dict[str, int]:
    """Return {incarnation: how many numbers have not arrived below the greatest}: no fault by itself."""
    seqs: dict[str, set[int]] = {}
    for one in kept:
        seqs.setdefault(one.event.incarnation, set()).add(one.event.seq)
    return {name: max(found) - len(found) for name, found in sorted(seqs.items()) if max(found) > len(found)}


def verdicts_in(kept: Iterable[Kept], servers: frozenset[str]) -> list[Event]:
    """Return the server's verdicts."""
    return [k.event for k in kept if k.event.type == "verdict_given" and k.event.incarnation in servers]


def check_forks(kept: Sequence[Kept], known: Known) -> Iterator[Fault]:
    """What rests as a fork was judged a fork, and judged on the record."""
    judged = {
        (verdict.body.get("of"), verdict.body.get("content_id"))
        for verdict in verdicts_in(kept, known.servers)
        if verdict.body.get("code") == "fork"
    }
    for one in kept:
        if one.row.forked and (one.event.ref, one.event.content_id.hex()) not in judged:
            yield Fault("fork_unjudged", known.visit_id, *one.place)


def check_cover(
    vector: Mapping[str, Any], state_hash: str, kept: Sequence[Kept], known: Known, *, code: str, excused: str = ""
) -> Iterator[Fault]:
    """Hold the log to a signed word (a closure, a receipt) on what a visit held and what it added up to.

    Args:
        vector: ``{incarnation: {"last", "holes"}}``.
        state_hash: The state of exactly those events.
        kept: The visit's rows.
        known: See `Known`.
        code: The fault's code begins with it: ``closure`` or ``receipt``.
        excused: A stream whose missing events may still be on their tablet: then nothing can be said of the state.
    """
    there = {one.place for one in kept}
    covered = {(inc, seq) for inc, one in vector.items() for seq in _numbers(one)}
    missing = sorted(covered - there)
    pending = {seq for inc, seq in missing if inc == excused} - known.delivered.get(excused, frozenset())
    for incarnation, seq in missing:
        if incarnation != excused or seq not in pending:
            yield Fault(f"{code}_event_missing", known.visit_id, incarnation, seq)
    if missing:
        return
    inside = [one for one in kept if one.place in covered]
    verdicts = verdicts_in(inside, known.servers)
    judged = {(verdict.body["of"], bytes.fromhex(verdict.body["content_id"])) for verdict in verdicts}
    # A fork that came later stands at a covered number, but nobody had seen it.
    seen = [o.event for o in inside if not o.row.forked or (o.event.ref, o.event.content_id) in judged]
    found = fold(seen, verdicts).state_hash
    if found != state_hash:
        yield Fault(f"{code}_state_differs", known.visit_id, expected=state_hash, found=found)


def _numbers(one: Mapping[str, Any]) -> Iterator[int]:
    gone = set(one["holes"])
    return (seq for seq in range(1, min(int(one["last"]), MAX_NAMED) + 1) if seq not in gone)


def closures_in(kept: Sequence[Kept], known: Known) -> list[Event]:
    """Return the closures that count."""
    out = refused(verdicts_in(kept, known.servers))
    return [
        one.event
        for one in kept
        if one.event.type == "acta_closed" and not one.row.forked and (one.event.ref, one.event.content_id) not in out
    ]


def check_closure(closure: Event, text: str | None, kept: Sequence[Kept], known: Known) -> Iterator[Fault]:
    """Check a closure: its vector, state, signers and, when it could be opened, its text."""
    body, place = closure.body, (closure.incarnation, closure.seq)
    by_ref = {one.event.ref: one.event for one in kept if not one.row.forked}
    yield from check_cover(body["vector"], body["state_hash"], kept, known, code="closure", excused=closure.incarnation)
    if text is not None and (found := sha256(text.encode()).hexdigest()) != body["text_sha256"]:
        yield Fault("closure_text_differs", known.visit_id, *place, body["text_sha256"], found)
    for signer in body["signers"]:
        given = by_ref.get(signer["ref"])
        said = (signer["entity"], signer["manner"], body["text_sha256"])
        if given is None or (given.entity, given.body.get("manner"), given.body.get("text_sha256")) != said:
            yield Fault("closure_signer_differs", known.visit_id, *place, signer["ref"])
