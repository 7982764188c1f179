"""What the authority says of a certificate, asked of a real OCSP responder, kept inside the file and read back."""

from pathlib import Path

import page
import pytest

from forms import referral
from forms.signing import (
    CertificateRevoked,
    RevocationFailed,
    ask_revocation,
    check_pages,
    load_credential,
    read_signature,
    sign_paper,
)
from forms.signing.revocation import Revocation
from tests.unit.forms import efirma
from tests.unit.forms import paper_samples as samples
from tests.unit.forms.trust_services import door, revocation_service

PAPER = referral.draw(samples.make_referral(sheets=()))


AUTHORITY, CERTIFICATE = efirma.authority(), efirma.make_certificate()


def sign(revocation: Revocation | None) -> bytes:
    credential = load_credential(CERTIFICATE, efirma.make_key(), efirma.PASSWORD, efirma.NOW)
    return sign_paper(
        PAPER, credential, legend="Leyenda.", post="", signed_at=efirma.NOW, revocation=revocation
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
