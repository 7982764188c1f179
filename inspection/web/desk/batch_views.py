"""Views of batches: choose, go on, try again, take everything."""

from typing import Any

from flask import Response, current_app, jsonify, redirect, render_template, request, url_for

from inspection.issuing import batch_of, issue_next, standing_of, start_batch, try_again
from inspection.web.desk.batch_due import VisitOwes
from inspection.web.desk.batch_page import batch_page, batch_rows, owed_kinds, standing_es, zipped
from inspection.web.desk.blueprint import blueprint
from inspection.web.desk.shelf import Opening
from inspection.web.desk.visit_views import actor
from inspection.web.failures import where_it_failed
from inspection.web.sign_in.door import office

SLICE_MS = 1500
"""How long one request issues papers; the browser asks again while any waits."""


@blueprint.get("/lotes")
def batches() -> str:
    """Show what is owed by kind, and the batches there were."""
    return render_template("desk/batches.html", owed=owed_kinds(_owing()), rows=batch_rows(office()))


@blueprint.post("/lotes")
def new_batch() -> Any:
    """Keep a batch of what the chosen visits owe of one kind."""
    kind, chosen = request.form.get("kind", ""), set(request.form.getlist("visit"))
    owing = [one for one in _owing() if kind in one.owed and one.visit_id in chosen]
    batch_id = start_batch(office(), kind, [(one.visit_id, one.owed[kind]) for one in owing], actor())
    return redirect(url_for("desk.batch", batch_id=batch_id), 303)


@blueprint.get("/lotes/<batch_id>")
def batch(batch_id: str) -> str:
    """Show how far a batch is."""
    places = {one.visit_id: one.name_es for one in _owing()}
    return render_template("desk/batch.html", page=batch_page(office(), batch_id, places))


@blueprint.post("/lotes/<batch_id>/seguir")
def go_on(batch_id: str) -> Any:
    """Issue the next papers for a moment; a script is told how far it is, a person is shown the page."""
    batch_of(office(), batch_id)
    until = office().clock() + SLICE_MS
    while issue_next(office(), batch_id, _log) is not None and office().clock() < until:
        pass
    if request.accept_mimetypes.best == "application/json":
        standing = standing_of(office().store.batches.items(batch_id))
        return jsonify(done=standing.issued + standing.failed, waiting=standing.waiting, said=standing_es(standing))
    return redirect(url_for("desk.batch", batch_id=batch_id), 303)


@blueprint.post("/lotes/<batch_id>/otra-vez")
def again(batch_id: str) -> Any:
    """Put what failed back in line."""
    try_again(office(), batch_id)
    return redirect(url_for("desk.batch", batch_id=batch_id), 303)


@blueprint.get("/lotes/<batch_id>/documentos.zip")
def batch_zip(batch_id: str) -> Response:
    """Download every paper of the batch at once."""
    found, items = batch_of(office(), batch_id), office().store.batches.items(batch_id)
    name = f"lote-{found.kind}-{batch_id}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response(zipped(office(), items), mimetype="application/zip", headers=headers)


def _owing() -> list[VisitOwes]:
    found: list[VisitOwes] = current_app.extensions["owed_shelf"].of_all(office(), Opening(office(), actor()))
    return found


def _log(error: BaseException) -> None:
    current_app.logger.error("failure in a batch\n%s", where_it_failed(error))
