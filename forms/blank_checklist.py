"""Draws blank checklists: the paper that goes to the field when the tablet cannot. Black on white, to be photocopied.

Each box has beside it the three signs that are typed later to bring the answer back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.platypus import Flowable, Spacer

from forms.archive import Metadata
from forms.blocks import Rule
from forms.page import Paper, Quiet, Strong
from forms.rows import Row, RowLook
from forms.styles import INK
from forms.tagging import Node

SIDE = 9.0
SHORT_LABEL = 26
LONG_ANSWER_LINES = 3


@dataclass(frozen=True)
class PrintedBox:
    """A box with its label and the code that stands for it."""

    code: str
    label: str


@dataclass(frozen=True)
class PrintedItem:
    """One question. ``written``: the code of what is written by hand, empty when it is only ticked.

    Attributes:
        hint: How it is written: ``día/mes/año``, ``kilogramos``.
        lines: Ruled lines to write on.
    """

    label: str
    help: str
    boxes: tuple[PrintedBox, ...]
    written: str
    hint: str
    lines: int
    many: bool


@dataclass(frozen=True)
class PrintedSection:
    """Questions under one title."""

    title: str
    items: tuple[PrintedItem, ...]


@dataclass(frozen=True)
class PrintedSheet:
    """One sheet: of the visit, of a minor, of a person who takes part."""

    title: str
    code: str
    about: str
    """Line to say whom it is about: ``Clave o número de persona en esta visita:``."""
    sections: tuple[PrintedSection, ...]


@dataclass(frozen=True)
class BlankChecklist:
    """Every sheet of one version of a protocol."""

    title: str
    version: str
    how: tuple[str, ...]
    """How it is filled in and typed back, in short sentences."""
    sheets: tuple[PrintedSheet, ...]
    made_at: datetime


class _Square(Flowable):
    """A box to tick; an artifact, because its words stand beside it."""

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """A small square."""
        return SIDE, SIDE + 1.5

    def draw(self) -> None:
        """Draw its outline, thick enough for a bad copier."""
        with self.canv.artifact():
            self.canv.saveState()
            self.canv.setStrokeColor(INK)
            self.canv.setLineWidth(0.9)
            self.canv.rect(0.5, 0, SIDE - 1, SIDE - 1, stroke=1, fill=0)
            self.canv.restoreState()


def draw(document: BlankChecklist) -> bytes:
    """Return the checklist as PDF/A-3a and PDF/UA-1; the same document gives the same bytes."""
    paper = Paper(f"{document.title}, {document.version}", "", f"{document.title}, {document.version}. Hoja de papel.")
    for position, sheet in enumerate(document.sheets):
        paper.running(f"{document.title}, {document.version} · Hoja {sheet.code}")
        if position:
            paper.new_page()
        _head(paper, document, sheet, first=not position)
        for section in sheet.sections:
            paper.heading(section.title, 2, "section", f"{sheet.title}: {section.title}")
            for item in section.items:
                _item(paper, item)
    subject = "Lista de verificación en blanco"
    return paper.finish(Metadata(f"{subject}: {document.title}", subject, "Resguardo", document.made_at))


def _head(paper: Paper, document: BlankChecklist, sheet: PrintedSheet, *, first: bool) -> None:
    title = paper.make_heading(sheet.title, 1, "institution", sheet.title)
    version = paper.make(f"{document.title}, {document.version}", "unit")
    code = [paper.make("Clave de la hoja", "small_bold"), paper.make(sheet.code, "mark_plain")]
    paper.row([[title, version], code], [72, 28], RowLook(gap=12, above=0, below=6))
    paper.place(Rule(1.6, INK, after=6))
    if first:
        for text in document.how:
            paper.paragraph(text, "small")
        paper.space(3)
    for label in ("Orden de inspección y fecha:", sheet.about, "Quién la llenó:"):
        if label:
            paper.paragraph(label, "label")
            paper.space(8)
            paper.place(Rule(0.5, INK, after=3))


def _item(paper: Paper, item: PrintedItem) -> None:
    start = paper.mark()
    many = [Quiet(" · marca todas las que correspondan")] if item.many else []
    paper.paragraph([Strong(item.label), *many], "check_item")
    if item.help:
        paper.paragraph([Quiet(item.help)], "note")
    _boxes(paper, item.boxes)
    if item.written:
        hint = f" ({item.hint})" if item.hint else ""
        paper.paragraph([Strong(item.written), f" ={hint}"], "small")
        for _ in range(item.lines):
            paper.space(13)
            paper.place(Rule(0.5, INK, after=1))
    if len(item.boxes) <= 14:
        paper.together(start)


def _boxes(paper: Paper, boxes: Sequence[PrintedBox]) -> None:
    """Short options three by three, long ones two by two."""
    if not boxes:
        return
    columns = 3 if all(len(box.label) <= SHORT_LABEL for box in boxes) else 2
    listed = paper.node("L")
    for start in range(0, len(boxes), columns):
        line = boxes[start : start + columns]
        cells: list[list[Flowable]] = [[_box(paper, box, listed, columns)] for box in line]
        cells += [[]] * (columns - len(line))
        paper.row(cells, [1] * columns, RowLook(gap=10, above=1, below=1.5))


def _box(paper: Paper, box: PrintedBox, listed: Node, columns: int) -> Row:
    entry = Node("LI", listed)
    body = Node("LBody", entry)
    code = paper.make([Strong(box.code)], "check_code", body)
    label = paper.make(box.label, "check_label", body)
    square, sign = (9, 16) if columns == 3 else (6, 11)
    cells: list[list[Flowable]] = [[Spacer(1, 1), _Square()], [code], [label]]
    return Row(cells, [square, sign, 100 - square - sign], RowLook(gap=2, above=0, below=0))
