"""The papers in plain words: frozen, complete before drawing, without a word of layout.

Whoever fills them decides every fact; whoever draws them decides nothing. Texts are Spanish. A fact that
nobody has is a ``Fact`` that says so in words: no blank may look like a mistake.
"""

from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime

from forms.spanish import Person


@dataclass(frozen=True)
class Ground:
    """One legal ground: what it says, where it is, and how sure we are of the citation."""

    text: str
    cite: str
    mark: str = "confirmado"
    """``confirmado`` or ``por_validar``; the latter is printed with that mark, never as certain law."""


@dataclass(frozen=True)
class Issuer:
    """The office that issues and the person who signs (LFPA 3, I, IV, X and XIV)."""

    institution: str
    unit: str
    area: str
    address: str
    contact: str
    place: str
    """Town and state where it is issued: ``San Quintín, Baja California``."""
    signer_name: str
    signer_post: str
    competence: tuple[Ground, ...] = ()
    initials: str = ""


@dataclass(frozen=True)
class Registration:
    """The numbers of a paper, its instant and the code that verifies it."""

    folio: str
    case_file: str
    code: str
    verify_at: str
    """Address that the QR code carries; never a name."""
    issued_at: datetime
    """Aware, in the zone of the place of issue."""

    @property
    def verify_page(self) -> str:
        """Where a person checks the code; in words when there is no page for it."""
        if not self.verify_at.startswith("http"):
            return "Compruebe este código con la oficina que emite, en su contacto de la primera página."
        return self.verify_at.removesuffix(self.code).rstrip("/")

    @property
    def identifier(self) -> str:
        """What the file says of itself to whoever signs or verifies it: ``folio|code|address``."""
        return f"{self.folio}|{self.code}|{self.verify_at}"

    def __post_init__(self) -> None:
        if self.issued_at.tzinfo is None:
            raise ValueError("issued_at: an instant with its zone is needed")
        for name in ("folio", "code"):
            if not 0 < len(getattr(self, name)) <= 60:
                raise ValueError(f"{name}: between 1 and 60 characters, found {len(getattr(self, name))}")


@dataclass(frozen=True)
class Addressee:
    """To whom: the office, by its titular post; ``caution`` is printed when the name is not confirmed."""

    post: str
    office: str
    level: str
    address: str = ""
    caution: str = ""


@dataclass(frozen=True)
class Legend:
    """The classification and the words on personal data that go with it."""

    classification: str
    text: str
    footer: str
    privacy_notice: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """One fact with where it comes from.

    ``number`` is its place among the fields of a complete referral (0 = outside). ``blank`` means that
    ``value`` says in words why there is none. ``verified`` is ``None`` where checking makes no sense.
    """

    number: int
    label: str
    value: str
    source: str = ""
    verified: bool | None = None
    blank: bool = False


@dataclass(frozen=True)
class FactGroup:
    """Facts under one title."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Sheet:
    """One minor: everything the protection authority needs to find, understand and protect."""

    key: str
    """Opaque key of paper (``NNA-7K3Q``): the only name used outside the sheet."""
    person: Person
    name: Fact
    headline: str
    """Legal status and age with its source: ``Adolescente de 13 años, según su propio dicho``."""
    finding: str
    """The classification in words."""
    alert: str
    """Why it cannot wait; empty when ordinary."""
    lead: tuple[Fact, ...]
    groups: tuple[FactGroup, ...]
    account: tuple[Fact, ...]
    """What was seen and said, in full: narration, how the talk was held, own words."""


@dataclass(frozen=True)
class Reason:
    """Why the grounds apply to one minor: the facts, then the law (*motivación*)."""

    key: str
    text: str
    grounds: tuple[Ground, ...]
    also: str = ""
    """Of whom else the very same is so, in one sentence with their keys."""
    keys: tuple[str, ...] = ()
    """Everybody it speaks of; empty when only of ``key``."""


@dataclass(frozen=True)
class Request:
    """One thing asked of the authority; an urgent one goes first."""

    text: str
    grounds: tuple[Ground, ...] = ()
    urgent: bool = False


@dataclass(frozen=True)
class Annex:
    """Something that travels with the paper; ``detail`` may hold its fingerprint."""

    title: str
    detail: str = ""


@dataclass(frozen=True)
class Copy:
    """Who gets a copy and for what (*c.c.p.*): never employer, union or consulate."""

    who: str
    purpose: str


@dataclass(frozen=True)
class Referral:
    """*Oficio de canalización*: minors handed to the protection authority, with a sheet for each.

    Source: LGDNNA 12, 121-123; LFPA 3; the 62 fields in the directory of document data.
    """

    registration: Registration
    issuer: Issuer
    addressee: Addressee
    legend: Legend
    subject: str
    urgent: bool
    opening: str
    summary: tuple[Fact, ...]
    """What must be known from the first page: who, where, what is asked, how to answer; no name."""
    grounds: tuple[Ground, ...]
    background: tuple[Fact, ...]
    facts: tuple[str, ...]
    reasons: tuple[Reason, ...]
    done: tuple[str, ...]
    requests: tuple[Request, ...]
    reply: str
    annexes: tuple[Annex, ...]
    copies: tuple[Copy, ...]
    sheets: tuple[Sheet, ...]
    consult: str = ""
    """Where the file may be consulted: an act that is notified says it."""
    notes: tuple[str, ...] = ()
    """For the person who issues, never printed: what is still to be confirmed."""


@dataclass(frozen=True)
class ImmediateNotice:
    """*Aviso inmediato*: what is known at an hour, told before any review.

    Source: LGDNNA 12 (the duty is immediate and waits for nobody).
    """

    registration: Registration
    issuer: Issuer
    addressee: Addressee
    legend: Legend
    subject: str
    known_at: datetime
    opening: str
    preliminary: str
    """What preliminary means, in one sentence."""
    background: tuple[Fact, ...]
    sheets: tuple[Sheet, ...]
    done: tuple[str, ...]
    requests: tuple[Request, ...]
    reasons: tuple[Reason, ...]
    grounds: tuple[Ground, ...]
    """For the screens of who issues: what the notice rests on. The paper says it in ``founded``."""
    founded: str
    """The rest of the law it rests on, in one sentence; the opening names only what orders the notice."""
    reply: str
    copies: tuple[Copy, ...] = ()
    consult: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ActaSigner:
    """One who was asked to sign the acta, and what came of it."""

    name: str
    role: str
    manner: str
    """``glass``, ``paper``, ``refused``, ``unlettered`` (does not know how to), ``unable`` or ``missing``."""
    strokes: tuple[tuple[int, ...], ...] = ()
    """Pen strokes ``x, y, x, y, …`` in a box of 1000 × 400, y downwards."""
    reason: str = ""
    by: str = ""
    """Who signed for one who is ``unlettered`` or ``unable``: the strokes are theirs. "" when nobody did."""
    by_role: str = ""
    read_aloud: bool = False
    thumbprint: bool = False
    """On the printed copy, which is kept in the file; none is ever taken on glass."""


@dataclass(frozen=True)
class Acta:
    """*Acta de inspección*, drawn from the text that was read and signed; not a letter of it is changed.

    Source: LFPA 67; LFT 542 IV and 543.
    """

    registration: Registration
    issuer: Issuer
    legend: Legend
    title: str
    text: str
    text_sha256: str
    signers: tuple[ActaSigner, ...]
    amendments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """One titled part of an act. ``code`` is how the lawyer's checklist finds it, whatever its title says."""

    code: str
    title: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    orders: tuple[Request, ...] = ()
    """*Primero*, *Segundo*, …"""
    items: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()
    beside: bool = False
    """A short table of counts: it stands beside the next such."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read in it."""
        return not (self.paragraphs or self.facts or self.orders or self.items or self.grounds)


@dataclass(frozen=True)
class Hand:
    """Room for an autograph signature, or for the reason why there is none."""

    name: str
    role: str
    may_refuse: bool = True
    """Whether it leaves a line for the reason of who does not sign."""


@dataclass(frozen=True)
class Act:
    """A written act of the inspection: order, record, summons, report, notice, receipt.

    One grammar for all: who, where and when; to whom; why (facts and law); what is ordered or recorded; who
    signs; how it is verified. Source: LFPA 3 (elements of the act), 35, 36, 39, 66 and 67.
    """

    kind: str
    title: str
    number_label: str
    registration: Registration
    issuer: Issuer
    legend: Legend
    subject: str
    opening: str
    sections: tuple[Section, ...]
    hands: tuple[Hand, ...] = ()
    addressee: Addressee | None = None
    urgent: bool | None = None
    """``None`` where *carácter* makes no sense."""
    signs_office: bool = False
    """Whether the person of ``issuer`` signs at the end."""
    sealed: bool = True
    """Whether it leaves room for the seal of who receives."""
    consult: str = ""
    copies: tuple[Copy, ...] = ()
    notes: tuple[str, ...] = ()
    """For the person who issues, never printed."""


@dataclass(frozen=True)
class Removed:
    """A place where something was taken out of a text; ``number`` leads to what and why."""

    number: int


@dataclass(frozen=True)
class Removal:
    """What was taken out, how often, and on which ground."""

    number: int
    what: str
    times: int
    ground: Ground


@dataclass(frozen=True)
class ActaVersion:
    """A version of a closed acta in which data was taken out: for the employer, or public.

    It never replaces the acta: it says so, and names the fingerprint of the whole text.
    Source: LGDNNA 76 and 79; LFPA 66.
    """

    registration: Registration
    issuer: Issuer
    legend: Legend
    title: str
    preface: tuple[str, ...]
    cover: tuple[Fact, ...]
    lines: tuple[tuple[str | Removed, ...], ...]
    """The text line by line; an empty line is an empty tuple."""
    removals: tuple[Removal, ...]
    text_sha256: str
    notes: tuple[str, ...] = ()


Document = Referral | ImmediateNotice | Acta | Act | ActaVersion


def texts_of(document: object) -> list[str]:
    """Every text of a document, in the order of its fields: to look for what cannot be printed."""
    if isinstance(document, str):
        return [document]
    if isinstance(document, tuple):
        return [text for part in document for text in texts_of(part)]
    if is_dataclass(document):
        return [text for field in fields(document) for text in texts_of(getattr(document, field.name))]
    return []
