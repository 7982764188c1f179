"""New answers that stand side by side in one stream, as columns.

A visit is hundreds of them, and an object for each would cost the server more than hashing them. From reading to
storing they stay columns; whoever needs one of them as an event reads it from its bytes.
"""

from collections.abc import Mapping
from typing import NamedTuple

from inspection.domain.canonical import parse_json
from inspection.domain.events import Event


class Answers(NamedTuple):
    """Sound new answers of one stream, at least one, each with the next number.

    Attributes:
        incarnation: Whose stream.
        visit_id: Of which visit.
        first_seq: The first one's number.
        link_before: The stream's link before the first, 32 bytes.
        lines: The canonical bytes of each.
        content_ids: The SHA-256 of each, 32 bytes.
        links: The link after each, 32 bytes.
        signatures: {seq: its author's signature of its link}, where it was sent and holds.
    """

    incarnation: str
    visit_id: str
    first_seq: int
    link_before: bytes
    lines: list[bytes]
    content_ids: list[bytes]
    links: list[bytes]
    signatures: Mapping[int, bytes] = {}

    @property
    def last_seq(self) -> int:
        """The last one's number."""
        return self.first_seq + len(self.lines) - 1

    def event(self, index: int) -> Event:
        """Return the event at a place."""
        line = self.lines[index]
        return Event.from_wire(parse_json(line), line)

    def link_before_of(self, index: int) -> bytes:
        """Return the link before the event at a place."""
        return self.links[index - 1] if index else self.link_before
