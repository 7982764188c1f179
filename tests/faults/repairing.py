"""A tablet of the simulation that compares itself with the server, and takes and gives what pulls cannot see.

As section 10.1 of the protocol's page says: digests first, then the streams that differ, in both directions.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inspection.domain.canonical import from_base64
from inspection.domain.events import Event
from inspection.domain.links import next_link
from inspection.sync.reconciling import digest
from tests.faults.epochs import chains, content_id
from tests.virtual_tablet import VirtualTablet

if TYPE_CHECKING:
    from tests.faults.tablet import FieldTablet

Place = tuple[str, bytes]


class Repairing:
    """What one tablet compared, and what it was given that its streams have no place for.

    Attributes:
        beside: {(visit, content id): record} of forks and of what a twin wrote, own incarnation's among them.
        put_back: Put back to an earlier day; ``behind``: and not compared since: its next number may be taken.
        told: The visits that the last comparison named: of others it does not know what it had written.
        agreed: The last comparison that came back named no stream.
        taken: How many events were given back, by kind; ``asked``: how many comparisons came back.
        findings: What a comparison should never say.
    """

    def __init__(self, tablet: "FieldTablet") -> None:
        self.tablet = tablet
        self.beside: dict[Place, dict[str, Any]] = {}
        self.put_back = self.behind = False
        self.told: set[str] = set()
        self.agreed = False
        self.taken: dict[str, int] = defaultdict(int)
        self.findings: list[str] = []
        self._open: set[tuple[str, str]] = set()

    def events(self, visit_id: str) -> list[Event]:
        """Return what is kept beside the streams of a visit."""
        kept = [one["event"] for (visit, _), one in self.beside.items() if visit == visit_id]
        return [Event.from_wire(one) for one in kept if "box" not in one]

    def may_write(self, visit_id: str) -> bool:
        """Tell whether nobody's number would be taken: a tablet put back asks first."""
        return not self.put_back or (not self.behind and visit_id in self.told)

    def forget(self, visit_id: str) -> None:
        """Let go of a visit that this person may no longer see."""
        self.beside = {key: one for key, one in self.beside.items() if key[0] != visit_id}

    def compare(self) -> None:
        """Ask which streams differ, of every visit this tablet holds anything of, those taken from it too."""
        tablet = self.tablet
        if not tablet.alive or tablet.blocker:
            return
        visits = sorted({*tablet.visits, *tablet.own})
        held = {visit_id: self._state_hash(visit_id) for visit_id in visits}
        told = [
            {"visit_id": visit_id, "state_hash": "",  # the server answers its own, and asks for none
             "streams": {inc: digest(ids) for inc, ids in tablet.content_ids(visit_id).items()}}
            for visit_id in visits
        ]  # fmt: skip

        def heard(status: int, body: Any) -> None:
            tablet.note_refusal(status, body)
            if status == 200 and tablet.is_current(body):
                self.taken["comparisons"] += 1
                self._heard_comparison(body["visits"], held)

        tablet.ask_server("POST", "/reconciliations", json.dumps({"visits": told}).encode(), heard)

    def _heard_comparison(self, visits: list[Mapping[str, Any]], held: Mapping[str, str]) -> None:
        self.agreed = not any(one["differs"] for one in visits)
        for one in visits:
            visit_id = one["visit_id"]
            if one["state_hash"] is not None and one["state_hash"] != held.get(visit_id):
                self.findings.append(f"nothing of {visit_id[:4]} differs and its states do")
            for incarnation in one["differs"]:
                self.ask(visit_id, incarnation)
            self._ask_for_secrets(visit_id)
        if not any(self.tablet.incarnation in one["differs"] for one in visits):
            self.behind, self.told = False, {one["visit_id"] for one in visits}

    def _ask_for_secrets(self, visit_id: str) -> None:
        """A secret lost while its event is there shows in no digest; the answer about any stream brings them all."""
        known = {*self.tablet.secrets.get(visit_id, {}), *self.tablet.stream(visit_id).new_secrets}
        held = self.tablet.events(visit_id)
        lacking = [e.incarnation for e in held if "commitment" in e.body and e.entity not in known]
        for incarnation in sorted(lacking)[:1]:
            self.ask(visit_id, incarnation)

    def _state_hash(self, visit_id: str) -> str:
        return self.tablet.fold(visit_id).state_hash

    def ask(self, visit_id: str, incarnation: str) -> None:
        """Ask for what is lacking of one stream, and tell what is held of it."""
        if (visit_id, incarnation) in self._open:
            return
        self._open.add((visit_id, incarnation))
        held = self.tablet.content_ids(visit_id).get(incarnation, set())

        def heard(status: int, body: Any) -> None:
            self._open.discard((visit_id, incarnation))
            self.tablet.note_refusal(status, body)
            if status == 200 and self.tablet.is_current(body):
                self._heard_stream(visit_id, incarnation, body)

        have = json.dumps({"have": sorted(one.hex() for one in held)}).encode()
        self.tablet.ask_server("POST", f"/visits/{visit_id}/streams/{incarnation}", have, heard)

    def _heard_stream(self, visit_id: str, incarnation: str, page: Mapping[str, Any]) -> None:
        tablet = self.tablet
        if not tablet.alive or not tablet.visits.get(visit_id, {"granted": True})["granted"]:
            return  # an answer on its way when the visit was taken away
        tablet.take_certificates(page)
        tablet.take_secrets(page)
        for record in page["records"]:
            self._take(record)
        self._offer(visit_id, incarnation, {bytes.fromhex(one) for one in page["lacks"]})
        if page["more"]:
            self.ask(visit_id, incarnation)

    def _take(self, record: dict[str, Any]) -> None:
        tablet = self.tablet
        if "box" in record["event"]:
            self._take_hidden(record)
            return
        event = tablet.checked(record)
        key = (event.incarnation, event.visit_id, event.seq)
        if event.content_id in {one.content_id for one in tablet.events(event.visit_id)}:
            return  # asked twice at once, or a pull brought it meanwhile
        if event.incarnation == tablet.incarnation:
            self._take_own(event, record)
        else:
            self.taken["forks" if key in tablet.seen else "others' events"] += 1
            tablet.take_record(record, event)

    def _take_hidden(self, record: dict[str, Any]) -> None:
        event = record["event"]
        main = self.tablet.epochs.records.get((event["visit_id"], event["incarnation"], event["seq"]))
        self.taken["set aside"] += 1
        if main is None or content_id(main) == event["content_id"]:
            self.tablet.take_hidden(record)
        else:
            VirtualTablet.take_hidden(self.tablet, record)
            self.beside[event["visit_id"], bytes.fromhex(event["content_id"])] = record

    def _take_own(self, event: Event, record: dict[str, Any]) -> None:
        """What continues the own chain was written here before the tablet was put back; the rest a twin wrote."""
        stream = self.tablet.stream(event.visit_id)
        follows = event.seq == len(stream.events) + 1
        if follows and from_base64(record["link_before"]) == stream.link_before(event.seq):
            self.taken["own events"] += 1
            stream.events.append(event)
            stream.links.append(next_link(stream.link_before(event.seq), event.content_id))
            self.tablet.answered[event.visit_id, event.seq] = (event.content_id, "duplicate", None)
        else:
            self.taken["a twin's events"] += 1
            # Put back, and a number between never arrived: what it wrote afterwards reads as a twin's.
            self.tablet.cloned = True
            self.beside[event.visit_id, event.content_id] = record

    def _offer(self, visit_id: str, incarnation: str, lacks: set[bytes]) -> None:
        """The server does not hold what this tablet took for handed over: it goes again."""
        tablet = self.tablet
        if not lacks:
            return
        for event in tablet.stream(visit_id).events if incarnation == tablet.incarnation else ():
            if event.content_id in lacks and tablet.answered.pop((visit_id, event.seq), None):
                self.taken["offered again"] += 1
        if incarnation != tablet.incarnation:
            tablet.epochs.offer_stream(visit_id, incarnation, tablet.secrets, self.beside.values())
        if any((visit_id, one) in self.beside for one in lacks):
            self.offer_beside()

    def offer_beside(self) -> None:
        """Line up what stands beside the streams, in runs that follow each other by their links."""
        self.tablet.epochs.offer_runs(chains(self.beside.values()), self.tablet.secrets)
