"""Draws the *acta de inspección* from its closed text: same words, same order, nothing added inside it."""

from collections.abc import Callable, Sequence
from functools import partial

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from forms import blocks
from forms.documents import Acta, ActaSigner
from forms.page import Paper, Quiet, Strong, fitted
from forms.qr import Figure
from forms.rows import RowLook
from forms.styles import INK, Density

KIND = "Acta de inspección"
BOX_WIDTH, BOX_HEIGHT = 52 * mm, 20.8 * mm
WIDEST, TALLEST = 1000, 400
IN_NAME = ("unlettered", "unable")
UNSIGNED = ("refused", "missing", *IN_NAME)
OUTCOMES = {
    "refused": "No firmó.",
    "unlettered": "No sabe firmar.",
    "unable": "No puede firmar.",
    "missing": "Sin firma en el expediente electrónico.",
    "paper": "Firmó en papel; el original firmado se conserva en el expediente.",
}


def draw(document: Acta) -> bytes:
    """Return the acta as PDF/A-3a and PDF/UA-1; the same document gives the same bytes."""
    _, laid = fitted(partial(_paper, document))
    return laid.archived(blocks.metadata(document, KIND, KIND))


def _paper(document: Acta, density: Density) -> Paper:
    registration, legend = document.registration, document.legend
    paper = Paper(f"{KIND} núm. {registration.folio}", legend.classification, legend.footer, density=density)
    blocks.letterhead(paper, KIND, "Acta núm.", document.issuer, registration)
    _closed_text(paper, document.text)
    _signatures(paper, document.signers)
    for text in document.amendments:
        paper.heading("Nota posterior al cierre")
        paper.paragraph(text, "acta")
    _fingerprint(paper, document)
    blocks.missing_signs(paper)
    return paper


def _closed_text(paper: Paper, text: str) -> None:
    """A line wholly in capitals is set as a heading; that is the only reading made of the text."""
    for line in text.split("\n"):
        if not line.strip():
            paper.space(4)
        elif line == line.upper() and any(sign.isalpha() for sign in line) and len(line) <= 90:
            paper.heading(line, 2, "acta_heading")
        else:
            paper.paragraph(line, "acta")


def _signatures(paper: Paper, signers: Sequence[ActaSigner]) -> None:
    paper.heading("Firmas")
    signers = sorted(signers, key=lambda signer: signer.manner in UNSIGNED and not signer.by)
    for start in range(0, len(signers), 2):
        pair = signers[start : start + 2]
        cells = [_signature_cell(paper, signer) for signer in pair] + [[]] * (2 - len(pair))
        mark = paper.mark()
        paper.row(cells, [50, 50], RowLook(gap=26, above=4, below=10))
        paper.together(mark)


def _signature_cell(paper: Paper, signer: ActaSigner) -> list[Flowable]:
    cell: list[Flowable] = []
    if (signer.manner == "glass" or signer.by) and signer.strokes:
        whose = f"quien firma a ruego de {signer.role}" if signer.by else signer.role
        node = paper.node("Figure", alt=f"Firma autógrafa en pantalla de {whose}")
        cell.append(Figure(BOX_WIDTH, BOX_HEIGHT, _ink(signer.strokes), node))
    else:
        cell.append(Spacer(1, BOX_HEIGHT * (0.5 if signer.manner in ("refused", *IN_NAME) else 1)))
    cell += [
        blocks.Rule(0.7, after=3),
        paper.make([Strong(signer.name)], "unit"),
        paper.make(signer.role, "unit"),
    ]
    outcome = " ".join(part for part in (OUTCOMES.get(signer.manner, ""), signer.reason, *_in_name(signer)) if part)
    if outcome:
        cell.append(paper.make([Quiet(outcome)], "small"))
    return cell


def _in_name(signer: ActaSigner) -> tuple[str, ...]:
    """Say who signed for one who does not know how to, or cannot, and what else was done."""
    if signer.manner not in IN_NAME:
        return ()
    return (
        f"A su ruego firmó {signer.by} ({signer.by_role})." if signer.by else "Nadie firmó en su nombre.",
        "Se le leyó el acta en voz alta." if signer.read_aloud else "No consta que se le haya leído.",
        "Puso su huella en la copia impresa, que se conserva en el expediente." if signer.thumbprint else "",
    )


def _ink(strokes: Sequence[Sequence[int]]) -> Callable[[Canvas], None]:
    """Return the drawing of pen strokes; points outside the box are brought to its edge."""

    def point(x: int, y: int) -> tuple[float, float]:
        inside_x, inside_y = min(max(x, 0), WIDEST), min(max(y, 0), TALLEST)
        return inside_x * BOX_WIDTH / WIDEST, BOX_HEIGHT - inside_y * BOX_HEIGHT / TALLEST

    def draw_strokes(canvas: Canvas) -> None:
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(1.1)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        for stroke in strokes:
            pairs = list(zip(stroke[0::2], stroke[1::2], strict=False))
            path = canvas.beginPath()
            path.moveTo(*point(*pairs[0]))
            for pair in pairs[1:] or pairs:
                path.lineTo(*point(*pair))
            canvas.drawPath(path, stroke=1, fill=0)

    return draw_strokes


def _fingerprint(paper: Paper, document: Acta) -> None:
    note = (
        "El acta se imprime del texto que se cerró con las firmas; su huella SHA-256 permite comprobar que no "
        f"cambió: {document.text_sha256}"
    )
    blocks.verification(paper, document.registration, note)
