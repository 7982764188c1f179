"""Opens a tablet's sealed export with the authority's private key; see docs/sync-protocol.md, section 11."""

import gzip
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
    load_pem_private_key,
)

from inspection.domain.canonical import from_base64
from inspection.store.keys import AUTHORITY_FILE

_FORMAT = "resguardo-sealed-1"
_GZIP = b"\x1f\x8b"  # exports of the first versions
_NONCE_BYTES = 12
_BYTES = ("pieces",)


class NotAnExport(ValueError):
    """The file is no sealed export, or it is cut."""


class ExportOfOthers(ValueError):
    """The data key was wrapped to another authority's key."""


@dataclass(frozen=True)
class SealedExport:
    """One person's whole store.

    Attributes:
        user_id: The person.
        records: {store: {key: value}}: JSON, but for ``pieces``, which are bytes.
        public_key: The 65-byte point of the tablet's signing key; None when it did not come.
        damaged: How many records did not open.
    """

    user_id: str
    records: dict[str, dict[str, Any]]
    public_key: bytes | None
    damaged: int


def read_sealed_export(path: Path, keys_dir: Path) -> SealedExport:
    """Read and open an export.

    Raises:
        NotAnExport: The file is something else.
        ExportOfOthers: Another authority's key opens it.
    """
    head, lines = _lines(path)
    box = AESGCM(_data_key(head, keys_dir))
    records: dict[str, dict[str, Any]] = {}
    public_key, damaged = None, 0
    for line in lines:
        try:
            name, key, sealed = line["store"], line["key"], from_base64(line["box"])
            plain = box.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], f"{name}|{key}".encode())
        except (InvalidTag, ValueError, KeyError, TypeError):
            damaged += 1
            continue
        if name == "vault":  # the private key is used for its public half and forgotten
            public_key = _public_half(plain)
        else:
            records.setdefault(name, {})[key] = plain if name in _BYTES else json.loads(plain)
    return SealedExport(str(head.get("user_id")), records, public_key, damaged)


def _lines(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    try:
        packed = path.read_bytes()
        text = (gzip.decompress(packed) if packed.startswith(_GZIP) else packed).decode()
        head, *lines = [json.loads(line) for line in text.splitlines() if line]
    except (OSError, EOFError, zlib.error, ValueError):
        raise NotAnExport(path.name) from None
    if not isinstance(head, dict) or head.get("format") != _FORMAT:
        raise NotAnExport(path.name)
    return head, [line for line in lines if isinstance(line, dict)]


def _data_key(head: dict[str, Any], keys_dir: Path) -> bytes:
    authority = load_pem_private_key((keys_dir / AUTHORITY_FILE).read_bytes(), None)
    if not isinstance(authority, rsa.RSAPrivateKey):
        raise TypeError(f"{AUTHORITY_FILE} is not an RSA key")
    oaep = padding.OAEP(padding.MGF1(SHA256()), SHA256(), None)
    try:
        return authority.decrypt(from_base64(str(head.get("data_key"))), oaep)
    except ValueError:
        raise ExportOfOthers from None


def _public_half(pkcs8: bytes) -> bytes | None:
    try:
        key = load_der_private_key(pkcs8, None)
    except ValueError:
        return None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        return None
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
