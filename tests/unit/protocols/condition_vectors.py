"""The condition language by example: each vector is run in Python and in TypeScript."""

from typing import Any

YES, NO = [{"v": "si"}], [{"v": "no"}]
UNKNOWN, CONFLICT = [{"none": "unknown"}], [{"v": "si"}, {"v": "no"}]
IS_YES = {"eq": ["a", "si"]}


def _vector(
    name: str, condition: Any, answers: Any, expected: bool | None, numbers: Any = None
) -> dict[str, Any]:
    return {
        "name": name,
        "condition": condition,
        "answers": answers,
        "numbers": numbers or {},
        "expected": expected,
    }


VECTORS = [
    _vector("an answer equals", IS_YES, {"a": YES}, True),
    _vector("an answer differs", IS_YES, {"a": NO}, False),
    _vector("nobody asked: unknown", IS_YES, {}, None),
    _vector("the answer is that it is not known: unknown", IS_YES, {"a": UNKNOWN}, None),
    _vector("two heads that differ: unknown", IS_YES, {"a": CONFLICT}, None),
    _vector("two heads that agree: known", IS_YES, {"a": YES + YES}, True),
    _vector("a known head beside an unknown one: unknown", IS_YES, {"a": YES + UNKNOWN}, None),
    _vector("true is not one", {"eq": ["a", True]}, {"a": [{"v": 1}]}, False),
    _vector("zero is not false", {"eq": ["a", False]}, {"a": [{"v": 0}]}, False),
    _vector("false is an answer", {"eq": ["a", False]}, {"a": [{"v": False}]}, True),
    _vector("a place in one of the states", {"in_state": ["a", ["02", "15"]]}, {"a": [{"v": "15033"}]}, True),
    _vector("a place in another state", {"in_state": ["a", ["02"]]}, {"a": [{"v": "20002"}]}, False),
    _vector("a place not known: unknown", {"in_state": ["a", ["02"]]}, {"a": UNKNOWN}, None),
    _vector("not of unknown is unknown", {"not": IS_YES}, {}, None),
    _vector("not", {"not": IS_YES}, {"a": NO}, True),
    _vector(
        "all: one false decides, though another is unknown",
        {"all": [IS_YES, {"eq": ["b", "si"]}]},
        {"b": NO},
        False,
    ),
    _vector("all: unknown when none is false", {"all": [IS_YES, {"eq": ["b", "si"]}]}, {"b": YES}, None),
    _vector(
        "any: one true decides, though another is unknown",
        {"any": [IS_YES, {"eq": ["b", "si"]}]},
        {"b": YES},
        True,
    ),
    _vector("any: unknown when none is true", {"any": [IS_YES, {"eq": ["b", "si"]}]}, {"b": NO}, None),
    _vector("answered", {"answered": "a"}, {"a": NO}, True),
    _vector("answered that it is not known is not answered", {"answered": "a"}, {"a": UNKNOWN}, False),
    _vector("not asked is not answered", {"answered": "a"}, {}, False),
    _vector("in", {"in": ["a", ["si", "tal vez"]]}, {"a": YES}, True),
    _vector("contains one", {"contains": ["m", "x"]}, {"m": [{"v": ["x", "y"]}]}, True),
    _vector("contains none", {"contains": ["m", "z"]}, {"m": [{"v": ["x", "y"]}]}, False),
    _vector("contains any of a list", {"contains": ["m", ["z", "y"]]}, {"m": [{"v": ["x", "y"]}]}, True),
    _vector(
        "an empty set holds nothing, and that is known", {"contains": ["m", ["z"]]}, {"m": [{"v": []}]}, False
    ),
    _vector("count reaches", {"count": ["m", 2]}, {"m": [{"v": ["x", "y"]}]}, True),
    _vector("count falls short", {"count": ["m", 3]}, {"m": [{"v": ["x", "y"]}]}, False),
    _vector(
        "greater than the parameter", {"gt": ["w", {"param": "p"}]}, {"w": [{"v": 7001}]}, True, {"p": 7000}
    ),
    _vector(
        "the edge is not greater", {"gt": ["w", {"param": "p"}]}, {"w": [{"v": 7000}]}, False, {"p": 7000}
    ),
    _vector(
        "a parameter not in force that day: unknown",
        {"gt": ["w", {"param": "p"}]},
        {"w": [{"v": 7000}]},
        None,
    ),
    _vector(
        "a parameter many times",
        {"lt": ["w", {"param": "p", "times": 7}]},
        {"w": [{"v": 69}]},
        True,
        {"p": 10},
    ),
    _vector(
        "the product of two answers",
        {"lte": [{"times": ["h", "d"]}, 48]},
        {"h": [{"v": 8}], "d": [{"v": 6}]},
        True,
    ),
    _vector(
        "a product with one part missing: unknown",
        {"lte": [{"times": ["h", "d"]}, 48]},
        {"h": [{"v": 8}]},
        None,
    ),
    _vector("an unanswered number is not small", {"lt": ["w", 15]}, {}, None),
    _vector("a number in conflict: unknown", {"lt": ["w", 15]}, {"w": [{"v": 14}, {"v": 16}]}, None),
    _vector("a truth value is not a number", {"lt": ["w", 15]}, {"w": [{"v": True}]}, None),
    _vector("gte at the edge", {"gte": ["w", 15]}, {"w": [{"v": 15}]}, True),
]
