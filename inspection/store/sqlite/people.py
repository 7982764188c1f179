"""Incarnations and request nonces in SQLite."""

from typing import Any

from inspection.store.records import Incarnation
from inspection.store.sqlite.connection import Connection


class SqlitePeople:
    """Implements `inspection.store.interface.People`."""

    def __init__(self, connection: Connection) -> None:
        self._on = connection

    def add_incarnation(self, incarnation: Incarnation) -> None:
        """Add a certified incarnation."""
        self._on.write(
            "INSERT INTO incarnation (incarnation, device_id, user_id, public_key, label, enrolled_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                incarnation.incarnation, incarnation.device_id, incarnation.user_id, incarnation.public_key,
                incarnation.label, incarnation.enrolled_at,
            ),
        )  # fmt: skip

    def incarnation(self, incarnation: str) -> Incarnation | None:
        """Return one incarnation."""
        row = self._on.row("SELECT * FROM incarnation WHERE incarnation = ?", (incarnation,))
        return _incarnation(row) if row else None

    def incarnations(self) -> list[Incarnation]:
        """Return all of them, oldest first."""
        return [
            _incarnation(row)
            for row in self._on.rows("SELECT * FROM incarnation ORDER BY enrolled_at, incarnation")
        ]

    def revoke_incarnation(self, incarnation: str, at: int) -> None:
        """Refuse its requests from now on; being refused, its nonces need not be remembered."""
        with self._on.writing():
            self._on.write(
                "UPDATE incarnation SET revoked_at = ? WHERE incarnation = ? AND revoked_at IS NULL",
                (at, incarnation),
            )
            self._on.write("DELETE FROM nonce WHERE incarnation = ?", (incarnation,))

    def spend_nonce(self, incarnation: str, nonce: str) -> bool:
        """Remember a request's nonce; False when it was already used."""
        sql = "INSERT INTO nonce (incarnation, nonce) VALUES (?, ?) ON CONFLICT DO NOTHING"
        return self._on.write(sql, (incarnation, nonce)) == 1


def _incarnation(row: dict[str, Any]) -> Incarnation:
    return Incarnation(**row)
