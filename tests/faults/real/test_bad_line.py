"""G12, G13: a real tablet core behind 20 kbit/s with 30 % of requests cut and 10 % of answers lost.

``FAULT_LINES=20 pytest tests/faults/real/test_bad_line.py`` is the long run.
"""

import os
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.faults.real.proxy import BadLine, Crossing
from tests.integration.live_server import control, live_server
from tests.integration.safekeeping.rich_visit import check, codes
from tests.integration.test_tablet_core import run_live

LINES = int(os.environ.get("FAULT_LINES", "1"))
PHOTO_BYTES = 660_000
PIECE_BYTES = 256 * 1024


@pytest.mark.parametrize("number", range(LINES))
def test_over_a_bad_line_the_urgent_call_goes_first_and_everything_arrives(tmp_path: Path, number: int) -> None:
    with live_server(tmp_path) as server, control(server) as door:
        visit_id = server.open_visit("ana")
        line = BadLine(server.port, Random(f"line {number}"))

        def worsen(_: dict[str, str]) -> Any:
            line.crossings.clear()
            line.calm = False

        server.actions |= {"worsen": worsen, "contact": lambda _: None}
        try:
            found = run_live({"URL": line.url, "CONTROL": door, "PART": "bad_line"}, seconds=400)
        finally:
            line.close()

        assert server.office.read(visit_id).state_hash == found["stateHash"]
        alarms = [one.alarm.urgent_id for one in server.office.alarms()]
        assert alarms == [found["urgent"]], "one call is one alarm, however often it crossed"
        uploads = [(one.size_bytes, one.complete) for one in server.office.store.evidence.uploads(visit_id)]
        assert uploads == [(PHOTO_BYTES, True)]
        _urgent_went_first(line.crossings)
        _no_piece_went_twice(line.crossings)
        fates = {one.fate for one in line.crossings}
        assert fates == {"whole", "cut", "answer lost"}, "the line was better than it should have been"
        assert codes(check(server.place.data_dir, server.place.keys_dir)) == []


def _urgent_went_first(crossings: list[Crossing]) -> None:
    """Nothing crossed before the urgent call had, though forty answers and a photo were waiting."""
    kinds = [one.path.rpartition("/")[2] for one in crossings]
    heard = next(at for at, one in enumerate(crossings) if kinds[at] == "urgent" and one.fate == "whole")
    assert kinds[: heard + 1] == ["urgent"] * (heard + 1)
    assert all(one.size <= 400 for one, kind in zip(crossings, kinds, strict=True) if kind == "urgent")


def _no_piece_went_twice(crossings: list[Crossing]) -> None:
    """Whatever crossed whole was never sent again: a cut loses the piece that was crossing and no other."""
    pieces = [one for one in crossings if one.method == "PATCH"]
    assert all(one.size <= PIECE_BYTES for one in pieces)
    assert sum(one.size for one in pieces if one.fate != "cut") == PHOTO_BYTES
