"""The look of every paper in one place: sizes in points, measures, and black and white first."""

from dataclasses import dataclass
from functools import cache

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from forms.typeface import BOLD, ITALIC, REGULAR

INK = HexColor("#000000")
"""Black, not the near-black of the screens nor a grey: a printer or copier of one ink dots both, and then the source of
a fact or who refused cannot be read. What is quiet is small or in italics."""
LINE = HexColor("#8A857A")
GROUND = HexColor("#F1EFE9")
BRAND = HexColor("#9B2247")
WHITE = HexColor("#FFFFFF")

PAGE_WIDTH, PAGE_HEIGHT = 612.0, 792.0


@dataclass(frozen=True)
class Margins:
    """Letter paper with sides so wide that an A4 printer, 6 mm narrower, cuts nothing."""

    left: float = 25 * mm
    right: float = 22 * mm
    top_first: float = 15 * mm
    top: float = 22 * mm
    bottom: float = 20 * mm

    @property
    def width(self) -> float:
        """Points between the side margins."""
        return PAGE_WIDTH - self.left - self.right


MARGINS = Margins()


def _style(name: str, size: float, leading: float, face: str = REGULAR, **more: object) -> ParagraphStyle:
    options = {"textColor": INK, "allowWidows": 0, "allowOrphans": 0, "splitLongWords": 1, **more}
    return ParagraphStyle(name, fontName=face, fontSize=size, leading=leading, **options)


STYLES = {
    style.name: style
    for style in (
        _style("body", 10.5, 14, alignment=TA_JUSTIFY, spaceAfter=6),
        _style("announcing", 10.5, 14, alignment=TA_JUSTIFY, spaceAfter=6, keepWithNext=1),
        _style("left", 10.5, 14, spaceAfter=5),
        _style("item", 10.5, 14, alignment=TA_JUSTIFY, spaceAfter=4),
        _style("marker", 10.5, 14, BOLD, spaceAfter=4),
        _style("lead_in", 10.5, 15, BOLD, spaceBefore=5, spaceAfter=4, keepWithNext=1),
        _style("right", 10.5, 15, alignment=TA_RIGHT, spaceAfter=6),
        _style("subject", 10.5, 14.5, BOLD),
        _style("addressee", 10.5, 14.5, BOLD),
        _style("institution", 14, 17.5, BOLD, spaceAfter=2),
        _style("unit", 9.5, 12.5),
        _style("small", 8.2, 11),
        _style("fine", 7.8, 10.2),
        _style("small_bold", 8.2, 11, BOLD),
        _style("note", 8.2, 11, ITALIC),
        _style("label", 8.4, 11.4, BOLD),
        _style("label_white", 8.4, 11.4, BOLD, textColor=WHITE),
        _style("label_plain", 8.6, 11.4),
        _style("count", 9.5, 11.8, alignment=TA_RIGHT),
        _style("value", 9.5, 12.6),
        _style("digest", 8.6, 12.6),
        _style("blank", 9.5, 12.6, ITALIC),
        _style("source", 8, 10.5),
        _style("title", 11.5, 14.5, BOLD, spaceAfter=3),
        _style("section", 10.5, 14, BOLD, spaceBefore=9, spaceAfter=3, keepWithNext=1),
        _style("group", 9.6, 12.5, BOLD, spaceBefore=6.5, spaceAfter=2, keepWithNext=1),
        _style("sheet", 17, 21, BOLD),
        _style("mark", 13.5, 17, BOLD, textColor=WHITE),
        _style("mark_plain", 13.5, 17, BOLD),
        _style("check_item", 9.5, 12.4, BOLD, spaceBefore=5, spaceAfter=1, keepWithNext=1),
        _style("check_label", 8.8, 11),
        _style("check_code", 8.8, 11),
        _style("mark_small", 9.6, 13, textColor=WHITE),
        _style("sheet_brief", 14, 17, BOLD),
        _style("lead_label", 8.2, 11, BOLD, spaceAfter=1.5, keepWithNext=1),
        _style("lead", 10.5, 13.6),
        _style("account", 10.5, 14.5, spaceAfter=1),
        _style("code", 11, 15, BOLD),
        _style("signature", 9.6, 12.6, alignment=TA_CENTER),
        _style("signature_bold", 9.6, 12.6, BOLD, alignment=TA_CENTER),
        _style("acta", 10, 14.2, spaceAfter=3),
        _style("acta_heading", 10, 14.2, BOLD, spaceBefore=8, spaceAfter=3, keepWithNext=1),
    )
}


@dataclass(frozen=True)
class Density:
    """How close a paper is set, beside its natural look.

    Attributes:
        size: Part of the size of each letter that is kept, down to `SMALLEST`.
        leading: Part of the distance between lines.
        air: Part of the space between blocks.
        reach: Part of the natural height that a page of text and tables comes to, about.
    """

    size: float
    leading: float
    air: float
    reach: float


NATURAL = Density(1, 1, 1, 1)
CLOSER = (
    Density(0.98, 0.94, 0.6, 0.92),
    Density(0.94, 0.885, 0.45, 0.84),
    Density(0.9, 0.845, 0.35, 0.8),
)
SMALLEST = 8.0
"""Points: no density sets smaller letters than this; what is smaller by nature (legends) stays as it is."""


@cache
def styles_at(density: Density) -> dict[str, ParagraphStyle]:
    """Return every style at a density."""
    if density is NATURAL:
        return STYLES
    return {name: _closer(style, density) for name, style in STYLES.items()}


def _closer(style: ParagraphStyle, density: Density) -> ParagraphStyle:
    size = max(style.fontSize * density.size, min(style.fontSize, SMALLEST))
    return ParagraphStyle(
        style.name,
        parent=style,
        fontSize=size,
        leading=max(style.leading * density.leading, size * 1.18),
        spaceBefore=style.spaceBefore * density.air,
        spaceAfter=style.spaceAfter * density.air,
    )
