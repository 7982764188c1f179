"""The heart of issuing: what every paper that leaves goes through.

The immediate notice never waits for the review, because the duty is immediate (LGDNNA 12); the ordinary
oficio leaves only from an approved visit.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from forms.documents import Document, Registration
from inspection.documents import OfficeData, acta_document, notice_document, referral_document
from inspection.domain.canonical import sha256_hex
from inspection.domain.visit import OpenedVisit
from inspection.issuing.kinds import (
    ACTA,
    NOTICE,
    REFERRAL,
    addressee_words,
    download_name,
    draw,
    print_notes,
    series_of,
)
from inspection.issuing.settings import VERIFY_PAGE, office_data
from inspection.sync.office import Office
from inspection.sync.refusals import Refused

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_BYTES = 10
BEFOREHAND = 2
"""A paper is drawn so many times before the writer's turn, while others keep taking its number."""


@dataclass(frozen=True)
class Issued:
    """A paper that left, or is about to.

    Attributes:
        kind: ``immediate_notice``, ``referral``, ``acta``, or the name of an act or version.
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

    return issue(office, NOTICE, visit_id, minors=minors, actor=actor, now=now, write=write)


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

    return issue(office, REFERRAL, visit_id, minors=minors, actor=actor, now=now, write=write)


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

    return issue(office, ACTA, visit_id, minors=(), actor=actor, now=now, write=write)


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


def verification_code(random: bytes) -> str:
    """Return 80 random bits in four groups of Crockford's letters.

    >>> verification_code(bytes(10)), verification_code(b"\\xff" * 10)
    ('0000-0000-0000-0000', 'ZZZZ-ZZZZ-ZZZZ-ZZZZ')
    """
    bits = int.from_bytes(random[:_CODE_BYTES], "big")
    signs = "".join(_CROCKFORD[bits >> shift & 31] for shift in range(75, -1, -5))
    return "-".join(signs[start : start + 4] for start in range(0, 16, 4))


Write = Callable[[OpenedVisit, Any, Registration, OfficeData], Document]


def issue(
    office: Office, kind: str, visit_id: str, *, minors: Sequence[str], actor: str, now: int, write: Write
) -> Issued:
    """Issue a paper of any kind: number, file and event stand or fall together.

    Args:
        office: The door to visits.
        kind: The kind of paper; its series counts apart.
        visit_id: The visit.
        minors: Entities of the minors it speaks of.
        actor: User id of the person who issues.
        now: ms since 1970 UTC.
        write: Writes the document when its numbers are known.

    Raises:
        Refused: ``visit_unknown``, ``minors_missing``, ``minor_unknown``, ``bundle_unknown``.
    """
    visit = office.read(visit_id)
    _check_minors(kind, visit, minors)
    bundle = bundle_of(office, visit)
    data = office_data(office, actor)
    at = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=now)).astimezone(ZoneInfo(visit.zone))
    code = verification_code(office.rng(_CODE_BYTES))
    page = office.store.settings().get(VERIFY_PAGE, "")

    def drawn(folio: str) -> tuple[Document, bytes]:
        address = f"{page.rstrip('/')}/{code}" if page else f"resguardo:{folio}:{code}"
        document = write(visit, bundle, Registration(folio, "", code, address, at), data)
        return document, draw(document)

    series = data.series or "RESG"
    with _numbered(office, kind, series, at.year, drawn) as (folio, document, pdf):
        name = office.keep_file(visit_id, pdf)
        body: dict[str, Any] = {
            "entity": "visit",
            "document": kind,
            "folio": folio,
            "code": code,
            "sha256": sha256_hex(pdf),
            "office": ", ".join(filter(None, (document.issuer.institution, document.issuer.unit))),
        }
        body["minors"] = list(minors)
        sealed = {"addressee": addressee_words(document), "file": name, **_confirmed(data, document)}
        ref = office.append(visit_id, "document_issued", body, sealed=sealed, subject="visit", actor=actor)
    notes = (*document.notes, *print_notes(document))
    return Issued(kind, folio, code, body["sha256"], ref, name, download_name(kind, folio), notes)


def _confirmed(data: OfficeData, document: Document) -> dict[str, str]:
    """Who confirmed the addressee's name, when and where it was seen: evidence in each case that prints it."""
    name = addressee_words(document)
    known = next((one for one in data.authorities if one.name == name), None)
    if known is None:
        return {}
    return {"confirmed_by": known.by, "confirmed_on": known.on, "confirmed_source": known.source}


def _check_minors(kind: str, visit: OpenedVisit, minors: Sequence[str]) -> None:
    if kind in (NOTICE, REFERRAL) and not minors:
        raise Refused("minors_missing")
    for minor in minors:
        known = visit.entities.get(minor)
        if known is None or known.kind != "minor" or not known.counts:
            raise Refused("minor_unknown")


def bundle_of(office: Office, visit: OpenedVisit) -> Any:
    """Return the protocol bundle a visit pins.

    Raises:
        Refused: ``bundle_unknown``.
    """
    stored = office.store.visits.bundle(visit.protocol["hash"])
    if stored is None:
        raise Refused("bundle_unknown")
    return json.loads(stored)


@contextmanager
def _numbered(
    office: Office, kind: str, series: str, year: int, drawn: Callable[[str], tuple[Document, bytes]]
) -> Iterator[tuple[str, Document, bytes]]:
    """Draw a paper under the next number of its series and year, and hold the writer's turn that takes the number.

    An oficio of 200 sheets is drawn in seconds in which tablets must be able to hand in: it is drawn before the turn
    under the number that should come, and anew if another paper took it meanwhile; after `BEFOREHAND`, within.
    """
    key = f"last_folio_{kind}_{year}"

    def following() -> tuple[int, str]:
        number = int(office.store.settings().get(key, "0")) + 1
        return number, f"{series}/{series_of(kind)}/{number:05d}/{year}"

    expected = ""
    for _ in range(BEFOREHAND):
        expected = following()[1]
        document, pdf = drawn(expected)
        if following()[1] == expected:
            break
    with office.store.writing():
        number, folio = following()
        if folio != expected:
            document, pdf = drawn(folio)
        office.store.set_setting(key, str(number))
        yield folio, document, pdf
