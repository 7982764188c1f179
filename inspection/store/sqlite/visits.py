"""Visits, their scope, their secrets and the bundles they pin, in SQLite."""

import json
from collections.abc import Collection

from inspection.store.records import Secret, SecretPage, Visit
from inspection.store.sqlite.connection import Connection

_PROJECTIONS = ("visit", "scope", "alarm", "paper", "signed_paper", "acta", "summary")


class SqliteVisits:
    """Implements `inspection.store.interface.Visits`."""

    def __init__(self, connection: Connection) -> None:
        self._on = connection

    def add_visit(self, visit: Visit) -> None:
        """Add a visit; repeating it has no effect."""
        self._on.write(
            "INSERT INTO visit VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (visit.visit_id, visit.protocol_id, visit.bundle_hash, visit.closes, visit.opened_at),
        )

    def visit(self, visit_id: str) -> Visit | None:
        """Return one visit."""
        row = self._on.row("SELECT * FROM visit WHERE visit_id = ?", (visit_id,))
        return Visit(**row) if row else None

    def visits(self) -> list[Visit]:
        """Return all of them, newest first."""
        return [
            Visit(**row) for row in self._on.rows("SELECT * FROM visit ORDER BY opened_at DESC, visit_id")
        ]

    def marks(self) -> dict[str, str]:
        """Return {visit id: text that changes with whatever is known of it}, newest first: a few index steps each."""
        rows = self._on.rows(
            "SELECT v.visit_id, (SELECT max(position) FROM run e WHERE e.visit_id = v.visit_id) AS newest,"
            " (SELECT count(*) || '.' || count(wrapped) FROM secret s WHERE s.visit_id = v.visit_id) AS secrets,"
            " (SELECT coalesce(sum(complete), 0) FROM upload u WHERE u.visit_id = v.visit_id) AS files"
            " FROM visit v ORDER BY v.opened_at DESC, v.visit_id"
        )
        return {row["visit_id"]: f"{row['newest']}/{row['secrets']}/{row['files']}" for row in rows}

    def set_scope(self, visit_id: str, user_id: str, granted: bool) -> None:
        """Say whether a user may see and write a visit."""
        self._on.write(
            "INSERT INTO scope VALUES (?, ?, ?)"
            " ON CONFLICT (visit_id, user_id) DO UPDATE SET granted = excluded.granted",
            (visit_id, user_id, int(granted)),
        )

    def scope(self, user_id: str) -> dict[str, bool]:
        """Return {visit id: granted now} of every visit ever granted to the user."""
        rows = self._on.rows(
            "SELECT visit_id, granted FROM scope WHERE user_id = ? ORDER BY visit_id", (user_id,)
        )
        return {row["visit_id"]: bool(row["granted"]) for row in rows}

    def bundle_hashes(self, visit_ids: Collection[str]) -> dict[str, str]:
        """Return {visit id: hash of the bundle it pins} of those that exist."""
        sql = "SELECT visit_id, bundle_hash FROM visit WHERE visit_id IN (SELECT value FROM json_each(?))"
        return {row["visit_id"]: row["bundle_hash"] for row in self._on.rows(sql, (json.dumps(sorted(visit_ids)),))}

    def is_granted(self, visit_id: str, user_id: str) -> bool:
        """Tell whether the user may see and write the visit now."""
        sql = "SELECT granted FROM scope WHERE visit_id = ? AND user_id = ?"
        row = self._on.row(sql, (visit_id, user_id))
        return bool(row and row["granted"])

    def forget_projections(self) -> None:
        """Empty every table that is rebuilt from the log."""
        for table in _PROJECTIONS:
            self._on.write(f"DELETE FROM {table}")

    def keep_secret(self, secret: Secret) -> None:
        """Keep a wrapped secret; the first one stays."""
        self._on.write(
            "INSERT INTO secret (visit_id, subject, wrapped, made_by) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (secret.visit_id, secret.subject, secret.wrapped, secret.made_by),
        )

    def destroy_secret(self, visit_id: str, subject: str) -> None:
        """Destroy a secret for good, and what was derived from it: whoever offers it again finds its place taken."""
        with self._on.writing():
            self._on.write(
                "INSERT INTO secret (visit_id, subject, wrapped, made_by) VALUES (?, ?, NULL, '')"
                " ON CONFLICT (visit_id, subject) DO UPDATE SET wrapped = NULL",
                (visit_id, subject),
            )
            self._on.write("DELETE FROM summary WHERE visit_id = ?", (visit_id,))

    def secrets_of(self, visit_id: str) -> list[Secret]:
        """Return the visit's secrets."""
        sql = "SELECT visit_id, subject, wrapped, made_by FROM secret WHERE visit_id = ? ORDER BY position"
        return [Secret(**row) for row in self._on.rows(sql, (visit_id,))]

    def secrets_after(self, position: str | None, visits: Collection[str], *, not_by: str) -> SecretPage:
        """Return the next secrets of these visits, left out those an incarnation made itself."""
        limit = 2000
        rows = self._on.rows(
            # The plus keeps SQLite from walking all secrets in order: it looks into each visit's own.
            "SELECT s.position, s.visit_id, s.subject, s.wrapped, s.made_by FROM json_each(?) v"
            " CROSS JOIN secret s ON s.visit_id = v.value AND s.position > ? AND s.made_by <> ?"
            " ORDER BY +s.position LIMIT ?",
            (json.dumps(sorted(visits)), int(position or 0), not_by, limit + 1),
        )
        kept = rows[:limit]
        end = kept[-1].pop("position") if kept else int(position or 0)
        for row in kept:
            row.pop("position", None)
        return SecretPage([Secret(**row) for row in kept], str(end), len(rows) > limit)

    def keep_bundle(self, bundle_hash: str, canonical: bytes) -> None:
        """Keep a protocol bundle for as long as a visit pins it."""
        self._on.write("INSERT INTO bundle VALUES (?, ?) ON CONFLICT DO NOTHING", (bundle_hash, canonical))

    def bundle(self, bundle_hash: str) -> bytes | None:
        """Return a bundle's canonical JSON."""
        row = self._on.row("SELECT canonical FROM bundle WHERE bundle_hash = ?", (bundle_hash,))
        return row["canonical"] if row else None
