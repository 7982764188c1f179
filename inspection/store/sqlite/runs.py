"""How a run of one stream becomes one row, and the row its events again.

A batch arrives as one run, so that it rests as one row: its canonical bytes whole, one line an event (canonical JSON
holds no line break), with the id and the link of each. A row an event cost the disk four times as much.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from inspection.domain.canonical import from_base64, parse_json, to_base64
from inspection.domain.events import Event
from inspection.store.records import StoredAnswers, StoredEvent

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


Piece = StoredEvent | StoredAnswers


class Ends(NamedTuple):
    """What tells whether one piece goes on where another ended."""

    incarnation: str
    visit_id: str
    received_at: int
    forked: bool
    first_seq: int
    last_seq: int
    link_before: bytes
    link: bytes


def ends_of(piece: Piece) -> Ends:
    """Return where a piece stands."""
    if isinstance(piece, StoredEvent):
        event, seq = piece.event, piece.event.seq
        ids = event.incarnation, event.visit_id
        return Ends(*ids, piece.received_at, piece.forked, seq, seq, piece.link_before, piece.link)
    held = piece.answers
    places = held.first_seq, held.last_seq
    return Ends(held.incarnation, held.visit_id, piece.received_at, False, *places, held.link_before, held.links[-1])


def grouped(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Yield what may rest in one row together, in the order given: one chain, one arrival. A rival rests alone."""
    run: list[Piece] = []
    first_seq, before = 0, None
    for piece in pieces:
        here = ends_of(piece)
        if before and not (_follows(before, here) and here.last_seq - first_seq < _MAX_EVENTS):
            yield run
            run, before = [], None
        if before is None:
            first_seq = here.first_seq
        run.append(piece)
        before = here
    if run:
        yield run


def _follows(before: Ends, here: Ends) -> bool:
    """Tell whether a piece may stand in the row of the one before it."""
    return (
        here.first_seq == before.last_seq + 1
        and here.link_before == before.link
        and not (here.forked or before.forked)
        and here[:3] == before[:3]
    )


def packed(run: Sequence[Piece]) -> tuple[Any, ...]:
    """Return the values of `INSERT`."""
    first, last = ends_of(run[0]), ends_of(run[-1])
    types: set[str] = set()
    lines: list[bytes] = []
    content_ids: list[bytes] = []
    links: list[bytes] = []
    signatures: dict[int, bytes] = {}
    for piece in run:
        if isinstance(piece, StoredEvent):
            types.add(piece.event.type)
            lines.append(piece.event.canonical)
            content_ids.append(piece.event.content_id)
            links.append(piece.link)
            if piece.signature is not None:
                signatures[piece.event.seq] = piece.signature
        else:
            types.add("answer_set")
            lines += piece.answers.lines
            content_ids += piece.answers.content_ids
            links += piece.answers.links
            signatures |= piece.answers.signatures
    return (
        first.visit_id, first.incarnation, first.first_seq, last.last_seq, types_text(types), b"\n".join(lines),
        b"".join(content_ids), b"".join(links), first.link_before, signatures_text(signatures), first.received_at,
        int(first.forked),
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
