"""Requests whose body may be compressed: inflated under a hard limit, and never twice.

What is read once is kept by Werkzeug's `cached_property`: that of `functools` has one lock for all requests until
Python 3.12, so that one tablet on a slow line kept every other body of its process waiting.
"""

import zlib
from typing import Any

from flask import Request
from gunicorn.http.errors import ParseException
from werkzeug.utils import cached_property

from inspection.sync.refusals import Refused

MAX_BODY_BYTES = 2 * 1024 * 1024
MAX_COMPRESSED_BYTES = 256 * 1024
MAX_SCAN_BYTES = 50 * 1024 * 1024
_SCANS = frozenset({"desk.signed_document"})
"""The addresses that take a scan; everything else is small."""
_GZIP = 16 + zlib.MAX_WBITS


class InflatingRequest(Request):
    """Hands out inflated bodies and remembers the bytes as sent, which the signature covers."""

    @property
    def max_content_length(self) -> int | None:
        """The limit of this address, in bytes: asked before anything of the body is read."""
        return MAX_SCAN_BYTES if self.endpoint in _SCANS else super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    @cached_property
    def sent_body(self) -> bytes:
        """The bytes as sent.

        Raises:
            Refused: ``malformed_json`` when they come in pieces that are none.
        """
        try:
            return super().get_data(cache=True)
        except ParseException:  # the server command reads a chunked body only now
            raise Refused("malformed_json") from None

    @cached_property
    def inflated_body(self) -> bytes:
        """The bytes as meant.

        Raises:
            Refused: ``too_large``, ``malformed_json``, ``unsupported_media_type``.
        """
        encoding = self.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding == "identity":
            return self.sent_body
        if encoding != "gzip":
            raise Refused("unsupported_media_type", content_encoding="gzip")
        if len(self.sent_body) > MAX_COMPRESSED_BYTES:
            raise Refused("too_large", limit_bytes=MAX_COMPRESSED_BYTES)
        return inflate(self.sent_body, MAX_BODY_BYTES)

    def get_data(self, cache: bool = True, as_text: bool = False, parse_form_data: bool = False) -> Any:
        """Return the inflated body."""
        if parse_form_data:
            return super().get_data(cache, as_text, parse_form_data)  # type: ignore[call-overload]
        return self.inflated_body.decode("utf-8", "replace") if as_text else self.inflated_body


def inflate(data: bytes, limit: int) -> bytes:
    """Return the inflated bytes, at most ``limit``.

    Raises:
        Refused: ``too_large`` as soon as the limit is passed; ``malformed_json`` when it is not gzip.
    """
    inflater = zlib.decompressobj(_GZIP)
    try:
        found = inflater.decompress(data, limit + 1)
    except zlib.error:
        raise Refused("malformed_json") from None
    if len(found) > limit:
        raise Refused("too_large", limit_bytes=limit)
    if not inflater.eof:
        raise Refused("malformed_json")
    return found
