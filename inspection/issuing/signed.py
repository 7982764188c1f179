"""What comes back of an issued paper: its signed file, by e.firma or on paper, and its revocation."""

import base64
import json
import re
from dataclasses import dataclass
from typing import Any

from forms.signing.credential import authority_certificate
from inspection.domain.canonical import sha256_hex
from inspection.issuing.apart import examine_apart
from inspection.issuing.core import read_document
from inspection.store.records import PaperRow
from inspection.sync.office import Office
from inspection.sync.refusals import Refused

TRUSTED = "trusted_authorities"
MAX_REASON_LETTERS = 500
_MEDIA = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}
_SCANS = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}


@dataclass(frozen=True)
class Accepted:
    """A signed file that was taken.

    Attributes:
        manner: ``efirma``, or ``autograph`` (a scan of the paper signed by hand).
        signer: As the certificate says it; empty for a scan.
        trusted: The certificate leads to an authority of this installation; None when it has none, or for a scan.
    """

    manner: str
    signer: str
    trusted: bool | None


def accept_signed(office: Office, visit_id: str, code: str, data: bytes, actor: str) -> Accepted:
    """Take the signed file of an issued paper; its SHA-256 is then what verification knows.

    Args:
        office: The door to visits.
        visit_id: The visit.
        code: The paper's code.
        data: A PDF signed by `resguardo sign`, or the scan (PDF, PNG, JPEG) of the paper signed by hand.
        actor: User id of the person who brings it.

    Raises:
        Refused: ``document_unknown``; ``document_revoked``; ``signed_file_kind`` (not PDF, PNG or JPEG);
            ``signed_file_unsigned`` (the very file that was issued); ``signature_refused`` with ``why``.

    Source: LFEA 7 and 10 (a paper with advanced signature), 16 (digitised original).
    """
    paper = _standing(office, visit_id, code)
    if not any(data.startswith(magic) for magic in _SCANS):
        raise Refused("signed_file_kind")
    if sha256_hex(data) == paper.sha256:
        raise Refused("signed_file_unsigned")
    accepted, sealed = _read(office, visit_id, code, data)
    with office.store.writing():
        sealed["file"] = office.keep_file(visit_id, data)
        body = {"entity": "visit", "code": code, "sha256": sha256_hex(data), "manner": accepted.manner}
        office.append(visit_id, "document_signed", body, sealed=sealed, subject="visit", actor=actor)
    return accepted


def revoke_document(office: Office, visit_id: str, code: str, reason: str, actor: str) -> None:
    """Say that an issued paper has no effect any more; nothing is deleted, verification says it.

    Raises:
        Refused: ``document_unknown``; ``document_revoked`` already; ``reason_missing``.
    """
    _standing(office, visit_id, code)
    reason = reason.strip()
    if not reason or len(reason) > MAX_REASON_LETTERS:
        raise Refused("reason_missing")
    body = {"entity": "visit", "code": code}
    office.append(visit_id, "document_revoked", body, sealed={"reason": reason}, subject="visit", actor=actor)


def read_signed(office: Office, visit_id: str, code: str) -> tuple[str, str, bytes]:
    """Return download name, media type and bytes of the newest signed file of a paper.

    Raises:
        Refused: ``document_unknown`` when there is none; as `read_document` when it cannot be opened.
    """
    name, _ = read_document(office, visit_id, code)
    for happening in reversed(office.read(visit_id).happenings):
        if happening.type == "document_signed" and happening.body["code"] == code:
            if not isinstance(happening.opened, dict):
                raise Refused("secret_missing")
            data = office.read_file(visit_id, happening.opened["file"])
            ending = next(ending for magic, ending in _SCANS.items() if data.startswith(magic))
            return f"{name.removesuffix('.pdf')}-firmado.{ending}", _MEDIA[ending], data
    raise Refused("document_unknown")


def normal_code(typed: str) -> str:
    """Return a typed code as it was printed: in groups, with the letters that Crockford's set confuses settled.

    >>> normal_code(" 7k3q 9t2m-4hxv b8rc"), normal_code("oOlI-0000-0000-0000")
    ('7K3Q-9T2M-4HXV-B8RC', '0011-0000-0000-0000')
    """
    signs = [sign for sign in typed.upper().replace("O", "0").replace("I", "1").replace("L", "1") if sign.isalnum()]
    plain = "".join(signs)[:60]
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def fingerprint_in(typed: str) -> str:
    """Return the SHA-256 inside what was typed or read from a QR, in small letters; empty when there is none.

    >>> fingerprint_in("ACTA BC-0231/2026 SHA-256 " + "AB" * 32) == "ab" * 32, fingerprint_in("7K3Q-9T2M")
    (True, '')
    """
    found = re.search(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", typed[:500].lower())
    return found[0] if found else ""


def trusted_authorities(office: Office) -> list[bytes]:
    """Return the DER certificates of the authorities whose e.firmas this installation trusts."""
    return [base64.b64decode(one) for one in json.loads(office.store.settings().get(TRUSTED, "[]"))]


def trust_authority(office: Office, certificate: bytes) -> str:
    """Trust the e.firmas that an authority issues, and return the SHA-256 of its certificate.

    Raises:
        Refused: ``authority_unreadable``: it is no certificate, or not that of an authority.
    """
    try:
        whole = authority_certificate(certificate)
    except ValueError:
        raise Refused("authority_unreadable") from None
    with office.store.writing():
        _keep_trusted(office, [*(one for one in trusted_authorities(office) if one != whole), whole])
    return sha256_hex(whole)


def distrust_authority(office: Office, sha256: str) -> bool:
    """Trust an authority no more; tell whether it was trusted."""
    with office.store.writing():
        known = trusted_authorities(office)
        left = [one for one in known if sha256_hex(one) != sha256]
        _keep_trusted(office, left)
    return len(left) < len(known)


def _keep_trusted(office: Office, certificates: list[bytes]) -> None:
    encoded = [base64.b64encode(one).decode("ascii") for one in certificates]
    office.store.set_setting(TRUSTED, json.dumps(encoded))


def _standing(office: Office, visit_id: str, code: str) -> PaperRow:
    paper = office.store.evidence.paper(code)
    if paper is None or paper.visit_id != visit_id:
        raise Refused("document_unknown")
    if paper.revoked_at is not None:
        raise Refused("document_revoked")
    return paper


def _read(office: Office, visit_id: str, code: str, data: bytes) -> tuple[Accepted, dict[str, Any]]:
    """Tell an e.firma from a scan; a PDF without any signature is a scan."""
    if data.startswith(b"%PDF-"):
        found = examine_apart(data, read_document(office, visit_id, code)[1], trusted_authorities(office))
        if not found.refused:
            sealed = {"signer": found.name, "certificate": found.certificate_number, "signed_at": found.signed_at}
            return Accepted("efirma", found.name, found.trusted), sealed
        if found.refused != "not_signed":
            raise Refused("signature_refused", why=found.refused)
    return Accepted("autograph", "", None), {"signer": ""}
