"""What the desk itself must remember: sessions, words typed when one expired, summaries, and who read which minor.

None of it is part of the event log, and none of it holds an opened value: drafts and summaries come wrapped by the
master key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class DeskSession:
    """One sign-in at the desk. Instants are ms since 1970 UTC.

    Attributes:
        seen_at: The last request: idle expiry counts from here.
        ended_at: When it was closed by its person; None while it was not.
    """

    token_sha256: str
    user_id: str
    csrf: str
    started_at: int
    seen_at: int
    ended_at: int | None


@dataclass(frozen=True)
class Draft:
    """A comment whose session expired while it was being typed. ``wrapped``: sealed by the master key."""

    user_id: str
    visit_id: str
    path: str
    wrapped: bytes
    kept_at: int


@dataclass(frozen=True)
class Reading:
    """One reading of minors' data at the desk."""

    user_id: str
    visit_id: str
    page: str
    minors: tuple[str, ...]
    read_at: int


@dataclass(frozen=True)
class KeptSummary:
    """What a page of many visits needs of one of them; derived from the log and gone with any secret of its visit.

    Attributes:
        page: The page's own word.
        mark: Changes with whatever the summary tells.
        wrapped: Sealed by the master key.
    """

    visit_id: str
    page: str
    mark: str
    wrapped: bytes


class DeskRecords(Protocol):
    """Sessions, drafts, summaries and the access log."""

    def begin_session(self, session: DeskSession) -> None:
        """Keep a new session."""

    def session(self, token_sha256: str) -> DeskSession | None:
        """Return a session, expired ones too: only the caller knows the clock and the limits."""

    def touch_session(self, token_sha256: str, at: int) -> None:
        """Note a request."""

    def close_session(self, token_sha256: str, at: int) -> None:
        """Note that its person closed it."""

    def forget_sessions(self, before: int) -> None:
        """Drop sessions not seen since ``before``."""

    def keep_draft(self, draft: Draft) -> None:
        """Keep words typed; one draft a person, the newest."""

    def draft(self, user_id: str) -> Draft | None:
        """Return the person's draft."""

    def drop_draft(self, user_id: str) -> None:
        """Forget it: it was sent or is no longer wanted."""

    def keep_summaries(self, summaries: Sequence[KeptSummary]) -> None:
        """Keep these, each in place of the one before it of its visit and page."""

    def summaries(self, page: str) -> Sequence[KeptSummary]:
        """Return those that a page keeps; `Visits.destroy_secret` destroys them with the secret."""

    def note_reading(self, reading: Reading) -> None:
        """Add to the access log; nothing is ever taken from it."""

    def readings(self, visit_id: str) -> Sequence[Reading]:
        """Return who read the visit's minors, oldest first."""
