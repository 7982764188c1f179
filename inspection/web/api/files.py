"""Photos in pieces that resume."""

from typing import Any

from flask import Response, request

from inspection.sync.refusals import Refused
from inspection.sync.uploads import Uploads
from inspection.web.api.schemas import FileSchema, OffsetSchema, ProgressSchema
from inspection.web.api.signed import SIGNED, Blueprint, office, sender

blueprint = Blueprint("files", __name__)
_BODY = {
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    "required": True,
}
_OFFSET = {
    "name": "Upload-Offset",
    "in": "header",
    "required": True,
    "schema": {"type": "integer", "minimum": 0},
}


@blueprint.post("/visits/<visit_id>/files")
@blueprint.refuses(
    *SIGNED, "visit_unknown", "file_too_large", "file_size_differs", "file_hash_differs", "secret_missing"
)
@blueprint.arguments(FileSchema)
@blueprint.response(201, OffsetSchema)
@blueprint.alt_response(200, schema=OffsetSchema, description="It was announced before", success=True)
def announce(asked: dict[str, Any], visit_id: str) -> Any:
    """Announce a file, or ask where it stands."""
    progress = _uploads(visit_id).announce(asked["name"], asked["size_bytes"])
    return {"offset": progress.offset}, 201 if progress.new else 200


@blueprint.route("/visits/<visit_id>/files/<name>", methods=["HEAD"])
@blueprint.refuses(*SIGNED, "visit_unknown", "file_unknown")
@blueprint.response(200)
def ask(visit_id: str, name: str) -> Response:
    """Tell how far a file has come."""
    progress = _uploads(visit_id).progress(name)
    response = Response(status=200)
    response.headers["Upload-Offset"] = str(progress.offset)
    response.headers["Upload-Length"] = str(progress.size_bytes)
    response.headers["Upload-Complete"] = "1" if progress.complete else "0"
    return response


@blueprint.route("/visits/<visit_id>/files/<name>", methods=["PATCH"])
@blueprint.doc(requestBody=_BODY, parameters=[_OFFSET])
@blueprint.refuses(
    *SIGNED,
    "visit_unknown",
    "file_unknown",
    "offset_differs",
    "file_hash_differs",
    "secret_missing",
    "malformed_request",
)
@blueprint.response(200, ProgressSchema)
def write(visit_id: str, name: str) -> dict[str, Any]:
    """Add the next bytes of a file."""
    progress = _uploads(visit_id).write(name, _offset(), request.get_data())
    return {"offset": progress.offset, "complete": progress.complete}


def _uploads(visit_id: str) -> Uploads:
    return Uploads(office().device, office().files, sender(), visit_id)


def _offset() -> int:
    text = request.headers.get("Upload-Offset", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise Refused("malformed_request", header="Upload-Offset")
    return int(text)
