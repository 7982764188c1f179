"""Views of paper: print blank checklists, type them back."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, redirect, request, url_for

from forms import blank_checklist
from inspection.documents.blank_sheets import blank_checklist as written
from inspection.paper_entry import sheet_of, type_back
from inspection.sync.refusals import Refused
from inspection.web.desk.blueprint import blueprint
from inspection.web.desk.document_views import as_pdf
from inspection.web.desk.paper_page import paper_page, whom_of
from inspection.web.desk.visit_views import actor, case_of, show
from inspection.web.sign_in.door import office
from protocols.paper_codes import scopes_of
from protocols.paper_values import read_sheet


@blueprint.route("/visitas/<visit_id>/papel", methods=["GET", "POST"])
def paper(visit_id: str) -> Any:
    """Show the sheets and the form; read what was typed, and keep it only when asked to."""
    case, given = case_of(visit_id), request.form
    sheet, about, typed = (given.get(name, "").strip() for name in ("sheet", "about", "typed"))
    page = paper_page(case, sheet, about, typed)
    if request.method == "GET" or given.get("act") != "keep" or not page.ready:
        return show("desk/paper.html", case, page), 200 if request.method == "GET" or page.ready else 422
    codes = sheet_of(case.visit, case.bundle, sheet)
    if codes is None:
        raise Refused("form_broken")
    scan = request.files["scan"].read() if "scan" in request.files else b""
    readings = read_sheet(codes, typed)[0]
    whom = whom_of(case, codes, about)
    type_back(office(), visit_id, codes, whom, readings, actor=actor(), scan=scan)
    return redirect(url_for("desk.paper", visit_id=visit_id, dicho="paper_kept"), 303)


@blueprint.get("/visitas/<visit_id>/papel/hojas.pdf")
def blank_sheets(visit_id: str) -> Response:
    """Print one sheet, or all of them, of the version the visit pins."""
    case, scope = case_of(visit_id), request.args.get("hoja", "")
    known = scopes_of(case.bundle)
    if scope and scope not in known:
        raise Refused("document_kind_unknown")
    made_at = datetime.fromtimestamp(case.now_ms // 1000, UTC)
    wanted = [scope] if scope else known
    document = written(case.bundle, case.visit.protocol["hash"], made_at=made_at, scopes=wanted)
    return as_pdf(blank_checklist.draw(document), "inline; filename=hojas-de-papel.pdf")
