"""Sealed values: AES-256-GCM under a key derived from the subject's secret and the event's own name."""

import hmac
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspection.domain.canonical import canonical_bytes, from_base64, parse_json, to_base64

SECRET_BYTES = 32
NONCE_BYTES = 12
_TAG_BYTES = 16

Rng = Callable[[int], bytes]


class SealBroken(ValueError):
    """The sealed text does not open: another secret, another event, another path, or changed bytes."""


def new_secret(rng: Rng) -> bytes:
    """Return a new subject secret, 32 bytes of ``rng``."""
    return rng(SECRET_BYTES)


def commitment(secret: bytes) -> str:
    """Return hex SHA-256(secret), which the subject's first event carries."""
    return sha256(secret).hexdigest()


def seal(secret: bytes, visit_id: str, ref: str, path: str, value: Any, *, rng: Rng) -> str:
    """Return base64(nonce ‖ ciphertext ‖ tag) of the canonical JSON of ``value``.

    Args:
        secret: The subject's 32 bytes.
        visit_id: The visit of the event.
        ref: The event's own ref; the same value sealed in two events looks unrelated.
        path: The event's path, or `path_of_event` when it has none.
        value: What is sealed; must have a canonical form.
        rng: Gives the 12-byte nonce.
    """
    nonce = rng(NONCE_BYTES)
    box = AESGCM(_key(secret, visit_id, ref))
    return to_base64(nonce + box.encrypt(nonce, canonical_bytes(value), _bound_to(visit_id, ref, path)))


def open_sealed(secret: bytes, visit_id: str, ref: str, path: str, sealed: str) -> Any:
    """Return the value that `seal` was given.

    Raises:
        SealBroken: It does not open, or what it holds is not canonical JSON: no two readers would agree on it.
    """
    try:
        data = from_base64(sealed)
        if len(data) < NONCE_BYTES + _TAG_BYTES:
            raise SealBroken(ref)
        box = AESGCM(_key(secret, visit_id, ref))
        plain = box.decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], _bound_to(visit_id, ref, path))
        value = parse_json(plain)
        if canonical_bytes(value) != plain:
            raise SealBroken(ref)
    except (InvalidTag, ValueError) as cause:
        raise SealBroken(ref) from cause
    return value


def file_name(visit_secret: bytes, file_sha256: bytes) -> str:
    """Return a file's only name outside its seal: hex HMAC-SHA256(visit secret, the 32 bytes of its hash)."""
    return hmac.new(visit_secret, file_sha256, sha256).hexdigest()


def _key(secret: bytes, visit_id: str, ref: str) -> bytes:
    info = f"resguardo-seal-1|{visit_id}|{ref}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)


def _bound_to(visit_id: str, ref: str, path: str) -> bytes:
    return f"{visit_id}|{ref}|{path}".encode()
