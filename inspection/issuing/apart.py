"""Examines a signed file of unknown origin in a process of its own, which may fail, swell or never end alone.

A PDF can ask its reader for any time and memory (streams that inflate a thousandfold, objects that name each other
a billion times); the server that takes scans must outlive it.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

MAX_SECONDS = 30
"""Of the processor, and of the clock twice as many: a whole file of 50 MB takes about one."""
MAX_MEMORY_BYTES = 1536 * 1024 * 1024


@dataclass(frozen=True)
class Examined:
    """What a file is.

    Attributes:
        refused: Empty, or a code of `SignatureRefused`; ``not_signed`` when it is a scan and nothing else.
        name: Who signed, by the certificate.
        certificate_number: Twenty digits.
        signed_at: As the cadena says it, ISO 8601.
        trusted: As in `SignatureFound`.
    """

    refused: str = ""
    name: str = ""
    certificate_number: str = ""
    signed_at: str = ""
    trusted: bool | None = None


def examine_apart(
    pdf: bytes,
    issued: bytes,
    roots: Sequence[bytes] = (),
    *,
    seconds: int = MAX_SECONDS,
    memory_bytes: int = MAX_MEMORY_BYTES,
) -> Examined:
    """Tell whether a file is the issued paper, signed; a file that the examination does not survive is ``altered``.

    Args:
        pdf: The file that came.
        issued: The file that was issued.
        roots: DER certificates of the authorities trusted.
        seconds: Of processor time; twice as many of the clock.
        memory_bytes: Of address space.
    """
    head = {
        "seconds": seconds,
        "memory_bytes": memory_bytes,
        "sizes": [len(pdf), len(issued)],
        "roots": [base64.b64encode(root).decode("ascii") for root in roots],
    }
    given = json.dumps(head).encode("ascii") + b"\n" + pdf + issued
    command = [sys.executable, "-m", "inspection.issuing.apart"]
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=2 * seconds + 10, check=True)
        return Examined(**json.loads(done.stdout))
    except (subprocess.SubprocessError, ValueError):
        return Examined("altered")


def _examine(pdf: bytes, issued: bytes, roots: Sequence[bytes]) -> dict[str, Any]:
    from forms.signing.chain import NotOurPaper
    from forms.signing.reading import SignatureRefused, check_pages, read_signature

    try:
        found = read_signature(pdf, roots)
        check_pages(pdf, issued)
    except SignatureRefused as refused:
        broken = refused.code == "not_signed" and _is_broken_paper(pdf)
        return {"refused": "altered" if broken else refused.code}
    except NotOurPaper:
        return {"refused": "chain_of_another"}
    return {
        "name": found.name,
        "certificate_number": found.certificate_number,
        "signed_at": found.signed_at,
        "trusted": found.trusted,
    }


def _is_broken_paper(data: bytes) -> bool:
    """Tell whether a PDF without a readable signature is no scan: a paper of ours changed, or a signature broken."""
    from forms.signing.chain import NotOurPaper, identity_of

    if b"/ByteRange" in data:
        return True
    try:
        identity_of(data)
    except NotOurPaper:
        return False
    return True


def _main() -> None:
    import resource

    head = json.loads(sys.stdin.buffer.readline())
    resource.setrlimit(resource.RLIMIT_CPU, (head["seconds"], head["seconds"]))
    resource.setrlimit(resource.RLIMIT_AS, (head["memory_bytes"], head["memory_bytes"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pdf, issued = (sys.stdin.buffer.read(size) for size in head["sizes"])
    found = _examine(pdf, issued, [base64.b64decode(root) for root in head["roots"]])
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    _main()
