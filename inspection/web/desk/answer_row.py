"""One answer of the review as a row: words, source, author, law, thread, and what may be done with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from inspection.domain.opening import Head
from inspection.domain.review import Answer, Comment, text_of
from inspection.web.desk.case import Case
from inspection.web.desk.wording import HIDDEN, SOURCES, UNREADABLE

STATES = {
    "returned": "Devuelta: espera a la persona inspectora",
    "answered": "Contestada: espera tu decisión",
    "corrected": "Corregida después de tu comentario: espera tu decisión",
    "conflict": "En conflicto",
    "hidden": "Reservado",
    "office": "Lo escribió la oficina: no espera revisión",
}


@dataclass(frozen=True)
class HeadRow:
    """One of the values that stand."""

    ref: str
    value_es: str
    none: bool
    meta_es: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """One voice of a thread."""

    who_es: str
    when_es: str
    text: str
    reply: bool
    settled: bool


@dataclass(frozen=True)
class AnswerRow:
    """Everything a row says. ``token``: the path and the refs it shows, sent back with a decision."""

    path: str
    token: str
    anchor: str
    state: str
    state_es: str
    asked_es: str
    heads: tuple[HeadRow, ...]
    value_es: str
    none: bool
    meta_es: tuple[str, ...]
    thread: tuple[Said, ...]
    basis: tuple[Mapping[str, str], ...]
    may_accept: bool
    may_return: bool
    draft: str


def token_of(answer: Answer) -> str:
    """Return ``<path>|<ref>,<ref>``: exactly what a decision on this answer is about."""
    return f"{answer.path}|{','.join(answer.refs)}"


def anchor_of(path: str) -> str:
    """Return a short, opaque fragment for an answer."""
    return "r-" + sha256(path.encode()).hexdigest()[:10]


def row_of(case: Case, answer: Answer, draft: str = "") -> AnswerRow:
    """Build the row of an answer."""
    code = answer.path.partition("/")[2]
    heads = tuple(_head(case, code, head) for head in answer.heads)
    first = heads[0]
    return AnswerRow(
        path=answer.path,
        token=token_of(answer),
        anchor=anchor_of(answer.path),
        state=answer.standing,
        state_es=_state_es(case, answer),
        asked_es=case.questions.asked_es(code),
        heads=heads,
        value_es="; ".join(dict.fromkeys(head.value_es for head in heads)),
        none=first.none,
        meta_es=first.meta_es,
        thread=tuple(said for comment in answer.comments for said in _thread(case, comment)),
        basis=tuple(case.questions.basis(code)),
        may_accept=answer.standing in ("waiting", "answered", "corrected", "returned"),
        may_return=answer.standing in ("waiting", "answered", "corrected", "accepted", "conflict"),
        draft=draft,
    )


def _state_es(case: Case, answer: Answer) -> str:
    if answer.standing == "accepted" and answer.accepted:
        return f"Aceptada por {case.who(answer.accepted.actor)}, {case.when(answer.accepted.recorded_at)}"
    return STATES.get(answer.standing, "")


def _head(case: Case, code: str, head: Head) -> HeadRow:
    if head.visible != "opened":
        return HeadRow(head.ref, HIDDEN[head.visible], True, (case.when(head.recorded_at),))
    source = SOURCES.get(head.src or "", "")
    verified = "cotejado" if head.value and head.value.get("verified") else ""
    meta = (source, verified, case.who(head.actor), case.when(head.recorded_at))
    empty = "Sin elementos marcados" if head.members else UNREADABLE
    words = empty if head.value is None else case.questions.words(code, head.value)
    none = head.value is None or "none" in head.value
    return HeadRow(head.ref, words, none, tuple(m for m in meta if m))


def _thread(case: Case, comment: Comment) -> list[Said]:
    shut = "Reservado"
    said = Said(
        case.who(comment.actor),
        case.when(comment.recorded_at),
        comment.text or shut,
        reply=False,
        settled=comment.settled,
    )
    replies = [
        Said(case.who(a.actor), case.when(a.recorded_at), text_of(a) or shut, reply=True, settled=False)
        for a in comment.answers
    ]
    return [said, *replies]
