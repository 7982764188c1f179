"""A time stamp authority and a responder of revocation on this machine: the real `openssl` behind small HTTP doors."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.unit.forms import efirma

_CONF = """
[ tsa ]
default_tsa = tsa1
[ tsa1 ]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
digests = sha256, sha384, sha512
default_policy = 1.2.3.4.1
accuracy = secs:1
ess_cert_id_alg = sha256
certs = {folder}/tsa.pem
[ tsa_ext ]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
"""


def openssl(*given: object, **options: object) -> bytes:
    """Run the real tool."""
    command = ["openssl", *map(str, given)]
    return subprocess.run(command, check=True, capture_output=True, **options).stdout  # type: ignore[call-overload]


@contextmanager
def door(answer: Callable[[bytes], bytes], media_type: str) -> Iterator[str]:
    """Serve what `answer` makes of each body posted, at an address of this machine."""

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(answer(b""))

        def do_POST(self) -> None:
            self._answer(answer(self.rfile.read(int(self.headers["Content-Length"]))))

        def _answer(self, made: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(made)))
            self.end_headers()
            self.wfile.write(made)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    served = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{served.server_address[1]}/"
    finally:
        served.shutdown()
        served.server_close()


@contextmanager
def time_authority(folder: Path) -> Iterator[str]:
    """Serve RFC 3161 time stamps by `openssl ts -reply`, with a certificate made on the spot."""
    (folder / "tsa.cnf").write_text(_CONF.format(folder=folder), encoding="ascii")
    (folder / "serial").write_text("01\n", encoding="ascii")
    made = ("-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Sello de tiempo de prueba", "-days", "3650")
    openssl("req", "-x509", *made, "-keyout", folder / "tsa.key", "-out", folder / "root.pem")
    openssl("req", "-new", "-key", folder / "tsa.key", "-subj", "/CN=Sello de tiempo de prueba", "-out", folder / "q")
    extensions = ("-extfile", folder / "tsa.cnf", "-extensions", "tsa_ext", "-signkey", folder / "tsa.key")
    openssl("x509", "-req", "-in", folder / "q", *extensions, "-days", 3650, "-out", folder / "tsa.pem")

    def stamp(query: bytes) -> bytes:
        (folder / "query").write_bytes(query)
        return openssl("ts", "-reply", "-config", folder / "tsa.cnf", "-queryfile", folder / "query")

    with door(stamp, "application/timestamp-reply") as address:
        yield address


@contextmanager
def revocation_service(
    folder: Path, number: str, *, revoked: bool = False, signed_by: str = "authority"
) -> Iterator[str]:
    """Answer OCSP by `openssl ocsp` for the certificates of the tests' authority."""
    serial, since = number.encode("ascii").hex().upper(), "261126000000Z" if revoked else ""
    (folder / "index.txt").write_text(
        f"{'R' if revoked else 'V'}\t301231235959Z\t{since}\t{serial}\tunknown\t/CN=x\n", encoding="ascii"
    )
    (folder / "ca.pem").write_bytes(efirma.as_pem(efirma.authority()))
    signer = efirma.authority() if signed_by == "authority" else efirma.make_certificate(signed_by)
    (folder / "signer.pem").write_bytes(efirma.as_pem(signer))
    (folder / "signer.key").write_bytes(efirma.open_key(signed_by))

    def answer(asked: bytes) -> bytes:
        (folder / "asked").write_bytes(asked)
        by = ("-index", folder / "index.txt", "-CA", folder / "ca.pem", "-rsigner", folder / "signer.pem")
        files = ("-rkey", folder / "signer.key", "-reqin", folder / "asked", "-respout", folder / "answer", "-ndays", 1)
        openssl("ocsp", *by, *files)
        return (folder / "answer").read_bytes()

    with door(answer, "application/ocsp-response") as address:
        yield address


@contextmanager
def list_of_revoked(
    folder: Path, *numbers: str, signed_by: str = "authority", pem: bool = False
) -> Iterator[str]:
    """Serve the authority's list of revoked certificates, made by `openssl ca -gencrl` with these numbers on it."""
    lines = [f"R\t301231235959Z\t261126000000Z\t{n.encode('ascii').hex().upper()}\tunknown\t/CN=x\n" for n in numbers]
    (folder / "crl-index.txt").write_text("".join(lines), encoding="ascii")
    (folder / "crl-number").write_text("01\n", encoding="ascii")
    (folder / "crl.cnf").write_text(
        f"[ ca ]\ndefault_ca = a\n[ a ]\ndatabase = {folder}/crl-index.txt\ncrlnumber = {folder}/crl-number\n"
        "default_md = sha256\n",
        encoding="ascii",
    )
    (folder / "ca.pem").write_bytes(efirma.as_pem(efirma.authority()))
    (folder / "crl.key").write_bytes(efirma.open_key(signed_by))
    (folder / "crl-signer.pem").write_bytes(efirma.as_pem(efirma.authority(signed_by)))
    by = ("-cert", folder / "crl-signer.pem", "-keyfile", folder / "crl.key")
    openssl("ca", "-config", folder / "crl.cnf", "-gencrl", *by, "-crldays", 1, "-out", folder / "crl.pem")
    openssl("crl", "-in", folder / "crl.pem", "-outform", "DER", "-out", folder / "crl.der")
    served = (folder / ("crl.pem" if pem else "crl.der")).read_bytes()
    with door(lambda _: served, "application/pkix-crl") as address:
        yield address
