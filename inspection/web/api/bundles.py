"""Protocol bundles: which one is in force, and each by its hash."""

from typing import Any

from flask import Response

from inspection.sync.current_protocol import keep_current
from inspection.sync.refusals import Refused
from inspection.sync.telephones import confirmed_phones
from inspection.web.api.schemas import CurrentBundleSchema
from inspection.web.api.signed import SIGNED, Blueprint, office

blueprint = Blueprint("bundles", __name__)
_YEAR_SECONDS = 365 * 24 * 3600


@blueprint.get("/bundles")
@blueprint.refuses(*SIGNED)
@blueprint.response(200, CurrentBundleSchema)
def current_bundle() -> dict[str, Any]:
    """Answer which bundle a visit opened today pins, and the telephones that may be dialled."""
    return {"current": keep_current(office()), "phones": confirmed_phones(office())}


@blueprint.get("/bundles/<bundle_hash>")
@blueprint.refuses(*SIGNED, "bundle_unknown")
@blueprint.response(200, content_type="application/json")
def give_bundle(bundle_hash: str) -> Response:
    """Return a bundle's canonical JSON; its bytes have the hash by which it was asked."""
    found = office().store.visits.bundle(bundle_hash)
    if found is None:
        raise Refused("bundle_unknown")
    response = Response(found, mimetype="application/json")
    response.cache_control.private = True
    response.cache_control.max_age = _YEAR_SECONDS
    return response
