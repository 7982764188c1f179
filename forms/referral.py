"""Draws the *oficio de canalización*: the letter that a lawyer signs, then a sheet for each minor."""

from functools import partial

from forms import blocks
from forms.documents import Referral
from forms.page import Paper, fitted
from forms.sheet import draw_sheet, sheet_title
from forms.styles import NATURAL, Density

KIND = "Oficio de canalización"
PETITION = 130.0
"""Points: the heading, what leads into it and the first thing asked stay on one page."""


def draw(document: Referral) -> bytes:
    """Return the oficio as PDF/A-3a and PDF/UA-1; the same document gives the same bytes."""
    density, laid = fitted(partial(_letter, document))
    if document.sheets:
        laid = _whole(document, density).lay_out()
    subject = f"{KIND}, {len(document.sheets)} fichas" if len(document.sheets) != 1 else f"{KIND}, 1 ficha"
    return laid.archived(blocks.metadata(document, KIND, subject))


def _whole(document: Referral, density: Density) -> Paper:
    """The letter, and each sheet on a page of its own, or two."""
    paper = _letter(document, density)
    paper.density = NATURAL
    for position, sheet in enumerate(document.sheets, 1):
        title = sheet_title(sheet, position, len(document.sheets))
        paper.running(f"Oficio núm. {document.registration.folio} · {title}")
        paper.new_page()
        paper.on_one_page(partial(draw_sheet, paper, sheet, title))
    blocks.missing_signs(paper)
    return paper


def _letter(document: Referral, density: Density) -> Paper:
    legend = document.legend
    running = f"Oficio núm. {document.registration.folio}"
    paper = Paper(running, legend.classification, legend.footer, density=density)
    _opening(paper, document)
    _grounds_and_facts(paper, document)
    _requests(paper, document)
    _closing(paper, document)
    if not document.sheets:
        blocks.missing_signs(paper)
    return paper


def _opening(paper: Paper, document: Referral) -> None:
    blocks.letterhead(paper, KIND, "Oficio núm.", document.issuer, document.registration)
    blocks.handling_and_subject(paper, document, document.urgent)
    blocks.addressee(paper, document.addressee)
    for part in document.opening.split("\n"):
        paper.paragraph(part)
    paper.heading("Lo que debe saberse primero")
    blocks.fact_table(paper, document.summary)


def _grounds_and_facts(paper: Paper, document: Referral) -> None:
    paper.heading("Hechos")
    for text in document.facts:
        paper.paragraph(text)
    blocks.fact_table(paper, document.background)
    paper.heading("Motivación")
    blocks.reasons(paper, document.reasons)
    if document.done:
        paper.heading("Lo que ya se hizo")
        blocks.bullets(paper, [("–", [text]) for text in document.done], 3)
    paper.heading("Lo que ordena la ley")
    blocks.ground_list(paper, document.grounds)
    paper.space(4)
    blocks.competence(paper, document.issuer)


def _requests(paper: Paper, document: Referral) -> None:
    urgent = [request for request in document.requests if request.urgent]
    ordinary = [request for request in document.requests if not request.urgent]
    paper.room(PETITION)
    paper.heading("Petición")
    paper.paragraph("Por lo expuesto y fundado, con pleno respeto a sus atribuciones, se solicita:")
    if urgent:
        paper.paragraph("Con carácter urgente", "lead_in")
        blocks.request_list(paper, urgent)
        if ordinary:
            paper.paragraph("Además", "lead_in")
    blocks.request_list(paper, ordinary, len(urgent) + 1)


def _closing(paper: Paper, document: Referral) -> None:
    """The signature never stands alone on a page: it goes with the last thing asked."""
    start = paper.mark()
    paper.heading("Respuesta")
    paper.paragraph(document.reply)
    blocks.signature(paper, document.issuer)
    paper.together(start)
    blocks.annexes_and_copies(paper, document.annexes, document.copies, (document.consult, document.issuer.initials))
    note = "Ni el código ni el QR contienen datos personales."
    blocks.receipt_and_verification(paper, document.registration, note)
    blocks.confidentiality(paper, document.legend)
    blocks.privacy_notice(paper, document.legend)
