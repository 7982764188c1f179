"""The API of the tablets: `docs/sync-protocol.md` section 10."""

import flask_smorest
from flask import Flask
from werkzeug.exceptions import HTTPException

from inspection.web.access import Guard
from inspection.web.api import bundles, enrolments, files, health, sync, urgent
from inspection.web.api.schemas import ErrorSchema
from inspection.web.api.signed import require_signature
from inspection.web.errors import answer_http

PREFIX = "/api/v1"
_BLUEPRINTS = (
    health.blueprint,
    enrolments.blueprint,
    urgent.blueprint,
    sync.blueprint,
    files.blueprint,
    bundles.blueprint,
)
_CONFIG = {
    "API_TITLE": "Resguardo",
    "API_VERSION": "1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": PREFIX,
    "OPENAPI_JSON_PATH": "openapi.json",
}


class Api(flask_smorest.Api):
    """flask-smorest with our error body, which keeps the exception's own headers."""

    ERROR_SCHEMA = ErrorSchema

    def handle_http_exception(self, error: HTTPException):  # type: ignore[no-untyped-def]
        """Answer an HTTP exception."""
        return answer_http(error)


def register_api(app: Flask) -> dict[str, Guard]:
    """Register every route of the API; return the guards of those that a signature opens."""
    app.config.update(_CONFIG)
    api = Api(app)
    for blueprint in _BLUEPRINTS:
        api.register_blueprint(blueprint, url_prefix=PREFIX)
    return {blueprint.name: require_signature for blueprint in _BLUEPRINTS}
