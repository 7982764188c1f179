"""The rows of the log in SQLite, as bytes: a damaged text column must be read too."""

from collections.abc import Iterator
from typing import Any

from inspection.domain.verification import Resting
from inspection.store.sqlite.connection import Connection
from inspection.store.sqlite.runs import HASH_BYTES, hash_at, lines_of, read_signatures, type_of, types_text

_TEXTS = ("visit_id", "incarnation", "types", "signatures")
_COLUMNS = ", ".join(
    [
        *(f"CAST({name} AS BLOB) AS {name}" for name in _TEXTS),
        "first_seq, last_seq, events, content_ids, links, link_before, forked",
    ]
)


class SqliteResting:
    """Implements `inspection.store.resting.RestingLog`."""

    def __init__(self, connection: Connection) -> None:
        self._on = connection

    def visit_ids(self) -> list[str]:
        """Return every visit of which some row speaks."""
        rows = self._on.rows("SELECT DISTINCT CAST(visit_id AS BLOB) AS visit_id FROM run")
        return sorted(_text(row["visit_id"]) for row in rows)

    def rows_missing(self) -> int:
        """Return how many rows were once added and are no longer there: the log's numbers are never used twice."""
        sql = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'run'), 0) - count(*) AS gone FROM run"
        row = self._on.row(sql)
        return int(row["gone"]) if row else 0

    def rows(self, visit_id: str) -> list[Resting]:
        """Return the rows of a visit, in order of arrival."""
        # surrogateescape gives back the very bytes that `_text` could not read.
        sql = f"SELECT {_COLUMNS} FROM run WHERE visit_id = CAST(? AS TEXT) ORDER BY position"
        found = self._on.rows(sql, (visit_id.encode(errors="surrogateescape"),))
        return [one for row in found for one in _restings(row)]


def _text(raw: bytes) -> str:
    return raw.decode(errors="surrogateescape")


def _restings(row: dict[str, Any]) -> Iterator[Resting]:
    """Yield the events of a row, each with what the row says of it; a row that contradicts itself spoils its events."""
    lines, first = lines_of(row), row["first_seq"]
    types = [type_of(line) for line in lines]
    told = _text(row["types"])
    spoilt = told != types_text(set(types)) or len({row["last_seq"] - first + 1, len(lines)}) > 1
    try:
        signatures, damaged = read_signatures(None if row["signatures"] is None else row["signatures"].decode()), None
    except (ValueError, AttributeError):
        signatures, damaged = {}, row["signatures"]
    if signatures.keys() - set(range(first, first + len(lines))):
        damaged = row["signatures"]
    for index, line in enumerate(lines):
        yield Resting(
            _text(row["visit_id"]),
            _text(row["incarnation"]),
            first + index,
            told if spoilt else types[index],
            _hash(row["content_ids"], index, len(lines)),
            line,
            hash_at(row["links"], index - 1) if index else row["link_before"],
            _hash(row["links"], index, len(lines)),
            damaged or signatures.get(first + index),
            bool(row["forked"]),
        )


def _hash(hashes: bytes, index: int, count: int) -> bytes:
    """Return one of a row's hashes; the last takes all that is left over, so that nothing stands there unread."""
    return hash_at(hashes, index) if index + 1 < count else hashes[index * HASH_BYTES :]
