"""The one interface of the store. It never shows a database's own numbers: a position is opaque text."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from inspection.clock import Rng
from inspection.store.batches import Batches
from inspection.store.desk import DeskRecords
from inspection.store.records import (
    ActaRow,
    Alarm,
    Delivery,
    EventPage,
    Incarnation,
    IssuedReceipt,
    PaperRow,
    RawEvidence,
    Secret,
    SecretPage,
    StoredAnswers,
    StoredEvent,
    Upload,
    UrgentRecord,
    User,
    Visit,
)


class PlaceTaken(ValueError):
    """Another event stands at this place of the stream, or this very event is already there."""


class EventLog(Protocol):
    """The append-only log."""

    def append(self, stored: StoredEvent) -> None:
        """Add an event that is not there yet.

        Raises:
            PlaceTaken: It is there, or its place of the main chain is another's.
        """

    def extend(self, run: Sequence[StoredEvent | StoredAnswers]) -> None:
        """Add events that are not there yet, all or none.

        Raises:
            PlaceTaken: One is there, or its place of the main chain is another's.
        """

    def at(self, incarnation: str, visit_id: str, seq: int) -> list[StoredEvent]:
        """Return what stands at a place of a stream, the fork-free one first."""

    def between(self, incarnation: str, visit_id: str, first: int, last: int) -> list[StoredEvent]:
        """Return what stands at a run of places of a stream, the fork-free one of each place first."""

    def last(self, incarnation: str, visit_id: str) -> StoredEvent | None:
        """Return the greatest of a stream, forks apart."""

    def of_visit(self, visit_id: str, types: Collection[str] | None = None) -> list[StoredEvent]:
        """Return every event of a visit, or those of some types, in order of arrival."""

    def after(
        self, position: str | None, visits: Collection[str], *, not_by: str, limit: int, max_bytes: int
    ) -> EventPage:
        """Return the next events of these visits, forks and one incarnation's own left out.

        A page that is full goes on to the signature that covers its last event.
        """

    def visits(self) -> set[str]:
        """Return every visit that some event names, known to the office or not; the devices' own stream too."""

    def certificates(self, incarnations: Collection[str]) -> list[StoredEvent]:
        """Return the certification events of these incarnations."""

    def everything(self) -> Iterable[StoredEvent]:
        """Return the whole log in order of arrival."""


class Accounts(Protocol):
    """Accounts of people; `inspection.store.users` says what each method refuses."""

    def add(self, username: str, name: str, role: str, password: str, *, now: int, rng: Rng) -> User:
        """Add an account."""

    def get(self, user_id: str) -> User | None:
        """Return one account."""

    def all(self) -> list[User]:
        """Return every account, by user name."""

    def verified(self, username: str, password: str, now: int) -> User | None:
        """Return the active account with this password, or None."""

    def set_password(self, user_id: str, password: str) -> None:
        """Change a password."""

    def set_active(self, user_id: str, active: bool) -> None:
        """Open or close an account."""


class People(Protocol):
    """Incarnations and request nonces."""

    def add_incarnation(self, incarnation: Incarnation) -> None:
        """Add a certified incarnation."""

    def incarnation(self, incarnation: str) -> Incarnation | None:
        """Return one incarnation."""

    def incarnations(self) -> list[Incarnation]:
        """Return all of them, oldest first."""

    def revoke_incarnation(self, incarnation: str, at: int) -> None:
        """Refuse its requests from now on; nothing it wrote before disappears."""

    def spend_nonce(self, incarnation: str, nonce: str) -> bool:
        """Remember a request's nonce; False when it was already used."""


class Visits(Protocol):
    """Read tables of visits and who may see them (rebuilt from the log), secrets and bundles."""

    def add_visit(self, visit: Visit) -> None:
        """Add a visit; repeating it has no effect."""

    def visit(self, visit_id: str) -> Visit | None:
        """Return one visit."""

    def visits(self) -> list[Visit]:
        """Return all of them, newest first."""

    def marks(self) -> dict[str, str]:
        """Return {visit id: opaque text} of all of them, newest first.

        The text of a visit changes whenever an event, a secret or a whole file of it comes, or a secret is destroyed.
        """

    def set_scope(self, visit_id: str, user_id: str, granted: bool) -> None:
        """Say whether a user may see and write a visit."""

    def scope(self, user_id: str) -> dict[str, bool]:
        """Return {visit id: granted now} of every visit ever granted to the user."""

    def bundle_hashes(self, visit_ids: Collection[str]) -> dict[str, str]:
        """Return {visit id: hash of the bundle it pins} of those that exist."""

    def is_granted(self, visit_id: str, user_id: str) -> bool:
        """Tell whether the user may see and write the visit now."""

    def forget_projections(self) -> None:
        """Empty every table that is rebuilt from the log."""

    def keep_secret(self, secret: Secret) -> None:
        """Keep a wrapped secret; the first one stays."""

    def secrets_of(self, visit_id: str) -> list[Secret]:
        """Return the visit's secrets."""

    def destroy_secret(self, visit_id: str, subject: str) -> None:
        """Destroy a secret for good: whoever offers it again finds its place taken."""

    def secrets_after(self, position: str | None, visits: Collection[str], *, not_by: str) -> SecretPage:
        """Return the next secrets of these visits, left out those an incarnation made itself."""

    def keep_bundle(self, bundle_hash: str, canonical: bytes) -> None:
        """Keep a protocol bundle for as long as a visit pins it."""

    def bundle(self, bundle_hash: str) -> bytes | None:
        """Return a bundle's canonical JSON."""


class Evidence(Protocol):
    """Alarms, urgent packets, files and what could not become an event."""

    def raise_alarm(self, alarm: Alarm) -> None:
        """Add an alarm; repeating it has no effect."""

    def settle_alarm(self, alarm_id: str, at: int, actor: str) -> None:
        """Mark it acknowledged by a named person; the first acknowledgement stays."""

    def alarm(self, alarm_id: str) -> Alarm | None:
        """Return one alarm."""

    def alarms(self) -> list[Alarm]:
        """Return all of them, newest first."""

    def note_paper(self, paper: PaperRow) -> None:
        """Note an issued document; repeating it has no effect."""

    def note_signed_paper(self, code: str, sha256: str) -> None:
        """Note a signed file of it; the same one once."""

    def revoke_paper(self, code: str, at: int) -> None:
        """Note since when it has no effect; the first instant stays."""

    def paper(self, code: str) -> PaperRow | None:
        """Return one issued document."""

    def paper_of_file(self, sha256: str) -> PaperRow | None:
        """Return the document of which this is the issued file, or a signed one."""

    def note_acta(self, acta: ActaRow) -> None:
        """Note the fingerprint of a closed acta; the first of the same text stays."""

    def acta(self, text_sha256: str) -> ActaRow | None:
        """Return the closed acta with this text."""

    def keep_urgent(self, urgent: UrgentRecord) -> None:
        """Keep a packet; the same bytes are kept once."""

    def urgents(self, urgent_id: str) -> list[UrgentRecord]:
        """Return every packet of this id, oldest first."""

    def add_upload(self, upload: Upload) -> None:
        """Announce a file; repeating it has no effect."""

    def upload(self, visit_id: str, name: str) -> Upload | None:
        """Return one file's row."""

    def uploads(self, visit_id: str) -> list[Upload]:
        """Return the visit's files."""

    def complete_upload(self, visit_id: str, name: str) -> None:
        """Mark a file verified."""

    def note_delivery(self, delivery: Delivery) -> None:
        """Keep when a batch arrived."""

    def deliveries(self, visit_id: str) -> list[Delivery]:
        """Return the visit's deliveries, oldest first."""

    def keep_receipt(self, receipt: IssuedReceipt) -> None:
        """Keep a receipt that says something new."""

    def receipts(self, visit_id: str) -> list[IssuedReceipt]:
        """Return the visit's receipts, oldest first."""

    def last_receipt(self, visit_id: str) -> IssuedReceipt | None:
        """Return the newest."""

    def keep_raw(self, raw: RawEvidence, wrapped: bytes) -> None:
        """Keep bytes that could not become an event."""

    def raws(self) -> list[RawEvidence]:
        """Return what was kept raw, newest first."""

    def raw_bytes(self, sha256: str) -> bytes | None:
        """Return the wrapped bytes."""


class Store(Protocol):
    """Everything the layers above may ask of a database."""

    @property
    def log(self) -> EventLog:
        """The events."""

    @property
    def people(self) -> People:
        """Who writes."""

    @property
    def visits(self) -> Visits:
        """What they write about."""

    @property
    def evidence(self) -> Evidence:
        """What else must not be lost."""

    @property
    def users(self) -> Accounts:
        """Accounts of people."""

    @property
    def desk(self) -> DeskRecords:
        """What the desk remembers of its own."""

    @property
    def batches(self) -> Batches:
        """Papers issued many at once."""

    def writing(self) -> AbstractContextManager[None]:
        """One transaction: all or nothing, one writer at a time; nested uses join the outer one."""

    def settings(self) -> Mapping[str, str]:
        """Return the server's own facts: device, incarnation, epoch."""

    def set_setting(self, name: str, value: str) -> None:
        """Write one of them."""

    def close(self) -> None:
        """Let go of what this thread holds open."""
