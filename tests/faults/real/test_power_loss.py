"""G1: what the server answered ``stored`` is there after the power failed, whatever the disk had not written yet.

``FAULT_POWER_CUTS=500 pytest tests/faults/real/test_power_loss.py`` is the long run.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from inspection.store.sqlite.connection import Connection
from inspection.store.sqlite.store import FILE_NAME
from inspection.web import Settings, create_app, open_office
from tests.factories import FakeClock, SeededRng, make_user, make_visit
from tests.faults.real.power import Power
from tests.integration.safekeeping.rich_visit import check, codes
from tests.transport import through_client
from tests.virtual_tablet import VirtualTablet

CUTS = int(os.environ.get("FAULT_POWER_CUTS", "15"))
LATEST_WRITE = 120

Patch = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture
def place(tmp_path: Path, made_keys: Path) -> Settings:
    """An office with a person and a visit, its server not running."""
    shutil.copytree(made_keys, tmp_path / "keys")
    place = Settings(tmp_path / "data", tmp_path / "keys")
    office = open_office(place)
    make_visit(office, make_user(office, "ana"))
    office.store.close()
    return place


def live_until_the_power_fails(place: Settings, dice: Random) -> list[tuple[str, str, int, str]]:
    """Serve in a process of its own; return (visit, incarnation, seq, content id) of what it answered for."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        Power(dice.randrange(1, LATEST_WRITE), dice).install()
        try:
            _work(place, dice, writing)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, encoding="ascii") as said:
        lines = said.read().split("\n")[:-1]
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 9, "the power never failed: the server ended by itself"
    return [(visit, author, int(seq), content) for visit, author, seq, content in (one.split(" ") for one in lines)]


def _work(place: Settings, dice: Random, writing: int) -> None:
    seed = dice.random()
    app = create_app(place, clock=FakeClock(), rng=SeededRng(f"server {seed}"))
    tablet = VirtualTablet(through_client(app.test_client()), "ana", clock=FakeClock(), seed=str(seed))
    tablet.enrol()
    tablet.pull()
    (visit_id,) = tablet.visits
    while True:
        for _ in range(dice.randrange(1, 5)):
            tablet.set_answer(visit_id, "visit/alpha", "x" * dice.randrange(2_000), public=True)
        first = tablet.own[visit_id].acked
        tablet.push(visit_id)
        for event in tablet.own[visit_id].events[first:]:
            os.write(writing, f"{visit_id} {event.incarnation} {event.seq} {event.content_id.hex()}\n".encode())


def lost(place: Settings, told: list[tuple[str, str, int, str]]) -> list[str]:
    """Return what the server had answered for and is not there, and what does not hold of the rest."""
    with sqlite3.connect(place.data_dir / FILE_NAME) as database:
        (state,) = database.execute("PRAGMA integrity_check").fetchone()
    database.close()
    found = [] if state == "ok" else [f"the database is damaged: {state}"]
    office = open_office(place)
    for visit_id, author, seq, content in told:
        there = office.store.log.at(author, visit_id, seq)
        if content not in [one.event.content_id.hex() for one in there]:
            found.append(f"number {seq} was answered and is gone")
    office.store.close()
    return found + codes(check(place.data_dir, place.keys_dir))


def test_what_was_answered_is_there_after_the_power_failed(place: Settings) -> None:
    told = []
    for number in range(CUTS):
        told += live_until_the_power_fails(place, Random(f"cut {number}"))
        assert lost(place, told) == [], f"cut {number}"

    assert len(told) >= CUTS, "too little was answered to mean anything"


@pytest.mark.parametrize("mode", ["NORMAL", "OFF"])
def test_a_server_that_does_not_sync_is_caught(place: Settings, monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    real = Connection._open

    def hasty(self: Connection) -> object:
        found = real(self)
        found.execute(f"PRAGMA synchronous={mode}")
        return found

    monkeypatch.setattr(Connection, "_open", hasty)
    told = []
    for number in range(40):
        told += live_until_the_power_fails(place, Random(f"hasty {number}"))
        try:
            wrong = lost(place, told)
        except (sqlite3.DatabaseError, KeyError) as damage:
            wrong = [str(damage)]
        if wrong:
            return
    pytest.fail("forty times the power failed and nobody noticed that nothing is synced")
