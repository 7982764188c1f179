"""Events written around their body have the bytes of events written whole."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.domain.canonical import NotCanonical, canonical_bytes, from_base64, is_base64
from inspection.domain.events import Envelope, Event, EventMalformed

IDS = ("d0" * 16, "a1" * 16, "b2" * 16)
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
keys = st.sampled_from(["path", "sealed", "value", "supersedes", "ñ", "other"])
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4))
words = st.sampled_from(["answer_set", "Not a type", "x", "visit/a", 'minor:"', "AAAA", "", 7, None, []])
items = st.fixed_dictionaries(
    {"type": words, "boot": st.sampled_from(["0" * 16, "0" * 15, 3]), "recorded_at": leaves, "mono_ms": st.integers()}
    | {"body": st.dictionaries(keys, values | words, max_size=4) | values}
)


def whole(seq: int, item: dict[str, Any]) -> Event | str:
    wire = {**item, "v": 1, "seq": seq, **dict(zip(("device_id", "incarnation", "visit_id"), IDS, strict=True))}
    try:
        return Event.from_wire(wire, canonical_bytes(wire))
    except (NotCanonical, EventMalformed) as refusal:
        return type(refusal).__name__


@given(items, st.integers(-1, 2**53))
def test_an_envelope_writes_what_the_whole_event_says_or_leaves_it_to_others(item: dict[str, Any], seq: int) -> None:
    expected = whole(seq, item)
    try:
        found = Envelope(*IDS).event(seq, item)
    except NotCanonical:
        assert expected == "NotCanonical"
        return
    if found is not None:
        assert isinstance(expected, Event)
        assert found == expected and found.canonical == expected.canonical == canonical_bytes(expected.to_wire())
        assert found.content_id == expected.content_id


@pytest.mark.parametrize(
    "body", [{"path": "visit/a", "sealed": "AA-_", "supersedes": []}, {"path": "visit/ñ", "sealed": "A"}]
)
def test_plain_and_odd_bodies_are_written_alike(body: dict[str, Any]) -> None:
    item = {"type": "answer_set", "boot": "0" * 16, "recorded_at": 1, "mono_ms": 2, "body": body}

    found = Envelope(*IDS).event(3, item)

    assert found is not None and found == whole(3, item)
    assert json.loads(found.canonical)["body"] == body


def test_unsound_ids_are_left_to_others() -> None:
    item = {"type": "x", "boot": "0" * 16, "recorded_at": 1, "mono_ms": 2, "body": {}}

    assert Envelope("D0", *IDS[1:]).event(1, item) is None


@given(st.text("ABQgwEIxyz019-_=+/ñ", max_size=9), st.integers(0, 6))
def test_base64_is_judged_as_it_is_read(text: str, least: int) -> None:
    try:
        holds = len(from_base64(text)) >= least
    except ValueError:
        holds = False

    assert is_base64(text, least) == holds
