"""Puts the papers together: immediate notice, referral, acta."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from forms.documents import (
    Acta,
    ActaSigner,
    Fact,
    ImmediateNotice,
    Referral,
    Registration,
    Sheet,
)
from inspection.documents import letter
from inspection.documents.basis import Basis, basis_of
from inspection.documents.facts import FactWriter
from inspection.documents.law import chosen_grounds
from inspection.documents.minors import Minor, minors_of
from inspection.documents.office import (
    OfficeData,
    addressee_of,
    emission_notes,
    registered,
)
from inspection.documents.reading import VisitReading
from inspection.documents.summary import summary_of, workplace_of
from inspection.documents.values import inner
from inspection.domain.visit import OpenedVisit

Bundle = Mapping[str, Any]
NOTICE_GROUPS = ("work",)


def referral_document(
    visit: OpenedVisit,
    bundle: Bundle,
    *,
    minors: Sequence[str],
    registration: Registration,
    office: OfficeData,
) -> Referral:
    """Return the *oficio de canalización* for these minors.

    Args:
        visit: The visit, opened by the office.
        bundle: The bundle it pins.
        minors: Entities, in the order of their sheets.
        registration: Folio, code and instant of issue in the zone of the workplace.
        office: Who issues.

    Raises:
        LookupError: An entity is not a minor of the visit.
    """
    case = basis_of(visit, bundle, office)
    found = minors_of(case.reading, list(minors))
    tags = letter.all_duties(found)
    urgent = any(minor.is_urgent for minor in found)
    addressee = addressee_of(case.reading, case.words, office)
    return Referral(
        registration=registered(registration, case.reading),
        issuer=case.issuer,
        addressee=addressee,
        legend=case.legend,
        subject=letter.subject(found, case.words, urgent),
        urgent=urgent,
        opening=letter.opening(case.reading, found, case.words, case.book),
        summary=summary_of(found, case.words, case.issuer),
        grounds=chosen_grounds(case.words["grounds"], tags, case.book),
        background=letter.background(case.reading, case.words),
        facts=letter.facts(case.reading, case.words, case.book),
        reasons=letter.reasons(found, case.words, case.book),
        done=letter.done(found, case.words),
        requests=letter.requests(found, case.words, case.book),
        reply=letter.reply(case.words, urgent),
        consult=_consult(case),
        annexes=letter.annexes(case.reading, found, case.words),
        copies=letter.copies(case.words, tags),
        sheets=tuple(_sheet(case, minor) for minor in found),
        notes=emission_notes(addressee, case.issuer),
    )


def notice_document(
    visit: OpenedVisit,
    bundle: Bundle,
    *,
    minors: Sequence[str],
    registration: Registration,
    office: OfficeData,
    known_at: datetime | None = None,
) -> ImmediateNotice:
    """Return the *aviso inmediato*: what is known so far, before any review.

    Args:
        visit: The visit as it stands, perhaps half received.
        bundle: The bundle it pins.
        minors: Entities of the minors in danger.
        registration: Folio, code and instant of issue.
        office: Who issues.
        known_at: When the facts were known; by default when the first fact of the first minor was recorded.

    Raises:
        LookupError: An entity is not a minor of the visit.

    Source: LGDNNA 12.
    """
    case = basis_of(visit, bundle, office)
    found = minors_of(case.reading, list(minors))
    tags = letter.all_duties(found)
    addressee = addressee_of(case.reading, case.words, office)
    return ImmediateNotice(
        registration=registered(registration, case.reading),
        issuer=case.issuer,
        addressee=addressee,
        legend=case.legend,
        subject=letter.notice_subject(found, case.words),
        known_at=known_at or case.reading.local(_known_ms(case.reading, found)),
        opening=letter.notice_opening(case.reading, found, case.words, case.book),
        preliminary=case.words["preliminary_es"],
        background=letter.background(case.reading, case.words)[:4],
        sheets=tuple(_brief(case, minor) for minor in found),
        done=letter.done(found, case.words),
        requests=letter.requests(found, case.words, case.book, notice=True),
        reasons=letter.reasons(found, case.words, case.book),
        grounds=chosen_grounds(case.words["grounds"], tags, case.book),
        founded=letter.notice_founded(found, case.words, case.book),
        reply=case.words["reply"]["notice_es"].format(contact=inner(case.issuer.contact)),
        consult=_consult(case),
        copies=letter.copies(case.words, tags),
        notes=emission_notes(addressee, case.issuer),
    )


def acta_document(visit: OpenedVisit, bundle: Bundle, *, registration: Registration, office: OfficeData) -> Acta:
    """Return the acta from the text that was closed; not a letter of it is changed.

    Raises:
        LookupError: The acta is not closed, or its text cannot be opened.
    """
    case = basis_of(visit, bundle, office)
    closure = visit.closure
    if closure is None or closure.text is None:
        raise LookupError("acta_not_closed")
    given = {h.ref: h for h in visit.happenings if h.type == "signature_given"}
    signers = tuple(_signer(case.reading, entry, given.get(str(entry.get("ref")))) for entry in closure.signers)
    amended = [
        h.opened["text"] for h in visit.happenings if h.type == "visit_amended" and isinstance(h.opened, Mapping)
    ]
    return Acta(
        registration=registered(registration, case.reading),
        issuer=case.issuer,
        legend=replace(case.legend, classification="", footer=case.words["acta_footer_es"]),
        title="Acta de inspección",
        text=closure.text,
        text_sha256=closure.text_sha256,
        signers=signers,
        amendments=tuple(amended),
    )


def _signer(reading: VisitReading, entry: Mapping[str, Any], given: Any) -> ActaSigner:
    opened = given.opened if given is not None and isinstance(given.opened, Mapping) else {}
    entity = reading.visit.entities.get(str(entry["entity"]))
    scope = f"person:{entity.role}" if entity else "visit"
    name = str(
        opened.get("name") or reading.words(str(entry["entity"]), "person_name", scope) or "Persona que interviene"
    )
    item = reading.items.get(entity.role or "") if entity else None
    role = str(opened.get("role") or (item["label_es"] if item else "Interviene"))
    strokes = tuple(tuple(int(n) for n in stroke) for stroke in opened.get("strokes") or ())
    reason, unable = str(opened.get("reason") or ""), opened.get("unable")
    if unable is None:
        return ActaSigner(name, role, str(entry["manner"]), strokes, reason)
    return ActaSigner(
        name,
        role,
        "unlettered" if unable == "does_not_know" else "unable",
        strokes,
        reason if not reason or reason.endswith((".", "!", "?")) else f"{reason}.",
        by=str(opened.get("by_name") or ""),
        by_role=str(opened.get("by_role") or "en su nombre"),
        read_aloud=opened.get("read_aloud") is True,
        thumbprint=opened.get("thumbprint") is True,
    )


def _known_ms(reading: VisitReading, minors: Sequence[Minor]) -> int:
    """When the first fact of any of these minors was recorded."""
    entities = {minor.entity for minor in minors}
    return min(h.recorded_at for h in reading.visit.happenings if h.entity in entities)


def _consult(case: Basis) -> str:
    return str(case.words["reply"]["consult_es"]).format(unit=case.issuer.unit, address=case.issuer.address)


def _alert(case: Basis, minor: Minor) -> str:
    tags = minor.duties()
    for entry in case.words["alerts"]:
        if tags.issuperset(entry["when"]):
            return str(entry["text_es"])
    return ""


def _sheet(case: Basis, minor: Minor) -> Sheet:
    writer = FactWriter(case.reading, case.words, minor)
    return Sheet(
        key=minor.key,
        person=minor.person,
        name=_name(writer),
        headline=_headline(minor),
        finding=writer.numbered(45).value,
        alert=_alert(case, minor) if minor.is_urgent else "",
        lead=writer.placed("lead"),
        groups=writer.groups(),
        account=writer.placed("account"),
    )


def _brief(case: Basis, minor: Minor) -> Sheet:
    """The sheet of a notice: who, where, in what danger; beside where to find the person, the workplace."""
    whole = _sheet(case, minor)
    titles = {case.words["groups"][code] for code in NOTICE_GROUPS}
    groups = tuple(group for group in whole.groups if group.title in titles)
    return Sheet(
        whole.key,
        whole.person,
        whole.name,
        whole.headline,
        whole.finding,
        whole.alert,
        (*whole.lead[:1], workplace_of(minor.reading, case.words), *whole.lead[1:]),
        groups,
        whole.account[:1],
    )


def _name(writer: FactWriter) -> Fact:
    """The name as a heading: without the full stop of a sentence."""
    name = writer.numbered(20)
    return name if name.blank else replace(name, value=name.value.removesuffix("."))


def _headline(minor: Minor) -> str:
    alias = minor.words("minor_nickname")
    return minor.headline() + (f". Le dicen «{alias}»" if alias else "") + minor.other_keys()
