"""Draws the *aviso inmediato*: what is known at an hour, on as few pages as it takes."""

from functools import partial

from forms import blocks
from forms.documents import ImmediateNotice
from forms.page import Paper, Strong, fitted
from forms.rows import RowLook
from forms.sheet import draw_facts, draw_head, sheet_title
from forms.spanish import hour, short_date
from forms.styles import INK, Density

KIND = "Aviso inmediato"
FEW = 2
"""Up to so many minors are read before what is asked; of more, what is asked stands on the first page."""


def draw(document: ImmediateNotice) -> bytes:
    """Return the notice as PDF/A-3a and PDF/UA-1; the same document gives the same bytes."""
    _, laid = fitted(partial(_paper, document))
    return laid.archived(blocks.metadata(document, KIND, f"{KIND}, preliminar"))


def _paper(document: ImmediateNotice, density: Density) -> Paper:
    registration = document.registration
    running = f"{KIND} núm. {registration.folio} · PRELIMINAR"
    paper = Paper(running, document.legend.classification, document.legend.footer, density=density)
    blocks.letterhead(paper, KIND, "Aviso núm.", document.issuer, registration)
    _preliminary(paper, document)
    blocks.handling_and_subject(paper, document, urgent=True)
    blocks.addressee(paper, document.addressee)
    for part in document.opening.split("\n"):
        paper.paragraph(part)
    first_page_has_room = len(document.sheets) <= FEW
    if not first_page_has_room:
        _requests(paper, document)
    for position, sheet in enumerate(document.sheets, 1):
        paper.room(150)
        draw_head(paper, sheet, sheet_title(sheet, position, len(document.sheets)), "sheet_brief")
    if first_page_has_room:
        _requests(paper, document)
    _detail(paper, document)
    _closing(paper, document)
    blocks.missing_signs(paper)
    return paper


def _preliminary(paper: Paper, document: ImmediateNotice) -> None:
    """The mark nobody can overlook: preliminary, and the hour at which the facts were known."""
    known = f"PRELIMINAR, hechos conocidos a las {hour(document.known_at)}"
    mark = [paper.make(known, "mark")]
    mark.append(paper.make(f"{short_date(document.known_at.date())}. {document.preliminary}", "mark_small"))
    paper.row([mark], [1], RowLook(ground=INK, inset=10, above=4, below=7))
    paper.space(8)


def _requests(paper: Paper, document: ImmediateNotice) -> None:
    """What is asked and how to answer: before any detail."""
    paper.heading("Lo que se pide")
    blocks.request_list(paper, document.requests)
    paper.paragraph([Strong("Respuesta. "), document.reply])


def _detail(paper: Paper, document: ImmediateNotice) -> None:
    if document.done:
        paper.heading("Lo que ya se hizo")
        blocks.bullets(paper, [("–", [text]) for text in document.done], 3)
    for sheet in document.sheets:
        paper.heading(f"Lo que se sabe de {sheet.key}")
        draw_facts(paper, sheet)
    paper.heading("Dónde y cuándo")
    blocks.fact_table(paper, document.background)
    paper.heading("Motivación y fundamento")
    blocks.reasons(paper, document.reasons)
    if document.founded:
        paper.paragraph(document.founded, "small")
        paper.space(5)


def _closing(paper: Paper, document: ImmediateNotice) -> None:
    """The signature never stands alone on a page: it goes with the ground on which it is given."""
    start = paper.mark()
    blocks.competence(paper, document.issuer)
    blocks.signature(paper, document.issuer)
    paper.together(start)
    blocks.annexes_and_copies(paper, (), document.copies, (document.consult, document.issuer.initials))
    note = "Ni el código ni el QR contienen datos personales."
    blocks.receipt_and_verification(paper, document.registration, note)
    blocks.confidentiality(paper, document.legend)
    blocks.privacy_notice(paper, document.legend)
