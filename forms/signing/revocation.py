"""Whether a certificate was revoked when it signed: asked once, kept inside the file, read back for ever.

Two ways, as the authority offers them: it is asked of this certificate (OCSP), or its list of revoked ones is
fetched (CRL). PAdES B-LT: the answer goes into the *Document Security Store* before signing, so that the signature
covers it too and nothing is added to a signed file.
"""

import io
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pikepdf
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID
from pikepdf import Array, Dictionary, Name

_Reader = Callable[[bytes, x509.Certificate, x509.Certificate], "RevocationFound | None"]
MAX_SECONDS, MAX_BYTES = 20, 200_000
MAX_LIST_BYTES = 50_000_000
"""The list of an authority with millions of certificates is long."""


class RevocationFailed(OSError):
    """The service did not answer, or what it answered is not about this certificate or not of its authority."""


class CertificateRevoked(ValueError):
    """The authority says that the certificate is revoked, or that it does not know it."""


@dataclass(frozen=True)
class Revocation:
    """An answer to keep: the authority's, and the certificates it speaks of.

    Attributes:
        answer: DER of an OCSP response, or of a list of revoked certificates.
        is_list: It is a list (CRL).
    """

    answer: bytes
    certificates: tuple[bytes, ...]
    is_list: bool = False


@dataclass(frozen=True)
class RevocationFound:
    """What the authority said of the certificate.

    Attributes:
        good: It was not revoked then.
        at: The instant of which it speaks.
    """

    good: bool
    at: datetime


def ask_revocation(certificate: bytes, authority: bytes, address: str) -> Revocation:
    """Ask whether a certificate is revoked.

    Args:
        certificate: DER of the signer's certificate.
        authority: DER of the certificate that issued it.
        address: Of the OCSP service.

    Raises:
        RevocationFailed: There is no answer to trust.
        CertificateRevoked: It is revoked.

    Source: LFEA 7-9, 17 (a valid certificate).
    """
    signer, issuer = x509.load_der_x509_certificate(certificate), x509.load_der_x509_certificate(authority)
    answer = _ask(signer, issuer, address)
    said = _read(answer, signer, issuer)
    if said is None:
        raise RevocationFailed("revocación")
    if not said.good:
        raise CertificateRevoked
    return Revocation(answer, (certificate, authority))


def fetch_revoked(certificate: bytes, authority: bytes, address: str, at: datetime) -> Revocation:
    """Fetch the authority's list of revoked certificates and look whether this one is on it.

    Args:
        certificate: DER of the signer's certificate.
        authority: DER of the certificate that issued it.
        address: Of the list, in DER or PEM.
        at: Aware instant of now: a list that ended before it says nothing.

    Raises:
        RevocationFailed: There is no list of this authority, or it is out of date.
        CertificateRevoked: It is on the list.

    Source: LFEA 7-9, 17 (a valid certificate).
    """
    signer, issuer = x509.load_der_x509_certificate(certificate), x509.load_der_x509_certificate(authority)
    try:
        with urllib.request.urlopen(address, timeout=MAX_SECONDS) as answered:
            data: bytes = answered.read(MAX_LIST_BYTES + 1)
        load = x509.load_pem_x509_crl if data.startswith(b"-----BEGIN") else x509.load_der_x509_crl
        listed = load(data).public_bytes(Encoding.DER)
    except (OSError, ValueError):
        raise RevocationFailed("revocación") from None
    said = _read_list(listed, signer, issuer)
    until = x509.load_der_x509_crl(listed).next_update_utc
    if said is None or said.at > at or until is None or until < at:
        raise RevocationFailed("revocación")
    if not said.good:
        raise CertificateRevoked
    return Revocation(listed, (certificate, authority), is_list=True)


def keep_revocation(pdf: pikepdf.Pdf, kept: Revocation) -> None:
    """Put the answer in the store of a file that is about to be signed."""
    certificates = Array([pdf.make_stream(one) for one in kept.certificates])
    answers = Array([pdf.make_stream(kept.answer)])
    pdf.Root.DSS = pdf.make_indirect(Dictionary(Type=Name.DSS, Certs=certificates))
    pdf.Root.DSS[Name.CRLs if kept.is_list else Name.OCSPs] = answers


def read_revocation(pdf: bytes, certificate: x509.Certificate, roots: Sequence[bytes]) -> RevocationFound | None:
    """Return what the file keeps of the certificate's revocation and a root signed; None when it keeps nothing."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        store: Any = opened.Root.get("/DSS", {})
        kept: list[tuple[_Reader, bytes]] = [(_read, stream.read_bytes()) for stream in store.get("/OCSPs", ())]
        kept += [(_read_list, stream.read_bytes()) for stream in store.get("/CRLs", ())]
    for root in roots:
        issuer = x509.load_der_x509_certificate(root)
        for read, answer in kept:
            if (said := read(answer, certificate, issuer)) is not None:
                return said
    return None


def _ask(signer: x509.Certificate, issuer: x509.Certificate, address: str) -> bytes:
    asked = ocsp.OCSPRequestBuilder().add_certificate(signer, issuer, hashes.SHA256()).build()
    headers = {"Content-Type": "application/ocsp-request"}
    request = urllib.request.Request(address, asked.public_bytes(Encoding.DER), headers)
    try:
        with urllib.request.urlopen(request, timeout=MAX_SECONDS) as answered:
            data: bytes = answered.read(MAX_BYTES)
            return data
    except (OSError, ValueError):
        raise RevocationFailed("revocación") from None


def _read(answer: bytes, signer: x509.Certificate, issuer: x509.Certificate) -> RevocationFound | None:
    """Return what an answer says of a certificate; None unless it is about it and signed by its authority."""
    try:
        found = ocsp.load_der_ocsp_response(answer)
        if found.response_status != ocsp.OCSPResponseStatus.SUCCESSFUL:
            return None
        if found.serial_number != signer.serial_number or not _is_of(found, issuer):
            return None
        return RevocationFound(found.certificate_status == ocsp.OCSPCertStatus.GOOD, found.this_update_utc)
    except (ValueError, InvalidSignature, TypeError, x509.ExtensionNotFound):
        return None


def _read_list(data: bytes, signer: x509.Certificate, issuer: x509.Certificate) -> RevocationFound | None:
    """Return what a list says of a certificate; None unless it is its authority's own list."""
    try:
        listed, key = x509.load_der_x509_crl(data), issuer.public_key()
        if signer.issuer != issuer.subject or listed.issuer != issuer.subject or not isinstance(key, rsa.RSAPublicKey):
            return None
        if not listed.is_signature_valid(key):
            return None
        one = listed.get_revoked_certificate_by_serial_number(signer.serial_number)
        return RevocationFound(one is None, listed.last_update_utc)
    except (ValueError, TypeError):
        return None


def _is_of(found: ocsp.OCSPResponse, issuer: x509.Certificate) -> bool:
    """Tell whether the authority signed the answer, or whom it empowered to; raises when a signature fails."""
    algorithm, by = found.signature_hash_algorithm, issuer
    for one in found.certificates:
        if one != issuer:
            one.verify_directly_issued_by(issuer)
            usage = one.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
            if ExtendedKeyUsageOID.OCSP_SIGNING not in usage:
                return False
            by = one
    key = by.public_key()
    if not isinstance(key, rsa.RSAPublicKey) or algorithm is None:
        return False
    key.verify(found.signature, found.tbs_response_bytes, padding.PKCS1v15(), algorithm)
    return True
