"""How pages break: none carries a few lines left over, none ends in what announces more, and type stays legible."""

import io
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pikepdf
import pytest

from forms.page import FEW, fitted
from forms.page import Paper as Drawing
from forms.sheet import draw_sheet
from forms.styles import CLOSER, MARGINS, NATURAL, PAGE_HEIGHT, SMALLEST, STYLES, Density, styles_at
from tests.unit.forms import paper_samples as samples
from tests.unit.forms.every_paper import DOCUMENTS, Paper, drawn, written
from tests.unit.forms.reading_pdf import boxes_of

FEWEST_LINES = 8
COUNTED = [("referral", 1), ("referral", 2), ("immediate_notice", 1), ("immediate_notice", 2), ("cessation_order", 60)]
MADE: dict[str, Callable[[], Paper]] = {
    **DOCUMENTS,
    **{f"{kind}-{n}": partial(written, kind, n) for kind, n in COUNTED},
}


def lines_of(pdf: bytes, folder) -> list[list[str]]:
    """The lines between head and foot of each page, from the top."""
    pages = []
    for words in boxes_of(pdf, folder):
        found: dict[int, list[tuple[float, str]]] = {}
        for left, top, _, bottom, word in words:
            if bottom < PAGE_HEIGHT - MARGINS.bottom + 2 and top > 50:
                found.setdefault(round((top + bottom) / 4), []).append((left, word))
        pages.append([" ".join(word for _, word in sorted(found[at])) for at in sorted(found)])
    return pages


@pytest.fixture(params=MADE, scope="module")
def paper(request) -> bytes:
    return drawn(MADE[request.param]())


def test_no_page_carries_a_few_lines_left_over(paper, tmp_path) -> None:
    pages = lines_of(paper, tmp_path)

    assert all(len(lines) >= FEWEST_LINES for lines in pages), [len(lines) for lines in pages]


def test_no_page_ends_in_words_that_announce_what_follows(paper, tmp_path) -> None:
    assert [lines[-1] for lines in lines_of(paper, tmp_path)[:-1] if lines[-1].endswith(":")] == []


def test_no_page_begins_with_the_signature(paper, tmp_path) -> None:
    """Whoever signs, signs something that stands on the same page."""
    assert not [lines[0] for lines in lines_of(paper, tmp_path) if lines[0] == "Atentamente"]


def test_no_page_ends_in_a_heading(paper, tmp_path) -> None:
    with pikepdf.open(io.BytesIO(paper)) as pdf, pdf.open_outline() as outline:
        entries = list(outline.root)
        for entry in entries:
            entries += entry.children
        headings = {" ".join(str(entry.title).split()) for entry in entries}

    last = [lines[-1] for lines in lines_of(paper, tmp_path)]

    assert headings and not headings.intersection(last)


@pytest.mark.parametrize("density", CLOSER)
def test_no_density_sets_letters_that_cannot_be_read(density) -> None:
    for name, style in styles_at(density).items():
        assert style.fontSize >= min(SMALLEST, STYLES[name].fontSize)
        assert style.leading >= style.fontSize * 1.15


def a_paper(lines: int, density: Density = NATURAL) -> Drawing:
    paper = Drawing("Prueba", "", "", density=density)
    for number in range(lines):
        paper.paragraph(f"Renglón {number}")
    return paper


@pytest.mark.parametrize(("lines", "pages"), [(20, 1), (36, 1), (39, 1), (60, 2)])
def test_a_paper_is_drawn_closer_only_when_few_lines_run_over(lines, pages) -> None:
    density, laid = fitted(partial(a_paper, lines))

    assert laid.pages == pages
    assert (density is NATURAL) == (a_paper(lines).lay_out().pages == pages)


def test_many_lines_are_left_as_they_are() -> None:
    natural = a_paper(60).lay_out()

    assert natural.last > FEW and fitted(partial(a_paper, 60))[0] is NATURAL


def test_a_sheet_that_runs_over_by_little_stays_on_its_page_and_the_next_one_is_natural() -> None:
    tall = replace(samples.BOY_SHEET, groups=samples.BOY_SHEET.groups[:3])
    natural, drawing = Drawing("Prueba", "", ""), Drawing("Prueba", "", "")
    for one in (natural, drawing):
        one.heading("Oficio", 1, "title")
        one.new_page()

    draw_sheet(natural, tall, "Ficha")
    drawing.on_one_page(partial(draw_sheet, drawing, tall, "Ficha"))

    assert (natural.lay_out().pages, drawing.lay_out().pages) == (3, 2)
    assert drawing.density is NATURAL
