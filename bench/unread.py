"""The floor of bench/server.py: the same gunicorn, Flask and durable SQLite, storing each body without reading it."""

import argparse
import sqlite3
from pathlib import Path
from typing import Any

from flask import Flask, request

from inspection.store.sqlite.connection import Connection
from inspection.web import Settings
from inspection.web.serving import Serving

TABLE = "CREATE TABLE IF NOT EXISTS body (position INTEGER PRIMARY KEY AUTOINCREMENT, bytes BLOB NOT NULL) STRICT"


class Unread(Serving):
    """The documented server with another application."""

    def load(self) -> Any:
        """Make the application, once in each process."""
        return create_app(self._settings.data_dir)


def create_app(data_dir: Path) -> Flask:
    """Return an application that keeps bodies."""
    app, on = Flask(__name__), Connection(data_dir / "unread.sqlite3")

    @app.get("/api/v1/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.post("/api/v1/batches")
    def keep() -> dict[str, str]:
        on.write("INSERT INTO body (bytes) VALUES (?)", (request.get_data(),))
        return {"status": "kept"}

    return app


def main() -> None:
    """Serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    arguments.data.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(arguments.data / "unread.sqlite3") as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute(TABLE)
    Unread(Settings(arguments.data, arguments.data), "127.0.0.1", arguments.port, None).run()


if __name__ == "__main__":
    main()
