"""The page that every paper shares: letter size, first and later pages, running lines, page x of y.

``Paper`` collects what is to be read, in reading order, and at the end becomes bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Spacer,
)
from reportlab.platypus.doctemplate import NextPageTemplate, PageBreak

from forms.archive import Metadata, archive
from forms.rows import Row, RowLook, stack_height
from forms.styles import CLOSER, INK, LINE, MARGINS, NATURAL, PAGE_HEIGHT, PAGE_WIDTH, Density, styles_at
from forms.tagging import Heading, Node, TaggedCanvas, TaggedParagraph
from forms.typeface import BOLD, REGULAR, load_typeface, markup, printable


class Strong(str):
    """A run of text in bold."""


class Quiet(str):
    """A run of text in italic: a blank said in words, a remark."""


Text = str | Sequence[str]

INSEPARABLE = re.compile(
    r"\b(frs?\.|fracción|arts?\.|artículo|núm\.|testado) (?=[\dIVXL])"
    r"|(?<=\d)( )(?=(?:k?g|[ckm]?m|kilogramos|horas|años)\b)"
)
"""A space at which no line ends: before the number of a fraction or an article, between a quantity and its unit."""
FEW = 230.0
"""Points: a last page with no more than this on it is brought back to the one before, if that can be read."""


class Paper:
    """One paper in the making: add parts in reading order, then ``finish``."""

    def __init__(
        self, running_left: str, running_right: str, footer: str, page_label: str = "", density: Density = NATURAL
    ):
        load_typeface()
        self.density = density
        self.root = Node("Document")
        self.missing: set[int] = set()
        self._running = tuple(printable(text) for text in (running_left, running_right, footer))
        self._page_label = page_label
        """Said in place of ``Página x de y``, for a sheet that is appended to another paper."""
        self._flow: list[Flowable] = []
        self._bookmarks = 0

    def text(self, text: Text) -> str:
        """Turn text or runs of text into markup in which nothing a person wrote is read as a tag."""
        runs = [text] if isinstance(text, str) else text
        tags = {Strong: "<b>{}</b>", Quiet: "<i>{}</i>"}
        return "".join(tags.get(type(run), "{}").format(markup(run, self.missing)) for run in runs)

    def node(self, tag: str, parent: Node | None = None, **attributes: str) -> Node:
        """Open a structure element under another, or under the document."""
        return Node(tag, parent or self.root, **attributes)

    def make(self, text: Text, style: str = "body", parent: Node | None = None, tag: str = "P") -> TaggedParagraph:
        """Make a paragraph without placing it: for cells."""
        said = INSEPARABLE.sub(lambda found: (found[1] or "") + "\u00a0", self.text(text))
        return TaggedParagraph(said, styles_at(self.density)[style]).tagged(self.node(tag, parent))

    def paragraph(self, text: Text, style: str = "body") -> None:
        """Place a paragraph; one of the body that announces something (it ends in a colon) stays beside it."""
        announces = style == "body" and "".join(text).rstrip().endswith(":")
        self._flow.append(self.make(text, "announcing" if announces else style))

    def make_heading(self, text: str, level: int, style: str, bookmark: str | None = None) -> Heading:
        """Make a heading with its bookmark; ``bookmark`` is its title outside the page (never a name)."""
        heading = Heading(self.text(text), styles_at(self.density)[style])
        heading.tagged(self.node(f"H{level}"))
        self._bookmarks += 1
        heading.bookmark = (f"b{self._bookmarks}", printable(bookmark or text), level - 1)
        return heading

    def heading(self, text: str, level: int = 2, style: str = "section", bookmark: str | None = None) -> None:
        """Place a heading."""
        self._flow.append(self.make_heading(text, level, style, bookmark))

    def row(
        self,
        cells: Sequence[Sequence[Flowable]],
        widths: Sequence[float],
        look: RowLook | None = None,
        keep: bool = False,
    ) -> Row:
        """Place cells side by side."""
        row = Row(cells, widths, self.closer(look or RowLook()), keep)
        self._flow.append(row)
        return row

    def closer(self, look: RowLook) -> RowLook:
        """Return the look with as much air as the density leaves it."""
        air = self.density.air
        return look if air == 1 else replace(look, above=look.above * air, below=look.below * air)

    def place(self, *parts: Flowable) -> None:
        """Place parts that were made elsewhere."""
        self._flow.extend(parts)

    def space(self, points: float) -> None:
        """Leave air, less when the paper is drawn closer. Room to sign in is a `Spacer` that is placed."""
        self._flow.append(Spacer(1, points * self.density.air))

    def room(self, points: float) -> None:
        """Start a page unless this much is left."""
        self._flow.append(CondPageBreak(points))

    def new_page(self) -> None:
        """Start a page."""
        self._flow.append(PageBreak())

    def running(self, text: str) -> None:
        """Change the running line at the left, from the next page on."""
        self._flow.append(_RunningLine(printable(text)))

    def together(self, since: int) -> None:
        """Keep on one page what was placed since ``mark``, and the headings that lead into it."""
        while since and self._flow[since - 1].getKeepWithNext():
            since -= 1
        self._flow[since:] = [KeepTogether(self._flow[since:])]

    def mark(self) -> int:
        """Where we are, for ``together``."""
        return len(self._flow)

    def on_one_page(self, draw: Callable[[], None]) -> None:
        """Draw what starts a page and ends one; when a few lines would run over, draw it closer so that none does."""
        room = PAGE_HEIGHT - MARGINS.top - MARGINS.bottom
        for density in (NATURAL, *CLOSER):
            flow, kids, bookmarks = len(self._flow), len(self.root.kids), self._bookmarks
            self.density = density
            draw()
            height = stack_height(_bare(self._flow[flow:]), MARGINS.width)
            self.density = NATURAL
            if height <= room or (density is NATURAL and height * CLOSER[-1].reach > room):
                return
            del self._flow[flow:], self.root.kids[kids:]
            self._bookmarks = bookmarks
        draw()

    def finish(self, metadata: Metadata) -> bytes:
        """Draw everything and return the archival file."""
        return self.lay_out().archived(metadata)

    def lay_out(self) -> LaidOut:
        """Draw everything."""
        out = io.BytesIO()
        template = BaseDocTemplate(
            out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), lang="es-MX", invariant=1, initialFontName=REGULAR
        )
        template.addPageTemplates(
            [
                self._page("first", MARGINS.top_first, self._draw_footer),
                self._page("later", MARGINS.top, self._draw_running),
            ]
        )
        template.build([NextPageTemplate("later"), *self._flow], canvasmaker=_CountingCanvas)
        frame = template.frame
        return LaidOut(out.getvalue(), self.root, template.page, frame._y2 - frame._y)

    def _page(self, name: str, top: float, on_page: object) -> PageTemplate:
        height = PAGE_HEIGHT - top - MARGINS.bottom
        frame = Frame(MARGINS.left, MARGINS.bottom, MARGINS.width, height, 0, 0, 0, 0, id=name)
        return PageTemplate(name, [frame], onPage=on_page)

    def _draw_running(self, canvas: TaggedCanvas, template: BaseDocTemplate) -> None:
        left, right, _ = self._running
        with canvas.artifact("Pagination"):
            y = PAGE_HEIGHT - 15 * 72 / 25.4
            edge = PAGE_WIDTH - MARGINS.right
            canvas.setFillColor(INK)
            _fitted(canvas, getattr(canvas, "running_line", left), (MARGINS.left, y), MARGINS.width * 0.62)
            canvas.setFont(BOLD, 8)
            canvas.drawRightString(edge, y, right)
            _hairline(canvas, MARGINS.left, edge, y - 5)
        self._draw_footer(canvas, template)

    def _draw_footer(self, canvas: TaggedCanvas, _template: BaseDocTemplate) -> None:
        with canvas.artifact("Pagination"):
            y, edge = 11 * 72 / 25.4, PAGE_WIDTH - MARGINS.right
            canvas.setFillColor(INK)
            _hairline(canvas, MARGINS.left, edge, y + 11)
            _fitted(canvas, self._running[2], (MARGINS.left, y), MARGINS.width - 90)
            canvas.setFont(REGULAR, 8)
            if self._page_label:
                canvas.drawRightString(edge, y, self._page_label)
                return
            canvas.saveState()
            canvas.translate(edge, y)
            canvas.doForm(_numbering(canvas.getPageNumber()))
            canvas.restoreState()


@dataclass(frozen=True)
class LaidOut:
    """A paper drawn and not yet archived.

    Attributes:
        last: Points that the last page has used.
    """

    pdf: bytes
    root: Node
    pages: int
    last: float

    def archived(self, metadata: Metadata) -> bytes:
        """Return the archival file."""
        return archive(self.pdf, self.root, metadata)


def fitted(make: Callable[[Density], Paper]) -> tuple[Density, LaidOut]:
    """Draw a paper; when its last page carries little, draw it closer if that brings it back to the page before.

    Args:
        make: Makes the whole paper at a density.

    Returns:
        The density at which it was drawn, and the drawing.
    """
    natural = make(NATURAL).lay_out()
    if natural.pages > 1 and natural.last <= FEW:
        for density in CLOSER:
            closer = make(density).lay_out()
            if closer.pages < natural.pages:
                return density, closer
    return NATURAL, natural


def _bare(flow: Sequence[Flowable]) -> list[Flowable]:
    """What is kept together asks for a page of its own when measured: its parts say how high it is."""
    found: list[Flowable] = []
    for part in flow:
        found += _bare(part._content) if isinstance(part, KeepTogether) else [part]
    return found


class _RunningLine(Flowable):
    """Takes no room; tells the canvas what the next pages say at their head."""

    def __init__(self, text: str):
        super().__init__()
        self.text = text

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """No room at all."""
        return 0, 0

    def draw(self) -> None:
        """Change the line."""
        self.canv.running_line = self.text


class _CountingCanvas(TaggedCanvas):
    """Writes ``Página x de y`` at the end, when y is known, into the form that each page shows, up to the margin."""

    def save(self) -> None:
        pages = self.getPageNumber() - 1
        for number in range(1, pages + 1):
            self.beginForm(_numbering(number), -100, -4, 0, 12)
            self.setFillColor(INK)
            self.setFont(REGULAR, 8)
            self.drawRightString(0, 0, f"Página {number} de {pages}")
            self.endForm()
        super().save()


def _numbering(page: int) -> str:
    return f"numbering_{page}"


def _hairline(canvas: Canvas, left: float, right: float, y: float) -> None:
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.4)
    canvas.line(left, y, right, y)


def _fitted(canvas: Canvas, text: str, at: tuple[float, float], width: float, size: float = 8) -> None:
    """Draw one line, smaller if it must be to fit: running lines are ours and short, but never overlap."""
    natural = stringWidth(text, REGULAR, size)
    canvas.setFont(REGULAR, size * min(1.0, width / natural) if natural else size)
    canvas.drawString(*at, text)
