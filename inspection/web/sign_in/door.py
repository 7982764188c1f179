"""The door of the desk: who is there, whether the form is hers, where she goes when her session is over."""

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from flask import Response, current_app, g, make_response, redirect, render_template, request, url_for
from markupsafe import Markup

from inspection.store.users import ROLES
from inspection.sync.office import Office
from inspection.sync.refusals import Refused
from inspection.web.sign_in.drafts import Drafts
from inspection.web.sign_in.session import Sessions, Standing

SESSION_COOKIE, ENTRANCE_COOKIE = "resguardo_desk", "resguardo_entrance"
DESK_ROLES = ("supervisor", "administrator")
CSRF = "csrf"


@dataclass(frozen=True)
class Person:
    """Who is signed in at the desk."""

    user_id: str
    name: str
    role: str
    role_es: str


@dataclass(frozen=True)
class EntrancePage:
    """What the sign-in page says. ``loose_text``: words typed that could not be kept."""

    next: str
    username: str = ""
    note_es: str = ""
    kind: str = ""
    loose_text: str = ""


NOTES = {
    "expirada": "Tu sesión se cerró por tiempo. Nada de lo guardado se perdió; entra de nuevo para seguir.",
    "accion": "Tu sesión se había cerrado y la última acción no se guardó. Entra de nuevo y repítela.",
    "borrador": "Tu sesión se había cerrado. Tu comentario quedó guardado y te espera al entrar.",
    "salida": "Cerraste tu sesión.",
}


def office() -> Office:
    """Return the office of this application."""
    return cast(Office, current_app.extensions["office"])


def sessions() -> Sessions:
    """Return the sessions of the desk."""
    found = office()
    return Sessions(found.store.desk, found.clock, found.rng)


def drafts() -> Drafts:
    """Return the drafts kept for people whose session expired."""
    found = office()
    return Drafts(found.store.desk, found.keys, found.clock)


def standing() -> Standing:
    """Return what the request's cookie says, looked up once a request."""
    if "standing" not in g:
        g.standing = sessions().find(request.cookies.get(SESSION_COOKIE, ""))
    return cast(Standing, g.standing)


def person() -> Person | None:
    """Return who is signed in with a live session and an active account, or None."""
    if "person" not in g:
        g.person = _person(standing())
    return cast("Person | None", g.person)


def _person(found: Standing) -> Person | None:
    user = office().store.users.get(found.session.user_id) if found.is_live and found.session else None
    if user is None or not user.active:
        return None
    return Person(user.user_id, user.name, user.role, ROLES[user.role])


def require_supervisor() -> Any:
    """Let only supervisors and administrators past, and only with forms made for their session."""
    found = person()
    if found is None:
        return to_sign_in()
    if found.role not in DESK_ROLES:
        raise Refused("forbidden")
    if request.method == "POST" and not standing().accepts(request.form.get(CSRF, "")):
        raise Refused("form_not_yours")
    return None


def to_sign_in() -> Any:
    """Send to the sign-in page without losing what was typed."""
    text, found = request.form.get("comment", "").strip(), standing()
    visit_id = str((request.view_args or {}).get("visit_id", ""))
    if request.method != "POST":
        why = "expirada" if found.session else None
        return redirect(url_for("sign_in.enter", por=why, next=request.full_path.rstrip("?")))
    back = url_for("desk.review", visit_id=visit_id) if visit_id else url_for("desk.inbox")
    if text and found.session and found.accepts(request.form.get(CSRF, "")):
        path = request.form.get("answer", "").partition("|")[0]
        drafts().keep(found.session.user_id, visit_id, path, text)
        return redirect(url_for("sign_in.enter", por="borrador", next=f"{back}?borrador=1"), 303)
    if text:
        page = EntrancePage(back, note_es=NOTES["accion"], loose_text=text)
        return entrance(page, 401)
    return redirect(url_for("sign_in.enter", por="accion", next=back), 303)


def entrance(page: EntrancePage, status: int = 200) -> Response:
    """Show the sign-in page."""
    return make_response(render_template("sign_in/enter.html", page=page), status)


def safe_next(address: str) -> str:
    """Return ``address`` when it is a page of the desk of this site, else the inbox."""
    parts = urlsplit(address)
    own = not parts.scheme and not parts.netloc and "\\" not in address
    inbox = url_for("desk.inbox")
    return address if own and parts.path.startswith(inbox.rstrip("/")) and "//" not in parts.path else inbox


def csrf_token() -> str:
    """Return the token of the session, or of the entrance while nobody is signed in."""
    found = standing()
    if found.is_live and found.session:
        return found.session.csrf
    if "entrance" not in g:
        g.entrance = request.cookies.get(ENTRANCE_COOKIE, "") or office().rng(16).hex()
    return cast(str, g.entrance)


def csrf_field() -> Markup:
    """Return the hidden field every form carries."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(CSRF, csrf_token())
