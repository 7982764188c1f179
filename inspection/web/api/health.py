"""Whether the server is there, and what time it has."""

from typing import Any

from inspection.web.api.schemas import HealthSchema
from inspection.web.api.signed import Blueprint, office

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
@blueprint.response(200, HealthSchema)
def health() -> dict[str, Any]:
    """Answer whether the server is there."""
    found = office()
    return {"status": "ok", "server_time": found.clock(), "epoch": found.device.identity.epoch}
