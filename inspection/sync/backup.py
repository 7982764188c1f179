"""Backup and restore. A backup is read back and checked before it is called one; a restore is a new epoch.

The keys never travel with a backup, and what rests wrapped by the master key stands in a file of its own, so that it
can be kept elsewhere and destroyed sooner.
"""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from inspection.clock import Clock, Rng
from inspection.domain.verification import Fault
from inspection.store.disk import sync_folder, sync_folders
from inspection.store.erasures import erasures
from inspection.store.files import Files
from inspection.store.keys import Keys
from inspection.store.records import Secret
from inspection.store.revocations import revocations, revoke_again
from inspection.store.sqlite.copies import copy_database, put_secrets_back, secrets_in, take_secrets_out
from inspection.store.sqlite.store import FILE_NAME, SqliteStore
from inspection.sync.device import new_incarnation
from inspection.sync.erasing import replay
from inspection.sync.evidence import EvidenceCheck, Holdings, Report
from inspection.sync.office import Office

SECRETS_FILE, MANIFEST = "secrets.jsonl", "manifest.json"
SECRETS_DAYS = 35
_FORMAT = "resguardo-backup-1"


class TargetTaken(ValueError):
    """The folder to write to exists and is not empty; the argument names it."""


class TargetInside(ValueError):
    """The folder to write to lies inside the data or the keys folder."""


class BackupDamaged(ValueError):
    """A file of the backup is not the one that was written; the argument names it."""


class BackupUnsound(ValueError):
    """What was copied does not pass the evidence check; ``fault`` is the first thing that does not hold."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


class WrongKeys(ValueError):
    """The keys folder is not the one of this data."""


@dataclass(frozen=True)
class Copied:
    """What a backup or a restore holds. ``erased``: erasures that had to be repeated."""

    events: int
    visits: int
    files: int
    secrets_file: Path
    erased: int = 0


def backup(
    data_dir: Path, keys_dir: Path, keys: Keys, target: Path, secrets_file: Path | None, *, clock: Clock
) -> Copied:
    """Copy a working server's data to a new folder and read it back.

    Args:
        data_dir: The data.
        keys_dir: Only to refuse a target inside it; nothing of it is copied.
        keys: To check what was copied.
        target: A folder that does not exist or is empty.
        secrets_file: Where what is wrapped goes; inside the target unless given.
        clock: For the date of the backup.

    Raises:
        TargetTaken, TargetInside: Nothing was written.
        BackupUnsound: The copy is there, and is not to be relied on.
    """
    for folder in (data_dir, keys_dir):
        if target.resolve().is_relative_to(folder.resolve()):
            raise TargetInside(str(target))
    secrets_file = secrets_file or target / SECRETS_FILE
    _make_empty(target)
    if secrets_file.exists():
        raise TargetTaken(str(secrets_file))
    copy_database(data_dir, target)
    count = take_secrets_out(target, secrets_file)
    _copy_files(data_dir, target)
    reports = check_copy(target, secrets_file, keys)
    _raise_first(reports)
    copied = _counted(reports, secrets_file)
    _write_manifest(target, secrets_file, {"made_at": clock(), "secrets": count, "visits": copied.visits})
    sync_folders(target)
    sync_folder(secrets_file.parent)
    return copied


def check_copy(copy: Path, secrets_file: Path, keys: Keys) -> list[Report]:
    """Run the whole evidence check on a backup as it lies."""
    wrapped: dict[str, list[Secret]] = {}
    for table, key, data in secrets_in(secrets_file):
        if table == "secret":
            wrapped.setdefault(key[0], []).append(Secret(key[0], key[1], data, ""))
    store = SqliteStore(copy)
    try:

        def secrets(visit_id: str) -> list[Secret]:
            held = {one.subject: one for one in wrapped.get(visit_id, [])}
            return [held.get(one.subject, one) for one in store.visits.secrets_of(visit_id)]

        files = Files(copy / "files", keys.rng)
        return list(EvidenceCheck(Holdings(store, store.resting, files, keys, secrets)).all())
    finally:
        store.close()


def restore(
    source: Path, secrets_file: Path | None, data_dir: Path, keys_dir: Path, keys: Keys, *, clock: Clock, rng: Rng
) -> Copied:
    """Make a data folder from a backup: a new epoch, a new server incarnation, erasures repeated, all checked.

    It is made beside its place and moved there whole, so that nobody ever serves half of it.

    Raises:
        TargetTaken: ``data_dir`` exists and is not empty.
        BackupDamaged, BackupUnsound, WrongKeys: Nothing was left behind.
    """
    secrets_file = secrets_file or source / SECRETS_FILE
    if data_dir.exists() and any(data_dir.iterdir()):
        raise TargetTaken(str(data_dir))
    _check_manifest(source, secrets_file)
    making = data_dir.with_name(data_dir.name + ".restoring")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True, mode=0o700)
    try:
        shutil.copyfile(source / FILE_NAME, making / FILE_NAME)
        os.chmod(making / FILE_NAME, 0o600)
        put_secrets_back(making, secrets_file)
        _copy_files(source, making)
        erased = _begin_again(making, keys_dir, keys, clock, rng)
        reports = _check(making, keys)
        _raise_first(reports)
        if data_dir.exists():
            data_dir.rmdir()
        sync_folders(making)
        making.rename(data_dir)
        sync_folder(data_dir.parent)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return _counted(reports, secrets_file, erased)


def _begin_again(data_dir: Path, keys_dir: Path, keys: Keys, clock: Clock, rng: Rng) -> int:
    """Give the store its new epoch and incarnation, and repeat revocations and erasures, before anybody is served."""
    store = SqliteStore(data_dir)
    try:
        store.migrate()
        servers = [one for one in store.people.incarnations() if not one.user_id]
        if any(one.public_key != keys.public_key for one in servers):
            raise WrongKeys(str(keys_dir))
        new_incarnation(store, rng)
        revoke_again(store, revocations(keys_dir))
        office = Office(store, keys, Files(data_dir / "files", rng), clock, rng)
        erased = replay(office, erasures(keys_dir))
        store.scrub()
        return erased
    finally:
        store.close()


def _check(data_dir: Path, keys: Keys) -> list[Report]:
    store = SqliteStore(data_dir)
    try:
        files = Files(data_dir / "files", keys.rng)
        return list(EvidenceCheck(Holdings(store, store.resting, files, keys, store.visits.secrets_of)).all())
    finally:
        store.close()


def _raise_first(reports: list[Report]) -> None:
    fault = next((fault for report in reports for fault in report.faults), None)
    if fault:
        raise BackupUnsound(fault)


def _counted(reports: list[Report], secrets_file: Path, erased: int = 0) -> Copied:
    events = sum(report.counts.get("events", 0) for report in reports)
    files = sum(report.counts.get("files", 0) for report in reports)
    return Copied(events, len(reports) - 1, files, secrets_file, erased)


def _make_empty(target: Path) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise TargetTaken(str(target))
    target.mkdir(parents=True, exist_ok=True, mode=0o700)


def _copy_files(source: Path, target: Path) -> None:
    """Copy the files that are whole, each synced to disk; an upload under way starts again after a restore."""
    store = SqliteStore(target)
    try:
        visits = {visit.visit_id for visit in store.visits.visits()} | set(store.resting.visit_ids())
        whole = [one for visit_id in sorted(visits) for one in store.evidence.uploads(visit_id) if one.complete]
    finally:
        store.close()
    for one in whole:
        path = source / "files" / one.visit_id / one.name
        if path.exists():  # the photos of an erased person are not
            copy = target / "files" / one.visit_id / one.name
            copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copyfile(path, copy)
            with copy.open("rb+") as file:
                os.fsync(file.fileno())
            copy.chmod(0o600)


def _write_manifest(target: Path, secrets_file: Path, more: dict[str, Any]) -> None:
    """Written last: a folder without it is no backup."""
    listed = {path.relative_to(target).as_posix(): _sha256(path) for path in _contents(target, secrets_file)}
    manifest = {"format": _FORMAT, **more, "secrets_sha256": _sha256(secrets_file), "files": listed}
    text = json.dumps(manifest, indent=1, sort_keys=True)
    with (target / MANIFEST).open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _check_manifest(source: Path, secrets_file: Path) -> None:
    try:
        manifest = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        raise BackupDamaged(MANIFEST) from None
    if manifest.get("format") != _FORMAT:
        raise BackupDamaged(MANIFEST)
    if not secrets_file.exists() or _sha256(secrets_file) != manifest["secrets_sha256"]:
        raise BackupDamaged(secrets_file.name)
    there = {path.relative_to(source).as_posix(): path for path in _contents(source, secrets_file)}
    for name, digest in manifest["files"].items():
        if name not in there or _sha256(there[name]) != digest:
            raise BackupDamaged(name)


def _contents(folder: Path, secrets_file: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        ours = path.name != MANIFEST and path.resolve() != secrets_file.resolve()
        if path.is_file() and ours and not path.name.startswith("resguardo.lock"):
            yield path


def _sha256(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
