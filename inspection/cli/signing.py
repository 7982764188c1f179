"""Commands around a signed paper: sign it with e.firma where the key is, verify it without any server."""

import argparse
import getpass
import hashlib
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from forms.signing import (
    CertificateRevoked,
    CredentialRefused,
    NotOurPaper,
    Revocation,
    RevocationFailed,
    SignatureRefused,
    TimeAuthorityFailed,
    ask_revocation,
    fetch_revoked,
    identity_of,
    load_credential,
    read_signature,
    sign_paper,
)
from inspection.cli.words import Refusal, command
from inspection.clock import OFFICE_ZONE, system_clock
from protocols.paper_words import load_paper_words

_CREDENTIAL = {
    "certificate_unreadable": "el archivo de --cer no es un certificado; use el .cer que entregó el SAT",
    "key_unreadable": "el archivo de --key no es una llave privada cifrada; use el .key que va con su certificado",
    "password_wrong": "la contraseña no abre la llave privada; nada se firmó. Inténtelo de nuevo",
    "key_of_another": "la llave privada no es la de ese certificado; use los dos archivos del mismo trámite",
    "not_yet_valid": "el certificado todavía no está vigente; revise la fecha de este equipo",
    "expired": "el certificado ya venció; renueve su e.firma antes de firmar",
    "not_for_signing": "ese certificado no sirve para firmar documentos (¿es un sello digital?); use el de su e.firma",
}
_REFUSED = {
    "not_signed": "no lleva firma electrónica",
    "altered": "la firma NO se sostiene: el archivo cambió después de firmarse o está dañado",
    "covers_part": "la firma NO cubre el archivo entero: algo se añadió después de firmar",
    "seal_missing": "la firma se sostiene, pero falta la cadena original",
    "seal_broken": "el sello NO corresponde a la cadena original",
    "chain_of_another": "la cadena original es de OTRO documento o de otro certificado",
}
_NO_ANSWER = (
    "no hubo respuesta de revocación en la que confiar y nada se firmó; revise --root y la dirección, "
    "o firme sin --ocsp ni --crl"
)
_NOT_OURS = "no es un documento emitido por Resguardo (no dice folio ni código), o está dañado"


def add_sign(commands: argparse._SubParsersAction) -> None:
    """Add `sign`."""
    text = "firma un documento con e.firma en este equipo; la llave y su contraseña no salen de él"
    parser = command(commands, "sign", text)
    parser.add_argument("paper", type=Path, metavar="DOCUMENTO.pdf", help="tal como se descargó del escritorio")
    parser.add_argument("--cer", type=Path, required=True, metavar="ARCHIVO", help="certificado de la e.firma (.cer)")
    parser.add_argument("--key", type=Path, required=True, metavar="ARCHIVO", help="llave privada de la e.firma (.key)")
    parser.add_argument("--post", default="", metavar="CARGO", help="cargo de quien firma, para la hoja de firma")
    parser.add_argument("-o", "--output", type=Path, metavar="ARCHIVO", help="por omisión, el nombre con «-firmado»")
    zone = f"zona horaria de la hora (por omisión {OFFICE_ZONE})"
    parser.add_argument("--zone", default=OFFICE_ZONE, metavar="ZONA", help=zone)
    parser.add_argument("--tsa", metavar="DIRECCIÓN", help="servicio de sello de tiempo (RFC 3161), si hay uno")
    told = "servicio OCSP que dice si el certificado está revocado; pide --root"
    revoked = parser.add_mutually_exclusive_group()
    revoked.add_argument("--ocsp", metavar="DIRECCIÓN", help=told)
    listed = "lista de certificados revocados (CRL) de la autoridad, si no tiene OCSP; pide --root"
    revoked.add_argument("--crl", metavar="DIRECCIÓN", help=listed)
    parser.add_argument("--root", type=Path, metavar="ARCHIVO", help="certificado de la autoridad que emitió el suyo")
    parser.set_defaults(run=_sign)


def _sign(arguments: argparse.Namespace) -> int:
    output = arguments.output or arguments.paper.with_name(f"{arguments.paper.stem}-firmado.pdf")
    if output.exists():
        raise Refusal(f"ya existe {output}; elija otro nombre con -o, nada se sobrescribe")
    try:
        at = datetime.fromtimestamp(system_clock() / 1000, UTC).astimezone(ZoneInfo(arguments.zone))
    except (ZoneInfoNotFoundError, ValueError):
        raise Refusal(f"no se conoce la zona {arguments.zone}; por ejemplo {OFFICE_ZONE}") from None
    if (arguments.ocsp or arguments.crl) and arguments.root is None:
        raise Refusal("con --ocsp o --crl hace falta --root: el certificado de la autoridad que emitió el suyo")
    paper, certificate, key = (_read(path) for path in (arguments.paper, arguments.cer, arguments.key))
    try:
        identity = identity_of(paper)
        credential = load_credential(certificate, key, _password(), at)
        print(f"Firma {credential.name}, certificado {credential.number}: {identity.title}.")
        legend = load_paper_words()["signature_sheet_es"]
        revocation = _revocation(arguments, credential.certificate, at)
        signed = sign_paper(
            paper,
            credential,
            legend=legend,
            post=arguments.post,
            signed_at=at,
            time_authority=arguments.tsa,
            revocation=revocation,
        )
    except NotOurPaper:
        raise Refusal(f"{arguments.paper} {_NOT_OURS}") from None
    except CredentialRefused as refused:
        raise Refusal(_CREDENTIAL[refused.code]) from None
    except TimeAuthorityFailed:
        raise Refusal("el servicio de sello de tiempo no contestó; firme sin --tsa o inténtelo más tarde") from None
    except RevocationFailed:
        raise Refusal(_NO_ANSWER) from None
    except CertificateRevoked:
        raise Refusal("su certificado está REVOCADO según la autoridad que lo emitió; nada se firmó") from None
    output.write_bytes(signed.pdf)
    print(f"Firmado en {output}. Súbalo en el escritorio, en los documentos de la visita.")
    return 0


def _revocation(arguments: argparse.Namespace, certificate: bytes, at: datetime) -> Revocation | None:
    if arguments.ocsp:
        return ask_revocation(certificate, _read(arguments.root), arguments.ocsp)
    if arguments.crl:
        return fetch_revoked(certificate, _read(arguments.root), arguments.crl, at)
    return None


def _password() -> bytes:
    """Ask for it without showing it; a pipe may give it, an argument never (others would read it)."""
    if sys.stdin.isatty():
        return getpass.getpass("Contraseña de la llave privada: ").encode()
    return sys.stdin.readline().rstrip("\r\n").encode()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Refusal(f"no se pudo leer {path}; revise el nombre y los permisos") from None


def _compare(own: str, known: str) -> int:
    """Say whether the file is the one whose fingerprint was told by another way; return the exit code."""
    if own == "".join(known.split()).lower():
        print("EL MISMO: el archivo tiene exactamente la huella que usted dio; vale lo que valga de quien la obtuvo.")
        return 0
    print("OTRO: el archivo NO tiene la huella que usted dio. Cambió, o la huella es de otro documento.")
    return 1


def verify_paper(path: Path, roots: list[Path], known_hash: str | None = None) -> int:
    """Say whether a paper is authentic as far as the file alone can tell; return the exit code."""
    data = _read(path)
    try:
        identity = identity_of(data)
    except NotOurPaper:
        print(f"{path}: {_NOT_OURS}.")
        return 1
    print(f"{identity.title}\n  Emite:     {identity.institution}\n  Fecha:     {identity.issued_at}")
    print(f"  Código:    {identity.code}\n  SHA-256:   {hashlib.sha256(data).hexdigest()}")
    try:
        found = read_signature(data, [_read(root) for root in roots])
    except SignatureRefused as refused:
        print(f"  Firma:     {_REFUSED[refused.code]}.")
        if refused.code == "not_signed" and known_hash:
            return _compare(hashlib.sha256(data).hexdigest(), known_hash)
        if refused.code == "not_signed":
            where = identity.verify_at if identity.verify_at.startswith("http") else "la oficina que emite"
            print(f"Compare la huella SHA-256 con la que da {where}.")
        return 1
    print(f"  Firma:     {found.name}, certificado {found.certificate_number}, el {found.signed_at}")
    if found.stamped_at:
        print(f"  Sello de tiempo: {found.stamped_at.isoformat()}")
    if found.revocation:
        word = "no estaba revocado" if found.revocation.good else "estaba REVOCADO"
        print(f"  Certificado: {word} el {found.revocation.at.isoformat()}, dice su autoridad (guardado en el archivo)")
    print(f"  Original:  {found.sha256_of_original}")
    if found.trusted is False:
        print("La firma se sostiene, pero su certificado NO lo emitió ninguna de las autoridades de --root.")
        return 1
    doubt = "" if found.trusted else " No se comprobó quién emitió el certificado: dé las autoridades con --root."
    print(f"AUTÉNTICO: la firma se sostiene, cubre el archivo entero y el sello corresponde.{doubt}")
    return 0
