"""The opened visit: one fold of the log, with the values a reader may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from inspection.domain.bodies import is_entity
from inspection.domain.closing import Approval, Closure, approval_of, closure_of
from inspection.domain.corrections import NO_CORRECTIONS, Corrections, read_corrections
from inspection.domain.events import Event
from inspection.domain.opening import (
    Happening,
    Head,
    Reader,
    Secrets,
    display_order,
    distinct,
    merged_set,
    subjects_of,
)
from inspection.domain.state import State, conflicts_in, fold, heads_of

_ADDED = ("visit_opened", "minor_added", "person_added", "row_added", "photo_added")
_ANSWERS = ("answer_set", "member_added")


class VisitUnknown(LookupError):
    """No `visit_opened` among the events."""


@dataclass(frozen=True)
class Entity:
    """A minor, person, table row or photo of the visit.

    Attributes:
        kind: ``minor``, ``person``, ``row`` or ``photo``.
        role: Code of the protocol item a person or row belongs to, else None.
        about: The entity a row hangs from, else None.
        added_ref: Ref of the event that added it; None while that has not arrived.
        removed: Hidden by a removal that saw all of it.
        disputed: Removed while somebody was still writing on it: shown.
        joined_into: The card of the same person under which this one is shown, else None.
        cards: The other cards of the same person, which are shown under this one.
        ruled_adult: A named person ruled that this is an adult after all (every card of the person was ruled so).
        split_from: The card this one was split from, else None.
        linked: Cards of siblings.
    """

    entity: str
    kind: str
    role: str | None
    about: str | None
    subject: str | None
    added_ref: str | None
    removed: bool
    disputed: bool
    joined_into: str | None = None
    cards: tuple[str, ...] = ()
    ruled_adult: bool = False
    split_from: str | None = None
    linked: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether it is shown under its own name: not removed, and not under another card of the same person."""
        return not self.removed and self.joined_into is None

    @property
    def counts(self) -> bool:
        """Whether the law speaks of it: it stands, and was not ruled an adult."""
        return self.stands and not self.ruled_adult


@dataclass(frozen=True)
class OpenedVisit:
    """Everything a screen or a document needs of a visit, as far as the reader may see it.

    Attributes:
        protocol: ``{"id", "hash"}``, the pinned bundle.
        closes: The user who closes the acta.
        inspectors: Users named when it was opened.
        entities: {entity: Entity} in order of (recorded_at, ref) of what added them; removed ones too.
        answers: {path: heads}; a set is one head whose value is ``{"v": [codes sorted]}``.
        happenings: Every other event, oldest first by (recorded_at, ref), for display only; no withdrawn stamp.
        conflicts: Paths whose heads differ.
        quarantined: (event, code), not counted in the state.
        corrections: Which corrections of persons stand. Answers and happenings are already where they are shown.
        withdrawn_actions: Stamps of actions that were taken back: kept and shown, and nobody counts them.
    """

    visit_id: str
    zone: str
    protocol: Mapping[str, str]
    law_hash: str
    closes: str
    inspectors: tuple[str, ...]
    entities: Mapping[str, Entity]
    answers: Mapping[str, tuple[Head, ...]]
    happenings: tuple[Happening, ...]
    state_hash: str
    vector: Mapping[str, Any]
    closure: Closure | None
    approved: Approval | None
    conflicts: tuple[str, ...]
    quarantined: tuple[tuple[Event, str], ...]
    corrections: Corrections = NO_CORRECTIONS
    withdrawn_actions: tuple[Happening, ...] = ()

    def value(self, path: str) -> Mapping[str, Any] | None:
        """Return the one opened value of a path; None when there is none or the heads differ."""
        values = self.values(path)
        return values[0] if len(values) == 1 else None

    def values(self, path: str) -> list[Any]:
        """Return the distinct opened values of a path, in order of ref."""
        return distinct(
            head.value for head in self.answers.get(path, ()) if head.visible == "opened" and head.value is not None
        )

    def plain(self) -> dict[str, Any]:
        """Return the visit as plain JSON for the law: opened values only, entities that stand."""
        standing = [e for e in self.entities.values() if e.counts]
        shown = {"visit", *(e.entity for e in standing)}
        opened = [h for h in self.happenings if isinstance(h.opened, dict) and h.entity in shown]
        answers = {path: self.values(path) for path in sorted(self.answers) if path.split("/", 1)[0] in shown}
        return {
            "visit_id": self.visit_id,
            "zone": self.zone,
            "entities": [{"entity": e.entity, "kind": e.kind, "role": e.role, "about": e.about} for e in standing],
            "answers": {path: values for path, values in answers.items() if values},
            "actions": [{**h.opened, "entity": h.entity} for h in opened if h.type == "action_taken"],
            "determinations": _results(opened),
            "joined": {e.entity: list(e.cards) for e in standing if e.cards},
            "ruled_adult": [e.entity for e in self.entities.values() if e.stands and e.ruled_adult],
            "signatures_expected": [e.entity for e in standing if e.kind == "person"],
        }


def read_visit(
    events: Iterable[Event],
    verdicts: Iterable[Event] = (),
    secrets: Secrets | None = None,
    *,
    received_at: Mapping[bytes, int] | None = None,
    people: Mapping[str, str] | None = None,
) -> OpenedVisit:
    """Fold one visit and open what the secrets open.

    Args:
        events: Every event of the visit, in any order.
        verdicts: The server's `verdict_given` events.
        secrets: {subject: secret, or None when erased}.
        received_at: {content id: server's instant in ms}.
        people: {incarnation: user id}.

    Raises:
        VisitUnknown: There is no `visit_opened`.
    """
    events, verdicts = list(events), list(verdicts)
    state = fold(events, verdicts)
    counted = display_order(event for found in state.heads.values() for event in found)
    corrections = read_corrections(state)
    shown = heads_of(list(state.counted), corrections.at) if corrections.cards else state.heads
    opening = next((event for event in counted if event.type == "visit_opened"), None)
    if opening is None:
        raise VisitUnknown
    reader = Reader(secrets or {}, subjects_of(counted), received_at or {}, people or {}, corrections.at)
    answers = {slot: _answer(found, reader) for slot, found in shown.items() if "#" not in slot}
    taken_back = _taken_back(counted)
    others = [event for event in counted if event.type not in _ANSWERS]
    happenings = tuple(reader.happening(event) for event in others if event not in taken_back)
    return OpenedVisit(
        visit_id=opening.visit_id,
        zone=opening.body["zone"],
        protocol=opening.body["protocol"],
        law_hash=opening.body["law_hash"],
        closes=opening.body["closes"],
        inspectors=tuple(opening.body["inspectors"]),
        entities=_entities(counted, state, reader.subjects, corrections),
        answers=answers,
        happenings=happenings,
        state_hash=state.state_hash,
        vector=state.vector,
        closure=closure_of(happenings, events),
        approved=approval_of(happenings, events, verdicts),
        conflicts=tuple(path for path in conflicts_in(shown) if _differ(answers[path])),
        quarantined=state.quarantined,
        corrections=corrections,
        withdrawn_actions=tuple(reader.happening(event) for event in taken_back),
    )


def _taken_back(counted: Iterable[Event]) -> list[Event]:
    """Return the stamps of actions that an `action_withdrawn` of the same entity names."""
    counted = list(counted)
    named = [(e.body.get("entity"), e.body.get("of")) for e in counted if e.type == "action_withdrawn"]
    return [e for e in counted if e.type == "action_taken" and (e.body.get("entity"), e.ref) in named]


def standing_refs(events: Iterable[Event], verdicts: Iterable[Event], path: str) -> list[str]:
    """Return the refs of every `answer_set` that stands at a path, those of joined cards among them, sorted."""
    state = fold(events, verdicts)
    corrections = read_corrections(state)
    found = heads_of(list(state.counted), corrections.at).get(corrections.at(path), ())
    return [event.ref for event in found if event.type == "answer_set"]


def _results(opened: list[Happening]) -> dict[str, Any]:
    """Return {minor: the last confirmed determination}; of joined cards, an urgent one until that card's is anew."""
    last: dict[str, dict[str, Any]] = {}
    for happening in opened:
        if happening.type == "determination_confirmed":
            by_card = last.setdefault(happening.entity, {})
            by_card.pop(str(happening.body["entity"]), None)
            by_card[str(happening.body["entity"])] = happening.opened.get("result")
    return {entity: _gravest(list(by_card.values())) for entity, by_card in last.items()}


def _gravest(results: list[Any]) -> Any:
    urgent = [result for result in results if isinstance(result, dict) and result.get("urgent") is True]
    return (urgent or results)[-1]


def _differ(heads: tuple[Head, ...]) -> bool:
    if any(head.visible != "opened" for head in heads):
        return True
    return len(distinct(head.value for head in heads)) > 1


def _answer(found: tuple[Event, ...], reader: Reader) -> tuple[Head, ...]:
    """Return the heads of a path; "not asked" does not stand beside the members of a set that was found."""
    registers = _asked(found, tuple(reader.head(event) for event in found if event.type == "answer_set"))
    members = [reader.head(event) for event in found if event.type == "member_added"]
    if not members:
        return registers
    standing = tuple(head for head in registers if head.value is None or "none" not in head.value)
    return (*standing, merged_set(members))


def _asked(found: tuple[Event, ...], heads: tuple[Head, ...]) -> tuple[Head, ...]:
    """Leave out "not asked" of one card where another card of the same person has an answer."""
    if len({event.entity for event in found}) < 2:
        return heads
    asked = tuple(head for head in heads if not (head.value and head.value.get("none") == "not_asked"))
    return asked or heads


def _entities(
    counted: list[Event], state: State, subjects: Mapping[str, str], corrections: Corrections
) -> dict[str, Entity]:
    """Return {entity: Entity}; one whose adding event has not arrived stands where it is first spoken of."""
    firsts: dict[str, Event] = {}
    for event in sorted(counted, key=lambda event: event.type not in _ADDED):
        firsts.setdefault(event.entity, event)
    return {
        event.entity: _entity(event, state, subjects, corrections)
        for event in display_order(firsts.values())
        if event.entity != "visit" and is_entity(event.entity)
    }


def _entity(event: Event, state: State, subjects: Mapping[str, str], corrections: Corrections) -> Entity:
    added = event.type in _ADDED
    about = event.body.get("about") if added else None
    disputed = event.entity in corrections.disputed
    kind = event.entity.partition(":")[0]
    standing = state.entities[event.entity]
    return Entity(
        entity=event.entity,
        kind=kind,
        role=(event.body.get("role") or event.body.get("of")) if added else None,
        about=corrections.at(about) if isinstance(about, str) else None,
        subject=subjects.get(event.entity) if kind in ("row", "photo") else event.entity,
        added_ref=event.ref if added else None,
        removed=standing.removed and not disputed,
        disputed=standing.disputed or disputed,
        joined_into=corrections.kept.get(event.entity),
        cards=corrections.cards.get(event.entity, ())[1:],
        ruled_adult=event.entity in corrections.adults,
        split_from=corrections.split_from.get(event.entity),
        linked=corrections.linked.get(event.entity, ()),
    )
