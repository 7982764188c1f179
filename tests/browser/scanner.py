"""Looks for words in every file of a browser's profile, in the forms in which a browser may have written them."""

import base64
import gzip
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

MAX_INFLATED = 64 * 2**20
_GZIP = re.compile(rb"\x1f\x8b\x08")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_LONGEST_ZLIB_TRIES = 2_000


def forms(canary: str) -> set[bytes]:
    """The bytes that give a text away: UTF-8, UTF-16, Latin-1, escapes, percent signs, hex, base64 at three offsets.

    Args:
        canary: At least 8 characters; the ends that base64 shares with its neighbours are cut off.
    """
    plain = canary.encode()
    wide = canary.encode("utf-16-le")
    escaped = canary.encode("ascii", "backslashreplace").replace(b"\\x", b"\\u00")
    hexed = plain.hex()
    found = {plain, wide, canary.encode("utf-16-be"), escaped, quote(canary).encode()}
    found |= {hexed.encode(), hexed.upper().encode()}
    # V8 writes strings that fit as Latin-1, one byte a letter.
    narrow = canary.encode("latin-1", "replace")
    found.add(narrow)
    for raw in (plain, wide, narrow):
        found |= {form for shift in range(3) for form in _base64(raw, shift)}
    return found


def _base64(raw: bytes, shift: int) -> Iterator[bytes]:
    """What base64 of any text around ``raw`` must hold, when ``raw`` begins ``shift`` bytes into a group of three."""
    padded = b"\0" * shift + raw
    inner = base64.b64encode(padded[: len(padded) // 3 * 3])[4 if shift else 0 :]
    yield inner
    yield inner.replace(b"+", b"-").replace(b"/", b"_")


def _inflated(data: bytes) -> Iterator[bytes]:
    """Every gzip and zlib stream found anywhere in ``data``, as far as each goes."""
    for match in _GZIP.finditer(data):
        yield from _inflate(data[match.start() :], 31)
    for match in list(_ZLIB.finditer(data))[:_LONGEST_ZLIB_TRIES]:
        yield from _inflate(data[match.start() :], 15)


def _inflate(data: bytes, window: int) -> Iterator[bytes]:
    opener = zlib.decompressobj(window)
    try:
        inside = opener.decompress(data, MAX_INFLATED)
    except zlib.error:
        return
    if len(inside) > 16:
        yield inside


def scan(folder: Path, canaries: Iterable[str | bytes]) -> dict[str, list[str]]:
    """Return {canary: files that hold it in any form}, for those found; the file's name counts too."""
    wanted = {c if isinstance(c, str) else c.hex(): forms(c) if isinstance(c, str) else {c} for c in canaries}
    found: dict[str, list[str]] = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()):
        try:
            data = path.read_bytes()
        except OSError:  # gone meanwhile: the browser is at work
            continue
        for place in (data, path.name.encode(), *_inflated(data)):
            for name, shapes in wanted.items():
                if any(shape in place for shape in shapes):
                    found.setdefault(name, []).append(str(path.relative_to(folder)))
    return found


def plant(folder: Path, canary: str) -> int:
    """Write one canary in every form on purpose, each in a file of its own; returns how many files."""
    folder.mkdir(parents=True)
    around = f"antes {canary} después"
    texts = [around.encode(), around.encode("utf-16-le"), around.encode("utf-16-be"), quote(around).encode()]
    texts += [around.encode().hex().encode(), around.encode("latin-1")]
    texts += [base64.b64encode(b"x" * shift + around.encode()) for shift in range(3)]
    texts += [base64.urlsafe_b64encode(b"x" * shift + around.encode("utf-16-le")) for shift in range(3)]
    texts += [b"basura" + gzip.compress(around.encode()) + b"basura", b"basura" + zlib.compress(around.encode())]
    for number, text in enumerate(texts):
        (folder / f"{number}.bin").write_bytes(text)
    return len(texts)
