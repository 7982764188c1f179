"""Reads a signed paper: whether its signature holds, what it seals, and whether its pages are those issued."""

import base64
import hashlib
import io
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pikepdf
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from forms.signing import pades
from forms.signing.apart import without_loop
from forms.signing.appending import SEAL_FILE
from forms.signing.chain import identity_of
from forms.signing.credential import name_of, number_of
from forms.signing.revocation import RevocationFound, read_revocation

# It logs the certificate's subject, CURP included, whenever it finds no path to a root.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)


class SignatureRefused(ValueError):
    """The signature does not hold. ``code`` says what.

    Codes: ``not_signed``, ``altered``, ``covers_part``, ``seal_missing``, ``seal_broken``, ``chain_of_another``,
    ``pages_differ``.
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class SignatureFound:
    """A signature that holds.

    Attributes:
        name: Who, by the certificate.
        certificate_number: Twenty digits.
        sha256_of_original: Of the file as it was issued.
        signed_at: As the cadena says it, ISO 8601.
        stamped_at: Instant of the time stamp, or None without one.
        trusted: The certificate leads to one of the given roots; None when no roots were given.
        revocation: What the file keeps of it, signed by one of the roots; None when it keeps nothing.
    """

    name: str
    certificate_number: str
    chain: str
    sha256_of_original: str
    signed_at: str
    stamped_at: datetime | None
    trusted: bool | None
    revocation: RevocationFound | None = None


def read_signature(pdf: bytes, roots: Sequence[bytes] = ()) -> SignatureFound:
    """Check the PAdES signature, its reach, the sello over the cadena and that the cadena is this paper's.

    Args:
        pdf: The signed file.
        roots: DER certificates of the authorities trusted by whoever asks.

    Raises:
        SignatureRefused: With the code of the first thing that does not hold.
        NotOurPaper: The file is no paper of ours.
    """
    status = _status(pdf, roots)
    identity = identity_of(pdf)
    certificate = x509.load_der_x509_certificate(status.signing_cert.dump())
    seal = _seal_in(pdf)
    chain = seal["cadena_original"]
    _check_seal(certificate, chain, seal["sello"])
    fields = chain.strip("|").split("|")
    if [fields[1], fields[5]] != [identity.folio.replace("|", "/"), identity.code]:
        raise SignatureRefused("chain_of_another")
    if fields[7] != number_of(certificate):
        raise SignatureRefused("chain_of_another")
    stamp = status.timestamp_validity
    return SignatureFound(
        name_of(certificate),
        number_of(certificate),
        chain,
        fields[4],
        fields[6],
        stamp.timestamp if stamp is not None and stamp.intact and stamp.valid else None,
        status.trusted if roots else None,
        read_revocation(pdf, certificate, roots),
    )


def check_pages(signed: bytes, issued: bytes) -> None:
    """Check that the signed file shows, before its sheet, exactly the pages that were issued.

    Raises:
        SignatureRefused: ``chain_of_another`` when the cadena names another file, ``pages_differ``.
    """
    fields = _seal_in(signed)["cadena_original"].strip("|").split("|")
    if fields[4] != hashlib.sha256(issued).hexdigest():
        raise SignatureRefused("chain_of_another")
    with pikepdf.open(io.BytesIO(signed)) as now, pikepdf.open(io.BytesIO(issued)) as before:
        shown = [_fingerprint(page) for page in now.pages[: len(before.pages)]]
        if shown != [_fingerprint(page) for page in before.pages]:
            raise SignatureRefused("pages_differ")


def _status(pdf: bytes, roots: Sequence[bytes]) -> Any:
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        found = reader.embedded_regular_signatures
        if not found:
            raise SignatureRefused("not_signed")
        context = ValidationContext(trust_roots=[pades.x509.Certificate.load(root) for root in roots])
        status = without_loop(lambda: validate_pdf_signature(found[-1], context))
    except SignatureRefused:
        raise
    except Exception:  # a broken file can fail anywhere in the readers below; none of it is a signature that holds
        raise SignatureRefused("altered") from None
    if not (status.intact and status.valid):
        raise SignatureRefused("altered")
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        raise SignatureRefused("covers_part")
    return status


def _seal_in(pdf: bytes) -> dict[str, str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        if SEAL_FILE not in opened.attachments:
            raise SignatureRefused("seal_missing")
        data = opened.attachments[SEAL_FILE].get_file().read_bytes()
    try:
        seal: dict[str, str] = json.loads(data)
        if len(seal["cadena_original"].strip("|").split("|")) == 8 and isinstance(seal["sello"], str):
            return seal
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise SignatureRefused("seal_broken")


def _check_seal(certificate: x509.Certificate, chain: str, seal: str) -> None:
    key = certificate.public_key()
    try:
        if not isinstance(key, rsa.RSAPublicKey):
            raise SignatureRefused("seal_broken")
        key.verify(base64.b64decode(seal, validate=True), chain.encode("utf-8"), padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        raise SignatureRefused("seal_broken") from None


def _fingerprint(page: pikepdf.Page) -> str:
    """SHA-256 of everything a page shows, notes over it and its visible part too, whatever their object numbers."""
    digest = hashlib.sha256()
    _feed(digest, page.cropbox, ())
    for key in sorted(page.obj.keys()):
        if key not in ("/Parent", "/StructParents"):
            digest.update(key.encode())
            _feed(digest, page.obj[key], ())
    return digest.hexdigest()


def _feed(digest: Any, found: Any, above: tuple[Any, ...]) -> None:
    here = found.objgen if isinstance(found, pikepdf.Object) and found.is_indirect else None
    if here and here in above:
        return
    trail = (*above, here) if here else above
    if isinstance(found, pikepdf.Stream):
        digest.update(b"stream" + found.read_bytes())
    if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        for key in sorted(found.keys()):
            if key not in ("/Length", "/Filter", "/DecodeParms", "/Parent", "/P"):
                digest.update(key.encode())
                _feed(digest, found[key], trail)
        digest.update(b">")
    elif isinstance(found, pikepdf.Array):
        for one in found:
            _feed(digest, one, trail)
        digest.update(b"]")
    else:
        digest.update(repr(found).encode())
