"""The condition language: a closed vocabulary, three-valued. Pure; mirrored by ``tablet/src/condition.ts``.

``{"all":[c…]} {"any":[c…]} {"not":c} {"answered":id} {"eq":[id,v]} {"in":[id,[v…]]} {"contains":[id,v]}`` (a
list: any of them) ``{"count":[id,n]}`` (at least n members) ``{"in_state":[id,[two digits…]]}`` (of a municipality)
``{"lt|lte|gt|gte":[operand,operand]}``.
An operand is an integer, an item id, ``{"param":name}`` (also ``"times":n``) or ``{"times":[id,id]}``.
An answer nobody gave, or given differently by several heads, makes a comparison unknown (``None``);
unknown never reads as no.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Answers = Mapping[str, Sequence[Mapping[str, Any]]]
Numbers = Mapping[str, int]
Truth = Callable[[Answers, Numbers], bool | None]
Amount = Callable[[Answers, Numbers], int | None]
COMPARISONS: Mapping[str, Callable[[int, int], bool]] = {
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
}
VOCABULARY = ("all", "any", "not", "answered", "eq", "in", "contains", "count", "in_state", *COMPARISONS)


def evaluate(condition: Mapping[str, Any], answers: Answers, numbers: Numbers | None = None) -> bool | None:
    """Return True, False, or None when what is known does not decide.

    Args:
        condition: One of the vocabulary above.
        answers: {item id: [head value, …]}; a value is ``{"v": x}`` or ``{"none": reason}``.
        numbers: The law's parameters in force on the day judged.
    """
    return compiled(condition)(answers, numbers or {})


def compiled(condition: Mapping[str, Any]) -> Truth:
    """Return the condition as a function of answers and numbers, for who judges by it many times."""
    ((word, argument),) = condition.items()
    if word in ("all", "any"):
        return _several([compiled(part) for part in argument], word == "any")
    if word == "not":
        return _negated(compiled(argument))
    if word == "answered":
        return lambda answers, numbers: any("v" in head for head in answers.get(argument, ()))
    if word in COMPARISONS:
        return _compared(COMPARISONS[word], *(_amount(operand) for operand in argument))
    return _of_heads(argument[0], _member_test(word, argument[1]))


def _several(parts: Sequence[Truth], decisive: bool) -> Truth:
    """«any» is decided by a true part, «all» by a false one."""

    def holds(answers: Answers, numbers: Numbers) -> bool | None:
        unknown = False
        for part in parts:
            result = part(answers, numbers)
            if result is decisive:
                return decisive
            unknown = unknown or result is None
        return None if unknown else not decisive

    return holds


def _negated(inner: Truth) -> Truth:
    def holds(answers: Answers, numbers: Numbers) -> bool | None:
        result = inner(answers, numbers)
        return None if result is None else not result

    return holds


def _of_heads(item: str, is_met: Callable[[Any], bool]) -> Truth:
    """Unknown when nobody answered, when it was left without value, or when the heads do not agree."""

    def holds(answers: Answers, numbers: Numbers) -> bool | None:
        heads = answers.get(item)
        if not heads:
            return None
        first = is_met(heads[0]["v"]) if "v" in heads[0] else None
        for head in heads[1:]:
            if (is_met(head["v"]) if "v" in head else None) is not first:
                return None
        return first

    return holds


def _member_test(word: str, wanted: Any) -> Callable[[Any], bool]:
    if word == "eq":
        return lambda value: type(value) is type(wanted) and value == wanted
    if word == "in":
        return lambda value: value in wanted
    if word == "in_state":
        return lambda value: isinstance(value, str) and value[:2] in wanted
    if word == "count":
        return lambda value: len(value) >= int(wanted)
    if isinstance(wanted, list):
        return lambda value: any(one in value for one in wanted)
    return lambda value: wanted in value


def _compared(compare: Callable[[int, int], bool], left: Amount, right: Amount) -> Truth:
    def holds(answers: Answers, numbers: Numbers) -> bool | None:
        one = left(answers, numbers)
        other = None if one is None else right(answers, numbers)
        return None if one is None or other is None else compare(one, other)

    return holds


def _amount(operand: Any) -> Amount:
    if isinstance(operand, int):
        return lambda answers, numbers: operand
    if isinstance(operand, str):
        return lambda answers, numbers: _number_of(answers.get(operand, ()))
    if "param" in operand:
        name, times = operand["param"], int(operand.get("times", 1))
        return lambda answers, numbers: numbers[name] * times if name in numbers else None
    first, second = (_amount(part) for part in operand["times"])

    def product(answers: Answers, numbers: Numbers) -> int | None:
        one, other = first(answers, numbers), second(answers, numbers)
        return None if one is None or other is None else one * other

    return product


def _number_of(heads: Sequence[Mapping[str, Any]]) -> int | None:
    if not heads:
        return None
    value = heads[0].get("v")
    if any(head.get("v") != value for head in heads[1:]):
        return None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def is_known(answers: Answers, item: str) -> bool:
    """Whether the item has one value, the same in every head."""
    heads = answers.get(item, ())
    return bool(heads) and "v" in heads[0] and all(head.get("v") == heads[0]["v"] for head in heads)


def items_of(condition: Mapping[str, Any]) -> list[str]:
    """Return every item id the condition reads, in order, once."""
    ((word, argument),) = condition.items()
    found: list[str] = []
    if word in ("all", "any"):
        for part in argument:
            found += items_of(part)
    elif word == "not":
        found += items_of(argument)
    elif word == "answered":
        found.append(argument)
    elif word in COMPARISONS:
        for operand in argument:
            if isinstance(operand, str):
                found.append(operand)
            elif isinstance(operand, dict) and isinstance(operand.get("times"), list):
                found += operand["times"]
    else:
        found.append(argument[0])
    return list(dict.fromkeys(found))
