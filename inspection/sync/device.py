"""The server as a device: it numbers, signs and stores its own events like any tablet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspection.clock import Clock, Rng
from inspection.domain.canonical import to_base64
from inspection.domain.events import DEVICE_STREAM, Event
from inspection.domain.links import FIRST_LINK, link_message, next_link
from inspection.domain.opening import Secrets, subject_of, subjects_of
from inspection.domain.sealing import seal
from inspection.domain.signing import sign
from inspection.store.interface import Store
from inspection.store.keys import Keys
from inspection.store.records import Incarnation, Secret, StoredEvent
from inspection.sync.projections import project
from inspection.sync.refusals import Refused

SERVER_NAME = "Servidor"


@dataclass(frozen=True)
class Identity:
    """Who the server is. A restore from backup gives a new epoch and a new incarnation."""

    device_id: str
    incarnation: str
    epoch: str


def new_incarnation(store: Store, rng: Rng) -> None:
    """Begin a new epoch in a restored store: the device stays, its numbers start again under another name.

    The next `ServerDevice` certifies it. Without this the server would give numbers a second time.
    """
    with store.writing():
        for name in ("incarnation", "epoch"):
            store.set_setting(name, rng(16).hex())


class ServerDevice:
    """Appends events of the server; every method may stand inside a larger transaction.

    Attributes:
        boot: 16 hex characters, new at each start.
    """

    def __init__(self, store: Store, keys: Keys, clock: Clock, rng: Rng) -> None:
        self.store, self.keys, self.clock, self.rng = store, keys, clock, rng
        self.boot = rng(8).hex()
        self._started_at = clock()
        self.identity = self._identity()

    def append(
        self,
        visit_id: str,
        kind: str,
        body: Mapping[str, Any],
        *,
        sealed: Any = None,
        subject: str | None = None,
        actor: str | None = None,
    ) -> str:
        """Append one event and return its ref.

        Args:
            visit_id: The visit, or `DEVICE_STREAM`.
            kind: The event's type.
            body: The body without ``sealed``.
            sealed: What to seal under the subject's secret; None for nothing.
            subject: The subject, when it does not follow from the body's path or entity.
            actor: The user who acts.

        Raises:
            Refused: ``secret_missing`` when the subject's secret is not held.
        """
        fields = {**body, "actor": actor} if actor else dict(body)
        with self.store.writing():
            last = self.store.log.last(self.identity.incarnation, visit_id)
            seq = last.event.seq + 1 if last else 1
            event = self._event(visit_id, seq, kind, fields)
            if sealed is not None:
                text = self._sealed(event, sealed, subject)
                event = self._event(visit_id, seq, kind, {**fields, "sealed": text}, at=event.recorded_at)
            self._store(event, last.link if last else FIRST_LINK)
        return event.ref

    def secrets(self, visit_id: str) -> dict[str, bytes | None]:
        """Return {subject: secret}, None where it was destroyed."""
        found: dict[str, bytes | None] = {}
        for secret in self.store.visits.secrets_of(visit_id):
            bound = f"{visit_id}|{secret.subject}"
            found[secret.subject] = (
                None if secret.wrapped is None else self.keys.unwrap(secret.wrapped, bound)
            )
        return found

    def visit_secret(self, visit_id: str) -> bytes:
        """Return the visit's own secret.

        Raises:
            Refused: ``secret_missing``.
        """
        found = self.secrets(visit_id).get("visit")
        if found is None:
            raise Refused("secret_missing")
        return found

    def keep_secret(self, visit_id: str, subject: str, secret: bytes, made_by: str | None = None) -> None:
        """Wrap a secret and keep it; the first one stays."""
        wrapped = self.keys.wrap(secret, f"{visit_id}|{subject}")
        self.store.visits.keep_secret(
            Secret(visit_id, subject, wrapped, made_by or self.identity.incarnation)
        )

    def certify(self, incarnation: Incarnation, name: str) -> None:
        """Enrol an incarnation: its row and the signed certificate, together."""
        with self.store.writing():
            self.store.people.add_incarnation(incarnation)
            body = {
                "device_id": incarnation.device_id,
                "incarnation": incarnation.incarnation,
                "public_key": to_base64(incarnation.public_key),
                "user_id": incarnation.user_id or DEVICE_STREAM,
                "name": name,
            }
            self.append(DEVICE_STREAM, "incarnation_certified", body)

    def _event(
        self, visit_id: str, seq: int, kind: str, body: Mapping[str, Any], at: int | None = None
    ) -> Event:
        at = self.clock() if at is None else at
        ids = (self.identity.device_id, self.identity.incarnation, visit_id)
        return Event(*ids, seq, kind, at, self.boot, max(at - self._started_at, 0), body)

    def _sealed(self, event: Event, value: Any, subject: str | None) -> str:
        if subject is None:
            rows = (stored.event for stored in self.store.log.of_visit(event.visit_id))
            subject = subject_of(event.entity, subjects_of(rows))
        secrets: Secrets = self.secrets(event.visit_id)
        secret = secrets.get(subject or "")
        if secret is None:
            raise Refused("secret_missing", subject=subject)
        return seal(secret, event.visit_id, event.ref, event.sealed_path, value, rng=self.rng)

    def _store(self, event: Event, link_before: bytes) -> None:
        link = next_link(link_before, event.content_id)
        signature = sign(self.keys.signing, link_message(link))
        stored = StoredEvent(event, link_before, link, signature, self.clock())
        self.store.log.append(stored)
        project(self.store, stored)

    def _identity(self) -> Identity:
        """Return who the server is, making it at the first start."""
        with self.store.writing():
            known = self.store.settings()
            if "epoch" not in known:
                for name in ("device_id", "incarnation", "epoch"):
                    self.store.set_setting(name, self.rng(16).hex())
                known = self.store.settings()
            identity = Identity(known["device_id"], known["incarnation"], known["epoch"])
            if self.store.people.incarnation(identity.incarnation) is None:
                self.identity = identity
                self.certify(
                    Incarnation(
                        identity.incarnation,
                        identity.device_id,
                        "",
                        self.keys.public_key,
                        SERVER_NAME,
                        self.clock(),
                        None,
                    ),
                    SERVER_NAME,
                )
        return identity
