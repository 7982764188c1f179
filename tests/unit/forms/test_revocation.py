"""What the authority says of a certificate, asked of a real OCSP responder, kept inside the file and read back."""

import io
import subprocess
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import page
import pikepdf
import pytest
from asn1crypto import cms

from forms import referral
from forms.archive import saved
from forms.signing import (
    CertificateRevoked,
    RevocationFailed,
    ask_revocation,
    check_pages,
    fetch_revoked,
    load_credential,
    read_signature,
    sign_paper,
)
from forms.signing.revocation import Revocation, keep_revocation
from tests.unit.forms import efirma
from tests.unit.forms import paper_samples as samples
from tests.unit.forms.trust_services import door, list_of_revoked, openssl, revocation_service, time_authority

PAPER = referral.draw(samples.make_referral(sheets=()))


AUTHORITY, CERTIFICATE = efirma.authority(), efirma.make_certificate()


def sign(revocation: Revocation | None, time_stamps: str | None = None) -> bytes:
    credential = load_credential(CERTIFICATE, efirma.make_key(), efirma.PASSWORD, efirma.NOW)
    return sign_paper(
        PAPER,
        credential,
        legend="Leyenda.",
        post="",
        signed_at=efirma.NOW,
        time_authority=time_stamps,
        revocation=revocation,
    ).pdf


def test_a_good_certificate_is_kept_inside_and_read_back(tmp_path: Path) -> None:
    with revocation_service(tmp_path, efirma.NUMBER) as address:
        signed = sign(ask_revocation(CERTIFICATE, AUTHORITY, address))

    found = read_signature(signed, [AUTHORITY])
    assert found.revocation is not None and found.revocation.good and found.trusted
    check_pages(signed, PAPER)
    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        assert page.validate_pdf_bytes(signed, profile=profile).is_compliant


def test_without_the_question_nothing_is_claimed() -> None:
    assert read_signature(sign(None), [AUTHORITY]).revocation is None


def test_an_answer_kept_about_another_certificate_is_not_this_ones(tmp_path: Path) -> None:
    other = efirma.make_certificate(number="30001000000500009999")
    with revocation_service(tmp_path, "30001000000500009999") as address:
        signed = sign(ask_revocation(other, AUTHORITY, address))

    assert read_signature(signed, [AUTHORITY]).revocation is None


def test_a_revoked_certificate_is_told(tmp_path: Path) -> None:
    with revocation_service(tmp_path, efirma.NUMBER, revoked=True) as address, pytest.raises(CertificateRevoked):
        ask_revocation(CERTIFICATE, AUTHORITY, address)


def test_an_answer_that_the_authority_did_not_sign_is_not_believed(tmp_path: Path) -> None:
    with (
        revocation_service(tmp_path, efirma.NUMBER, signed_by="impostor") as address,
        pytest.raises(RevocationFailed),
    ):
        ask_revocation(CERTIFICATE, AUTHORITY, address)


def test_nonsense_and_silence_are_told() -> None:
    with door(lambda _: b"no", "application/ocsp-response") as address, pytest.raises(RevocationFailed):
        ask_revocation(CERTIFICATE, AUTHORITY, address)
    with pytest.raises(RevocationFailed):
        ask_revocation(CERTIFICATE, AUTHORITY, address)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize("pem", [False, True])
def test_a_certificate_that_is_on_no_list_is_kept_with_the_list_and_read_back(tmp_path: Path, pem: bool) -> None:
    with list_of_revoked(tmp_path, "30001000000500009999", pem=pem) as address:
        signed = sign(fetch_revoked(CERTIFICATE, AUTHORITY, address, now()))

    found = read_signature(signed, [AUTHORITY])
    assert found.revocation is not None and found.revocation.good and found.trusted
    assert abs(found.revocation.at - now()) < timedelta(minutes=1)
    check_pages(signed, PAPER)
    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        assert page.validate_pdf_bytes(signed, profile=profile).is_compliant


def test_a_certificate_on_the_list_signs_nothing(tmp_path: Path) -> None:
    with list_of_revoked(tmp_path, efirma.NUMBER) as address, pytest.raises(CertificateRevoked):
        fetch_revoked(CERTIFICATE, AUTHORITY, address, now())


def test_a_list_of_another_authority_is_not_believed(tmp_path: Path) -> None:
    """Same name, another key: an impostor's list that clears everybody."""
    with list_of_revoked(tmp_path, signed_by="impostor") as address, pytest.raises(RevocationFailed):
        fetch_revoked(CERTIFICATE, AUTHORITY, address, now())


def test_a_list_that_ended_or_has_not_begun_says_nothing(tmp_path: Path) -> None:
    with list_of_revoked(tmp_path) as address:
        for at in (now() + timedelta(days=2), now() - timedelta(days=1)):
            with pytest.raises(RevocationFailed):
                fetch_revoked(CERTIFICATE, AUTHORITY, address, at)


def test_a_list_that_is_none_is_told() -> None:
    with door(lambda _: b"no", "application/pkix-crl") as address, pytest.raises(RevocationFailed):
        fetch_revoked(CERTIFICATE, AUTHORITY, address, now())
    with pytest.raises(RevocationFailed):
        fetch_revoked(CERTIFICATE, AUTHORITY, address, now())


def test_stamp_and_answer_stand_in_one_signature_and_openssl_and_poppler_agree(tmp_path: Path) -> None:
    """B-LT: nothing of ours judges here. `openssl` checks signature, stamp and answer; `pdfsig` the whole file."""
    with time_authority(tmp_path) as stamps, revocation_service(tmp_path, efirma.NUMBER) as answers:
        signed = sign(ask_revocation(CERTIFICATE, AUTHORITY, answers), stamps)
    (tmp_path / "signed.pdf").write_bytes(signed)
    (tmp_path / "ca.pem").write_bytes(efirma.as_pem(AUTHORITY))
    with pikepdf.open(io.BytesIO(signed)) as opened:
        field = next(one for one in opened.Root.AcroForm.Fields if one.get("/FT") == "/Sig").V
        reach, contents = [int(n) for n in field.ByteRange], bytes(field.Contents)
        answer = opened.Root.DSS.OCSPs[0].read_bytes()
    covered = signed[reach[0] : reach[0] + reach[1]] + signed[reach[2] : reach[2] + reach[3]]
    packet = cms.ContentInfo.load(contents)
    (tmp_path / "covered").write_bytes(covered)
    (tmp_path / "packet").write_bytes(packet.dump())
    signer = packet["content"]["signer_infos"][0]
    token = next(a["values"][0] for a in signer["unsigned_attrs"] if a["type"].native == "signature_time_stamp_token")
    (tmp_path / "token").write_bytes(token.dump())
    (tmp_path / "sealed").write_bytes(signer["signature"].native)
    (tmp_path / "answer").write_bytes(answer)
    (tmp_path / "signer.cer").write_bytes(efirma.as_pem(CERTIFICATE))

    whole = ("-inform", "DER", "-in", tmp_path / "packet", "-content", tmp_path / "covered", "-binary")
    openssl("cms", "-verify", *whole, "-CAfile", tmp_path / "ca.pem", "-purpose", "any", "-out", tmp_path / "out")
    stamp = ("-in", tmp_path / "token", "-token_in", "-data", tmp_path / "sealed")
    said = openssl("ts", "-verify", *stamp, "-CAfile", tmp_path / "tsa.pem").decode()
    assert "OK" in said
    about = ("-issuer", tmp_path / "ca.pem", "-cert", tmp_path / "signer.cer", "-CAfile", tmp_path / "ca.pem")
    asked = ["openssl", "ocsp", "-respin", tmp_path / "answer", "-sha256", *about]
    told = subprocess.run([*map(str, asked)], capture_output=True, text=True, check=True)
    assert "Response verify OK" in told.stderr and ": good" in told.stdout
    seen = subprocess.run(["pdfsig", "-nocert", tmp_path / "signed.pdf"], capture_output=True, text=True, check=True)
    assert "Signature is Valid." in seen.stdout and "Total document signed" in seen.stdout
    found = read_signature(signed, [AUTHORITY])
    assert found.stamped_at is not None and found.revocation is not None and found.revocation.good


def test_openssl_agrees_that_the_kept_list_is_the_authoritys(tmp_path: Path) -> None:
    with list_of_revoked(tmp_path, "30001000000500009999") as address:
        signed = sign(fetch_revoked(CERTIFICATE, AUTHORITY, address, now()))
    with pikepdf.open(io.BytesIO(signed)) as opened:
        (tmp_path / "kept").write_bytes(opened.Root.DSS.CRLs[0].read_bytes())

    asked = ["openssl", "crl", "-inform", "DER", "-in", f"{tmp_path}/kept", "-CAfile", f"{tmp_path}/ca.pem", "-noout"]
    assert "verify OK" in subprocess.run(asked, capture_output=True, text=True, check=True).stderr


def test_what_is_kept_comes_out_to_the_byte_also_when_compressed_it_ends_in_a_line_end() -> None:
    """One list in 256 does: a byte more made it unreadable, and the paper said nothing of the certificate."""
    answer = next(data for n in range(10_000) if zlib.compress(data := b"list %d" % n, 9).endswith(b"\r"))
    pdf = pikepdf.open(io.BytesIO(PAPER))
    keep_revocation(pdf, Revocation(answer, (answer, b"authority"), is_list=True))

    once = saved(pdf)
    twice = saved(pikepdf.open(io.BytesIO(once)))

    assert b"\r\nendstream" not in once + twice
    for whole in (once, twice):
        with pikepdf.open(io.BytesIO(whole)) as opened:
            assert opened.Root.DSS.CRLs[0].read_bytes() == opened.Root.DSS.Certs[0].read_bytes() == answer
