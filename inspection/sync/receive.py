"""Receiving a batch: every event gets one outcome, and nothing authenticated is ever lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from inspection.domain.bodies import fault_of_body, is_office_only
from inspection.domain.canonical import sha256_hex, to_base64
from inspection.domain.events import DEVICE_STREAM, MAX_EVENT_BYTES, Event
from inspection.domain.sealing import commitment
from inspection.domain.state import Key, refused
from inspection.store.records import Delivery, Incarnation, RawEvidence, StoredAnswers, StoredEvent, Visit
from inspection.sync.alarms import raise_for_visit
from inspection.sync.batch import Batch, Item, Part, one_by_one, place_of, read_items
from inspection.sync.device import SERVER_NAME, ServerDevice
from inspection.sync.field_visits import fault_of_opening
from inspection.sync.hiding import opened
from inspection.sync.projections import PROJECTED, project, verdicts_of

_ALARM_TYPES = ("urgent_raised", "determination_confirmed")
_ADDERS = ("visit_opened", "minor_added", "person_added")


class Outcome(NamedTuple):
    """What became of one event: ``stored``, ``duplicate``, ``quarantined`` or ``fork``, with the code why."""

    seq: int
    outcome: str
    code: str | None = None

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON form."""
        if self.code:
            return {"seq": self.seq, "outcome": self.outcome, "code": self.code}
        return {"seq": self.seq, "outcome": self.outcome}


@dataclass(frozen=True)
class Reception:
    """The answer to a batch. ``secrets_refused``: subjects whose secret does not match its commitment."""

    outcomes: list[Outcome]
    secrets_refused: list[str]


def receive_batch(
    device: ServerDevice, sender: Incarnation, batch: Batch, raw: bytes, *, admit: Callable[[], None] | None = None
) -> Reception:
    """Store a batch in one transaction.

    Args:
        device: The server.
        sender: Who authenticated the request; may offer again the events of another author.
        batch: The batch.
        raw: The inflated request body, kept (wrapped) when something in it could not become an event.
        admit: Called first inside the transaction; what it raises refuses the batch.
    """
    # Hashing and verifying are most of the work and need nothing of the store but a key: done before the writer's turn.
    batch = opened(device, batch)
    is_own = (batch.incarnation, batch.device_id) == (sender.incarnation, sender.device_id)
    key = sender.public_key if is_own else _key_of(_author(device, batch))
    items = read_items(batch, key)
    with device.store.writing():
        if admit:
            admit()
        receiver = _Receiver(device, sender, batch)
        if receiver.key != key:
            items = read_items(batch, receiver.key)
        outcomes = receiver.take_all(items)
        receiver.settle()
        if any(one.outcome == "stored" for one in outcomes):
            _note_delivery(device, batch)
        refused_secrets = receiver.take_secrets()
        if receiver.unkept:
            code = receiver.unkept[min(receiver.unkept)]
            _keep_raw(device, sender, batch, raw, code=code, kept=_without_secrets(raw, batch))
        if receiver.alarming or batch.secrets:
            raise_for_visit(device, batch.visit_id)
    return Reception(outcomes, refused_secrets)


def _author(device: ServerDevice, batch: Batch) -> Incarnation | None:
    author = device.store.people.incarnation(batch.incarnation) or _earlier_life(device, batch)
    return author if author and author.device_id == batch.device_id else None


def _earlier_life(device: ServerDevice, batch: Batch) -> Incarnation | None:
    """Return the server itself as it was between two restores of one backup: its own key proves what it wrote."""
    if batch.device_id != device.identity.device_id:
        return None
    now, key = device.clock(), device.keys.public_key
    return Incarnation(batch.incarnation, batch.device_id, "", key, SERVER_NAME, now, None)


def _key_of(author: Incarnation | None) -> bytes | None:
    return author.public_key if author else None


class _Receiver:
    """Takes the events of one batch, one after the other, inside the transaction.

    What stands around the run is read once; what is new is written together by `flush`, before all that speaks of it.

    Attributes:
        unkept: {seq: code} of what could not become an event.
        alarming: An event arrived that may ask for an alarm.
    """

    def __init__(self, device: ServerDevice, sender: Incarnation, batch: Batch) -> None:
        self.device, self.sender, self.batch = device, sender, batch
        self.store = device.store
        self.unkept: dict[int, str] = {}
        self.alarming = False
        self.author = _author(device, batch)
        self.key = _key_of(self.author)
        self._at = device.clock()
        self._new: list[StoredEvent | StoredAnswers] = []
        self._against: list[tuple[StoredEvent, str]] = []
        self._places: dict[int, list[StoredEvent]] = {}
        around = (batch.first_seq - 1, batch.first_seq + len(batch.items))
        for one in self.store.log.between(batch.incarnation, batch.visit_id, *around):
            self._places.setdefault(one.event.seq, []).append(one)
        self._in_scope: tuple[Visit | None, bool] | None = None
        # Of what is there before: a batch is not read back to find the minors it has just brought.
        there = self.store.log.of_visit(batch.visit_id, _ADDERS) if batch.secrets else []
        self._adders = [one.event for one in there]

    def take_all(self, parts: Sequence[Part]) -> list[Outcome]:
        """Store the events of the batch, each or say why not.

        Nearly every batch is new: nothing stands in its places and its chain meets its neighbours'. Then sound answers
        in scope need no further question.
        """
        if not self._is_new(parts):
            return [self.take(item) for item in one_by_one(parts)]
        outcomes: list[Outcome] = []
        for part in parts:
            if isinstance(part, Item):
                outcomes.append(self.take(part))
            elif self._may_answer() and max(map(len, part.lines)) <= MAX_EVENT_BYTES:
                self._new.append(StoredAnswers(part, self._at))
                outcomes += [Outcome(seq, "stored") for seq in range(part.first_seq, part.last_seq + 1)]
            else:
                outcomes += map(self.take, one_by_one([part]))
        return outcomes

    def _is_new(self, parts: Sequence[Part]) -> bool:
        """Tell whether no event of the batch can meet another: neither one that is there nor a broken chain."""
        end = self.batch.first_seq + len(self.batch.items)
        if any(self.batch.first_seq <= seq < end for seq in self._places):
            return False
        if any(isinstance(part, Item) and part.event is None for part in parts):
            return False
        return all(self._fork(end, []) is None for end in (place_of(parts[0], 0), place_of(parts[-1], -1)))

    def _may_answer(self) -> bool:
        """Tell whether the author may write answers here now: of a person, not dismissed, the visit in scope."""
        if self.author is None or self.author.revoked_at is not None or not self.author.user_id:
            return False
        if self.batch.visit_id == DEVICE_STREAM:
            return False
        visit, granted = self._scope(self.author.user_id)
        return granted and visit is not None

    def take(self, item: Item) -> Outcome:
        """Store one event, or say why not."""
        if item.event is None:
            return self._unkept(item)
        event = item.event
        self._recognise()
        there = self._places.get(event.seq, [])
        for one in there:
            if one.event.content_id == event.content_id:
                return self._known(one)
        code = self._fork(item, there) or self._fault(item)
        forked = code == "fork"
        stored = StoredEvent(event, item.link_before, item.link, item.signature, self._at, forked)
        self._new.append(stored)
        self._places.setdefault(event.seq, []).append(stored)
        self.alarming = self.alarming or event.type in _ALARM_TYPES
        if event.type in _ADDERS:
            self._adders.append(event)
        if code:
            self._against.append((stored, code))
            return Outcome(item.seq, "fork" if forked else "quarantined", code)
        if event.type in PROJECTED:
            self.flush()
            project(self.store, stored)
            self._in_scope = None
        return Outcome(item.seq, "stored")

    def _recognise(self) -> None:
        """Certify an earlier life of the server once an event of it is proven, so that others can check it too."""
        known = self.author is None or self.author.user_id or self.store.people.incarnation(self.author.incarnation)
        if self.author and not known:
            self.device.certify(self.author, SERVER_NAME)

    def settle(self) -> None:
        """Write what is left, and then the verdicts: amid its batch they would part events from their signature."""
        self.flush()
        for stored, code in self._against:
            self._refuse(stored, code)

    def flush(self) -> None:
        """Write the events taken since the last time."""
        run, self._new = self._new, []
        if run:
            self.store.log.extend(run)

    def take_secrets(self) -> list[str]:
        """Keep the secrets that match their commitments; return the subjects of the others."""
        if not self.batch.secrets:
            return []
        # Quarantined adders count too, and their bodies may hold anything: compared as text, never hashed.
        promised = {
            (event.entity, str(event.body.get("commitment"))): event.incarnation for event in reversed(self._adders)
        }
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

    @cached_property
    def _refusals(self) -> dict[Key, str]:
        """As they stood before this batch: its own verdicts come last, and speak of none that was there."""
        return refused(verdicts_of(self.store, self.store.log.of_visit(self.batch.visit_id, ("verdict_given",))))

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
        for one in self._places.get(seq, ()):
            if not one.forked:
                return one
        return None

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
        visit, granted = self._scope(user_id)
        if visit is None:
            return "unknown_visit"
        if not granted:
            return "not_in_scope"
        return "not_in_scope" if kind == "acta_closed" and visit.closes != user_id else None

    def _scope(self, user_id: str) -> tuple[Visit | None, bool]:
        """Return the visit and whether the author may write in it, asked again after an event that may change it."""
        if self._in_scope is None:
            visit_id = self.batch.visit_id
            self._in_scope = self.store.visits.visit(visit_id), self.store.visits.is_granted(visit_id, user_id)
        return self._in_scope

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


def _without_secrets(raw: bytes, batch: Batch) -> bytes:
    """Take out every secret: one kept here would outlive its erasure. Its tablet sends it again with its event."""
    for secret in batch.secrets.values():
        raw = raw.replace(to_base64(secret).encode(), b"")
    return raw


def _keep_raw(
    device: ServerDevice, sender: Incarnation, batch: Batch, raw: bytes, *, code: str, kept: bytes
) -> None:
    """Keep what of the body may be kept, wrapped, under the SHA-256 of the body as it came."""
    digest = sha256_hex(raw)
    row = RawEvidence(digest, code, sender.incarnation, batch.visit_id, device.clock())
    device.store.evidence.keep_raw(row, device.keys.wrap(kept, f"raw|{digest}"))
