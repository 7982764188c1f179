"""Visits, their scope, their secrets and the bundles they pin, in memory."""

from collections.abc import Collection

from inspection.store.memory.tables import Tables
from inspection.store.records import Secret, SecretPage, Visit

_PROJECTIONS = ("visit", "scope", "alarm", "paper", "acta", "summary")
_PAGE = 2000


class MemoryVisits:
    """Implements `inspection.store.interface.Visits`."""

    def __init__(self, tables: Tables) -> None:
        self._on = tables

    def add_visit(self, visit: Visit) -> None:
        """Add a visit; repeating it has no effect."""
        with self._on.writing():
            if self.visit(visit.visit_id) is None:
                self._on.put(("visit",), visit.visit_id, visit)

    def visit(self, visit_id: str) -> Visit | None:
        """Return one visit."""
        found: Visit | None = self._on.get(("visit",), visit_id)
        return found

    def visits(self) -> list[Visit]:
        """Return all of them, newest first."""
        rows = [row for _, row in self._on.rows(("visit",))]
        return sorted(rows, key=lambda one: (-one.opened_at, one.visit_id))

    def marks(self) -> dict[str, str]:
        """Return {visit id: text that changes with whatever is known of it}, newest first."""
        return {visit.visit_id: self._mark(visit.visit_id) for visit in self.visits()}

    def _mark(self, visit_id: str) -> str:
        tables = [self._on.rows((name, visit_id)) for name in ("event", "secret", "upload")]
        return "/".join(str(max((number for number, _ in rows), default=0)) for rows in tables)

    def set_scope(self, visit_id: str, user_id: str, granted: bool) -> None:
        """Say whether a user may see and write a visit."""
        self._on.put(("scope", user_id), visit_id, (visit_id, granted))

    def scope(self, user_id: str) -> dict[str, bool]:
        """Return {visit id: granted now} of every visit ever granted to the user."""
        return dict(sorted(row for _, row in self._on.rows(("scope", user_id))))

    def bundle_hashes(self, visit_ids: Collection[str]) -> dict[str, str]:
        """Return {visit id: hash of the bundle it pins} of those that exist."""
        found = [self.visit(visit_id) for visit_id in visit_ids]
        return {visit.visit_id: visit.bundle_hash for visit in found if visit}

    def is_granted(self, visit_id: str, user_id: str) -> bool:
        """Tell whether the user may see and write the visit now."""
        return self.scope(user_id).get(visit_id, False)

    def forget_projections(self) -> None:
        """Empty every table that is rebuilt from the log."""
        with self._on.writing():
            for table in _PROJECTIONS:
                self._on.clear(table)

    def keep_secret(self, secret: Secret) -> None:
        """Keep a wrapped secret; the first one stays."""
        with self._on.writing():
            if self._on.get(("secret", secret.visit_id), secret.subject) is None:
                self._on.put(("secret", secret.visit_id), secret.subject, secret)

    def destroy_secret(self, visit_id: str, subject: str) -> None:
        """Destroy a secret for good: whoever offers it again finds its place taken."""
        with self._on.writing():
            known: Secret | None = self._on.get(("secret", visit_id), subject)
            made_by = known.made_by if known else ""
            self._on.put(("secret", visit_id), subject, Secret(visit_id, subject, None, made_by))
            for _, kept in self._on.rows(("summary", visit_id)):
                self._on.put(("summary", visit_id), kept.page, None)

    def secrets_of(self, visit_id: str) -> list[Secret]:
        """Return the visit's secrets."""
        return [row for _, row in self._on.rows(("secret", visit_id))]

    def secrets_after(self, position: str | None, visits: Collection[str], *, not_by: str) -> SecretPage:
        """Return the next secrets of these visits, left out those an incarnation made itself."""
        horizon = self._on.horizon()
        start = int(position or 0)
        rows = sorted(
            (
                one
                for visit_id in set(visits)
                for one in self._on.rows(("secret", visit_id))
                if start < one[0] < horizon and one[1].made_by != not_by
            ),
            key=lambda one: one[0],
        )
        kept = rows[:_PAGE]
        end = kept[-1][0] if kept else start
        return SecretPage([secret for _, secret in kept], str(end), len(rows) > _PAGE)

    def keep_bundle(self, bundle_hash: str, canonical: bytes) -> None:
        """Keep a protocol bundle for as long as a visit pins it."""
        with self._on.writing():
            if self.bundle(bundle_hash) is None:
                self._on.put(("bundle",), bundle_hash, canonical)

    def bundle(self, bundle_hash: str) -> bytes | None:
        """Return a bundle's canonical JSON."""
        found: bytes | None = self._on.get(("bundle",), bundle_hash)
        return found
