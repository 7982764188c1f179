"""The evidence check of what hangs from a visit's events: secrets, closures, receipts, files and documents."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from inspection.domain.canonical import canonical_bytes, parse_json
from inspection.domain.events import Event
from inspection.domain.opening import open_event, subjects_of
from inspection.domain.receipts import receipt_message
from inspection.domain.sealing import commitment, file_name
from inspection.domain.signing import verify
from inspection.domain.verification import Fault, Kept, Known, check_closure, check_cover, closures_in
from inspection.store.files import FileDamaged, Files
from inspection.store.interface import Store
from inspection.store.keys import Keys, WrapBroken
from inspection.store.records import Secret

_ADDERS = ("visit_opened", "minor_added", "person_added")


@dataclass(frozen=True)
class Opened:
    """A visit whose rows were found sound, with what opens it."""

    rows: Sequence[Kept]
    known: Known
    secrets: Mapping[str, bytes | None]
    store: Store
    files: Files

    @property
    def events(self) -> list[Event]:
        """Every event, forks apart."""
        return [one.event for one in self.rows if not one.row.forked]

    def open(self, event: Event) -> Any:
        """Return what an event seals, or None."""
        found, _ = open_event(event, self.secrets, subjects_of(self.events))
        return found if isinstance(found, dict) else None


@dataclass(frozen=True)
class Checked:
    """How many things were checked, and what does not hold."""

    count: int
    faults: list[Fault]


def open_secrets(
    known: Known, rows: Sequence[Kept], wrapped: Sequence[Secret], keys: Keys
) -> tuple[dict[str, bytes | None], list[Fault]]:
    """Unwrap the secrets; each must be the one its subject's first event promised, or be erased on the record."""
    visit_id = known.visit_id
    added = [(o.event.entity, o.event.body.get("commitment")) for o in rows if o.event.type in _ADDERS]
    erased = {o.event.body["subject"] for o in rows if _erases(o.event, known)}
    found: dict[str, bytes | None] = {}
    faults = []
    for one in wrapped:
        found[one.subject] = None
        if one.wrapped is None:
            if one.subject not in erased and any(subject == one.subject for subject, _ in added):
                faults.append(Fault("secret_gone", visit_id, expected=one.subject))
            continue
        try:
            secret = keys.unwrap(one.wrapped, f"{visit_id}|{one.subject}")
        except WrapBroken:
            faults.append(Fault("secret_broken", visit_id, expected=one.subject))
            continue
        found[one.subject] = secret
        if (one.subject, commitment(secret)) not in added:
            faults.append(Fault("secret_differs", visit_id, expected=one.subject))
        if one.subject in erased:
            faults.append(Fault("secret_not_erased", visit_id, expected=one.subject))
    return found, faults


def check_closures(on: Opened) -> Checked:
    """Check every closure that counts, with its text where the visit's secret is held."""
    closures = closures_in(on.rows, on.known)
    faults: list[Fault] = []
    for closure in closures:
        opened = on.open(closure)
        text = opened.get("text") if opened else None
        faults += check_closure(closure, text if isinstance(text, str) else None, on.rows, on.known)
    return Checked(len(closures), faults)


def check_receipts(on: Opened, server_key: bytes) -> Checked:
    """Hold the log to every receipt that the office has given for this visit."""
    receipts = on.store.evidence.receipts(on.known.visit_id)
    held = {one.name for one in on.store.evidence.uploads(on.known.visit_id) if one.complete}
    faults: list[Fault] = []
    for one in receipts:
        if not verify(server_key, one.signature, receipt_message(one.canonical)):
            faults.append(Fault("receipt_differs", on.known.visit_id))
            continue
        said = parse_json(one.canonical)
        if said["visit_id"] != on.known.visit_id or canonical_bytes(said) != one.canonical:
            faults.append(Fault("receipt_differs", on.known.visit_id))
            continue
        faults += check_cover(said["vector"], said["state_hash"], on.rows, on.known, code="receipt")
        faults += [
            Fault("receipt_file_missing", on.known.visit_id, expected=n) for n in sorted({*said["files"]} - held)
        ]
    return Checked(len(receipts), faults)


def check_files(on: Opened) -> Checked:
    """Recompute the hash of every complete file, and of every document that was issued."""
    visit_id = on.known.visit_id
    secret = on.secrets.get("visit")
    uploads = [one for one in on.store.evidence.uploads(visit_id) if one.complete]
    erased = {f["name"] for e in on.events if _erases(e, on.known) for f in e.body["files"]}
    hashes: dict[str, str] = {}
    faults: list[Fault] = []
    for upload in uploads:
        if upload.name in erased:
            continue
        found = None if secret is None else file_sha256(on.files, visit_id, upload.name, secret)
        if secret is None or found is None:
            faults.append(Fault("file_unreadable", visit_id, expected=upload.name))
        elif (name := file_name(secret, found)) != upload.name:
            faults.append(Fault("file_differs", visit_id, expected=upload.name, found=name))
        else:
            hashes[upload.name] = found.hex()
    faults += _check_documents(on, hashes)
    faults += _check_photos(on, hashes)
    return Checked(len(uploads), faults)


def _erases(event: Event, known: Known) -> bool:
    return event.type == "subject_erased" and event.incarnation in known.servers


def file_sha256(files: Files, visit_id: str, name: str, secret: bytes) -> bytes | None:
    """Return the SHA-256 of a file's original bytes; None when it is not here or does not open."""
    digest = sha256()
    try:
        for block in files.blocks(visit_id, name, secret=secret):
            digest.update(block)
    except (FileDamaged, FileNotFoundError, ValueError):
        return None
    return digest.digest()


def _check_documents(on: Opened, hashes: Mapping[str, str]) -> Iterator[Fault]:
    """A document, issued or signed, is the very file whose fingerprint was registered."""
    for event in on.events:
        if event.type not in ("document_issued", "document_signed") or event.incarnation not in on.known.servers:
            continue
        opened = on.open(event)
        found = hashes.get(str(opened.get("file"))) if opened else None
        if found != event.body["sha256"]:
            place = (event.incarnation, event.seq)
            yield Fault("document_differs", on.known.visit_id, *place, event.body["sha256"], found or "")


def _check_photos(on: Opened, hashes: Mapping[str, str]) -> Iterator[Fault]:
    """A photo is the very file whose fingerprint was sealed when it was taken."""
    for event in on.events:
        opened = on.open(event) if event.type == "photo_added" else None
        found = hashes.get(str(event.body.get("name")))
        if opened and found and opened.get("sha256") != found:
            place = (event.incarnation, event.seq)
            yield Fault("photo_differs", on.known.visit_id, *place, str(opened.get("sha256")), found)
