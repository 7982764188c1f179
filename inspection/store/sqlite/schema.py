"""The tables and their migrations."""

from typing import Any

from sqlite_utils import Database, Migrations

from inspection.domain.canonical import parse_json
from inspection.domain.events import Event
from inspection.store.records import StoredEvent
from inspection.store.sqlite.runs import INSERT, grouped, packed

migrations = Migrations("resguardo")

_RUN = """
CREATE TABLE run (
  position INTEGER PRIMARY KEY AUTOINCREMENT, visit_id TEXT NOT NULL, incarnation TEXT NOT NULL,
  first_seq INTEGER NOT NULL CHECK (first_seq >= 1), last_seq INTEGER NOT NULL CHECK (last_seq >= first_seq),
  types TEXT NOT NULL, events BLOB NOT NULL, content_ids BLOB NOT NULL, links BLOB NOT NULL,
  link_before BLOB NOT NULL, signatures TEXT, received_at INTEGER NOT NULL,
  forked INTEGER NOT NULL CHECK (forked = 0 OR (forked = 1 AND first_seq = last_seq))) STRICT;
CREATE INDEX run_place ON run (visit_id, incarnation, first_seq, last_seq, forked);
CREATE UNIQUE INDEX run_rival ON run (visit_id, incarnation, first_seq, content_ids) WHERE forked = 1;
CREATE INDEX run_visit ON run (visit_id, position);
CREATE TRIGGER run_taken BEFORE INSERT ON run WHEN NEW.forked = 0 AND NEW.first_seq <= coalesce((
  SELECT last_seq FROM run WHERE visit_id = NEW.visit_id AND incarnation = NEW.incarnation AND forked = 0
  AND first_seq <= NEW.last_seq ORDER BY first_seq DESC LIMIT 1), 0)
  BEGIN SELECT RAISE(ABORT, 'place taken'); END;
CREATE TRIGGER run_no_update BEFORE UPDATE ON run BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER run_no_delete BEFORE DELETE ON run BEGIN SELECT RAISE(ABORT, 'append-only'); END;
"""

_PEOPLE = """
CREATE TABLE user (
  user_id TEXT PRIMARY KEY, username TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL,
  password_hash TEXT NOT NULL, active INTEGER NOT NULL DEFAULT 1, created_at INTEGER NOT NULL) STRICT;
CREATE TABLE attempt (username TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE INDEX attempt_username ON attempt (username, at);
CREATE TABLE incarnation (
  incarnation TEXT PRIMARY KEY, device_id TEXT NOT NULL, user_id TEXT NOT NULL, public_key BLOB NOT NULL,
  label TEXT NOT NULL, enrolled_at INTEGER NOT NULL, revoked_at INTEGER) STRICT;
CREATE TABLE nonce (
  incarnation TEXT NOT NULL, nonce TEXT NOT NULL, PRIMARY KEY (incarnation, nonce)) STRICT, WITHOUT ROWID;
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""

_VISITS = """
CREATE TABLE visit (
  visit_id TEXT PRIMARY KEY, protocol_id TEXT NOT NULL, bundle_hash TEXT NOT NULL, closes TEXT NOT NULL,
  opened_at INTEGER NOT NULL) STRICT;
CREATE TABLE scope (
  visit_id TEXT NOT NULL, user_id TEXT NOT NULL, granted INTEGER NOT NULL,
  PRIMARY KEY (visit_id, user_id)) STRICT;
CREATE INDEX scope_user ON scope (user_id);
CREATE TABLE secret (
  position INTEGER PRIMARY KEY AUTOINCREMENT, visit_id TEXT NOT NULL, subject TEXT NOT NULL, wrapped BLOB,
  made_by TEXT NOT NULL, UNIQUE (visit_id, subject)) STRICT;
CREATE INDEX secret_position ON secret (visit_id, position);
CREATE TABLE bundle (bundle_hash TEXT PRIMARY KEY, canonical BLOB NOT NULL) STRICT;
"""

_EVIDENCE = """
CREATE TABLE alarm (
  alarm_id TEXT PRIMARY KEY, visit_id TEXT NOT NULL, entity TEXT NOT NULL, reason TEXT NOT NULL,
  urgent_id TEXT, rests_on TEXT NOT NULL, raised_at INTEGER NOT NULL,
  acknowledged_at INTEGER, acknowledged_by TEXT) STRICT;
CREATE TABLE urgent (
  position INTEGER PRIMARY KEY AUTOINCREMENT, urgent_id TEXT NOT NULL, packet BLOB NOT NULL,
  signed INTEGER NOT NULL, received_at INTEGER NOT NULL, UNIQUE (urgent_id, packet)) STRICT;
CREATE TABLE upload (
  visit_id TEXT NOT NULL, name TEXT NOT NULL, size_bytes INTEGER NOT NULL,
  complete INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (visit_id, name)) STRICT;
CREATE TABLE raw (
  sha256 TEXT PRIMARY KEY, code TEXT NOT NULL, incarnation TEXT NOT NULL, visit_id TEXT NOT NULL,
  received_at INTEGER NOT NULL, wrapped BLOB NOT NULL) STRICT;
"""

_DELIVERY = """
CREATE TABLE delivery (
  position INTEGER PRIMARY KEY AUTOINCREMENT, incarnation TEXT NOT NULL, visit_id TEXT NOT NULL,
  first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, received_at INTEGER NOT NULL,
  clock_offset_ms INTEGER) STRICT;
CREATE INDEX delivery_visit ON delivery (visit_id, position);
CREATE TRIGGER delivery_no_update BEFORE UPDATE ON delivery BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER delivery_no_delete BEFORE DELETE ON delivery BEGIN SELECT RAISE(ABORT, 'append-only'); END;
"""

_RECEIPT = """
CREATE TABLE receipt (
  position INTEGER PRIMARY KEY AUTOINCREMENT, visit_id TEXT NOT NULL, canonical BLOB NOT NULL,
  signature BLOB NOT NULL) STRICT;
CREATE INDEX receipt_visit ON receipt (visit_id, position);
CREATE TRIGGER receipt_no_update BEFORE UPDATE ON receipt BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER receipt_no_delete BEFORE DELETE ON receipt BEGIN SELECT RAISE(ABORT, 'append-only'); END;
"""

_PAPER = """
CREATE TABLE paper (
  code TEXT PRIMARY KEY, visit_id TEXT NOT NULL, kind TEXT NOT NULL, folio TEXT NOT NULL, sha256 TEXT NOT NULL,
  issued_at INTEGER NOT NULL, office TEXT NOT NULL, revoked_at INTEGER) STRICT;
CREATE TABLE signed_paper (code TEXT NOT NULL, sha256 TEXT NOT NULL, UNIQUE (code, sha256)) STRICT;
"""

_ACTA = """
CREATE TABLE acta (text_sha256 TEXT PRIMARY KEY, visit_id TEXT NOT NULL, closed_at INTEGER NOT NULL) STRICT;
CREATE INDEX paper_file ON paper (sha256);
CREATE INDEX signed_paper_file ON signed_paper (sha256);
"""


@migrations()
def first_tables(db: Database) -> None:
    """Make every table of the first release."""
    for script in (_PEOPLE, _VISITS, _EVIDENCE):
        for statement in _statements(script):
            db.execute(statement)


@migrations()
def deliveries(db: Database) -> None:
    """Keep when each batch arrived and what offset its device had measured."""
    for statement in _statements(_DELIVERY):
        db.execute(statement)


@migrations()
def receipts(db: Database) -> None:
    """Keep the receipts that were given: they prove what the log once held."""
    for statement in _statements(_RECEIPT):
        db.execute(statement)


@migrations()
def papers(db: Database) -> None:
    """Note issued documents by their code, so that anyone with it can verify one; rebuilt from the log."""
    for statement in _statements(_PAPER):
        db.execute(statement)


@migrations()
def runs(db: Database) -> None:
    """Keep the log a row a run; what an earlier program kept a row an event is taken over in the same order."""
    for statement in _statements(_RUN):
        db.execute(statement)
    if "event" not in db.table_names():
        return
    sql = "SELECT canonical, link_before, link, signature, received_at, forked FROM event ORDER BY position"
    found = db.conn.execute(sql)
    for run in grouped(_row_an_event(row) for row in found):
        db.execute(INSERT, packed(run))
    db.execute("DROP TABLE event")


@migrations()
def actas(db: Database) -> None:
    """Note closed actas by the fingerprint of their text, so that who holds it finds one; `rebuild` notes old ones."""
    for statement in _statements(_ACTA):
        db.execute(statement)


def _row_an_event(row: tuple[Any, ...]) -> StoredEvent:
    canonical, link_before, link, signature, received_at, forked = row
    event = Event.from_wire(parse_json(canonical), canonical)
    return StoredEvent(event, link_before, link, signature, received_at, bool(forked))


def _statements(script: str) -> list[str]:
    """Split a script; ``executescript`` would commit the transaction of the migration."""
    found, current = [], ""
    for line in script.strip().splitlines():
        current += line + "\n"
        if line.endswith(";") and ("TRIGGER" not in current or "END;" in current):
            found.append(current)
            current = ""
    return found
