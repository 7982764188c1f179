"""Bad input as it meets the server command itself, behind real sockets: each has its answer and the rest goes on.

The verdicts one by one stand in `tests/integration`; here is what only a real server process decides before them.
"""

import contextlib
import json
import socket
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspection.clock import system_clock
from inspection.domain.events import MAX_EVENT_BYTES
from inspection.web import Settings, open_office
from tests.browser.conftest import Server
from tests.factories import make_photo, make_user, make_visit
from tests.integration.safekeeping.rich_visit import check, codes
from tests.transport import Answer, through_network
from tests.virtual_tablet import VirtualTablet


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    it = Server(tmp_path)
    yield it
    it.kill()


@pytest.fixture
def visit_id(server: Server) -> str:
    office = open_office(Settings(server.data, server.keys, server.url))
    visit_id = make_visit(office, make_user(office, "ana"))
    office.store.close()
    server.start()
    return visit_id


@pytest.fixture
def tablet(server: Server, visit_id: str) -> VirtualTablet:
    tablet = VirtualTablet(through_network(server.url), "ana", clock=system_clock)
    tablet.enrol()
    tablet.pull()
    tablet.set_answer(visit_id, "visit/giro", "agricola", public=True)
    assert tablet.push(visit_id) == [{"seq": 1, "outcome": "stored"}]
    return tablet


def raw(server: Server, sent: bytes) -> bytes:
    """Send bytes as they are, end the sending, and return what comes back."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as door:
        try:
            door.sendall(sent)
            door.shutdown(socket.SHUT_WR)
            return door.recv(4096)
        except OSError:  # it hung up before all was sent
            return b""


def said(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["code"]


def test_each_bad_input_has_its_answer_and_all_else_goes_on(
    server: Server, tablet: VirtualTablet, visit_id: str
) -> None:
    batch = tablet.batch(visit_id)
    many = {**batch, "events": [[1, "/giro", {"v": 1}]] * 100_000}
    assert said(tablet.post("/batches", many, compress=True)) == (413, "too_large")

    no_text = json.dumps(batch).encode().replace(b"agricola", b"agr\xed\xff")
    answer = tablet.signed("POST", "/batches", no_text, {"Content-Type": "application/json"})
    assert said(answer) == (400, "malformed_json")

    later = tablet.post("/batches", {**batch, "v": 2}).json["results"]
    assert later == [{"seq": 1, "outcome": "retry_after", "code": "future_version"}]

    tablet.set_answer(visit_id, "visit/nota", "x" * MAX_EVENT_BYTES, public=True)
    assert tablet.push(visit_id) == [{"seq": 2, "outcome": "quarantined", "code": "oversize"}]

    photo = make_photo()
    name = tablet.add_photo(visit_id, photo)
    tablet.push(visit_id)
    assert tablet.post(f"/visits/{visit_id}/files", {"name": name, "size_bytes": len(photo)}).status == 201
    assert tablet.send_piece(visit_id, name, 999, photo).json["details"] == {"offset": 0}
    wrong = tablet.send_file(visit_id, name, photo[:-1] + bytes([photo[-1] ^ 1]))
    assert said(wrong) == (422, "file_hash_differs")
    assert tablet.send_file(visit_id, name, photo).json["complete"]

    everything = len(tablet.post("/pulls", {"cursor": None}).json["records"])
    other_epoch = "0" * 32 + str(tablet.cursor)[32:]
    assert len(tablet.post("/pulls", {"cursor": other_epoch}).json["records"]) == everything

    tablet.set_answer(visit_id, "visit/giro", "pesca", public=True)
    assert {one["outcome"] for one in tablet.push(visit_id)} <= {"stored"}
    assert tablet.receipt(visit_id).json["receipt"]["files"] == [name]
    server.kill()
    assert codes(check(server.data, server.keys)) == []


SLOW_LINES, ASKED = 48, 40
"""Fewer than one process has threads, for it may be given all of them; asked so often that each process is."""


def test_many_tablets_on_slow_lines_keep_nobody_waiting(server: Server, visit_id: str) -> None:
    half = b"PATCH /api/v1/visits/%b/files/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 256000\r\n\r\n{"
    with contextlib.ExitStack() as slow:
        for _ in range(SLOW_LINES):
            door = slow.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=30))
            door.sendall(half % visit_id.encode())
        time.sleep(1)  # each has found its thread, or waits for one

        for _ in range(ASKED):
            with urllib.request.urlopen(server.url + "/api/v1/health", timeout=10) as answer:
                assert answer.status == 200


POST = b"POST /api/v1/batches HTTP/1.1\r\nHost: localhost\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n" + b"X-A: b\r\n" * 5_000 + b"\r\n",
        b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nX-A: " + b"c" * 100_000 + b"\r\n\r\n",
        POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + b"Content-Length: -1\r\n\r\n",
        POST + b"Content-Length: 9000\r\n\r\n{",
        POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{\r\n",
        bytes(range(256)) * 50,
    ],
    ids=["address", "headers", "header", "two lengths", "negative", "cut body", "no chunk", "no http"],
)
def test_what_is_no_request_is_refused_and_the_next_is_served(
    server: Server, tablet: VirtualTablet, visit_id: str, sent: bytes
) -> None:
    answer = raw(server, sent)

    assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer[:200]
    assert b"Traceback" not in answer
    tablet.set_answer(visit_id, "visit/giro", "pesca", public=True)
    assert [one["outcome"] for one in tablet.push(visit_id)] == ["stored"]
