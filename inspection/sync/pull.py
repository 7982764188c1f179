"""Answering a pull: every event of the caller's visits, in order, none skipped, none of its own."""

import re
from hashlib import sha256
from typing import Any

from inspection.domain.canonical import to_base64
from inspection.store.records import Incarnation, Secret
from inspection.sync.device import ServerDevice
from inspection.sync.hiding import records_for, released_by
from inspection.sync.records import record_of

MAX_PULL_EVENTS = 500
_MAX_PULL_BYTES = 1_000_000
_POSITION = re.compile(r"[0-9]{1,18}")


def pull(device: ServerDevice, caller: Incarnation, cursor: str | None, limit: int | None) -> dict[str, Any]:
    """Return one page.

    Args:
        device: The server.
        caller: The incarnation that asks.
        cursor: As the last page gave it, or None. One of another epoch or scope starts again.
        limit: At most this many events.

    Returns:
        ``{"records", "secrets", "certificates", "visits", "cursor", "more"}`` of the wire.
    """
    store = device.store
    scope = store.visits.scope(caller.user_id)
    granted = sorted(visit_id for visit_id, yes in scope.items() if yes)
    scope_version = sha256("|".join(granted).encode()).hexdigest()[:16]
    events_from, secrets_from = _positions(cursor, device.identity.epoch, scope_version)
    page = store.log.after(
        events_from,
        granted,
        not_by=caller.incarnation,
        limit=min(limit or MAX_PULL_EVENTS, MAX_PULL_EVENTS),
        max_bytes=_MAX_PULL_BYTES,
    )
    secrets = store.visits.secrets_after(secrets_from, granted, not_by=caller.incarnation)
    more = page.more or secrets.more
    # A first contact has many pages: each tells of the visits it speaks of and of those withdrawn, the last of all.
    spoken = {one.event.visit_id for one in page.events} | {one.visit_id for one in secrets.secrets}
    told = {visit_id: yes for visit_id, yes in scope.items() if not more or not yes or visit_id in spoken}
    hashes = store.visits.bundle_hashes(told)
    events = [*page.events, *released_by(device, caller, page.events)]
    authors = {one.event.incarnation for one in events}
    return {
        "records": records_for(device, caller, events),
        "secrets": [_secret(device, one) for one in secrets.secrets if one.wrapped is not None],
        "certificates": [record_of(one) for one in store.log.certificates(authors)] if authors else [],
        "visits": [{"visit_id": one, "protocol_hash": hashes.get(one), "granted": yes} for one, yes in told.items()],
        "cursor": f"{device.identity.epoch}.{scope_version}.{page.position}-{secrets.position}",
        "more": more,
    }


def _positions(cursor: str | None, epoch: str, scope_version: str) -> tuple[str | None, str | None]:
    """Return where to go on, or (None, None) to start again; a mangled cursor starts again too."""
    parts = (cursor or "").split(".")
    if len(parts) != 3 or parts[0] != epoch or parts[1] != scope_version:
        return None, None
    events, _, secrets = parts[2].partition("-")
    if not (_POSITION.fullmatch(events) and _POSITION.fullmatch(secrets)):
        return None, None
    return events, secrets


def _secret(device: ServerDevice, secret: Secret) -> dict[str, str]:
    opened = device.keys.unwrap(secret.wrapped or b"", f"{secret.visit_id}|{secret.subject}")
    return {"visit_id": secret.visit_id, "subject": secret.subject, "secret": to_base64(opened)}
