"""The urgent packet: the smallest door, always open."""

from typing import Any

from flask import current_app, request

from inspection.domain.urgent import MAX_PACKET_BYTES
from inspection.sync.refusals import Refused
from inspection.sync.urgent import receive_urgent
from inspection.web.api.brake import Brake
from inspection.web.api.schemas import UrgentAnswerSchema
from inspection.web.api.signed import Blueprint, office

blueprint = Blueprint("urgent", __name__)
_BODY = {
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    "required": True,
}


@blueprint.post("/urgent")
@blueprint.doc(requestBody=_BODY)
@blueprint.refuses("urgent_malformed", "too_large", "too_many_unsigned")
@blueprint.response(200, UrgentAnswerSchema)
def raise_urgent() -> dict[str, Any]:
    """Take an urgent packet and raise its alarm once."""
    packet = request.get_data()
    if len(packet) > MAX_PACKET_BYTES:
        raise Refused("too_large", limit_bytes=MAX_PACKET_BYTES)
    return receive_urgent(office().device, packet, brake=_slow_down)


def _slow_down() -> None:
    """Refuse the unsigned packets of an address that sends too many.

    Raises:
        Refused: ``too_many_unsigned`` with the seconds to wait.
    """
    brake: Brake = current_app.extensions["unsigned_urgents"]
    wait = brake.seconds_to_wait(request.remote_addr or "")
    if wait:
        raise Refused("too_many_unsigned", retry_after_s=wait)
