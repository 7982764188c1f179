"""The e.firma path of a paper: its last sheet, the sello over its cadena original, and the PAdES signature.

Everything here runs where the key is: on the computer of the person who signs (``resguardo sign``). No server
imports it to sign, because the key must be under the exclusive control of its holder (LFEA 9).
"""

from forms.signing.chain import NotOurPaper, OriginalChain, identity_of
from forms.signing.credential import Credential, CredentialRefused, load_credential
from forms.signing.pades import SignedPaper, TimeAuthorityFailed, sign_paper
from forms.signing.reading import SignatureFound, SignatureRefused, check_pages, read_signature
from forms.signing.revocation import CertificateRevoked, Revocation, RevocationFailed, ask_revocation, fetch_revoked

__all__ = [
    "CertificateRevoked",
    "Credential",
    "CredentialRefused",
    "NotOurPaper",
    "OriginalChain",
    "Revocation",
    "RevocationFailed",
    "SignatureFound",
    "SignatureRefused",
    "SignedPaper",
    "TimeAuthorityFailed",
    "ask_revocation",
    "check_pages",
    "fetch_revoked",
    "identity_of",
    "load_credential",
    "read_signature",
    "sign_paper",
]
