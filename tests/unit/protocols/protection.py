"""What protects more, and which silence is an answer: both read from the law's data, never written twice."""

from collections.abc import Iterator
from typing import Any

from protocols.condition import is_known, items_of
from protocols.determination import LEVELS

Answers = dict[str, list[dict[str, Any]]]
Result = dict[str, Any]
CONDITIONS = ("applies_when", "passes", "fails", "referral_when", "unless")


def lowered(law: dict[str, Any], before: Result, after: Result) -> list[str]:
    """Return what protects less in ``after``: nothing when it protects as much or more.

    A duty to be done now protects (``when: now``) and is kept by itself or by one that ``covers`` it; the referral and
    the criminal report protect in the order of their levels; the urgent packet protects.
    """
    held = {duty["kind"] for duty in after["duties"]}
    held |= {kind for duty in after["duties"] for kind in law["duties"][duty["kind"]]["covers"]}
    found = [duty["kind"] for duty in before["duties"] if duty["when"] == "now" and duty["kind"] not in held]
    found += [
        name for name in ("referral", "criminal_report") if LEVELS.index(after[name]) < LEVELS.index(before[name])
    ]
    return found + ["urgent"] * (before["urgent"] and not after["urgent"])


def answer_of_the_law(result: Result) -> dict[str, Any]:
    """Return what an answer may change: what the law says and asks, without the words that explain it."""
    return {
        **{key: result[key] for key in ("row", "status", "referral", "criminal_report", "urgent")},
        "duties": [duty["kind"] for duty in result["duties"]],
        "sanctions": [sanction["id"] for sanction in result["sanctions"]],
        "checks": [(check["id"], check["state"]) for check in result["checks"]],
    }


def is_silent(law: dict[str, Any], item: str, result: Result) -> bool:
    """Tell whether the data say that nobody answering ``item`` opens no doubt.

    So it is with what is written ``only_if_known`` or stands in place of another answer (both are ``answered`` in the
    data), with what makes a requirement apply, with the doubt and the birth date of an age that a document proves,
    and with what could break a requirement that is already met.
    """
    age = next(part["age"] for part in law["inputs"] if part["kind"] == "age")
    is_proved = len(result["inputs"]["edad"]) == 1 and not result["age"]["presumed"]
    met = {check["id"] for check in result["checks"] if check["state"] == "cumple"}
    applies = [check["applies_when"] for check in law["checks"] if check["applies_when"]]
    breaks = [check["fails"] for check in law["checks"] if check["id"] in met and check["fails"]]
    return (
        item in _stated(law)
        or (item in (age["doubt"], age["birth_date"]) and is_proved)
        or any(item in items_of(condition) for condition in (*applies, *breaks))
    )


def conditions(data: Any) -> Iterator[dict[str, Any]]:
    """Yield every condition written in the law (``when`` is one only in the cases of an input)."""
    for part in data.values() if isinstance(data, dict) else data if isinstance(data, list | tuple) else ():
        yield from conditions(part)
    if isinstance(data, dict):
        keys = [*CONDITIONS, "when"] if "value" in data else CONDITIONS
        yield from (data[key] for key in keys if data.get(key))


def _stated(law: dict[str, Any]) -> set[str]:
    every = conditions({key: law[key] for key in ("inputs", "checks")})
    return {item for condition in every for item in _answered(condition)}


def _answered(condition: dict[str, Any]) -> Iterator[str]:
    ((word, argument),) = condition.items()
    if word == "answered":
        yield argument
    for part in argument if word in ("all", "any") else [argument] if word == "not" else []:
        yield from _answered(part)


def unknown_items(answers: Answers, items: list[str]) -> list[str]:
    """Return those of the items without one known value."""
    return [item for item in items if not is_known(answers, item)]
