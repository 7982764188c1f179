"""Many tablets at once: requests over kept-alive connections, each timed from its first byte to its whole answer."""

import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.batches import Request


@dataclass(frozen=True)
class Load:
    """What a burst saw.

    Attributes:
        seconds: From the first request to the last answer.
        latencies: Seconds of each request, sorted.
        bodies: The answers.
    """

    seconds: float
    latencies: list[float]
    bodies: list[bytes]

    @property
    def per_second(self) -> float:
        """Requests answered each second."""
        return len(self.latencies) / self.seconds

    @property
    def p99(self) -> float:
        """The slowest of a hundred, in seconds."""
        return self.latencies[min(len(self.latencies) - 1, len(self.latencies) * 99 // 100)]


def burst(port: int, requests: Sequence[Request], clients: int) -> Load:
    """Send every request once, from so many clients at once, each over one connection.

    Raises:
        RuntimeError: Some answer was not 200.
    """
    waiting, found = iter(requests), []
    gate, lock = threading.Barrier(clients + 1), threading.Lock()

    def client() -> None:
        with socket.create_connection(("127.0.0.1", port)) as wire:
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            reader = wire.makefile("rb")
            gate.wait()
            while True:
                with lock:
                    request = next(waiting, None)
                if request is None:
                    return
                start = time.perf_counter()
                wire.sendall(request.head + request.body)
                status, body = _answer(reader)
                found.append((time.perf_counter() - start, status, body))

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    gate.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    if len(found) != len(requests) or any(status != 200 for _, status, _ in found):
        raise RuntimeError(
            f"{len(found)} of {len(requests)} answered: {[one[1:] for one in found if one[1] != 200][:1]}"
        )
    return Load(seconds, sorted(one[0] for one in found), [one[2] for one in found])


def _answer(reader) -> tuple[int, bytes]:  # type: ignore[no-untyped-def]
    status = int(reader.readline().split()[1])
    length = 0
    while (line := reader.readline()) not in (b"\r\n", b""):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return status, reader.read(length)
