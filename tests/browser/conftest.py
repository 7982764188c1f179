"""Real server processes and real Chromium for the browser tests."""

import contextlib
import os
import shutil
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser

from tests.ready_program import READY, kill, ready_program

if TYPE_CHECKING:
    from inspection.demo import Demo
    from tests.browser.field import Field

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
)
FAKE_CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
START_SECONDS = 90
SHOTS = Path(__file__).parent / "shots"


# Below those that the system gives to whoever asks for any: one of these is still there for a server that was killed.
PORTS = range(11_000, 32_000)
_tried = count(os.getpid() * 997)


def free_port() -> int:
    while True:
        port = PORTS[next(_tried) % len(PORTS)]
        with contextlib.suppress(OSError), socket.socket() as s:
            s.bind(("127.0.0.1", port))
            return port


class Server:
    """The real server as a process of its own, on one port, stopped and started at will.

    Attributes:
        module: What is run as the command; `tests.faults.served` changes something of it by ``environment``.
    """

    def __init__(self, root: Path) -> None:
        changed = {"FAULTS_REMOVED_GUARD", "FAULTS_APP"} & set(os.environ)
        self.module, self.environment = "tests.faults.served" if changed else READY, dict[str, str]()
        self.data, self.keys, self.port = root / "data", root / "keys", free_port()
        self.url = f"http://localhost:{self.port}"
        self._pid = 0
        self._log = root / "server.log"

    def start(self) -> None:
        asked = ["serve", "--data", str(self.data), "--keys", str(self.keys), "--port", str(self.port)]
        self._pid = ready_program().start(self.module, asked, os.environ | self.environment, self._log)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(self.url + "/api/v1/health", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.02)
        raise RuntimeError("the server did not start:\n" + self._log.read_text(encoding="utf-8"))

    def kill(self) -> None:
        """Stop it as a power cut would: no goodbye to anybody."""
        if self._pid:
            kill(self._pid)
            self._pid = 0


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    it = Server(tmp_path)
    yield it
    it.kill()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[tuple[Server, Demo]]":
    """The demo's office, served for a whole file of tests."""
    from tests.browser.entering import demo_office

    server = Server(tmp_path_factory.mktemp("office"))
    yield server, demo_office(server)
    server.kill()


@pytest.fixture
def chromium(chromium_process: Browser) -> Iterator[Browser]:
    """Chromium, whose windows are closed afterwards."""
    yield chromium_process
    for context in chromium_process.contexts:
        context.close()


@pytest.fixture
def field(server: Server, chromium: Browser) -> "Iterator[Field]":
    """An inspector in the field; see `tests.browser.field`."""
    from tests.browser.field import in_the_field

    with in_the_field(server, chromium) as ready:
        yield ready
