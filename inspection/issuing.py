"""Issues papers: folio, verification code, PDF, fingerprint, encrypted file and the event that says so.

The immediate notice never waits for the review, because the duty is immediate (LGDNNA 12); the ordinary
oficio leaves only from an approved visit.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from forms import acta, immediate_notice, referral
from forms.documents import Acta, ImmediateNotice, Referral, Registration, texts_of
from forms.typeface import signs_missing_in
from inspection.documents import OfficeData, acta_document, notice_document, referral_document
from inspection.domain.canonical import sha256_hex
from inspection.domain.visit import OpenedVisit
from inspection.sync.office import Office
from inspection.sync.refusals import Refused

NOTICE, REFERRAL, ACTA = "immediate_notice", "referral", "acta"
_SERIES = {NOTICE: "AVI", REFERRAL: "CAN", ACTA: "ACT"}
_FILE_NAMES = {NOTICE: "aviso-inmediato", REFERRAL: "oficio-de-canalizacion", ACTA: "acta-de-inspeccion"}
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_BYTES = 10
_OFFICE_DATA, _VERIFY_PAGE = "office_data", "verify_page"
Document = Referral | ImmediateNotice | Acta


@dataclass(frozen=True)
class Issued:
    """A paper that left, or is about to.

    Attributes:
        kind: ``immediate_notice``, ``referral`` or ``acta``.
        ref: The ``document_issued`` event.
        file: Name under which the office keeps it, encrypted.
        file_name: Name for a download: kind and folio, never a person.
        notes: For the person who issues: what is still to be confirmed by hand.
    """

    kind: str
    folio: str
    code: str
    sha256: str
    ref: str
    file: str
    file_name: str
    notes: tuple[str, ...]


def issue_notice(office: Office, visit_id: str, minors: Sequence[str], actor: str, now: int) -> Issued:
    """Issue the *aviso inmediato* for these minors, whatever the state of the review.

    Args:
        office: The door to visits.
        visit_id: The visit.
        minors: Entities of the minors.
        actor: User id of the person who issues.
        now: ms since 1970 UTC.

    Raises:
        Refused: ``visit_unknown``, ``minors_missing``, ``minor_unknown``.
    """

    def write(visit: OpenedVisit, bundle: Any, registration: Registration, data: OfficeData) -> Document:
        return notice_document(visit, bundle, minors=minors, registration=registration, office=data)

    return _issue(office, NOTICE, visit_id, minors=minors, actor=actor, now=now, write=write)


def issue_referral(office: Office, visit_id: str, minors: Sequence[str], actor: str, now: int) -> Issued:
    """Issue the *oficio de canalización* with a sheet for each minor.

    Raises:
        Refused: As `issue_notice`; ``visit_not_approved`` before approval, whose message offers the immediate
            notice; ``visit_changed_after_approval`` when what was approved is no longer what stands.
    """
    visit = office.read(visit_id)
    if visit.approved is None:
        raise Refused("visit_not_approved")
    if visit.approved.later_changes:
        raise Refused("visit_changed_after_approval")

    def write(visit: OpenedVisit, bundle: Any, registration: Registration, data: OfficeData) -> Document:
        return referral_document(visit, bundle, minors=minors, registration=registration, office=data)

    return _issue(office, REFERRAL, visit_id, minors=minors, actor=actor, now=now, write=write)


def issue_acta(office: Office, visit_id: str, actor: str, now: int) -> Issued:
    """Draw the acta from its closed text.

    Raises:
        Refused: ``visit_unknown``; ``acta_not_closed`` while there is no closed text to draw.
    """
    closure = office.read(visit_id).closure
    if closure is None or closure.text is None:
        raise Refused("acta_not_closed")

    def write(visit: OpenedVisit, bundle: Any, registration: Registration, data: OfficeData) -> Document:
        return acta_document(visit, bundle, registration=registration, office=data)

    return _issue(office, ACTA, visit_id, minors=(), actor=actor, now=now, write=write)


def read_document(office: Office, visit_id: str, code: str) -> tuple[str, bytes]:
    """Return the download name and the PDF of an issued paper.

    Raises:
        Refused: ``document_unknown``; ``file_unknown`` or ``secret_missing`` when it cannot be opened.
    """
    for happening in office.read(visit_id).happenings:
        if happening.type == "document_issued" and happening.body["code"] == code:
            if not isinstance(happening.opened, Mapping):
                raise Refused("secret_missing")
            name = download_name(happening.body["document"], happening.body["folio"])
            return name, office.read_file(visit_id, happening.opened["file"])
    raise Refused("document_unknown")


def download_name(kind: str, folio: str) -> str:
    """Return a file name that says which paper it is and nothing of anybody.

    >>> download_name("referral", "ORFT-BC/CAN/00017/2026")
    'oficio-de-canalizacion-ORFT-BC-CAN-00017-2026.pdf'
    """
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in folio)
    return f"{_FILE_NAMES[kind]}-{plain}.pdf"


def office_data(office: Office, actor: str) -> OfficeData:
    """Return what the installation knows of the issuing office; who acts signs unless a signer is set."""
    kept = json.loads(office.store.settings().get(_OFFICE_DATA, "{}"))
    user = office.store.users.get(actor)
    names = {field.name for field in fields(OfficeData)}
    given = {"signer_name": user.name if user else "", "signer_post": "Persona supervisora de inspección"}
    return OfficeData(**{**given, **{key: text for key, text in kept.items() if key in names and text}})


def set_office_data(office: Office, data: OfficeData, verify_page: str = "") -> None:
    """Keep what the installation knows of the issuing office, and the address where codes are verified."""
    with office.store.writing():
        office.store.set_setting(_OFFICE_DATA, json.dumps(asdict(data), ensure_ascii=False))
        office.store.set_setting(_VERIFY_PAGE, verify_page)


def verification_code(random: bytes) -> str:
    """Return 80 random bits in four groups of Crockford's letters.

    >>> verification_code(bytes(10)), verification_code(b"\\xff" * 10)
    ('0000-0000-0000-0000', 'ZZZZ-ZZZZ-ZZZZ-ZZZZ')
    """
    bits = int.from_bytes(random[:_CODE_BYTES], "big")
    signs = "".join(_CROCKFORD[bits >> shift & 31] for shift in range(75, -1, -5))
    return "-".join(signs[start : start + 4] for start in range(0, 16, 4))


Write = Callable[[OpenedVisit, Any, Registration, OfficeData], Document]


def _issue(
    office: Office, kind: str, visit_id: str, *, minors: Sequence[str], actor: str, now: int, write: Write
) -> Issued:
    """Draw before writing anything; then number, file and event stand or fall together."""
    visit = office.read(visit_id)
    _check_minors(kind, visit, minors)
    bundle = _bundle(office, visit)
    data = office_data(office, actor)
    at = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=now)).astimezone(ZoneInfo(visit.zone))
    code = verification_code(office.rng(_CODE_BYTES))
    page = office.store.settings().get(_VERIFY_PAGE, "")
    with office.store.writing():
        folio = _next_folio(office, kind, data.series or "RESG", at.year)
        address = f"{page.rstrip('/')}/{code}" if page else f"resguardo:{folio}:{code}"
        document = write(visit, bundle, Registration(folio, "", code, address, at), data)
        pdf = draw(document)
        name = office.keep_file(visit_id, pdf)
        body: dict[str, Any] = {
            "entity": "visit",
            "document": kind,
            "folio": folio,
            "code": code,
            "sha256": sha256_hex(pdf),
        }
        body["minors"] = list(minors)
        sealed = {"addressee": _addressee(document), "file": name}
        ref = office.append(visit_id, "document_issued", body, sealed=sealed, subject="visit", actor=actor)
    notes = (*document.notes, *_print_notes(document))
    return Issued(kind, folio, code, body["sha256"], ref, name, download_name(kind, folio), notes)


def draw(document: Document) -> bytes:
    """Draw any paper."""
    if isinstance(document, Referral):
        return referral.draw(document)
    if isinstance(document, ImmediateNotice):
        return immediate_notice.draw(document)
    return acta.draw(document)


def _addressee(document: Document) -> str:
    return "" if isinstance(document, Acta) else document.addressee.office


def _print_notes(document: Document) -> tuple[str, ...]:
    signs = signs_missing_in(texts_of(document))
    return (
        (f"Signos que la tipografía no tiene y se imprimen como \ufffd: {', '.join(signs[:20])}.",)
        if signs
        else ()
    )


def _check_minors(kind: str, visit: OpenedVisit, minors: Sequence[str]) -> None:
    if kind != ACTA and not minors:
        raise Refused("minors_missing")
    for minor in minors:
        known = visit.entities.get(minor)
        if known is None or known.kind != "minor" or not known.counts:
            raise Refused("minor_unknown")


def _bundle(office: Office, visit: OpenedVisit) -> Any:
    stored = office.store.visits.bundle(visit.protocol["hash"])
    if stored is None:
        raise Refused("bundle_unknown")
    return json.loads(stored)


def _next_folio(office: Office, kind: str, series: str, year: int) -> str:
    """Take the next number of the series of this kind and year; inside the transaction that uses it."""
    key = f"last_folio_{kind}_{year}"
    number = int(office.store.settings().get(key, "0")) + 1
    office.store.set_setting(key, str(number))
    return f"{series}/{_SERIES[kind]}/{number:05d}/{year}"
