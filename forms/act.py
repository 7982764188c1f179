"""Draws an act of the inspection: orders, records, summons, reports, receipts; one grammar for all."""

from collections.abc import Sequence
from functools import partial
from itertools import groupby

from reportlab.platypus import Flowable

from forms import blocks
from forms.documents import Act, Section
from forms.page import Paper, fitted
from forms.rows import Row, RowLook
from forms.styles import Density
from forms.tagging import Node


def draw(document: Act) -> bytes:
    """Return the act as PDF/A-3a and PDF/UA-1; the same document gives the same bytes."""
    _, laid = fitted(partial(_paper, document))
    return laid.archived(blocks.metadata(document, document.title, document.title))


def _paper(document: Act, density: Density) -> Paper:
    registration, name = document.registration, f"{document.title} núm. {document.registration.folio}"
    paper = Paper(name, document.legend.classification, document.legend.footer, density=density)
    blocks.letterhead(paper, document.title, document.number_label, document.issuer, registration)
    blocks.handling_and_subject(paper, document, document.urgent)
    if document.addressee:
        paper.space(4)
        blocks.addressee(paper, document.addressee)
    for part in document.opening.split("\n"):
        paper.paragraph(part)
    sections = [section for section in document.sections if not section.is_empty]
    for beside, run in groupby(sections, key=lambda section: section.beside):
        if beside:
            _two_by_two(paper, list(run))
        else:
            for section in run:
                _section(paper, section)
    _closing(paper, document)
    blocks.missing_signs(paper)
    return paper


def _two_by_two(paper: Paper, tables: Sequence[Section]) -> None:
    """Tables of counts, read from left to right: each number stands at the right edge of its table."""
    for start in range(0, len(tables), 2):
        pair = tables[start : start + 2]
        cells = [_counts(paper, table) for table in pair] + [[]] * (2 - len(pair))
        paper.row(cells, [50, 50], RowLook(gap=24, above=6, below=4))


def _counts(paper: Paper, section: Section) -> list[Flowable]:
    cell: list[Flowable] = [paper.make_heading(section.title, 2, "section")]
    cell += [paper.make(text, "note") for text in section.paragraphs]
    table = paper.node("Table") if section.facts else None
    for fact in section.facts:
        line = Node("TR", table)
        label = paper.make(fact.label, "label_plain", Node("TH", line, scope="Row"))
        count = paper.make(fact.value, "count", Node("TD", line))
        cell.append(Row([[label], [count]], [72, 28], RowLook(rule=0.4, gap=6, above=1.2, below=2)))
    return cell


def _section(paper: Paper, section: Section) -> None:
    start = paper.mark()
    if section.title:
        paper.heading(section.title)
    for number, text in enumerate(section.paragraphs):
        start = paper.mark() if number else start
        paper.paragraph(text)
    known = [fact for fact in section.facts if not fact.blank]
    if known:
        blocks.fact_table(paper, known)
    unknown = [fact for fact in section.facts if fact.blank]
    if unknown:
        paper.space(2)
        paper.paragraph(blocks.unknowns(unknown), "note")
        if not known and section.paragraphs:
            paper.together(start)
    blocks.request_list(paper, section.orders)
    blocks.bullets(paper, [("–", [text]) for text in section.items], 3)
    blocks.ground_list(paper, section.grounds)


def _closing(paper: Paper, document: Act) -> None:
    if document.signs_office:
        start = paper.mark()
        blocks.competence(paper, document.issuer)
        blocks.signature(paper, document.issuer)
        paper.together(start)
    if document.hands:
        paper.heading("Firma" if len(document.hands) == 1 else "Firmas")
        blocks.hands(paper, document.hands)
    blocks.annexes_and_copies(paper, (), document.copies, (document.consult, document.issuer.initials))
    note = "Ni el código ni el QR contienen datos personales."
    if document.sealed:
        blocks.receipt_and_verification(paper, document.registration, note, "Sello y firma de quien recibe")
    else:
        paper.space(8)
        blocks.verification(paper, document.registration, note)
    if document.legend.text:
        blocks.confidentiality(paper, document.legend)
    if document.legend.privacy_notice:
        blocks.privacy_notice(paper, document.legend)
