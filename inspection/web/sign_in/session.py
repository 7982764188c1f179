"""Desk sessions: kept on the server, ended by idleness and by age; an expired one loses nothing typed."""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from inspection.clock import Clock, Rng
from inspection.store.desk import DeskRecords, DeskSession

MINUTE_MS = 60_000
IDLE_MS = 30 * MINUTE_MS
LIFE_MS = 10 * 60 * MINUTE_MS
REMEMBERED_MS = 7 * 24 * 60 * MINUTE_MS
TOUCH_EVERY_MS = MINUTE_MS

State = Literal["live", "expired", "ended", "unknown"]


@dataclass(frozen=True)
class Standing:
    """What is known of the cookie a browser brought: the session may be over and still say whose it was."""

    state: State
    session: DeskSession | None = None

    @property
    def is_live(self) -> bool:
        """Whether it opens the desk."""
        return self.state == "live"

    def accepts(self, csrf: str) -> bool:
        """Tell whether a form was made for this session, in constant time."""
        return self.session is not None and is_same(self.session.csrf, csrf)


@dataclass(frozen=True)
class Sessions:
    """Begins, finds and ends sessions; only the hash of a token is ever kept."""

    records: DeskRecords
    clock: Clock
    rng: Rng

    def begin(self, user_id: str) -> str:
        """Begin a session and return its token for the cookie."""
        now, token = self.clock(), self.rng(32).hex()
        self.records.forget_sessions(now - REMEMBERED_MS)
        self.records.begin_session(DeskSession(_hash(token), user_id, self.rng(16).hex(), now, now, None))
        return token

    def find(self, token: str) -> Standing:
        """Return what stands behind a token, noting the request when it is live."""
        session = self.records.session(_hash(token)) if token else None
        if session is None:
            return Standing("unknown")
        if session.ended_at is not None:
            return Standing("ended", session)
        now = self.clock()
        if now - session.seen_at > IDLE_MS or now - session.started_at > LIFE_MS:
            return Standing("expired", session)
        if now - session.seen_at > TOUCH_EVERY_MS:
            self.records.touch_session(session.token_sha256, now)
        return Standing("live", session)

    def end(self, token: str) -> None:
        """End a session by its person's wish."""
        self.records.close_session(_hash(token), self.clock())


def is_same(one: str, other: str) -> bool:
    """Compare in constant time, whatever signs a form or a cookie brings."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()
