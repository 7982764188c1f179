"""Visits that an inspector opens in the field, without an order yet: what the office takes from her tablet."""

import json
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from inspection.domain.canonical import canonical_bytes, sha256_hex
from inspection.domain.events import DEVICE_STREAM, Event
from inspection.store.interface import Store
from inspection.store.records import Incarnation

OPENER_ROLE = "inspector"
REDUCER = 1


def fault_of_opening(store: Store, author: Incarnation, event: Event) -> str | None:
    """Return the code for which a tablet's ``visit_opened`` is kept in quarantine, or None when the visit exists by it.

    The opener gives scope to herself alone and closes the visit herself; others are let in by the office. The visit is
    read by a bundle that the office holds, and its days by a time zone that exists.
    """
    body = event.body
    account = store.users.get(author.user_id)
    alone = body["closes"] == author.user_id and body["inspectors"] == [author.user_id]
    if event.visit_id == DEVICE_STREAM or not (account and account.role == OPENER_ROLE and alone and event.seq == 1):
        return "not_in_scope"
    if store.visits.visit(event.visit_id) is not None:
        return "not_in_scope"
    bundle = store.visits.bundle(body["protocol"]["hash"])
    if bundle is None:
        return "unknown_visit"
    return None if _is_sound(body, bundle) else "malformed_body"


def _is_sound(body: Mapping[str, Any], bundle: bytes) -> bool:
    pinned = json.loads(bundle)
    law_hash = sha256_hex(canonical_bytes(pinned["law"]))
    same = body["protocol"]["id"] == pinned["protocol"]["id"] and body["law_hash"] == law_hash
    return same and body["reducer"] == REDUCER and is_zone(body["zone"])


def is_zone(name: str) -> bool:
    """Tell whether ``name`` is a time zone whose clock can be read.

    >>> is_zone("America/Tijuana"), is_zone("Nowhere/None"), is_zone("../etc/passwd")
    (True, False, False)
    """
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
