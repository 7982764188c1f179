"""Issues the acts of the inspection and the versions of the acta."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from forms.documents import Act, ActaVersion, Registration
from inspection.documents.act_slots import Handed, read_moment
from inspection.documents.acta_versions import acta_version
from inspection.documents.acts import act_document, lacks_ground_for, reached_minors
from inspection.documents.office import OfficeData
from inspection.documents.reading import VisitReading
from inspection.domain.opening import Happening
from inspection.domain.visit import OpenedVisit
from inspection.issuing.core import Issued, bundle_of, issue
from inspection.issuing.kinds import acts, title_of, versions
from inspection.sync.office import Office
from inspection.sync.refusals import Refused

MAX_ASKED_LETTERS = 300
NOT_CLOSED = "El acta no se ha cerrado: no hay texto del que tomar una versión."


def issue_act(
    office: Office,
    visit_id: str,
    kind: str,
    *,
    minors: Sequence[str] = (),
    asked: Mapping[str, str] | None = None,
    actor: str,
    now: int,
) -> Issued:
    """Issue an act or a version of the acta.

    Args:
        office: The door to visits.
        visit_id: The visit.
        kind: A name under ``acts`` or ``versions`` in the words of acts.
        minors: Of whom it speaks; by default everyone it is due for.
        asked: ``{name: text}`` of what its words ask for.
        actor: User id of the person who issues.
        now: ms since 1970 UTC.

    Raises:
        Refused: As `issue`; ``document_kind_unknown``; ``act_without_ground`` when the visit gives no reason for
            it; ``asked_missing`` when a thing asked for is absent, unreadable, or an hour that passed.
    """
    visit = office.read(visit_id)
    bundle = bundle_of(office, visit)
    if refusal_of_act(visit, bundle, kind):
        raise Refused("act_without_ground")
    reading = VisitReading(visit, bundle)
    given = checked(visit, kind, asked or {}, reading.local(now))
    reached = reached_minors(reading, kind) if kind in acts() else ()
    chosen = tuple(minors) or reached
    if set(chosen) - set(reached):
        raise Refused("minor_unknown")

    def write(visit: OpenedVisit, bundle: Any, registration: Registration, data: OfficeData) -> Act | ActaVersion:
        return draft_act(visit, bundle, kind, minors=chosen, asked=given, registration=registration, data=data)

    about = chosen or _handed_minors(visit, given.get("of_code", ""))
    return issue(office, kind, visit_id, minors=about, actor=actor, now=now, write=write)


def draft_act(
    visit: OpenedVisit,
    bundle: Mapping[str, Any],
    kind: str,
    *,
    minors: Sequence[str],
    asked: Mapping[str, str],
    registration: Registration,
    data: OfficeData,
) -> Act | ActaVersion:
    """Write an act or a version; nothing is numbered or kept."""
    if kind in versions():
        return acta_version(visit, bundle, kind=kind, registration=registration, office=data)
    return act_document(
        visit,
        bundle,
        kind=kind,
        minors=minors,
        registration=registration,
        office=data,
        asked=asked,
        handed=_handed(visit, bundle, asked.get("of_code", "")),
    )


def refusal_of_act(visit: OpenedVisit, bundle: Mapping[str, Any], kind: str) -> str:
    """Return in words why an act cannot be issued from this visit; empty when it can.

    Raises:
        Refused: ``document_kind_unknown``.
    """
    if kind in versions():
        return "" if visit.closure is not None and visit.closure.text is not None else NOT_CLOSED
    if kind not in acts():
        raise Refused("document_kind_unknown")
    return lacks_ground_for(visit, bundle, kind)


def checked(visit: OpenedVisit, kind: str, asked: Mapping[str, str], at: datetime) -> dict[str, str]:
    """Return what was asked for, sound; the rest is dropped.

    Args:
        visit: The visit.
        kind: A name under ``acts`` in the words of acts.
        asked: What was answered.
        at: Now, on the clock of the workplace: nobody is summoned for an hour that passed.

    Raises:
        Refused: ``asked_missing``.
    """
    given = {}
    for question in acts().get(kind, {}).get("asks", ()):
        text = asked.get(question["name"], "").strip() or str(question.get("default_es", ""))
        sound = {
            "moment": _is_to_come(text, at),
            "issued": any(h.body["code"] == text for h in papers_of(visit)),
            "text": 0 < len(text) <= MAX_ASKED_LETTERS,
        }
        if not sound[question["kind"]]:
            raise Refused("asked_missing")
        given[question["name"]] = text
    return given


def _is_to_come(text: str, at: datetime) -> bool:
    """Whether it says a day with its hour, on the clock of the workplace, that is still to come."""
    said = read_moment(text)
    return said is not None and said.tzinfo is None and "T" in text and said > at.replace(tzinfo=None)


def papers_of(visit: OpenedVisit) -> list[Happening]:
    """Return what was issued, oldest first."""
    return [h for h in visit.happenings if h.type == "document_issued"]


def _handed_minors(visit: OpenedVisit, code: str) -> tuple[str, ...]:
    """Return the minors of the paper handed over who still count: the receipt is about them."""
    named = [m for h in papers_of(visit) if h.body["code"] == code for m in h.body["minors"]]
    return tuple(minor for minor in named if minor in visit.entities and visit.entities[minor].counts)


def _handed(visit: OpenedVisit, bundle: Mapping[str, Any], code: str) -> Handed | None:
    """Return the issued paper with this code, or the last one for a draft that has not chosen yet."""
    papers = papers_of(visit)
    found = [h for h in papers if h.body["code"] == code] or papers[-1:]
    if not found:
        return None
    body, opened = found[0].body, found[0].opened
    addressee = str(opened.get("addressee") or "") if isinstance(opened, Mapping) else ""
    at: datetime = VisitReading(visit, bundle).local(found[0].recorded_at)
    title = title_of(body["document"])
    return Handed(title, body["folio"], body["code"], body["sha256"], addressee, at, len(body["minors"]))
