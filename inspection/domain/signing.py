"""P-256 signatures as raw r‖s, the form WebCrypto speaks."""

from collections.abc import Callable
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SIGNATURE_BYTES = 64
PUBLIC_KEY_BYTES = 65
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

SigningKey = ec.EllipticCurvePrivateKey


def new_signing_key(rng: Callable[[int], bytes]) -> SigningKey:
    """Return a P-256 key made from ``rng(48)`` (uniform up to 2^-128)."""
    scalar = int.from_bytes(rng(48), "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(scalar, ec.SECP256R1())


def public_bytes(key: SigningKey) -> bytes:
    """Return the 65-byte uncompressed public point."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@lru_cache(maxsize=1_024)
def _point(public_key: bytes) -> ec.EllipticCurvePublicKey:
    """Read a public key once: that it stands on the curve takes as long to check as a signature."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)


def is_public_key(point: bytes) -> bool:
    """Tell whether ``point`` is a 65-byte point of the curve."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        return False
    return len(point) == PUBLIC_KEY_BYTES


def sign(key: SigningKey, message: bytes) -> bytes:
    """Return the 64-byte signature (RFC 6979: the same message gives the same bytes)."""
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(SHA256(), deterministic_signing=True)))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def verify(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether ``signature`` is of ``message`` by the holder of ``public_key``."""
    if len(signature) != SIGNATURE_BYTES:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        _point(public_key).verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
