"""Photos and documents on disk, encrypted chunk by chunk as they land, under the visit's secret.

A file is a run of records ``length (4 bytes) ‖ nonce ‖ ciphertext ‖ tag``. The true offset is what the
records hold: a record cut short by a crash is dropped when the file is next opened.
"""

import fcntl
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspection.clock import Rng
from inspection.domain.sealing import file_name
from inspection.store.disk import sync_folder

MAX_FILE_BYTES = 50 * 1024 * 1024
_BLOCK_BYTES = 256 * 1024
_LENGTH = struct.Struct(">I")
_NONCE_BYTES, _TAG_BYTES = 12, 16
_OVERHEAD = _NONCE_BYTES + _TAG_BYTES


class WrongOffset(ValueError):
    """The sender's offset is not where the file ends; ``offset`` is the true one."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class FileDiffers(ValueError):
    """The finished bytes do not match the name; the upload restarts at 0."""


class FileDamaged(ValueError):
    """The bytes on disk do not open: damaged, or of another visit."""


@dataclass(frozen=True)
class Files:
    """The folder of encrypted files: ``<folder>/<visit id>/<name>``."""

    folder: Path
    rng: Rng

    def offset(self, visit_id: str, name: str) -> int:
        """Return how many bytes of the original are held."""
        try:
            with self._path(visit_id, name).open("rb") as file:
                return _whole_records(file)[0]
        except FileNotFoundError:
            return 0

    def append(
        self, visit_id: str, name: str, offset: int, data: bytes, *, secret: bytes, size_bytes: int
    ) -> int:
        """Write the next bytes and return the new offset; on disk before this returns.

        Raises:
            WrongOffset: ``offset`` is not the end, or the data would pass ``size_bytes``.
        """
        path = self._path(visit_id, name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            held, end = _whole_records(file)
            if offset != held or held + len(data) > size_bytes:
                raise WrongOffset(held)
            file.seek(end)
            file.truncate()
            for block, at in _blocks(data, held):
                file.write(self._record(block, at, visit_id, name, secret))
            file.flush()
            os.fsync(file.fileno())
        self._sync_names(path)
        return held + len(data)

    def verify(self, visit_id: str, name: str, *, secret: bytes) -> None:
        """Check that the finished bytes are those of the name.

        Raises:
            FileDiffers: They are not; they were removed, the upload restarts at 0.
        """
        digest = sha256()
        try:
            for block in self.blocks(visit_id, name, secret=secret):
                digest.update(block)
            if file_name(secret, digest.digest()) == name:
                return
        except FileDamaged:
            pass
        self._path(visit_id, name).unlink(missing_ok=True)
        raise FileDiffers(name)

    def keep(self, visit_id: str, data: bytes, *, secret: bytes) -> str:
        """Keep a whole file and return its name; keeping the same bytes again changes nothing."""
        name = file_name(secret, sha256(data).digest())
        held = self.offset(visit_id, name)
        if held < len(data):
            self.append(visit_id, name, held, data[held:], secret=secret, size_bytes=len(data))
        return name

    def read(self, visit_id: str, name: str, *, secret: bytes) -> bytes:
        """Return a whole file.

        Raises:
            FileDamaged: It does not open.
            FileNotFoundError: It is not here.
        """
        return b"".join(self.blocks(visit_id, name, secret=secret))

    def remove(self, visit_id: str, name: str) -> None:
        """Destroy a file; gone from disk before this returns."""
        path = self._path(visit_id, name)
        path.unlink(missing_ok=True)
        if path.parent.exists():
            self._sync_names(path)

    def blocks(self, visit_id: str, name: str, *, secret: bytes) -> Iterator[bytes]:
        """Yield the original bytes, block by block."""
        box, at = AESGCM(_key(secret, visit_id, name)), 0
        with self._path(visit_id, name).open("rb") as file:
            while length := file.read(_LENGTH.size):
                expected = _LENGTH.unpack(length.ljust(_LENGTH.size, b"\0"))[0]
                record = file.read(expected)
                try:
                    if len(record) != expected:  # a longer length on the last record would read the same bytes
                        raise ValueError(name)
                    block = box.decrypt(
                        record[:_NONCE_BYTES], record[_NONCE_BYTES:], _bound_to(visit_id, name, at)
                    )
                except (InvalidTag, ValueError) as cause:
                    raise FileDamaged(name) from cause
                yield block
                at += len(block)

    def _record(self, block: bytes, at: int, visit_id: str, name: str, secret: bytes) -> bytes:
        nonce = self.rng(_NONCE_BYTES)
        sealed = AESGCM(_key(secret, visit_id, name)).encrypt(nonce, block, _bound_to(visit_id, name, at))
        return _LENGTH.pack(_NONCE_BYTES + len(sealed)) + nonce + sealed

    def _sync_names(self, path: Path) -> None:
        """At every piece, for whoever made the file may have been killed before this."""
        for folder in (path.parent, self.folder, self.folder.parent):
            sync_folder(folder)

    def _path(self, visit_id: str, name: str) -> Path:
        if not (visit_id.isalnum() and name.isalnum()):
            raise ValueError("not a file name")
        return self.folder / visit_id / name


def _key(secret: bytes, visit_id: str, name: str) -> bytes:
    info = f"resguardo-file-1|{visit_id}|{name}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)


def _bound_to(visit_id: str, name: str, at: int) -> bytes:
    return f"{visit_id}|{name}|{at}".encode()


def _blocks(data: bytes, at: int) -> Iterator[tuple[bytes, int]]:
    for start in range(0, len(data), _BLOCK_BYTES):
        yield data[start : start + _BLOCK_BYTES], at + start


def _whole_records(file: BinaryIO) -> tuple[int, int]:
    """Return (bytes of the original held in whole records, where the last whole record ends)."""
    size = os.fstat(file.fileno()).st_size
    held = end = 0
    while end + _LENGTH.size <= size:
        file.seek(end)
        length = _LENGTH.unpack(file.read(_LENGTH.size))[0]
        if length < _OVERHEAD or end + _LENGTH.size + length > size:
            break
        held += length - _OVERHEAD
        end += _LENGTH.size + length
    return held, end
