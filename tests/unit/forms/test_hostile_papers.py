"""Whatever was typed into any place of any paper is printed whole, inside the margins, over nothing else."""

from dataclasses import fields, is_dataclass, replace
from itertools import pairwise
from typing import Any

import page
import pytest

from forms.blank_checklist import PrintedBox, PrintedItem
from forms.documents import Issuer, Legend, Registration, Removed
from forms.styles import MARGINS, PAGE_HEIGHT, PAGE_WIDTH
from forms.typeface import printable
from tests.unit.forms.every_paper import DOCUMENTS, Paper, drawn
from tests.unit.forms.reading_pdf import boxes_of, words_of
from tests.unit.forms.test_hostile_text import HOSTILE

A4_WIDTH = 595.0
OURS = ("kind", "title", "number_label", "label", "role", "mark", "manner", "level", "status", "sex")
KEPT = (*OURS, "code", "text_sha256", "key")
WORST = ("ten thousand letters", "many lines", "tags", "control", "right to left")
LONG = ("ten thousand letters", "ten thousand letters with spaces", "many lines")


def poisoned(value: Any, text: str, left: list[int]) -> Any:
    """The same paper with ``text`` in its first places where somebody's words stand."""
    if isinstance(value, str):
        if not value or left[0] <= 0:
            return value
        left[0] -= 1
        return text
    if isinstance(value, tuple):
        return tuple(poisoned(part, text, left) for part in value)
    if is_dataclass(value) and not isinstance(value, type | Issuer | Legend | Registration | Removed):
        kept = KEPT if not isinstance(value, PrintedItem | PrintedBox) else ("code", "written")
        changed = {f.name: poisoned(getattr(value, f.name), text, left) for f in fields(value) if f.name not in kept}
        return replace(value, **changed)
    return value


def placed(kind: str, name: str) -> tuple[Paper, str]:
    text = HOSTILE[name]
    return poisoned(DOCUMENTS[kind](), text, [9 if name in LONG else 400]), text


@pytest.mark.parametrize("name", WORST)
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_hostile_text_anywhere_is_printed_inside_the_margins_and_over_nothing(kind, name, tmp_path) -> None:
    document, text = placed(kind, name)

    pdf = drawn(document)

    assert "".join(printable(text).split())[:30] in "".join(words_of(pdf, tmp_path).split())
    for words in boxes_of(pdf, tmp_path):
        for left, top, right, bottom, word in words:
            assert left >= MARGINS.left - 1 and right <= PAGE_WIDTH - MARGINS.right + 1, word
            assert right <= A4_WIDTH and top >= 0 and bottom <= PAGE_HEIGHT, word
        lines = sorted((round((top + bottom) / 2), left, right) for left, top, right, bottom, _ in words)
        for (line, _, end), (next_line, start, _) in pairwise(lines):
            assert line != next_line or start >= end - 1.5


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_hostile_paper_stays_archival_and_accessible(kind) -> None:
    pdf = drawn(placed(kind, "emoji")[0])

    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        assert report.is_compliant, [failure.message for failure in report.failures]
