"""Views of the papers: see, preview, issue, download."""

from typing import Any

from flask import Response, redirect, render_template, request, url_for

from inspection import issuing
from inspection.issuing import NOTICE, REFERRAL, Issued
from inspection.sync.refusals import Refused
from inspection.web.desk.act_page import act_rows
from inspection.web.desk.addressee_step import addressee_step, confirm_addressee
from inspection.web.desk.blueprint import blueprint
from inspection.web.desk.documents_page import default_minors, documents_page, issue_page, refusal_of
from inspection.web.desk.folder import folder_of
from inspection.web.desk.papers import draft, draft_pdf
from inspection.web.desk.reading import note_reading
from inspection.web.desk.visit_views import actor, case_of
from inspection.web.sign_in.door import office

ISSUERS = {NOTICE: issuing.issue_notice, REFERRAL: issuing.issue_referral}
SAID = {NOTICE: "notice_issued", REFERRAL: "referral_issued"}


@blueprint.get("/visitas/<visit_id>/documentos")
def documents(visit_id: str) -> str:
    """Show what must leave and what left."""
    case = case_of(visit_id)
    return render_template(
        "desk/documents.html", folder=folder_of(case), page=documents_page(case), others=act_rows(case)
    )


@blueprint.route("/visitas/<visit_id>/documentos/aviso", methods=["GET", "POST"])
def notice(visit_id: str) -> Any:
    """Issue the immediate notice, whatever the state of the review."""
    return _issue(visit_id, NOTICE)


@blueprint.route("/visitas/<visit_id>/documentos/oficio", methods=["GET", "POST"])
def referral(visit_id: str) -> Any:
    """Issue the full referral of an approved visit."""
    return _issue(visit_id, REFERRAL)


@blueprint.post("/visitas/<visit_id>/documentos/destinatario")
def confirm_authority(visit_id: str) -> Any:
    """Keep the name of the authority that the signed-in person has checked, and go back to the paper."""
    confirm_addressee(office(), case_of(visit_id), request.form)
    back = "desk.referral" if request.form.get("kind") == REFERRAL else "desk.notice"
    return redirect(url_for(back, visit_id=visit_id, dicho="authority_confirmed"), 303)


@blueprint.post("/visitas/<visit_id>/documentos/acta")
def issue_acta(visit_id: str) -> Any:
    """Draw the acta and register it."""
    issued = issuing.issue_acta(office(), visit_id, actor(), office().clock())
    return to_document(visit_id, issued, "acta_issued")


@blueprint.get("/visitas/<visit_id>/documentos/<code>")
def document(visit_id: str, code: str) -> Response:
    """Download a paper; its file name carries the folio and nothing else."""
    case = case_of(visit_id)
    name, data = issuing.read_document(office(), visit_id, code)
    note_reading(office(), case, "document")
    return as_pdf(data, f'attachment; filename="{name}"')


@blueprint.post("/visitas/<visit_id>/documentos/<code>/firmado")
def signed_document(visit_id: str, code: str) -> Any:
    """Take the signed file of a paper."""
    given = request.files.get("file")
    if given is None or not given.filename:
        raise Refused("signed_file_missing")
    data = given.read()
    given.close()
    accepted = issuing.accept_signed(office(), visit_id, code, data, actor())
    said = "signed_untrusted" if accepted.trusted is False else f"signed_{accepted.manner}"
    return redirect(url_for("desk.documents", visit_id=visit_id, dicho=said, _anchor=f"d-{code}"), 303)


@blueprint.get("/visitas/<visit_id>/documentos/<code>/firmado")
def signed_file(visit_id: str, code: str) -> Response:
    """Download the last signed file of a paper."""
    case = case_of(visit_id)
    name, kind, data = issuing.read_signed(office(), visit_id, code)
    note_reading(office(), case, "document")
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response(data, mimetype=kind, headers=headers)


@blueprint.post("/visitas/<visit_id>/documentos/<code>/sin-efectos")
def revoke_document(visit_id: str, code: str) -> Any:
    """Leave a paper without effect, with a reason."""
    issuing.revoke_document(office(), visit_id, code, request.form.get("reason", ""), actor())
    return redirect(url_for("desk.documents", visit_id=visit_id, dicho="revoked", _anchor=f"d-{code}"), 303)


def _issue(visit_id: str, kind: str) -> Any:
    """Show the form, a draft, or issue; a paper that may not leave now answers 409 with the way out."""
    case = case_of(visit_id)
    note_reading(office(), case, kind)
    minors = request.form.getlist("minor")
    if request.method == "GET":
        return _form(visit_id, kind), 200
    if refusal_of(case, kind):
        return _form(visit_id, kind), 409
    if any(minor not in case.determinations for minor in minors):
        raise Refused("minor_unknown")
    if minors and request.form.get("act") == "preview":
        return as_pdf(draft_pdf(office(), case, kind, minors), "inline")
    issued = ISSUERS[kind](office(), visit_id, minors, actor(), office().clock())
    return to_document(visit_id, issued, SAID[kind])


def _form(visit_id: str, kind: str) -> str:
    case = case_of(visit_id)
    minors = default_minors(case, kind)
    paper = draft(office(), case, kind, minors) if minors and not refusal_of(case, kind) else None
    step = addressee_step(office(), case) if paper else None
    page = issue_page(case, kind, paper)
    return render_template("desk/issue.html", folder=folder_of(case), page=page, step=step, kind=kind)


def to_document(visit_id: str, issued: Issued, said: str) -> Any:
    """Go to the list, at the paper that has just left."""
    address = url_for("desk.documents", visit_id=visit_id, dicho=said, _anchor=f"d-{issued.code}")
    return redirect(address, 303)


def as_pdf(data: bytes, disposition: str) -> Response:
    """Answer a PDF."""
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return Response(data, mimetype="application/pdf", headers=headers)
