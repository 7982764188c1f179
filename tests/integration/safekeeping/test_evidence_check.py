"""Whatever is changed, removed or put into the real SQLite file or the files folder is found."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspection.cli.evidence import tell
from inspection.domain.canonical import from_base64
from inspection.domain.links import next_link
from inspection.store.records import StoredEvent
from inspection.store.sqlite.runs import INSERT, Unpacked, grouped, lines_of, packed
from inspection.store.sqlite.store import FILE_NAME
from inspection.sync.office import Office
from inspection.web import Settings
from tests.integration.safekeeping.rich_visit import Rich, check, codes, issue
from tests.virtual_tablet import VirtualTablet

TEXTS = ["visit_id", "incarnation", "types", "signatures"]
CLOSURE = "instr(types, ' acta_closed ')"
SIGNED = ["content_ids", "events", "link_before", "links", *TEXTS]

COVERED = [
    ("receipt", "canonical"), ("receipt", "signature"), ("secret", "wrapped"), ("secret", "subject"),
    ("bundle", "canonical"), ("incarnation", "public_key"), ("incarnation", "device_id"),
    ("incarnation", "user_id"), ("incarnation", "incarnation"), ("upload", "name"), ("urgent", "packet"),
]  # fmt: skip
"""Tables beside the log whose content somebody signed, promised or named; docs/sync-protocol.md 13 says what is not."""


@pytest.fixture
def still(rich: Rich, settings: Settings, office: Office) -> Settings:
    """The settings of a server that stands still: all its bytes are in the database file."""
    office.store.scrub()
    return settings


@pytest.fixture
def called(still: Settings, rich: Rich, office: Office, tablet: VirtualTablet) -> Settings:
    """The same, after a signed urgent call."""
    assert tablet.raise_urgent(visit_id=rich.visit_id).json["signed"]
    office.store.scrub()
    return still


def tampering(data: Path) -> sqlite3.Connection:
    """Open the file as an intruder would: without the triggers that forbid changes."""
    db = sqlite3.connect(data / FILE_NAME)
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {name}")
    return db


def copy_of(settings: Settings, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(settings.data_dir, folder)
    return folder


def flipped(raw: bytes, at: int) -> bytes:
    at %= len(raw)
    return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]


def test_an_untouched_store_holds(still: Settings) -> None:
    reports = check(still.data_dir, still.keys_dir)

    assert codes(reports) == []
    [visit] = [report for report in reports if report.counts.get("closures")]
    assert visit.counts["files"] == 2 and visit.counts["receipts"] >= 1 and visit.counts["events"] >= 10


@given(data=st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_byte_flipped_in_any_event_is_found(still: Settings, tmp_path: Path, data: st.DataObject) -> None:
    folder = copy_of(still, tmp_path / "tampered")
    column = data.draw(st.sampled_from(SIGNED))
    with closing(tampering(folder)) as db:
        rows = db.execute(
            f"SELECT position, CAST({column} AS BLOB) FROM run WHERE {column} IS NOT NULL ORDER BY position"
        ).fetchall()
        position, raw = data.draw(st.sampled_from(rows))
        wrong = flipped(raw, data.draw(st.integers(0, len(raw) - 1)))
        kind = "TEXT" if column in TEXTS else "BLOB"
        db.execute(f"UPDATE run SET {column} = CAST(? AS {kind}) WHERE position = ?", (wrong, position))
        db.commit()

    assert codes(check(folder, still.keys_dir)) != []


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_byte_flipped_in_any_table_that_the_check_covers_is_found(
    called: Settings, tmp_path: Path, data: st.DataObject
) -> None:
    folder = copy_of(called, tmp_path / "tampered")
    table, column = data.draw(st.sampled_from(COVERED))
    with closing(tampering(folder)) as db:
        kept = f"SELECT rowid, typeof({column}), CAST({column} AS BLOB) FROM {table} WHERE length({column}) > 0"
        rows = db.execute(kept).fetchall()
        assert rows, f"nothing stands in {table}.{column}: the test would prove nothing"
        rowid, kind, raw = data.draw(st.sampled_from(rows))
        wrong = flipped(raw, data.draw(st.integers(0, len(raw) - 1)))
        db.execute(f"UPDATE {table} SET {column} = CAST(? AS {kind}) WHERE rowid = ?", (wrong, rowid))
        db.commit()

    assert codes(check(folder, called.keys_dir)) != []


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_byte_flipped_in_any_file_or_document_is_found(
    still: Settings, tmp_path: Path, data: st.DataObject
) -> None:
    folder = copy_of(still, tmp_path / "tampered")
    path = data.draw(st.sampled_from(sorted(p for p in (folder / "files").rglob("*") if p.is_file())))
    raw = path.read_bytes()
    path.write_bytes(flipped(raw, data.draw(st.integers(0, len(raw) - 1))))

    found = codes(check(folder, still.keys_dir))

    assert {"file_unreadable", "file_differs"} & set(found)


def changes(rich: Rich) -> Iterator[tuple[str, str]]:
    """Yield (what somebody does, the fault that must come)."""
    yield f"UPDATE run SET first_seq = first_seq + 100, last_seq = last_seq + 100 WHERE {CLOSURE}", "columns_differ"
    yield f"UPDATE run SET last_seq = last_seq + 1 WHERE {CLOSURE}", "columns_differ"
    yield f"UPDATE run SET signatures = NULL WHERE {CLOSURE}", "signature_missing"
    yield "UPDATE run SET forked = 1 WHERE instr(types, ' answer_set ') AND first_seq = last_seq", "fork_unjudged"
    yield (
        "UPDATE receipt SET canonical = CAST(replace(canonical, '\"last\":1', '\"last\":2') AS BLOB)",
        "receipt_differs",
    )
    yield "UPDATE receipt SET signature = zeroblob(64)", "receipt_differs"
    yield "UPDATE secret SET wrapped = zeroblob(60) WHERE subject = 'visit'", "secret_broken"
    yield "UPDATE secret SET wrapped = NULL WHERE subject LIKE 'minor:%'", "secret_gone"
    yield "UPDATE incarnation SET public_key = zeroblob(65) WHERE user_id <> ''", "certificate_differs"
    yield "UPDATE bundle SET canonical = CAST('{}' AS BLOB)", "bundle_differs"
    yield f"DELETE FROM upload WHERE name = '{rich.photo}'", "receipt_file_missing"
    yield "DELETE FROM run WHERE instr(types, ' visit_opened ')", "event_missing"
    yield "DELETE FROM run WHERE instr(types, ' acta_closed ')", "event_missing"
    yield "DELETE FROM run WHERE instr(types, ' document_issued ')", "receipt_event_missing"
    yield "DELETE FROM run WHERE instr(types, ' incarnation_certified ')", "author_uncertified"


def test_what_an_intruder_changes_has_a_name(still: Settings, rich: Rich, tmp_path: Path) -> None:
    for sql, code in changes(rich):
        folder = copy_of(still, tmp_path / "tampered")
        with closing(tampering(folder)) as db:
            assert db.execute(sql).rowcount > 0, sql
            db.commit()

        assert code in codes(check(folder, still.keys_dir)), sql


def rows_of(db: sqlite3.Connection) -> list[sqlite3.Row]:
    db.row_factory = sqlite3.Row
    return db.execute("SELECT * FROM run ORDER BY position").fetchall()


def put_in(db: sqlite3.Connection, *events: StoredEvent) -> None:
    for run in grouped(events):
        db.execute(INSERT, packed(run))
    db.commit()


def test_every_single_event_removed_is_missed(still: Settings, tmp_path: Path) -> None:
    with closing(sqlite3.connect(still.data_dir / FILE_NAME)) as db:
        rows = [(row, index) for row in rows_of(db) for index in range(len(lines_of(row)))]
    assert len(rows) > rows[-1][0]["position"], "no row of several events"
    for row, index in rows:
        folder = copy_of(still, tmp_path / "tampered")
        with closing(tampering(folder)) as db:
            db.execute("DELETE FROM run WHERE position = ?", (row["position"],))
            left = Unpacked(row).of_types(None)
            put_in(db, *left[:index], *left[index + 1 :])

        found = [code for code in codes(check(folder, still.keys_dir)) if code != "rows_missing"]

        # What nobody was told of yet is missed only by the log's own numbers.
        assert found or (row, index) == rows[-1]
        assert "rows_missing" in codes(check(folder, still.keys_dir))


def test_an_event_cut_out_of_its_row_is_missed(still: Settings, tmp_path: Path) -> None:
    with closing(sqlite3.connect(still.data_dir / FILE_NAME)) as db:
        [row] = [row for row in rows_of(db) if " visit_opened " not in row["types"] and len(lines_of(row)) > 4]
    folder = copy_of(still, tmp_path / "tampered")
    kept = Unpacked(row).of_types(None)[:-1]
    _, _, _, last, types, events, ids, links, *_ = packed(kept)
    with closing(tampering(folder)) as db:
        db.execute(
            "UPDATE run SET last_seq = ?, types = ?, events = ?, content_ids = ?, links = ?, signatures = NULL"
            " WHERE position = ?",
            (last, types, events, ids, links, row["position"]),
        )
        db.commit()

    assert {"event_missing", "signature_missing"} <= set(codes(check(folder, still.keys_dir)))


def test_an_event_put_in_by_hand_is_found(still: Settings, tmp_path: Path) -> None:
    folder = copy_of(still, tmp_path / "tampered")
    with closing(tampering(folder)) as db:
        db.execute(
            "INSERT INTO run (visit_id, incarnation, first_seq, last_seq, types, events, content_ids, links,"
            " link_before, signatures, received_at, forked) SELECT visit_id, incarnation, first_seq + 50,"
            " last_seq + 50, types, events, zeroblob(length(content_ids)), links, link_before, signatures,"
            f" received_at, 0 FROM run WHERE {CLOSURE}"
        )
        db.commit()

    assert "content_differs" in codes(check(folder, still.keys_dir))


def test_an_event_forged_with_another_key_is_found(
    rich: Rich, office: Office, settings: Settings, tablet: VirtualTablet, tmp_path: Path
) -> None:
    forger = VirtualTablet(tablet.transport, "ana", seed="forger")
    forger.device_id, forger.incarnation = tablet.device_id, tablet.incarnation
    forger.own = tablet.own
    event = forger.set_answer(rich.visit_id, "visit/giro", "otro", public=True)
    batch = forger.batch(rich.visit_id, event.seq)
    office.store.scrub()
    folder = copy_of(settings, tmp_path / "tampered")
    link_before = tablet.own[rich.visit_id].link_before(event.seq)
    link, signature = next_link(link_before, event.content_id), from_base64(batch["signature"])

    with closing(tampering(folder)) as db:
        put_in(db, StoredEvent(event, link_before, link, signature, 1))

    assert codes(check(folder, settings.keys_dir)) == ["signature_differs"]


def test_an_acta_whose_text_is_not_the_signed_one_is_found(
    tablet: VirtualTablet, office: Office, settings: Settings, visit_id: str
) -> None:
    body = {"entity": "visit", "text_sha256": "ab" * 32, "signers": [], "copy": "none"}
    visit = tablet.read(visit_id)
    stands = {"state_hash": visit.state_hash, "vector": visit.vector}
    tablet.write(visit_id, "acta_closed", {**body, **stands}, sealed={"text": "otro texto"})
    tablet.push(visit_id)

    assert codes(check(settings.data_dir, settings.keys_dir)) == ["closure_text_differs"]
    closure = office.read(visit_id).closure
    assert closure is not None and closure.text is None, "a text that nobody signed is drawn on no paper"


def test_what_arrived_with_holes_or_as_a_fork_is_no_fault(
    tablet: VirtualTablet, settings: Settings, visit_id: str
) -> None:
    for value in ("a", "b", "c"):
        tablet.set_answer(visit_id, "visit/giro", value, public=True)
    tablet.post("/batches", tablet.batch(visit_id, 3))
    tablet.receipt(visit_id)
    reports = check(settings.data_dir, settings.keys_dir)
    assert codes(reports) == []
    assert [report.holes for report in reports if report.holes] == [{tablet.incarnation: 2}]

    tablet.own[visit_id].events.clear()
    tablet.own[visit_id].links.clear()
    tablet.set_answer(visit_id, "visit/giro", "otra vez el uno", public=True)
    tablet.set_answer(visit_id, "visit/giro", "y el dos", public=True)
    tablet.set_answer(visit_id, "visit/giro", "y el tres", public=True)
    [one, two, three] = tablet.post("/batches", tablet.batch(visit_id)).json["results"]
    assert (one["outcome"], two["outcome"], three["outcome"]) == ("stored", "fork", "fork")
    tablet.receipt(visit_id)

    assert codes(check(settings.data_dir, settings.keys_dir)) == []


def test_a_protocol_that_a_visit_pins_and_is_not_here_is_said(
    still: Settings, rich: Rich, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copy_of(still, tmp_path / "without")
    with closing(tampering(folder)) as db, db:
        db.execute("DELETE FROM bundle")

    reports = check(folder, still.keys_dir)

    assert codes(reports) == []
    assert [one.visit_id for one in reports if one.protocol_missing] == [rich.visit_id]
    assert tell(reports) == 0
    assert f"Visita {rich.visit_id}: su protocolo" in capsys.readouterr().out
    assert not any(one.protocol_missing for one in check(still.data_dir, still.keys_dir))


def test_a_document_whose_bytes_are_others_is_found(rich: Rich, office: Office, settings: Settings) -> None:
    name = issue(office, rich.visit_id, rich.minor, data=b"otro papel")
    path = office.files.folder / rich.visit_id / name
    path.unlink()

    assert codes(check(settings.data_dir, settings.keys_dir)) == ["file_unreadable", "document_differs"]
