"""A signature with the stamp of a time authority, asked of a real service of RFC 3161 on this machine."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import page
import pytest

from forms import referral
from forms.signing import load_credential, read_signature, sign_paper
from tests.unit.forms import efirma
from tests.unit.forms import paper_samples as samples
from tests.unit.forms.trust_services import door, time_authority

PAPER = referral.draw(samples.make_referral(sheets=()))


def sign(address: str | None) -> bytes:
    credential = load_credential(efirma.make_certificate(), efirma.make_key(), efirma.PASSWORD, efirma.NOW)
    return sign_paper(
        PAPER, credential, legend="Leyenda.", post="", signed_at=efirma.NOW, time_authority=address
    ).pdf


def test_the_stamp_is_asked_embedded_and_read_back(tmp_path: Path) -> None:
    with time_authority(tmp_path) as address:
        signed = sign(address)

    stamped = read_signature(signed).stamped_at
    assert stamped is not None and abs(stamped - datetime.now(UTC)) < timedelta(minutes=1)
    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        assert page.validate_pdf_bytes(signed, profile=profile).is_compliant


def test_without_a_service_there_is_no_stamp() -> None:
    assert read_signature(sign(None)).stamped_at is None


def test_a_service_that_is_away_or_answers_nonsense_signs_nothing() -> None:
    with door(lambda _: b"no", "application/timestamp-reply") as address, pytest.raises(OSError, match="sello"):
        sign(address)
    with pytest.raises(OSError, match="sello"):
        sign(address)
