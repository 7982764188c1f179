"""What an acta's closure and a supervisor's approval cover, and what came after."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspection.domain.bodies import is_office_only, is_vector
from inspection.domain.canonical import sha256_hex
from inspection.domain.events import Event
from inspection.domain.opening import Happening
from inspection.domain.state import fold

_AFTER_APPROVAL = (
    "visit_approved",
    "authority_confirmed",
    "document_issued",
    "document_signed",
    "document_revoked",
    "alarm_raised",
    "alarm_acknowledged",
    "visit_granted",
    "visit_revoked",
    "subject_erased",
)


@dataclass(frozen=True)
class Closure:
    """The acta as closed.

    ``text`` is None while it stays shut, and when it is not the text whose hash was signed.
    ``unincorporated`` = refs of tablet events outside its vector.
    """

    ref: str
    text: str | None
    text_sha256: str
    state_hash: str
    vector: Mapping[str, Any]
    signers: tuple[Mapping[str, Any], ...]
    copy: str
    recorded_at: int
    actor: str
    unincorporated: tuple[str, ...]


@dataclass(frozen=True)
class Approval:
    """The supervisor's approval of exactly one state."""

    ref: str
    actor: str
    state_hash: str
    recorded_at: int
    later_changes: bool


def closure_of(happenings: tuple[Happening, ...], events: list[Event]) -> Closure | None:
    """Return the first acta closed (there should be one), with what its vector does not cover."""
    # After a restore a malformed one may stand unjudged for a while: it closes nothing.
    closed = next((h for h in happenings if h.type == "acta_closed" and is_vector(h.body.get("vector"))), None)
    if closed is None:
        return None
    body = closed.body
    outside = sorted(
        {
            event.ref
            for event in events
            if not _covered(event, body["vector"])
            and event.ref != closed.ref
            and event.type not in ("visit_opened", "visit_amended")
            and not is_office_only(event.type)
        }
    )
    text = closed.opened.get("text") if isinstance(closed.opened, dict) else None
    if text is not None and sha256_hex(text.encode()) != body["text_sha256"]:
        text = None
    return Closure(
        closed.ref,
        text,
        body["text_sha256"],
        body["state_hash"],
        body["vector"],
        tuple(body["signers"]),
        body["copy"],
        closed.recorded_at,
        closed.actor,
        tuple(outside),
    )


def _covered(event: Event, vector: Mapping[str, Any]) -> bool:
    stream = vector.get(event.incarnation)
    return stream is not None and event.seq <= stream["last"] and event.seq not in stream["holes"]


def approval_of(
    happenings: tuple[Happening, ...], events: list[Event], verdicts: list[Event]
) -> Approval | None:
    """Return the newest approval.

    It covers the state before itself, so what the office wrote later is left out of the comparison.
    """
    newest = next((h for h in reversed(happenings) if h.type == "visit_approved"), None)
    if newest is None:
        return None
    incarnation, _, seq = newest.ref.partition(":")
    before = [
        event
        for event in events
        if not (event.incarnation == incarnation and event.seq >= int(seq) and event.type in _AFTER_APPROVAL)
    ]
    later = fold(before, verdicts).state_hash != newest.body["state_hash"]
    return Approval(newest.ref, newest.actor, newest.body["state_hash"], newest.recorded_at, later)
