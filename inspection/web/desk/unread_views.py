"""Views of what belongs to no file: the list, and each thing as it came."""

import re

from flask import Response, abort, render_template

from inspection.web.desk.blueprint import blueprint
from inspection.web.desk.unread_page import raw_of, records_of, unread_page
from inspection.web.sign_in.door import office

_HASH, _VISIT = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{32}")


@blueprint.get("/sin-leer")
def unread() -> str:
    """Show what arrived and could not be read as records of a known visit."""
    return render_template("desk/unread.html", page=unread_page(office()))


@blueprint.get("/sin-leer/envios/<sha256>")
def unread_delivery(sha256: str) -> Response:
    """Give a delivery as it came."""
    return _file(raw_of(office(), sha256) if _HASH.fullmatch(sha256) else None, f"envio-{sha256[:16]}.json")


@blueprint.get("/sin-leer/visitas/<visit_id>")
def unread_records(visit_id: str) -> Response:
    """Give the records of a visit that the office does not know."""
    found = records_of(office(), visit_id) if _VISIT.fullmatch(visit_id) else None
    return _file(found, f"registros-{visit_id[:8]}.jsonl")


def _file(data: bytes | None, name: str) -> Response:
    if data is None:
        abort(404)
    headers = {"Content-Disposition": f"attachment; filename={name}", "X-Content-Type-Options": "nosniff"}
    return Response(data, mimetype="application/octet-stream", headers=headers)
