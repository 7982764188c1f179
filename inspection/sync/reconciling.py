"""Set reconciliation: what differs between a tablet and the server is found by digests, and each gets what it lacks.

Pulls and batches move what is new; this repairs what they cannot see: a tablet put back from a copy, a twin under the
same incarnation (whose events a pull never returns to it), a record lost on a disk.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from inspection.domain.canonical import to_base64
from inspection.domain.events import DEVICE_STREAM
from inspection.domain.state import fold
from inspection.store.records import Incarnation, StoredEvent
from inspection.sync.device import ServerDevice
from inspection.sync.hiding import records_for
from inspection.sync.projections import verdicts_of
from inspection.sync.receipts import check_scope
from inspection.sync.records import record_of

_MAX_RECORDS = 500
_MAX_BYTES = 1_000_000


@dataclass(frozen=True)
class Told:
    """What a tablet says it holds of one visit. ``streams``: {incarnation: digest of its content ids}."""

    visit_id: str
    streams: Mapping[str, str]
    state_hash: str


def digest(content_ids: Collection[bytes]) -> str:
    """Return hex SHA-256 of the content ids, sorted, one after the other."""
    return sha256(b"".join(sorted(set(content_ids)))).hexdigest()


def compare(device: ServerDevice, caller: Incarnation, told: Sequence[Told]) -> list[dict[str, Any]]:
    """Return, for every visit the caller may see, which streams differ; told of or not.

    ``state_hash`` is the server's, None while a stream differs: where it differs alone, the two fold differently.
    """
    known = {one.visit_id: one for one in told}
    granted = (visit for visit, yes in sorted(device.store.visits.scope(caller.user_id).items()) if yes)
    return [_compare(device, visit_id, known.get(visit_id)) for visit_id in granted if visit_id != DEVICE_STREAM]


def _compare(device: ServerDevice, visit_id: str, told: Told | None) -> dict[str, Any]:
    stored = device.store.log.of_visit(visit_id)
    here = {inc: digest(ids) for inc, ids in _by_stream(stored).items()}
    there = told.streams if told else {}
    differs = sorted(inc for inc in {*here, *there} if here.get(inc) != there.get(inc))
    state = None if differs else fold([one.event for one in stored], verdicts_of(device.store, stored))
    return {"visit_id": visit_id, "differs": differs, "state_hash": state.state_hash if state else None}


def _by_stream(stored: Sequence[StoredEvent]) -> dict[str, set[bytes]]:
    found: dict[str, set[bytes]] = {}
    for one in stored:
        found.setdefault(one.event.incarnation, set()).add(one.event.content_id)
    return found


def exchange(
    device: ServerDevice, caller: Incarnation, visit_id: str, incarnation: str, have: Collection[bytes]
) -> dict[str, Any]:
    """Return what the caller lacks of one stream, its own too, and which of its events the server lacks.

    Args:
        device: The server.
        caller: Who asks.
        visit_id: The visit.
        incarnation: The stream.
        have: Content ids that the caller holds of it.

    Returns:
        ``{"records", "secrets", "certificates", "lacks": [hex], "more"}``; with ``more`` the caller asks again.

    Raises:
        Refused: ``visit_unknown``.
    """
    check_scope(device, caller, visit_id)
    stored = [one for one in device.store.log.of_visit(visit_id) if one.event.incarnation == incarnation]
    held = set(have)
    missing = sorted((one for one in stored if one.event.content_id not in held), key=lambda one: one.event.seq)
    page = _page(missing)
    secrets = device.secrets(visit_id)
    return {
        "records": records_for(device, caller, page),
        "secrets": [
            {"visit_id": visit_id, "subject": subject, "secret": to_base64(secret)}
            for subject, secret in sorted(secrets.items())
            if secret is not None
        ],
        "certificates": [record_of(one) for one in device.store.log.certificates({incarnation})] if page else [],
        "lacks": sorted(one.hex() for one in held - {one.event.content_id for one in stored}),
        "more": len(page) < len(missing),
    }


def _page(missing: Sequence[StoredEvent]) -> list[StoredEvent]:
    page: list[StoredEvent] = []
    size = 0
    for one in missing[:_MAX_RECORDS]:
        size += len(one.event.canonical)
        if page and size > _MAX_BYTES:
            break
        page.append(one)
    return page
