"""The evidence check over a store: every visit, from the rows as they rest, with nothing taken on trust but one key.

What no signature covers cannot be checked and is not claimed: instants of arrival, accounts, revocations, sessions.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from inspection.domain.bodies import fault_of_body
from inspection.domain.canonical import from_base64, sha256_hex
from inspection.domain.events import DEVICE_STREAM
from inspection.domain.signing import verify
from inspection.domain.urgent import PacketMalformed, read_packet
from inspection.domain.verification import (
    Fault,
    Kept,
    Known,
    check_forks,
    check_streams,
    holes,
    read_row,
)
from inspection.store.files import Files
from inspection.store.interface import Store
from inspection.store.keys import Keys
from inspection.store.records import Secret
from inspection.store.resting import RestingLog
from inspection.sync.evidence_holdings import Opened, check_closures, check_files, check_receipts, open_secrets


@dataclass(frozen=True)
class Holdings:
    """What is checked.

    Attributes:
        secrets: Gives the wrapped secrets of a visit: of the store, or of a backup's own file.
    """

    store: Store
    resting: RestingLog
    files: Files
    keys: Keys
    secrets: Callable[[str], list[Secret]]


@dataclass(frozen=True)
class Report:
    """What the check of one visit found.

    Attributes:
        visit_id: The visit; `DEVICE_STREAM` for certificates and urgent packets.
        faults: What does not hold, the first first.
        holes: {incarnation: numbers not arrived yet}: no fault.
        counts: How many of each thing were checked: ``events``, ``files``, ``documents``, ``closures``, ``receipts``.
        protocol_missing: Hash of the pinned bundle that is not here: no fault, but nobody can read the visit.
    """

    visit_id: str
    faults: list[Fault]
    holes: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    protocol_missing: str | None = None


class EvidenceCheck:
    """Checks a store. Certificates first: everything else rests on them."""

    def __init__(self, holdings: Holdings) -> None:
        self._on = holdings
        self._rows, self._row_faults = self._read(DEVICE_STREAM)
        self._servers, self._keys = self._certified()

    def all(self) -> Iterator[Report]:
        """Check everything: certificates and urgent packets, then each visit of which anything speaks."""
        yield self.certificates()
        known = {visit.visit_id for visit in self._on.store.visits.visits()}
        for visit_id in sorted({*self._on.resting.visit_ids(), *known} - {DEVICE_STREAM}):
            yield self.visit(visit_id)

    def certificates(self) -> Report:
        """Check the certificates, the urgent packets, and that no row of the log is gone."""
        known = self._known(DEVICE_STREAM)
        faults = [*self._row_faults, *check_streams(self._rows, known), *check_forks(self._rows, known)]
        faults += [*self._check_people(), *self._check_urgents()]
        if gone := self._on.resting.rows_missing():
            faults.append(Fault("rows_missing", DEVICE_STREAM, found=str(gone)))
        return Report(DEVICE_STREAM, faults, holes(self._rows), {"events": len(self._rows)})

    def visit(self, visit_id: str) -> Report:
        """Check one visit."""
        rows, faults = self._read(visit_id)
        known = self._known(visit_id)
        faults += [*check_streams(rows, known), *check_forks(rows, known), *self._check_opening(visit_id, rows)]
        faults += [
            Fault("body_malformed", visit_id, *one.place)
            for one in rows
            if one.event.incarnation in self._servers and fault_of_body(one.event.type, one.event.body)
        ]
        counts = {"events": len(rows)}
        if not faults:  # what follows reads the rows as true
            secrets, secret_faults = open_secrets(known, rows, self._on.secrets(visit_id), self._on.keys)
            opened = Opened(rows, known, secrets, self._on.store, self._on.files)
            faults += secret_faults
            for name, check in (
                ("closures", check_closures),
                ("receipts", lambda found: check_receipts(found, self._on.keys.public_key)),
                ("files", check_files),
            ):
                checked = check(opened)
                counts[name] = checked.count
                faults += checked.faults
        return Report(visit_id, faults, holes(rows), counts, self._protocol_missing(visit_id))

    def _read(self, visit_id: str) -> tuple[list[Kept], list[Fault]]:
        read = [read_row(row, visit_id) for row in self._on.resting.rows(visit_id)]
        return [one for one in read if isinstance(one, Kept)], [one for one in read if isinstance(one, Fault)]

    def _certified(self) -> tuple[frozenset[str], dict[str, bytes]]:
        """Return the server's incarnations and everybody's key, from what the server's key itself proves."""
        anchor = self._on.keys.public_key
        found = [one.event for one in self._rows if one.event.type == "incarnation_certified"]
        sound = [event for event in found if fault_of_body(event.type, event.body) is None]
        servers = frozenset(
            event.incarnation
            for event in sound
            if event.body["user_id"] == DEVICE_STREAM
            and event.body["incarnation"] == event.incarnation
            and from_base64(event.body["public_key"]) == anchor
        )
        keys = {
            event.body["incarnation"]: from_base64(event.body["public_key"])
            for event in sound
            if event.incarnation in servers
        }
        return servers, {**keys, **dict.fromkeys(servers, anchor)}

    def _known(self, visit_id: str) -> Known:
        evidence = self._on.store.evidence
        delivered: dict[str, set[int]] = {}
        for one in evidence.deliveries(visit_id):
            delivered.setdefault(one.incarnation, set()).update(range(one.first_seq, one.last_seq + 1))
        raws = {one.incarnation for one in evidence.raws() if one.visit_id == visit_id}
        now = self._on.store.settings().get("incarnation", "")
        return Known(
            visit_id,
            self._keys,
            self._servers,
            {name: frozenset(numbers) for name, numbers in delivered.items()},
            frozenset(raws),
            frozenset({now}),
        )

    def _check_people(self) -> Iterator[Fault]:
        """The table of incarnations says what the certificates say."""
        certified = {
            one.event.body["incarnation"]: one.event.body
            for one in self._rows
            if one.event.type == "incarnation_certified" and one.event.incarnation in self._servers
        }
        for row in self._on.store.people.incarnations():
            body = certified.get(row.incarnation)
            said = (row.device_id, row.user_id or DEVICE_STREAM, row.public_key)
            if body is None or (body["device_id"], body["user_id"], from_base64(body["public_key"])) != said:
                yield Fault("certificate_differs", DEVICE_STREAM, row.incarnation)

    def _check_urgents(self) -> Iterator[Fault]:
        for alarm in self._on.store.evidence.alarms():
            for urgent in self._on.store.evidence.urgents(alarm.urgent_id) if alarm.urgent_id else []:
                try:
                    packet = read_packet(urgent.packet)
                    key, signature = self._keys.get(packet.incarnation, b""), packet.signature or b""
                    sound = not urgent.signed or verify(key, signature, packet.signed_message())
                    sound = sound and packet.urgent_id == urgent.urgent_id
                except PacketMalformed:
                    sound = False
                if not sound:
                    yield Fault("urgent_differs", DEVICE_STREAM, expected=urgent.urgent_id)

    def _protocol_missing(self, visit_id: str) -> str | None:
        visit = self._on.store.visits.visit(visit_id)
        if visit is None or self._on.store.visits.bundle(visit.bundle_hash) is not None:
            return None
        return visit.bundle_hash

    def _check_opening(self, visit_id: str, rows: list[Kept]) -> Iterator[Fault]:
        """A visit the office knows has the event that opened it, and the bundle that reads it."""
        visit = self._on.store.visits.visit(visit_id)
        if visit is None:
            return
        if not any(one.event.type == "visit_opened" for one in rows):
            yield Fault("opening_missing", visit_id)
        bundle = self._on.store.visits.bundle(visit.bundle_hash)
        if bundle is not None and sha256_hex(bundle) != visit.bundle_hash:
            yield Fault("bundle_differs", visit_id, expected=visit.bundle_hash, found=sha256_hex(bundle))
