"""The case bundle: everything of one visit in one file that proves itself without the server.

See docs/operations.md for its users and docs/verify_bundle.py for its reader, which shares no code with this.
"""

import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspection.domain.canonical import canonical_bytes, sha256_hex, to_base64
from inspection.domain.events import DEVICE_STREAM
from inspection.domain.signing import sign
from inspection.store.records import StoredEvent
from inspection.store.resting import RestingLog
from inspection.sync.office import Office
from inspection.sync.refusals import Refused

FORMAT = "resguardo-case-1"
_MANIFEST_PREFIX = b"resguardo-case-1"


@dataclass(frozen=True)
class CaseBundle:
    """What was written. ``files_missing``: names of files that are not here (not sent yet, or erased)."""

    events: int
    files: int
    files_missing: tuple[str, ...]


def write_case_bundle(office: Office, resting: RestingLog, visit_id: str, target: Path, *, opened: bool) -> CaseBundle:
    """Write a visit's bundle to a new file.

    Args:
        office: The door to the visit.
        resting: The rows, exported as they rest.
        visit_id: The visit.
        target: The file; it must not exist.
        opened: Put photos, documents and the secrets in clear; otherwise files go as they rest, encrypted.

    Raises:
        Refused: ``visit_unknown``.
        FileExistsError: ``target`` exists.
    """
    visit = office.read(visit_id)
    log = office.store.log
    stored = log.of_visit(visit_id)
    authors = {one.event.incarnation for one in stored}
    servers = {one.event.incarnation for one in log.of_visit(DEVICE_STREAM)}
    parts: dict[str, bytes] = {
        "events.jsonl": b"".join(row.canonical + b"\n" for row in resting.rows(visit_id)),
        "proofs.jsonl": _proofs(stored),
        "receipts.jsonl": b"".join(
            canonical_bytes({"receipt": json.loads(one.canonical), "signature": to_base64(one.signature)}) + b"\n"
            for one in office.store.evidence.receipts(visit_id)
        ),
    }
    certificates = log.certificates(authors | servers)
    parts["certificates.jsonl"] = b"".join(one.event.canonical + b"\n" for one in certificates)
    parts["certificate_proofs.jsonl"] = _proofs(certificates)
    if visit.closure is not None and visit.closure.text is not None:
        parts["acta.txt"] = visit.closure.text.encode()
    if opened:
        secrets = {subject: to_base64(one) for subject, one in office.secrets(visit_id).items() if one}
        parts["secrets.json"] = canonical_bytes(secrets)
    missing = _add_files(office, visit_id, parts, opened)
    manifest = _manifest(office, visit_id, parts, opened)
    parts["manifest.json"] = canonical_bytes(manifest)
    parts["manifest.sig"] = sign(office.keys.signing, _MANIFEST_PREFIX + parts["manifest.json"])
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as out:
        for name, data in sorted(parts.items()):
            out.writestr(name, data)
    target.chmod(0o600)
    return CaseBundle(len(stored), sum(name.startswith("files/") for name in parts), tuple(missing))


def _proofs(stored: Iterable[StoredEvent]) -> bytes:
    """One line for each event: the link before it, its author's signature, and what the server noted."""
    return b"".join(
        canonical_bytes(
            {
                "link_before": to_base64(one.link_before),
                "signature": to_base64(one.signature) if one.signature else None,
                "received_at": one.received_at,
                "forked": one.forked,
            }
        )
        + b"\n"
        for one in stored
    )


def _add_files(office: Office, visit_id: str, parts: dict[str, bytes], opened: bool) -> list[str]:
    missing = []
    for upload in office.store.evidence.uploads(visit_id):
        try:
            if opened:
                data = office.read_file(visit_id, upload.name)
            else:
                data = (office.files.folder / visit_id / upload.name).read_bytes()
        except (Refused, FileNotFoundError):
            missing.append(upload.name)
            continue
        parts[f"files/{upload.name}"] = data
    return missing


def _manifest(office: Office, visit_id: str, parts: dict[str, bytes], opened: bool) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "visit_id": visit_id,
        "made_at": office.clock(),
        "epoch": office.device.identity.epoch,
        "server_key": to_base64(office.keys.public_key),
        "opened": opened,
        "sha256": {name: sha256_hex(data) for name, data in sorted(parts.items())},
    }
