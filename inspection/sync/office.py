"""The office: what supervisors and the desk do, each act a signed event of the server with its actor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspection.clock import Clock, Rng
from inspection.domain.canonical import canonical_bytes, sha256_hex
from inspection.domain.events import DEVICE_STREAM
from inspection.domain.releasing import may_be_released
from inspection.domain.sealing import commitment, new_secret
from inspection.domain.urgent import UrgentPacket, read_packet
from inspection.domain.visit import OpenedVisit, VisitUnknown, read_visit, standing_refs
from inspection.store.files import Files
from inspection.store.interface import Store
from inspection.store.keys import Keys
from inspection.store.records import Alarm, RawEvidence, Upload, Visit
from inspection.sync.device import ServerDevice
from inspection.sync.field_visits import REDUCER
from inspection.sync.projections import verdicts_of
from inspection.sync.refusals import Refused


@dataclass(frozen=True)
class AlarmSeen:
    """An alarm with the packet it came from, when it came from one.

    Attributes:
        packet: The newest packet of its urgent id, signed ones first.
        signed: The packet's signature was verified.
        user_id: Who raised it; None while the device is unknown or the packet unsigned.
    """

    alarm: Alarm
    packet: UrgentPacket | None
    signed: bool
    user_id: str | None


class Office:
    """The one door of the desk, the documents and the demo to visits."""

    def __init__(self, store: Store, keys: Keys, files: Files, clock: Clock, rng: Rng) -> None:
        self.store, self.keys, self.files, self.clock, self.rng = store, keys, files, clock, rng
        self.device = ServerDevice(store, keys, clock, rng)

    def append(
        self,
        visit_id: str,
        kind: str,
        body: Mapping[str, Any],
        *,
        sealed: Any = None,
        subject: str | None = None,
        actor: str | None = None,
    ) -> str:
        """Append an event of the server; see `ServerDevice.append`."""
        return self.device.append(visit_id, kind, body, sealed=sealed, subject=subject, actor=actor)

    def open_visit(
        self,
        bundle: Mapping[str, Any],
        *,
        zone: str,
        closes: str,
        inspectors: Sequence[str],
        actor: str | None = None,
    ) -> str:
        """Open a visit that pins ``bundle`` and return its id.

        Args:
            bundle: The protocol bundle; kept for as long as the visit exists.
            zone: The workplace's IANA zone.
            closes: The user who closes the acta.
            inspectors: The users who may write in it.
            actor: Who opens it.
        """
        visit_id, secret = self.rng(16).hex(), new_secret(self.rng)
        canonical = canonical_bytes(bundle)
        bundle_hash = sha256_hex(canonical)
        body = {
            "entity": "visit",
            "commitment": commitment(secret),
            "protocol": {"id": bundle["protocol"]["id"], "hash": bundle_hash},
            "law_hash": sha256_hex(canonical_bytes(bundle["law"])),
            "reducer": REDUCER,
            "zone": zone,
            "closes": closes,
            "inspectors": list(inspectors),
        }
        with self.store.writing():
            self.store.visits.keep_bundle(bundle_hash, canonical)
            self.append(visit_id, "visit_opened", body, actor=actor)
            self.device.keep_secret(visit_id, "visit", secret)
        return visit_id

    def set_answer(
        self,
        visit_id: str,
        path: str,
        value: Mapping[str, Any],
        *,
        public: bool = False,
        actor: str | None = None,
    ) -> str:
        """Answer a path from the desk, superseding all its heads; sealed unless the protocol says public."""
        with self.store.writing():
            stored = self.store.log.of_visit(visit_id)
            heads = standing_refs([one.event for one in stored], verdicts_of(self.store, stored), path)
            body = {"path": path, "supersedes": heads}
            if public:
                return self.append(visit_id, "answer_set", {**body, "value": dict(value)}, actor=actor)
            return self.append(visit_id, "answer_set", body, sealed=dict(value), actor=actor)

    def read(self, visit_id: str) -> OpenedVisit:
        """Return the visit with everything the office may open.

        Raises:
            Refused: ``visit_unknown``.
        """
        stored = self.store.log.of_visit(visit_id)
        try:
            return read_visit(
                [one.event for one in stored],
                verdicts_of(self.store, stored),
                self.device.secrets(visit_id),
                received_at={one.event.content_id: one.received_at for one in stored},
                people={
                    one.incarnation: one.user_id for one in self.store.people.incarnations() if one.user_id
                },
            )
        except VisitUnknown:
            raise Refused("visit_unknown") from None

    def visits(self) -> list[Visit]:
        """Return every visit, newest first."""
        return self.store.visits.visits()

    def secrets(self, visit_id: str) -> dict[str, bytes | None]:
        """Return {subject: secret}, None where it was destroyed."""
        return self.device.secrets(visit_id)

    def grant(self, visit_id: str, user_id: str, *, actor: str) -> str:
        """Let a user see and write the visit."""
        return self.append(visit_id, "visit_granted", {"entity": "visit", "user_id": user_id}, actor=actor)

    def revoke(self, visit_id: str, user_id: str, *, actor: str) -> str:
        """Stop a user from seeing and writing it; what the user wrote stays."""
        return self.append(visit_id, "visit_revoked", {"entity": "visit", "user_id": user_id}, actor=actor)

    def release(self, visit_id: str, ref: str, *, actor: str) -> str:
        """Let a quarantined event count after all.

        Raises:
            Refused: ``event_unknown`` when no quarantined event has this ref; ``not_releasable``.
        """
        found = [one for one in self.read(visit_id).quarantined if one[0].ref == ref]
        if not found:
            raise Refused("event_unknown")
        event = next((event for event, code in found if may_be_released(event, code)), None)
        if event is None:
            raise Refused("not_releasable")
        body = {
            "entity": "visit",
            "of": ref,
            "content_id": event.content_id.hex(),
            "code": "released",
            "accepted": True,
        }
        return self.append(visit_id, "verdict_given", body, actor=actor)

    def raw_quarantine(self) -> list[RawEvidence]:
        """Return what could not become an event, newest first."""
        return self.store.evidence.raws()

    def alarms(self) -> list[AlarmSeen]:
        """Return every alarm, newest first."""
        return [self._seen(alarm) for alarm in self.store.evidence.alarms()]

    def acknowledge(self, alarm_id: str, actor: str) -> None:
        """Note that a named person has seen the alarm.

        Raises:
            Refused: ``alarm_unknown``.
        """
        with self.store.writing():
            alarm = self.store.evidence.alarm(alarm_id)
            if alarm is None:
                raise Refused("alarm_unknown")
            if alarm.acknowledged_at is None:
                body = {"entity": alarm.entity, "alarm_id": alarm_id}
                self.append(alarm.visit_id, "alarm_acknowledged", body, actor=actor)

    def keep_file(self, visit_id: str, data: bytes) -> str:
        """Keep a document under the visit's secret and return its name."""
        name = self.files.keep(visit_id, data, secret=self.device.visit_secret(visit_id))
        self.store.evidence.add_upload(Upload(visit_id, name, len(data), True))
        return name

    def read_file(self, visit_id: str, name: str) -> bytes:
        """Return a photo or document, opened.

        Raises:
            Refused: ``file_unknown`` when it is not here whole, ``secret_missing`` when it was erased.
        """
        upload = self.store.evidence.upload(visit_id, name)
        if upload is None or not upload.complete:
            raise Refused("file_unknown")
        return self.files.read(visit_id, name, secret=self.device.visit_secret(visit_id))

    def _seen(self, alarm: Alarm) -> AlarmSeen:
        records = self.store.evidence.urgents(alarm.urgent_id) if alarm.urgent_id else []
        if not records:
            return AlarmSeen(alarm, None, False, self._author(alarm))
        record = max(records, key=lambda one: one.signed)
        packet = read_packet(record.packet)
        author = self.store.people.incarnation(packet.incarnation) if record.signed else None
        return AlarmSeen(alarm, packet, record.signed, author.user_id if author else None)

    def _author(self, alarm: Alarm) -> str | None:
        """Return who wrote the first event the alarm rests on."""
        incarnation = alarm.rests_on[0].partition(":")[0] if alarm.rests_on else ""
        author = self.store.people.incarnation(incarnation)
        return author.user_id if author and alarm.visit_id != DEVICE_STREAM else None
