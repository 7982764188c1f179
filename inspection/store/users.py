"""Accounts of people: names, roles, Argon2 password hashes, and a brake on guessing."""

from collections.abc import Mapping
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from inspection.clock import Rng
from inspection.store.interface import User
from inspection.store.sqlite.connection import Connection

ROLES: Mapping[str, str] = {
    "inspector": "persona inspectora",
    "supervisor": "persona supervisora",
    "administrator": "persona administradora",
}
MIN_PASSWORD_CHARS = 10
MAX_PASSWORD_CHARS = 200
_MAX_ATTEMPTS = 10
_ATTEMPT_WINDOW_MS = 15 * 60 * 1000


class TooManyAttempts(Exception):
    """Ten wrong passwords for this user name in a quarter of an hour."""


class UsernameTaken(ValueError):
    """Another account has this user name."""


class PasswordTooShort(ValueError):
    """Fewer characters than `MIN_PASSWORD_CHARS`."""


class Users:
    """The table of accounts."""

    def __init__(self, connection: Connection) -> None:
        self._on = connection
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._decoy = self._hasher.hash("nobody has this password")

    def add(self, username: str, name: str, role: str, password: str, *, now: int, rng: Rng) -> User:
        """Add an account.

        Args:
            username: Compared without regard to case or outer spaces.
            name: As it stands on paper.
            role: A key of `ROLES`.
            password: At least `MIN_PASSWORD_CHARS` characters.
            now: ms since 1970 UTC.
            rng: Makes the user id.

        Raises:
            UsernameTaken: The user name exists.
            PasswordTooShort: The password is too short.
            KeyError: The role does not exist.
        """
        ROLES[role]
        if len(password) < MIN_PASSWORD_CHARS:
            raise PasswordTooShort
        user = User(rng(16).hex(), _plain(username), name.strip(), role, True, now)
        with self._on.writing():
            if self._row(user.username):
                raise UsernameTaken(user.username)
            self._on.write(
                "INSERT INTO user (user_id, username, name, role, password_hash, created_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (user.user_id, user.username, user.name, role, self._hasher.hash(password), now),
            )
        return user

    def get(self, user_id: str) -> User | None:
        """Return one account."""
        row = self._on.row("SELECT * FROM user WHERE user_id = ?", (user_id,))
        return _user(row) if row else None

    def all(self) -> list[User]:
        """Return every account, by user name."""
        return [_user(row) for row in self._on.rows("SELECT * FROM user ORDER BY username")]

    def verified(self, username: str, password: str, now: int) -> User | None:
        """Return the active account with this password, or None.

        An unknown name costs the same time as a wrong password.

        Raises:
            TooManyAttempts: Wait a quarter of an hour.
        """
        username = _plain(username)
        self._check_attempts(username, now)
        row = self._row(username)
        right = self._matches(row["password_hash"] if row else self._decoy, password)
        if row is None or not right or not row["active"]:
            self._on.write("INSERT INTO attempt VALUES (?, ?)", (username, now))
            return None
        if self._hasher.check_needs_rehash(row["password_hash"]):
            self._set_hash(row["user_id"], password)
        self._on.write("DELETE FROM attempt WHERE username = ?", (username,))
        return _user(row)

    def set_password(self, user_id: str, password: str) -> None:
        """Change a password.

        Raises:
            PasswordTooShort: The password is too short.
        """
        if len(password) < MIN_PASSWORD_CHARS:
            raise PasswordTooShort
        self._set_hash(user_id, password)

    def set_active(self, user_id: str, active: bool) -> None:
        """Open or close an account; nothing it wrote disappears."""
        self._on.write("UPDATE user SET active = ? WHERE user_id = ?", (int(active), user_id))

    def _set_hash(self, user_id: str, password: str) -> None:
        self._on.write(
            "UPDATE user SET password_hash = ? WHERE user_id = ?", (self._hasher.hash(password), user_id)
        )

    def _row(self, username: str) -> dict[str, Any] | None:
        return self._on.row("SELECT * FROM user WHERE username = ?", (username,))

    def _matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password[: MAX_PASSWORD_CHARS + 1])
        except (VerificationError, InvalidHashError):
            return False

    def _check_attempts(self, username: str, now: int) -> None:
        with self._on.writing():
            self._on.write("DELETE FROM attempt WHERE at <= ?", (now - _ATTEMPT_WINDOW_MS,))
            row = self._on.row("SELECT count(*) AS wrong FROM attempt WHERE username = ?", (username,))
        if row and row["wrong"] >= _MAX_ATTEMPTS:
            raise TooManyAttempts


def _plain(username: str) -> str:
    return username.strip().casefold()


def _user(row: dict[str, Any]) -> User:
    return User(
        row["user_id"], row["username"], row["name"], row["role"], bool(row["active"]), row["created_at"]
    )
