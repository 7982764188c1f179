"""G13 to G23 as code, what the record is worth: each reads the history of one seed and yields what does not hold."""

import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from random import Random
from typing import Any

from inspection.domain.canonical import sha256_hex, to_base64
from inspection.domain.events import Event
from inspection.domain.sealing import file_name
from inspection.domain.state import fold
from inspection.store.records import Upload
from inspection.sync.refusals import Refused
from tests.faults.case import Case, granted_to, is_office
from tests.faults.evidence import VisitLog
from tests.faults.tablet import SHUT_OUT
from tests.faults.work import CANARY

Found = Iterator[str]


def g13_a_file_is_whole_or_is_not_called_so(case: Case) -> Found:
    """What is called complete has the hash of its name; a receipt lists nothing else; resuming loses no piece."""
    erased = {(visit, file.name) for visit, file in _photos_of_erased(case)}
    for visit_id in case.world.visits:
        for one in case.store.evidence.uploads(visit_id):
            if one.complete and (visit_id, one.name) not in erased:
                data = case.server.office.read_file(visit_id, one.name)
                secret = case.server.office.device.visit_secret(visit_id)
                if file_name(secret, sha256(data).digest()) != one.name or len(data) != one.size_bytes:
                    yield f"file {one.name[:8]} is called complete and is another"
    whole = {visit: {one.name for one in case.store.evidence.uploads(visit) if one.complete} for visit in case.logs}
    for receipt, _ in case.history.receipts:
        if not set(receipt["files"]) <= whole[receipt["visit_id"]]:
            yield "a receipt listed a file that is not whole"
    for tablet in case.quiet:
        yield from tablet.photos.findings
        for (visit_id, name), photo in tablet.photos.held.items():
            if visit_id in granted_to(tablet) and name not in whole.get(visit_id, ()) and not photo.refused:
                yield f"a photo of tablet {tablet.number} never arrived"
            if visit_id in granted_to(tablet) and photo.refused:
                yield f"a photo of tablet {tablet.number} was refused: {photo.refused}"


def g15_a_visit_keeps_its_versions(case: Case) -> Found:
    """Whatever came later, a visit is read by the bundle it was opened with, and every client's events are taken."""
    for visit_id in case.world.visits:
        pinned = case.world.pins[visit_id]
        shown = {one["protocol_hash"] for pulled in case.history.pulls for one in pulled.answer["visits"]
                 if one["visit_id"] == visit_id}  # fmt: skip
        read = case.server.office.read(visit_id)
        if shown - {pinned} or read.protocol["hash"] != pinned:
            yield f"{visit_id[:4]} was opened with one protocol and is read by another"
        if sha256_hex(case.store.visits.bundle(pinned) or b"") != pinned:
            yield f"the protocol of {visit_id[:4]} is not to be had any more"
        refused = case.logs[visit_id].refused_ever
        for event in case.logs[visit_id].events:
            codes = refused.get((event.ref, event.content_id.hex()), set())
            if event.type == "future_thing" and codes - {"not_in_scope", "revoked_device", "unknown_visit", "fork"}:
                yield f"{event.ref} is of a type to come and was refused for it"


def g17_what_a_tablet_holds_survives_a_restore(case: Case) -> Found:
    """After a restore, every event that a tablet still holds is in the store again, and no erased secret is."""
    for tablet in case.quiet:
        for visit_id in set(tablet.own) | set(granted_to(tablet)):
            for event in tablet.events(visit_id):
                believed = event.content_id in case.world.loss.believed
                if believed and not case.compares(tablet, visit_id):
                    continue
                if event.content_id not in case.held.get(visit_id, ()):
                    yield f"tablet {tablet.number} holds {event.ref} of {visit_id[:4]}, and the server does not"
            for hidden in tablet.hidden.get(visit_id, {}).values():
                if hidden.content_id not in case.held.get(visit_id, ()):
                    yield f"tablet {tablet.number} carries {hidden.ref} of {visit_id[:4]}, and the server has it not"
        if tablet.epochs.epoch != case.server.office.device.identity.epoch:
            yield f"tablet {tablet.number} never noticed that the server was restored"
    for (visit_id, subject), secret in case.world.keeping.erased.items():
        if case.server.office.secrets(visit_id).get(subject) is not None:
            yield f"the secret of {subject} of {visit_id[:4]} was destroyed and is back"
        since = case.history.pulls[case.world.keeping.pulls_before(visit_id, subject) :]
        handed = {(one["visit_id"], one["subject"]) for pulled in since for one in pulled.answer["secrets"]}
        if (visit_id, subject) in handed:
            yield f"the secret of {subject} was handed on after it was destroyed"
        for tablet in case.quiet:
            if visit_id in granted_to(tablet) and tablet.secrets.get(visit_id, {}).get(subject):
                yield f"tablet {tablet.number} still holds a secret that was destroyed"
        yield from _still_readable(case, visit_id, subject, secret)


def g20_nothing_sealed_lies_open(case: Case) -> Found:
    """No stored byte and no answer of the server holds in clear what a tablet sealed (the server's half of G20)."""
    told = b"".join(json.dumps(pulled.answer).encode() for pulled in case.history.pulls)
    stored = b"".join(event.canonical for log in case.logs.values() for event in log.events)
    raws = [case.store.evidence.raw_bytes(one.sha256) or b"" for one in case.store.evidence.raws()]
    if CANARY.encode() in told + stored + b"".join(raws):
        yield "a sealed value lies open"
    for visit_id in case.world.visits:
        opened = case.server.office.secrets(visit_id)
        for row in case.store.visits.secrets_of(visit_id):
            secret = opened.get(row.subject)
            if secret and (secret in (row.wrapped or b"") or to_base64(secret).encode() in stored):
                yield f"the secret of {row.subject} rests unwrapped"
    for reading in case.history.readings:
        wrapped, bound = case.store.evidence.raw_bytes(sha256_hex(reading.raw)), f"raw|{sha256_hex(reading.raw)}"
        kept = case.server.keys.unwrap(wrapped, bound) if wrapped else b""
        if any(to_base64(secret).encode() in kept for secret in reading.batch.secrets.values()):
            yield "a secret is in what was kept raw: it would outlive the erasure of its person"


def g14_a_closed_acta_never_changes(case: Case) -> Found:
    """Its text and state are those of the events it covers, recomputed from the log; the rest is named as outside."""
    for visit_id, log in case.logs.items():
        closings = [e for e in log.counted if e.type == "acta_closed" and isinstance(e.body.get("vector"), dict)]
        if visit_id not in case.world.visits or not closings:
            continue
        read = case.server.office.read(visit_id).closure
        if read is None:
            yield f"{visit_id[:4]} was closed and does not say so"
            continue
        vector = read.vector
        inside = [e for e in log.events if _covers(vector, e)]
        body = next(e.body for e in closings if e.ref == read.ref)
        if (read.text_sha256, read.state_hash) != (body["text_sha256"], body["state_hash"]):
            yield "the closure read is not the one signed"
        if read.text is not None and sha256_hex(read.text.encode()) != read.text_sha256:
            yield "the acta's text is not the one signed"
        whole = all(one["last"] - len(one["holes"]) == sum(e.incarnation == inc for e in inside)
                    for inc, one in vector.items())  # fmt: skip
        if whole and not any(s.forked for s in log.stored):
            verdicts = [e for e in log.verdicts if _covers(vector, e)]
            if fold(inside, verdicts).state_hash != read.state_hash:
                yield "the state at closing cannot be recomputed from what it covers"
        outside = {e.ref for e in log.events if not _covers(vector, e)} - {read.ref}
        named = set(read.unincorporated)
        missing = {ref for ref in outside - named if _plain(case, log, ref)}
        if missing or named - outside:
            yield f"outside the acta: {len(missing)} not named, {len(named - outside)} named wrongly"


def g21_a_revoked_device_gets_nothing_and_keeps_what_it_wrote(case: Case) -> Found:
    """Nothing is answered it any more; it hands in its own work alone, held back; what it had written stays."""
    for incarnation, earlier in case.world.revoked_at.items():
        row = case.store.people.incarnation(incarnation)
        revoked_at = row.revoked_at if row else None
        for pulled in case.history.pulls:
            if pulled.caller.incarnation == incarnation and pulled.shut_out:
                yield "a revoked device was answered a pull"
        for reading in case.history.readings:
            foreign = reading.batch.incarnation != incarnation
            if reading.sender.incarnation == incarnation and reading.sender.revoked_at is not None and foreign:
                yield "a revoked device handed in what another wrote"
            if reading.batch.incarnation == incarnation and reading.author_revoked:
                yield from ("a revoked device's event counts" for o in reading.outcomes if o.outcome == "stored")
        held = {c for found in case.held.values() for c in found}
        stayed = earlier - case.world.keeping.lost  # a restore took the rest; whoever holds it has offered it again
        if stayed - held or revoked_at is None:
            yield "what a revoked device had written disappeared"
        for log in case.logs.values():
            hexes = {c.hex() for c in stayed}
            if any(cid in hexes and "revoked_device" in codes for (_, cid), codes in log.refused_ever.items()):
                yield "what was written before the revocation was held back for it"


def g22_one_changed_byte_is_found(case: Case) -> Found:
    """Every stored event is covered by its author's signature; a changed one is not."""
    dice = Random(case.world.seed)
    for visit_id, log in case.logs.items():
        for ref in log.unproven():
            yield f"{ref} of {visit_id[:4]} is not proven"
    log = case.logs[case.world.visits[0]]
    index = dice.randrange(len(log.stored))
    spoilt = list(log.stored)
    event = replace(spoilt[index].event, recorded_at=spoilt[index].event.recorded_at + 1)
    spoilt[index] = spoilt[index]._replace(event=event)
    if event.ref not in log.unproven(spoilt):
        yield f"a changed instant in {event.ref} goes unnoticed"


def g23_with_the_network_back_everything_drains(case: Case) -> Found:
    """Nothing waits, or its tablet names what blocks it; no request ever crashed."""
    yield from sorted(set(case.history.crashes))
    for tablet in case.world.tablets:
        if tablet.alive and not tablet.blocker and tablet.outbox():
            yield f"tablet {tablet.number} still holds {tablet.outbox()}"
        if tablet.alive and tablet.blocker == SHUT_OUT and tablet.outbox():
            yield f"tablet {tablet.number} was shut out and could not hand in {tablet.outbox()}"
        if tablet.blocker and tablet.incarnation not in case.world.revoked_at:
            yield f"tablet {tablet.number} stopped for {tablet.blocker}"
    for visit_id in case.world.visits:
        try:
            case.server.office.read(visit_id).plain()
        except (KeyError, TypeError, ValueError, AttributeError, Refused) as crash:
            yield f"the desk cannot read {visit_id[:4]}: {type(crash).__name__} {crash}"


def _photos_of_erased(case: Case) -> Iterator[tuple[str, Upload]]:
    for visit_id, log in case.logs.items():
        erased = [e.body for e in log.events if e.type == "subject_erased" and is_office(case, e)]
        for file in (file for body in erased for file in body["files"]):
            yield visit_id, Upload(visit_id, file["name"], file["size_bytes"], True)


def _still_readable(case: Case, visit_id: str, subject: str, secret: bytes | None) -> Found:
    """Yield where the destroyed secret or a photo of the erased person is still to be found."""
    for raw in case.store.evidence.raws():
        kept = case.server.keys.unwrap(case.store.evidence.raw_bytes(raw.sha256) or b"", f"raw|{raw.sha256}")
        if secret and to_base64(secret).encode() in kept:
            yield f"the secret of {subject} survives in what was kept raw"
    for visit, file in _photos_of_erased(case):
        if visit == visit_id and (case.server.office.files.folder / visit / file.name).exists():
            yield f"a photo of {subject} is still on disk"


def _covers(vector: Any, event: Event) -> bool:
    one = vector.get(event.incarnation)
    return one is not None and event.seq <= one["last"] and event.seq not in one["holes"]


def _plain(case: Case, log: VisitLog, ref: str) -> bool:
    """Tell whether an event outside the acta must be named: a tablet's own work, not an amendment or a forgery."""
    office = ("visit_granted", "alarm_acknowledged", "verdict_given", "visit_approved", "alarm_raised", "visit_opened")
    exempt = (*office, "visit_amended")
    return any(e.ref == ref and e.type not in exempt and not is_office(case, e) for e in log.events)
