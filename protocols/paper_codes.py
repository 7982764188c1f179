"""Codes of a printed checklist: three signs beside each box lead back to a question and an answer. Pure.

Two signs number the box within its sheet and the third checks them, mixed with the version: a sign misread, or a
sheet of another version, is noticed. A sheet has its own code, typed first. Letters are Crockford's: no I, L, O, U.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BASE = len(ALPHABET)
MOST_BOXES = 45
"""A list longer than this is written by hand with the label of its option, not ticked."""
_LOOKALIKES = str.maketrans("OILU", "011V")
_FIXED: Mapping[str, tuple[tuple[Any, str], ...]] = {
    "bool": ((True, "Sí"), (False, "No")),
    "tri": (("si", "Sí"), ("no", "No"), ("no_aplica", "No aplica")),
    "doc": (
        ("exhibe", "Lo mostró"),
        ("parcial", "En parte"),
        ("no_exhibe", "No lo mostró"),
        ("no_aplica", "No aplica"),
    ),
}
_CHOSEN = ("enum", "multi")
WRITTEN = ("text", "int", "date", "dt", "minutes", "grams", "money")
DECLINED = "declined"


class CodeFault(ValueError):
    """A code that leads nowhere. ``reason``: ``length``, ``check`` or ``unknown``."""

    def __init__(self, code: str, reason: str) -> None:
        self.code, self.reason = code, reason
        super().__init__(f"{code}: {reason}")


@dataclass(frozen=True)
class Box:
    """One box of a sheet: ``value`` of the answer it stands for; a written one has none yet.

    Attributes:
        kind: ``value``, ``written`` or ``none`` (the reason why there is no answer).
    """

    code: str
    item: Mapping[str, Any]
    kind: str
    value: Any
    label: str


class SheetCodes:
    """The boxes of one sheet: all questions of one scope.

    Args:
        bundle: The protocol bundle, as plain data.
        bundle_hash: Its SHA-256 in hex: the version.
        scope: ``visit``, ``minor`` or ``person:<item id>``.
    """

    def __init__(self, bundle: Mapping[str, Any], bundle_hash: str, scope: str) -> None:
        self.scope, self._catalogues = scope, bundle["law"]["catalogues"]
        self._version = int(bundle_hash[:6], 16)
        self._position = scopes_of(bundle).index(scope)
        self.code = self._sheet_code()
        made = [box for _, item in items_of(bundle, scope) for box in self._boxes(item)]
        numbered = enumerate(made)
        self.boxes = tuple(
            Box(self._encoded(number), item, kind, value, label) for number, (item, kind, value, label) in numbered
        )
        self._by_code = {box.code: box for box in self.boxes}

    def of_item(self, item: Mapping[str, Any]) -> list[Box]:
        """Return the boxes of one question."""
        return [box for box in self.boxes if box.item["id"] == item["id"]]

    def find(self, typed: str) -> Box:
        """Return the box of a typed code.

        Raises:
            CodeFault: It has not three signs, its check sign is wrong, or no box of this sheet has it.
        """
        code = clean(typed)
        if len(code) != 3 or any(sign not in ALPHABET for sign in code):
            raise CodeFault(typed, "length")
        if code[2] != self._check(ALPHABET.index(code[0]), ALPHABET.index(code[1])):
            raise CodeFault(typed, "check")
        if code not in self._by_code:
            raise CodeFault(typed, "unknown")
        return self._by_code[code]

    def is_code(self, typed: str) -> bool:
        """Tell whether a typed sheet code is this sheet's, of this version."""
        return clean(typed) == clean(self.code)

    def _encoded(self, number: int) -> str:
        high, low = divmod(number, BASE)
        return ALPHABET[high] + ALPHABET[low] + self._check(high, low)

    def _check(self, high: int, low: int) -> str:
        """Odd weights: any single sign misread changes the sum."""
        return ALPHABET[(3 * high + 5 * low + self._version + 7 * self._position) % BASE]

    def _sheet_code(self) -> str:
        signs = [self._version >> shift & 31 for shift in (15, 10, 5, 0)] + [self._position]
        check = sum(weight * sign for weight, sign in zip((1, 3, 5, 7, 9), signs, strict=True)) % BASE
        text = "".join(ALPHABET[sign] for sign in (*signs, check))
        return f"{text[:3]}-{text[3:]}"

    def options(self, item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """Return the options of a question, its own or its catalogue's."""
        return list(item.get("options") or self._catalogues.get(item.get("catalogue") or "", []))

    def is_ticked(self, item: Mapping[str, Any]) -> bool:
        """Tell whether a question is answered by ticking, not by writing."""
        return item["type"] in _FIXED or (item["type"] in _CHOSEN and len(self.options(item)) <= MOST_BOXES)

    def _boxes(self, item: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str, Any, str]]:
        if item["type"] in _FIXED:
            yield from ((item, "value", value, label) for value, label in _FIXED[item["type"]])
        elif self.is_ticked(item):
            yield from ((item, "value", option["code"], option["label_es"]) for option in self.options(item))
        else:
            yield item, "written", None, ""
        if self.scope == "minor" and item["ask_es"]:
            yield item, "none", DECLINED, "No quiso responder"


def clean(typed: str) -> str:
    """Bring a typed code to its signs: capitals, no spaces or hyphens, look-alikes resolved.

    >>> clean(" 4k-o "), clean("iLu")
    ('4K0', '11V')
    """
    return "".join(typed.upper().split()).replace("-", "").translate(_LOOKALIKES)


def scopes_of(bundle: Mapping[str, Any]) -> list[str]:
    """Return the scopes that have a sheet: the visit, a minor, and each kind of person, in a fixed order."""
    stages = bundle["protocol"]["stages"]
    found = {item["for"] for stage in stages for step in stage["steps"] for item in step["items"]}
    return ["visit", "minor", *sorted(scope for scope in found if scope.startswith("person:"))]


def items_of(bundle: Mapping[str, Any], scope: str) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Yield ``(step, item)`` of the questions of a scope that paper can hold; the office's own are not asked."""
    for stage in bundle["protocol"]["stages"]:
        for step in stage["steps"]:
            for item in step["items"]:
                answered = item["type"] in (*_FIXED, *_CHOSEN, *WRITTEN)
                if item["for"] == scope and answered and "inspector" in item["sees"]:
                    yield step, item
