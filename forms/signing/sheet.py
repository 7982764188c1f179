"""Draws the last sheet of a paper signed with e.firma: who, when, with which certificate, cadena and sello."""

from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.units import mm

from forms.archive import Metadata
from forms.page import Paper, Strong
from forms.qr import qr_figure
from forms.rows import RowLook
from forms.signing.chain import OriginalChain
from forms.spanish import date_in_words, hour
from forms.tagging import Node

TITLE = "Hoja de firma electrónica"
_WIDTH = 96
"""Signs a line of cadena and sello: they have no spaces to break at."""


@dataclass(frozen=True)
class SignatureSheet:
    """What the sheet says.

    Attributes:
        name: Who signs, as the certificate says it.
        post: Their post, as they gave it; empty when they gave none.
        seal: Base64 of the sello.
        clock: Whose clock the hour is from, in words.
        legend: What the signature is worth, with its ground.
    """

    chain: OriginalChain
    name: str
    post: str
    seal: str
    clock: str
    legend: str


def draw_sheet(sheet: SignatureSheet) -> bytes:
    """Return the sheet as an archival file of its own, ready to be appended."""
    given, at = sheet.chain.identity, sheet.chain.signed_at
    paper = Paper(f"{TITLE} · {given.folio}", "", given.institution, f"{TITLE} de {given.folio}")
    paper.place(paper.make_heading(TITLE, 1, "section", TITLE))
    paper.paragraph(sheet.legend)
    paper.space(6)
    _rows(paper, _facts(sheet, at))
    paper.space(8)
    for label, text in (("Cadena original", sheet.chain.text), ("Sello digital", sheet.seal)):
        paper.heading(label, 2, "section")
        paper.paragraph(_broken(text), "fine")
        paper.space(6)
    _verify(paper, sheet)
    metadata = Metadata(TITLE, TITLE, given.institution, at)
    return paper.finish(metadata)


def _facts(sheet: SignatureSheet, at: datetime) -> list[tuple[str, str]]:
    given = sheet.chain.identity
    return [
        ("Documento", given.title),
        ("Firma", sheet.name),
        ("Cargo", sheet.post or "no proporcionado"),
        ("Fecha y hora", f"{date_in_words(at.date())}, {hour(at)} horas ({sheet.clock})"),
        ("Certificado núm.", sheet.chain.certificate_number),
        ("Huella SHA-256 de lo firmado", sheet.chain.sha256),
    ]


def _rows(paper: Paper, facts: list[tuple[str, str]]) -> None:
    table = paper.node("Table")
    for label, text in facts:
        line = Node("TR", table)
        head = paper.make(label, "label", Node("TH", line, scope="Row"))
        value = paper.make([text], "value", Node("TD", line))
        paper.row([[head], [value]], [25, 75], RowLook(rule=0.4, above=1.6, below=2.4))


def _verify(paper: Paper, sheet: SignatureSheet) -> None:
    given = sheet.chain.identity
    start = paper.mark()
    alt = f"Código QR para verificar el documento {given.folio}: {given.verify_at}"
    figure = qr_figure(given.verify_at, 27 * mm, paper.node("Figure", alt=alt))
    page = given.verify_at.removesuffix(given.code).rstrip("/") if given.verify_at.startswith("http") else ""
    words = [
        paper.make([Strong("Verificación")], "small"),
        paper.make(given.code, "code"),
        paper.make(page or "Compruebe este código con la oficina que emite.", "small"),
        paper.make("La cadena, el sello, el código y el QR no contienen datos de personas menores.", "note"),
    ]
    paper.row([[figure], words], [24, 76], RowLook(gap=8, above=0, below=0))
    paper.together(start)


def _broken(text: str) -> str:
    return " ".join(text[start : start + _WIDTH] for start in range(0, len(text), _WIDTH))
