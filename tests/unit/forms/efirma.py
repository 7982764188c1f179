"""Certificates and keys in the form in which the SAT issues an e.firma, made on the spot."""

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

PASSWORD = b"clave de prueba"
NOW = datetime(2026, 11, 26, 18, 30, tzinfo=UTC)
NUMBER = "30001000000500003416"


@cache
def _key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def authority(name_of_key: str = "authority") -> bytes:
    """DER of a certificate authority of the tests; with another key, of one that issued nothing."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "AC de prueba")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(_key(name_of_key).public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=3650))
        .not_valid_after(NOW + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(_key(name_of_key), hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.DER)


def make_certificate(
    owner: str = "officer",
    number: str = NUMBER,
    since: datetime = NOW - timedelta(days=100),
    until: datetime = NOW + timedelta(days=1000),
    non_repudiation: bool = True,
) -> bytes:
    """A ``.cer``: RFC as text in 2.5.4.45, CURP as serial number, twenty digits in ASCII as its number."""
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, "MARÍA EJEMPLO DE PRUEBA"),
            x509.NameAttribute(NameOID.X500_UNIQUE_IDENTIFIER, "EEPM800101AAA"),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, "EEPM800101MDFJRR09"),
        ]
    )
    usage = x509.KeyUsage(True, non_repudiation, False, False, False, False, False, False, False)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(x509.load_der_x509_certificate(authority()).subject)
        .public_key(_key(owner).public_key())
        .serial_number(int.from_bytes(number.encode("ascii"), "big"))
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(usage, critical=True)
        .sign(_key("authority"), hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.DER)


def make_key(owner: str = "officer") -> bytes:
    """A ``.key``: PKCS#8 in DER, encrypted."""
    return _key(owner).private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(PASSWORD),
    )


def as_pem(certificate: bytes) -> bytes:
    """A certificate as OpenSSL likes it."""
    return x509.load_der_x509_certificate(certificate).public_bytes(serialization.Encoding.PEM)


def open_key(owner: str) -> bytes:
    """A key without password, for OpenSSL alone."""
    return _key(owner).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
