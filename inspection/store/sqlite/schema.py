"""The tables and their migrations."""

from sqlite_utils import Database, Migrations

migrations = Migrations("resguardo")

_EVENT = """
CREATE TABLE event (
  position INTEGER PRIMARY KEY AUTOINCREMENT, visit_id TEXT NOT NULL, incarnation TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1), type TEXT NOT NULL,
  content_id BLOB NOT NULL, canonical BLOB NOT NULL,
  link_before BLOB NOT NULL, link BLOB NOT NULL, signature BLOB, received_at INTEGER NOT NULL,
  forked INTEGER NOT NULL CHECK (forked IN (0, 1))) STRICT;
CREATE UNIQUE INDEX event_place ON event (visit_id, incarnation, seq) WHERE forked = 0;
CREATE UNIQUE INDEX event_rival ON event (visit_id, incarnation, seq, content_id) WHERE forked = 1;
CREATE INDEX event_visit ON event (visit_id, position);
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'append-only'); END;
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


@migrations()
def first_tables(db: Database) -> None:
    """Make every table of the first release."""
    for script in (_EVENT, _PEOPLE, _VISITS, _EVIDENCE):
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


def _statements(script: str) -> list[str]:
    """Split a script; ``executescript`` would commit the transaction of the migration."""
    found, current = [], ""
    for line in script.strip().splitlines():
        current += line + "\n"
        if line.endswith(";") and ("TRIGGER" not in current or "END;" in current):
            found.append(current)
            current = ""
    return found
