"""G1: the server is killed at random instants while several tablets send; all that it answered for is there.

``FAULT_KILLS=100 pytest tests/faults/real/test_server_killed.py`` is the long run.
"""

import http.client
import os
import threading
import time
import urllib.error
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from inspection.clock import system_clock
from inspection.domain.urgent import read_packet
from inspection.store.files import Files
from inspection.web import Settings, open_office
from tests.browser.conftest import Server
from tests.factories import SeededRng, make_photo, make_user, make_visit
from tests.integration.safekeeping.rich_visit import check, codes
from tests.transport import through_network
from tests.virtual_tablet import VirtualTablet

KILLS = int(os.environ.get("FAULT_KILLS", "3"))
TABLETS = 4
PIECE_BYTES = 20_000
NO_ANSWER = (urllib.error.URLError, http.client.HTTPException, OSError)


@dataclass
class Told:
    """What the server answered to one tablet: content ids, urgent packets and bytes of files."""

    events: dict[tuple[str, int], bytes] = field(default_factory=dict)
    urgent: list[bytes] = field(default_factory=list)
    bytes_held: dict[str, int] = field(default_factory=dict)
    unanswered: int = 0


class Sender(threading.Thread):
    """A person who writes and sends without a pause, and repeats what was not answered."""

    def __init__(self, url: str, visit_id: str, number: int) -> None:
        super().__init__(daemon=True)
        self.dice, self.visit_id, self.told = Random(f"sender {number}"), visit_id, Told()
        self.tablet = VirtualTablet(through_network(url), "ana", clock=system_clock, seed=f"{number} {time.time()}")
        self.tablet.enrol()
        self.tablet.pull()
        self.stopped = threading.Event()
        self.failure: BaseException | None = None

    def run(self) -> None:
        """Work until told to stop."""
        try:
            while not self.stopped.is_set():
                self.dice.choice([self._answers, self._answers, self._answers, self._photo, self._urgent])()
        except BaseException as failure:  # told by the test, in its own thread
            self.failure = failure

    def _answers(self) -> None:
        for _ in range(self.dice.randrange(1, 20)):
            self.tablet.set_answer(self.visit_id, f"visit/{self.dice.choice('abc')}", self.dice.random().hex())
        self._push()

    def _push(self) -> None:
        stream = self.tablet.own[self.visit_id]
        first = stream.acked
        while stream.acked < len(stream.events) and not self.stopped.is_set():
            try:
                answer = self.tablet.post("/batches", self.tablet.batch(self.visit_id, first + 1), compress=True)
            except NO_ANSWER:
                self._wait()
                continue
            assert answer.status == 200, answer.body
            assert {one["outcome"] for one in answer.json["results"]} <= {"stored", "duplicate"}, answer.body
            stream.acked = len(stream.events)
            self.told.events.update({(e.incarnation, e.seq): e.content_id for e in stream.events[first:]})

    def _photo(self) -> None:
        data = make_photo(self.dice.randrange(1, 5) * PIECE_BYTES, seed=self.dice.randrange(10**9))
        name = self.tablet.add_photo(self.visit_id, data)
        self._push()
        while self.told.bytes_held.get(name, 0) < len(data) and not self.stopped.is_set():
            try:
                asked = {"name": name, "size_bytes": len(data)}
                offset = self.tablet.post(f"/visits/{self.visit_id}/files", asked).json["offset"]
                assert offset >= self.told.bytes_held.get(name, 0), "bytes that were answered for are gone"
                answer = self.tablet.send_piece(self.visit_id, name, offset, data, PIECE_BYTES)
                self.told.bytes_held[name] = answer.json["offset"]
            except NO_ANSWER:
                self._wait()

    def _urgent(self) -> None:
        packet = self.tablet.urgent_packet(visit_id=self.visit_id)
        while not self.stopped.is_set():
            try:
                answer = self.tablet.send("POST", "/urgent", packet, {"Content-Type": "application/octet-stream"})
            except NO_ANSWER:
                self._wait()
                continue
            assert answer.status == 200, answer.body
            self.told.urgent.append(packet)
            return

    def _wait(self) -> None:
        self.told.unanswered += 1
        self.stopped.wait(0.05)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Server, str]]:
    server = Server(tmp_path)
    office = open_office(Settings(server.data, server.keys, server.url))
    visit_id = make_visit(office, make_user(office, "ana"))
    office.store.close()
    server.start()
    yield server, visit_id
    server.kill()


def test_all_that_was_answered_outlives_a_server_killed_under_load(served: tuple[Server, str]) -> None:
    server, visit_id = served
    senders = [Sender(server.url, visit_id, number) for number in range(TABLETS)]
    dice = Random("kills")
    for one in senders:
        one.start()
    for _ in range(KILLS):
        time.sleep(dice.uniform(0.5, 2.5))
        server.kill()
        server.start()
    time.sleep(1)
    for one in senders:
        one.stopped.set()
    for one in senders:
        one.join(60)
    server.kill()

    assert [one.failure for one in senders if one.failure] == []
    assert sum(one.told.unanswered for one in senders) >= KILLS, "no request was ever cut: the load is too small"
    _everything_is_there(server, visit_id, senders)


def _everything_is_there(server: Server, visit_id: str, senders: list[Sender]) -> None:
    office = open_office(Settings(server.data, server.keys, server.url))
    held = {(one.event.incarnation, one.event.seq): one.event.content_id for one in office.store.log.of_visit(visit_id)}
    files = Files(server.data / "files", SeededRng("unused"))
    for told in (one.told for one in senders):
        assert told.events and {key: held.get(key) for key in told.events} == told.events
        for packet in told.urgent:
            assert [one.packet for one in office.store.evidence.urgents(read_packet(packet).urgent_id)] == [packet]
        for name, offset in told.bytes_held.items():
            assert files.offset(visit_id, name) >= offset
    alarms = [one.urgent_id for one in office.store.evidence.alarms()]
    assert len(alarms) == len(set(alarms))
    office.store.close()
    assert codes(check(server.data, server.keys)) == []
