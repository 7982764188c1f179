"""Takes known data out of a text: names, keys, addresses, wherever and however they were written. Pure.

It errs on the side of taking out: each name and surname alone goes too, with or without accents or capitals.
The whole acta stays in the file; who issues a version reads it first.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forms.documents import Removed

SHORTEST_NAME = 3
_LINKS = frozenset(("de", "del", "la", "las", "los", "san", "santa", "y", "e", "von", "van"))
KEY = re.compile(r"NNA-[0-9A-Z]{4}")
CURP = re.compile(r"\b[A-Z]{4}\d{6}[HMX][A-Z]{5}[0-9A-Z]\d\b", re.IGNORECASE)


@dataclass(frozen=True)
class Secret:
    """Something that may not be read: ``kind`` says what it is."""

    kind: str
    text: str


def name_secrets(kind: str, name: str) -> list[Secret]:
    """Return a name whole, and each of its names alone.

    >>> [s.text for s in name_secrets("minor", "Ana de la Cruz")]
    ['Ana de la Cruz', 'Ana', 'Cruz']
    """
    words = [w for w in re.findall(r"\w+", name) if len(w) >= SHORTEST_NAME and w.lower() not in _LINKS]
    return [Secret(kind, text) for text in dict.fromkeys([name.strip(), *words]) if text]


def _plain(text: str) -> str:
    """The text without accents and in small letters, sign for sign."""
    kept = []
    for sign in text:
        base = unicodedata.normalize("NFD", sign)[0].lower()
        kept.append(base if len(base) == 1 else sign)
    return "".join(kept)


def _pattern(secret: str) -> re.Pattern[str] | None:
    words = [re.escape(word) for word in _plain(secret).split()]
    return re.compile(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)") if words else None


def redacted(
    text: str, secrets: Iterable[Secret], order: Sequence[str]
) -> tuple[tuple[tuple[str | Removed, ...], ...], dict[str, int]]:
    """Take secrets out of a text, line by line.

    Args:
        text: The closed text.
        secrets: What may not be read.
        order: Kinds in the order of their numbers, from 1. ``minor_line`` takes out lines about one minor whole,
            ``key`` takes out the keys of minors.

    Returns:
        The lines as runs, and ``{kind: how many times}`` of what was found.
    """
    wanted = [(s.kind, p) for s in secrets if s.kind in order and (p := _pattern(s.text))]
    times: dict[str, int] = {}
    lines = []
    for line in unicodedata.normalize("NFC", text).split("\n"):
        spans = list(_line_spans(line, order)) or list(_spans(line, wanted, order))
        lines.append(_runs(line, spans, order, times))
    return tuple(lines), times


class Screen:
    """Takes known data out of many short texts: what to look for is made ready once."""

    def __init__(self, secrets: Iterable[Secret], kinds: Sequence[str], instead: str) -> None:
        self._wanted = [(s.kind, p) for s in dict.fromkeys(secrets) if s.kind in kinds and (p := _pattern(s.text))]
        self._kinds, self._instead = kinds, instead
        self.has_withheld = False

    def __call__(self, text: str) -> str:
        """Return the text with other words where a secret stood; without any, as it is."""
        line = unicodedata.normalize("NFC", text)
        spans = list(_spans(line, self._wanted, self._kinds))
        if not spans:
            return text
        self.has_withheld = True
        runs = _runs(line, spans, self._kinds, {})
        return "".join(run if isinstance(run, str) else self._instead for run in runs)


def _line_spans(line: str, order: Sequence[str]) -> Iterable[tuple[int, int, str]]:
    """A line that begins with the key of a minor speaks of that minor alone."""
    if "minor_line" in order and KEY.match(line.strip()):
        yield 0, len(line), "minor_line"


def _spans(
    line: str, wanted: Sequence[tuple[str, re.Pattern[str]]], order: Sequence[str]
) -> Iterable[tuple[int, int, str]]:
    plain = _plain(line)
    for kind, pattern in wanted:
        for found in pattern.finditer(plain):
            yield found.start(), found.end(), kind
    for kind, shape in (("minor", CURP), ("key", KEY)):
        if kind in order:
            for found in shape.finditer(line):
                yield found.start(), found.end(), kind


def _runs(
    line: str, spans: Sequence[tuple[int, int, str]], order: Sequence[str], times: dict[str, int]
) -> tuple[str | Removed, ...]:
    """Cut a line at its spans; where two overlap the longer one stands, and both are gone."""
    runs: list[str | Removed] = []
    at = 0
    for start, end, kind in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end <= at:
            continue
        if start < at:  # overlaps what was just taken out: it goes with it
            at = end
            continue
        if line[at:start]:
            runs.append(line[at:start])
        runs.append(Removed(order.index(kind) + 1))
        times[kind] = times.get(kind, 0) + 1
        at = end
    if line[at:]:
        runs.append(line[at:])
    return tuple(runs)


def numbered(order: Sequence[str], times: Mapping[str, int]) -> list[tuple[int, str, int]]:
    """Return ``(number, kind, times)`` of what was found, by number."""
    return [(number, kind, times[kind]) for number, kind in enumerate(order, 1) if times.get(kind)]
