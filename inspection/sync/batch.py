"""A batch: a contiguous run of one stream, and how much of it its signatures prove."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple

from inspection.domain.answers import Answers
from inspection.domain.canonical import NotCanonical, canonical_bytes
from inspection.domain.events import WIRE_VERSION, Envelope, Event, EventMalformed
from inspection.domain.links import link_message, next_link
from inspection.domain.signing import verify
from inspection.sync.short_items import sound_answers, spelled_out

MAX_BATCH_EVENTS = 2_000
ITEM_FIELDS = {"type", "recorded_at", "boot", "mono_ms", "body"}


@dataclass(frozen=True)
class Batch:
    """A batch as sent, its header already checked.

    Attributes:
        items: What stands in ``events``: anything at all.
        signatures: {seq: signature} of links inside the batch; the last link's among them.
        secrets: {subject: secret}.
        clock_offset_ms: The server's clock minus the device's, as last measured there.
    """

    device_id: str
    incarnation: str
    visit_id: str
    first_seq: int
    link_before: bytes
    items: Sequence[Any]
    signatures: Mapping[int, bytes]
    secrets: Mapping[str, bytes]
    clock_offset_ms: int | None = None

    @property
    def ids(self) -> dict[str, Any]:
        """The header fields that each event repeats."""
        return {
            "v": WIRE_VERSION,
            "device_id": self.device_id,
            "incarnation": self.incarnation,
            "visit_id": self.visit_id,
        }


class Item(NamedTuple):
    """One event of a batch.

    Attributes:
        event: None when the bytes are no event; ``code`` says why.
        size_bytes: Of the canonical form.
        signature: The author's signature of ``link``, where it was sent and holds.
    """

    seq: int
    event: Event | None
    code: str | None
    size_bytes: int = 0
    link_before: bytes = b""
    link: bytes = b""
    signature: bytes | None = None


Part = Item | Answers
"""One event of a batch, or many new answers that stand side by side and whose bodies were found sound."""


def read_items(batch: Batch, public_key: bytes | None) -> list[Part]:
    """Recompute ids and links, and check signatures.

    An event counts as proven when its link, or a later one of the batch, carries a signature that holds.
    What is not proven, and what follows bytes without a canonical form, comes back without an event.

    Args:
        batch: The batch.
        public_key: The author's key; None when nobody knows the author.
    """
    parts = _chained(batch)
    held = _signatures_that_hold(batch, parts, public_key) if public_key else {}
    parts = [_signed(part, held) for part in parts] if held else parts
    proven = max(held, default=batch.first_seq - 1) - batch.first_seq + 1
    if proven == len(batch.items):
        return parts
    items = one_by_one(parts)
    return [*items[:proven], *map(_unproven, items[proven:])]


def one_by_one(parts: Iterable[Part]) -> list[Item]:
    """Return every event of these parts by itself."""
    found: list[Item] = []
    for part in parts:
        found += [part] if isinstance(part, Item) else _items_of(part)
    return found


def place_of(part: Part, index: int) -> Item:
    """Return the number and the links of an event of a part, 0 the first and -1 the last, and nothing else of it."""
    if isinstance(part, Item):
        return part
    index %= len(part.lines)
    return Item(part.first_seq + index, None, None, 0, part.link_before_of(index), part.links[index])


def _items_of(answers: Answers) -> Iterator[Item]:
    for index, line in enumerate(answers.lines):
        seq, before, link = answers.first_seq + index, answers.link_before_of(index), answers.links[index]
        yield Item(seq, answers.event(index), None, len(line), before, link, answers.signatures.get(seq))


def _signatures_that_hold(batch: Batch, parts: Iterable[Part], public_key: bytes) -> dict[int, bytes]:
    """Return {seq: signature} of those sent that are the author's, of the very link that stands there."""
    found = {}
    for part in parts:
        first = part.seq if isinstance(part, Item) else part.first_seq
        links = [part.link] if isinstance(part, Item) else part.links
        for seq in sorted(batch.signatures.keys() & range(first, first + len(links))):
            link, signature = links[seq - first], batch.signatures[seq]
            if signature and link and verify(public_key, signature, link_message(link)):
                found[seq] = signature
    return found


def _signed(part: Part, held: Mapping[int, bytes]) -> Part:
    if isinstance(part, Item):
        return part._replace(signature=held[part.seq]) if part.seq in held else part
    here = held.keys() & range(part.first_seq, part.last_seq + 1)
    return part._replace(signatures={seq: held[seq] for seq in sorted(here)}) if here else part


def _chained(batch: Batch) -> list[Part]:
    chain = _Chain(batch)
    while chain.count < len(batch.items):
        # What stands alone is read alone; the run of short answers after it in one go.
        chain.take_one(batch.items[chain.count])
        chain.take_answers()
    return chain.parts


class _Chain:
    """The events of a batch as they are read, one link after the other.

    Attributes:
        parts: Those read already.
        count: How many events they are.
    """

    def __init__(self, batch: Batch) -> None:
        self.parts: list[Part] = []
        self.count = 0
        self._batch, self._link = batch, batch.link_before
        self._envelope = Envelope(batch.device_id, batch.incarnation, batch.visit_id)
        self._last: Mapping[str, Any] | None = None
        self._last_is_event = False
        self._broken = False

    def take_one(self, raw: Any) -> None:
        """Read the next item, whatever it is."""
        seq = self._batch.first_seq + self.count
        self.parts.append(self._one(seq, raw))
        self.count += 1

    def _one(self, seq: int, raw: Any) -> Item:
        self._last_is_event = False
        try:
            self._last = spelled_out(raw, self._last)
            event, data, digest = _read(self._batch, self._envelope, seq, raw if self._last is None else self._last)
        except NotCanonical:
            self._broken = True
            return Item(seq, None, "not_canonical")
        if self._broken:
            return Item(seq, None, "bad_signature")
        self._last_is_event = event is not None
        link_before, self._link = self._link, next_link(self._link, digest)
        return Item(seq, event, None if event else "malformed_body", len(data), link_before, self._link)

    def take_answers(self) -> None:
        """Read the new answers that stand next, as many as are sound."""
        if self._last is None or not self._last_is_event:
            return
        coming = islice(self._batch.items, self.count, None)
        found = sound_answers(
            self._envelope, self._batch.first_seq + self.count, coming, self._last, self._link
        )
        if found:
            answers, self._last = found
            self._link = answers.links[-1]
            self.parts.append(answers)
            self.count += len(answers.lines)


def _read(batch: Batch, envelope: Envelope, seq: int, sent: Any) -> tuple[Event | None, bytes, bytes]:
    """Return the event of an item, or None, with the canonical bytes and their SHA-256.

    Raises:
        NotCanonical: The item has no canonical form.
    """
    fields = sent if isinstance(sent, dict) else {"event": sent}
    whole = fields.keys() == ITEM_FIELDS
    event = envelope.event(seq, fields) if whole else None
    if event:
        return event, event.canonical, event.content_id
    wire = {**fields, **batch.ids, "seq": seq}
    data, digest = _hashed(wire)
    return _event(wire, data) if whole else None, data, digest


def _hashed(wire: Mapping[str, Any]) -> tuple[bytes, bytes]:
    data = canonical_bytes(wire)
    return data, sha256(data).digest()


def _event(wire: Mapping[str, Any], canonical: bytes) -> Event | None:
    try:
        return Event.from_wire(wire, canonical)
    except EventMalformed:
        return None


def _unproven(item: Item) -> Item:
    return Item(item.seq, None, item.code or "bad_signature")
