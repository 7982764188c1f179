"""Files from tablets: announced, sent in pieces that resume, complete only when their hash was recomputed."""

from dataclasses import dataclass

from inspection.store.files import MAX_FILE_BYTES, FileDiffers, Files, WrongOffset
from inspection.store.records import Incarnation, Upload
from inspection.sync.device import ServerDevice
from inspection.sync.receipts import check_scope
from inspection.sync.refusals import Refused


@dataclass(frozen=True)
class Progress:
    """How far a file has come. ``new``: it was announced just now."""

    offset: int
    size_bytes: int
    complete: bool
    new: bool = False


@dataclass(frozen=True)
class Uploads:
    """The uploads of one caller in one visit."""

    device: ServerDevice
    files: Files
    caller: Incarnation
    visit_id: str

    def announce(self, name: str, size_bytes: int) -> Progress:
        """Begin or find an upload.

        Raises:
            Refused: ``file_too_large``; ``file_size_differs`` when it was announced with another size; what `write`
                refuses, when every byte is here and was never checked.
        """
        check_scope(self.device, self.caller, self.visit_id)
        if size_bytes > MAX_FILE_BYTES:
            raise Refused("file_too_large", size_bytes=size_bytes, limit_bytes=MAX_FILE_BYTES)
        with self.device.store.writing():
            known = self.device.store.evidence.upload(self.visit_id, name)
            if known and known.size_bytes != size_bytes:
                raise Refused("file_size_differs", size_bytes=known.size_bytes)
            self.device.store.evidence.add_upload(Upload(self.visit_id, name, size_bytes, False))
        if known is None:
            return Progress(0, size_bytes, False, True)
        if known.complete:
            return Progress(size_bytes, size_bytes, True)
        offset = self.files.offset(self.visit_id, name)
        if offset < size_bytes:
            return Progress(offset, size_bytes, False)
        return self.write(name, offset, b"")  # killed between the last byte and the check: check now

    def progress(self, name: str) -> Progress:
        """Return how far an upload has come.

        Raises:
            Refused: ``file_unknown``.
        """
        upload = self._known(name)
        return Progress(self.files.offset(self.visit_id, name), upload.size_bytes, upload.complete)

    def write(self, name: str, offset: int, data: bytes) -> Progress:
        """Add the next bytes; the last ones complete the file.

        Raises:
            Refused: ``offset_differs`` with the true offset; ``file_hash_differs`` when the finished bytes
                are not those of the name; ``secret_missing`` while the visit's secret has not arrived.
        """
        upload = self._known(name)
        if upload.complete:
            return Progress(upload.size_bytes, upload.size_bytes, True)
        secret = self.device.visit_secret(self.visit_id)
        size = upload.size_bytes
        try:
            held = self.files.append(self.visit_id, name, offset, data, secret=secret, size_bytes=size)
            if held == size:
                self.files.verify(self.visit_id, name, secret=secret)
                self.device.store.evidence.complete_upload(self.visit_id, name)
        except WrongOffset as wrong:
            raise Refused("offset_differs", offset=wrong.offset) from None
        except FileDiffers:
            raise Refused("file_hash_differs", offset=0) from None
        return Progress(held, size, held == size)

    def _known(self, name: str) -> Upload:
        check_scope(self.device, self.caller, self.visit_id)
        upload = self.device.store.evidence.upload(self.visit_id, name)
        if upload is None:
            raise Refused("file_unknown")
        return upload
