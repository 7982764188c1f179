"""The blocks every official paper is made of: letterhead, addressee, grounds, requests, signature."""

import re
from collections.abc import Sequence
from dataclasses import replace

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from forms.archive import Metadata
from forms.documents import (
    Act,
    Acta,
    ActaVersion,
    Addressee,
    Annex,
    Copy,
    Fact,
    Ground,
    Hand,
    ImmediateNotice,
    Issuer,
    Legend,
    Reason,
    Referral,
    Registration,
    Request,
)
from forms.page import Paper, Quiet, Strong
from forms.qr import qr_figure
from forms.rows import Row, RowLook
from forms.spanish import date_in_words, hour, joined, ordinal, sentence
from forms.styles import BRAND, GROUND, INK
from forms.tagging import Node

TO_VALIDATE = "por_validar"
PLAIN = RowLook(above=0, below=0)
FACT_COLUMNS = (25, 75)
"""Label; value with its source."""
DIGEST = re.compile(r"[0-9a-f]{64}")
"""A SHA-256 or a key: set small enough to stand on one line."""


class Rule(Flowable):
    """A line across the page; an artifact."""

    def __init__(self, thickness: float, colour: object = INK, after: float = 6):
        super().__init__()
        self.thickness, self.colour, self.after = thickness, colour, after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """As wide as there is room."""
        self.width, self.height = width, self.thickness + self.after
        return width, self.height

    def draw(self) -> None:
        """Draw it at the top of its room."""
        with self.canv.artifact():
            self.canv.saveState()
            self.canv.setFillColor(self.colour)
            self.canv.rect(0, self.after, self.width, self.thickness, stroke=0, fill=1)
            self.canv.restoreState()


def metadata(
    document: Referral | ImmediateNotice | Acta | Act | ActaVersion, title: str, subject: str
) -> Metadata:
    """Return what the file of a registered paper says of itself: its title and number, its office and its date."""
    registration = document.registration
    return Metadata(
        f"{title} {registration.folio}",
        subject,
        document.issuer.institution,
        registration.issued_at,
        registration.identifier,
    )


def letterhead(paper: Paper, kind: str, number_label: str, issuer: Issuer, registration: Registration) -> None:
    """Institution and unit at the left; *cuadro clasificador* at the right; below, the guinda line."""
    left = [
        paper.make(issuer.institution, "institution"),
        paper.make(issuer.unit, "unit"),
        Spacer(1, 3),
        paper.make(issuer.address, "small"),
    ]
    title = paper.make_heading(kind, 1, "title", kind)
    lines = [
        ("Área", issuer.area),
        (number_label, Strong(registration.folio)),
        ("Expediente", registration.case_file),
        ("Contacto", issuer.contact),
    ]
    table = paper.node("Table")
    rows = [_header_row(paper, table, label, text) for label, text in lines if text]
    paper.row([left, [title, *rows]], [44, 56], RowLook(gap=18, above=0, below=7))
    paper.place(Rule(1.6, BRAND, after=9))


def _header_row(paper: Paper, table: Node, label: str, text: str) -> Row:
    line = Node("TR", table)
    head = paper.make(label, "small_bold", Node("TH", line, scope="Row"))
    value = paper.make([text], "small", Node("TD", line))
    return Row([[head], [value]], [29, 71], RowLook(gap=6, above=1.4, below=1.4, rule=0.4))


def handling_and_subject(paper: Paper, document: Referral | ImmediateNotice | Act, urgent: bool | None) -> None:
    """At the left how to handle the paper, secrecy and character; at the right place, date and *asunto*.

    A paper without secret and without character (``urgent`` is None) has only the right side.
    """
    at = document.registration.issued_at
    place = f"{document.issuer.place}, a {date_in_words(at.date())}, {hour(at)} horas."
    right = [
        paper.make(place, "left"),
        paper.make([Strong("Asunto: "), document.subject[:1].upper() + document.subject[1:]], "left"),
    ]
    left = _handling(paper, document.legend.classification, urgent)
    if left:
        paper.row([left, right], [27, 73], RowLook(gap=18, above=0, below=4))
    else:
        paper.row([right], [1], RowLook(above=0, below=4))


def _handling(paper: Paper, classification: str, urgent: bool | None) -> list[Flowable]:
    frame = RowLook(frame=0.9, inset=6, above=3, below=4)
    left: list[Flowable] = []
    if classification:
        left += [Row([[paper.make(classification, "label")]], [1], frame), Spacer(1, 5)]
    if urgent is not None:
        character = "Carácter: urgente" if urgent else "Carácter: ordinario"
        style, look = ("label_white", replace(frame, frame=0, ground=INK)) if urgent else ("label", frame)
        left.append(Row([[paper.make(character, style)]], [1], look))
    return left


def addressee(paper: Paper, to: Addressee) -> None:
    """Post, office, *Presente*; a caution when the office's name is not confirmed."""
    paper.paragraph(to.post, "addressee")
    paper.paragraph(to.office, "addressee")
    if to.address:
        paper.paragraph(to.address, "unit")
    if to.caution:
        paper.paragraph([Quiet(to.caution)], "note")
    paper.paragraph("Presente", "addressee")
    paper.space(7)


def competence(paper: Paper, issuer: Issuer) -> None:
    """The ground on which this person may sign this paper."""
    if issuer.competence:
        texts = joined([sentence_without_stop(ground.text) for ground in issuer.competence])
        paper.paragraph(["Quien suscribe es competente para ", texts, *cited_all(issuer.competence), "."])


def reasons(paper: Paper, given: Sequence[Reason]) -> None:
    """Why the law reaches each minor: the facts to be read, then its grounds to be checked."""
    for reason in given:
        paper.paragraph([Strong(f"{reason.key}. "), f"{sentence_without_stop(reason.text)}."], "item")
        if reason.grounds:
            paper.paragraph([Strong("Fundamento: "), *_listed(reason.grounds), "."], "small")
        if reason.also:
            paper.paragraph([f"{sentence_without_stop(reason.also)}."], "small")
        paper.space(5)


def cited(ground: Ground) -> list[str]:
    """A citation as runs; one that is not confirmed carries its mark."""
    if ground.mark == TO_VALIDATE:
        return [ground.cite, Quiet(" [por validar]")]
    return [ground.cite]


def cited_all(grounds: Sequence[Ground]) -> list[str]:
    """Several citations in brackets."""
    return [" (", *_listed(grounds), ")"] if grounds else []


def _listed(grounds: Sequence[Ground]) -> list[str]:
    runs: list[str] = []
    for position, ground in enumerate(grounds):
        runs += [*(["; "] if position else []), *cited(ground)]
    return runs


def bullets(
    paper: Paper, items: Sequence[tuple[str, Sequence[str]]], marker_share: float = 5, style: str = "item"
) -> None:
    """A list of (marker, runs), each item free to break over pages."""
    if not items:
        return
    whole = paper.node("L")
    for marker, runs in items:
        item = Node("LI", whole)
        label = paper.make(marker, "marker" if style == "item" and len(marker) > 1 else style, item, "Lbl")
        body = paper.make(runs, style, item, "LBody")
        paper.row(
            [[label], [body]],
            [marker_share, 100 - marker_share],
            RowLook(gap=4, above=0, below=4 if style == "item" else 1),
        )


def ground_list(paper: Paper, grounds: Sequence[Ground]) -> None:
    """Each ground with what it orders; the article stands in bold at the left, like a note at the margin."""
    whole = paper.node("L")
    for ground in grounds:
        item = Node("LI", whole)
        label = paper.make([Strong(ground.cite[:1].upper() + ground.cite[1:])], "label", item, "Lbl")
        doubt = [Quiet(" [por validar]")] if ground.mark == TO_VALIDATE else []
        body = paper.make([ground.text, *doubt], "value", item, "LBody")
        paper.row([[label], [body]], [25, 75], RowLook(gap=8, above=1.5, below=2.5))


def request_list(paper: Paper, requests: Sequence[Request], start: int = 1) -> None:
    """*Primero*, *Segundo*, …: what is asked, with its ground."""
    bullets(
        paper,
        [
            (f"{ordinal(position)}.", [sentence_without_stop(request.text), *cited_all(request.grounds), "."])
            for position, request in enumerate(requests, start)
        ],
        marker_share=15,
    )


def sentence_without_stop(text: str) -> str:
    """A sentence ready for its citation in brackets."""
    return text.strip().rstrip(".")


def fact_table(paper: Paper, facts: Sequence[Fact]) -> None:
    """Label and value with its source in italics, between hairlines. What nobody knows is not here: `unknowns`."""
    table = paper.node("Table")
    for fact in facts:
        line = Node("TR", table)
        head = paper.make(fact.label, "label", Node("TH", line, scope="Row"))
        source = origin(fact)
        runs: list[str] = [Quiet(fact.value)] if fact.blank else [fact.value]
        runs += [Quiet(f" ({source})")] if source and not fact.blank else []
        style = "digest" if DIGEST.search(fact.value) else "value"
        value = paper.make(runs, style, Node("TD", line))
        paper.row([[head], [value]], FACT_COLUMNS, RowLook(rule=0.4, above=1.6, below=2.4))


def unknowns(facts: Sequence[Fact]) -> str:
    """Say together what is not known, each reason once: ``Sin asentar: familia; escuela. No aplica: …``."""
    by_reason: dict[str, list[str]] = {}
    for fact in facts:
        inner = fact.label[:1].lower() + fact.label[1:] if fact.label[1:2].islower() else fact.label
        by_reason.setdefault(fact.value, []).append(inner)
    return " ".join(sentence(f"{reason}: {'; '.join(labels)}") for reason, labels in by_reason.items())


def origin(fact: Fact) -> str:
    """Source and whether it was checked, in words."""
    checked = {True: "verificado", False: "sin verificar", None: ""}[fact.verified]
    return ", ".join(part for part in (fact.source, checked) if part)


def signature(paper: Paper, issuer: Issuer) -> None:
    """*Atentamente*, room for the autograph signature, name and post. Keep it with the last paragraph."""
    paper.space(6)
    paper.row([[paper.make([Strong("Atentamente")], "signature")]], [1], PLAIN)
    paper.place(Spacer(1, 15 * mm))
    who = [
        Rule(0.7, after=3),
        paper.make([Strong(issuer.signer_name)], "signature"),
        paper.make(issuer.signer_post, "signature"),
    ]
    paper.row([[], who, []], [8, 84, 8], RowLook(above=0, below=4))


def hands(paper: Paper, given: Sequence[Hand]) -> None:
    """Room for each autograph signature, two by two, and a line for the reason of who does not sign."""
    for start in range(0, len(given), 2):
        pair = given[start : start + 2]
        cells = [_hand(paper, hand) for hand in pair] + [[]] * (2 - len(pair))
        mark = paper.mark()
        paper.row(cells, [50, 50], RowLook(gap=26, above=2, below=9))
        paper.together(mark)


def _hand(paper: Paper, hand: Hand) -> list[Flowable]:
    who = [paper.make([Strong(hand.name)], "unit"), paper.make(hand.role, "small")]
    cell: list[Flowable] = [Spacer(1, 14 * mm), Rule(0.7, after=3), *who]
    if hand.may_refuse:
        reason = paper.make("Si no firma, razón:", "small")
        cell += [Spacer(1, 3), reason, Spacer(1, 9), Rule(0.4, after=0)]
    return cell


def annexes_and_copies(paper: Paper, annexes: Sequence[Annex], copies: Sequence[Copy], closing: Sequence[str]) -> None:
    """What goes with the paper, who gets a copy and for what, where the file is, and who wrote it."""
    start = paper.mark()
    if annexes:
        paper.paragraph([Strong("Anexos")], "small")
        items = [(f"{n}.", [a.title, f" {a.detail}" if a.detail else ""]) for n, a in enumerate(annexes, 1)]
        bullets(paper, items, 4, "small")
    for copy in copies:
        paper.paragraph([Strong("c.c.p. "), f"{copy.who}. {copy.purpose}"], "small")
    for text in filter(None, closing):
        paper.paragraph(text, "small")
    if paper.mark() > start:
        paper.together(start)


def receipt_and_verification(
    paper: Paper, registration: Registration, note: str, title: str = "Sello de recibido"
) -> None:
    """The box for the seal of who receives, beside the code by which anyone can verify the paper."""
    start = paper.mark()
    paper.space(8)
    seal: list[Flowable] = [paper.make([Strong(title)], "small"), Spacer(1, 21 * mm)]
    for label in ("Nombre y cargo:", "Fecha y hora:", "Folio de quien recibe:"):
        seal += [paper.make(label, "small"), Rule(0.4, after=3)]
    box = Row([seal], [1], RowLook(frame=0.9, inset=7, above=5, below=6))
    paper.row([[box], [_verification(paper, registration, note)]], [46, 54], RowLook(gap=16, above=0, below=0))
    paper.together(start)


def verification(paper: Paper, registration: Registration, note: str) -> None:
    """The code by which anyone can verify the paper, alone: over the whole width."""
    paper.row([[_verification(paper, registration, note, 18)]], [1], PLAIN)


def _verification(paper: Paper, registration: Registration, note: str, share: int = 34) -> Row:
    alt = f"Código QR para verificar el documento {registration.folio}: {registration.verify_at}"
    figure = qr_figure(registration.verify_at, 27 * mm, paper.node("Figure", alt=alt))
    words = [
        paper.make([Strong("Verificación")], "small"),
        paper.make(registration.code, "code"),
        paper.make(registration.verify_page, "small"),
        paper.make(note, "note"),
    ]
    return Row([[figure], words], [share, 100 - share], RowLook(gap=6, above=0, below=0))


def confidentiality(paper: Paper, legend: Legend) -> None:
    """The legend on personal data, on a quiet ground."""
    paper.space(8)
    paper.row([[paper.make(legend.text, "fine")]], [1], RowLook(ground=GROUND, inset=8, above=5, below=6))


def privacy_notice(paper: Paper, legend: Legend) -> None:
    """The *aviso de privacidad* that must travel with every transfer of personal data."""
    paper.heading("Aviso de privacidad que acompaña a esta transferencia", 2)
    for text in legend.privacy_notice:
        paper.paragraph(text, "fine")
        paper.space(2)


def missing_signs(paper: Paper) -> None:
    """Tell the reader, at the end, which signs the typeface lacks and how they were shown."""
    if not paper.missing:
        return
    names = ", ".join(f"U+{code:04X}" for code in sorted(paper.missing)[:40])
    paper.space(8)
    paper.paragraph(
        f"Nota de impresión: la tipografía no tiene los signos {names}; en su lugar se imprime \ufffd. "
        "El texto íntegro está en el expediente electrónico.",
        "note",
    )
