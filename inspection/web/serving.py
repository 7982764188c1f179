"""Runs the application under gunicorn: two processes of many threads, the documented server."""

import gc
import sys
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from inspection.web import create_app
from inspection.web.settings import Settings
from inspection.web.tls import Certificates

WORKERS, THREADS = 2, 64
"""A thread waits for its whole request: a photo's piece at 20 kbit/s keeps one for two minutes, so that with few of
them a dozen tablets on slow lines would keep an urgent call waiting. Those that only wait cost little."""
SWITCH_SECONDS = 0.0005
"""How long a thread may compute while another waits to go on. The writer lets go at every question to the database, and
at Python's usual 5 ms each cost it up to 5 ms to come back, with everybody waiting for its lock."""
GRACEFUL_SECONDS = 15


GARBAGE_AFTER = 20_000
"""How many objects are made before Python looks for circles among them: a batch makes thousands, none of them in one,
and at the usual 700 the looking took an eighth of the time."""


def _take_short_turns(_arbiter: Any, _worker: Any) -> None:
    sys.setswitchinterval(SWITCH_SECONDS)


def _forget_the_program(_worker: Any) -> None:
    """Look for circles among what requests make, not among the program and the law, which stay."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER, *gc.get_threshold()[1:])


def _options(host: str, port: int, certificates: Certificates | None) -> dict[str, Any]:
    options: dict[str, Any] = {
        "bind": f"{host}:{port}",
        "workers": WORKERS,
        "threads": THREADS,
        "worker_class": "gthread",
        "graceful_timeout": GRACEFUL_SECONDS,
        "loglevel": "warning",
        "post_fork": _take_short_turns,
        "post_worker_init": _forget_the_program,
        "accesslog": None,  # addresses and agents of inspectors are nobody's business
    }
    if certificates is not None:
        options |= {"certfile": str(certificates.certificate), "keyfile": str(certificates.key)}
    return options


class Serving(BaseApplication):  # type: ignore[misc]  # gunicorn carries no types
    """Gunicorn told everything from here, no configuration file."""

    def __init__(self, settings: Settings, host: str, port: int, certificates: Certificates | None) -> None:
        self._settings = settings
        self._options = _options(host, port, certificates)
        super().__init__()

    def load_config(self) -> None:
        """Hand our options to gunicorn."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the application, once in each process."""
        return create_app(self._settings)


def serve(settings: Settings, host: str, port: int, certificates: Certificates | None = None) -> None:
    """Serve until told to stop."""
    Serving(settings, host, port, certificates).run()
