"""Correcting persons: what joins, splits, rulings and links mean.

Read above the merge, which knows nothing of them and stays a pure function of keys. Nothing is deleted: each minor
added keeps its own *card* (entity), and a correction that is withdrawn leaves every card as it was.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from inspection.domain.bodies import fault_of_body
from inspection.domain.events import Event
from inspection.domain.state import State, refs_in

CORRECTIONS = ("minors_joined", "minor_split", "minor_ruled_adult", "minors_linked")
WITHDRAWAL = "correction_withdrawn"


@dataclass(frozen=True)
class Corrections:
    """The corrections that stand, and what they make of the cards.

    Attributes:
        standing: Refs of the corrections that nobody withdrew.
        withdrawn: {ref: refs of what withdrew it}.
        kept: {card: the card it is shown under}; only cards that are shown under another.
        cards: {kept card: every card that is the same person, itself first, the others sorted}; only joined ones.
        disputed: Cards removed by somebody who had not seen them joined: they are shown.
        adults: Kept cards all of whose cards were ruled adult.
        split_from: {card: the card it was split from}.
        linked: {kept card: kept cards of its siblings, sorted}.
    """

    standing: frozenset[str] = frozenset()
    withdrawn: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    cards: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disputed: frozenset[str] = frozenset()
    adults: frozenset[str] = frozenset()
    split_from: Mapping[str, str] = field(default_factory=dict)
    linked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def at(self, place: str) -> str:
        """Return the entity or path under which an entity or path is shown."""
        if not self.kept:
            return place
        entity, slash, code = place.partition("/")
        return self.kept.get(entity, entity) + slash + code

    def is_joined(self, entity: str) -> bool:
        """Tell whether the entity is shown together with another."""
        return self.at(entity) in self.cards


NO_CORRECTIONS = Corrections()


def read_corrections(state: State) -> Corrections:
    """Read the corrections among the heads of a visit."""
    found = [e for events in state.heads.values() for e in events if e.type in (*CORRECTIONS, WITHDRAWAL)]
    if not found:
        return Corrections()
    sound = [event for event in found if fault_of_body(event.type, event.body) is None]
    withdrawals: dict[tuple[str, str], list[str]] = defaultdict(list)
    for event in sound:
        if event.type == WITHDRAWAL:
            withdrawals[event.entity, event.body["of"]].append(event.ref)
    made = [event for event in sound if event.type != WITHDRAWAL]
    standing = [event for event in made if (event.entity, event.ref) not in withdrawals]
    return _meaning(
        state,
        standing,
        {e.ref: tuple(withdrawals[e.entity, e.ref]) for e in made if (e.entity, e.ref) in withdrawals},
    )


def _meaning(state: State, standing: list[Event], withdrawn: Mapping[str, tuple[str, ...]]) -> Corrections:
    joins = [e for e in standing if e.type == "minors_joined" and e.body["other"] != e.entity]
    disputed = _unseen(state, joins)
    gone = {entity for entity, one in state.entities.items() if one.removed} - disputed
    cards = _cards(joins, gone)
    kept = {card: group[0] for group in cards.values() for card in group[1:]}
    joined = Corrections(kept=kept)
    ruled = {event.entity for event in standing if event.type == "minor_ruled_adult"}
    splits = {event.body["into"]: event.entity for event in standing if event.type == "minor_split"}
    pairs = [(joined.at(e.entity), joined.at(e.body["other"])) for e in standing if e.type == "minors_linked"]
    return Corrections(
        frozenset(event.ref for event in standing),
        withdrawn,
        kept,
        cards,
        disputed,
        frozenset(joined.at(card) for card in ruled if ruled.issuperset(cards.get(joined.at(card), (card,)))),
        {new: old for new, old in splits.items() if joined.at(new) != joined.at(old)},
        _linked(pairs),
    )


def _unseen(state: State, joins: Iterable[Event]) -> frozenset[str]:
    """Return the removed cards that a join speaks of and that no removal had seen joined: a child never vanishes."""
    naming: dict[str, set[str]] = defaultdict(set)
    for event in joins:
        naming[event.body["other"]].add(event.ref)
    found = set()
    for card, refs in naming.items():
        removals = state.heads.get(f"{card}/#entity_removed", ())
        if removals and not any(refs <= set(refs_in(removal, "sees")) for removal in removals):
            found.add(card)
    return frozenset(found)


def _cards(joins: Iterable[Event], gone: set[str]) -> dict[str, tuple[str, ...]]:
    """Return {kept card: its cards}: what joins connect, in any direction and order, is one person.

    Kept is the least card that no join names as the other one; with joins in a circle, the least of all.
    """
    others: set[str] = set()
    groups: dict[str, set[str]] = {}
    for event in joins:
        pair = {event.entity, str(event.body["other"])}
        others.add(str(event.body["other"]))
        group = pair.union(*(groups.get(card, set()) for card in pair))
        groups.update(dict.fromkeys(group, group))
    cards = {}
    for group in groups.values():
        present = group - gone
        if len(present) > 1:
            kept = min(present - others or present)
            cards[kept] = (kept, *sorted(present - {kept}))
    return cards


def _linked(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        if one != other:
            found[one].add(other)
            found[other].add(one)
    return {card: tuple(sorted(others)) for card, others in found.items()}
