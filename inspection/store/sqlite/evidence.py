"""Alarms, urgent packets, files' rows and raw bytes in SQLite."""

import json
from typing import Any

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
from inspection.store.sqlite.connection import Connection


class SqliteEvidence:
    """Implements `inspection.store.interface.Evidence`."""

    def __init__(self, connection: Connection) -> None:
        self._on = connection

    def raise_alarm(self, alarm: Alarm) -> None:
        """Add an alarm; repeating it has no effect."""
        self._on.write(
            "INSERT INTO alarm (alarm_id, visit_id, entity, reason, urgent_id, rests_on, raised_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (
                alarm.alarm_id, alarm.visit_id, alarm.entity, alarm.reason, alarm.urgent_id,
                json.dumps(alarm.rests_on), alarm.raised_at,
            ),
        )  # fmt: skip

    def settle_alarm(self, alarm_id: str, at: int, actor: str) -> None:
        """Mark it acknowledged by a named person; the first acknowledgement stays."""
        self._on.write(
            "UPDATE alarm SET acknowledged_at = ?, acknowledged_by = ? WHERE alarm_id = ? AND acknowledged_at IS NULL",
            (at, actor, alarm_id),
        )

    def alarm(self, alarm_id: str) -> Alarm | None:
        """Return one alarm."""
        row = self._on.row("SELECT * FROM alarm WHERE alarm_id = ?", (alarm_id,))
        return _alarm(row) if row else None

    def alarms(self) -> list[Alarm]:
        """Return all of them, newest first."""
        return [_alarm(row) for row in self._on.rows("SELECT * FROM alarm ORDER BY raised_at DESC, alarm_id")]

    def note_paper(self, paper: PaperRow) -> None:
        """Note an issued document; repeating it has no effect."""
        self._on.write(
            "INSERT INTO paper (code, visit_id, kind, folio, sha256, issued_at, office)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (paper.code, paper.visit_id, paper.kind, paper.folio, paper.sha256, paper.issued_at, paper.office),
        )

    def note_signed_paper(self, code: str, sha256: str) -> None:
        """Note a signed file of it; the same one once."""
        self._on.write(
            "INSERT INTO signed_paper (code, sha256) SELECT code, ? FROM paper WHERE code = ? ON CONFLICT DO NOTHING",
            (sha256, code),
        )

    def revoke_paper(self, code: str, at: int) -> None:
        """Note since when it has no effect; the first instant stays."""
        self._on.write("UPDATE paper SET revoked_at = ? WHERE code = ? AND revoked_at IS NULL", (at, code))

    def paper(self, code: str) -> PaperRow | None:
        """Return one issued document."""
        row = self._on.row("SELECT * FROM paper WHERE code = ?", (code,))
        if not row:
            return None
        signed = self._on.rows("SELECT sha256 FROM signed_paper WHERE code = ? ORDER BY rowid", (code,))
        return PaperRow(**row, signed=tuple(one["sha256"] for one in signed))

    def paper_of_file(self, sha256: str) -> PaperRow | None:
        """Return the document of which this is the issued file, or a signed one."""
        sql = "SELECT code FROM paper WHERE sha256 = ? UNION SELECT code FROM signed_paper WHERE sha256 = ? LIMIT 1"
        row = self._on.row(sql, (sha256, sha256))
        return self.paper(row["code"]) if row else None

    def note_acta(self, acta: ActaRow) -> None:
        """Note the fingerprint of a closed acta; the first of the same text stays."""
        self._on.write(
            "INSERT INTO acta (text_sha256, visit_id, closed_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (acta.text_sha256, acta.visit_id, acta.closed_at),
        )

    def acta(self, text_sha256: str) -> ActaRow | None:
        """Return the closed acta with this text."""
        row = self._on.row("SELECT * FROM acta WHERE text_sha256 = ?", (text_sha256,))
        return ActaRow(**row) if row else None

    def keep_urgent(self, urgent: UrgentRecord) -> None:
        """Keep a packet; the same bytes are kept once."""
        self._on.write(
            "INSERT INTO urgent (urgent_id, packet, signed, received_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (urgent.urgent_id, urgent.packet, int(urgent.signed), urgent.received_at),
        )

    def urgents(self, urgent_id: str) -> list[UrgentRecord]:
        """Return every packet of this id, oldest first."""
        sql = "SELECT * FROM urgent WHERE urgent_id = ? ORDER BY position"
        return [
            UrgentRecord(row["urgent_id"], row["packet"], bool(row["signed"]), row["received_at"])
            for row in self._on.rows(sql, (urgent_id,))
        ]

    def add_upload(self, upload: Upload) -> None:
        """Announce a file; repeating it has no effect."""
        self._on.write(
            "INSERT INTO upload VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (upload.visit_id, upload.name, upload.size_bytes, int(upload.complete)),
        )

    def upload(self, visit_id: str, name: str) -> Upload | None:
        """Return one file's row."""
        row = self._on.row("SELECT * FROM upload WHERE visit_id = ? AND name = ?", (visit_id, name))
        return _upload(row) if row else None

    def uploads(self, visit_id: str) -> list[Upload]:
        """Return the visit's files."""
        return [
            _upload(row) for row in self._on.rows("SELECT * FROM upload WHERE visit_id = ? ORDER BY name", (visit_id,))
        ]

    def complete_upload(self, visit_id: str, name: str) -> None:
        """Mark a file verified."""
        self._on.write("UPDATE upload SET complete = 1 WHERE visit_id = ? AND name = ?", (visit_id, name))

    def note_delivery(self, delivery: Delivery) -> None:
        """Keep when a batch arrived."""
        self._on.write(
            "INSERT INTO delivery (incarnation, visit_id, first_seq, last_seq, received_at, clock_offset_ms)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                delivery.incarnation, delivery.visit_id, delivery.first_seq, delivery.last_seq,
                delivery.received_at, delivery.clock_offset_ms,
            ),
        )  # fmt: skip

    def deliveries(self, visit_id: str) -> list[Delivery]:
        """Return the visit's deliveries, oldest first."""
        sql = (
            "SELECT incarnation, visit_id, first_seq, last_seq, received_at, clock_offset_ms"
            " FROM delivery WHERE visit_id = ? ORDER BY position"
        )
        return [Delivery(**row) for row in self._on.rows(sql, (visit_id,))]

    def keep_receipt(self, receipt: IssuedReceipt) -> None:
        """Keep a receipt that says something new."""
        self._on.write(
            "INSERT INTO receipt (visit_id, canonical, signature) VALUES (?, ?, ?)",
            (receipt.visit_id, receipt.canonical, receipt.signature),
        )

    def receipts(self, visit_id: str) -> list[IssuedReceipt]:
        """Return the visit's receipts, oldest first."""
        sql = "SELECT visit_id, canonical, signature FROM receipt WHERE visit_id = ? ORDER BY position"
        return [IssuedReceipt(**row) for row in self._on.rows(sql, (visit_id,))]

    def last_receipt(self, visit_id: str) -> IssuedReceipt | None:
        """Return the newest."""
        sql = "SELECT visit_id, canonical, signature FROM receipt WHERE visit_id = ? ORDER BY position DESC LIMIT 1"
        row = self._on.row(sql, (visit_id,))
        return IssuedReceipt(**row) if row else None

    def keep_raw(self, raw: RawEvidence, wrapped: bytes) -> None:
        """Keep bytes that could not become an event."""
        self._on.write(
            "INSERT INTO raw VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (raw.sha256, raw.code, raw.incarnation, raw.visit_id, raw.received_at, wrapped),
        )

    def raws(self) -> list[RawEvidence]:
        """Return what was kept raw, newest first."""
        sql = "SELECT sha256, code, incarnation, visit_id, received_at FROM raw ORDER BY received_at DESC"
        return [RawEvidence(**row) for row in self._on.rows(sql)]

    def raw_bytes(self, sha256: str) -> bytes | None:
        """Return the wrapped bytes."""
        row = self._on.row("SELECT wrapped FROM raw WHERE sha256 = ?", (sha256,))
        return row["wrapped"] if row else None


def _alarm(row: dict[str, Any]) -> Alarm:
    return Alarm(**{**row, "rests_on": tuple(json.loads(row["rests_on"]))})


def _upload(row: dict[str, Any]) -> Upload:
    return Upload(**{**row, "complete": bool(row["complete"])})
