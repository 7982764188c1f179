"""The urgent packet: at most 400 bytes that need no session, no earlier event and no known visit."""

import struct
from dataclasses import dataclass

from inspection.domain.signing import SIGNATURE_BYTES

MAX_PACKET_BYTES = 400
MAX_PLACE_BYTES = 60
NO_VISIT = "0" * 32
_VERSION = 1
_SIGNED, _FROM_LOCK = 1, 2
_NO_DEGREES, _NO_METRES = 0x7FFFFFFF, 0xFFFF
_HEAD = struct.Struct(">BB16s16s16s16sQBBiiHB")
_MESSAGE_PREFIX = b"resguardo-urgent-1"

REASONS = {
    1: "under_minimum_age",
    2: "hazardous_work",
    3: "imminent_danger",
    4: "crime_signs",
    5: "raised_by_hand",
}


class PacketMalformed(ValueError):
    """The bytes are not an urgent packet; the argument names the field."""


@dataclass(frozen=True)
class UrgentPacket:
    """What an urgent packet says. It never holds a name.

    Attributes:
        device_id: 32 hex characters.
        incarnation: 32 hex characters.
        visit_id: 32 hex characters; zeros when no visit is known.
        urgent_id: 32 hex characters; the alarm is raised once for it.
        recorded_at: The device's clock, ms since 1970 UTC.
        reason: A key of `REASONS`.
        minors: 0 not known, 255 for 255 or more.
        latitude_e7: Degrees times 10^7, or None.
        longitude_e7: Degrees times 10^7, or None.
        accuracy_m: Metres, or None.
        place: At most 60 bytes of UTF-8.
        from_lock_screen: Raised without unlocking.
        signature: 64 bytes over `signed_message`, or None.
    """

    device_id: str
    incarnation: str
    visit_id: str
    urgent_id: str
    recorded_at: int
    reason: int
    minors: int
    latitude_e7: int | None
    longitude_e7: int | None
    accuracy_m: int | None
    place: str
    from_lock_screen: bool = False
    signature: bytes | None = None

    def to_bytes(self) -> bytes:
        """Return the packet, with its signature when it has one."""
        return self._unsigned(self.signature is not None) + (self.signature or b"")

    def signed_message(self) -> bytes:
        """Return the bytes a device signs to make this a signed packet."""
        return _MESSAGE_PREFIX + self._unsigned(True)

    def _unsigned(self, signed: bool) -> bytes:
        place = self.place.encode("utf-8")
        if len(place) > MAX_PLACE_BYTES:
            raise PacketMalformed("place")
        ids = [
            bytes.fromhex(text) for text in (self.device_id, self.incarnation, self.visit_id, self.urgent_id)
        ]
        flags = (_SIGNED if signed else 0) | (_FROM_LOCK if self.from_lock_screen else 0)
        latitude = _NO_DEGREES if self.latitude_e7 is None else self.latitude_e7
        longitude = _NO_DEGREES if self.longitude_e7 is None else self.longitude_e7
        accuracy = _NO_METRES if self.accuracy_m is None else min(self.accuracy_m, _NO_METRES - 1)
        head = _HEAD.pack(
            _VERSION,
            flags,
            *ids,
            self.recorded_at,
            self.reason,
            self.minors,
            latitude,
            longitude,
            accuracy,
            len(place),
        )
        return head + place


def read_packet(data: bytes) -> UrgentPacket:
    """Read an urgent packet.

    Raises:
        PacketMalformed: Its length, version, reason or place is wrong.
    """
    if not _HEAD.size <= len(data) <= MAX_PACKET_BYTES:
        raise PacketMalformed("length")
    version, flags, device, incarnation, visit, urgent, at, reason, minors, lat, lon, accuracy, length = (
        _HEAD.unpack_from(data)
    )
    signed = bool(flags & _SIGNED)
    if version != _VERSION:
        raise PacketMalformed("version")
    if flags & ~(_SIGNED | _FROM_LOCK):
        raise PacketMalformed("flags")
    if reason not in REASONS:
        raise PacketMalformed("reason")
    if length > MAX_PLACE_BYTES or len(data) != _HEAD.size + length + (SIGNATURE_BYTES if signed else 0):
        raise PacketMalformed("place")
    return UrgentPacket(
        device.hex(),
        incarnation.hex(),
        visit.hex(),
        urgent.hex(),
        at,
        reason,
        minors,
        None if lat == _NO_DEGREES else lat,
        None if lon == _NO_DEGREES else lon,
        None if accuracy == _NO_METRES else accuracy,
        _place(data[_HEAD.size : _HEAD.size + length]),
        bool(flags & _FROM_LOCK),
        data[_HEAD.size + length :] if signed else None,
    )


def _place(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise PacketMalformed("place") from None
