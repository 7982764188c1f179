"""Signing in and out of the desk."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
)
from werkzeug.wrappers import Response as BaseResponse

from inspection.store.users import TooManyAttempts, User
from inspection.sync.refusals import Refused
from inspection.web.sign_in.door import (
    CSRF,
    DESK_ROLES,
    ENTRANCE_COOKIE,
    NOTES,
    SESSION_COOKIE,
    EntrancePage,
    csrf_field,
    entrance,
    office,
    person,
    safe_next,
    sessions,
    standing,
)
from inspection.web.sign_in.session import is_same

blueprint = Blueprint("sign_in", __name__, url_prefix="/escritorio")

MAX_USERNAME_CHARS = 100
WRONG = "El usuario o la contraseña no coinciden. Revisa que no esté activada la tecla de mayúsculas."
TOO_MANY = (
    "Hubo demasiados intentos con este usuario. Para cuidar la cuenta, espera 15 minutos e intenta otra vez. "
    "Si no fuiste tú, avisa a quien administra el sistema."
)


@blueprint.app_context_processor
def offer_to_templates() -> dict[str, Any]:
    """Give every template the person and the form token."""
    return {"person": person(), "csrf_field": csrf_field}


@blueprint.route("/entrar", methods=["GET", "POST"])
def enter() -> Any:
    """Show the sign-in page, or check a password and begin a session."""
    if request.method == "POST":
        return _check()
    note = NOTES.get(request.args.get("por", ""), "")
    return entrance(EntrancePage(safe_next(request.args.get("next", "")), note_es=note))


def _check() -> Any:
    if not _form_is_ours():
        raise Refused("form_not_yours")
    username, address = request.form.get("username", "")[:MAX_USERNAME_CHARS], safe_next(request.form.get("next", ""))
    try:
        user = office().store.users.verified(username, request.form.get("password", ""), office().clock())
    except TooManyAttempts:
        return entrance(EntrancePage(address, username, TOO_MANY, "doubt"), 429)
    if user is None:
        return entrance(EntrancePage(address, username, WRONG, "doubt"), 401)
    return _let_in(user, address)


@blueprint.post("/salir")
def leave() -> Any:
    """End the session."""
    found = standing()
    if found.session and found.accepts(request.form.get(CSRF, "")):
        sessions().end(request.cookies[SESSION_COOKIE])
    response = redirect("/escritorio/entrar?por=salida", 303)
    response.delete_cookie(SESSION_COOKIE)
    return response


@blueprint.after_app_request
def keep_entrance(response: Response) -> Response:
    """Keep the token of the sign-in form in the browser that asked for it."""
    if "entrance" in g:
        _set_cookie(response, ENTRANCE_COOKIE, g.entrance)
    return response


def _form_is_ours() -> bool:
    cookie = request.cookies.get(ENTRANCE_COOKIE, "")
    sent = request.form.get(CSRF, "")
    return (bool(cookie) and is_same(cookie, sent)) or standing().accepts(sent)


def _let_in(user: User, address: str) -> Any:
    if user.role not in DESK_ROLES:
        return make_response(render_template("sign_in/tablet_is_yours.html", name=user.name), 403)
    response = redirect(address, 303)
    _set_cookie(response, SESSION_COOKIE, sessions().begin(user.user_id))
    return response


def _set_cookie(response: BaseResponse, name: str, value: str) -> None:
    secure = current_app.extensions["settings"].secure_cookies
    response.set_cookie(name, value, httponly=True, samesite="Lax", secure=secure)
