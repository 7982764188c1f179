"""A bad line between a tablet and its server: slow, cut in the middle of a body, or silent after it carried one."""

import http.client
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from socket import SHUT_RDWR

FIELD_LINE_BYTES = 2_500
"""20 kbit a second."""


@dataclass
class Crossing:
    """One request as it crossed. ``fate``: ``whole``, ``cut`` or ``answer lost``; ``carried``: bytes of its body."""

    method: str
    path: str
    size: int
    fate: str
    carried: int


@dataclass
class BadLine:
    """A proxy on loopback with one fate for each request.

    Attributes:
        bytes_a_second: For bodies; those of files are ``files_faster`` times as quick, or a test would last hours.
        cut, silent: How many of a hundred requests are cut in the middle, or never hear their answer.
        crossings: Every request, in order.
    """

    port_behind: int
    dice: Random
    bytes_a_second: int = FIELD_LINE_BYTES
    files_faster: int = 400
    cut: int = 30
    silent: int = 10
    calm: bool = True
    crossings: list[Crossing] = field(default_factory=list)

    def __post_init__(self) -> None:
        line = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                line.carry(self)

            do_POST = do_PATCH = do_HEAD = do_GET

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Take the line down."""
        self._server.shutdown()
        self._server.server_close()

    def carry(self, asked: BaseHTTPRequestHandler) -> None:
        """Carry one request and its answer, as far as the dice let it."""
        size = int(asked.headers.get("Content-Length") or 0)
        luck = 100 if self.calm else self.dice.randrange(100)
        fate = "cut" if luck < self.cut else "answer lost" if luck < self.cut + self.silent else "whole"
        crossing = Crossing(asked.command, asked.path, size, fate, 0)
        self.crossings.append(crossing)
        asked.close_connection = True
        behind = http.client.HTTPConnection("127.0.0.1", self.port_behind, timeout=60)
        try:
            self._forward(asked, behind, crossing)
            if fate == "cut":
                return
            answer = behind.getresponse()
            body = answer.read()
            if fate == "whole":
                self._answer(asked, answer, body)
        finally:
            behind.close()
            if fate != "whole":
                asked.connection.shutdown(SHUT_RDWR)

    def _forward(self, asked: BaseHTTPRequestHandler, behind: http.client.HTTPConnection, crossing: Crossing) -> None:
        behind.putrequest(asked.command, asked.path, skip_host=True, skip_accept_encoding=True)
        for name, value in asked.headers.items():
            behind.putheader(name, value)
        behind.endheaders()
        until = self.dice.randrange(crossing.size + 1) if crossing.fate == "cut" else crossing.size
        while crossing.carried < until:
            piece = asked.rfile.read(min(until - crossing.carried, 16_384 if self._quick(crossing) else 500))
            if not self.calm:
                time.sleep(len(piece) / self.bytes_a_second / (self.files_faster if self._quick(crossing) else 1))
            behind.send(piece)
            crossing.carried += len(piece)

    @staticmethod
    def _quick(crossing: Crossing) -> bool:
        return crossing.method == "PATCH"

    @staticmethod
    def _answer(asked: BaseHTTPRequestHandler, answer: http.client.HTTPResponse, body: bytes) -> None:
        asked.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "content-length", "server", "date"):
                asked.send_header(name, value)
        asked.send_header("Content-Length", str(len(body)))
        asked.end_headers()
        if asked.command != "HEAD":
            asked.wfile.write(body)
