"""Draws a version of the acta in which data was taken out: for the employer, or public."""

from collections.abc import Sequence
from functools import partial

from forms import blocks
from forms.documents import ActaVersion, Removal, Removed
from forms.page import Paper, Strong, Text, fitted
from forms.rows import RowLook
from forms.styles import GROUND, Density

HEADING_LETTERS = 90


def draw(document: ActaVersion) -> bytes:
    """Return the version as PDF/A-3a and PDF/UA-1; what was taken out is not in the file in any form."""
    _, laid = fitted(partial(_paper, document))
    return laid.archived(blocks.metadata(document, document.title, document.title))


def _paper(document: ActaVersion, density: Density) -> Paper:
    registration = document.registration
    name = f"{document.title} núm. {registration.folio}"
    paper = Paper(name, document.legend.classification, document.legend.footer, density=density)
    blocks.letterhead(paper, document.title, "Versión núm.", document.issuer, registration)
    _preface(paper, document)
    for line in document.lines:
        _line(paper, line)
    start = _removals(paper, document.removals)
    note = f"Huella SHA-256 del texto íntegro, que se conserva en el expediente: {document.text_sha256}"
    paper.space(8)
    blocks.verification(paper, registration, note)
    paper.together(start)
    blocks.missing_signs(paper)
    return paper


def _preface(paper: Paper, document: ActaVersion) -> None:
    words = [paper.make(text, "value") for text in document.preface]
    paper.row([words], [1], RowLook(ground=GROUND, inset=9, above=5, below=7))
    paper.space(4)
    if document.cover:
        blocks.fact_table(paper, document.cover)
        paper.space(6)


def _line(paper: Paper, line: Sequence[str | Removed]) -> None:
    """A line wholly in capitals is a heading, as in the acta; what was taken out stands in bold brackets."""
    runs = [Strong(f"[testado {part.number}]") if isinstance(part, Removed) else part for part in line]
    plain = "".join(part for part in line if isinstance(part, str))
    if not "".join(runs).strip():
        paper.space(4)
    elif plain == plain.upper() and any(sign.isalpha() for sign in plain) and len(plain) <= HEADING_LETTERS:
        paper.heading("".join(runs), 2, "acta_heading")
    else:
        text: Text = runs
        paper.paragraph(text, "acta")


def _removals(paper: Paper, removals: Sequence[Removal]) -> int:
    """List them; return where the last one stands: the code that verifies the paper is never alone on a page."""
    paper.heading("Lo que se testó y por qué")
    if not removals:
        paper.paragraph("En el texto no se encontró dato alguno que testar.", "acta")
        return paper.mark() - 1
    items = []
    for removal in removals:
        times = "una vez" if removal.times == 1 else f"{removal.times} veces"
        why = [f"{removal.what}; {times}. Fundamento: ", *blocks.cited(removal.ground), "."]
        items.append((f"[testado {removal.number}]", why))
    blocks.bullets(paper, items, 17)
    return paper.mark() - 1
