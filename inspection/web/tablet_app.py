"""Serves the built tablet app at /app/."""

import gzip
import mimetypes
import os
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, current_app, request, send_from_directory
from werkzeug.security import safe_join

from inspection.sync.refusals import Refused

_YEAR_SECONDS = 365 * 24 * 3600
_PACKED = {".woff2", ".png"}
_KEPT = 64

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
    response = _gzipped(name) if _takes_gzip(name) else send_from_directory(_folder(), name)
    response.vary.add("Accept-Encoding")
    if name.startswith("assets/"):
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.immutable = True
        response.cache_control.max_age = _YEAR_SECONDS
    else:
        response.cache_control.no_cache = True
    return response


def _takes_gzip(name: str) -> bool:
    return "gzip" in request.accept_encodings and Path(name).suffix not in _PACKED


def _gzipped(name: str) -> Response:
    """A third of the bytes: a first contact in the field is over a slow signal."""
    path = _folder() / name
    found = path.stat()
    body = _compressed(path, found.st_mtime_ns)
    response = Response(body, mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream")
    response.headers["Content-Encoding"] = "gzip"
    response.set_etag(f"{found.st_mtime_ns:x}-{found.st_size:x}-gzip")
    response.make_conditional(request)
    return response


@lru_cache(maxsize=_KEPT)
def _compressed(path: Path, _changed_ns: int) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)
