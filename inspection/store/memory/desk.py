"""Desk sessions, drafts and the access log in memory."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from inspection.store.desk import DeskSession, Draft, KeptSummary, Reading
from inspection.store.memory.tables import Tables


class MemoryDesk:
    """Implements `inspection.store.desk.DeskRecords`."""

    def __init__(self, tables: Tables) -> None:
        self._on = tables

    def begin_session(self, session: DeskSession) -> None:
        """Keep a new session."""
        self._on.put(("session",), session.token_sha256, session)

    def session(self, token_sha256: str) -> DeskSession | None:
        """Return a session, expired ones too."""
        found: DeskSession | None = self._on.get(("session",), token_sha256)
        return found

    def touch_session(self, token_sha256: str, at: int) -> None:
        """Note a request."""
        self._change(token_sha256, seen_at=at)

    def close_session(self, token_sha256: str, at: int) -> None:
        """Note that its person closed it."""
        self._change(token_sha256, ended_at=at)

    def forget_sessions(self, before: int) -> None:
        """Drop sessions not seen since ``before``."""
        with self._on.writing():
            for _, session in self._on.rows(("session",)):
                if session.seen_at < before:
                    self._on.put(("session",), session.token_sha256, None)

    def keep_draft(self, draft: Draft) -> None:
        """Keep words typed; one draft a person, the newest."""
        self._on.put(("draft",), draft.user_id, draft)

    def draft(self, user_id: str) -> Draft | None:
        """Return the person's draft."""
        found: Draft | None = self._on.get(("draft",), user_id)
        return found

    def drop_draft(self, user_id: str) -> None:
        """Forget it."""
        self._on.put(("draft",), user_id, None)

    def keep_summaries(self, summaries: Sequence[KeptSummary]) -> None:
        """Keep these, each in place of the one before it of its visit and page."""
        with self._on.writing():
            for one in summaries:
                self._on.put(("summary", one.visit_id), one.page, one)

    def summaries(self, page: str) -> Sequence[KeptSummary]:
        """Return those that a page keeps."""
        rows = [row for part in self._on.parts("summary") for _, row in self._on.rows(part)]
        return [row for row in rows if row.page == page]

    def note_reading(self, reading: Reading) -> None:
        """Add to the access log."""
        with self._on.writing():
            self._on.put(("reading", reading.visit_id), len(self.readings(reading.visit_id)), reading)

    def readings(self, visit_id: str) -> Sequence[Reading]:
        """Return who read the visit's minors, oldest first."""
        return [row for _, row in self._on.rows(("reading", visit_id))]

    def _change(self, token_sha256: str, **fields: Any) -> None:
        with self._on.writing():
            found = self.session(token_sha256)
            if found:
                self._on.put(("session",), token_sha256, replace(found, **fields))
