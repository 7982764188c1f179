"""What a protocol and the law are, once read and checked: frozen dataclasses, nothing else."""

from dataclasses import dataclass, field
from typing import Any

Condition = dict[str, Any]


@dataclass(frozen=True)
class Citation:
    """One provision of one instrument; ``from_on`` and ``until_on`` bound the days it is in force."""

    cite: str
    instrument: str
    mark: str
    says_es: str
    full_es: str
    from_on: str | None = None
    until_on: str | None = None


@dataclass(frozen=True)
class Basis:
    """A citation as the ground of an item; ``mark`` is the weaker of the item's and the citation's."""

    cite: str
    instrument: str
    mark: str


@dataclass(frozen=True)
class Option:
    """One possible answer of an ``enum`` or ``multi``, with its own article so findings stay separable."""

    code: str
    label_es: str
    cite: tuple[str, ...] = ()
    mark: str = "por_validar"
    exclusive: bool = False


@dataclass(frozen=True)
class Item:
    """One question, document, act or signature of the protocol (see ``docs/protocol-format.md``)."""

    id: str
    label_es: str
    type: str
    scope: str
    row: str
    mark: str
    help_es: str | None = None
    ask_es: str | None = None
    options: tuple[Option, ...] = ()
    catalogue: str | None = None
    entity: str | None = None
    duty: str | None = None
    when: Condition | None = None
    required: bool = False
    skippable: bool = True
    public: bool = False
    acta: bool = False
    sees: tuple[str, ...] = ("inspector", "supervisor")
    basis: tuple[Basis, ...] = ()
    role: str | None = None
    min: int | None = None
    max: int | None = None
    max_chars: int | None = None


@dataclass(frozen=True)
class Step:
    """A group of items asked together."""

    id: str
    title_es: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Stage:
    """One of the nine stages of a visit."""

    id: str
    number: int
    title_es: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Protocol:
    """One version of a protocol. A draft may change; a published one is never edited."""

    id: str
    title_es: str
    version: str
    status: str
    mark: str
    valid_from: str
    stages: tuple[Stage, ...]
    acta: Any
    people_roles: dict[str, dict[str, Any]]
    opened_in_field: dict[str, str]
    interview: dict[str, Any] | None

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, in order."""
        return tuple(item for stage in self.stages for step in stage.steps for item in step.items)


@dataclass(frozen=True)
class Law:
    """The law's data, ready for the bundle: citations as dataclasses, the rest as checked plain data."""

    instruments: dict[str, dict[str, Any]]
    citations: dict[str, Citation]
    catalogues: dict[str, list[dict[str, Any]]]
    directory: dict[str, list[dict[str, Any]]]
    parameters: dict[str, dict[str, Any]] = field(default_factory=dict)
    calendars: dict[str, Any] = field(default_factory=dict)
    states: dict[str, Any] = field(default_factory=dict)
    inputs: tuple[dict[str, Any], ...] = ()
    rules: tuple[dict[str, Any], ...] = ()
    checks: tuple[dict[str, Any], ...] = ()
    duties: dict[str, dict[str, Any]] = field(default_factory=dict)
    sanctions: dict[str, dict[str, Any]] = field(default_factory=dict)
    words: dict[str, Any] = field(default_factory=dict)
    options: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    visit_duties: dict[str, Any] = field(default_factory=dict)
