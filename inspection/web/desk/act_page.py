"""The other papers of a visit: which may leave now and why not the rest, and the form that issues one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.documents import Act, ActaVersion, Registration
from inspection.documents.acts import reached_minors
from inspection.documents.reading import VisitReading
from inspection.domain.opening import Happening
from inspection.issuing import acts, draft_act, office_data, refusal_of_act, title_of, versions
from inspection.sync.office import Office
from inspection.web.desk.case import Case
from inspection.web.desk.child_card import age_es
from inspection.web.desk.documents_page import ChildChoice, PaperFact
from inspection.web.desk.papers import DRAFT
from inspection.web.desk.wording import local


@dataclass(frozen=True)
class ActRow:
    """One kind of paper in the list. ``refused_es``: why it may not leave now; empty when it may."""

    kind: str
    title_es: str
    small_es: str
    refused_es: str


@dataclass(frozen=True)
class AskedOption:
    """One choice of a list."""

    value: str
    label_es: str


@dataclass(frozen=True)
class Asked:
    """One thing the form asks for. ``kind``: ``moment``, ``text`` or ``issued``."""

    name: str
    kind: str
    label_es: str
    help_es: str
    value: str
    options: tuple[AskedOption, ...]


@dataclass(frozen=True)
class ActForm:
    """Everything the form says."""

    kind: str
    title_es: str
    small_es: str
    lead_es: str
    refused_es: str
    children: tuple[ChildChoice, ...]
    asked: tuple[Asked, ...]
    facts: tuple[PaperFact, ...]
    notes: tuple[str, ...]


def act_rows(case: Case) -> tuple[ActRow, ...]:
    """Return every other kind of paper: those that may leave now first."""
    entries: dict[str, Mapping[str, Any]] = {**acts(), **versions()}
    rows = [
        ActRow(kind, entry["title_es"], entry["small_es"], refusal_of_act(case.visit, case.bundle, kind))
        for kind, entry in entries.items()
    ]
    return tuple(sorted(rows, key=lambda row: bool(row.refused_es)))


def act_form(office: Office, case: Case, kind: str) -> ActForm:
    """Build the form of one kind.

    Raises:
        Refused: ``document_kind_unknown``.
    """
    refused = refusal_of_act(case.visit, case.bundle, kind)
    entry = {**acts(), **versions()}[kind]
    paper = None if refused else act_draft(office, case, kind, reached(case, kind), {})
    return ActForm(
        kind=kind,
        title_es=entry["title_es"],
        small_es=entry["small_es"],
        lead_es=entry["lead_es"],
        refused_es=refused,
        children=tuple(_choice(case, minor) for minor in reached(case, kind)),
        asked=tuple(_asked(case, question) for question in entry.get("asks", ())),
        facts=_facts(paper),
        notes=paper.notes if paper else (),
    )


def reached(case: Case, kind: str) -> tuple[str, ...]:
    """Return the minors an act is due for; none for a version of the acta."""
    return reached_minors(VisitReading(case.visit, case.bundle), kind) if kind in acts() else ()


def act_draft(
    office: Office, case: Case, kind: str, minors: Sequence[str], asked: Mapping[str, str]
) -> Act | ActaVersion:
    """Return the paper as it would leave now, with «BORRADOR» in place of folio and code."""
    at = local(case.now_ms, case.visit.zone)
    registration = Registration(f"{DRAFT} SIN FOLIO", "", DRAFT, "resguardo:borrador", at)
    data = office_data(office, case.user_id)
    return draft_act(
        case.visit, case.bundle, kind, minors=minors, asked=asked, registration=registration, data=data
    )


def _choice(case: Case, minor: str) -> ChildChoice:
    found = case.determinations[minor]
    return ChildChoice(minor, case.key(minor), age_es(found["age"]), found["title_es"], "", chosen=True)


def _asked(case: Case, question: Mapping[str, Any]) -> Asked:
    papers = [h for h in reversed(case.visit.happenings) if h.type == "document_issued"]
    options = tuple(_option(case, h) for h in papers) if question["kind"] == "issued" else ()
    return Asked(
        question["name"],
        question["kind"],
        question["label_es"],
        question.get("help_es", ""),
        question.get("default_es", ""),
        options,
    )


def _option(case: Case, happening: Happening) -> AskedOption:
    body = happening.body
    label = f"{title_of(body['document'])} {body['folio']}, {case.when(happening.recorded_at)}"
    return AskedOption(body["code"], label)


def _facts(paper: Act | ActaVersion | None) -> tuple[PaperFact, ...]:
    if paper is None:
        return ()
    to = paper.addressee if isinstance(paper, Act) else None
    hands = paper.hands if isinstance(paper, Act) else ()
    signs = [hand.name for hand in hands]
    if isinstance(paper, Act) and paper.signs_office:
        signs.append(f"{paper.issuer.signer_name}, {paper.issuer.signer_post}")
    return (
        *((PaperFact("Para", f"{to.post} {to.office}"),) if to else ()),
        *((PaperFact("Firman en papel", "; ".join(signs)),) if signs else ()),
        PaperFact("Folio y código", "se asignan al emitir"),
    )
