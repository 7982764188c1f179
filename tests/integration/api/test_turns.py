"""Each process takes one batch at a time, and neither a refusal nor a slow line keeps the others from their turn."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from inspection.web.api import sync
from inspection.web.api.turns import Turns
from tests.transport import through_network
from tests.virtual_tablet import PREFIX, VirtualTablet

NewTablet = Callable[..., VirtualTablet]
TOGETHER_SECONDS = 0.5
"""How long a batch waits inside for another one: long enough to meet it, if it may enter."""


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    """The application on a port of its own, a thread a request, as in one process of the server command."""
    app.testing = False  # what goes wrong is answered, as outside of tests
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def two(port: int, new_tablet: NewTablet, visit_id: str) -> list[VirtualTablet]:
    """Two tablets at that port, each with an answer to send."""
    tablets = [new_tablet("ana"), new_tablet("luis")]
    for tablet in tablets:
        tablet.pull()
        tablet.set_answer(visit_id, "visit/giro", "agricola", public=True)
        tablet.transport = through_network(f"http://127.0.0.1:{port}")
    return tablets


def outcomes(results: list[dict[str, Any]]) -> list[str]:
    return [one["outcome"] for one in results]


def test_two_batches_of_one_process_are_never_read_together(
    two: list[VirtualTablet], visit_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, met, receive = threading.Barrier(2), [], sync.receive_batch

    def watched(*args: Any, **kwargs: Any) -> Any:
        try:
            inside.wait(TOGETHER_SECONDS)
            met.append(True)
        except threading.BrokenBarrierError:
            met.append(False)
        return receive(*args, **kwargs)

    monkeypatch.setattr(sync, "receive_batch", watched)
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda tablet: tablet.push(visit_id), two))

    assert met == [False, False]
    assert [outcomes(one) for one in results] == [["stored"], ["stored"]]


def test_turns_are_taken_in_order_of_arrival() -> None:
    turns, order = Turns(), list[int]()

    def take(number: int) -> None:
        with turns.taken():
            order.append(number)

    with ThreadPoolExecutor(20) as pool, turns.taken():
        for number in range(20):
            pool.submit(take, number)
            while turns.waiting <= number:
                time.sleep(0.001)
    with turns.taken():
        order.append(20)

    assert order == list(range(21))


def test_a_batch_that_was_refused_or_failed_leaves_the_turn_to_the_next(
    two: list[VirtualTablet], visit_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError

    assert first.post("/batches", {"v": 1}).status == 422
    assert first.signed("POST", "/batches", b"{", {"Content-Type": "application/json"}).status == 400
    with monkeypatch.context() as patch:
        patch.setattr(sync, "receive_batch", fail)
        assert first.post("/batches", first.batch(visit_id)).status == 500

    assert outcomes(second.push(visit_id)) == outcomes(first.push(visit_id)) == ["stored"]


def test_a_batch_that_comes_slowly_keeps_nobody_from_his_turn(
    two: list[VirtualTablet], visit_id: str, port: int
) -> None:
    slow, other = two
    body = json.dumps(slow.batch(visit_id)).encode()
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    line.putrequest("POST", f"{PREFIX}/batches")
    told = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    for name, value in {**told, **slow.proof("POST", "/batches", body)}.items():
        line.putheader(name, value)

    with closing(line):
        line.endheaders(body[:-1])
        meanwhile = other.push(visit_id)
        line.send(body[-1:])
        answer = line.getresponse()
        results = json.loads(answer.read())["results"]

    assert answer.status == 200 and outcomes(meanwhile) == outcomes(results) == ["stored"]
