"""A tablet in the field: writes, has contacts, waits for answers that may never come, and can be copied or lost."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from random import Random
from typing import Any

from inspection.domain.canonical import from_base64
from inspection.domain.events import Event
from inspection.domain.signing import verify
from tests.factories import SeededRng
from tests.faults.epochs import Epochs
from tests.faults.network import Answered, Network
from tests.faults.photos import Photo, Photos
from tests.faults.repairing import Repairing
from tests.faults.server import MAX_BODY_BYTES, ROOM_BYTES, Request
from tests.virtual_tablet import PREFIX, Stream, VirtualTablet

SHUT_OUT = "incarnation_revoked"


class FieldTablet(VirtualTablet):
    """One person's store on one device, for the simulation.

    Attributes:
        number: Names the physical tablet: a clone shares the incarnation, not the number. Odd ones send short items.
        answered: {(visit, seq): (content id, outcome, code)} as the server told this tablet.
        blocker: Why it stopped asking, when it did.
        told: Visits it was told it may no longer see.
        packets: Urgent packets not yet acknowledged.
        epochs: What it keeps of others' events, in case the server is restored.
        asked_in: The epoch it knew when it asked what is being answered.
        photos: Files and how far each has come.
        repairing: What it compares, and what stands beside its streams.
    """

    def __init__(self, number: int, username: str, seed: str, clock: Callable[[], int], dice: Random) -> None:
        super().__init__(_no_transport, username, clock=clock, seed=f"{seed}|{number}")
        self.number, self.dice = number, dice
        self.brief = number % 2 == 1
        self.network: Network | None = None
        self.alive = True
        self.cloned = False
        self.blocker: str | None = None
        self.answered: dict[tuple[str, int], tuple[bytes, str, str | None]] = {}
        self.told: set[str] = set()
        self.packets: list[bytes] = []
        self.flying: set[tuple[str, int]] = set()
        self.pulling = False
        self.last_pull = -1
        self.chunk = 200
        self.receipts: dict[str, dict[str, Any]] = {}
        self.epochs = Epochs()
        self.asked_in: str | None = None
        self.photos = Photos(self)
        self.repairing = Repairing(self)

    def clone(self, number: int) -> "FieldTablet":
        """Return a twin: a copy of everything stored here, and both go on."""
        other = self.copy(number)
        self.cloned = other.cloned = True
        return other

    def copy(self, number: int) -> "FieldTablet":
        """Return a copy of everything stored here, keys included."""
        other = FieldTablet(number, self.username, "clone", self.clock, self.dice)
        other.rng = SeededRng(f"clone|{self.incarnation}|{number}")
        other.key, other.device_id, other.incarnation = self.key, self.device_id, self.incarnation
        other.user, other.server, other.cursor, other.network = self.user, self.server, self.cursor, self.network
        other.seen, other.keys, other.people = dict(self.seen), dict(self.keys), dict(self.people)
        other.visits, other.answered = dict(self.visits), dict(self.answered)
        other.hidden = {visit: dict(found) for visit, found in self.hidden.items()}
        other.epochs = self.epochs.copy()
        other.photos.held = {key: replace(one, flying=False) for key, one in self.photos.held.items()}
        other.secrets = {visit: dict(found) for visit, found in self.secrets.items()}
        other.own = {
            visit: Stream(list(one.events), list(one.links), dict(one.new_secrets)) for visit, one in self.own.items()
        }
        other.repairing.beside = dict(self.repairing.beside)
        return other

    def stream(self, visit_id: str) -> Stream:
        """Return the own stream of a visit."""
        return self.own.setdefault(visit_id, Stream())

    def events(self, visit_id: str) -> list[Event]:
        """Return every event of the visit that this tablet holds, what stands beside its streams too."""
        return [*super().events(visit_id), *self.repairing.events(visit_id)]

    def verdicts(self, visit_id: str) -> list[Event]:
        """Return the server's verdicts that it holds."""
        server = self.server["device_id"]
        return [e for e in self.events(visit_id) if e.type == "verdict_given" and e.device_id == server]

    def content_ids(self, visit_id: str) -> dict[str, set[bytes]]:
        """Return by stream the content ids held; a box that was released since does not count as held."""
        found: dict[str, set[bytes]] = defaultdict(set)
        for event in self.events(visit_id):
            found[event.incarnation].add(event.content_id)
        released = {(e.body["of"], e.body["content_id"]) for e in self.verdicts(visit_id) if e.body["accepted"]}
        for one in self.hidden.get(visit_id, {}).values():
            if (one.ref, one.content_id.hex()) not in released:
                found[one.incarnation].add(one.content_id)
        return found

    def unsent(self, visit_id: str) -> list[int]:
        """Return the numbers of the events not answered yet."""
        events = self.own[visit_id].events if visit_id in self.own else []
        return [event.seq for event in events if (visit_id, event.seq) not in self.answered]

    def outbox(self) -> int:
        """Return how many events, packets and photos wait."""
        events = sum(len(self.unsent(visit_id)) for visit_id in self.own) + len(self.epochs.to_offer)
        return events + len(self.packets) + len(self.photos.pending())

    def is_busy(self) -> bool:
        """Tell whether something waits to be sent, or came with the last page; who is shut out hears no pages."""
        waits = self.blocker in (None, SHUT_OUT) and self.outbox()
        return self.alive and bool(waits or (not self.blocker and self.last_pull))

    # --- a contact ---

    def contact(self, *, careful: bool = False) -> None:
        """Send what waits, urgent first, then ask what is new; ``careful``: everything in order, in one piece."""
        if not self.alive or (self.blocker and self.blocker != SHUT_OUT and not careful):
            return
        if self.blocker == SHUT_OUT:  # it hands in its own work, nobody else's
            self.epochs.to_offer.clear()
        for packet in list(self.packets):
            heard = partial(self._heard_urgent, packet)
            self.ask_server("POST", "/urgent", packet, heard, signed=False)
        # After a restore what others wrote goes first: a visit or a scope newer than the backup is known through it.
        for key in sorted(self.epochs.to_offer):
            self._offer_others(key, self.epochs.to_offer[key])
        if not self.epochs.to_offer:
            for visit_id in sorted(self.own):
                self._push(visit_id, careful)
            self.photos.send()
        if not self.pulling:
            self.ask()

    def _push(self, visit_id: str, careful: bool) -> None:
        runs = [
            run
            for whole in _runs(self.unsent(visit_id))
            for start in range(0, len(whole), self.chunk)
            for run in self._cut(whole[start : start + self.chunk], careful)
        ]
        if not careful:
            self.dice.shuffle(runs)
        for run in runs:
            if not self.flying & {(visit_id, seq) for seq in run} or self.dice.random() < 0.3:
                self.offer(visit_id, run[0], run[-1])

    def _cut(self, run: list[int], careful: bool) -> list[list[int]]:
        if careful or len(run) < 2 or self.dice.random() < 0.5:
            return [run]
        at = self.dice.randrange(1, len(run))
        return [run[:at], run[at:]]

    def offer(self, visit_id: str, first: int, last: int) -> None:
        """Send a run of the own stream; one that leaves no room for its return in two."""
        body = json.dumps(self.batch(visit_id, first, last)).encode()
        if first < last and MAX_BODY_BYTES - ROOM_BYTES < len(body) <= MAX_BODY_BYTES:
            middle = (first + last) // 2
            self.offer(visit_id, first, middle)
            self.offer(visit_id, middle + 1, last)
            return
        events = self.own[visit_id].events[first - 1 : last]
        keys = {(visit_id, event.seq) for event in events}
        self.flying |= keys

        def heard(status: int, body: Any) -> None:
            self.flying -= keys
            self._heard_batch(visit_id, events, status, body)

        self.ask_server("POST", "/batches", body, heard)

    def _offer_others(self, key: tuple[str, str], batch: dict[str, Any]) -> None:
        def heard(status: int, body: Any) -> None:
            self.note_refusal(status, body)
            if status == 413:
                self.epochs.halve(key, self.secrets)
            elif status == 200 and self.is_current(body) and self.epochs.to_offer.get(key) is batch:
                del self.epochs.to_offer[key]

        self.ask_server("POST", "/batches", json.dumps(batch).encode(), heard)

    def carry(self, lost: "FieldTablet", visit_id: str, first: int, last: int) -> None:
        """Offer another tablet's stream, as its sealed export or a colleague's copy would."""
        body = json.dumps(lost.batch(visit_id, first, last)).encode()
        self.ask_server("POST", "/batches", body, lambda *_: None)

    def photograph(self, visit_id: str, data: bytes, subject: str) -> Photo:
        """Take a photo: the event that speaks of it, and the file beside it."""
        name = self.add_photo(visit_id, data, subject=subject)
        photo = self.photos.held[(visit_id, name)] = Photo(visit_id, name, subject, data)
        return photo

    def ask(self) -> None:
        """Pull one page; further pages follow by themselves."""
        self.pulling = True
        calm = self.network is not None and self.network.healed
        asked = {"cursor": self.cursor, "limit": 100 if calm else self.dice.choice([3, 8, 20, 100])}
        self.ask_server("POST", "/pulls", json.dumps(asked).encode(), self._heard_page)

    def ask_receipt(self, visit_id: str) -> None:
        """Ask what the server holds of a visit."""
        if not self.alive or self.blocker:
            return

        def heard(status: int, body: Any) -> None:
            if status == 200:
                key = from_base64(self.server["public_key"])
                message = b"resguardo-receipt-1" + _canonical(body["receipt"])
                assert verify(key, from_base64(body["signature"]), message), "the receipt's signature fails"
                if self.is_current(body["receipt"]):
                    self.receipts[visit_id] = body["receipt"]

        self.ask_server("GET", f"/visits/{visit_id}/receipt", b"", heard)

    def ask_server(self, method: str, path: str, body: bytes, heard: Answered, signed: bool = True) -> None:
        assert self.network is not None
        headers = self.proof(method, path, body) if signed else {}
        known = self.epochs.epoch

        def answered(status: int, found: Any) -> None:
            self.asked_in = known
            heard(status, found)

        self.network.send(self.number, Request(method, PREFIX + path, body, headers), answered)

    # --- what came back ---

    def _heard_urgent(self, packet: bytes, status: int, _: Any) -> None:
        if status == 200 and packet in self.packets:
            self.packets.remove(packet)

    def _heard_batch(self, visit_id: str, events: list[Event], status: int, body: Any) -> None:
        if status == 413:
            self.chunk = max(1, min(self.chunk, len(events)) // 2)
        self.note_refusal(status, body)
        if status != 200 or not self.is_current(body):
            return
        by_seq = {event.seq: event for event in events}
        for one in body["results"]:
            found = (by_seq[one["seq"]].content_id, one["outcome"], one["code"])
            if one["outcome"] != "retry_after":
                self.answered.setdefault((visit_id, one["seq"]), found)

    def _heard_page(self, status: int, body: Any) -> None:
        self.pulling = False
        self.note_refusal(status, body)
        if status != 200 or not self.alive or not self.is_current(body):
            return
        self._take_page(body)
        self.cursor, self.last_pull = body["cursor"], len(body["records"])
        for visit_id, one in self.visits.items():
            if one["granted"]:
                self.told.discard(visit_id)
            elif not self.unsent(visit_id):
                self.told.add(visit_id)
                self.seen = {key: event for key, event in self.seen.items() if key[1] != visit_id}
                self.hidden.pop(visit_id, None)
                self.epochs.forget(visit_id)
                self.repairing.forget(visit_id)
                self.photos.forget(visit_id)
        if body["more"]:
            self.ask()

    def is_current(self, body: Mapping[str, Any]) -> bool:
        """Tell whether an answer counts: one that a server gave before it was restored does not."""
        if self.epochs.is_stale(body["epoch"], self.asked_in):
            return False
        if self.epochs.turns(body["epoch"]):
            self.answered, self.cursor, self.receipts = {}, None, {}
            self.epochs.offer_again(self.secrets, self.repairing.beside.values())
            self._promise_again()
            kept = {(incarnation, visit_id, seq) for visit_id, incarnation, seq in self.epochs.records}
            self.seen = {key: event for key, event in self.seen.items() if key in kept}
            for visit_id, hidden in self.hidden.items():
                beside = {one for visit, one in self.repairing.beside if visit == visit_id}
                self.hidden[visit_id] = {
                    key: one
                    for key, one in hidden.items()
                    if (one.incarnation, visit_id, one.seq) in kept or one.content_id in beside
                }
            self.photos.offer_again()
        return True

    def _promise_again(self) -> None:
        """What a comparison gave back of its own goes with its secrets again: nobody else may hold them."""
        for visit_id, own in self.own.items():
            held = self.secrets.get(visit_id, {})
            added = {event.entity for event in own.events if "commitment" in event.body}
            own.new_secrets.update({one: secret for one in added if (secret := held.get(one))})

    def take_hidden(self, record: Mapping[str, Any]) -> None:
        """Keep what it may not read, to hand it back after a restore."""
        super().take_hidden(record)
        self.epochs.keep(dict(record))

    def take_record(self, record: dict[str, Any], event: Event) -> None:
        """Keep somebody else's event, and obey the server's; a fork that was let count stands beside its rival."""
        rival = self.seen.get((event.incarnation, event.visit_id, event.seq))
        if rival and rival.content_id != event.content_id:
            self.hidden.get(event.visit_id, {}).pop((event.ref, event.content_id), None)
            self.repairing.beside[event.visit_id, event.content_id] = record
            return
        super().take_record(record, event)
        self.epochs.keep(record)
        if event.type == "subject_erased" and event.device_id == self.server["device_id"]:
            self._erase(event.visit_id, event.body)

    def take_secrets(self, page: Mapping[str, Any]) -> None:
        """Keep secrets, those destroyed by order apart."""
        gone = {
            (visit, one) for visit, found in self.secrets.items() for one, secret in found.items() if secret is None
        }
        super().take_secrets({"secrets": [s for s in page["secrets"] if (s["visit_id"], s["subject"]) not in gone]})

    def _erase(self, visit_id: str, body: Mapping[str, Any]) -> None:
        """Destroy the own copy of a secret, and the photos that are of that person alone."""
        self.secrets.setdefault(visit_id, {})[body["subject"]] = None
        if visit_id in self.own:
            self.own[visit_id].new_secrets.pop(body["subject"], None)
        for file in body["files"]:
            self.photos.held.pop((visit_id, file["name"]), None)

    def _checked(self, record: Mapping[str, Any], key: bytes) -> Event:
        """Read a record and check it; what another tablet of the seed read to the letter is read already."""
        assert self.network is not None
        wire = record["event"]
        known = self.network.read.setdefault((wire["visit_id"], wire["incarnation"], wire["seq"]), [])
        for earlier, by, event in known:
            if earlier == record and by == key:
                return event
        event = super()._checked(record, key)
        known.append((record, key, event))
        return event

    def note_refusal(self, status: int, body: Any) -> None:
        """Pause on a refusal that asking again will not change; a cut or repeated request is just tried again."""
        if status == 401 and body["code"] in (SHUT_OUT, "incarnation_unknown"):
            self.blocker = body["code"]


def _runs(seqs: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for seq in seqs:
        if runs and runs[-1][-1] == seq - 1:
            runs[-1].append(seq)
        else:
            runs.append([seq])
    return runs


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _no_transport(*_: Any) -> Any:
    raise AssertionError("a tablet of the simulation speaks only through its network")
