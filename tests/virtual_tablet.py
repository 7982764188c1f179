"""A tablet in Python that speaks only the wire: enrols, writes sealed events, pushes, pulls, sends files."""

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from inspection.domain.canonical import canonical_bytes, from_base64, sha256_hex, to_base64
from inspection.domain.events import DEVICE_STREAM, Event, HiddenEvent
from inspection.domain.links import FIRST_LINK, link_message, next_link
from inspection.domain.opening import subject_of, subjects_of
from inspection.domain.sealing import commitment, file_name, new_secret, seal
from inspection.domain.signing import new_signing_key, public_bytes, sign, verify
from inspection.domain.state import State, fold
from inspection.domain.urgent import NO_VISIT, UrgentPacket
from inspection.domain.visit import OpenedVisit, read_visit
from tests.factories import PASSWORD, FakeClock, SeededRng
from tests.short_items import short_items, spelled
from tests.transport import Answer, Transport

PREFIX = "/api/v1"


@dataclass
class Stream:
    """The tablet's own events of one visit, with the link after each."""

    events: list[Event] = field(default_factory=list)
    links: list[bytes] = field(default_factory=list)
    new_secrets: dict[str, bytes] = field(default_factory=dict)
    acked: int = 0

    def link_before(self, seq: int) -> bytes:
        return self.links[seq - 2] if seq > 1 else FIRST_LINK


class VirtualTablet:
    """One person on one tablet.

    Attributes:
        own: {visit id: Stream} of what was written here.
        seen: {(incarnation, visit id, seq): Event} of what was pulled.
        hidden: {visit id: {(ref, content id): HiddenEvent}} of what was set aside of others.
        secrets: {visit id: {subject: secret}}.
        brief: Send new answers as short items, as the real tablet does.
    """

    def __init__(
        self, transport: Transport, username: str = "ana", *, clock: Any = None, seed: str = ""
    ) -> None:
        self.transport, self.username = transport, username
        self.clock = clock or FakeClock()
        self.rng = SeededRng(f"tablet|{username}|{seed}")
        self.key = new_signing_key(self.rng)
        self.device_id, self.incarnation = self.rng(16).hex(), self.rng(16).hex()
        self.brief = False
        self.user: dict[str, Any] = {}
        self.server: dict[str, Any] = {}
        self.cursor: str | None = None
        self.own: dict[str, Stream] = {}
        self.seen: dict[tuple[str, str, int], Event] = {}
        self.hidden: dict[str, dict[tuple[str, bytes], HiddenEvent]] = {}
        self.keys: dict[str, bytes] = {}
        self.people: dict[str, str] = {}
        self.secrets: dict[str, dict[str, bytes | None]] = {}
        self.visits: dict[str, dict[str, Any]] = {}

    # --- asking ---

    def send(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send without a signature."""
        return self.transport(method, PREFIX + path, body, dict(headers or {}))

    def signed(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        nonce: bytes = b"",
    ) -> Answer:
        """Send signed."""
        return self.send(method, path, body, {**(headers or {}), **self.proof(method, path, body, nonce)})

    def proof(self, method: str, path: str, body: bytes, nonce: bytes = b"") -> dict[str, str]:
        """Return the three headers that sign a request."""
        text = to_base64(nonce or self.rng(16))
        message = f"resguardo-request-1\n{method}\n{PREFIX}{path}\n{sha256(body).hexdigest()}\n{text}"
        return {
            "X-Resguardo-Incarnation": self.incarnation,
            "X-Resguardo-Nonce": text,
            "X-Resguardo-Signature": to_base64(sign(self.key, message.encode())),
        }

    def post(self, path: str, value: Any, *, compress: bool = False) -> Answer:
        """Post signed JSON."""
        body, headers = json.dumps(value).encode(), {"Content-Type": "application/json"}
        if compress:
            body, headers = gzip.compress(body), {**headers, "Content-Encoding": "gzip"}
        return self.signed("POST", path, body, headers)

    def enrol(self, password: str = PASSWORD) -> Answer:
        """Enrol with the person's password."""
        asked = {
            "username": self.username,
            "password": password,
            "device_id": self.device_id,
            "incarnation": self.incarnation,
            "public_key": to_base64(public_bytes(self.key)),
            "label": f"Tableta de {self.username}",
        }
        headers = {"Content-Type": "application/json"}
        answer = self.send("POST", "/enrolments", json.dumps(asked).encode(), headers)
        if answer.status == 201:
            self.user, self.server = answer.json["user"], answer.json["server"]
            self.keys[self.server["incarnation"]] = from_base64(self.server["public_key"])
        return answer

    # --- writing ---

    def write(self, visit_id: str, kind: str, body: Mapping[str, Any], *, sealed: Any = None) -> Event:
        """Write one event; ``sealed`` is sealed under the subject of its path or entity."""
        stream = self.own.setdefault(visit_id, Stream())
        event = self._event(visit_id, len(stream.events) + 1, kind, body)
        if sealed is not None:
            event = self._event(visit_id, event.seq, kind, {**body, "sealed": self._seal(event, sealed)})
        stream.events.append(event)
        stream.links.append(next_link(stream.link_before(event.seq), event.content_id))
        return event

    def open_visit(self, bundle: Mapping[str, Any], *, zone: str = "America/Tijuana", **changed: Any) -> str:
        """Open a visit in the field, as its only inspector; ``changed`` are fields of the body to write otherwise."""
        visit_id, secret = self.rng(16).hex(), new_secret(self.rng)
        self.secrets.setdefault(visit_id, {})["visit"] = secret
        self.own.setdefault(visit_id, Stream()).new_secrets["visit"] = secret
        me = self.user["user_id"]
        body = {
            "entity": "visit",
            "commitment": commitment(secret),
            "protocol": {"id": bundle["protocol"]["id"], "hash": sha256(canonical_bytes(bundle)).hexdigest()},
            "law_hash": sha256(canonical_bytes(bundle["law"])).hexdigest(),
            "reducer": 1,
            "zone": zone,
            "closes": me,
            "inspectors": [me],
        }
        self.write(visit_id, "visit_opened", {**body, **changed})
        return visit_id

    def add_minor(self, visit_id: str) -> str:
        return self._add(visit_id, "minor", "minor_added", {})

    def add_person(self, visit_id: str, role: str) -> str:
        return self._add(visit_id, "person", "person_added", {"role": role})

    def set_answer(
        self, visit_id: str, path: str, value: Any, *, public: bool = False, **source: Any
    ) -> Event:
        """Answer, superseding every head that this tablet knows."""
        heads = [event.ref for event in self._heads(visit_id, path)]
        body, content = {"path": path, "supersedes": heads}, {"v": value, **source}
        if public:
            return self.write(visit_id, "answer_set", {**body, "value": content})
        return self.write(visit_id, "answer_set", body, sealed=content)

    def add_member(self, visit_id: str, path: str, code: str) -> Event:
        return self.write(visit_id, "member_added", {"path": path}, sealed={"v": code})

    def take_action(self, visit_id: str, entity: str, duty: str, **more: Any) -> Event:
        return self.write(
            visit_id, "action_taken", {"entity": entity}, sealed={"duty": duty, "at": self.clock(), **more}
        )

    def confirm(
        self, visit_id: str, entity: str, result: Mapping[str, Any], rests_on: Sequence[str] = ()
    ) -> Event:
        """Confirm a determination; a result with ``urgent`` true raises an alarm on the server."""
        body = {"entity": entity, "law_hash": "0" * 64, "protocol_hash": "0" * 64, "rests_on": list(rests_on)}
        sealed = {"result": dict(result), "agrees": True, "classification": result.get("classification", "")}
        return self.write(visit_id, "determination_confirmed", body, sealed=sealed)

    def _event(self, visit_id: str, seq: int, kind: str, body: Mapping[str, Any]) -> Event:
        at = self.clock()
        return Event(
            self.device_id, self.incarnation, visit_id, seq, kind, at, "0123456789abcdef", seq, dict(body)
        )

    def _add(self, visit_id: str, kind: str, event_type: str, more: Mapping[str, Any]) -> str:
        entity, secret = f"{kind}:{self.rng(16).hex()}", new_secret(self.rng)
        self.secrets.setdefault(visit_id, {})[entity] = secret
        self.own.setdefault(visit_id, Stream()).new_secrets[entity] = secret
        self.write(visit_id, event_type, {"entity": entity, "commitment": commitment(secret), **more})
        return entity

    def _seal(self, event: Event, value: Any) -> str:
        subject = subject_of(event.entity, subjects_of([*self.events(event.visit_id), event]))
        secret = self.secrets[event.visit_id][subject or ""]
        assert secret is not None
        return seal(secret, event.visit_id, event.ref, event.sealed_path, value, rng=self.rng)

    def _heads(self, visit_id: str, path: str) -> list[Event]:
        events = [e for e in self.events(visit_id) if e.type == "answer_set" and e.path == path]
        gone = {ref for e in events for ref in e.body["supersedes"]}
        return [event for event in events if event.ref not in gone]

    # --- syncing ---

    def batch(self, visit_id: str, first: int = 1, last: int | None = None) -> dict[str, Any]:
        """Return the batch of a run of this tablet's stream."""
        stream = self.own[visit_id]
        events = stream.events[first - 1 : last]
        link = stream.links[first - 1 : last][-1]
        return {
            "v": 1,
            "device_id": self.device_id,
            "incarnation": self.incarnation,
            "visit_id": visit_id,
            "first_seq": first,
            "link_before": to_base64(stream.link_before(first)),
            "events": short_items(events) if self.brief else [spelled(event) for event in events],
            "signature": to_base64(sign(self.key, link_message(link))),
            "secrets": [
                {"subject": s, "secret": to_base64(secret)} for s, secret in stream.new_secrets.items()
            ],
        }

    def push(self, visit_id: str, *, compress: bool = True) -> list[dict[str, Any]]:
        """Send what was not acknowledged yet and return the outcomes."""
        stream = self.own[visit_id]
        if stream.acked == len(stream.events):
            return []
        answer = self.post("/batches", self.batch(visit_id, stream.acked + 1), compress=compress)
        assert answer.status == 200, answer.body
        stream.acked = len(stream.events)
        results: list[dict[str, Any]] = answer.json["results"]
        return results

    def pull(self, limit: int | None = None) -> int:
        """Pull until nothing is left, checking every signature; return how many records came."""
        total, more = 0, True
        while more:
            answer = self.post("/pulls", {"cursor": self.cursor, **({"limit": limit} if limit else {})})
            assert answer.status == 200, answer.body
            page = answer.json
            self._take_page(page)
            total += len(page["records"])
            self.cursor, more = page["cursor"], page["more"]
        return total

    def _take_page(self, page: Mapping[str, Any]) -> None:
        self.take_certificates(page)
        self.take_secrets(page)
        for record in page["records"]:
            if "box" in record["event"]:
                self.take_hidden(record)
                continue
            event = self.checked(record)
            assert event.incarnation != self.incarnation, "a pull never returns the caller's own events"
            self.take_record(record, event)
        self.visits = {one["visit_id"]: one for one in page["visits"]}

    def take_certificates(self, page: Mapping[str, Any]) -> None:
        """Learn the keys of a page's authors."""
        for record in page["certificates"]:
            body = self._checked(record, self.keys[self.server["incarnation"]]).body
            self.keys[body["incarnation"]] = from_base64(body["public_key"])
            self.people[body["incarnation"]] = body["user_id"]

    def take_secrets(self, page: Mapping[str, Any]) -> None:
        """Keep a page's secrets."""
        for one in page["secrets"]:
            self.secrets.setdefault(one["visit_id"], {})[one["subject"]] = from_base64(one["secret"])

    def take_hidden(self, record: Mapping[str, Any]) -> None:
        """Keep what was set aside of somebody else: its place, its content id and the box for the server."""
        event = record["event"]
        hidden = HiddenEvent(event["incarnation"], event["seq"], bytes.fromhex(event["content_id"]))
        if record["signature"] is not None:
            link = next_link(from_base64(record["link_before"]), hidden.content_id)
            assert verify(self.keys[hidden.incarnation], from_base64(record["signature"]), link_message(link))
        self.hidden.setdefault(event["visit_id"], {})[hidden.ref, hidden.content_id] = hidden

    def take_record(self, record: Mapping[str, Any], event: Event) -> None:
        """Keep somebody else's event."""
        self.hidden.get(event.visit_id, {}).pop((event.ref, event.content_id), None)
        self.seen[(event.incarnation, event.visit_id, event.seq)] = event

    def checked(self, record: Mapping[str, Any]) -> Event:
        """Return a record's event, its signature checked with its author's key."""
        return self._checked(record, self.keys[record["event"]["incarnation"]])

    def _checked(self, record: Mapping[str, Any], key: bytes) -> Event:
        event = Event.from_wire(record["event"])
        if record["signature"] is not None:
            link = next_link(from_base64(record["link_before"]), event.content_id)
            assert verify(key, from_base64(record["signature"]), link_message(link))
        return event

    def events(self, visit_id: str) -> list[Event]:
        """Return every event of the visit that this tablet holds."""
        own = self.own[visit_id].events if visit_id in self.own else []
        return [*own, *(event for (_, visit, _), event in self.seen.items() if visit == visit_id)]

    def fold(self, visit_id: str) -> State:
        """Return the visit's state as this tablet folds it."""
        server, events = self.server["device_id"], self.events(visit_id)
        verdicts = [e for e in events if e.type == "verdict_given" and e.device_id == server]
        return fold(events, verdicts, self.hidden.get(visit_id, {}).values())

    def read(self, visit_id: str) -> OpenedVisit:
        """Return the visit as this tablet sees it."""
        events = self.events(visit_id)
        server = self.server["device_id"]
        verdicts = [e for e in events if e.type == "verdict_given" and e.device_id == server]
        people = {**self.people, self.incarnation: self.user["user_id"]}
        return read_visit(events, verdicts, self.secrets.get(visit_id, {}), people=people)

    def receipt(self, visit_id: str) -> Answer:
        return self.signed("GET", f"/visits/{visit_id}/receipt")

    # --- urgent and files ---

    def urgent_packet(
        self, *, visit_id: str = NO_VISIT, reason: int = 1, signed: bool = True, **more: Any
    ) -> bytes:
        """Return the bytes of an urgent packet."""
        fields: dict[str, Any] = {
            "urgent_id": self.rng(16).hex(), "minors": 1, "latitude_e7": None, "longitude_e7": None,
            "accuracy_m": None, "place": "Rancho inventado", **more,
        }  # fmt: skip
        packet = UrgentPacket(
            self.device_id, self.incarnation, visit_id, recorded_at=self.clock(), reason=reason, **fields
        )
        if not signed:
            return packet.to_bytes()
        return UrgentPacket(
            **{**vars(packet), "signature": sign(self.key, packet.signed_message())}
        ).to_bytes()

    def raise_urgent(self, **fields: Any) -> Answer:
        return self.send(
            "POST", "/urgent", self.urgent_packet(**fields), {"Content-Type": "application/octet-stream"}
        )

    def photo_name(self, visit_id: str, data: bytes) -> str:
        secret = self.secrets[visit_id]["visit"]
        assert secret is not None
        return file_name(secret, sha256(data).digest())

    def add_photo(self, visit_id: str, data: bytes, *, about: str = "visit", subject: str = "visit") -> str:
        """Write the event of a photo and return its name; `send_file` sends the bytes."""
        name = self.photo_name(visit_id, data)
        body = {
            "entity": f"photo:{self.rng(16).hex()}",
            "subject": subject,
            "name": name,
            "size_bytes": len(data),
        }
        sealed = {
            "sha256": sha256_hex(data),
            "mime": "image/jpeg",
            "about": about,
            "taken_at": self.clock(),
            "width": 1,
            "height": 1,
        }
        self.write(visit_id, "photo_added", body, sealed=sealed)
        return name

    def send_file(self, visit_id: str, name: str, data: bytes, *, piece_bytes: int = 256 * 1024) -> Answer:
        """Announce and send a file from where the server has it."""
        answer = self.post(f"/visits/{visit_id}/files", {"name": name, "size_bytes": len(data)})
        while answer.status in (200, 201) and not answer.json.get("complete"):
            answer = self.send_piece(visit_id, name, answer.json["offset"], data, piece_bytes)
        return answer

    def send_piece(
        self, visit_id: str, name: str, offset: int, data: bytes, piece_bytes: int = 256 * 1024
    ) -> Answer:
        """Send one piece."""
        headers = {"Upload-Offset": str(offset), "Content-Type": "application/octet-stream"}
        return self.signed(
            "PATCH", f"/visits/{visit_id}/files/{name}", data[offset : offset + piece_bytes], headers
        )


__all__ = ["DEVICE_STREAM", "VirtualTablet"]
