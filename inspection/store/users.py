"""Accounts of people: names, roles, Argon2 password hashes, and a brake on guessing."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from inspection.clock import Rng
from inspection.store.records import User

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


@dataclass(frozen=True)
class Account:
    """One person with the hash of the password."""

    user: User
    password_hash: str


class AccountRows(Protocol):
    """What a store keeps of accounts. User names come plain (see `Users`); instants are ms since 1970 UTC."""

    def writing(self) -> AbstractContextManager[None]:
        """One transaction, as `inspection.store.interface.Store.writing`."""

    def add(self, account: Account) -> None:
        """Add an account that is not there yet."""

    def get(self, user_id: str) -> Account | None:
        """Return one account."""

    def named(self, username: str) -> Account | None:
        """Return the account with this user name."""

    def all(self) -> list[Account]:
        """Return every account, by user name."""

    def set_hash(self, user_id: str, password_hash: str) -> None:
        """Change the hash."""

    def set_active(self, user_id: str, active: bool) -> None:
        """Open or close the account."""

    def note_attempt(self, username: str, at: int) -> None:
        """Note a wrong password."""

    def attempts(self, username: str, *, after: int) -> int:
        """Count the wrong passwords since ``after``, forgetting everybody's older ones."""

    def forget_attempts(self, username: str) -> None:
        """Forget the wrong passwords of this name."""


def usual_hasher() -> PasswordHasher:
    """Return Argon2id with 19 MiB and two rounds."""
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class Users:
    """Implements `inspection.store.interface.Accounts` over any store's rows."""

    def __init__(self, rows: AccountRows, hasher: PasswordHasher | None = None) -> None:
        self._rows = rows
        self._hasher = hasher or usual_hasher()
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
        with self._rows.writing():
            if self._rows.named(user.username):
                raise UsernameTaken(user.username)
            self._rows.add(Account(user, self._hasher.hash(password)))
        return user

    def get(self, user_id: str) -> User | None:
        """Return one account."""
        found = self._rows.get(user_id)
        return found.user if found else None

    def all(self) -> list[User]:
        """Return every account, by user name."""
        return [account.user for account in self._rows.all()]

    def verified(self, username: str, password: str, now: int) -> User | None:
        """Return the active account with this password, or None.

        An unknown name costs the same time as a wrong password.

        Raises:
            TooManyAttempts: Wait a quarter of an hour.
        """
        username = _plain(username)
        self._check_attempts(username, now)
        account = self._rows.named(username)
        right = self._matches(account.password_hash if account else self._decoy, password)
        if account is None or not right or not account.user.active:
            self._rows.note_attempt(username, now)
            return None
        if self._hasher.check_needs_rehash(account.password_hash):
            self._set_hash(account.user.user_id, password)
        self._rows.forget_attempts(username)
        return account.user

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
        self._rows.set_active(user_id, active)

    def _set_hash(self, user_id: str, password: str) -> None:
        self._rows.set_hash(user_id, self._hasher.hash(password))

    def _matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password[: MAX_PASSWORD_CHARS + 1])
        except (VerificationError, InvalidHashError):
            return False

    def _check_attempts(self, username: str, now: int) -> None:
        if self._rows.attempts(username, after=now - _ATTEMPT_WINDOW_MS) >= _MAX_ATTEMPTS:
            raise TooManyAttempts


def _plain(username: str) -> str:
    return username.strip().casefold()
