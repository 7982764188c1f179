"""Runs the application under gunicorn: two processes of eight threads, the documented server."""

from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from inspection.web import create_app
from inspection.web.settings import Settings
from inspection.web.tls import Certificates

WORKERS, THREADS = 2, 8
GRACEFUL_SECONDS = 15


class Serving(BaseApplication):  # type: ignore[misc]  # gunicorn carries no types
    """Gunicorn told everything from here, no configuration file."""

    def __init__(self, settings: Settings, host: str, port: int, certificates: Certificates | None) -> None:
        self._settings = settings
        self._options: dict[str, Any] = {
            "bind": f"{host}:{port}",
            "workers": WORKERS,
            "threads": THREADS,
            "worker_class": "gthread",
            "graceful_timeout": GRACEFUL_SECONDS,
            "loglevel": "warning",
            "accesslog": None,  # addresses and agents of inspectors are nobody's business
        }
        if certificates is not None:
            self._options |= {"certfile": str(certificates.certificate), "keyfile": str(certificates.key)}
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
