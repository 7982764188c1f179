"""The command `resguardo` in a process that had it imported already: a real server starts in a moment, not in seconds.

``python -m tests.ready_program`` imports the program, then forks itself for each line of its input, [module, argv,
environment, log], and answers with the process id. What runs is what ``python -m inspection`` runs, in a process and a
session of its own; another module (a program that is changed as it is imported) is started afresh.
It ends with its input.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
READY = "inspection"


class Program:
    """Starts the command as often as it is asked."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.ready_program"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def start(self, module: str, argv: Sequence[str], environment: dict[str, str], log: Path) -> int:
        """Run ``python -m module argv…``, what it says added to ``log``; return its process id, which leads a group."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps([module, list(argv), environment, str(log)]) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@cache
def ready_program() -> Program:
    """The one of this process of pytest."""
    return Program()


def kill(pid: int, patience_s: float = 30) -> None:
    """Stop it and all that it started, as a power cut would, and wait until it is gone."""
    os.killpg(pid, signal.SIGKILL)
    deadline = time.monotonic() + patience_s
    while _is_there(pid):
        assert time.monotonic() < deadline, f"process {pid} does not end"
        time.sleep(0.01)


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _run(module: str, argv: list[str], environment: dict[str, str], log: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    said, nothing = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT), os.open(os.devnull, os.O_RDONLY)
    for number, place in enumerate((nothing, said, said)):
        os.dup2(place, number)
    if module != READY:
        os.execv(sys.executable, [sys.executable, "-m", module, *argv])
    from inspection.cli import main

    sys.exit(main(argv))


def _serve_forks() -> None:
    import inspection.cli
    import inspection.web  # noqa: F401

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever ends is gone, and waits for nobody
    for line in iter(sys.stdin.readline, ""):
        pid = os.fork()
        if pid == 0:
            _run(*json.loads(line))
        print(pid, flush=True)


if __name__ == "__main__":
    _serve_forks()
