"""What makes a page readable aloud: marked content while drawing, from which a structure tree grows.

Open-source reportlab knows nothing of tags. Every flowable here draws between a begin and an end mark that
belong to a ``Node``; whatever is not content (rules, backgrounds, running lines) is an artifact. A flowable
that breaks over a page keeps its node: a split paragraph is one paragraph for a screen reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph


class Node:
    """One structure element: a tag, attributes, and kids that are nodes or ``(page, mcid)`` marks."""

    def __init__(self, tag: str, parent: Node | None = None, **attributes: str):
        self.tag, self.attributes = tag, attributes
        self.kids: list[Node | tuple[int, int]] = []
        if parent is not None:
            parent.kids.append(self)

    def is_empty(self) -> bool:
        """Tell whether nothing of this element was drawn."""
        return all(isinstance(kid, Node) and kid.is_empty() for kid in self.kids)


class TaggedCanvas(Canvas):
    """A canvas that counts the marked content of each page."""

    def __init__(self, *args: object, **options: object):
        super().__init__(*args, **options)
        self._marks: dict[int, int] = {}

    @contextmanager
    def content(self, node: Node) -> Iterator[None]:
        """Draw what belongs to one structure element."""
        page = self.getPageNumber()
        mark = self._marks[page] = self._marks.get(page, -1) + 1
        node.kids.append((page, mark))
        self._code.append(f"/{node.tag} <</MCID {mark}>> BDC")
        yield
        self._code.append("EMC")

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """Draw what is not content: ``Layout`` (rules, grounds) or ``Pagination`` (running lines)."""
        self._code.append(f"/Artifact <</Type /{kind}>> BDC")
        yield
        self._code.append("EMC")


class TaggedParagraph(Paragraph):
    """A paragraph of one structure element. reportlab re-creates it at page breaks: hence the signature."""

    node: Node | None = None
    _fitted: tuple[float, tuple[float, float]] | None = None

    def tagged(self, node: Node) -> TaggedParagraph:
        """Say which element this paragraph is; returns itself."""
        self.node = node
        return self

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Measure once for each width: rows, pages and drawing all ask, and breaking lines is most of the work."""
        if self._fitted is None or self._fitted[0] != width or not hasattr(self, "blPara"):
            self._fitted = (width, super().wrap(width, height))
        return self._fitted[1]

    def draw(self) -> None:
        """Draw between the marks of its element."""
        if self.node is None:
            super().draw()
            return
        with self.canv.content(self.node):
            super().draw()

    def split(self, width: float, height: float) -> list[Flowable]:
        """Break over a page; both halves are the same element."""
        parts = super().split(width, height)
        for part in parts:
            part.node = self.node
        return parts


class Heading(TaggedParagraph):
    """A heading that also stands among the bookmarks."""

    bookmark: tuple[str, str, int] | None = None

    def draw(self) -> None:
        """Draw, and set the bookmark ``(key, title, level)``."""
        if self.bookmark:
            key, title, level = self.bookmark
            self.canv.bookmarkHorizontal(key, 0, self.height + self.style.spaceBefore)
            self.canv.addOutlineEntry(title, key, level, closed=False)
        super().draw()
