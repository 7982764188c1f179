"""A real server whose fortunes a test in Node may ask for: restored from a backup, an erasure, a visit opened.

The test speaks to a small door (`control`) that does what is asked before it answers.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from inspection.clock import system_clock, system_rng
from inspection.store.keys import load_keys
from inspection.sync.backup import backup, restore
from inspection.sync.erasing import erase
from inspection.sync.office import Office
from inspection.web import Settings, open_office
from tests.integration.test_tablet_core import BUNDLE, PASSWORD, ROOT, SERVE, wait_for

Action = Callable[[dict[str, str]], Any]


@dataclass
class LiveServer:
    """A served office with a second door to its data.

    Attributes:
        place: Where its data and keys are now.
        people: {username: user id}.
        actions: What the control door may be asked.
    """

    folder: Path
    url: str
    port: int
    place: Settings
    office: Office
    people: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    copies: int = 0
    actions: dict[str, Action] = field(default_factory=dict)

    def start(self) -> None:
        """Serve the data as they lie."""
        told = [str(self.place.data_dir), str(self.place.keys_dir), str(self.port)]
        self.process = subprocess.Popen([sys.executable, "-c", SERVE, *told], cwd=ROOT, start_new_session=True)
        wait_for(f"{self.url}/api/v1/health")

    def stop(self) -> None:
        """Kill it whole: what was acknowledged must be on disk, and no worker may go on answering for it."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)

    def open_visit(self, *usernames: str) -> str:
        """Open a visit for these people; the first one closes."""
        ids = [self.people[name] for name in usernames]
        return self.office.open_visit(BUNDLE, zone="America/Tijuana", closes=ids[0], inspectors=ids)

    def back_up(self, _: dict[str, str]) -> None:
        keys = load_keys(self.place.keys_dir, self.place.data_dir, system_rng)
        self.copies += 1
        target = self.folder / f"copy{self.copies}"
        backup(self.place.data_dir, self.place.keys_dir, keys, target, None, clock=system_clock)

    def restore(self, _: dict[str, str]) -> None:
        """Put the newest backup in the place of the server, at the same address."""
        self.stop()
        self.office.store.close()
        new = Settings(self.folder / f"restored{self.copies}", self.place.keys_dir, self.url)
        keys = load_keys(self.place.keys_dir, self.place.data_dir, system_rng)
        source = self.folder / f"copy{self.copies}"
        restore(source, None, new.data_dir, new.keys_dir, keys, clock=system_clock, rng=system_rng)
        self.place, self.office = new, open_office(new)
        self.start()

    def erase(self, asked: dict[str, str]) -> None:
        erase(self.office, self.place.keys_dir, asked["visit"], asked["subject"], reason="orden", actor=None)


@contextmanager
def live_server(folder: Path, usernames: tuple[str, ...] = ("ana", "luis")) -> Iterator[LiveServer]:
    """Serve an empty office with these inspectors, each with `PASSWORD`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    place = Settings(folder / "data", folder / "keys", url)
    office = open_office(place)
    people = {
        name: office.store.users.add(
            name, name.title(), "inspector", PASSWORD, now=system_clock(), rng=system_rng
        ).user_id
        for name in usernames
    }
    server = LiveServer(folder, url, port, place, office, people)
    server.actions = {"backup": server.back_up, "restore": server.restore, "erase": server.erase}
    server.start()
    try:
        yield server
    finally:
        server.stop()
        server.office.store.close()


@contextmanager
def control(server: LiveServer) -> Iterator[str]:
    """Give the address where a test may ask for what `actions` names."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}")
            answer = json.dumps(server.actions[self.path.strip("/")](asked)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    door = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=door.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{door.server_address[1]}"
    finally:
        door.shutdown()
        door.server_close()
