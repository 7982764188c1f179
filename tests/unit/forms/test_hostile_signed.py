"""A signed file that wants to lie, or to bring down whoever reads it."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from forms import referral
from forms.signing import load_credential, pades, sign_paper
from inspection.issuing.apart import examine_apart
from tests.unit.forms import efirma
from tests.unit.forms import paper_samples as samples


@pytest.fixture(scope="module")
def issued() -> bytes:
    return referral.draw(samples.make_referral())


@pytest.fixture
def signed_after(issued, monkeypatch):
    """Sign, with a real key, the issued paper as somebody changed it before signing."""

    def sign(change) -> bytes:
        def append(*arguments):
            with pikepdf.open(io.BytesIO(append_sheet(*arguments))) as opened:
                change(opened)
                out = io.BytesIO()
                opened.save(out)
            return out.getvalue()

        append_sheet = pades.append_sheet
        monkeypatch.setattr(pades, "append_sheet", append)
        own = load_credential(efirma.make_certificate(), efirma.make_key(), efirma.PASSWORD, efirma.NOW)
        return sign_paper(issued, own, legend="", post="", signed_at=efirma.NOW).pdf

    return sign


def test_the_paper_as_issued_is_known_in_the_process_apart(signed_after, issued) -> None:
    found = examine_apart(signed_after(lambda _: None), issued, [efirma.authority()])

    assert (found.refused, found.certificate_number, found.trusted) == ("", efirma.NUMBER, True)


def a_note(pdf: pikepdf.Pdf) -> None:
    box = Array([50, 300, 550, 700])
    look = Stream(pdf, b"1 1 1 rg 0 0 500 400 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 500, 400]))
    note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=box, Contents=String("sin hallazgos"), F=4)
    note.AP = Dictionary(N=pdf.make_indirect(look))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


def a_narrower_page(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Pages.CropBox = Array([0, 500, 612, 792])


def another_scale(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.UserUnit = 20


@pytest.mark.parametrize("change", [a_note, a_narrower_page, another_scale])
def test_what_covers_or_hides_the_issued_text_is_refused(signed_after, issued, change) -> None:
    assert examine_apart(signed_after(change), issued).refused == "pages_differ"


def a_billion_names(pdf: pikepdf.Pdf) -> None:
    below = pdf.make_indirect(Dictionary(A=1))
    for _ in range(60):
        below = pdf.make_indirect(Dictionary(A=below, B=below))
    pdf.pages[0].obj.Resources.Deep = below


def a_chain_without_end(pdf: pikepdf.Pdf) -> None:
    below = pdf.make_indirect(Dictionary(A=1))
    for _ in range(5000):
        below = pdf.make_indirect(Dictionary(A=below))
    pdf.pages[0].obj.Resources.Deep = below


def a_bomb(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Contents = pdf.make_stream(b"0" * 300_000_000)


@pytest.mark.parametrize("change", [a_billion_names, a_chain_without_end, a_bomb])
def test_a_file_that_would_bring_its_reader_down_is_refused_in_good_time(signed_after, issued, change) -> None:
    found = examine_apart(signed_after(change), issued, seconds=6, memory_bytes=700_000_000)

    assert found.refused in ("altered", "pages_differ")


@pytest.mark.parametrize("data", [b"%PDF-", b"%PDF-1.7\n" + b"[" * 200_000, b"%PDF-1.7\n/ByteRange"])
def test_a_broken_file_is_no_failure_of_the_server(issued, data) -> None:
    assert examine_apart(data, issued).refused in ("altered", "not_signed")
