"""The documented server command on its own folders, for as long as a measurement lasts."""

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from inspection.clock import system_clock, system_rng
from inspection.store.records import User
from inspection.sync.office import Office
from inspection.web import Settings, open_office

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "maguey azul sereno"


@contextmanager
def folders() -> Iterator[tuple[Path, Path]]:
    """Yield a data folder and a keys folder that vanish afterwards."""
    with tempfile.TemporaryDirectory(prefix="resguardo-bench-") as folder:
        yield Path(folder) / "data", Path(folder) / "keys"


@contextmanager
def served(data: Path, keys: Path, *command: str) -> Iterator[str]:
    """Serve with ``resguardo serve`` (or another module's ``command``) and yield the address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    asked = command or ("-m", "inspection", "serve", "--data", str(data), "--keys", str(keys))
    process = subprocess.Popen([sys.executable, *asked, "--port", str(port)], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait(f"{url}/api/v1/health", process)
        yield url
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            urlopen(url, timeout=2).close()
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def opened(data: Path, keys: Path) -> Office:
    """Return an office on these folders."""
    return open_office(Settings(data, keys))


def added_user(office: Office, username: str, role: str = "inspector") -> User:
    """Add an account."""
    return office.store.users.add(username, username.title(), role, PASSWORD, now=system_clock(), rng=system_rng)


def new_visit(office: Office, bundle: Mapping[str, Any], *inspectors: User) -> str:
    """Open a visit assigned to these people."""
    ids = [user.user_id for user in inspectors]
    return office.open_visit(bundle, zone="America/Tijuana", closes=ids[0], inspectors=ids)
