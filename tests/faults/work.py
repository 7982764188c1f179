"""What people do on their tablets and at the desk: ordinary work, mistakes, and what no good client would write."""

from random import Random
from typing import TYPE_CHECKING, Any

from inspection.domain.canonical import sha256_hex, to_base64
from inspection.domain.corrections import CORRECTIONS
from inspection.domain.events import Event
from inspection.domain.state import fold
from inspection.sync import receive
from inspection.sync.refusals import Refused
from tests.faults.tablet import FieldTablet

if TYPE_CHECKING:
    from tests.faults.world import World

CANARY = "canary-that-must-stay-sealed"
CODES = ("alpha", "beta", "gamma")
MALFORMED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("answer_set", {"path": "visit/alpha", "supersedes": []}),
    ("answer_set", {"path": "visit/alpha", "supersedes": "none", "value": {"v": 1}}),
    ("answer_set", {"path": 7, "supersedes": [], "value": {"v": 1}}),
    ("minor_added", {"entity": "minor:" + "0" * 32, "commitment": []}),
    ("minor_added", {"entity": ["minor"], "commitment": "0" * 64}),
    ("row_added", {"of": "x", "about": "visit", "subject": "visit"}),
    ("row_added", {"entity": {}, "of": "x", "about": "visit", "subject": "visit"}),
    ("determination_confirmed", {"entity": "visit", "sealed": 5}),
    ("determination_confirmed", {"entity": "visit"}),
    ("urgent_raised", {"entity": "visit", "urgent_id": "0" * 32, "packet": 9}),
    ("entity_removed", {"entity": "visit", "sees": [4]}),
    ("acta_closed", {"entity": "visit", "vector": 3}),
    ("visit_amended", {"entity": "visit", "closure": "nothing"}),
    ("photo_added", {"entity": "photo:x", "subject": 3}),
    ("signature_given", {"manner": "glass"}),
)
STROKES = {"strokes": [[1, 2, 3, 4]]}
SIGNATURES: dict[str, tuple[str, dict[str, Any]]] = {
    "given": ("glass", STROKES),
    "refused": ("refused", {"reason": "no"}),
    "unable, alone": ("refused", {"unable": "cannot", "reason": "la mano vendada", "read_aloud": True}),
    "unable, by another": ("refused", {"unable": "does_not_know", "by_name": CANARY, "by_role": "hija", **STROKES}),
}
OFFICE_ONLY = ("visit_granted", "alarm_acknowledged", "verdict_given", "visit_approved")


class Work:
    """Chooses and does what the dice say."""

    def __init__(self, world: "World", visits: list[str]) -> None:
        self.world, self.visits = world, visits
        self.dice = Random(f"work|{world.seed}")
        self.server = world.server
        self._acts = [
            (self.answer, 40), (self.minor, 7), (self.member, 8), (self.unmember, 4), (self.remove, 3),
            (self.action, 5), (self.determination, 6), (self.row, 4), (self.unknown_type, 3),
            (self.wrong_reference, 5), (self.malformed, 4), (self.office_only, 3), (self.urgent_event, 3),
            (self.photo, 4), (self.correction, 6), (self.signature, 3),
        ]  # fmt: skip

    def something(self, tablet: FieldTablet) -> None:
        """Write one event somewhere."""
        if not tablet.alive:
            return
        granted = [v for v, one in tablet.visits.items() if one["granted"] and tablet.repairing.may_write(v)]
        if not granted:
            return
        luck = self.dice.random()
        if tablet.repairing.put_back:
            luck = 1.0  # what it had written out of scope no comparison tells it
        if luck < 0.02:
            self._note("not in scope")
            tablet.set_answer(self.dice.choice(self.visits), "visit/alpha", 1, public=True)
        elif luck < 0.03:
            self._note("unknown visit")
            tablet.set_answer("ee" * 16, "visit/alpha", 1, public=True)
        elif luck < 0.035:
            self._note("oversize")
            visit_id = self.dice.choice(granted)
            for _ in range(2):  # two of them are a batch that the server asks to halve
                tablet.set_answer(visit_id, "visit/alpha", "x" * (receive.MAX_EVENT_BYTES + 500), public=True)
        else:
            acts, weights = zip(*self._acts, strict=True)
            self.dice.choices(acts, weights)[0](tablet, self.dice.choice(granted))

    def _note(self, fault: str) -> None:
        self.world.tally[f"fault: {fault}"] += 1

    # --- ordinary work ---

    def answer(self, tablet: FieldTablet, visit_id: str) -> None:
        """Answer the visit or a minor; sealed where the tablet holds the secret."""
        entity = self.dice.choice(["visit", "visit", *self._minors(tablet, visit_id)])
        sealed = self._can_seal(tablet, visit_id, entity)
        path = f"{entity}/{self.dice.choice(CODES)}"
        public, value = not sealed or self.dice.random() < 0.3, self.dice.randrange(9)
        tablet.set_answer(visit_id, path, value if public else f"{CANARY} {value}", public=public)

    def minor(self, tablet: FieldTablet, visit_id: str) -> None:
        """Add a minor."""
        tablet.add_minor(visit_id)

    def row(self, tablet: FieldTablet, visit_id: str) -> None:
        """Add a row to a table."""
        body = {"entity": f"row:{tablet.rng(16).hex()}", "of": "tools", "about": "visit", "subject": "visit"}
        tablet.write(visit_id, "row_added", body)

    def member(self, tablet: FieldTablet, visit_id: str) -> None:
        """Tick an option of a set."""
        body = {"path": "visit/several", "value": {"v": self.dice.choice(CODES)}}
        tablet.write(visit_id, "member_added", body)

    def unmember(self, tablet: FieldTablet, visit_id: str) -> None:
        """Take some ticks away."""
        known = [event.ref for event in tablet.events(visit_id) if event.type == "member_added"]
        gone = self.dice.sample(known, min(len(known), 2))
        tablet.write(visit_id, "member_removed", {"path": "visit/several", "removes": gone})

    def remove(self, tablet: FieldTablet, visit_id: str) -> None:
        """Remove a minor, having seen all of it that is on this tablet."""
        minors = self._minors(tablet, visit_id)
        if minors:
            entity = self.dice.choice(minors)
            sees = [event.ref for event in tablet.events(visit_id) if event.entity == entity]
            tablet.write(visit_id, "entity_removed", {"entity": entity, "sees": sees})

    def action(self, tablet: FieldTablet, visit_id: str) -> None:
        """Stamp a protective action."""
        if self._can_seal(tablet, visit_id, "visit"):
            tablet.take_action(visit_id, "visit", "explain_rights")

    def determination(self, tablet: FieldTablet, visit_id: str) -> None:
        """Confirm a determination, urgent as often as not."""
        minors = [one for one in self._minors(tablet, visit_id) if self._can_seal(tablet, visit_id, one)]
        if not minors:
            return
        urgent = self.dice.random() < 0.5
        event = tablet.confirm(visit_id, self.dice.choice(minors), {"urgent": urgent, "classification": "x"})
        if urgent:
            self.world.urgent_refs.add((visit_id, event.ref, event.content_id))

    def correction(self, tablet: FieldTablet, visit_id: str) -> None:
        """Join two cards, split one, rule one adult, link two, or take one of these back."""
        minors = [one for one in self._minors(tablet, visit_id) if self._can_seal(tablet, visit_id, one)]
        if len(minors) < 2:
            tablet.add_minor(visit_id)
            return
        one, other = self.dice.sample(minors, 2)
        done = [e for e in tablet.events(visit_id) if e.type in CORRECTIONS and e.body.get("entity") in minors]
        kind = self.dice.choice([*CORRECTIONS, "correction_withdrawn"] if done else CORRECTIONS)
        self.world.tally[f"correction: {kind}"] += 1
        if kind == "correction_withdrawn":
            undone = self.dice.choice(done)
            tablet.write(visit_id, kind, {"entity": undone.body["entity"], "of": undone.ref})
            return
        second = {"minor_split": {"into": other}, "minor_ruled_adult": {}}.get(kind, {"other": other})
        sealed = {"minors_linked": {"kin": "sibling"}, "minor_ruled_adult": {"basis": "document", "reason": "acta"}}
        tablet.write(visit_id, kind, {"entity": one, **second}, sealed=sealed.get(kind, {"reason": "la misma"}))

    def photo(self, tablet: FieldTablet, visit_id: str) -> None:
        """Take a photo, of a minor or of the place; now and then it will go out spoilt, or from a wrong offset."""
        if not self._can_seal(tablet, visit_id, "visit"):
            return
        subject = self.dice.choice(["visit", *self._minors(tablet, visit_id)])
        photo = tablet.photograph(visit_id, tablet.rng(self.dice.randrange(100, 4_000)), subject)
        self._note("photo taken")
        if self.dice.random() < 0.15:
            self._note("file with a flipped bit")
            photo.flipped = True
        elif self.dice.random() < 0.15:
            self._note("file from a wrong offset")
            photo.wrong_offset = True

    def signature(self, tablet: FieldTablet, visit_id: str) -> None:
        """Sign, refuse, or say that somebody does not know how to, alone or with another who signs at her request."""
        if not self._can_seal(tablet, visit_id, "visit"):
            return
        person = tablet.add_person(visit_id, "witness")
        kind = self.dice.choice(sorted(SIGNATURES))
        manner, sealed = SIGNATURES[kind]
        self._note(f"signature: {kind}")
        body = {"entity": person, "manner": manner, "text_sha256": sha256_hex(b"acta")}
        whole = {"at": tablet.clock(), "name": CANARY, "role": "x", **sealed}
        tablet.write(visit_id, "signature_given", body, sealed=whole)

    def raise_urgent(self, tablet: FieldTablet) -> None:
        """Raise an urgent packet, with or without a visit, signed or from the lock screen."""
        if tablet.alive:
            self._note("urgent raised")
            visit_id = self.dice.choice(["0" * 32, "ee" * 16, *self.visits])
            packet = tablet.urgent_packet(visit_id=visit_id, reason=self.dice.randrange(1, 6),
                                          signed=self.dice.random() < 0.7)  # fmt: skip
            tablet.packets.append(packet)
            tablet.contact()

    def urgent_event(self, tablet: FieldTablet, visit_id: str) -> None:
        """Write the same urgent fact as a packet and inside the stream."""
        packet = tablet.urgent_packet(visit_id=visit_id)
        urgent_id = packet[50:66].hex()
        tablet.packets.append(packet)
        body = {"entity": "visit", "urgent_id": urgent_id, "packet": to_base64(packet)}
        tablet.write(visit_id, "urgent_raised", body)

    def close(self, tablet: FieldTablet, visit_id: str) -> None:
        """Close the acta over what this tablet holds."""
        if not tablet.alive or tablet.blocker or self.server.history.crashes:
            return
        if not tablet.repairing.may_write(visit_id):
            return
        if not tablet.visits.get(visit_id, {}).get("granted") or not self._can_seal(tablet, visit_id, "visit"):
            self.world.timeline.after(5_000, lambda: self._retry_close(tablet, visit_id))
            return
        events = tablet.events(visit_id)
        verdicts = [one for one in events if one.type == "verdict_given" and one.incarnation not in tablet.own]
        server = tablet.server["device_id"]
        state = fold(events, [one for one in verdicts if one.device_id == server])
        text = f"Acta {state.state_hash}"
        body = {
            "entity": "visit", "text_sha256": sha256_hex(text.encode()), "state_hash": state.state_hash,
            "vector": state.vector, "signers": [], "copy": "none",
        }  # fmt: skip
        event = tablet.write(visit_id, "acta_closed", body, sealed={"text": text})
        self.world.closings.append((visit_id, event.ref))
        self.world.tally["closure"] += 1

    def _retry_close(self, tablet: FieldTablet, visit_id: str) -> None:
        if not tablet.pulling:
            tablet.ask()
        if self.world.compares and tablet.visits.get(visit_id, {}).get("granted"):
            tablet.repairing.compare()  # what opens the visit may be lost from its disk: no pull brings it again
        self.close(tablet, visit_id)

    def late(self, tablet: FieldTablet, visit_id: str) -> None:
        """Write something that did not know of the closure, or of a twin."""
        if tablet.alive and tablet.repairing.may_write(visit_id):
            tablet.set_answer(visit_id, f"visit/{self.dice.choice(CODES)}", f"late {tablet.number}", public=True)

    # --- what no good client writes ---

    def unknown_type(self, tablet: FieldTablet, visit_id: str) -> None:
        """Write an event of a future client."""
        self._note("unknown type")
        tablet.write(visit_id, "future_thing", {"entity": "visit", "anything": [1, {"a": None}]})

    def wrong_reference(self, tablet: FieldTablet, visit_id: str) -> None:
        """Supersede what belongs to another path, another visit, or does not exist."""
        self._note("wrong reference")
        everything: list[Event] = [one for visit in tablet.visits for one in tablet.events(visit)]
        refs = [one.ref for one in self.dice.sample(everything, min(3, len(everything)))]
        body = {"path": "visit/delta", "supersedes": [*refs, "ab" * 16 + ":77"], "value": {"v": 1}}
        tablet.write(visit_id, "answer_set", body)

    def malformed(self, tablet: FieldTablet, visit_id: str) -> None:
        """Write an event whose body is not what its type asks."""
        self._note("malformed body")
        tablet.write(visit_id, *self.dice.choice(MALFORMED))

    def office_only(self, tablet: FieldTablet, visit_id: str) -> None:
        """Write what only the server may, or open the visit a second time."""
        self._note("forged authority")
        user, minor = self.world.luis.user_id, "minor:" + "1" * 32
        bodies = {
            "visit_granted": {"entity": "visit", "user_id": self.world.eva.user_id, "actor": user},
            "alarm_acknowledged": {"entity": "visit", "alarm_id": self._an_alarm(), "actor": user},
            "verdict_given": {"entity": "visit", "of": "ab" * 16 + ":1", "content_id": "0" * 64, "code": "x",
                              "accepted": False},
            "visit_approved": {"entity": "visit", "actor": user, "state_hash": "0" * 64},
            "alarm_raised": {"entity": minor, "alarm_id": "1" * 32, "reason": "x", "rests_on": []},
            "visit_opened": {"entity": "visit", "commitment": "0" * 64, "protocol": {"id": "x", "hash": "0" * 64},
                             "law_hash": "0" * 64, "reducer": 1, "zone": "UTC", "closes": self.world.eva.user_id,
                             "inspectors": [self.world.eva.user_id]},
        }  # fmt: skip
        kind = self.dice.choice(sorted(bodies))
        tablet.write(visit_id, kind, bodies[kind])

    def _an_alarm(self) -> str:
        alarms = self.server.store.evidence.alarms()
        return self.dice.choice(alarms).alarm_id if alarms else "2" * 32

    # --- the office ---

    def release(self) -> None:
        """Let one quarantined event count after all."""
        visit_id = self.dice.choice(self.visits)
        found = self.server.office.read(visit_id).quarantined
        if found:
            event, _ = self.dice.choice(found)
            try:
                released = self.server.office.release(visit_id, event.ref, actor=self.world.eva.user_id)
            except Refused:
                self._note("release refused")
                return
            self._note("quarantine released")
            self.world.releases.append((visit_id, event.ref, released))

    def acknowledge(self) -> None:
        """Lower one alarm, by name."""
        alarms = [one for one in self.server.store.evidence.alarms() if one.acknowledged_at is None]
        if alarms:
            self.server.office.acknowledge(self.dice.choice(alarms).alarm_id, self.world.eva.user_id)

    def answer_desk(self) -> None:
        """Answer from the desk, which settles whatever conflict it saw."""
        path = f"visit/{self.dice.choice(CODES)}"
        self.server.office.set_answer(self.dice.choice(self.visits), path, {"v": "desk"}, actor=self.world.eva.user_id)

    def rescue(self, carrier: FieldTablet, lost: FieldTablet) -> None:
        """Offer a lost or revoked tablet's stream through a colleague's."""
        self._note("stream rescued")
        for visit_id in sorted(lost.own):
            run = lost.unsent(visit_id)
            if run and carrier.alive:
                carrier.carry(lost, visit_id, run[0], run[-1])

    # --- looking ---

    def _minors(self, tablet: FieldTablet, visit_id: str) -> list[str]:
        events = tablet.events(visit_id)
        added = [one.entity for one in events if one.type == "minor_added"]
        return sorted({one for one in added if tablet.secrets.get(visit_id, {}).get(one)})

    def _can_seal(self, tablet: FieldTablet, visit_id: str, subject: str) -> bool:
        return tablet.secrets.get(visit_id, {}).get(subject) is not None
