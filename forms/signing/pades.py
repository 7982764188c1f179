"""Signs a paper with PAdES and an e.firma; with a time stamp when an authority of time is named."""

import base64
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, fields, signers
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from forms.signing.apart import without_loop
from forms.signing.appending import FIELD, append_sheet
from forms.signing.chain import chain_for
from forms.signing.credential import Credential
from forms.signing.revocation import Revocation
from forms.signing.sheet import SignatureSheet, draw_sheet

OWN_CLOCK = "reloj del equipo que firma"
DIGEST = "sha256"
STAMPED = "reloj del equipo que firma; la firma lleva además sello de tiempo"

# SAT certificates carry the RFC in 2.5.4.45 as text; asn1crypto insists on a bit string (its issue 228).
x509.NameTypeAndValue._oid_specs = {**x509.NameTypeAndValue._oid_specs, "unique_identifier": x509.DirectoryString}


@dataclass(frozen=True)
class SignedPaper:
    """A signed file and what was sealed."""

    pdf: bytes
    chain: str
    seal: str
    sha256_of_original: str


class TimeAuthorityFailed(OSError):
    """The service of time did not answer, or what it answered is no time stamp; nothing was signed."""


class _Stamper(HTTPTimeStamper):  # type: ignore[misc]  # pyHanko's own types are not complete
    async def async_request_tsa_response(self, req: Any) -> Any:
        """Ask; whatever goes wrong on the way is told as one thing."""
        try:
            return await super().async_request_tsa_response(req)
        except Exception as error:
            raise TimeAuthorityFailed("sello de tiempo") from error


class _Signer(signers.Signer):  # type: ignore[misc]  # pyHanko's own types are not complete
    """Signs with the key as it was opened: it is neither written out again nor checked anew for each signature."""

    def __init__(self, credential: Credential) -> None:
        self._credential = credential
        certificate = x509.Certificate.load(credential.certificate)
        super().__init__(signing_cert=certificate, cert_registry=SimpleCertificateStore())

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Sign, or only say how long the signature will be."""
        if digest_algorithm != DIGEST:
            raise ValueError(digest_algorithm)
        return bytes(self._credential.key.key_size // 8) if dry_run else self._credential.sign(data)


class ArchivalWriter(IncrementalPdfFileWriter):
    """Keeps our XMP: pyHanko would rewrite it and lose the PDF/A extension schema."""

    def _update_meta(self) -> None:
        pass


def sign_paper(
    pdf: bytes,
    credential: Credential,
    *,
    legend: str,
    post: str,
    signed_at: datetime,
    time_authority: str | None = None,
    revocation: Revocation | None = None,
) -> SignedPaper:
    """Sign a paper that Resguardo issued.

    Args:
        pdf: The file exactly as it was issued.
        credential: An open e.firma; it stays in this process.
        legend: What the signature is worth, with its ground, for the sheet.
        post: Post of who signs, for the sheet.
        signed_at: Aware instant of the computer that signs.
        time_authority: Address of an RFC 3161 service, or None.
        revocation: What `ask_revocation` or `fetch_revoked` was told of the certificate, to keep inside, or None.

    Returns:
        PAdES-B-B (B-T with a time stamp, B-LT with both) over the paper and its last sheet; PDF/A-3a and PDF/UA-1.

    Raises:
        NotOurPaper: The file says no folio, code or date.
        TimeAuthorityFailed: The service of time gave no stamp; nothing was signed.

    Source: LFEA 7-9 (value of the signature, exclusive control of the key); CFF 38 (cadena, sello, number).
    """
    chain = chain_for(pdf, signed_at, credential.number)
    seal = base64.b64encode(credential.seal(chain.text)).decode("ascii")
    clock = STAMPED if time_authority else OWN_CLOCK
    sheet = SignatureSheet(chain, credential.name, post, seal, clock, legend)
    machine = {"cadena_original": chain.text, "sello": seal, "certificado": credential.number}
    whole = append_sheet(pdf, draw_sheet(sheet), machine, revocation)
    return SignedPaper(_pades(whole, credential, time_authority), chain.text, seal, chain.sha256)


def _pades(pdf: bytes, credential: Credential, time_authority: str | None) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    stamper = _Stamper(time_authority) if time_authority else None
    signer = signers.PdfSigner(metadata, _Signer(credential), timestamper=stamper)
    data: bytes = without_loop(lambda: signer.sign_pdf(ArchivalWriter(io.BytesIO(pdf)))).getvalue()
    return data
