"""The supervisor's review: what each answer waits for, what bars approval, and what changed since.

Pure. A supervisor never edits what was recorded: she accepts an answer as it stands, returns it with a
comment, or settles a conflict by an answer of the office that supersedes both. No clock orders anything here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from inspection.domain.opening import Happening, Head
from inspection.domain.visit import OpenedVisit

Standing = Literal["waiting", "accepted", "returned", "answered", "corrected", "conflict", "hidden", "office"]
ObstacleCode = Literal[
    "own_visit", "acta_open", "alarm", "no_answers", "conflict", "answered", "returned", "waiting"
]
WAITS_FOR_SUPERVISOR: tuple[Standing, ...] = ("waiting", "answered", "corrected", "conflict")


@dataclass(frozen=True)
class Comment:
    """A comment of the supervisor on one answer, and what the inspector answered to it.

    Attributes:
        returns: Refs of the heads it was written on.
        text: None when its seal could not be opened.
        settled: A supervisor declared it resolved.
    """

    comment_id: str
    path: str
    returns: tuple[str, ...]
    text: str | None
    actor: str
    recorded_at: int
    answers: tuple[Happening, ...]
    settled: bool


@dataclass(frozen=True)
class Answer:
    """One answer under review.

    Attributes:
        heads: What stands now; more than one with different values is a conflict.
        refs: Every ref the answer rests on, sorted: what an acceptance or a comment names.
        accepted: The acceptance of exactly these refs, or None.
    """

    path: str
    heads: tuple[Head, ...]
    refs: tuple[str, ...]
    standing: Standing
    comments: tuple[Comment, ...]
    accepted: Happening | None

    @property
    def open_comments(self) -> tuple[Comment, ...]:
        """Comments not yet settled."""
        return tuple(comment for comment in self.comments if not comment.settled)


@dataclass(frozen=True)
class Progress:
    """How far the review of a visit has come. ``hidden`` and ``office`` answers are left out of ``total``."""

    total: int
    accepted: int
    waiting: int
    answered: int
    returned: int
    conflicts: int
    hidden: int
    office: int


@dataclass(frozen=True)
class Obstacle:
    """A reason why a visit may not be approved yet; ``count`` is how many of it."""

    code: ObstacleCode
    count: int = 1


def comments_of(visit: OpenedVisit) -> dict[str, tuple[Comment, ...]]:
    """Return {path: comments, oldest first by the office's clock, for display}."""
    settled = {h.body["comment_id"] for h in visit.happenings if h.type == "comment_settled"}
    answers: dict[str, list[Happening]] = defaultdict(list)
    found: dict[str, list[Comment]] = defaultdict(list)
    for happening in visit.happenings:
        if happening.type == "comment_answered":
            answers[happening.body["comment_id"]].append(happening)
    for happening in visit.happenings:
        if happening.type == "answer_returned" and happening.path is not None:
            comment_id = happening.body["comment_id"]
            found[happening.path].append(
                Comment(
                    comment_id,
                    happening.path,
                    tuple(sorted(happening.body["returns"])),
                    text_of(happening),
                    happening.actor,
                    happening.recorded_at,
                    tuple(answers[comment_id]),
                    comment_id in settled,
                )
            )
    return {path: tuple(comments) for path, comments in found.items()}


def text_of(happening: Happening) -> str | None:
    """Return the sealed text of a comment or of its answer; None while it stays shut."""
    return happening.opened.get("text") if isinstance(happening.opened, dict) else None


def refs_of(heads: Iterable[Head]) -> tuple[str, ...]:
    """Return every ref an answer rests on, those of a set's members included, sorted."""
    return tuple(sorted({ref for head in heads for ref in (head.members or (head.ref,))}))


def answers_of(visit: OpenedVisit, office: Collection[str] = ()) -> dict[str, Answer]:
    """Return {path: answer} for every answer of an entity that stands.

    An answer is reviewable by whoever may read it. One whose seal cannot be opened here is ``hidden``: shown
    as reserved, and no obstacle, since nobody at this desk could ever review it. What the office itself wrote
    (``office``: its incarnations) is not evidence of the field and waits for nobody.
    """
    comments = comments_of(visit)
    reviews: dict[str, list[Happening]] = defaultdict(list)
    for happening in visit.happenings:
        if happening.type == "answer_reviewed" and happening.path is not None:
            reviews[happening.path].append(happening)
    gone = {entity.entity for entity in visit.entities.values() if entity.removed}
    return {
        path: _answer(visit, path, comments.get(path, ()), reviews[path], office)
        for path, heads in visit.answers.items()
        if heads and path.split("/", 1)[0] not in gone
    }


def _answer(
    visit: OpenedVisit,
    path: str,
    comments: tuple[Comment, ...],
    reviews: list[Happening],
    office: Collection[str],
) -> Answer:
    heads = visit.answers[path]
    refs = refs_of(heads)
    accepted = next((r for r in reversed(reviews) if tuple(sorted(r.body["reviews"])) == refs), None)
    standing = _standing(path in visit.conflicts, heads, refs, comments, accepted)
    if standing == "waiting" and all(ref.partition(":")[0] in office for ref in refs):
        standing = "office"
    return Answer(path, heads, refs, standing, comments, accepted)


def _standing(
    conflict: bool,
    heads: tuple[Head, ...],
    refs: tuple[str, ...],
    comments: tuple[Comment, ...],
    accepted: Happening | None,
) -> Standing:
    if all(head.visible in ("not_visible", "erased") for head in heads):
        return "hidden"
    if conflict:
        return "conflict"
    unsettled = [comment for comment in comments if not comment.settled]
    if any(comment.returns != refs for comment in unsettled):
        return "corrected"
    if any(comment.answers for comment in unsettled):
        return "answered"
    if unsettled:
        return "returned"
    return "accepted" if accepted else "waiting"


def progress_of(answers: Mapping[str, Answer]) -> Progress:
    """Count the answers by what they wait for."""
    standings = [answer.standing for answer in answers.values()]
    hidden, office = standings.count("hidden"), standings.count("office")
    return Progress(
        total=len(standings) - hidden - office,
        accepted=standings.count("accepted"),
        waiting=standings.count("waiting"),
        answered=standings.count("answered") + standings.count("corrected"),
        returned=standings.count("returned"),
        conflicts=standings.count("conflict"),
        hidden=hidden,
        office=office,
    )


def open_alarms(visit: OpenedVisit) -> tuple[Happening, ...]:
    """Return the alarms that no named person has acknowledged."""
    seen = {h.body["alarm_id"] for h in visit.happenings if h.type == "alarm_acknowledged"}
    return tuple(h for h in visit.happenings if h.type == "alarm_raised" and h.body["alarm_id"] not in seen)


def obstacles(visit: OpenedVisit, progress: Progress, user_id: str) -> tuple[Obstacle, ...]:
    """Return what keeps this person from approving this visit; empty when she may.

    Nobody approves their own visit: whoever is named in it, or wrote in it from a tablet, is part of it.
    """
    counts = (
        ("own_visit", int(takes_part(visit, user_id))),
        ("acta_open", int(visit.closure is None)),
        ("alarm", len(open_alarms(visit))),
        ("no_answers", int(progress.total == 0)),
        ("conflict", progress.conflicts),
        ("answered", progress.answered),
        ("returned", progress.returned),
        ("waiting", progress.waiting),
    )
    return tuple(Obstacle(code, count) for code, count in counts if count)  # type: ignore[arg-type]


def takes_part(visit: OpenedVisit, user_id: str) -> bool:
    """Tell whether the person is named in the visit or captured any of it."""
    authors = {h.actor for h in visit.happenings if h.type in ("acta_closed", "minor_added", "action_taken")}
    return user_id in {visit.closes, *visit.inspectors} or user_id in authors


def in_effect(visit: OpenedVisit, document: str) -> tuple[Happening, ...]:
    """Return the documents of a kind that were issued and not revoked since, oldest first."""
    revoked = {h.body["code"] for h in visit.happenings if h.type == "document_revoked"}
    issued = (h for h in visit.happenings if h.type == "document_issued" and h.body["document"] == document)
    return tuple(one for one in issued if one.body["code"] not in revoked)


def issued_for(visit: OpenedVisit, document: str) -> frozenset[str]:
    """Return the minors named in a document of this kind that has effect, by the card they are shown under.

    A revoked one is owed again.
    """
    return _named_in(visit, in_effect(visit, document))


def _named_in(visit: OpenedVisit, documents: Iterable[Happening]) -> frozenset[str]:
    return frozenset(visit.corrections.at(minor) for one in documents for minor in one.body["minors"])


def acknowledged_in(visit: OpenedVisit, receipt: str) -> frozenset[str]:
    """Return the minors of whom a receipt came back signed and still has effect, by the card they are shown under."""
    signed = {h.body["code"] for h in visit.happenings if h.type == "document_signed"}
    return _named_in(visit, (one for one in in_effect(visit, receipt) if one.body["code"] in signed))


def lacking_document(visit: OpenedVisit, due: Iterable[str], document: str) -> tuple[str, ...]:
    """Return the minors of ``due`` that no issued document of this kind names yet, in the given order."""
    done = issued_for(visit, document)
    return tuple(minor for minor in due if minor not in done)


Queue = Literal[
    "conflicts", "later_changes", "answered", "to_review", "to_refer", "returned", "in_field", "done"
]


def queue_of(visit: OpenedVisit, progress: Progress, awaiting_referral: Iterable[str]) -> Queue:
    """Return the one queue of the inbox where the visit waits: the first that applies."""
    approved = visit.approved is not None
    applies: tuple[tuple[Queue, bool], ...] = (
        ("conflicts", progress.conflicts > 0),
        ("later_changes", visit.approved is not None and visit.approved.later_changes),
        ("to_refer", approved and bool(tuple(awaiting_referral))),
        ("done", approved),
        ("answered", progress.answered > 0),
        ("in_field", visit.closure is None),
        ("returned", progress.returned > 0 and not progress.waiting),
    )
    return next((queue for queue, is_so in applies if is_so), "to_review")


@dataclass(frozen=True)
class Changes:
    """What a page did not show: answers and happenings written after the vector it was built from."""

    answers: tuple[str, ...]
    happenings: tuple[Happening, ...]


def changes_since(visit: OpenedVisit, seen: Mapping[str, int]) -> Changes:
    """Return what changed since a page was built.

    Args:
        visit: As it stands now.
        seen: {incarnation: last sequence number} that the page showed.
    """

    def is_new(ref: str) -> bool:
        incarnation, _, seq = ref.partition(":")
        return int(seq) > seen.get(incarnation, 0)

    return Changes(
        tuple(path for path, heads in visit.answers.items() if any(is_new(ref) for ref in refs_of(heads))),
        tuple(h for h in visit.happenings if is_new(h.ref)),
    )
