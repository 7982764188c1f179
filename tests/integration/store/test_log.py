"""What SQLite adds to the contract: its log refuses to be changed, survives a kill, and is one for all processes."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from inspection.store.sqlite.store import FILE_NAME, MigrationsPending, SqliteStore, open_store
from tests.integration.store.makers import VISIT, make_stored

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def store(tmp_path: Path):
    found = open_store(tmp_path / "data")
    yield found
    found.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE run SET received_at = 0",
        "DELETE FROM run",
        "INSERT OR REPLACE INTO run SELECT position, visit_id, incarnation, first_seq + 9, last_seq + 9, types, events,"
        " content_ids, links, link_before, signatures, 0, forked FROM run",
    ],
)
def test_the_log_cannot_be_changed(store: SqliteStore, tmp_path: Path, change: str) -> None:
    store.log.append(make_stored())
    raw = sqlite3.connect(tmp_path / "data" / FILE_NAME)
    raw.execute("PRAGMA recursive_triggers=on")

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute(change)
    raw.close()


def test_a_log_that_was_kept_a_row_an_event_is_taken_over(tmp_path: Path) -> None:
    open_store(tmp_path / "old").close()
    given = [make_stored(1), make_stored(2), make_stored(1, "b2" * 16), make_stored(2, forked=True)]
    with closing(sqlite3.connect(tmp_path / "old" / FILE_NAME)) as db:
        db.execute("DROP TABLE run")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'runs'")
        db.execute(
            "CREATE TABLE event (position INTEGER PRIMARY KEY AUTOINCREMENT, canonical BLOB, link_before BLOB,"
            " link BLOB, signature BLOB, received_at INTEGER, forked INTEGER)"
        )
        for one in given:
            row = (one.event.canonical, one.link_before, one.link, one.signature, one.received_at, one.forked)
            db.execute("INSERT INTO event VALUES (NULL, ?, ?, ?, ?, ?, ?)", row)
        db.commit()
    with pytest.raises(MigrationsPending):
        SqliteStore(tmp_path / "old").check_migrated()

    store = open_store(tmp_path / "old")

    assert list(store.log.everything()) == given
    assert "event" not in store._on.db.table_names()
    store.close()


WRITER = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from inspection.store.sqlite.store import open_store
from tests.integration.store.makers import make_stored
store = open_store(Path(sys.argv[1]))
for seq in range(1, 100_000):
    store.log.append(make_stored(seq))
    print(seq, flush=True)
"""


@pytest.mark.parametrize("after_lines", [1, 40])
def test_what_was_acknowledged_survives_sigkill(tmp_path: Path, after_lines: int) -> None:
    folder = tmp_path / "killed"
    open_store(folder).close()
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(ROOT)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert writer.stdout is not None
    for _ in range(after_lines):
        acknowledged = int(writer.stdout.readline())
    os.kill(writer.pid, signal.SIGKILL)
    acknowledged = max([acknowledged, *(int(line) for line in writer.stdout.read().splitlines() if line)])
    writer.wait()
    writer.stdout.close()

    store = open_store(folder)
    held = [one.event.seq for one in store.log.of_visit(VISIT)]
    assert held[:acknowledged] == list(range(1, acknowledged + 1))
    assert store.settings() == {}
    store.close()


MANY = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from inspection.store.sqlite.store import open_store
from tests.integration.store.makers import AUTHOR, VISIT, make_stored
store = open_store(Path(sys.argv[1]))
for _ in range(150):
    with store.writing():
        last = store.log.last(AUTHOR, VISIT)
        store.log.append(make_stored(last.event.seq + 1 if last else 1))
"""


def test_several_processes_number_one_stream_without_gap_or_error(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MANY, str(tmp_path / "shared"), str(ROOT)]
    writers = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    failures = [writer.communicate()[1] for writer in writers]

    store = open_store(tmp_path / "shared")
    assert failures == ["", "", ""]
    assert [one.event.seq for one in store.log.of_visit(VISIT)] == list(range(1, 451))
    store.close()


def test_every_connection_waits_for_the_disk(store: SqliteStore) -> None:
    (row,) = store._on.db.query("PRAGMA synchronous")
    assert row["synchronous"] == 2
    assert next(iter(store._on.db.query("PRAGMA journal_mode")))["journal_mode"] == "wal"
