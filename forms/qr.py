"""The verification code as vector squares: sharp on any printer, no image in the file."""

from collections.abc import Callable, Iterator
from itertools import groupby

import segno
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from forms.styles import INK
from forms.tagging import Node

_MASK = 2
"""One mask for all: any reader takes any, and weighing the eight took a tenth of the time of a paper."""


class Figure(Flowable):
    """Something drawn, with the words that stand for it when the page is read aloud."""

    def __init__(self, width: float, height: float, draw: Callable[[Canvas], None], node: Node):
        super().__init__()
        self.width, self.height, self._draw, self.node = width, height, draw, node

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Its size is fixed."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw between the marks of its element."""
        with self.canv.content(self.node):
            self.canv.saveState()
            self._draw(self.canv)
            self.canv.restoreState()


def qr_figure(payload: str, side_points: float, node: Node) -> Figure:
    """Make a QR code with a quiet zone of two modules, drawn as runs of squares.

    Args:
        payload: Address or text to read back. Never a name.
        side_points: Side of the whole square.
        node: A ``Figure`` element with its alternative text.
    """
    code = segno.make(payload, error="m", micro=False, boost_error=False, mask=_MASK)
    matrix = [list(row) for row in code.matrix_iter(border=2)]
    unit = side_points / len(matrix)

    runs = [f"{start} {number} {end - start} 1 re" for number, row in enumerate(matrix) for start, end in _runs(row)]

    def draw(canvas: Canvas) -> None:
        """Write whole numbers in modules: reportlab takes longer to format points than to draw the rest of a page."""
        canvas.setFillColor(INK)
        canvas.translate(0, side_points)
        canvas.scale(unit, -unit)
        canvas._code.append(" ".join(runs) + " f")

    return Figure(side_points, side_points, draw, node)


def _runs(row: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the first dark module of each run and the first one after it."""
    start = 0
    for dark, run in groupby(row):
        end = start + len(list(run))
        if dark:
            yield start, end
        start = end
