"""Views of the review: read it, accept, return, settle a conflict, approve or return the visit."""

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for

from inspection.sync.refusals import Refused
from inspection.web.desk import decisions
from inspection.web.desk.blueprint import blueprint
from inspection.web.desk.decisions import CommentEmpty, FormBroken, NotApprovable, VisitChanged, seen_from
from inspection.web.desk.reading import note_reading
from inspection.web.desk.review_list import Stopped
from inspection.web.desk.review_page import next_anchor, review_page
from inspection.web.desk.visit_views import actor, case_of, show
from inspection.web.sign_in.door import drafts, office


@blueprint.get("/visitas/<visit_id>/revision")
def review(visit_id: str) -> Any:
    """Show the answers and what each waits for."""
    kept = drafts().of(actor(), visit_id) if "borrador" in request.args else None
    stopped = Stopped(path=kept[0], text=kept[1], after_expiry=True) if kept else Stopped()
    return _page(visit_id, stopped)


@blueprint.post("/visitas/<visit_id>/respuestas/aceptar")
def accept(visit_id: str) -> Any:
    """Accept one answer, or those of a step."""
    tokens = request.form.getlist("answer")
    said = "accepted" if len(tokens) == 1 else "accepted_many"
    return _decide(
        visit_id, said, lambda: decisions.accept(office(), visit_id, actor(), tokens, seen=_seen())
    )


@blueprint.post("/visitas/<visit_id>/respuestas/devolver")
def send_back_answer(visit_id: str) -> Any:
    """Return one answer with a comment."""
    token, text = request.form.get("answer", ""), request.form.get("comment", "")

    def act() -> str:
        path = decisions.send_back_answer(office(), visit_id, actor(), token, text=text, seen=_seen())
        drafts().drop(actor())
        return path

    return _decide(visit_id, "returned", act)


@blueprint.post("/visitas/<visit_id>/respuestas/resolver")
def resolve(visit_id: str) -> Any:
    """Settle a conflict."""
    token, keep = request.form.get("answer", ""), request.form.get("keep", "")
    return _decide(
        visit_id,
        "resolved",
        lambda: decisions.resolve(office(), visit_id, actor(), token, keep=keep, seen=_seen()),
    )


@blueprint.post("/visitas/<visit_id>/aprobar")
def approve(visit_id: str) -> Any:
    """Approve the visit as the page showed it."""
    state = request.form.get("state", "")
    return _decide(
        visit_id, "approved", lambda: decisions.approve(office(), visit_id, actor(), state, seen=_seen())
    )


@blueprint.post("/visitas/<visit_id>/devolver")
def send_back(visit_id: str) -> Any:
    """Return the visit to its inspector."""
    state = request.form.get("state", "")
    return _decide(
        visit_id,
        "visit_returned",
        lambda: decisions.send_back(office(), visit_id, actor(), state, seen=_seen()),
    )


def _seen() -> dict[str, int]:
    return seen_from(request.form.get("seen", ""))


def _decide(visit_id: str, said: str, act: Callable[[], str | None]) -> Any:
    """Do one act and come back to where the supervisor was; show the page again when the visit changed."""
    showing = request.form.get("ver", "")
    try:
        path = act()
    except VisitChanged as changed:
        stopped = Stopped(changed.seen, is_stale=True, path=changed.path, text=changed.text)
        return _page(visit_id, stopped), 409
    except FormBroken:
        raise Refused("form_broken") from None
    except CommentEmpty:
        said, path = "comment_empty", None
    except NotApprovable:
        said, path = "not_approvable", None
    anchor = next_anchor(case_of(visit_id), showing, path) if path else "dictamen"
    address = url_for("desk.review", visit_id=visit_id, ver=showing or None, dicho=said, _anchor=anchor)
    return redirect(address, 303)


def _page(visit_id: str, stopped: Stopped) -> str:
    case = case_of(visit_id)
    note_reading(office(), case, "review")
    return show("desk/review.html", case, review_page(case, request.values.get("ver", ""), stopped))
