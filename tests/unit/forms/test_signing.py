"""A paper signed with e.firma: still archival, read by strangers' tools, and impossible to change unseen."""

import asyncio
import hashlib
import io
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import page
import pikepdf
import pytest

from forms import referral
from forms.signing import CredentialRefused, SignatureRefused, load_credential, read_signature, sign_paper
from forms.signing.chain import NotOurPaper
from forms.signing.reading import check_pages
from protocols.paper_words import load_paper_words
from tests.unit.forms import efirma
from tests.unit.forms import paper_samples as samples
from tests.unit.forms.reading_pdf import run, words_of

LEGEND = load_paper_words()["signature_sheet_es"]


def credential():
    return load_credential(efirma.make_certificate(), efirma.make_key(), efirma.PASSWORD, efirma.NOW)


@pytest.fixture(scope="module")
def issued() -> bytes:
    return referral.draw(samples.make_referral())


@pytest.fixture(scope="module")
def signed(issued) -> bytes:
    return sign_paper(issued, credential(), legend=LEGEND, post="Titular de la oficina", signed_at=efirma.NOW).pdf


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1])
def test_a_signed_paper_stays_archival_and_accessible(signed, profile) -> None:
    report = page.validate_pdf_bytes(signed, profile=profile)

    assert report.is_compliant, [failure.message for failure in report.failures]


def test_a_paper_is_signed_and_read_also_where_an_event_loop_runs(issued) -> None:
    async def sign_and_read():
        signed = sign_paper(issued, credential(), legend=LEGEND, post="Titular", signed_at=efirma.NOW).pdf
        return read_signature(signed)

    with ThreadPoolExecutor(1) as pool:  # the browser tests of the same run may keep a loop in this thread
        found = pool.submit(lambda: asyncio.run(sign_and_read())).result()

    assert found.certificate_number == efirma.NUMBER


def test_an_independent_reader_finds_the_signature_valid_and_over_the_whole_file(signed, tmp_path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)

    said = run("pdfsig", "-nocert", path)

    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", path)


def test_the_sheet_says_who_when_with_what_certificate_and_what_was_sealed(signed, issued, tmp_path) -> None:
    words = words_of(signed, tmp_path)

    for said in ("Hoja de firma electrónica", "MARÍA EJEMPLO DE PRUEBA", efirma.NUMBER, "Titular de la oficina"):
        assert said in words
    assert hashlib.sha256(issued).hexdigest() in words
    assert samples.REGISTRATION.folio in words


def test_the_chain_the_code_and_the_seal_carry_no_minor(signed) -> None:
    found = read_signature(signed)

    for sheet in samples.make_referral().sheets:
        assert sheet.name.value not in found.chain


def test_what_was_signed_is_what_was_issued(signed, issued) -> None:
    found = read_signature(signed, [efirma.authority()])

    assert found.certificate_number == efirma.NUMBER
    assert found.trusted
    check_pages(signed, issued)


def test_a_certificate_of_nobody_we_know_is_valid_but_not_trusted(signed) -> None:
    stranger = efirma.make_certificate("stranger", number="30001000000500009999")

    assert read_signature(signed, [stranger]).trusted is False
    assert read_signature(signed).trusted is None


def test_one_changed_byte_is_found_wherever_it_is(signed, tmp_path) -> None:
    hole = signed.index(b"/Contents <")  # the signature's own room ends in zeros that nothing reads
    places = [p for p in range(11, len(signed), len(signed) // 60) if not hole < p < hole + 40_000]
    for place in places:
        changed = bytearray(signed)
        changed[place] ^= 1

        with pytest.raises((SignatureRefused, NotOurPaper)):
            read_signature(bytes(changed))
    path = tmp_path / "changed.pdf"
    path.write_bytes(changed)
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
    assert len(places) > 30
    assert "Signature is Valid." not in said


def test_what_was_added_after_signing_is_found(signed) -> None:
    with pytest.raises(SignatureRefused, match=r"covers_part|altered"):
        read_signature(signed + b"\n% algo\n" + signed[-200:])


def test_a_signature_moved_to_pages_that_were_not_issued_is_found(issued) -> None:
    other = referral.draw(samples.make_referral(notes=(), subject="Otro asunto"))
    forged = sign_paper(other, credential(), legend=LEGEND, post="", signed_at=efirma.NOW).pdf

    with pytest.raises(SignatureRefused, match="chain_of_another"):
        check_pages(forged, issued)


def test_a_changed_page_under_a_true_chain_is_found(issued) -> None:
    from forms.signing import appending, pades, sheet
    from forms.signing.chain import chain_for

    own = credential()
    chain = chain_for(issued, efirma.NOW, own.number)
    changed = pikepdf.open(io.BytesIO(issued))
    first = changed.pages[0]
    first.contents_add(b"% nada", prepend=False)
    out = io.BytesIO()
    changed.save(out)
    drawn = sheet.draw_sheet(sheet.SignatureSheet(chain, own.name, "", "", pades.OWN_CLOCK, LEGEND))
    machine = {"cadena_original": chain.text, "sello": "", "certificado": own.number}

    with pytest.raises(SignatureRefused, match="pages_differ"):
        check_pages(appending.append_sheet(out.getvalue(), drawn, machine), issued)


def test_an_unsigned_paper_says_so(issued) -> None:
    with pytest.raises(SignatureRefused, match="not_signed"):
        read_signature(issued)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"no es un pdf"])
def test_what_is_no_paper_of_ours_is_not_signed(data) -> None:
    with pytest.raises(NotOurPaper):
        sign_paper(data, credential(), legend=LEGEND, post="", signed_at=efirma.NOW)


@pytest.mark.parametrize(
    ("code", "made"),
    [
        ("certificate_unreadable", lambda: (b"nada", efirma.make_key(), efirma.PASSWORD)),
        ("key_unreadable", lambda: (efirma.make_certificate(), b"nada", efirma.PASSWORD)),
        ("password_wrong", lambda: (efirma.make_certificate(), efirma.make_key(), b"otra")),
        ("key_of_another", lambda: (efirma.make_certificate(), efirma.make_key("stranger"), efirma.PASSWORD)),
        (
            "expired",
            lambda: (
                efirma.make_certificate(until=efirma.NOW - timedelta(seconds=1)),
                efirma.make_key(),
                efirma.PASSWORD,
            ),
        ),
        (
            "not_yet_valid",
            lambda: (
                efirma.make_certificate(since=efirma.NOW + timedelta(days=1)),
                efirma.make_key(),
                efirma.PASSWORD,
            ),
        ),
        (
            "not_for_signing",
            lambda: (efirma.make_certificate(non_repudiation=False), efirma.make_key(), efirma.PASSWORD),
        ),
    ],
)
def test_an_efirma_that_cannot_sign_says_why(code, made) -> None:
    with pytest.raises(CredentialRefused) as refused:
        load_credential(*made(), efirma.NOW)

    assert refused.value.code == code


def test_a_wrong_password_is_called_so_also_when_what_it_opens_looks_like_a_padding() -> None:
    key = efirma.make_key()
    codes = set()
    for number in range(700):  # one in 256 does
        with pytest.raises(CredentialRefused) as refused:
            load_credential(efirma.make_certificate(), key, b"otra %d" % number, efirma.NOW)
        codes.add(refused.value.code)

    assert codes == {"password_wrong"}
