"""The quick way of a new batch changes nothing: the slow way, forced, says and keeps the same."""

from collections.abc import Callable
from contextlib import nullcontext
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.domain.answers import Answers
from inspection.sync import batch as reading
from inspection.sync.batch import Batch, Item, one_by_one, read_items
from inspection.sync.office import Office
from inspection.sync.receive import _Receiver
from tests.factories import make_user
from tests.virtual_tablet import VirtualTablet

NewTablet = Callable[..., VirtualTablet]
MINOR = f"minor:{'c' * 32}"
OPENING = {"type": "row_added", "recorded_at": 5, "boot": "0" * 16, "mono_ms": 3, "body": {"entity": MINOR}}
SEALED = "A" * 40

paths = st.sampled_from(["/edad", f"{MINOR}/edad", "visit/giro", "visit/", "visit/Ñ", "row:1/x", "/", "", "/a/b", 7])
texts = st.sampled_from(["ñandú", "n\u0303", "\ud800", "línea\n\"dos\"", "\x7f", "", "a" * 70_000])
values = st.one_of(
    st.sampled_from([SEALED, "AAAA", "A" * 39 + "B", "", True, None, {}, {"none": "declined"}, {"none": "no"}]),
    texts.map(lambda text: {"v": text}),
    st.sampled_from([1, True, 2**53, 1.5, None, [1], {"lat": 1}]).map(lambda one: {"v": one}),
    st.just({"v": 1, "src": "child", "verified": True}),
    st.just({"v": 1, "src": "aunt"}),
)
instants = st.sampled_from([0, 1, 900, -6, 2**53, 1.5, True, "1"])
shorts = st.one_of(
    st.tuples(instants, paths, values).map(list), st.tuples(instants, paths, values, instants).map(list)
)
items = st.lists(st.one_of(shorts, shorts, st.sampled_from([OPENING, {}, 3, [], {**OPENING, "type": 4}])), max_size=6)


def read(sent: list) -> list:
    batch = Batch("d" * 32, "e" * 32, "f" * 32, 4, bytes(32), [OPENING, *sent], {4 + len(sent): b"s" * 64}, {})
    with patch.object(reading, "verify", lambda *_: True):
        return one_by_one(read_items(batch, b"key"))


@given(sent=items)
@settings(max_examples=300, deadline=None)
def test_items_read_quickly_are_those_read_slowly(sent: list) -> None:
    quick = read(sent)
    with patch.object(reading, "sound_answers", lambda *_: None):
        slow = read(sent)

    assert quick == slow
    assert [one.event.canonical for one in quick if one.event] == [one.event.canonical for one in slow if one.event]


def test_the_quick_way_is_taken() -> None:
    batch = Batch("d" * 32, "e" * 32, "f" * 32, 1, bytes(32), [OPENING, [1, "/edad", SEALED]], {2: b"s" * 64}, {})
    with patch.object(reading, "verify", lambda *_: True):
        assert [type(part) for part in read_items(batch, b"key")] == [Item, Answers]


@pytest.mark.parametrize("quick", [True, False])
def test_short_answers_repeated_or_of_an_unknown_visit_are_told_so_either_way(
    quick: bool, tablet: VirtualTablet, new_tablet: NewTablet, office: Office, visit_id: str
) -> None:
    tablet.brief = True
    minor = tablet.add_minor(visit_id)
    for age in (12, 13, 14):
        tablet.set_answer(visit_id, f"{minor}/edad", age)
    make_user(office, "otra")
    stranger = new_tablet("otra")
    stranger.brief = True
    other = "aa" * 16
    stranger.add_minor(other)
    stranger.set_answer(other, "visit/giro", "agricola", public=True)

    with nullcontext() if quick else patch.object(_Receiver, "_is_new", lambda *_: False):
        first = tablet.push(visit_id)
        again = tablet.post("/batches", tablet.batch(visit_id)).json["results"]
        unknown = stranger.post("/batches", stranger.batch(other)).json["results"]

    assert {one["outcome"] for one in first} == {"stored"} and {one["outcome"] for one in again} == {"duplicate"}
    assert {one["code"] for one in unknown} == {"unknown_visit"}
