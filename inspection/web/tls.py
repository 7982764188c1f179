"""A certificate authority of one's own, so that a tablet of the same network can use the app (`--lan`)."""

import datetime
import ipaddress
import os
import socket
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CA_DAYS = 3650
LEAF_DAYS = 397  # browsers refuse a server certificate of more than 398 days
_ROUTE_PROBE = ("192.0.2.1", 9)  # a documentation address: connecting a datagram socket sends nothing


@dataclass(frozen=True)
class Certificates:
    """Where they lie, and what a person compares before trusting them.

    Attributes:
        fingerprint: SHA-256 of the authority's certificate, in pairs.
        addresses: Names and IP addresses the server's certificate is good for.
    """

    authority: Path
    certificate: Path
    key: Path
    fingerprint: str
    addresses: tuple[str, ...]


def lan_addresses() -> tuple[str, ...]:
    """Return this machine's names and addresses, the one on the way out first."""
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ROUTE_PROBE)
            found.append(probe.getsockname()[0])
        except OSError:
            pass  # no network at all: localhost is left
    return tuple(dict.fromkeys([*found, socket.gethostname(), "localhost", "127.0.0.1"]))


def make_certificates(folder: Path, addresses: tuple[str, ...], now: datetime.datetime) -> Certificates:
    """Make (once) the authority and (each time) a server certificate for these addresses.

    Args:
        folder: Where they are kept; files are 0600.
        addresses: DNS names and IP addresses.
        now: UTC instant from which they are valid.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    ca_key, ca = _authority(folder, now)
    key = ec.generate_private_key(ec.SECP256R1())
    leaf = _leaf(key, ca_key, ca, addresses, now)
    _write(folder / "server.key", _pem(key))
    _write(folder / "server.crt", leaf.public_bytes(Encoding.PEM) + ca.public_bytes(Encoding.PEM))
    fingerprint = ca.fingerprint(hashes.SHA256()).hex(":").upper()
    return Certificates(
        folder / "autoridad.crt", folder / "server.crt", folder / "server.key", fingerprint, addresses
    )


def _authority(folder: Path, now: datetime.datetime) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key_path, crt_path = folder / "autoridad.key", folder / "autoridad.crt"
    if crt_path.exists() and key_path.exists():
        known = load_pem_private_key(key_path.read_bytes(), None)
        if isinstance(known, ec.EllipticCurvePrivateKey):
            return known, x509.load_pem_x509_certificate(crt_path.read_bytes())
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Resguardo, autoridad de esta red")])
    builder = _builder(name, name, key, now, CA_DAYS).add_extension(
        x509.BasicConstraints(True, 0), critical=True
    )
    crt = builder.sign(key, hashes.SHA256())
    _write(key_path, _pem(key))
    _write(crt_path, crt.public_bytes(Encoding.PEM))
    return key, crt


def _leaf(
    key: ec.EllipticCurvePrivateKey,
    ca_key: ec.EllipticCurvePrivateKey,
    ca: x509.Certificate,
    addresses: tuple[str, ...],
    now: datetime.datetime,
) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, addresses[0][:64])])
    return (
        _builder(name, ca.subject, key, now, LEAF_DAYS)
        .add_extension(x509.SubjectAlternativeName([_alternative(a) for a in addresses]), critical=False)
        .add_extension(x509.BasicConstraints(False, None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(ca_key, hashes.SHA256())
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime.datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=days - 1))
    )


def _alternative(address: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(address))
    except ValueError:
        return x509.DNSName(address)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
