"""The documents of a visit: what must leave, what left, and the form that issues one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forms.documents import ImmediateNotice, Referral
from inspection.domain.opening import Happening
from inspection.issuing import ACTA, NOTICE, REFERRAL, title_of
from inspection.web.desk.case import Case
from inspection.web.desk.child_card import age_es
from inspection.web.desk.wording import day_es, elapsed_es, plural


@dataclass(frozen=True)
class IssuedRow:
    """One paper that left."""

    title_es: str
    folio: str
    code: str
    sha256: str
    addressee: str
    keys: tuple[str, ...]
    issued_es: str
    by_es: str
    signed_es: tuple[str, ...]
    revoked_es: str


@dataclass(frozen=True)
class DocumentsPage:
    """Everything the page says."""

    notice_due: tuple[str, ...]
    notice_due_es: str
    since_es: str
    notice_done_es: str
    may_notice: bool
    referral_es: str
    may_refer: bool
    referral_due: tuple[str, ...]
    issued: tuple[IssuedRow, ...]
    acta_es: str
    has_acta: bool
    acta_code: str


@dataclass(frozen=True)
class ChildChoice:
    """A minor the paper may speak of."""

    entity: str
    key: str
    age_es: str
    title_es: str
    note_es: str
    chosen: bool


@dataclass(frozen=True)
class PaperFact:
    """A fact of the paper to be issued, and its doubt."""

    label_es: str
    value_es: str
    doubt_es: str = ""


@dataclass(frozen=True)
class IssuePage:
    """Everything the form says. ``open``: it may be issued now; otherwise ``refused_es`` says why not."""

    title_es: str
    small_es: str
    lead_es: str
    button_es: str
    post_to: str
    open: bool
    refused_es: str
    offer_notice: bool
    children: tuple[ChildChoice, ...]
    facts: tuple[PaperFact, ...]
    notes: tuple[str, ...]
    basis: tuple[Mapping[str, str], ...]


FORMS = {
    NOTICE: (
        "preliminar: lo que se sabe a esta hora",
        "Informa a la procuraduría lo que ya se sabe. Sale ahora, sin esperar la revisión; "
        "el oficio completo vendrá después.",
        "Emitir aviso inmediato",
        "desk.notice",
    ),
    REFERRAL: (
        "con una ficha por persona menor de edad",
        "Entrega el caso a la procuraduría con todo lo revisado. Sale de una visita aprobada.",
        "Emitir oficio de canalización",
        "desk.referral",
    ),
}
NOT_APPROVED = "El oficio de canalización sale de una visita aprobada, y esta todavía no lo está."
CHANGED = "La visita cambió después de aprobarse. Revisa lo nuevo y apruébala otra vez para emitir el oficio."


def documents_page(case: Case) -> DocumentsPage:
    """Build the page."""
    visit = case.visit
    issued = [h for h in visit.happenings if h.type == "document_issued"]
    acta = next((h.body["code"] for h in reversed(issued) if h.body["document"] == ACTA), "")
    return DocumentsPage(
        notice_due=tuple(case.key(minor) for minor in case.notice_due),
        notice_due_es="la ley pide avisar de inmediato a la procuraduría.",
        since_es=elapsed_es(_detected_ms(case), case.now_ms),
        notice_done_es=_notice_done(case, issued),
        may_notice=bool(case.minors),
        referral_es=_referral_es(case),
        may_refer=not refusal_of(case, REFERRAL),
        referral_due=case.referral_due,
        issued=tuple(_row(case, h) for h in reversed(issued)),
        acta_es=_acta_es(case),
        has_acta=visit.closure is not None and visit.closure.text is not None,
        acta_code=acta,
    )


def refusal_of(case: Case, kind: str) -> str:
    """Return why a paper may not leave now, in words; empty when it may."""
    if kind == NOTICE:
        return "" if case.minors else "La visita no tiene personas menores de edad registradas."
    if case.visit.approved is None:
        return NOT_APPROVED
    return CHANGED if case.visit.approved.later_changes else ""


def issue_page(case: Case, kind: str, paper: ImmediateNotice | Referral | None) -> IssuePage:
    """Build the form that issues a paper; ``paper`` is its draft, when one can be drawn."""
    small, lead, button, post_to = FORMS[kind]
    refused = refusal_of(case, kind)
    return IssuePage(
        title_es=title_of(kind),
        small_es=small,
        lead_es=lead,
        button_es=button,
        post_to=post_to,
        open=not refused,
        refused_es=refused,
        offer_notice=kind == REFERRAL and bool(case.minors),
        children=tuple(_choice(case, kind, minor.entity) for minor in case.minors),
        facts=_facts(case, paper),
        notes=paper.notes if paper else (),
        basis=tuple({"cite": ground.cite, "mark": ground.mark} for ground in paper.grounds) if paper else (),
    )


def default_minors(case: Case, kind: str) -> tuple[str, ...]:
    """Return the minors ticked at first: those still due, else all the law asks for."""
    due = case.notice_due if kind == NOTICE else case.referral_due
    return due or tuple(m.entity for m in case.minors if m.entity in case.asks_protection)


def _choice(case: Case, kind: str, minor: str) -> ChildChoice:
    found = case.determinations[minor]
    asked = minor in case.asks_protection
    return ChildChoice(
        entity=minor,
        key=case.key(minor),
        age_es=age_es(found["age"]),
        title_es=found["title_es"],
        note_es="" if asked else "La ley no pide canalizarla",
        chosen=minor in default_minors(case, kind),
    )


def _facts(case: Case, paper: ImmediateNotice | Referral | None) -> tuple[PaperFact, ...]:
    if paper is None:
        return ()
    return (
        PaperFact(
            "Para",
            f"{paper.addressee.post} {paper.addressee.office}",
            "por confirmar" if paper.addressee.caution else "",
        ),
        PaperFact("Firma", f"{paper.issuer.signer_name}, {paper.issuer.signer_post}"),
        *((_known_at(paper),) if isinstance(paper, ImmediateNotice) else ()),
        PaperFact("Folio y código", "se asignan al emitir"),
    )


def _known_at(paper: ImmediateNotice) -> PaperFact:
    at = paper.known_at
    return PaperFact("Hechos conocidos a las", f"{day_es(at.date().isoformat())}, {at:%H:%M}")


def _detected_ms(case: Case) -> int:
    """Return when the first of those who lack the notice was found, by the tablet's clock."""
    found = [
        h.recorded_at
        for h in case.visit.happenings
        if h.entity in case.notice_due and h.type in ("determination_confirmed", "action_taken")
    ]
    added = [h.recorded_at for h in case.visit.happenings if h.type == "minor_added"]
    return min(found or added or [case.now_ms])


def _notice_done(case: Case, issued: Sequence[Happening]) -> str:
    notices = [h for h in issued if h.body["document"] == NOTICE]
    if notices:
        return f"Emitido: {plural(len(notices), 'aviso', 'avisos')}. Abajo están su folio y su código."
    return "Nadie en esta visita lo necesita por ahora."


def _referral_es(case: Case) -> str:
    refused = refusal_of(case, REFERRAL)
    if refused:
        return refused
    if case.referral_due:
        keys = ", ".join(case.key(minor) for minor in case.referral_due)
        return f"Visita aprobada. Falta canalizar: {keys}."
    return "Visita aprobada. No queda nadie por canalizar."


def _acta_es(case: Case) -> str:
    if case.visit.closure is None:
        return "El acta aún no se cierra en el lugar; no hay texto que imprimir."
    return "Se dibuja del texto que se leyó y firmó, sin cambiarle una letra."


def _row(case: Case, happening: Happening) -> IssuedRow:
    opened = happening.opened if isinstance(happening.opened, dict) else {}
    body = happening.body
    return IssuedRow(
        title_es=title_of(body["document"]),
        folio=body["folio"],
        code=body["code"],
        sha256=body["sha256"],
        addressee=str(opened.get("addressee") or ""),
        keys=tuple(case.key(minor) for minor in body["minors"]),
        issued_es=case.when(happening.recorded_at),
        by_es=case.who(happening.actor),
        signed_es=tuple(_signed_es(case, one) for one in _about(case, "document_signed", body["code"])),
        revoked_es=next((_revoked_es(case, one) for one in _about(case, "document_revoked", body["code"])), ""),
    )


def _about(case: Case, kind: str, code: str) -> list[Happening]:
    return [one for one in case.visit.happenings if one.type == kind and one.body["code"] == code]


def _signed_es(case: Case, happening: Happening) -> str:
    opened = happening.opened if isinstance(happening.opened, dict) else {}
    when = case.when(happening.recorded_at)
    if happening.body["manner"] == "efirma":
        return (
            f"Con e.firma de {opened.get('signer', '')}, certificado {opened.get('certificate', '')}; recibido {when}"
        )
    return f"Escaneo del papel firmado a mano; recibido {when}, por {case.who(happening.actor)}"


def _revoked_es(case: Case, happening: Happening) -> str:
    opened = happening.opened if isinstance(happening.opened, dict) else {}
    return f"{case.when(happening.recorded_at)}, por {case.who(happening.actor)}: {opened.get('reason', '')}"
