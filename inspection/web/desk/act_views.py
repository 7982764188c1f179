"""Views of the other papers: see, preview, issue."""

from typing import Any

from flask import request

from inspection.issuing import acts, draw, issue_act
from inspection.sync.refusals import Refused
from inspection.web.desk.act_page import act_draft, act_form, reached
from inspection.web.desk.blueprint import blueprint
from inspection.web.desk.document_views import as_pdf, to_document
from inspection.web.desk.reading import note_reading
from inspection.web.desk.visit_views import actor, case_of, show
from inspection.web.sign_in.door import office


@blueprint.route("/visitas/<visit_id>/documentos/otro/<kind>", methods=["GET", "POST"])
def act(visit_id: str, kind: str) -> Any:
    """Show the form, a draft, or issue; a paper without ground answers 409 with the reason."""
    case = case_of(visit_id)
    note_reading(office(), case, kind)
    page = act_form(office(), case, kind)
    if request.method == "GET":
        return show("desk/act.html", case, page), 200
    if page.refused_es:
        return show("desk/act.html", case, page), 409
    minors = request.form.getlist("minor")
    if page.children and not minors:
        raise Refused("minors_missing")
    if set(minors) - set(reached(case, kind)):
        raise Refused("minor_unknown")
    names = [question["name"] for question in acts().get(kind, {}).get("asks", ())]
    asked = {name: request.form.get(name, "") for name in names}
    if request.form.get("act") == "preview":
        return as_pdf(draw(act_draft(office(), case, kind, minors, asked)), "inline")
    issued = issue_act(office(), visit_id, kind, minors=minors, asked=asked, actor=actor(), now=office().clock())
    return to_document(visit_id, issued, "act_issued")
