"""Closed by default: every address that is not in the one open list asks who is there."""

from collections.abc import Callable

from flask import Flask, request
from flask.typing import ResponseReturnValue

from inspection.sync.refusals import Refused

Guard = Callable[[], ResponseReturnValue | None]
"""Called before the view; returns None to let the request pass, an answer to stop it, or raises `Refused`."""

OPEN = frozenset(
    {
        "static",
        "root",
        "tablet_app.index",
        "tablet_app.file",
        "health.health",
        "enrolments.enrol_incarnation",
        "urgent.raise_urgent",
        "api-docs.openapi_json",
        "sign_in.enter",
        "sign_in.leave",
        "verification.ask",
        "verification.paper",
    }
)


def close_by_default(app: Flask, guards: dict[str, Guard]) -> None:
    """Ask the guard of the view's blueprint before every request; a blueprint without guard stays closed.

    Args:
        app: The application.
        guards: {blueprint name: guard}.
    """

    @app.before_request
    def ask() -> ResponseReturnValue | None:
        if request.endpoint is None or request.endpoint in OPEN:
            return None
        guard = guards.get(request.blueprint or "")
        if guard is None:
            raise Refused("sign_in_required")
        return guard()
