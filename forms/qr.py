"""The verification code as vector squares: sharp on any printer, no image in the file."""

from collections.abc import Callable

import segno
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from forms.styles import INK
from forms.tagging import Node


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
    code = segno.make(payload, error="m", micro=False, boost_error=False)
    matrix = [list(row) for row in code.matrix_iter(border=2)]
    unit = side_points / len(matrix)

    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(INK)
        path = canvas.beginPath()
        for number, row in enumerate(matrix):
            column = 0
            while column < len(row):
                run = column
                while run < len(row) and row[run]:
                    run += 1
                if run > column:
                    path.rect(column * unit, side_points - (number + 1) * unit, (run - column) * unit, unit)
                column = max(run, column + 1)
        canvas.drawPath(path, stroke=0, fill=1)

    return Figure(side_points, side_points, draw, node)
