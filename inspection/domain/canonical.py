"""Canonical JSON: the one way a thing becomes bytes (RFC 8785; ASCII keys, NFC text, only integers)."""

import json
import re
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any

import orjson

MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 32
_BASE64 = re.compile(r"[A-Za-z0-9_-]+")


class NotCanonical(ValueError):
    """The value has no canonical form: a float, text out of NFC, a lone surrogate, a key not ASCII."""


def canonical_bytes(value: Any, depth: int = 0) -> bytes:
    """Return the canonical UTF-8 JSON of ``value``.

    Args:
        value: Anything made of what JSON knows.
        depth: How deep inside something larger it stands.

    Raises:
        NotCanonical: ``value`` holds something the wire format does not know.

    >>> canonical_bytes({"b": [1, True, None], "a": "ñ"})
    b'{"a":"\\xc3\\xb1","b":[1,true,null]}'
    """
    if not _is_plain(value, depth):
        _check(value, "$", depth)
    return orjson.dumps(value, default=list, option=orjson.OPT_SORT_KEYS)  # a list: of a tuple that has names


def value_text(value: Any) -> str | None:
    """Return the canonical JSON of the commonest answers, ``{"v": text or integer or flag}``, or None for any other.

    A visit is hundreds of them; the general way takes ten times as long.
    """
    if type(value) is not dict or len(value) != 1 or "v" not in value:
        return None
    inner = value["v"]
    kind = type(inner)
    if kind is str and (inner.isascii() or (_is_unicode(inner) and unicodedata.is_normalized("NFC", inner))):
        return f'{{"v":{encode_basestring(inner)}}}'
    if kind is int and -MAX_INTEGER <= inner <= MAX_INTEGER:
        return f'{{"v":{inner}}}'
    if kind is bool:
        return '{"v":true}' if inner else '{"v":false}'
    return None


def _is_unicode(text: str) -> bool:
    """Tell whether the text has UTF-8 bytes: no lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_plain(value: Any, depth: int) -> bool:  # noqa: PLR0911
    """Tell quickly whether ``value`` is surely canonical; of what it does not know, `_check` decides and says why."""
    kind = type(value)
    if kind is str:
        return value.isascii()
    if kind is int:
        return -MAX_INTEGER <= value <= MAX_INTEGER
    if kind is dict and depth < MAX_DEPTH:
        for key, inner in value.items():
            if type(key) is not str or not key.isascii() or not _is_plain(inner, depth + 1):
                return False
        return True
    if kind is list and depth < MAX_DEPTH:
        for inner in value:  # noqa: SIM110 (a generator costs more than all the rest)
            if not _is_plain(inner, depth + 1):
                return False
        return True
    return value is None or kind is bool


def _check(value: Any, where: str, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise NotCanonical(f"{where}: nested deeper than {MAX_DEPTH}")
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        _check_text(value, where)
    elif isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise NotCanonical(f"{where}: integer out of range")
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise NotCanonical(f"{where}: key is not ASCII")
            _check(inner, f"{where}.{key}", depth + 1)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            _check(inner, f"{where}[{index}]", depth + 1)
    else:
        raise NotCanonical(f"{where}: {type(value).__name__} has no canonical form")


def _check_text(text: str, where: str) -> None:
    if text.isascii():
        return
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise NotCanonical(f"{where}: lone surrogate")
    if not unicodedata.is_normalized("NFC", text):
        raise NotCanonical(f"{where}: text is not NFC")


def parse_json(data: bytes) -> Any:
    """Read JSON that others sent, refusing what silently changes: repeated keys, NaN, not UTF-8.

    Floats are read (and later refused by `canonical_bytes`), so that one bad event hides no other.

    Raises:
        ValueError: The bytes are not JSON.
    """
    found = _unchanged(data)
    if found is not None:
        return found
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_no_repeats, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("JSON nested too deep") from None


def _unchanged(data: bytes) -> Any:
    """Return what the bytes say when writing it gives the same bytes again, else None.

    Then nothing in them can have been repaired: a repeated key would be gone, a number too large would read otherwise.
    What programs send is written like this; the quick reader alone takes a tenth of the time and says nothing of it.
    """
    try:
        found = orjson.loads(data)
        return found if orjson.dumps(found) == data else None
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return None


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("JSON object with a repeated key")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"JSON with {name}")


def sha256_hex(data: bytes) -> str:
    """Return the lower-case hexadecimal SHA-256 of ``data``."""
    return sha256(data).hexdigest()


def to_base64(data: bytes) -> str:
    """Return base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def is_base64(text: str, least: int) -> bool:
    """Tell whether `from_base64` reads ``text``, as at least so many bytes; five times quicker than reading it.

    >>> is_base64("AAAA", 3), is_base64("AAAA", 4), is_base64("AB", 1), is_base64("AA==", 1)
    (True, False, False, False)
    """
    over = len(text) % 4
    # Two characters hold one byte, three hold two: the bits left over must be zero, so that there is one spelling.
    ends = over == 0 or (over == 2 and text[-1] in "AQgw") or (over == 3 and text[-1] in "AEIMQUYcgkosw048")
    return ends and len(text) * 3 // 4 >= least and (not text or _BASE64.fullmatch(text) is not None)


def from_base64(text: str) -> bytes:
    """Read base64url without padding; strict, so that one byte string has one spelling.

    Raises:
        ValueError: The text is not exactly what `to_base64` writes.
    """
    data = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    if to_base64(data) != text:
        raise ValueError("not base64url without padding")
    return data
