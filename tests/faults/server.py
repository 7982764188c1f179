"""The real server without HTTP: signed bytes in, JSON out, and a history of everything it was told."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from inspection.domain.canonical import from_base64
from inspection.domain.events import WIRE_VERSION
from inspection.store.files import Files
from inspection.store.interface import Store
from inspection.store.keys import Keys
from inspection.store.records import Incarnation
from inspection.sync import alarms, authentication, pull, receipts, receive, reconciling, urgent
from inspection.sync.batch import Batch
from inspection.sync.office import Office
from inspection.sync.refusals import Refused
from inspection.sync.uploads import Uploads
from inspection.web.errors import SENTENCES

MAX_BODY_BYTES = receive.MAX_EVENT_BYTES * 3 // 2 + 10_000
"""A little over the largest event in a box: much smaller than the server's own, so that two must be halved."""
ROOM_BYTES = receive.MAX_EVENT_BYTES // 2
"""What a tablet's own batch leaves free, so that others can give it back with its proof; the real one leaves 1.7 MB."""


@dataclass
class Request:
    """What travels to the server."""

    method: str
    path: str
    body: bytes
    headers: dict[str, str]


@dataclass
class Reply:
    """What travels back. ``held``: the name of the commit that must be seen before it leaves."""

    status: int
    body: dict[str, Any]
    held: int | None = None


@dataclass
class Reading:
    """An authenticated batch that the server read, and what it said. ``in_scope``: its author's, at that instant."""

    sender: Incarnation
    batch: Batch
    raw: bytes
    outcomes: list[receive.Outcome]
    secrets_refused: list[str]
    in_scope: bool
    author_revoked: bool


@dataclass
class Pulled:
    """A pull that was answered, or a stream given back.

    Attributes:
        granted: What the caller might see at that instant; ``shut_out``: it was revoked then.
    """

    caller: Incarnation
    granted: set[str]
    answer: dict[str, Any]
    shut_out: bool


@dataclass
class History:
    """Everything the server was told and said, in order."""

    readings: list[Reading] = field(default_factory=list)
    pulls: list[Pulled] = field(default_factory=list)
    compared_out_of_scope: int = 0
    packets: list[bytes] = field(default_factory=list)
    refusals: list[tuple[str, str]] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    receipts: list[tuple[dict[str, Any], list[Any]]] = field(default_factory=list)
    receipts_out_of_scope: int = 0
    postponed: int = 0
    served: Counter[tuple[str, str]] = field(default_factory=Counter)


class SimServer:
    """The server of one seed.

    Attributes:
        scope: {(user, visit): granted}, kept apart from the store by whoever grants and revokes.
        history: Since the server was last restored; ``earlier``: those before.
        hold: The next commit of a batch is seen late.
    """

    def __init__(self, store: Store, keys: Keys, files: Files, clock: Callable[[], int], rng: Any) -> None:
        self.store, self.keys, self.files, self.clock, self.rng = store, keys, files, clock, rng
        self.office = Office(store, keys, files, clock, rng)
        self.scope: dict[tuple[str, str], bool] = {}
        self.history = History()
        self.earlier: list[History] = []
        self.hold = False
        self.holding = False

    def restart(self) -> None:
        """Stop and start over the same store."""
        self.office = Office(self.store, self.keys, self.files, self.clock, self.rng)

    def handle(self, request: Request) -> Reply:
        """Answer one request; a crash is a 500 as it is behind HTTP, and is written down."""
        try:
            postponed = self.history.postponed
            reply = self._handle(request)
            nonce = request.headers.get("X-Resguardo-Nonce")
            if nonce and self.history.postponed == postponed:  # what is left with its tablet had no effect
                self.history.served[(request.headers["X-Resguardo-Incarnation"], nonce)] += 1
            return reply
        except Refused as refused:
            self.history.refusals.append((request.headers.get("X-Resguardo-Incarnation", ""), refused.code))
            by = self.office.device.identity.epoch  # not on the wire: for the checker
            return Reply(SENTENCES[refused.code].status, {"code": refused.code, **refused.details, "by": by})
        except Exception as crash:
            self.history.crashes.append(f"{request.method} {request.path}: {type(crash).__name__}: {crash}")
            return Reply(500, {"code": "crash"})

    def _handle(self, request: Request) -> Reply:
        path, device = request.path, self.office.device
        if path == "/api/v1/urgent":
            answer = urgent.receive_urgent(device, request.body)
            self.history.packets.append(request.body)
            return Reply(200, answer)
        signed = authentication.SignedRequest(request.method, path, request.body)
        batches = path == "/api/v1/batches"  # whose nonce is spent in the transaction of what they bring
        ask = authentication.identify if batches else authentication.authenticate
        sender = ask(self.store, signed, request.headers, handing_in=batches or "/files" in path)
        if len(request.body) > MAX_BODY_BYTES:
            raise Refused("too_large")
        if batches:
            return self._batch(sender, request.body, request.headers)
        if path == "/api/v1/pulls":
            return self._pull(sender, json.loads(request.body))
        if path == "/api/v1/reconciliations":
            return self._compare(sender, json.loads(request.body))
        visit_id, *rest = path.split("/")[4:]
        if rest[0] == "streams":
            return self._exchange(sender, visit_id, rest[1], json.loads(request.body))
        if rest[0] == "files":
            return self._file(sender, visit_id, rest[1:], request)
        answer = receipts.receipt(device, sender, visit_id)
        self.history.receipts.append((answer["receipt"], self.store.log.of_visit(visit_id)))
        self.history.receipts_out_of_scope += not self.scope.get((sender.user_id, visit_id), False)
        return Reply(200, answer)

    def _batch(self, sender: Incarnation, raw: bytes, headers: dict[str, str]) -> Reply:
        sent = json.loads(raw)
        if sent["v"] > WIRE_VERSION:  # as `inspection.web.api.sync` answers: left with its tablet
            seqs = range(sent["first_seq"], sent["first_seq"] + len(sent["events"]))
            self.history.postponed += len(seqs)
            waits = [{"seq": seq, "outcome": "retry_after", "code": "future_version"} for seq in seqs]
            return Reply(200, {"results": waits, "secrets_refused": [], "epoch": self.office.device.identity.epoch})
        authentication.check_author(sender, sent["incarnation"])
        batch = read_batch(sent)
        author = self.store.people.incarnation(batch.incarnation)
        user = author.user_id if author else ""
        before = set(self.pending())
        self.holding = self.hold
        try:
            admit = partial(authentication.spend_nonce, self.store, sender, headers)
            found = receive.receive_batch(self.office.device, sender, batch, raw, admit=admit)
        finally:
            self.holding = self.hold = False
        held = next(iter(set(self.pending()) - before), None)
        in_scope = self.scope.get((user, batch.visit_id), False)
        revoked = bool(author and author.revoked_at is not None)
        self.history.readings.append(
            Reading(sender, batch, raw, found.outcomes, found.secrets_refused, in_scope, revoked)
        )
        results = [{"seq": o.seq, "outcome": o.outcome, "code": o.code} for o in found.outcomes]
        epoch = self.office.device.identity.epoch
        return Reply(200, {"results": results, "secrets_refused": found.secrets_refused, "epoch": epoch}, held)

    def _file(self, sender: Incarnation, visit_id: str, rest: list[str], request: Request) -> Reply:
        """Answer as `inspection.web.api.files` does."""
        uploads = Uploads(self.office.device, self.office.files, sender, visit_id)
        by = self.office.device.identity.epoch
        if not rest:
            asked = json.loads(request.body)
            progress = uploads.announce(asked["name"], asked["size_bytes"])
            return Reply(201 if progress.new else 200, {"offset": progress.offset, "by": by})
        progress = uploads.write(rest[0], int(request.headers["Upload-Offset"]), request.body)
        return Reply(200, {"offset": progress.offset, "complete": progress.complete, "by": by})

    def _pull(self, sender: Incarnation, asked: dict[str, Any]) -> Reply:
        answer = pull.pull(self.office.device, sender, asked["cursor"], asked["limit"])
        self.history.pulls.append(self._pulled(sender, answer))
        return Reply(200, {**answer, "epoch": self.office.device.identity.epoch})

    def _pulled(self, sender: Incarnation, answer: dict[str, Any]) -> Pulled:
        known = self.store.people.incarnation(sender.incarnation)
        return Pulled(sender, self._granted(sender), answer, known is None or known.revoked_at is not None)

    def _granted(self, sender: Incarnation) -> set[str]:
        return {visit for (user, visit), yes in self.scope.items() if user == sender.user_id and yes}

    def _compare(self, sender: Incarnation, asked: dict[str, Any]) -> Reply:
        told = [reconciling.Told(**one) for one in asked["visits"]]
        visits = reconciling.compare(self.office.device, sender, told)
        self.history.compared_out_of_scope += len({one["visit_id"] for one in visits} - self._granted(sender))
        return Reply(200, {"visits": visits, "epoch": self.office.device.identity.epoch})

    def _exchange(self, sender: Incarnation, visit_id: str, incarnation: str, asked: dict[str, Any]) -> Reply:
        have = [bytes.fromhex(one) for one in asked["have"]]
        answer = reconciling.exchange(self.office.device, sender, visit_id, incarnation, have)
        self.history.pulls.append(self._pulled(sender, {**answer, "visits": []}))
        return Reply(200, {**answer, "epoch": self.office.device.identity.epoch})

    def pending(self) -> list[int]:
        """Return the commits not seen yet; a store that never holds any back has none."""
        names = getattr(self.store, "pending", None)
        return names() if names else []

    def publish(self, name: int) -> None:
        """Let readers see a commit."""
        if name in self.pending():
            self.store.publish(name)  # type: ignore[attr-defined]


def read_batch(sent: dict[str, Any]) -> Batch:
    """Read a batch as `inspection.web.api.sync` does."""
    last_seq = sent["first_seq"] + len(sent["events"]) - 1
    return Batch(
        device_id=sent["device_id"],
        incarnation=sent["incarnation"],
        visit_id=sent["visit_id"],
        first_seq=sent["first_seq"],
        link_before=from_base64(sent["link_before"]),
        items=sent["events"],
        signatures={
            **{int(seq): from_base64(one) for seq, one in sent.get("signatures", {}).items()},
            last_seq: from_base64(sent["signature"]),
        },
        secrets={one["subject"]: from_base64(one["secret"]) for one in sent["secrets"]},
        clock_offset_ms=None,
    )


__all__ = [
    "MAX_BODY_BYTES",
    "ROOM_BYTES",
    "History",
    "Pulled",
    "Reading",
    "Reply",
    "Request",
    "SimServer",
    "alarms",
    "read_batch",
]
