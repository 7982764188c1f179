"""The quick reader and writer of JSON say and refuse what the standard library does."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.domain.canonical import NotCanonical, canonical_bytes, parse_json

texts = st.text(max_size=6) | st.sampled_from(["\ud800", "\x7f", "\u2028", "\x00", "n\u0303", "\U0010ffff"])
leaves = st.none() | st.booleans() | st.integers() | st.sampled_from([2**53, 2**64, 10**30]) | st.floats() | texts
keys = st.sampled_from(["a", "b", "~", "A", "", "\x00", '"', "ñ"])
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.tuples(inner) | st.dictionaries(keys, inner, max_size=3)
)


def plainly(data: bytes) -> Any:
    def no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) != len(pairs):
            raise ValueError
        return dict(pairs)

    def no_constant(_: str) -> Any:
        raise ValueError

    return json.loads(data.decode(), object_pairs_hook=no_repeats, parse_constant=no_constant)


def said(read: Any, data: bytes) -> str:
    try:
        return repr(read(data))
    except ValueError:
        return "refused"


@given(values)
def test_canonical_bytes_are_those_of_the_standard_library(value: Any) -> None:
    try:
        found = canonical_bytes(value)
    except NotCanonical:
        return

    assert found == json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@given(values, st.booleans(), st.booleans(), st.tuples(st.integers(0, 40), st.sampled_from(b'{}[],:"0-1e.N \xff')))
def test_json_is_read_as_the_standard_library_reads_it(
    value: Any, ascii_only: bool, compact: bool, spoilt: tuple[int, int]
) -> None:
    separators = (",", ":") if compact else None
    text = json.dumps(value, ensure_ascii=ascii_only, separators=separators)
    data = text.encode(errors="surrogatepass")
    place, byte = spoilt

    for one in (data, data[:place] + bytes([byte]) + data[place + 1 :]):
        assert said(parse_json, one) == said(plainly, one)


@pytest.mark.parametrize(
    "data",
    [b'{"a":1,"a":1}', b'[{"a":1,"a":2}]', b"[NaN]",
      b"-Infinity", b'"\xed\xa0\x80"', b"\xef\xbb\xbf1", b"[" * 5_000, b""],
)  # fmt: skip
def test_what_would_be_repaired_in_silence_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        parse_json(data)
