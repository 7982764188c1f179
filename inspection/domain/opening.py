"""Opening what is sealed, and saying plainly why something could not be opened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from inspection.domain.bodies import is_value
from inspection.domain.canonical import canonical_bytes
from inspection.domain.contents import is_sound_content
from inspection.domain.events import Event
from inspection.domain.sealing import SealBroken, open_sealed
from inspection.domain.state import Place

Visible = Literal["opened", "not_visible", "erased", "not_arrived"]
Secrets = Mapping[str, bytes | None]
"""{subject: secret}; None where the secret was destroyed; absent where the reader may not see the subject."""


@dataclass(frozen=True)
class Head:
    """One standing answer of a path. Two heads are a conflict, unless their values are equal.

    ``members`` = refs of every addition of a set, sorted (empty for a register): what a review of it names.
    """

    ref: str
    content_id: str
    value: Mapping[str, Any] | None
    visible: Visible
    src: str | None
    recorded_at: int
    received_at: int | None
    actor: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Happening:
    """Any event that is not an answer. ``opened`` is what it seals, None when it stays shut.

    ``entity`` and ``path`` are where it is shown (joined cards are one person); ``body`` is as written.
    """

    ref: str
    type: str
    entity: str
    path: str | None
    body: Mapping[str, Any]
    opened: Any
    visible: Visible
    recorded_at: int
    received_at: int | None
    actor: str


def subjects_of(events: Iterable[Event]) -> dict[str, str]:
    """Return {row or photo entity: subject} from the events that added them."""
    return {
        event.body["entity"]: event.body["subject"]
        for event in events
        if event.type in ("row_added", "photo_added")
        and isinstance(event.body.get("entity"), str)
        and isinstance(event.body.get("subject"), str)
    }


def subject_of(entity: str, subjects: Mapping[str, str]) -> str | None:
    """Return the subject under which an entity's values are sealed; None while that is unknown."""
    kind = entity.partition(":")[0]
    return subjects.get(entity) if kind in ("row", "photo") else entity


def open_event(event: Event, secrets: Secrets, subjects: Mapping[str, str]) -> tuple[Any, Visible]:
    """Return what the event seals (or its clear ``value``) and whether it could be opened."""
    if "sealed" not in event.body:
        return event.body.get("value"), "opened"
    subject = subject_of(event.entity, subjects)
    if subject is None:
        return None, "not_arrived"
    if subject not in secrets or not isinstance(event.body["sealed"], str):
        return None, "not_visible"
    secret = secrets[subject]
    if secret is None:
        return None, "erased"
    try:
        return open_sealed(
            secret, event.visit_id, event.ref, event.sealed_path, event.body["sealed"]
        ), "opened"
    except SealBroken:
        return None, "not_visible"


def distinct(values: Iterable[Any]) -> list[Any]:
    """Return the values without repetition, in the order they came."""
    seen: dict[bytes, Any] = {}
    for value in values:
        seen.setdefault(canonical_bytes(value), value)
    return list(seen.values())


@dataclass(frozen=True)
class Reader:
    """What opening needs besides the event.

    Attributes:
        subjects: {row or photo entity: subject}.
        received_at: {content id: server's instant in ms}.
        people: {incarnation: user id}.
        at: Where an entity or path is shown: joined cards are one person.
    """

    secrets: Secrets
    subjects: Mapping[str, str]
    received_at: Mapping[bytes, int]
    people: Mapping[str, str]
    at: Place

    def actor(self, event: Event) -> str:
        """Return the user who did it; only the office's events may name somebody else than their author."""
        named = event.body.get("actor")
        author = self.people.get(event.incarnation)
        return author or (named if isinstance(named, str) else event.incarnation)

    def head(self, event: Event) -> Head:
        """Open an answer; ``value`` is None too when what was sealed is no answer."""
        value, visible = open_event(event, self.secrets, self.subjects)
        value = value if is_value(value) else None
        return Head(
            event.ref,
            event.content_id.hex(),
            value,
            visible,
            value.get("src") if value else None,
            event.recorded_at,
            self.received_at.get(event.content_id),
            self.actor(event),
        )

    def happening(self, event: Event) -> Happening:
        """Open any other event; ``opened`` is None too when what was sealed has not the shape of its type."""
        opened, visible = open_event(event, self.secrets, self.subjects)
        opened = opened if is_sound_content(event.type, opened) else None
        return Happening(
            event.ref,
            event.type,
            self.at(event.entity),
            event.path and self.at(event.path),
            event.body,
            self._shown(event.type, opened),
            visible,
            event.recorded_at,
            self.received_at.get(event.content_id),
            self.actor(event),
        )

    def _shown(self, kind: str, opened: Any) -> Any:
        """Return what was sealed; what a photo is about moves with its card."""
        return {**opened, "about": self.at(opened["about"])} if opened and kind == "photo_added" else opened


def display_order(events: Iterable[Event]) -> list[Event]:
    """Return the events oldest first by the devices' clocks: for eyes only, nothing is decided by it."""
    return sorted(events, key=lambda event: (event.recorded_at, event.ref, event.content_id))


def merged_set(members: list[Head]) -> Head:
    """Return one head for a whole set, with the codes of the members that could be opened."""
    codes = {m.value["v"] for m in members if m.value and isinstance(m.value.get("v"), str)}
    visible: Visible = next((m.visible for m in members if m.visible != "opened"), "opened")
    first = members[0]
    value = {"v": sorted(codes)} if codes else None
    return Head(
        first.ref,
        first.content_id,
        value,
        visible,
        first.src,
        first.recorded_at,
        first.received_at,
        first.actor,
        tuple(sorted(member.ref for member in members)),
    )
