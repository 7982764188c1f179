"""The papers as an authority would get them: archival, readable aloud, verifiable, same bytes each time."""

import io
from dataclasses import replace
from functools import partial

import page
import pikepdf
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageStat

from forms import acta, immediate_notice, referral
from forms.archive import _mend_packs as mend_packs
from forms.checklist import lacking
from forms.documents import ActaSigner
from protocols.paper_words import load_paper_words
from tests.unit.forms import paper_samples as samples
from tests.unit.forms.every_paper import DOCUMENTS, GOLDEN, PICTURE_DPI, PICTURED_PAGES, case_file, drawn
from tests.unit.forms.paper_sheets import BOY, GIRL
from tests.unit.forms.reading_pdf import pictures_of, run, text_of, words_of

PAPERS = {kind: partial(lambda make: drawn(make()), make) for kind, make in DOCUMENTS.items()}
PICTURE_TOLERANCE = 2.0


@pytest.fixture(params=PAPERS, scope="module")
def paper(request) -> tuple[str, bytes]:
    return request.param, PAPERS[request.param]()


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1])
def test_a_paper_is_archival_and_accessible(paper, profile) -> None:
    report = page.validate_pdf_bytes(paper[1], profile=profile)

    assert report.is_compliant, [failure.message for failure in report.failures]


def test_the_checker_refuses_an_untagged_page() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 72, "sin etiquetas")
    canvas.save()

    assert not page.validate_pdf_bytes(out.getvalue(), profile=page.ValidationProfile.PDF_UA_1).is_compliant


@pytest.mark.parametrize("number", [179, 188, 197])
def test_no_stream_ends_in_a_way_that_strict_readers_refuse(number) -> None:
    """These three folios compressed to data ending in CR; before the line end, it read one byte less."""
    pdf = acta.draw(samples.make_acta(registration=replace(samples.REGISTRATION, folio=f"A/{number}")))

    assert b"\r\nendstream" not in pdf
    assert page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_A_3A).is_compliant


def test_two_more_readers_open_it(paper, tmp_path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(paper[1])

    assert "No syntax or stream encoding errors" in run("qpdf", "--check", path)
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == "es-MX"
        assert pdf.open_outline().root


def test_the_same_document_gives_the_same_bytes(paper) -> None:
    PAPERS["acta"]()

    assert PAPERS[paper[0]]() == paper[1]


def test_text_is_the_golden_text(paper, tmp_path, request) -> None:
    golden = GOLDEN / f"{paper[0]}.txt"
    text = text_of(paper[1], tmp_path)

    assert text == golden.read_text(encoding="utf-8")


def test_pages_look_like_the_golden_pages(paper, tmp_path) -> None:
    pictures = pictures_of(paper[1], tmp_path, PICTURE_DPI)[:PICTURED_PAGES]
    for number, picture in enumerate(pictures, 1):
        golden = GOLDEN / f"{paper[0]}-{number}.png"
        with Image.open(picture) as seen, Image.open(golden) as expected:
            assert seen.size == expected.size
            difference = ImageStat.Stat(ImageChops.difference(seen.convert("L"), expected.convert("L"))).mean[0]
        assert difference < PICTURE_TOLERANCE, f"page {number} differs by {difference:.2f}"
    assert len(pictures) == len(list(GOLDEN.glob(f"{paper[0]}-*.png")))


def code_of(kind: str) -> list[str]:
    """What the QR of a paper says; a blank checklist verifies nothing and has none."""
    if kind == "blank_checklist":
        return []
    return [case_file().registration.verify_at if kind == "case_file" else samples.REGISTRATION.verify_at]


def test_the_code_reads_back_from_the_printed_page(paper, tmp_path) -> None:
    found = []
    for picture in pictures_of(paper[1], tmp_path, 120):
        with Image.open(picture) as image:
            found += [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]

    assert found == code_of(paper[0])


def test_the_code_reads_back_from_a_photocopy(paper, tmp_path) -> None:
    """A photocopier knows black and white: each paper stays legible without a single grey."""
    found = []
    for picture in pictures_of(paper[1], tmp_path, 120):
        with Image.open(picture) as image:
            copied = image.convert("L").point(lambda value: 255 if value > 150 else 0)
            found += [code.text for code in zxingcpp.read_barcodes(copied)]

    assert found == code_of(paper[0])


def test_no_name_leaves_the_sheets(tmp_path) -> None:
    """Metadata and bookmarks are seen by who cannot open the paper; the letter names keys only."""
    for name in ("referral", "immediate_notice"):
        with pikepdf.open(io.BytesIO(PAPERS[name]())) as pdf:
            outside = str(dict(pdf.docinfo)) + pdf.Root.Metadata.read_bytes().decode()
            outside += str([item.title for item in pdf.open_outline().root])
        assert not [part for part in (BOY + " " + GIRL).split() if part in outside]
    letter = words_of(referral.draw(samples.make_referral(sheets=())), tmp_path)
    assert not [part for part in (BOY + " " + GIRL).split() if part in letter]


def test_a_doubtful_citation_is_printed_with_its_mark(tmp_path) -> None:
    words = words_of(referral.draw(samples.make_referral()), tmp_path)

    assert "NOM-038-STPS-2024 [por validar]" in words


def test_the_notice_says_preliminary_and_the_hour_on_every_page(tmp_path) -> None:
    words = words_of(immediate_notice.draw(samples.make_notice()), tmp_path)

    assert "PRELIMINAR, hechos conocidos a las 10:34" in words
    pages = len(pictures_of(immediate_notice.draw(samples.make_notice()), tmp_path, 20))
    assert words.count("PRELIMINAR") >= pages


def test_the_acta_is_drawn_from_its_text_word_for_word(tmp_path) -> None:
    words = words_of(acta.draw(samples.make_acta()), tmp_path)

    assert " ".join(samples.ACTA_TEXT.split()) in words


def test_a_witness_who_refuses_is_written_down(tmp_path) -> None:
    words = words_of(acta.draw(samples.make_acta()), tmp_path)

    assert "No firmó. Dijo que no quería problemas con el patrón." in words


def test_who_does_not_know_how_to_sign_refused_nothing_and_who_signed_for_her_is_named(tmp_path) -> None:
    asked = ActaSigner("Josefina Ruego Fingida", "Persona que atiende la visita", "unlettered", ((100, 100, 500, 300),),
                       by="Marta Ruego Fingida", by_role="su hija", read_aloud=True, thumbprint=True)  # fmt: skip
    alone = ActaSigner("Eusebio Mano Inventado", "Testigo de asistencia", "unable", (), "Trae la mano vendada.")
    pdf = acta.draw(samples.make_acta(signers=(asked, alone)))
    words = words_of(pdf, tmp_path)

    assert (
        "No sabe firmar. A su ruego firmó Marta Ruego Fingida (su hija). Se le leyó el acta en voz alta. "
        "Puso su huella en la copia impresa, que se conserva en el expediente." in words
    )
    assert "No puede firmar. Trae la mano vendada. Nadie firmó en su nombre. No consta que se le haya leído." in words
    assert "No firmó." not in words


def test_the_lawyers_checklist_names_what_is_missing() -> None:
    fields = load_paper_words()["fields"]
    whole = samples.make_referral()
    assert samples.BOY_SHEET.groups
    without = replace(
        whole,
        subject="",
        grounds=(),
        background=whole.background[1:],
        sheets=(replace(whole.sheets[0], account=whole.sheets[0].account[1:]), whole.sheets[1]),
    )

    named = set(lacking(without, fields)) - set(lacking(whole, fields))

    assert named == {"5 Asunto", "11 Fundamento", "14 Inspección", "41 Narración de los hechos (NNA-7K3Q)"}


@pytest.mark.parametrize("count", [1, 2, 60])
def test_an_oficio_with_many_sheets_keeps_one_signature_and_one_code(count, tmp_path) -> None:
    sheets = tuple(replace(samples.BOY_SHEET, key=f"NNA-{n:04d}") for n in range(count))

    words = words_of(referral.draw(samples.make_referral(sheets=sheets)), tmp_path)

    assert words.count("Atentamente") == 1
    assert words.count(samples.REGISTRATION.code) == 1
    assert f"Ficha {count} de {count}" in words


def a_file_whose_pack_ends_in_cr() -> tuple[bytes, int]:
    """A small file, the first of many alike whose packed objects end so; one in 256 does."""
    for seed in range(5_000):
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            rest = [pikepdf.Dictionary(N=n, S=seed, T=f"Ficha {n * seed} de {n}", K=[n, seed]) for n in range(150)]
            pdf.Root.Rest = pikepdf.Array([pdf.make_indirect(one) for one in rest])
            out = io.BytesIO()
            mode = pikepdf.ObjectStreamMode.generate
            pdf.save(out, deterministic_id=True, min_version="1.7", object_stream_mode=mode)
        if mend_packs(out.getvalue()) != out.getvalue():
            return out.getvalue(), seed
    raise AssertionError("none")


def test_a_pack_of_objects_that_ends_in_cr_is_mended_where_it_lies(tmp_path) -> None:
    """An oficio of 200 sheets has hundreds of packs: saving it again for each costs more than drawing it."""
    before, seed = a_file_whose_pack_ends_in_cr()

    after = mend_packs(before)

    assert b"\r\nendstream" in before and b"\r\nendstream" not in after and len(after) == len(before)
    (tmp_path / "mended.pdf").write_bytes(after)
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", tmp_path / "mended.pdf")
    with pikepdf.open(io.BytesIO(after)) as pdf:
        assert [(int(one.N), int(one.S)) for one in pdf.Root.Rest] == [(n, seed) for n in range(150)]
