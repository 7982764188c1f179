"""Protocol bundles, by hash."""

from flask import Response

from inspection.sync.refusals import Refused
from inspection.web.api.signed import SIGNED, Blueprint, office

blueprint = Blueprint("bundles", __name__)
_YEAR_SECONDS = 365 * 24 * 3600


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
