"""The rows that the store gives out: frozen, without a database's own numbers."""

from dataclasses import dataclass
from typing import NamedTuple

from inspection.domain.answers import Answers
from inspection.domain.events import Event


class StoredEvent(NamedTuple):
    """An event with what proves it.

    Attributes:
        link_before: The stream's link before it, 32 bytes.
        link: The link after it.
        signature: Its author's signature over ``link``; None when a later event's signature covers it.
        received_at: The server's clock, ms since 1970 UTC.
        forked: Another event stands at the same place of the stream; this one came second.
    """

    event: Event
    link_before: bytes
    link: bytes
    signature: bytes | None
    received_at: int
    forked: bool = False

    def awaits(self, following: "StoredEvent") -> bool:
        """Tell whether only what follows in its stream proves it: a reader cannot keep the one without the other."""
        here, there = self.event, following.event
        return self.signature is None and (there.incarnation, there.visit_id, there.seq) == (
            here.incarnation, here.visit_id, here.seq + 1,
        )  # fmt: skip


class StoredAnswers(NamedTuple):
    """Many new answers of one stream as they arrived together, to be kept; they come back one by one.

    Attributes:
        received_at: The server's clock, ms since 1970 UTC.
    """

    answers: Answers
    received_at: int

    def one_by_one(self) -> list[StoredEvent]:
        """Return each by itself."""
        held, at = self.answers, self.received_at
        return [
            StoredEvent(
                held.event(index),
                held.link_before_of(index),
                link,
                held.signatures.get(held.first_seq + index),
                at,
            )
            for index, link in enumerate(held.links)
        ]


@dataclass(frozen=True)
class EventPage:
    """Events after a position, the position after them, and whether more follow."""

    events: list[StoredEvent]
    position: str
    more: bool


@dataclass(frozen=True)
class User:
    """One person. ``role`` is a key of `inspection.store.users.ROLES`."""

    user_id: str
    username: str
    name: str
    role: str
    active: bool
    created_at: int


@dataclass(frozen=True)
class Incarnation:
    """One person's store on one device; ``user_id`` is empty for the server itself."""

    incarnation: str
    device_id: str
    user_id: str
    public_key: bytes
    label: str
    enrolled_at: int
    revoked_at: int | None


@dataclass(frozen=True)
class Visit:
    """What the store knows of a visit without opening anything; rebuilt from the log."""

    visit_id: str
    protocol_id: str
    bundle_hash: str
    closes: str
    opened_at: int


@dataclass(frozen=True)
class Secret:
    """A subject's secret, wrapped; ``wrapped`` is None once destroyed."""

    visit_id: str
    subject: str
    wrapped: bytes | None
    made_by: str


@dataclass(frozen=True)
class SecretPage:
    """Secrets after a position, the position after them, and whether more follow."""

    secrets: list[Secret]
    position: str
    more: bool


@dataclass(frozen=True)
class Alarm:
    """An alarm that a named person must acknowledge; rebuilt from the log.

    Attributes:
        visit_id: `DEVICE_STREAM` when no visit is known.
        entity: The minor, or ``visit``.
        reason: A code: see `inspection.domain.urgent.REASONS`, or ``urgent_determination``.
        urgent_id: The packet it comes from, or None.
    """

    alarm_id: str
    visit_id: str
    entity: str
    reason: str
    urgent_id: str | None
    rests_on: tuple[str, ...]
    raised_at: int
    acknowledged_at: int | None
    acknowledged_by: str | None


@dataclass(frozen=True)
class UrgentRecord:
    """An urgent packet as received. ``signed`` = its signature was verified."""

    urgent_id: str
    packet: bytes
    signed: bool
    received_at: int


@dataclass(frozen=True)
class Upload:
    """A file announced by a tablet or kept by the office."""

    visit_id: str
    name: str
    size_bytes: int
    complete: bool


@dataclass(frozen=True)
class Delivery:
    """A run of a stream arrived, with the device's own idea of its clock: evidence of time, not of order.

    Attributes:
        clock_offset_ms: Server's clock minus the device's as last measured there, or None.
    """

    incarnation: str
    visit_id: str
    first_seq: int
    last_seq: int
    received_at: int
    clock_offset_ms: int | None


@dataclass(frozen=True)
class RawEvidence:
    """Bytes that could not become an event, kept under their SHA-256 and wrapped by the master key."""

    sha256: str
    code: str
    incarnation: str
    visit_id: str
    received_at: int


@dataclass(frozen=True)
class ActaRow:
    """A closed acta as anyone who holds its fingerprint may know it; rebuilt from the log. Nothing personal.

    Attributes:
        text_sha256: Of the text that was read and signed.
        closed_at: ms since 1970 UTC, when the server got the closing.
    """

    text_sha256: str
    visit_id: str
    closed_at: int


@dataclass(frozen=True)
class PaperRow:
    """What anyone with its code may know of an issued document; rebuilt from the log. Nothing personal.

    Attributes:
        kind: See `inspection.issuing.kinds`.
        office: Who issues, in words.
        signed: SHA-256 of each signed file that came back, oldest first.
        revoked_at: Since when it has no effect, or None.
    """

    code: str
    visit_id: str
    kind: str
    folio: str
    sha256: str
    issued_at: int
    office: str = ""
    signed: tuple[str, ...] = ()
    revoked_at: int | None = None


@dataclass(frozen=True)
class IssuedReceipt:
    """A receipt as signed: its canonical bytes and the signature. Kept because it is the office's own word."""

    visit_id: str
    canonical: bytes
    signature: bytes
