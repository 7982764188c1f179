"""The e.firma path of a paper: its last sheet, the sello over its cadena original, and the PAdES signature.

Everything here runs where the key is: on the computer of the person who signs (``resguardo sign``). No server
imports it to sign, because the key must be under the exclusive control of its holder (LFEA 9).
"""

from forms.signing.chain import NotOurPaper, OriginalChain, identity_of
from forms.signing.credential import Credential, CredentialRefused, load_credential
from forms.signing.pades import SignedPaper, sign_paper
from forms.signing.reading import SignatureFound, SignatureRefused, check_pages, read_signature

__all__ = [
    "Credential",
    "CredentialRefused",
    "NotOurPaper",
    "OriginalChain",
    "SignatureFound",
    "SignatureRefused",
    "SignedPaper",
    "check_pages",
    "identity_of",
    "load_credential",
    "read_signature",
    "sign_paper",
]
