"""Views that only read: inbox, visit, one minor, acta, photos, quarantine."""

from typing import Any

from flask import Response, abort, current_app, redirect, render_template, request, url_for

from inspection.issuing import fingerprint_in, normal_code
from inspection.sync.refusals import Refused
from inspection.web.desk.acta_page import acta_page
from inspection.web.desk.blueprint import blueprint
from inspection.web.desk.case import Case
from inspection.web.desk.folder import folder_of
from inspection.web.desk.held_back_page import held_back_page
from inspection.web.desk.inbox import inbox_of
from inspection.web.desk.minor_page import minor_page
from inspection.web.desk.order import OrderBroken, assign_order
from inspection.web.desk.photo import photo_of
from inspection.web.desk.reading import note_reading, open_case
from inspection.web.desk.visit_page import visit_page
from inspection.web.sign_in.door import office, person

_AS_PICTURE_ONLY = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": "inline; filename=fotografia",
}
"""A photograph is what a tablet sent: whatever its bytes are, the browser runs nothing of it."""


def actor() -> str:
    """Return the user id of whoever is signed in; the blueprint lets nobody else this far."""
    found = person()
    if found is None:
        raise Refused("sign_in_required")
    return found.user_id


def case_of(visit_id: str) -> Case:
    """Open the visit for whoever is signed in; a visit that is not there answers 404."""
    return open_case(office(), visit_id, actor())


def show(template: str, case: Case, page: Any) -> str:
    """Render a page of a visit within its folder."""
    return render_template(template, folder=folder_of(case), page=page)


@blueprint.get("/")
def inbox() -> str:
    """Show what waits."""
    return render_template("desk/inbox.html", page=inbox_of(office(), actor(), current_app.extensions["inbox_shelf"]))


@blueprint.get("/actas")
def find_acta() -> Any:
    """Go to the visit whose closed acta, or issued paper, has the fingerprint or code that somebody brings."""
    typed = request.args.get("huella", "")
    sha256, known = fingerprint_in(typed), office().store.evidence
    acta = known.acta(sha256) if sha256 else None
    paper = known.paper_of_file(sha256) if sha256 else known.paper(normal_code(typed))
    found = acta or paper
    if found is None:
        return redirect(url_for("desk.inbox", dicho="acta_unknown"), 303)
    return redirect(url_for("desk.visit", visit_id=found.visit_id), 303)


@blueprint.post("/alarmas/atender")
def acknowledge() -> Any:
    """Put the signed-in person's name on urgent findings."""
    for alarm_id in request.form.getlist("alarm"):
        office().acknowledge(alarm_id, actor())
    return redirect(url_for("desk.inbox", dicho="in_charge"), 303)


@blueprint.get("/visitas/<visit_id>")
def visit(visit_id: str) -> str:
    """Show the minors, the place and what the authority holds."""
    case = case_of(visit_id)
    note_reading(office(), case, "visit")
    return show("desk/visit.html", case, visit_page(case))


@blueprint.post("/visitas/<visit_id>/orden")
def order(visit_id: str) -> Any:
    """Give a number to the order of a visit that was opened in the field."""
    said = "order_given"
    try:
        assign_order(office(), case_of(visit_id), request.form.get("folio", ""), request.form.get("on", ""), actor())
    except OrderBroken:
        said = "order_broken"
    return redirect(url_for("desk.visit", visit_id=visit_id, dicho=said), 303)


@blueprint.get("/visitas/<visit_id>/personas/<minor_id>")
def minor(visit_id: str, minor_id: str) -> Any:
    """Show one minor's whole record; a card joined to another leads to the one that is shown."""
    case, entity = case_of(visit_id), f"minor:{minor_id}"
    shown = case.visit.corrections.at(entity)
    if shown != entity:
        return redirect(url_for("desk.minor", visit_id=visit_id, minor_id=shown.partition(":")[2]), 303)
    if entity not in case.determinations:
        abort(404)
    note_reading(office(), case, "minor", [entity])
    return show("desk/minor.html", case, minor_page(case, entity))


@blueprint.get("/visitas/<visit_id>/acta")
def acta(visit_id: str) -> str:
    """Show the acta as it was closed."""
    case = case_of(visit_id)
    note_reading(office(), case, "acta")
    return show("desk/acta.html", case, acta_page(case))


@blueprint.get("/visitas/<visit_id>/fotos/<photo_id>")
def photo(visit_id: str, photo_id: str) -> Response:
    """Show a photograph, opened for this answer alone."""
    case = case_of(visit_id)
    found = photo_of(office(), case, f"photo:{photo_id}")
    if found is None:
        abort(404)
    note_reading(office(), case, "photo", found.minors)
    return Response(found.data, mimetype=found.mime, headers=_AS_PICTURE_ONLY)


@blueprint.get("/visitas/<visit_id>/cuarentena")
def held_back(visit_id: str) -> str:
    """Show what arrived and does not count."""
    case = case_of(visit_id)
    authors = {one.incarnation: one.user_id for one in office().store.people.incarnations()}
    return show("desk/held_back.html", case, held_back_page(case, office().raw_quarantine(), authors))


@blueprint.post("/visitas/<visit_id>/cuarentena")
def release(visit_id: str) -> Any:
    """Let a quarantined record count."""
    office().release(visit_id, request.form.get("ref", ""), actor=actor())
    return redirect(url_for("desk.held_back", visit_id=visit_id, dicho="released"), 303)
