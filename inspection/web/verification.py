"""The public page where anyone checks an issued paper by its code: authentic, without effect, or unknown.

It tells folio, kind, date, office and fingerprints; nothing of any person. A dropped file is hashed in the
browser and never sent.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.spanish import date_in_words
from inspection.clock import OFFICE_ZONE
from inspection.issuing import fingerprint_in, normal_code, title_of
from inspection.store.records import PaperRow
from inspection.web.sign_in.door import office

"""Of the date shown; the paper itself says the hour of its own place."""

blueprint = Blueprint("verification", __name__, url_prefix="/verificar")


@dataclass(frozen=True)
class VerificationPage:
    """What the page says. ``state``: ``ask``, ``unknown``, ``authentic``, ``revoked``, or ``acta``.

    ``acta`` answers the fingerprint of an acta's text, which the tablet shows as a QR when it is closed.
    """

    state: str
    code: str = ""
    title_es: str = ""
    folio: str = ""
    issued_es: str = ""
    revoked_es: str = ""
    office_es: str = ""
    issued_sha256: str = ""
    signed_sha256: tuple[str, ...] = ()


@blueprint.get("/")
def ask() -> str | Response:
    """Ask for the code or fingerprint, or go to the page of what was typed."""
    given = request.args.get("codigo", "")
    typed = fingerprint_in(given) or normal_code(given)
    if typed:
        return redirect(url_for("verification.paper", code=typed), 303)
    return render_template("verification.html", page=VerificationPage("ask"))


@blueprint.get("/<code>")
def paper(code: str) -> tuple[str, int]:
    """Say what is known of the paper with this code, or with this SHA-256: of a file, or of an acta's text."""
    sha256, known = fingerprint_in(code), office().store.evidence
    found = known.paper_of_file(sha256) if sha256 else known.paper(normal_code(code))
    acta = known.acta(sha256) if sha256 and not found else None
    if acta:
        page = VerificationPage("acta", issued_es=_day(acta.closed_at), issued_sha256=sha256)
    else:
        page = _page(found) if found else VerificationPage("unknown", sha256 or normal_code(code))
    return render_template("verification.html", page=page), 404 if page.state == "unknown" else 200


def _page(found: PaperRow) -> VerificationPage:
    return VerificationPage(
        "authentic" if found.revoked_at is None else "revoked",
        found.code,
        title_of(found.kind),
        found.folio,
        _day(found.issued_at),
        _day(found.revoked_at) if found.revoked_at is not None else "",
        found.office,
        found.sha256,
        found.signed,
    )


def _day(ms: int) -> str:
    return date_in_words(datetime.fromtimestamp(ms / 1000, UTC).astimezone(ZoneInfo(OFFICE_ZONE)).date())
