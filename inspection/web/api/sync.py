"""Batches in, pages out, receipts."""

import gzip
from typing import Any

from flask import Response, current_app, request

from inspection.domain.events import WIRE_VERSION
from inspection.sync.authentication import check_author
from inspection.sync.batch import MAX_BATCH_EVENTS, Batch
from inspection.sync.pull import pull
from inspection.sync.receipts import receipt
from inspection.sync.receive import Outcome, receive_batch
from inspection.sync.reconciling import Told, compare, exchange
from inspection.sync.refusals import Refused
from inspection.web.api.schemas import (
    BatchAnswerSchema,
    BatchSchema,
    HeldStreamSchema,
    PullAnswerSchema,
    PullSchema,
    ReceiptSchema,
    ReconciledSchema,
    ReconciliationSchema,
    StreamSchema,
)
from inspection.web.api.signed import SIGNED, Blueprint, office, sender, spend
from inspection.web.api.turns import in_turn

blueprint = Blueprint("sync", __name__)
SMALLEST_COMPRESSED = 2_000
_QUICK = 3


@blueprint.after_request
def compress(response: Response) -> Response:
    """Send long pages gzipped to who takes them: a first contact is tens of megabytes, and the road is slow.

    Nobody but the holder of the incarnation's key can make the server repeat a page, so that its length tells nothing.
    """
    is_page = request.endpoint == "sync.answer_pull" and response.status_code == 200
    large = is_page and (response.content_length or 0) >= SMALLEST_COMPRESSED
    if large and "gzip" in request.accept_encodings and "Content-Encoding" not in response.headers:
        response.set_data(gzip.compress(response.get_data(), _QUICK, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


@blueprint.post("/batches")
@in_turn
@blueprint.refuses(*SIGNED)
@blueprint.arguments(BatchSchema())
@blueprint.response(200, BatchAnswerSchema)
def take_batch(sent: dict[str, Any]) -> dict[str, Any]:
    """Store a batch; every event gets one outcome.

    One of a later wire version than this server knows is left with its tablet, which is told so for each event.
    """
    if sent["v"] > WIRE_VERSION:
        seqs = range(sent["first_seq"], sent["first_seq"] + len(sent["events"][:MAX_BATCH_EVENTS]))
        results = [Outcome(seq, "retry_after", "future_version").to_wire() for seq in seqs]
        return {"results": results, "secrets_refused": [], **_now()}
    check_author(sender(), sent["incarnation"])
    found = receive_batch(office().device, sender(), _batch(sent), request.get_data(), admit=spend)
    results = [one.to_wire() for one in found.outcomes]
    return {"results": results, "secrets_refused": found.secrets_refused, **_now()}


@blueprint.post("/pulls")
@blueprint.refuses(*SIGNED)
@blueprint.arguments(PullSchema())
@blueprint.response(200, PullAnswerSchema)
def answer_pull(asked: dict[str, Any]) -> dict[str, Any]:
    """Return what came after the cursor."""
    return {**pull(office().device, sender(), asked["cursor"], asked["limit"]), **_now()}


@blueprint.get("/visits/<visit_id>/receipt")
@blueprint.refuses(*SIGNED, "visit_unknown")
@blueprint.response(200, ReceiptSchema)
def give_receipt(visit_id: str) -> dict[str, Any]:
    """Return the server's signed word on what it holds of the visit."""
    return receipt(office().device, sender(), visit_id)


@blueprint.post("/reconciliations")
@blueprint.refuses(*SIGNED, "too_many_comparisons")
@blueprint.arguments(ReconciliationSchema)
@blueprint.response(200, ReconciledSchema)
def reconcile(asked: dict[str, Any]) -> dict[str, Any]:
    """Return which streams differ from what the tablet holds."""
    # Each one folds every visit of the caller: no tablet asks for more than one a week and a few by hand.
    wait = current_app.extensions["comparisons"].seconds_to_wait(sender().incarnation)
    if wait:
        raise Refused("too_many_comparisons", retry_after_s=wait)
    return {"visits": compare(office().device, sender(), [Told(**one) for one in asked["visits"]]), **_now()}


@blueprint.post("/visits/<visit_id>/streams/<incarnation>")
@blueprint.refuses(*SIGNED, "visit_unknown")
@blueprint.arguments(HeldStreamSchema)
@blueprint.response(200, StreamSchema)
def reconcile_stream(asked: dict[str, Any], visit_id: str, incarnation: str) -> dict[str, Any]:
    """Return what the tablet lacks of one stream, and which of its events the server lacks."""
    have = [bytes.fromhex(one) for one in asked["have"]]
    return {**exchange(office().device, sender(), visit_id, incarnation, have), **_now()}


def _batch(sent: dict[str, Any]) -> Batch:
    if len(sent["events"]) > MAX_BATCH_EVENTS:
        raise Refused("too_large", limit_events=MAX_BATCH_EVENTS)
    last_seq = sent["first_seq"] + len(sent["events"]) - 1
    signatures = {int(seq): signature for seq, signature in sent["signatures"].items()}
    return Batch(
        device_id=sent["device_id"],
        incarnation=sent["incarnation"],
        visit_id=sent["visit_id"],
        first_seq=sent["first_seq"],
        link_before=sent["link_before"],
        items=sent["events"],
        signatures={**signatures, last_seq: sent["signature"]},
        secrets={one["subject"]: one["secret"] for one in sent["secrets"]},
        clock_offset_ms=sent["clock_offset_ms"],
    )


def _now() -> dict[str, Any]:
    return {"epoch": office().device.identity.epoch, "server_time": office().clock()}
