"""The *cadena original*: what the sello seals, in one line that anyone can rebuild from the paper."""

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree

import pikepdf

VERSION = "1.0"
_DC = "{http://purl.org/dc/elements/1.1/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"


class NotOurPaper(ValueError):
    """The file is no paper that Resguardo issued: it lacks folio, code or date."""


@dataclass(frozen=True)
class Identity:
    """What a paper says of itself from outside; nothing personal.

    Attributes:
        folio: Number of the office's series.
        code: Code of verification.
        verify_at: Address that the QR carries.
        issued_at: ISO 8601 with offset, as printed.
        institution: Who issues.
        title: Kind and folio.
    """

    folio: str
    code: str
    verify_at: str
    issued_at: str
    institution: str
    title: str


@dataclass(frozen=True)
class OriginalChain:
    """What is sealed. ``text`` is the line."""

    identity: Identity
    sha256: str
    signed_at: datetime
    certificate_number: str

    @property
    def text(self) -> str:
        """``||version|folio|issued|institution|sha256|code|signed|certificate||``; a bar inside a field is a slash."""
        given = self.identity
        stamp = self.signed_at.replace(microsecond=0).isoformat()
        fields = (VERSION, given.folio, given.issued_at, given.institution, self.sha256, given.code, stamp)
        return "||" + "|".join(field.replace("|", "/") for field in (*fields, self.certificate_number)) + "||"


def identity_of(pdf: bytes) -> Identity:
    """Read what a paper says of itself.

    Raises:
        NotOurPaper: It is no PDF, or says no folio, code or date.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            packet = ElementTree.fromstring(opened.Root.Metadata.read_bytes())
    except (pikepdf.PdfError, pikepdf.DataDecodingError, AttributeError, ElementTree.ParseError, ValueError):
        raise NotOurPaper("no metadata") from None
    folio, code, address = [*(_text(packet, f".//{_DC}identifier").split("|", 2)), "", ""][:3]
    issued = _text(packet, f".//{_XMP}CreateDate")
    if not (folio and code and issued):
        raise NotOurPaper("no folio")
    return Identity(
        folio,
        code,
        address,
        issued,
        _text(packet, f".//{_DC}creator/{_RDF}Seq/{_RDF}li"),
        _text(packet, f".//{_DC}title/{_RDF}Alt/{_RDF}li"),
    )


def chain_for(pdf: bytes, signed_at: datetime, certificate_number: str) -> OriginalChain:
    """Write the cadena of the file as it stands before signing.

    Raises:
        NotOurPaper: As `identity_of`.
    """
    return OriginalChain(identity_of(pdf), hashlib.sha256(pdf).hexdigest(), signed_at, certificate_number)


def _text(packet: ElementTree.Element, path: str) -> str:
    found = packet.find(path)
    return (found.text or "").strip() if found is not None else ""
