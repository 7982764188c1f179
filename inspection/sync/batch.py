"""A batch: a contiguous run of one stream, and how much of it its signatures prove."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple

from inspection.domain.canonical import NotCanonical, canonical_bytes
from inspection.domain.events import WIRE_VERSION, Envelope, Event, EventMalformed
from inspection.domain.links import link_message, next_link
from inspection.domain.signing import verify
from inspection.sync.short_items import fields_of, sound_answers, spelled_out

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
        is_answer: A new answer, whose body was found sound.
    """

    seq: int
    event: Event | None
    code: str | None
    size_bytes: int = 0
    link_before: bytes = b""
    link: bytes = b""
    signature: bytes | None = None
    is_answer: bool = False


def read_items(batch: Batch, public_key: bytes | None) -> list[Item]:
    """Recompute ids and links, and check signatures.

    An event counts as proven when its link, or a later one of the batch, carries a signature that holds.
    What is not proven, and what follows bytes without a canonical form, comes back without an event.

    Args:
        batch: The batch.
        public_key: The author's key; None when nobody knows the author.
    """
    items = _chained(batch)
    proven = 0
    for index, item in enumerate(items):
        signature = batch.signatures.get(item.seq)
        if signature and item.link and public_key and verify(public_key, signature, link_message(item.link)):
            items[index] = _signed(item, signature)
            proven = index + 1
    return items if proven == len(items) else [*items[:proven], *map(_unproven, items[proven:])]


def _chained(batch: Batch) -> list[Item]:
    chain = _Chain(batch)
    while len(chain.items) < len(batch.items):
        # What stands alone is read alone; the run of short answers after it in one go.
        chain.take_one(batch.items[len(chain.items)])
        chain.take_answers()
    return chain.items


class _Chain:
    """The items of a batch as they are read, one link after the other.

    Attributes:
        items: Those read already.
    """

    def __init__(self, batch: Batch) -> None:
        self.items: list[Item] = []
        self._batch, self._link = batch, batch.link_before
        self._envelope = Envelope(batch.device_id, batch.incarnation, batch.visit_id)
        self._before: Event | None = None
        self._last: dict[str, Any] | None = None
        self._broken = False

    def take_one(self, raw: Any) -> None:
        """Read the next item, whatever it is."""
        seq = self._batch.first_seq + len(self.items)
        before, self._before = self._before, None
        try:
            self._last = spelled_out(raw, fields_of(before) if before else self._last)
            event, data, digest = _read(self._batch, self._envelope, seq, raw if self._last is None else self._last)
        except NotCanonical:
            self._broken = True
            self.items.append(Item(seq, None, "not_canonical"))
            return
        if self._broken:
            self.items.append(Item(seq, None, "bad_signature"))
            return
        self._before, link_before, self._link = event, self._link, next_link(self._link, digest)
        code = None if event else "malformed_body"
        self.items.append(Item(seq, event, code, len(data), link_before, self._link))

    def take_answers(self) -> None:
        """Read the new answers that stand next, as many as are sound."""
        if self._before is None:
            return
        place = len(self.items)
        coming = islice(self._batch.items, place, None)
        events = sound_answers(self._envelope, self._batch.first_seq + place, coming, self._before)
        link = self._link
        for event in events:
            link_before, link = link, next_link(link, event.content_id)
            self.items.append(
                Item(event.seq, event, None, len(event.canonical), link_before, link, None, True)
            )
        if events:
            self._before, self._link = events[-1], link


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


def _signed(item: Item, signature: bytes) -> Item:
    return item._replace(signature=signature)


def _unproven(item: Item) -> Item:
    return Item(item.seq, None, item.code or "bad_signature")
