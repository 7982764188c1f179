"""The urgent packet: the smallest door, always open."""

from typing import Any

from flask import request

from inspection.domain.urgent import MAX_PACKET_BYTES
from inspection.sync.refusals import Refused
from inspection.sync.urgent import receive_urgent
from inspection.web.api.schemas import UrgentAnswerSchema
from inspection.web.api.signed import Blueprint, office

blueprint = Blueprint("urgent", __name__)
_BODY = {
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    "required": True,
}


@blueprint.post("/urgent")
@blueprint.doc(requestBody=_BODY)
@blueprint.refuses("urgent_malformed", "too_large")
@blueprint.response(200, UrgentAnswerSchema)
def raise_urgent() -> dict[str, Any]:
    """Take an urgent packet and raise its alarm once."""
    packet = request.get_data()
    if len(packet) > MAX_PACKET_BYTES:
        raise Refused("too_large", limit_bytes=MAX_PACKET_BYTES)
    return receive_urgent(office().device, packet)
