"""Views of the directory: which telephones a tablet may dial, and the administrator's form."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for

from inspection.sync.refusals import Refused
from inspection.sync.telephones import (
    ConfirmedPhone,
    PhoneBroken,
    confirm_phone,
    confirmed_phones,
    protection_authorities,
)
from inspection.web.desk.blueprint import SAID, blueprint
from inspection.web.desk.wording import day_es
from inspection.web.sign_in.door import office, person

ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class AuthorityRow:
    """One authority. ``confirmed_es``: day and who; empty while no telephone is confirmed."""

    authority: str
    name_es: str
    phone: str
    confirmed_es: str


@blueprint.get("/directorio")
def directory() -> str:
    """Show every authority with its confirmed telephone, or that it has none."""
    return _page()


@blueprint.post("/directorio")
def confirm_telephone() -> Any:
    """Keep the telephone that an administrator confirmed; an empty one withdraws it."""
    found = person()
    if found is None or not _is_administrator():
        raise Refused("forbidden")
    phone = request.form.get("phone", "")
    given = ConfirmedPhone(request.form.get("authority", ""), phone, request.form.get("on", ""), found.name)
    try:
        confirm_phone(office(), given)
    except PhoneBroken:
        return _page(given), 400
    said = "phone_confirmed" if phone.strip() else "phone_withdrawn"
    return redirect(url_for("desk.directory", dicho=said), 303)


def _page(refused: ConfirmedPhone | None = None) -> str:
    """Draw the page; what was refused stays in the form, under what is wrong."""
    found = {} if refused is None else {"said": lambda: [SAID["phone_broken"]]}
    return render_template(
        "desk/directory.html", rows=_rows(), may_confirm=_is_administrator(), typed=refused, **found
    )


def _is_administrator() -> bool:
    found = person()
    return found is not None and found.role == ADMINISTRATOR


def _rows() -> list[AuthorityRow]:
    known = {one.authority: one for one in confirmed_phones(office())}
    rows = []
    for one in protection_authorities(office()):
        mine = known.get(one["id"])
        phone, on = (mine.phone, mine.verified_on) if mine else (one["phone"] or "", one["verified_on"] or "")
        confirmed = ", ".join(filter(None, (day_es(on), mine.by if mine else ""))) if phone else ""
        rows.append(AuthorityRow(one["id"], one["name_es"], phone, confirmed))
    return rows
