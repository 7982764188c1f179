"""Alarms, urgent packets, files' rows, deliveries and raw bytes in memory."""

from dataclasses import replace

from inspection.store.memory.tables import Tables
from inspection.store.records import (
    ActaRow,
    Alarm,
    Delivery,
    IssuedReceipt,
    PaperRow,
    RawEvidence,
    Upload,
    UrgentRecord,
)


class MemoryEvidence:
    """Implements `inspection.store.interface.Evidence`."""

    def __init__(self, tables: Tables) -> None:
        self._on = tables

    def raise_alarm(self, alarm: Alarm) -> None:
        """Add an alarm; repeating it has no effect."""
        with self._on.writing():
            if self.alarm(alarm.alarm_id) is None:
                new = replace(alarm, acknowledged_at=None, acknowledged_by=None)
                self._on.put(("alarm",), alarm.alarm_id, new)

    def settle_alarm(self, alarm_id: str, at: int, actor: str) -> None:
        """Mark it acknowledged by a named person; the first acknowledgement stays."""
        with self._on.writing():
            found = self.alarm(alarm_id)
            if found and found.acknowledged_at is None:
                done = replace(found, acknowledged_at=at, acknowledged_by=actor)
                self._on.put(("alarm",), alarm_id, done)

    def alarm(self, alarm_id: str) -> Alarm | None:
        """Return one alarm."""
        found: Alarm | None = self._on.get(("alarm",), alarm_id)
        return found

    def alarms(self) -> list[Alarm]:
        """Return all of them, newest first."""
        rows = [row for _, row in self._on.rows(("alarm",))]
        return sorted(rows, key=lambda one: (-one.raised_at, one.alarm_id))

    def note_paper(self, paper: PaperRow) -> None:
        """Note an issued document; repeating it has no effect."""
        with self._on.writing():
            if self.paper(paper.code) is None:
                self._on.put(("paper",), paper.code, replace(paper, signed=(), revoked_at=None))

    def note_signed_paper(self, code: str, sha256: str) -> None:
        """Note a signed file of it; the same one once."""
        with self._on.writing():
            found = self.paper(code)
            if found and sha256 not in found.signed:
                self._on.put(("paper",), code, replace(found, signed=(*found.signed, sha256)))

    def revoke_paper(self, code: str, at: int) -> None:
        """Note since when it has no effect; the first instant stays."""
        with self._on.writing():
            found = self.paper(code)
            if found and found.revoked_at is None:
                self._on.put(("paper",), code, replace(found, revoked_at=at))

    def paper(self, code: str) -> PaperRow | None:
        """Return one issued document."""
        found: PaperRow | None = self._on.get(("paper",), code)
        return found

    def paper_of_file(self, sha256: str) -> PaperRow | None:
        """Return the document of which this is the issued file, or a signed one."""
        papers = (row for _, row in self._on.rows(("paper",)))
        return next((one for one in papers if sha256 in (one.sha256, *one.signed)), None)

    def note_acta(self, acta: ActaRow) -> None:
        """Note the fingerprint of a closed acta; the first of the same text stays."""
        with self._on.writing():
            if self.acta(acta.text_sha256) is None:
                self._on.put(("acta",), acta.text_sha256, acta)

    def acta(self, text_sha256: str) -> ActaRow | None:
        """Return the closed acta with this text."""
        found: ActaRow | None = self._on.get(("acta",), text_sha256)
        return found

    def keep_urgent(self, urgent: UrgentRecord) -> None:
        """Keep a packet; the same bytes are kept once."""
        with self._on.writing():
            if self._on.get(("urgent", urgent.urgent_id), urgent.packet) is None:
                self._on.put(("urgent", urgent.urgent_id), urgent.packet, urgent)

    def urgents(self, urgent_id: str) -> list[UrgentRecord]:
        """Return every packet of this id, oldest first."""
        return [row for _, row in self._on.rows(("urgent", urgent_id))]

    def add_upload(self, upload: Upload) -> None:
        """Announce a file; repeating it has no effect."""
        with self._on.writing():
            if self.upload(upload.visit_id, upload.name) is None:
                self._on.put(("upload", upload.visit_id), upload.name, upload)

    def upload(self, visit_id: str, name: str) -> Upload | None:
        """Return one file's row."""
        found: Upload | None = self._on.get(("upload", visit_id), name)
        return found

    def uploads(self, visit_id: str) -> list[Upload]:
        """Return the visit's files."""
        return sorted((row for _, row in self._on.rows(("upload", visit_id))), key=lambda one: one.name)

    def complete_upload(self, visit_id: str, name: str) -> None:
        """Mark a file verified."""
        with self._on.writing():
            found = self.upload(visit_id, name)
            if found:
                self._on.put(("upload", visit_id), name, replace(found, complete=True))

    def note_delivery(self, delivery: Delivery) -> None:
        """Keep when a batch arrived."""
        with self._on.writing():
            self._on.put(("delivery", delivery.visit_id), len(self.deliveries(delivery.visit_id)), delivery)

    def deliveries(self, visit_id: str) -> list[Delivery]:
        """Return the visit's deliveries, oldest first."""
        return [row for _, row in self._on.rows(("delivery", visit_id))]

    def keep_receipt(self, receipt: IssuedReceipt) -> None:
        """Keep a receipt that says something new."""
        with self._on.writing():
            self._on.put(("receipt", receipt.visit_id), len(self.receipts(receipt.visit_id)), receipt)

    def receipts(self, visit_id: str) -> list[IssuedReceipt]:
        """Return the visit's receipts, oldest first."""
        return [row for _, row in self._on.rows(("receipt", visit_id))]

    def last_receipt(self, visit_id: str) -> IssuedReceipt | None:
        """Return the newest."""
        return next(reversed(self.receipts(visit_id)), None)

    def keep_raw(self, raw: RawEvidence, wrapped: bytes) -> None:
        """Keep bytes that could not become an event."""
        with self._on.writing():
            if self._on.get(("raw",), raw.sha256) is None:
                self._on.put(("raw",), raw.sha256, (raw, wrapped))

    def raws(self) -> list[RawEvidence]:
        """Return what was kept raw, newest first."""
        rows = [row for _, (row, _) in self._on.rows(("raw",))]
        return sorted(rows, key=lambda one: -one.received_at)

    def raw_bytes(self, sha256: str) -> bytes | None:
        """Return the wrapped bytes."""
        found = self._on.get(("raw",), sha256)
        return found[1] if found else None
