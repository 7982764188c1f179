"""The rows of the log in SQLite, as bytes: a damaged text column must be read too."""

from typing import Any

from inspection.domain.verification import Resting
from inspection.store.sqlite.connection import Connection

_TEXTS = ("visit_id", "incarnation", "type")
_COLUMNS = ", ".join(
    [*(f"CAST({name} AS BLOB) AS {name}" for name in _TEXTS), "seq, content_id, canonical, link_before, link"]
)


class SqliteResting:
    """Implements `inspection.store.resting.RestingLog`."""

    def __init__(self, connection: Connection) -> None:
        self._on = connection

    def visit_ids(self) -> list[str]:
        """Return every visit of which some row speaks."""
        rows = self._on.rows("SELECT DISTINCT CAST(visit_id AS BLOB) AS visit_id FROM event")
        return sorted(_text(row["visit_id"]) for row in rows)

    def rows_missing(self) -> int:
        """Return how many rows were once added and are no longer there: the log's numbers are never used twice."""
        sql = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'event'), 0) - count(*) AS gone FROM event"
        row = self._on.row(sql)
        return int(row["gone"]) if row else 0

    def rows(self, visit_id: str) -> list[Resting]:
        """Return the rows of a visit, in order of arrival."""
        # surrogateescape gives back the very bytes that `_text` could not read.
        sql = f"SELECT {_COLUMNS}, signature, forked FROM event WHERE visit_id = CAST(? AS TEXT) ORDER BY position"
        return [_resting(row) for row in self._on.rows(sql, (visit_id.encode(errors="surrogateescape"),))]


def _text(raw: bytes) -> str:
    return raw.decode(errors="surrogateescape")


def _resting(row: dict[str, Any]) -> Resting:
    texts = {name: _text(row[name]) for name in _TEXTS}
    return Resting(**{**row, **texts, "forked": bool(row["forked"])})
