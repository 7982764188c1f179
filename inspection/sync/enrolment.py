"""Enrolment: a password, once, certifies one person's store on one device."""

from dataclasses import dataclass
from typing import Any

from inspection.domain.canonical import to_base64
from inspection.domain.signing import is_public_key
from inspection.store.records import Incarnation
from inspection.store.users import TooManyAttempts, User
from inspection.sync.device import ServerDevice
from inspection.sync.records import record_of
from inspection.sync.refusals import Refused


@dataclass(frozen=True)
class Application:
    """What a tablet asks with. ``label`` is the name its person gives the device."""

    username: str
    password: str
    device_id: str
    incarnation: str
    public_key: bytes
    label: str


def enrol(device: ServerDevice, application: Application) -> dict[str, Any]:
    """Certify an incarnation; asking again with the same key gives the same certificate.

    Raises:
        Refused: ``credentials_wrong``, ``too_many_attempts``, ``public_key_invalid``,
            ``incarnation_taken``.
    """
    user = _verified(device, application)
    if not is_public_key(application.public_key):
        raise Refused("public_key_invalid")
    if application.device_id == device.identity.device_id:
        raise Refused("incarnation_taken")  # tablets know the server's verdicts by its device
    with device.store.writing():
        known = device.store.people.incarnation(application.incarnation)
        if known is None:
            device.certify(_incarnation(application, user, device.clock()), user.name)
        elif (known.user_id, known.public_key) != (user.user_id, application.public_key):
            raise Refused("incarnation_taken")
    identity = device.identity
    certificate = device.store.log.certificates([application.incarnation])[0]
    return {
        "certificate": record_of(certificate),
        "user": {"user_id": user.user_id, "name": user.name, "role": user.role},
        "server": {
            "device_id": identity.device_id,
            "incarnation": identity.incarnation,
            "public_key": to_base64(device.keys.public_key),
        },
        "authority_key": to_base64(device.keys.authority_public),
        "epoch": identity.epoch,
        "server_time": device.clock(),
    }


def _verified(device: ServerDevice, application: Application) -> User:
    try:
        user = device.store.users.verified(application.username, application.password, device.clock())
    except TooManyAttempts:
        raise Refused("too_many_attempts") from None
    if user is None:
        raise Refused("credentials_wrong")
    return user


def _incarnation(application: Application, user: User, now: int) -> Incarnation:
    return Incarnation(
        application.incarnation,
        application.device_id,
        user.user_id,
        application.public_key,
        application.label,
        now,
        None,
    )
