"""Copies of the database: taken while the server works, with every wrapped secret taken out into a file of its own."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from inspection.domain.canonical import from_base64, to_base64
from inspection.store.sqlite.store import FILE_NAME

_WRAPPED = {"secret": ("visit_id", "subject"), "raw": ("sha256",)}
"""What rests wrapped by the master key: {table: the columns that name its rows}."""


def copy_database(data_dir: Path, target_dir: Path) -> None:
    """Copy the database as it stands at one instant; readers and writers go on meanwhile."""
    target = target_dir / FILE_NAME
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with (
        closing(sqlite3.connect(f"{(data_dir / FILE_NAME).resolve().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def take_secrets_out(copy_dir: Path, secrets_file: Path) -> int:
    """Move what is wrapped out of a copy into ``secrets_file``; drop what is made anew; return how many moved."""
    handle = os.open(secrets_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    count = 0
    with closing(sqlite3.connect(copy_dir / FILE_NAME)) as db, os.fdopen(handle, "w", encoding="utf-8") as out:
        db.execute("PRAGMA secure_delete=ON")
        for table, names in _WRAPPED.items():
            for *key, wrapped in db.execute(f"SELECT {', '.join(names)}, wrapped FROM {table}"):
                if wrapped is not None:
                    out.write(json.dumps({"table": table, "key": key, "wrapped": to_base64(wrapped)}) + "\n")
                    count += 1
        db.execute("UPDATE secret SET wrapped = NULL")
        db.execute("UPDATE raw SET wrapped = x''")
        for table in ("desk_session", "desk_draft", "summary"):
            db.execute(f"DELETE FROM {table}")
        db.commit()
        db.execute("VACUUM")
        out.flush()
        os.fsync(out.fileno())
    return count


def put_secrets_back(copy_dir: Path, secrets_file: Path) -> None:
    """Undo `take_secrets_out`."""
    with closing(sqlite3.connect(copy_dir / FILE_NAME)) as db:
        for table, key, wrapped in secrets_in(secrets_file):
            where = " AND ".join(f"{name} = ?" for name in _WRAPPED[table])
            db.execute(f"UPDATE {table} SET wrapped = ? WHERE {where}", (wrapped, *key))
        db.commit()


def secrets_in(secrets_file: Path) -> Iterator[tuple[str, list[str], bytes]]:
    """Yield (table, key, wrapped)."""
    with secrets_file.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield row["table"], row["key"], from_base64(row["wrapped"])
