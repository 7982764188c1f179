"""Receipts: the server's signed word on what it holds of a visit."""

from typing import Any

from inspection.domain.canonical import canonical_bytes, parse_json, to_base64
from inspection.domain.receipts import receipt_message
from inspection.domain.signing import sign
from inspection.domain.state import fold
from inspection.store.records import Incarnation, IssuedReceipt
from inspection.sync.device import ServerDevice
from inspection.sync.projections import verdicts_of
from inspection.sync.refusals import Refused


def check_scope(device: ServerDevice, caller: Incarnation, visit_id: str) -> None:
    """Refuse whoever may not see the visit, in the same words as for a visit that does not exist.

    Raises:
        Refused: ``visit_unknown``.
    """
    if not device.store.visits.scope(caller.user_id).get(visit_id):
        raise Refused("visit_unknown")


def receipt(device: ServerDevice, caller: Incarnation, visit_id: str) -> dict[str, Any]:
    """Return ``{"receipt", "signature"}`` of a visit the caller may see."""
    check_scope(device, caller, visit_id)
    stored = device.store.log.of_visit(visit_id)
    state = fold([one.event for one in stored], verdicts_of(device.store, stored))
    held = {
        "visit_id": visit_id,
        "vector": state.vector,
        "files": [one.name for one in device.store.evidence.uploads(visit_id) if one.complete],
        "state_hash": state.state_hash,
        "epoch": device.identity.epoch,
        "issued_at": device.clock(),
    }
    signature = sign(device.keys.signing, receipt_message(canonical_bytes(held)))
    _keep(device, held, signature)
    return {"receipt": held, "signature": to_base64(signature)}


def _keep(device: ServerDevice, held: dict[str, Any], signature: bytes) -> None:
    """Keep a receipt that says something new; the evidence check holds the log to it."""
    last = device.store.evidence.last_receipt(held["visit_id"])
    if last is None or {**parse_json(last.canonical), "issued_at": held["issued_at"]} != held:
        device.store.evidence.keep_receipt(IssuedReceipt(held["visit_id"], canonical_bytes(held), signature))
