"""Incarnations, request nonces and accounts in memory."""

from contextlib import AbstractContextManager
from dataclasses import replace

from inspection.store.interface import PlaceTaken
from inspection.store.memory.tables import Tables
from inspection.store.records import Incarnation
from inspection.store.users import Account


class MemoryPeople:
    """Implements `inspection.store.interface.People`."""

    def __init__(self, tables: Tables) -> None:
        self._on = tables

    def add_incarnation(self, incarnation: Incarnation) -> None:
        """Add a certified incarnation."""
        with self._on.writing():
            if self.incarnation(incarnation.incarnation):
                raise PlaceTaken(incarnation.incarnation)
            self._on.put(("incarnation",), incarnation.incarnation, incarnation)

    def incarnation(self, incarnation: str) -> Incarnation | None:
        """Return one incarnation."""
        found: Incarnation | None = self._on.get(("incarnation",), incarnation)
        return found

    def incarnations(self) -> list[Incarnation]:
        """Return all of them, oldest first."""
        rows = [row for _, row in self._on.rows(("incarnation",))]
        return sorted(rows, key=lambda one: (one.enrolled_at, one.incarnation))

    def revoke_incarnation(self, incarnation: str, at: int) -> None:
        """Refuse its requests from now on."""
        with self._on.writing():
            found = self.incarnation(incarnation)
            if found and found.revoked_at is None:
                self._on.put(("incarnation",), incarnation, replace(found, revoked_at=at))

    def spend_nonce(self, incarnation: str, nonce: str) -> bool:
        """Remember a request's nonce; False when it was already used."""
        with self._on.writing():
            if self._on.get(("nonce",), (incarnation, nonce)):
                return False
            self._on.put(("nonce",), (incarnation, nonce), True)
            return True


class MemoryAccounts:
    """Implements `inspection.store.users.AccountRows`."""

    def __init__(self, tables: Tables) -> None:
        self._on = tables

    def writing(self) -> AbstractContextManager[None]:
        """One transaction."""
        return self._on.writing()

    def add(self, account: Account) -> None:
        """Add an account that is not there yet."""
        self._on.put(("account",), account.user.user_id, account)

    def get(self, user_id: str) -> Account | None:
        """Return one account."""
        found: Account | None = self._on.get(("account",), user_id)
        return found

    def named(self, username: str) -> Account | None:
        """Return the account with this user name."""
        return next((one for one in self.all() if one.user.username == username), None)

    def all(self) -> list[Account]:
        """Return every account, by user name."""
        rows = [row for _, row in self._on.rows(("account",))]
        return sorted(rows, key=lambda one: one.user.username)

    def set_hash(self, user_id: str, password_hash: str) -> None:
        """Change the hash."""
        with self._on.writing():
            found = self.get(user_id)
            if found:
                self._on.put(("account",), user_id, replace(found, password_hash=password_hash))

    def set_active(self, user_id: str, active: bool) -> None:
        """Open or close the account."""
        with self._on.writing():
            found = self.get(user_id)
            if found:
                self._on.put(("account",), user_id, replace(found, user=replace(found.user, active=active)))

    def note_attempt(self, username: str, at: int) -> None:
        """Note a wrong password."""
        with self._on.writing():
            noted: tuple[int, ...] = self._on.get(("attempt",), username) or ()
            self._on.put(("attempt",), username, (*noted, at))

    def attempts(self, username: str, *, after: int) -> int:
        """Count the wrong passwords since ``after``."""
        return sum(at > after for at in self._on.get(("attempt",), username) or ())

    def forget_attempts(self, username: str) -> None:
        """Forget the wrong passwords of this name."""
        self._on.put(("attempt",), username, None)
