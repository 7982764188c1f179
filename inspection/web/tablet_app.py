"""Serves the built tablet app at /app/."""

import os
from pathlib import Path

from flask import Blueprint, Response, current_app, send_from_directory
from werkzeug.security import safe_join

from inspection.sync.refusals import Refused

_YEAR_SECONDS = 365 * 24 * 3600

blueprint = Blueprint("tablet_app", __name__, url_prefix="/app")


@blueprint.get("/")
def index() -> Response:
    """The shell."""
    return _send("index.html")


@blueprint.get("/<path:name>")
def file(name: str) -> Response:
    """A file of the build; an unknown path is a screen of the app, so it gets the shell."""
    inside = safe_join(str(_folder()), name)
    return _send(name if inside and os.path.isfile(inside) else "index.html")


def _folder() -> Path:
    return Path(current_app.static_folder or "") / "app"


def _send(name: str) -> Response:
    if not (_folder() / "index.html").is_file():
        raise Refused("app_not_built")
    response = send_from_directory(_folder(), name)
    if name.startswith("assets/"):
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.immutable = True
        response.cache_control.max_age = _YEAR_SECONDS
    else:
        response.cache_control.no_cache = True
    return response
