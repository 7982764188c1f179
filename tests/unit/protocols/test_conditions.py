"""The condition language: what is known, what is not, and the refusal of what is not a condition."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.condition import evaluate, items_of
from tests.unit.protocols.condition_vectors import VECTORS


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_condition(vector: dict[str, Any]) -> None:
    assert evaluate(vector["condition"], vector["answers"], vector["numbers"]) is vector["expected"]


LEAVES = st.sampled_from([{"eq": ["a", "si"]}, {"eq": ["b", "si"]}, {"in": ["c", ["no"]]}, {"answered": "d"}])
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts})
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts})
        | inner.map(lambda part: {"not": part})
    ),
    max_leaves=6,
)
KNOWN = st.fixed_dictionaries({name: st.sampled_from([[{"v": "si"}], [{"v": "no"}]]) for name in "abcd"})


@given(CONDITIONS, KNOWN, st.sets(st.sampled_from("abc")))
def test_what_is_decided_with_less_stays_decided_with_more(
    condition: dict[str, Any], known: dict[str, Any], hidden: set[str]
) -> None:
    partial = {name: heads for name, heads in known.items() if name not in hidden}
    if "answered" in str(condition):
        return

    before = evaluate(condition, partial)

    assert before is None or before is evaluate(condition, known)


def test_the_items_of_a_condition_are_named_once() -> None:
    condition = {
        "any": [{"eq": ["a", 1]}, {"not": {"lt": [{"times": ["b", "a"]}, {"param": "p"}]}}, {"answered": "c"}]
    }

    assert items_of(condition) == ["a", "b", "c"]
