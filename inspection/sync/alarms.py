"""Alarms: raised once for each cause, however often it is delivered; lowered only by a named person."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from inspection.domain.bodies import is_entity
from inspection.domain.canonical import from_base64
from inspection.domain.events import Event
from inspection.domain.opening import open_event, subjects_of
from inspection.domain.urgent import REASONS, PacketMalformed, UrgentPacket, read_packet
from inspection.sync.device import ServerDevice
from inspection.sync.projections import NO_VISIT

_ASKING = ("urgent_raised", "determination_confirmed")
_ADDING = ("row_added", "photo_added")
URGENT_DETERMINATION = "urgent_determination"


def raise_for_packet(device: ServerDevice, packet: UrgentPacket) -> None:
    """Raise the alarm of an urgent packet, in its visit when that is known."""
    known = device.store.visits.visit(packet.visit_id) is not None
    _raise(
        device,
        packet.visit_id if known else NO_VISIT,
        {"entity": "visit", "alarm_id": packet.urgent_id, "reason": REASONS[packet.reason], "rests_on": []},
        urgent_id=packet.urgent_id,
    )


def raise_for_visit(device: ServerDevice, visit_id: str) -> None:
    """Raise what the visit's events ask for and has not been raised.

    Events in quarantine count here: an alarm condition true in any head fires.
    """
    asking = [stored.event for stored in device.store.log.of_visit(visit_id, _ASKING)]
    for event in asking:
        if event.type == "urgent_raised":
            _raise_for_urgent_event(device, event)
    _raise_for_determinations(device, visit_id, [one for one in asking if one.type == "determination_confirmed"])


def _raise_for_urgent_event(device: ServerDevice, event: Event) -> None:
    try:
        packet = read_packet(from_base64(str(event.body.get("packet"))))
    except (PacketMalformed, ValueError):
        return
    body = {
        "entity": "visit",
        "alarm_id": packet.urgent_id,
        "reason": REASONS[packet.reason],
        "rests_on": [event.ref],
    }
    _raise(device, event.visit_id, body, urgent_id=packet.urgent_id)


def _raise_for_determinations(device: ServerDevice, visit_id: str, confirmed: Sequence[Event]) -> None:
    if not confirmed:
        return
    adding = [stored.event for stored in device.store.log.of_visit(visit_id, _ADDING)]
    secrets, subjects = device.secrets(visit_id), subjects_of(adding)
    for event in confirmed:
        alarm_id = sha256(f"alarm|{visit_id}|{event.ref}|{event.content_id.hex()}".encode()).hexdigest()[:32]
        if device.store.evidence.alarm(alarm_id) is None:
            opened, _ = open_event(event, secrets, subjects)
            if _is_urgent(opened):
                body = {
                    "entity": event.entity if is_entity(event.entity) else "visit",
                    "alarm_id": alarm_id,
                    "reason": URGENT_DETERMINATION,
                    "rests_on": [event.ref],
                }
                _raise(device, visit_id, body)


def _is_urgent(opened: Any) -> bool:
    result = opened.get("result") if isinstance(opened, dict) else None
    return isinstance(result, dict) and result.get("urgent") is True


def _raise(
    device: ServerDevice, visit_id: str, body: dict[str, Any], *, urgent_id: str | None = None
) -> None:
    if device.store.evidence.alarm(body["alarm_id"]) is None:
        extra = {"urgent_id": urgent_id} if urgent_id else {}
        device.append(visit_id, "alarm_raised", {**body, **extra})
