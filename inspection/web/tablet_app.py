"""Serves the built tablet app at /app/."""

from pathlib import Path

from flask import Blueprint, Response, send_from_directory

from inspection.sync.refusals import Refused

FOLDER = Path(__file__).parent / "static" / "app"
_YEAR_SECONDS = 365 * 24 * 3600

blueprint = Blueprint("tablet_app", __name__, url_prefix="/app")


@blueprint.get("/")
def index() -> Response:
    """The shell."""
    return _send("index.html")


@blueprint.get("/<path:name>")
def file(name: str) -> Response:
    """A file of the build; an unknown path is a screen of the app, so it gets the shell."""
    return _send(name if (FOLDER / name).is_file() else "index.html")


def _send(name: str) -> Response:
    if not (FOLDER / "index.html").is_file():
        raise Refused("app_not_built")
    response = send_from_directory(FOLDER, name)
    if name.startswith("assets/"):
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.immutable = True
        response.cache_control.max_age = _YEAR_SECONDS
    else:
        response.cache_control.no_cache = True
    return response
