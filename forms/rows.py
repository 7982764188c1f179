"""Cells side by side that may break over a page at any line: letterhead, lists, facts and signatures alike.

reportlab's Table refuses a row taller than a page; a child's story may be longer than that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable

from forms.styles import INK, LINE

KEPT_WHOLE = 150.0
"""Points: a row up to this height goes to the next page rather than break."""


@dataclass(frozen=True)
class RowLook:
    """How a row looks: measures in points."""

    gap: float = 8
    above: float = 2.5
    below: float = 2.5
    inset: float = 0
    ground: Color | None = None
    rule: float = 0
    """Width of the line above the row; 0 = none."""
    frame: float = 0
    """Width of the line around the row; 0 = none."""


class Row(Flowable):
    """Cells side by side, each a stack of flowables."""

    def __init__(
        self,
        cells: Sequence[Sequence[Flowable]],
        widths: Sequence[float],
        look: RowLook,
        keep_with_next: bool = False,
    ):
        super().__init__()
        self.cells = [list(cell) for cell in cells]
        self.shares, self.look = list(widths), look
        self.keepWithNext = keep_with_next

    def _widths(self, available: float) -> list[float]:
        usable = available - 2 * self.look.inset - self.look.gap * (len(self.shares) - 1)
        return [usable * share / sum(self.shares) for share in self.shares]

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """Measure; reportlab calls it before drawing."""
        self.width, self._columns = available, self._widths(available)
        self._heights = [stack_height(cell, width) for cell, width in zip(self.cells, self._columns, strict=True)]
        self.height = max(self._heights, default=0) + self.look.above + self.look.below
        return available, self.height

    def split(self, available: float, height: float) -> list[Flowable]:
        """Break every cell at the same height; nothing when it does not fit or is short enough to move."""
        if self.wrap(available, height)[1] <= KEPT_WHOLE:
            return []
        room = height - self.look.above - self.look.below
        pairs = [
            _split_stack(cell, width, room) for cell, width in zip(self.cells, self._widths(available), strict=True)
        ]
        if not any(first for first, _ in pairs) or not any(rest for _, rest in pairs):
            return []
        if any(cell and not first for cell, (first, _) in zip(self.cells, pairs, strict=True)):
            return []
        return [
            Row([first for first, _ in pairs], self.shares, self.look),
            Row([rest for _, rest in pairs], self.shares, self.look),
        ]

    def draw(self) -> None:
        """Draw ground and rules as artifacts, then each cell from its top."""
        self._draw_look()
        x = self.look.inset
        for cell, width in zip(self.cells, self._columns, strict=True):
            y, before = self.height - self.look.above, 0.0
            for part in cell:
                y -= max(before, part.getSpaceBefore()) if y < self.height - self.look.above else 0
                y -= part.wrap(width, 1e6)[1]
                part.drawOn(self.canv, x, y)
                before = part.getSpaceAfter()
            x += width + self.look.gap

    def _draw_look(self) -> None:
        look, canvas = self.look, self.canv
        if look.ground is None and not look.rule and not look.frame:
            return
        with canvas.artifact():
            canvas.saveState()
            if look.ground is not None:
                canvas.setFillColor(look.ground)
                canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
            if look.rule:
                canvas.setStrokeColor(LINE if look.rule < 0.8 else INK)
                canvas.setLineWidth(look.rule)
                canvas.line(0, self.height, self.width, self.height)
            if look.frame:
                canvas.setStrokeColor(INK)
                canvas.setLineWidth(look.frame)
                canvas.rect(0, 0, self.width, self.height, stroke=1, fill=0)
            canvas.restoreState()


def stack_height(stack: Sequence[Flowable], width: float) -> float:
    """Return how high flowables stand one over the other, in points."""
    height, before = 0.0, 0.0
    for position, part in enumerate(stack):
        height += max(before, part.getSpaceBefore()) if position else 0
        height += part.wrap(width, 1e6)[1]
        before = part.getSpaceAfter()
    return height


def _split_stack(stack: list[Flowable], width: float, room: float) -> tuple[list[Flowable], list[Flowable]]:
    """Part a stack at a height: what fits, and what goes on."""
    before = 0.0
    for position, part in enumerate(stack):
        space = max(before, part.getSpaceBefore()) if position else 0
        height = part.wrap(width, 1e6)[1]
        if space + height > room + 1e-6:
            halves = part.split(width, room - space)
            if len(halves) < 2:
                return stack[:position], stack[position:]
            return [*stack[:position], halves[0]], [*halves[1:], *stack[position + 1 :]]
        room -= space + height
        before = part.getSpaceAfter()
    return stack, []
