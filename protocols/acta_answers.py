"""Says the answers of a visit in words: what is known, what is not and why, and every version that differs.

Items are found by role, or by the id that ``acta.yaml`` gives them. Only items the protocol lets into the
acta (``public`` or ``acta``) are read; any other says ``reserved``. No answer about a minor is said here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from protocols import acta_words as words
from protocols.text import render_part

Item = Mapping[str, Any]
Value = Mapping[str, Any]


@dataclass(frozen=True)
class Said:
    """One answer in words.

    Attributes:
        text: Never empty: a missing answer says that it is missing.
        known: There is exactly one answer and it is a value.
        given: Somebody answered something, even that it is not known.
        values: The raw values, for flags.
    """

    text: str
    known: bool
    given: bool
    values: tuple[Any, ...]


class Answers:
    """The protocol's items beside what was answered.

    Args:
        bundle: The pinned bundle as plain data.
        answers: {path: [VALUE, ...]}.
    """

    def __init__(self, bundle: Mapping[str, Any], answers: Mapping[str, Sequence[Value]]) -> None:
        self.bundle, self.answers = bundle, answers
        self.words: Mapping[str, Any] = bundle["protocol"]["acta"]["words"]
        self.items: list[Item] = [
            i for s in bundle["protocol"]["stages"] for step in s["steps"] for i in step["items"]
        ]

    def by_role(self, role: str, scope: str) -> Item | None:
        """Return the item that plays ``role`` for ``visit`` or ``person:<item id>``."""
        return next((item for item in self.items if item["role"] == role and item["for"] == scope), None)

    def by_id(self, item_id: str, scope: str = "visit") -> Item | None:
        """Return the item that ``acta.yaml`` names, of the visit or of a table (``row:<item id>``)."""
        return next((item for item in self.items if item["id"] == item_id and item["for"] == scope), None)

    def say(self, entity: str, item: Item | None) -> Said:
        """Return the answer of a visit or of a person; one about a minor is never said."""
        none = self.words["none"]
        if item is None:
            return Said(none["absent"], False, False, ())
        if entity.startswith("minor:") or not (item["public"] or item["acta"]):
            return Said(none["reserved"], False, False, ())
        values = [value for value in self.answers.get(f"{entity}/{item['id']}", ()) if _is_given(value)]
        said = distinct(self._one(item, value) for value in values)
        raw = tuple(value["v"] for value in values if "v" in value)
        if not said:
            return Said(none["absent"], False, False, ())
        if len(said) == 1:
            return Said(said[0], bool(raw) and said[0] != none["unreadable"], True, raw)
        return Said(self.disagreement(said), False, True, raw)

    def disagreement(self, said: list[str]) -> str:
        """Return the sentence that says every version."""
        return render_part(self.words["conflict"], [{"count": len(said), "values": said}])

    def options(self, item: Item) -> list[Mapping[str, Any]]:
        """Return the options of an item, its own or its catalogue's."""
        return list(item["options"] or self.bundle["law"]["catalogues"].get(item["catalogue"] or "", ()))

    def labels(self, item: Item, codes: Any) -> list[str]:
        """Return the labels of known codes, in the protocol's order; unknown codes are left out.

        A small first letter, but for places, which are called by their name and their state.
        """
        wanted = codes if isinstance(codes, list) else [codes]
        return [_label(option) for option in self.options(item) if option["code"] in wanted]

    def _one(self, item: Item, value: Value) -> str:
        if "v" not in value:
            none = value.get("none")
            return str(
                self.words["none"].get(none if isinstance(none, str) else "", self.words["none"]["unknown"])
            )
        return self._value(item, value["v"]) or str(self.words["none"]["unreadable"])

    def _value(self, item: Item, v: Any) -> str:
        kind = item["type"]
        if kind == "bool":
            return str(self.words["bool"]["yes" if v else "no"]) if isinstance(v, bool) else ""
        if kind in ("tri", "doc"):
            return str(self.words[kind].get(v, "")) if isinstance(v, str) else ""
        if kind in ("enum", "multi"):
            return words.long_enumeration(self.labels(item, v))
        return self._place(v) if kind == "geo" else _written(kind, v)

    def _place(self, v: Any) -> str:
        if not isinstance(v, Mapping) or not all(
            isinstance(v.get(key), int) for key in ("lat", "lon", "accuracy_m")
        ):
            return ""
        context = {"latitude": degrees(v["lat"]), "longitude": degrees(v["lon"]), "accuracy": v["accuracy_m"]}
        return render_part(self.words["geo"], [context])


def _label(option: Mapping[str, Any]) -> str:
    name = words.clean(option["label_es"])
    return f"{name}, {words.clean(option['entity_es'])}" if "entity_es" in option else words.lowered(name)


def _written(kind: str, v: Any) -> str:
    if isinstance(v, int) and not isinstance(v, bool):
        return f"{v} ({words.number_words(v)})"
    return (
        {"date": words.day_words, "dt": words.moment_words}.get(kind, words.clean)(v)
        if isinstance(v, str)
        else ""
    )


def _is_given(value: Value) -> bool:
    v = value.get("v")
    return not ("v" in value and (v == [] or (isinstance(v, str) and not words.clean(v))))


def degrees(ten_millionths: int) -> str:
    """Return 1e-7 degrees with seven decimals.

    >>> degrees(-1159876543), degrees(305)
    ('-115.9876543', '0.0000305')
    """
    whole, rest = divmod(abs(ten_millionths), 10_000_000)
    return f"{'-' if ten_millionths < 0 else ''}{whole}.{rest:07d}"


def distinct(texts: Any) -> list[str]:
    """Return the texts once each, in order."""
    return list(dict.fromkeys(texts))
