"""The demo office made once in a run and copied for each test: its accounts and its visit are the same every time."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from inspection.clock import system_clock, system_rng
from inspection.demo import Demo, prepare_demo
from tests.browser.conftest import Server


@cache
def _made() -> tuple[Path, Demo]:
    root = Path(tempfile.mkdtemp(prefix="resguardo-demo-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    demo = prepare_demo(root / "data", root / "keys", clock=system_clock, rng=system_rng)
    return root, demo


def copied_demo(server: Server) -> Demo:
    """Put the demo's data and keys where the server, not started yet, will look for them."""
    root, demo = _made()
    shutil.copytree(root / "data", server.data)
    shutil.copytree(root / "keys", server.keys)
    return demo
