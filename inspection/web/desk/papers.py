"""Drafts of papers: what would leave, shown before it leaves; nothing is numbered or kept."""

from collections.abc import Sequence
from typing import Any

from forms.documents import ImmediateNotice, Referral, Registration
from inspection.documents import notice_document, referral_document
from inspection.issuing import NOTICE, REFERRAL, draw, office_data
from inspection.sync.office import Office
from inspection.web.desk.case import Case
from inspection.web.desk.wording import local

WRITERS: dict[str, Any] = {NOTICE: notice_document, REFERRAL: referral_document}
DRAFT = "BORRADOR"


def draft(office: Office, case: Case, kind: str, minors: Sequence[str]) -> ImmediateNotice | Referral:
    """Return the paper as it would be issued now, with «BORRADOR» in place of folio and code."""
    at = local(case.now_ms, case.visit.zone)
    registration = Registration(f"{DRAFT} SIN FOLIO", "", DRAFT, "resguardo:borrador", at)
    data = office_data(office, case.user_id)
    paper: ImmediateNotice | Referral = WRITERS[kind](
        case.visit, case.bundle, minors=minors, registration=registration, office=data
    )
    return paper


def draft_pdf(office: Office, case: Case, kind: str, minors: Sequence[str]) -> bytes:
    """Draw the draft."""
    return draw(draft(office, case, kind, minors))
