"""Rows of accounts and of wrong passwords in SQLite."""

from contextlib import AbstractContextManager
from typing import Any

from inspection.store.records import User
from inspection.store.sqlite.connection import Connection
from inspection.store.users import Account


class SqliteAccounts:
    """Implements `inspection.store.users.AccountRows`."""

    def __init__(self, connection: Connection) -> None:
        self._on = connection

    def writing(self) -> AbstractContextManager[None]:
        """One transaction."""
        return self._on.writing()

    def add(self, account: Account) -> None:
        """Add an account that is not there yet."""
        user = account.user
        self._on.write(
            "INSERT INTO user (user_id, username, name, role, password_hash, active, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                user.user_id, user.username, user.name, user.role, account.password_hash, int(user.active),
                user.created_at,
            ),
        )  # fmt: skip

    def get(self, user_id: str) -> Account | None:
        """Return one account."""
        row = self._on.row("SELECT * FROM user WHERE user_id = ?", (user_id,))
        return _account(row) if row else None

    def named(self, username: str) -> Account | None:
        """Return the account with this user name."""
        row = self._on.row("SELECT * FROM user WHERE username = ?", (username,))
        return _account(row) if row else None

    def all(self) -> list[Account]:
        """Return every account, by user name."""
        return [_account(row) for row in self._on.rows("SELECT * FROM user ORDER BY username")]

    def set_hash(self, user_id: str, password_hash: str) -> None:
        """Change the hash."""
        self._on.write("UPDATE user SET password_hash = ? WHERE user_id = ?", (password_hash, user_id))

    def set_active(self, user_id: str, active: bool) -> None:
        """Open or close the account."""
        self._on.write("UPDATE user SET active = ? WHERE user_id = ?", (int(active), user_id))

    def note_attempt(self, username: str, at: int) -> None:
        """Note a wrong password."""
        self._on.write("INSERT INTO attempt VALUES (?, ?)", (username, at))

    def attempts(self, username: str, *, after: int) -> int:
        """Count the wrong passwords since ``after``, forgetting everybody's older ones."""
        with self._on.writing():
            self._on.write("DELETE FROM attempt WHERE at <= ?", (after,))
            row = self._on.row("SELECT count(*) AS wrong FROM attempt WHERE username = ?", (username,))
        return int(row["wrong"]) if row else 0

    def forget_attempts(self, username: str) -> None:
        """Forget the wrong passwords of this name."""
        self._on.write("DELETE FROM attempt WHERE username = ?", (username,))


def _account(row: dict[str, Any]) -> Account:
    user = User(
        row["user_id"], row["username"], row["name"], row["role"], bool(row["active"]), row["created_at"]
    )
    return Account(user, row["password_hash"])
