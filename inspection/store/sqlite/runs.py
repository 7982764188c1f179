"""How a run of one stream becomes one row, and the row its events again.

A batch arrives as one run, so that it rests as one row: its canonical bytes whole, one line an event (canonical JSON
holds no line break), with the id and the link of each. A row an event cost the disk four times as much.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from inspection.domain.canonical import from_base64, parse_json, to_base64
from inspection.domain.events import Event
from inspection.store.records import StoredEvent

Row = Mapping[str, Any]
INSERT = (
    "INSERT INTO run (visit_id, incarnation, first_seq, last_seq, types, events, content_ids, links, link_before,"
    " signatures, received_at, forked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_MAX_EVENTS = 2_000
HASH_BYTES = 32
_TYPE = b'"type":"'
_END = '"type":"{}","v":1,"visit_id":"{}"}}'
"""How the line of an event of some type ends; in an answer's text every quotation mark has a stroke before it."""


def grouped(stored: Iterable[StoredEvent]) -> Iterator[list[StoredEvent]]:
    """Yield what may rest in one row together, in the order given: one chain, one arrival. A rival rests alone."""
    run: list[StoredEvent] = []
    for one in stored:
        if run and not (_follows(run[-1], one) and len(run) < _MAX_EVENTS):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _follows(before: StoredEvent, one: StoredEvent) -> bool:
    """Tell whether an event may stand in the row of the one before it."""
    here, there = one.event, before.event
    return (
        here.seq == there.seq + 1
        and one.link_before == before.link
        and not (one.forked or before.forked)
        and one.received_at == before.received_at
        and here.incarnation == there.incarnation
        and here.visit_id == there.visit_id
    )


def packed(run: Sequence[StoredEvent]) -> tuple[Any, ...]:
    """Return the values of `INSERT`."""
    first, last = run[0], run[-1]
    signatures = {one.event.seq: one.signature for one in run if one.signature is not None}
    return (
        first.event.visit_id, first.event.incarnation, first.event.seq, last.event.seq,
        types_text({one.event.type for one in run}), b"\n".join([one.event.canonical for one in run]),
        b"".join([one.event.content_id for one in run]), b"".join([one.link for one in run]), first.link_before,
        signatures_text(signatures), first.received_at, int(first.forked),
    )  # fmt: skip


def types_text(types: Collection[str]) -> str:
    """Return the types of a row: by them whole rows are passed over unread."""
    return f" {' '.join(sorted(types))} "


def type_of(line: bytes) -> str:
    """Return the type of a canonical event without reading the rest: nothing after it can hold the same words."""
    return line.rpartition(_TYPE)[2].partition(b'"')[0].decode(errors="surrogateescape")


def signatures_text(signatures: Mapping[int, bytes]) -> str | None:
    """Return the signatures of a row: ``{"<seq>": base64}``, or None without any."""
    named = {str(seq): to_base64(signature) for seq, signature in sorted(signatures.items())}
    return json.dumps(named, separators=(",", ":")) if named else None


def read_signatures(text: str | None) -> dict[int, bytes]:
    """Undo `signatures_text`.

    Raises:
        ValueError: Somebody changed it.
    """
    found = json.loads(text) if text is not None else {}
    read = {int(seq): from_base64(signature) for seq, signature in found.items()}
    if signatures_text(read) != text:
        raise ValueError("signatures not as written")
    return read


def lines_of(row: Row) -> list[bytes]:
    """Return the canonical bytes of each event."""
    return bytes(row["events"]).split(b"\n")


def hash_at(hashes: bytes, index: int) -> bytes:
    """Return one of many hashes that stand one after the other."""
    return hashes[index * HASH_BYTES : (index + 1) * HASH_BYTES]


class Unpacked:
    """A row, whose events are read one by one as they are asked for."""

    def __init__(self, row: Row) -> None:
        self._row = row
        self.lines = lines_of(row)
        self._signatures = read_signatures(row["signatures"])

    def event(self, index: int) -> StoredEvent:
        """Return the event at a place of the row."""
        row = self._row
        before = hash_at(row["links"], index - 1) if index else row["link_before"]
        return StoredEvent(
            Event.from_wire(parse_json(self.lines[index]), self.lines[index]),
            before,
            hash_at(row["links"], index),
            self._signatures.get(row["first_seq"] + index),
            row["received_at"],
            bool(row["forked"]),
        )

    def between(self, first: int, last: int) -> list[StoredEvent]:
        """Return the events with these numbers."""
        start = self._row["first_seq"]
        return [
            self.event(index) for index in range(max(first - start, 0), min(last - start + 1, len(self.lines)))
        ]

    def of_types(self, types: Collection[str] | None) -> list[StoredEvent]:
        """Return the events of some types, or all."""
        if types is None:
            return [self.event(index) for index in range(len(self.lines))]
        ends = tuple(_END.format(kind, self._row["visit_id"]).encode() for kind in types)
        return [self.event(index) for index, line in enumerate(self.lines) if line.endswith(ends)]
