"""Receiving a batch: every event gets one outcome, and nothing authenticated is ever lost."""

from dataclasses import dataclass

from inspection.domain.bodies import fault_of_body, is_office_only
from inspection.domain.canonical import sha256_hex, to_base64
from inspection.domain.events import DEVICE_STREAM, MAX_EVENT_BYTES, Event
from inspection.domain.sealing import commitment
from inspection.domain.state import refused
from inspection.store.interface import Delivery, Incarnation, RawEvidence, StoredEvent
from inspection.sync.alarms import raise_for_visit
from inspection.sync.batch import Batch, Item, read_items
from inspection.sync.device import ServerDevice
from inspection.sync.field_visits import fault_of_opening
from inspection.sync.projections import project, verdicts_of

_ALARM_TYPES = ("urgent_raised", "determination_confirmed")
_ADDERS = ("visit_opened", "minor_added", "person_added")


@dataclass(frozen=True)
class Outcome:
    """What became of one event: ``stored``, ``duplicate``, ``quarantined`` or ``fork``, with the code why."""

    seq: int
    outcome: str
    code: str | None = None


@dataclass(frozen=True)
class Reception:
    """The answer to a batch. ``secrets_refused``: subjects whose secret does not match its commitment."""

    outcomes: list[Outcome]
    secrets_refused: list[str]


def receive_batch(device: ServerDevice, sender: Incarnation, batch: Batch, raw: bytes) -> Reception:
    """Store a batch in one transaction.

    Args:
        device: The server.
        sender: Who authenticated the request; may offer again the events of another author.
        batch: The batch.
        raw: The inflated request body, kept (wrapped) when something in it could not become an event.
    """
    with device.store.writing():
        receiver = _Receiver(device, sender, batch)
        outcomes = [receiver.take(item) for item in read_items(batch, receiver.key)]
        if any(one.outcome == "stored" for one in outcomes):
            _note_delivery(device, batch)
        refused_secrets = receiver.take_secrets()
        if receiver.unkept:
            code = receiver.unkept[min(receiver.unkept)]
            _keep_raw(device, sender, batch, raw, code=code, kept=_without_secrets(raw, batch, refused_secrets))
        if receiver.alarming or batch.secrets:
            raise_for_visit(device, batch.visit_id)
    return Reception(outcomes, refused_secrets)


class _Receiver:
    """Takes the events of one batch, one after the other, inside the transaction.

    Attributes:
        unkept: {seq: code} of what could not become an event.
        alarming: An event arrived that may ask for an alarm.
    """

    def __init__(self, device: ServerDevice, sender: Incarnation, batch: Batch) -> None:
        self.device, self.sender, self.batch = device, sender, batch
        self.store = device.store
        self.unkept: dict[int, str] = {}
        self.alarming = False
        author = self.store.people.incarnation(batch.incarnation)
        self.author = author if author and author.device_id == batch.device_id else None
        self.key = self.author.public_key if self.author else None
        self._refusals = refused(verdicts_of(self.store, self.store.log.of_visit(batch.visit_id)))

    def take(self, item: Item) -> Outcome:
        """Store one event, or say why not."""
        if item.event is None:
            return self._unkept(item)
        event = item.event
        there = self.store.log.at(event.incarnation, event.visit_id, event.seq)
        known = next((one for one in there if one.event.content_id == event.content_id), None)
        if known is not None:
            return self._known(known)
        code = self._fork(item, there) or self._fault(item)
        forked = code == "fork"
        stored = StoredEvent(event, item.link_before, item.link, item.signature, self.device.clock(), forked)
        self.store.log.append(stored)
        self.alarming = self.alarming or event.type in _ALARM_TYPES
        if code:
            self._refuse(stored, code)
            return Outcome(item.seq, "fork" if forked else "quarantined", code)
        project(self.store, stored)
        return Outcome(item.seq, "stored")

    def take_secrets(self) -> list[str]:
        """Keep the secrets that match their commitments; return the subjects of the others."""
        if not self.batch.secrets:
            return []
        events = [stored.event for stored in self.store.log.of_visit(self.batch.visit_id)]
        # Quarantined adders count too, and their bodies may hold anything: compared as text, never hashed.
        adders = [event for event in reversed(events) if event.type in _ADDERS]
        promised = {(event.entity, str(event.body.get("commitment"))): event.incarnation for event in adders}
        wrong = []
        for subject, secret in sorted(self.batch.secrets.items()):
            # Its maker is who added the subject, not who carried it here: a carrier must get it like anybody.
            maker = promised.get((subject, commitment(secret)))
            if maker:
                self.device.keep_secret(self.batch.visit_id, subject, secret, maker)
            else:
                wrong.append(subject)
        return wrong

    def _unkept(self, item: Item) -> Outcome:
        code = item.code or "malformed_body"
        self.unkept[item.seq] = code
        return Outcome(item.seq, "quarantined", code)

    def _known(self, known: StoredEvent) -> Outcome:
        """Answer a repetition as the first time, so that a lost answer hides no refusal."""
        seq = known.event.seq
        if known.forked:
            return Outcome(seq, "fork", "fork")
        code = self._refusals.get((known.event.ref, known.event.content_id))
        return Outcome(seq, "quarantined", code) if code else Outcome(seq, "duplicate")

    def _fork(self, item: Item, there: list[StoredEvent]) -> str | None:
        """Return ``fork`` when another event stands here, or the chain does not meet its neighbours."""
        if any(not one.forked for one in there):
            return "fork"
        before = self._main(item.seq - 1)
        after = self._main(item.seq + 1)
        if before is not None and before.link != item.link_before:
            return "fork"
        return "fork" if after is not None and after.link_before != item.link else None

    def _main(self, seq: int) -> StoredEvent | None:
        found = self.store.log.at(self.batch.incarnation, self.batch.visit_id, seq)
        return next((one for one in found if not one.forked), None)

    def _fault(self, item: Item) -> str | None:
        """Return the code for which an event is kept in quarantine, or None."""
        event, author = item.event, self.author
        if event is None or author is None:
            return "bad_signature"
        if item.size_bytes > MAX_EVENT_BYTES:
            return "oversize"
        if author.revoked_at is not None:
            return "revoked_device"
        if fault_of_body(event.type, event.body):
            return "malformed_body"
        if not author.user_id:
            return None
        return self._out_of_scope(event, author)

    def _out_of_scope(self, event: Event, author: Incarnation) -> str | None:
        kind, user_id = event.type, author.user_id
        if kind == "visit_opened":
            return fault_of_opening(self.store, author, event)
        if is_office_only(kind):
            return "not_in_scope"
        visit_id = self.batch.visit_id
        if visit_id == DEVICE_STREAM:
            return "not_in_scope"
        visit = self.store.visits.visit(visit_id)
        if visit is None:
            return "unknown_visit"
        if not self.store.visits.scope(user_id).get(visit_id):
            return "not_in_scope"
        return "not_in_scope" if kind == "acta_closed" and visit.closes != user_id else None

    def _refuse(self, stored: StoredEvent, code: str) -> None:
        body = {
            "entity": "visit",
            "of": stored.event.ref,
            "content_id": stored.event.content_id.hex(),
            "code": code,
            "accepted": False,
        }
        self.device.append(self.batch.visit_id, "verdict_given", body)


def _note_delivery(device: ServerDevice, batch: Batch) -> None:
    last_seq = batch.first_seq + len(batch.items) - 1
    device.store.evidence.note_delivery(
        Delivery(
            batch.incarnation,
            batch.visit_id,
            batch.first_seq,
            last_seq,
            device.clock(),
            batch.clock_offset_ms,
        )
    )


def _without_secrets(raw: bytes, batch: Batch, refused_secrets: list[str]) -> bytes:
    """Take out the secrets that were kept in their own place: erasing one later must not leave a copy here."""
    for subject, secret in batch.secrets.items():
        if subject not in refused_secrets:
            raw = raw.replace(to_base64(secret).encode(), b"")
    return raw


def _keep_raw(
    device: ServerDevice, sender: Incarnation, batch: Batch, raw: bytes, *, code: str, kept: bytes
) -> None:
    """Keep what of the body may be kept, wrapped, under the SHA-256 of the body as it came."""
    digest = sha256_hex(raw)
    row = RawEvidence(digest, code, sender.incarnation, batch.visit_id, device.clock())
    device.store.evidence.keep_raw(row, device.keys.wrap(kept, f"raw|{digest}"))
