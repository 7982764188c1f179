"""Values as their item's type allows them: what a broken or hostile tablet wrote reads as not known.

Every value is sealed, so nobody checks its type on the way in; the law reads it here, once, before judging.
Pure; mirrored by ``tablet/src/readable.ts`` to the same results. Types: docs/sync-protocol.md, section 3.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from protocols.condition import Answers

Check = Callable[[Any], bool]
NOT_KNOWN = {"none": "unknown"}
NONES = ("not_asked", "declined", "unknown", "not_applicable", "not_exhibited")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MOMENT = re.compile(r"([0-9-]{10})T([01][0-9]|2[0-3]):[0-5][0-9]")
_GEO = ("lat", "lon", "accuracy_m", "at")


def _is_integer(found: Any) -> bool:
    return isinstance(found, int) and not isinstance(found, bool)


def _is_text(found: Any) -> bool:
    return isinstance(found, str)


def _is_day(found: Any) -> bool:
    parts = _DAY.fullmatch(found) if isinstance(found, str) else None
    if parts is None:
        return False
    year, month, day = (int(part) for part in parts.groups())
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return year > 0 and 0 < month <= 12 and 0 < day <= days[month - 1]


def _is_moment(found: Any) -> bool:
    parts = _MOMENT.fullmatch(found) if isinstance(found, str) else None
    return parts is not None and _is_day(parts[1])


def _is_set(found: Any) -> bool:
    return isinstance(found, list) and all(isinstance(code, str) for code in found)


def _is_geo(found: Any) -> bool:
    return isinstance(found, Mapping) and all(_is_integer(found.get(name)) for name in _GEO)


def _is_never(found: Any) -> bool:
    return False


def _is_one_of(*words: str) -> Check:
    return lambda found: isinstance(found, str) and found in words


_CHECKS: Mapping[str, Check] = {
    "bool": lambda found: isinstance(found, bool),
    "tri": _is_one_of("si", "no", "no_aplica"),
    "doc": _is_one_of("exhibe", "parcial", "no_exhibe", "no_aplica"),
    "enum": _is_text,
    "text": _is_text,
    "multi": _is_set,
    "date": _is_day,
    "dt": _is_moment,
    "geo": _is_geo,
    **dict.fromkeys(("int", "minutes", "grams", "money"), _is_integer),
}


def is_readable(kind: str, value: Any) -> bool:
    """Tell whether a value, ``{"v": x}`` or ``{"none": reason}``, can be one of an item of this type.

    >>> is_readable("int", {"v": 13}), is_readable("int", {"v": "trece"}), is_readable("date", {"v": "ayer"})
    (True, False, False)
    """
    return _passes(_CHECKS.get(kind, _is_never), value)


def _passes(check: Check, value: Any) -> bool:
    if not isinstance(value, Mapping) or ("v" in value) == ("none" in value):
        return False
    if "none" in value:
        return isinstance(value["none"], str) and value["none"] in NONES
    return check(value["v"])


def checks_of(bundle: Mapping[str, Any]) -> dict[str, Check]:
    """Return {item: what its values must be} of a protocol."""
    steps = (step for stage in bundle["protocol"]["stages"] for step in stage["steps"])
    return {item["id"]: _CHECKS.get(item["type"], _is_never) for step in steps for item in step["items"]}


def readable_values(checks: Mapping[str, Check], answers: Answers) -> Answers:
    """Return the answers with *not known* in place of every value that its item's type does not allow.

    Args:
        checks: What ``checks_of`` gives for the bundle.
        answers: {item id: [head value, …]}; an item that the protocol does not have is left out.
    """
    found: dict[str, Sequence[Mapping[str, Any]]] = {}
    for name, heads in answers.items():
        check = checks.get(name)
        if check is not None:
            found[name] = [head if _passes(check, head) else NOT_KNOWN for head in heads]
    return found
