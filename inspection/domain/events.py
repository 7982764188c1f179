"""The event: the only unit of change, immutable and appended once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from inspection.domain.canonical import MAX_INTEGER, canonical_bytes

WIRE_VERSION = 1
MAX_EVENT_BYTES = 65_536
DEVICE_STREAM = "0" * 32
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ID = re.compile(r"[0-9a-f]{32}")
_BOOT = re.compile(r"[0-9a-f]{16}")
_PLAIN = re.compile(r"[A-Za-z0-9_:/-]+")
_TYPE = re.compile(r"[a-z][a-z0-9_]{0,63}")
_FIELDS = {
    "v",
    "device_id",
    "incarnation",
    "visit_id",
    "seq",
    "type",
    "recorded_at",
    "boot",
    "mono_ms",
    "body",
}
_NAMES = tuple(sorted(_FIELDS - {"v"}))


class EventMalformed(ValueError):
    """The envelope is not that of an event; the argument names the field."""


@dataclass(frozen=True)
class Event:
    """One change, as written on one device by one person (or by the server).

    Attributes:
        device_id: The tablet or the server.
        incarnation: One person's store on one device; it alone identifies the author.
        visit_id: The visit; `DEVICE_STREAM` for the device's own stream.
        seq: Dense from 1 within (incarnation, visit).
        recorded_at: The device's wall clock, ms since 1970 UTC. Evidence only, nothing is decided by it.
        boot: 16 hex characters, random per page start.
        mono_ms: Monotonic milliseconds within ``boot``.
        body: What `inspection.domain.bodies` describes for ``type``.
    """

    device_id: str
    incarnation: str
    visit_id: str
    seq: int
    type: str
    recorded_at: int
    boot: str
    mono_ms: int
    body: Mapping[str, Any]

    @classmethod
    def from_wire(cls, wire: Any, canonical: bytes | None = None) -> "Event":
        """Read an event from its JSON form; ``canonical``: its canonical bytes, where they were made already.

        Raises:
            EventMalformed: A field of the envelope is missing, unknown or of the wrong shape.
        """
        if not isinstance(wire, dict) or set(wire) != _FIELDS:
            raise EventMalformed("fields")
        if wire["v"] != WIRE_VERSION or isinstance(wire["v"], bool):
            raise EventMalformed("v")
        for name, pattern in _PATTERNS.items():
            if not isinstance(wire[name], str) or not pattern.fullmatch(wire[name]):
                raise EventMalformed(name)
        for name, least in (("seq", 1), ("recorded_at", 0), ("mono_ms", 0)):
            if not is_integer(wire[name]) or not least <= wire[name] <= MAX_INTEGER:
                raise EventMalformed(name)
        if not isinstance(wire["body"], dict):
            raise EventMalformed("body")
        event = cls(**{name: wire[name] for name in _NAMES})
        if canonical is not None:
            event.__dict__["canonical"] = canonical
        return event

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON form, whose canonical bytes are the event."""
        held = self.__dict__
        return {"v": WIRE_VERSION, **{name: held[name] for name in _NAMES}, "body": dict(self.body)}

    @cached_property
    def canonical(self) -> bytes:
        """The canonical bytes."""
        return canonical_bytes(self.to_wire())

    @cached_property
    def content_id(self) -> bytes:
        """SHA-256 of the canonical bytes, 32 bytes."""
        return sha256(self.canonical).digest()

    @property
    def ref(self) -> str:
        """``<incarnation>:<seq>``, the event's name inside its visit."""
        return event_ref(self.incarnation, self.seq)

    @property
    def entity(self) -> str:
        """The entity it speaks of: that of its path, else its own, else the visit."""
        path = self.path
        if path is not None:
            return path.split("/", 1)[0]
        entity = self.body.get("entity")
        return entity if isinstance(entity, str) else "visit"

    @property
    def path(self) -> str | None:
        """Its path, when it has one."""
        path = self.body.get("path")
        return path if isinstance(path, str) else None

    @property
    def sealed_path(self) -> str:
        """The path its seal is bound to: its own, or ``<entity>/#<type>``."""
        return self.path or f"{self.entity}/#{self.type}"


@dataclass(frozen=True)
class HiddenEvent:
    """What a colleague holds of an event that was set aside: its place in its stream and its content id, 32 bytes."""

    incarnation: str
    seq: int
    content_id: bytes

    @property
    def ref(self) -> str:
        """``<incarnation>:<seq>``."""
        return event_ref(self.incarnation, self.seq)


class Envelope:
    """What all events of one run repeat: they are checked once, and each event is written around its body.

    A run of hundreds arrives at once, and walking the same fields again for each is most of the server's work.
    """

    def __init__(self, device_id: str, incarnation: str, visit_id: str) -> None:
        ids = (device_id, incarnation, visit_id)
        self.is_sound = all(isinstance(one, str) and _ID.fullmatch(one) for one in ids)
        self._ids = {"device_id": device_id, "incarnation": incarnation, "visit_id": visit_id}
        self._middle = f',"device_id":"{device_id}","incarnation":"{incarnation}","mono_ms":'
        self._end = f'"v":{WIRE_VERSION},"visit_id":"{visit_id}"}}'
        self.stream = incarnation, visit_id
        self._words: set[tuple[Any, Any]] = set()

    def event(self, seq: int, item: Mapping[str, Any]) -> Event | None:
        """Return the event with its bytes and id, or None: then only `Event.from_wire` can say what it is.

        Args:
            seq: Its number.
            item: ``type``, ``recorded_at``, ``boot``, ``mono_ms`` and ``body``.

        Raises:
            NotCanonical: The body has no canonical form.
        """
        kind, boot, body = item["type"], item["boot"], item["body"]
        at, mono = item["recorded_at"], item["mono_ms"]
        if not self.is_sound or type(body) is not dict or type(at) is not int or type(mono) is not int:
            return None
        if not (1 <= seq <= MAX_INTEGER and 0 <= at <= MAX_INTEGER and 0 <= mono <= MAX_INTEGER):
            return None
        if type(kind) is not str or type(boot) is not str:
            return None
        if (kind, boot) not in self._words:
            if not (_TYPE.fullmatch(kind) and _BOOT.fullmatch(boot)):
                return None
            self._words.add((kind, boot))
        text = _sealed_answer(body) or canonical_bytes(body, 1).decode()
        return self.writer(kind, boot)(seq, at, mono, body, text)

    def around(self, kind: str, boot: str) -> tuple[str, str]:
        """Return what stands between the body and ``mono_ms``, and what ends the event: its type and boot checked."""
        return f',"boot":"{boot}"{self._middle}', f'"type":"{kind}",{self._end}'

    def writer(self, kind: str, boot: str) -> Callable[[int, int, int, Mapping[str, Any], str], Event]:
        """Return what writes events of one type and boot, both checked already.

        It takes ``seq``, ``recorded_at`` and ``mono_ms``, each checked already, the body and its canonical JSON.
        """
        ids, new = self._ids, Event.__new__
        head, tail = self.around(kind, boot)

        def write(seq: int, at: int, mono: int, body: Mapping[str, Any], text: str) -> Event:
            canonical = f'{{"body":{text}{head}{mono},"recorded_at":{at},"seq":{seq},{tail}'.encode()
            event = new(Event)
            event.__dict__.update(
                ids, seq=seq, type=kind, recorded_at=at, boot=boot, mono_ms=mono, body=body,
                canonical=canonical, content_id=sha256(canonical).digest(),
            )  # fmt: skip
            return event

        return write


def _sealed_answer(body: Mapping[str, Any]) -> str | None:
    """Return the canonical JSON of the commonest body, a new sealed answer, or None when it is another."""
    path, sealed = body.get("path"), body.get("sealed")
    if len(body) != 3 or type(path) is not str or type(sealed) is not str or body.get("supersedes") != []:
        return None
    if not (_PLAIN.fullmatch(path) and _PLAIN.fullmatch(sealed)):
        return None
    return f'{{"path":"{path}","sealed":"{sealed}","supersedes":[]}}'


_PATTERNS = {"device_id": _ID, "incarnation": _ID, "visit_id": _ID, "type": _TYPE, "boot": _BOOT}


def event_ref(incarnation: str, seq: int) -> str:
    """Return the ref of an event."""
    return f"{incarnation}:{seq}"


def is_integer(value: Any) -> bool:
    """Tell whether ``value`` is an integer and not a boolean."""
    return isinstance(value, int) and not isinstance(value, bool)


def minor_key(entity: str) -> str:
    """Return the key by which paper and screens name a minor: ``NNA-`` and four Crockford characters.

    >>> minor_key("minor:00443000000000000000000000000000")
    'NNA-0123'
    """
    bits = int(entity.partition(":")[2][:5], 16)
    return "NNA-" + "".join(_CROCKFORD[bits >> shift & 31] for shift in (15, 10, 5, 0))
