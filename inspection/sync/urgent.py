"""Taking an urgent packet: no session, no earlier event, no known device needed."""

from collections.abc import Callable
from typing import Any

from inspection.domain.signing import verify
from inspection.domain.urgent import PacketMalformed, UrgentPacket, read_packet
from inspection.store.records import UrgentRecord
from inspection.sync.alarms import raise_for_packet
from inspection.sync.device import ServerDevice
from inspection.sync.refusals import Refused


def receive_urgent(
    device: ServerDevice, data: bytes, *, brake: Callable[[], None] = lambda: None
) -> dict[str, Any]:
    """Keep a packet and raise its alarm, once for each urgent id.

    A packet whose signature cannot be checked is kept as unsigned: better a doubtful alarm than a lost one.

    Args:
        device: The server.
        data: The packet.
        brake: Asked before keeping an unsigned packet of a new urgent id; a signed one never waits.

    Raises:
        Refused: ``urgent_malformed`` with the field; whatever ``brake`` raises.
    """
    try:
        packet = read_packet(data)
    except PacketMalformed as cause:
        raise Refused("urgent_malformed", field=str(cause)) from None
    now = device.clock()
    with device.store.writing():
        earlier = device.store.evidence.urgents(packet.urgent_id)
        signed = _is_signed(device, packet)
        if not signed and not earlier:
            brake()
        device.store.evidence.keep_urgent(UrgentRecord(packet.urgent_id, data, signed, now))
        raise_for_packet(device, packet)
    return {
        "urgent_id": packet.urgent_id,
        "outcome": "duplicate" if earlier else "stored",
        "signed": signed,
        "received_at": earlier[0].received_at if earlier else now,
    }


def _is_signed(device: ServerDevice, packet: UrgentPacket) -> bool:
    author = device.store.people.incarnation(packet.incarnation)
    if packet.signature is None or author is None or author.revoked_at is not None:
        return False
    return author.device_id == packet.device_id and verify(
        author.public_key, packet.signature, packet.signed_message()
    )
