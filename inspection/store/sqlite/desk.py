"""Desk sessions, drafts and the access log in SQLite."""

import json
from collections.abc import Sequence

from sqlite_utils import Database

from inspection.store.desk import DeskSession, Draft, KeptSummary, Reading
from inspection.store.sqlite.connection import Connection
from inspection.store.sqlite.schema import migrations

_TABLES = (
    """CREATE TABLE desk_session (
      token_sha256 TEXT PRIMARY KEY, user_id TEXT NOT NULL, csrf TEXT NOT NULL, started_at INTEGER NOT NULL,
      seen_at INTEGER NOT NULL, ended_at INTEGER) STRICT""",
    """CREATE TABLE desk_draft (
      user_id TEXT PRIMARY KEY, visit_id TEXT NOT NULL, path TEXT NOT NULL, wrapped BLOB NOT NULL,
      kept_at INTEGER NOT NULL) STRICT""",
    """CREATE TABLE reading (
      position INTEGER PRIMARY KEY AUTOINCREMENT, user_id TEXT NOT NULL, visit_id TEXT NOT NULL,
      page TEXT NOT NULL, minors TEXT NOT NULL, read_at INTEGER NOT NULL) STRICT""",
    "CREATE INDEX reading_visit ON reading (visit_id, position)",
    "CREATE TRIGGER reading_no_update BEFORE UPDATE ON reading BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    "CREATE TRIGGER reading_no_delete BEFORE DELETE ON reading BEGIN SELECT RAISE(ABORT, 'append-only'); END",
)


@migrations()
def desk_tables(db: Database) -> None:
    """Make the desk's own tables."""
    for statement in _TABLES:
        db.execute(statement)


@migrations()
def summaries(db: Database) -> None:
    """Keep what pages of many visits need of each, wrapped; filled as they are read."""
    db.execute(
        "CREATE TABLE summary (visit_id TEXT NOT NULL, page TEXT NOT NULL, mark TEXT NOT NULL, wrapped BLOB NOT NULL,"
        " PRIMARY KEY (visit_id, page)) STRICT, WITHOUT ROWID"
    )


class SqliteDesk:
    """Implements `inspection.store.desk.DeskRecords`."""

    def __init__(self, connection: Connection) -> None:
        self._on = connection

    def begin_session(self, session: DeskSession) -> None:
        """Keep a new session."""
        self._on.write(
            "INSERT INTO desk_session VALUES (?, ?, ?, ?, ?, ?)",
            (
                session.token_sha256,
                session.user_id,
                session.csrf,
                session.started_at,
                session.seen_at,
                session.ended_at,
            ),
        )

    def session(self, token_sha256: str) -> DeskSession | None:
        """Return a session, expired ones too."""
        row = self._on.row("SELECT * FROM desk_session WHERE token_sha256 = ?", (token_sha256,))
        return DeskSession(**row) if row else None

    def touch_session(self, token_sha256: str, at: int) -> None:
        """Note a request."""
        self._on.write("UPDATE desk_session SET seen_at = ? WHERE token_sha256 = ?", (at, token_sha256))

    def close_session(self, token_sha256: str, at: int) -> None:
        """Note that its person closed it."""
        self._on.write("UPDATE desk_session SET ended_at = ? WHERE token_sha256 = ?", (at, token_sha256))

    def forget_sessions(self, before: int) -> None:
        """Drop sessions not seen since ``before``."""
        self._on.write("DELETE FROM desk_session WHERE seen_at < ?", (before,))

    def keep_draft(self, draft: Draft) -> None:
        """Keep words typed; one draft a person, the newest."""
        with self._on.writing():
            self.drop_draft(draft.user_id)
            self._on.write(
                "INSERT INTO desk_draft VALUES (?, ?, ?, ?, ?)",
                (draft.user_id, draft.visit_id, draft.path, draft.wrapped, draft.kept_at),
            )

    def draft(self, user_id: str) -> Draft | None:
        """Return the person's draft."""
        row = self._on.row("SELECT * FROM desk_draft WHERE user_id = ?", (user_id,))
        return Draft(**row) if row else None

    def drop_draft(self, user_id: str) -> None:
        """Forget it."""
        self._on.write("DELETE FROM desk_draft WHERE user_id = ?", (user_id,))

    def keep_summaries(self, summaries: Sequence[KeptSummary]) -> None:
        """Keep these, each in place of the one before it of its visit and page."""
        with self._on.writing():
            for one in summaries:
                row = (one.visit_id, one.page, one.mark, one.wrapped)
                self._on.write("INSERT OR REPLACE INTO summary VALUES (?, ?, ?, ?)", row)

    def summaries(self, page: str) -> Sequence[KeptSummary]:
        """Return those that a page keeps."""
        return [KeptSummary(**row) for row in self._on.rows("SELECT * FROM summary WHERE page = ?", (page,))]

    def note_reading(self, reading: Reading) -> None:
        """Add to the access log."""
        self._on.write(
            "INSERT INTO reading (user_id, visit_id, page, minors, read_at) VALUES (?, ?, ?, ?, ?)",
            (reading.user_id, reading.visit_id, reading.page, json.dumps(reading.minors), reading.read_at),
        )

    def readings(self, visit_id: str) -> Sequence[Reading]:
        """Return who read the visit's minors, oldest first."""
        rows = self._on.rows("SELECT * FROM reading WHERE visit_id = ? ORDER BY position", (visit_id,))
        return [
            Reading(r["user_id"], r["visit_id"], r["page"], tuple(json.loads(r["minors"])), r["read_at"])
            for r in rows
        ]
