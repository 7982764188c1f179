"""Enrolling a person on a tablet."""

from typing import Any

from inspection.sync.enrolment import Application, enrol
from inspection.web.api.schemas import EnrolledSchema, EnrolmentSchema
from inspection.web.api.signed import Blueprint, office

blueprint = Blueprint("enrolments", __name__)


@blueprint.post("/enrolments")
@blueprint.refuses(
    "credentials_wrong", "too_many_attempts", "incarnation_taken", "public_key_invalid", "too_large"
)
@blueprint.arguments(EnrolmentSchema)
@blueprint.response(201, EnrolledSchema)
def enrol_incarnation(asked: dict[str, Any]) -> dict[str, Any]:
    """Certify one person's store on one device."""
    return enrol(office().device, Application(**asked))
