"""The condition language: a closed vocabulary, three-valued. Pure; mirrored by ``tablet/src/condition.ts``.

``{"all":[c…]} {"any":[c…]} {"not":c} {"answered":id} {"eq":[id,v]} {"in":[id,[v…]]} {"contains":[id,v]}`` (a
list: any of them) ``{"count":[id,n]}`` (at least n members) ``{"in_state":[id,[two digits…]]}`` (of a municipality)
``{"lt|lte|gt|gte":[operand,operand]}``.
An operand is an integer, an item id, ``{"param":name}`` (also ``"times":n``) or ``{"times":[id,id]}``.
An answer nobody gave, or given differently by several heads, makes a comparison unknown (``None``);
unknown never reads as no.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Answers = Mapping[str, Sequence[Mapping[str, Any]]]
Numbers = Mapping[str, int]
COMPARISONS = ("lt", "lte", "gt", "gte")
VOCABULARY = ("all", "any", "not", "answered", "eq", "in", "contains", "count", "in_state", *COMPARISONS)


def evaluate(condition: Mapping[str, Any], answers: Answers, numbers: Numbers | None = None) -> bool | None:
    """Return True, False, or None when what is known does not decide.

    Args:
        condition: One of the vocabulary above.
        answers: {item id: [head value, …]}; a value is ``{"v": x}`` or ``{"none": reason}``.
        numbers: The law's parameters in force on the day judged.
    """
    ((word, argument),) = condition.items()
    if word in ("all", "any"):
        decisive = word == "any"
        unknown = False
        for part in argument:
            result = evaluate(part, answers, numbers)
            if result is decisive:
                return decisive
            unknown = unknown or result is None
        return None if unknown else not decisive
    if word == "not":
        inner = evaluate(argument, answers, numbers)
        return None if inner is None else not inner
    if word == "answered":
        return any("v" in head for head in answers.get(argument, ()))
    if word in COMPARISONS:
        return _compare(word, argument, answers, numbers or {})
    heads = answers.get(argument[0], ())
    results = {_head_holds(word, head, argument[1]) for head in heads}
    return results.pop() if len(results) == 1 else None


def _head_holds(word: str, head: Mapping[str, Any], wanted: Any) -> bool | None:
    if "v" not in head:
        return None
    value = head["v"]
    if word == "eq":
        return type(value) is type(wanted) and value == wanted
    if word == "in":
        return value in wanted
    if word == "in_state":
        return isinstance(value, str) and value[:2] in wanted
    if word == "contains":
        return any(one in value for one in wanted) if isinstance(wanted, list) else wanted in value
    return len(value) >= int(wanted)


def _compare(word: str, operands: Sequence[Any], answers: Answers, numbers: Numbers) -> bool | None:
    left, right = (_amount(operand, answers, numbers) for operand in operands)
    if left is None or right is None:
        return None
    if word == "lt":
        return left < right
    if word == "lte":
        return left <= right
    return left > right if word == "gt" else left >= right


def _amount(operand: Any, answers: Answers, numbers: Numbers) -> int | None:
    if isinstance(operand, int):
        return operand
    if isinstance(operand, str):
        values = {head.get("v") for head in answers.get(operand, ())}
        value = values.pop() if len(values) == 1 else None
        return value if isinstance(value, int) and not isinstance(value, bool) else None
    if "param" in operand:
        number = numbers.get(operand["param"])
        return None if number is None else number * int(operand.get("times", 1))
    first, second = (_amount(part, answers, numbers) for part in operand["times"])
    return None if first is None or second is None else first * second


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
