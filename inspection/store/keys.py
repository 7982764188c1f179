"""The server's keys, kept outside the data folder and outside its backups."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from inspection.clock import Rng
from inspection.domain.signing import SigningKey, new_signing_key, public_bytes
from inspection.store.disk import sync_folder

_NONCE_BYTES = 12
AUTHORITY_FILE = "authority.pem"
_MASTER, _SERVER, _AUTHORITY, _LOCK = "master.key", "server.pem", AUTHORITY_FILE, "keys.lock"


class KeysInsideData(ValueError):
    """One of the two folders lies inside the other: whoever copies the data would copy the keys."""


class WrapBroken(ValueError):
    """The wrapped bytes do not open with this master key: the keys folder is not the one of this data."""


@dataclass(frozen=True)
class Keys:
    """The keys in memory.

    Attributes:
        signing: The server's P-256 key as a device; tablets pin its public half.
        authority_public: RSA-3072 public key (SPKI DER) to which tablets wrap their data keys.
    """

    signing: SigningKey
    authority_public: bytes
    master: bytes
    rng: Rng

    @property
    def public_key(self) -> bytes:
        """The server's 65-byte public point."""
        return public_bytes(self.signing)

    def wrap(self, data: bytes, bound_to: str) -> bytes:
        """Return ``data`` under the master key, bound to the row it belongs to."""
        nonce = self.rng(_NONCE_BYTES)
        return nonce + AESGCM(self.master).encrypt(nonce, data, f"resguardo-wrap-1|{bound_to}".encode())

    def unwrap(self, wrapped: bytes, bound_to: str) -> bytes:
        """Return what `wrap` was given.

        Raises:
            WrapBroken: Another key, another row, or changed bytes.
        """
        box = AESGCM(self.master)
        try:
            return box.decrypt(
                wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], f"resguardo-wrap-1|{bound_to}".encode()
            )
        except (InvalidTag, ValueError) as cause:
            raise WrapBroken(bound_to) from cause


def load_keys(keys_dir: Path, data_dir: Path, rng: Rng) -> Keys:
    """Load the keys, making those that do not exist yet (folder 0700, files 0600).

    Raises:
        KeysInsideData: One folder lies inside the other.
    """
    keys_dir, data_dir = keys_dir.resolve(), data_dir.resolve()
    if keys_dir.is_relative_to(data_dir) or data_dir.is_relative_to(keys_dir):
        raise KeysInsideData(str(keys_dir))
    keys_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone_in(keys_dir):
        _make_missing(keys_dir, rng)
    signing = load_pem_private_key((keys_dir / _SERVER).read_bytes(), None)
    authority = load_pem_private_key((keys_dir / _AUTHORITY).read_bytes(), None)
    if not isinstance(signing, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{_SERVER} is not a P-256 key")
    public = authority.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return Keys(signing, public, (keys_dir / _MASTER).read_bytes(), rng)


def keys_made(keys_dir: Path) -> bool:
    """Tell whether the folder holds keys already: what reads old data must not make new ones."""
    return all((keys_dir / name).exists() for name in (_MASTER, _SERVER, _AUTHORITY))


@contextmanager
def _alone_in(keys_dir: Path) -> Iterator[None]:
    """Let one process at a time make keys: two workers starting together must not make two."""
    with os.fdopen(os.open(keys_dir / _LOCK, os.O_WRONLY | os.O_CREAT, 0o600), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make_missing(keys_dir: Path, rng: Rng) -> None:
    if not (keys_dir / _MASTER).exists():
        _write(keys_dir / _MASTER, rng(32))
    if not (keys_dir / _SERVER).exists():
        _write(keys_dir / _SERVER, _pem(new_signing_key(rng)))
    if not (keys_dir / _AUTHORITY).exists():
        _write(keys_dir / _AUTHORITY, _pem(rsa.generate_private_key(public_exponent=65537, key_size=3072)))


def _pem(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(path: Path, data: bytes) -> None:
    """Write a new file that only its owner may read: whole or not there, whenever the power fails."""
    making = path.with_name(path.name + ".new")
    making.unlink(missing_ok=True)
    handle = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    making.rename(path)
    sync_folder(path.parent)
