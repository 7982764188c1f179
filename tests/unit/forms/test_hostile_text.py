"""Whatever a person types is printed: never cut, never laid over something else, never a crash."""

from dataclasses import replace
from itertools import pairwise

import page
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms import acta, referral
from forms.styles import MARGINS, PAGE_HEIGHT, PAGE_WIDTH
from forms.typeface import REPLACEMENT, printable, signs_missing_in
from tests.unit.forms import paper_samples as samples
from tests.unit.forms.reading_pdf import boxes_of, words_of

HOSTILE = {
    "ten thousand letters": "Ñandú" * 2_000,
    "ten thousand letters with spaces": "María de la Cruz " * 600,
    "tags": "<b>Ana</b> <para/> <img src='x'/> &amp; <br",
    "emoji": "Ana 😀👩‍🌾 López",
    "right to left": "\u202eanA\u202c שרה مريم",
    "control": "Ana\x00\x01\x1b[31m\x7f López\r\nPérez\tSoto",
    "lone surrogate": "Ana \ud83d López",
    "combining": "A\u0301na N\u0303u\u0308n\u0303ez x\u0331",
    "saltillo": "Xaꞌ kuꞌún Ñuꞌu Dzahui",
    "many lines": "línea\n" * 400,
}


def with_text(text: str):
    sheet = replace(
        samples.BOY_SHEET,
        name=replace(samples.BOY_SHEET.name, value=text),
        lead=tuple(replace(fact, value=text) for fact in samples.BOY_SHEET.lead),
        account=tuple(replace(fact, value=text) for fact in samples.BOY_SHEET.account),
    )
    return samples.make_referral(sheets=(sheet,), opening=text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_printed_whole_and_inside_the_margins(text, tmp_path) -> None:
    pdf = referral.draw(with_text(text))

    expected = "".join(printable(text).split())
    letters = "".join(words_of(pdf, tmp_path).split())
    assert letters.count(expected[:40]) >= 3
    for words in boxes_of(pdf, tmp_path):
        for left, top, right, bottom, word in words:
            assert left >= MARGINS.left - 1 and right <= PAGE_WIDTH - MARGINS.right + 1, word
            assert top >= 0 and bottom <= PAGE_HEIGHT, word


@pytest.mark.parametrize("name", ["ten thousand letters", "emoji", "many lines"])
def test_hostile_papers_stay_archival(name) -> None:
    report = page.validate_pdf_bytes(referral.draw(with_text(HOSTILE[name])), profile=page.ValidationProfile.PDF_UA_1)

    assert report.is_compliant, [failure.message for failure in report.failures]


def test_no_letter_of_a_ten_kilobyte_name_is_lost(tmp_path) -> None:
    name = "".join(chr(0xC0 + n % 23) for n in range(10_000))
    sheet = replace(samples.BOY_SHEET, name=replace(samples.BOY_SHEET.name, value=name))

    text = words_of(referral.draw(samples.make_referral(sheets=(sheet,))), tmp_path)

    assert sum(0xC0 <= ord(sign) < 0xC0 + 23 for sign in text) >= 10_000


def test_words_never_lie_over_each_other(tmp_path) -> None:
    pdf = referral.draw(with_text(HOSTILE["ten thousand letters with spaces"]))

    for words in boxes_of(pdf, tmp_path):
        middles = sorted((round((top + bottom) / 2), left, right) for left, top, right, bottom, _ in words)
        for (line, _, end), (next_line, start, _) in pairwise(middles):
            assert line != next_line or start >= end - 1.5


def test_a_missing_sign_is_shown_and_told(tmp_path) -> None:
    words = words_of(referral.draw(with_text(HOSTILE["emoji"])), tmp_path)

    assert f"Ana {REPLACEMENT}" in words
    assert "U+1F600" in words
    assert signs_missing_in(["Ana 😀"]) == ["U+1F600"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_text_can_be_a_name_and_a_line_of_the_acta(text) -> None:
    sheet = replace(samples.BOY_SHEET, name=replace(samples.BOY_SHEET.name, value=text), groups=())

    assert referral.draw(samples.make_referral(sheets=(sheet,))).startswith(b"%PDF-1.7")
    assert acta.draw(samples.make_acta(text=text)).startswith(b"%PDF-1.7")
