"""An e.firma as the SAT issues it: a certificate in DER and a private key in encrypted PKCS#8."""

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import keys, pem
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

_DIGITS = 20


class CredentialRefused(ValueError):
    """The files cannot sign. ``code`` says why.

    Codes: ``certificate_unreadable``, ``key_unreadable``, ``password_wrong``, ``key_of_another``,
    ``not_yet_valid``, ``expired``, ``not_for_signing`` (a *sello* of invoices, or any key without non-repudiation).
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Credential:
    """A certificate with its key, in memory only.

    Attributes:
        certificate: DER of the certificate.
        number: *Número de serie del certificado*: 20 digits.
        name: Who signs, as the certificate says it.
        valid_until: Last instant at which it may sign.
    """

    certificate: bytes
    key: rsa.RSAPrivateKey
    number: str
    name: str
    valid_until: datetime

    def seal(self, chain: str) -> bytes:
        """Return the *sello*: RSA PKCS#1 v1.5 with SHA-256 over the UTF-8 of the cadena original."""
        return self.sign(chain.encode("utf-8"))

    def sign(self, data: bytes) -> bytes:
        """Return the signature of ``data``: RSA PKCS#1 v1.5 with SHA-256."""
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())

    def __repr__(self) -> str:
        return f"Credential({self.number})"


def load_credential(certificate: bytes, key: bytes, password: bytes, at: datetime) -> Credential:
    """Open an e.firma.

    Args:
        certificate: The ``.cer`` file, DER (PEM is taken too).
        key: The ``.key`` file, PKCS#8 encrypted, DER (PEM is taken too).
        password: The password of the key.
        at: Aware instant at which it will sign.

    Raises:
        CredentialRefused: With the code of the first thing that is wrong.

    Source: LFEA 7-9 and 17 (what a certificate holds), 20 (four years at most).
    """
    found = _certificate(certificate)
    private = _key(key, password)
    if found.public_key() != private.public_key():
        raise CredentialRefused("key_of_another")
    if at < found.not_valid_before_utc:
        raise CredentialRefused("not_yet_valid")
    if at > found.not_valid_after_utc:
        raise CredentialRefused("expired")
    if not _may_sign(found):
        raise CredentialRefused("not_for_signing")
    return Credential(
        found.public_bytes(serialization.Encoding.DER),
        private,
        number_of(found),
        name_of(found),
        found.not_valid_after_utc,
    )


def _certificate(data: bytes) -> x509.Certificate:
    try:
        if data.lstrip().startswith(b"-----"):
            return x509.load_pem_x509_certificate(data)
        return x509.load_der_x509_certificate(data)
    except ValueError:
        raise CredentialRefused("certificate_unreadable") from None


def authority_certificate(data: bytes) -> bytes:
    """Return the DER of an authority's certificate (DER or PEM).

    Raises:
        CredentialRefused: ``certificate_unreadable``, or ``not_an_authority``.
    """
    found = _certificate(data)
    try:
        is_authority = found.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        is_authority = False
    if not is_authority:
        raise CredentialRefused("not_an_authority")
    return found.public_bytes(serialization.Encoding.DER)


def _key(data: bytes, password: bytes) -> rsa.RSAPrivateKey:
    load = serialization.load_pem_private_key if data.lstrip().startswith(b"-----") else None
    try:
        private = (load or serialization.load_der_private_key)(data, password)
    except TypeError:  # a key without password is not how an e.firma is kept
        raise CredentialRefused("key_unreadable") from None
    except ValueError:
        # One wrong password in 256 leaves a padding that looks right and a key that is none: only the envelope tells.
        raise CredentialRefused("password_wrong" if _is_locked_key(data) else "key_unreadable") from None
    if not isinstance(private, rsa.RSAPrivateKey):
        raise CredentialRefused("key_unreadable")
    return private


def _is_locked_key(data: bytes) -> bool:
    """Whether these bytes are an encrypted PKCS#8 key, whatever its password."""
    try:
        der = pem.unarmor(data)[2] if pem.detect(data) else data
        return bool(keys.EncryptedPrivateKeyInfo.load(der, strict=True)["encryption_algorithm"]["algorithm"].native)
    except (ValueError, TypeError, KeyError):
        return False


def _may_sign(found: x509.Certificate) -> bool:
    try:
        usage = found.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return usage.digital_signature and usage.content_commitment


def number_of(found: x509.Certificate) -> str:
    """Return the number as the SAT prints it: the serial number's bytes are its twenty digits in ASCII."""
    raw = found.serial_number.to_bytes((found.serial_number.bit_length() + 7) // 8 or 1, "big")
    if len(raw) == _DIGITS and raw.isdigit():
        return raw.decode("ascii")
    return f"{found.serial_number:X}"


def name_of(found: x509.Certificate) -> str:
    """Return who the certificate is of: its common name."""
    names = found.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else ""
