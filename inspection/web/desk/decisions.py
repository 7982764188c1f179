"""What a supervisor decides, each an event of the office; refused when the visit changed under her eyes."""

import json
from collections.abc import Iterable, Mapping

from inspection.domain.review import Answer, obstacles
from inspection.sync.office import Office
from inspection.web.desk.case import Case
from inspection.web.desk.reading import open_case


class VisitChanged(Exception):
    """The visit is no longer the one the form was made from; nothing was written.

    Attributes:
        seen: {incarnation: last sequence number} that the page showed.
        path: The answer it was about, or empty.
        text: Words typed, not to be lost.
    """

    def __init__(self, seen: Mapping[str, int], path: str = "", text: str = "") -> None:
        super().__init__(path)
        self.seen, self.path, self.text = seen, path, text


class NotApprovable(Exception):
    """Something keeps this person from approving this visit; the page says what."""


class CommentEmpty(Exception):
    """An answer is returned with words, never without."""


class FormBroken(ValueError):
    """A field of the form is not what the page sends."""


def accept(
    office: Office, visit_id: str, actor: str, tokens: Iterable[str], *, seen: Mapping[str, int]
) -> str:
    """Accept answers exactly as the page showed them, settling their comments; return the last path."""
    with office.store.writing():
        case = open_case(office, visit_id, actor)
        answers = [_answer(case, token, seen) for token in tokens]
        for answer in answers:
            for comment in answer.open_comments:
                body = {"path": answer.path, "comment_id": comment.comment_id}
                office.append(visit_id, "comment_settled", body, actor=actor)
            _review(office, visit_id, actor, answer.path, answer.refs)
    return answers[-1].path if answers else ""


def send_back_answer(
    office: Office, visit_id: str, actor: str, token: str, *, text: str, seen: Mapping[str, int]
) -> str:
    """Return an answer with a comment, sealed under its subject; return the path."""
    if not text.strip():
        raise CommentEmpty
    with office.store.writing():
        answer = _answer(open_case(office, visit_id, actor), token, seen, text)
        for comment in answer.open_comments:
            body = {"path": answer.path, "comment_id": comment.comment_id}
            office.append(visit_id, "comment_settled", body, actor=actor)
        returned = {"path": answer.path, "comment_id": office.rng(16).hex(), "returns": list(answer.refs)}
        office.append(visit_id, "answer_returned", returned, sealed={"text": text.strip()}, actor=actor)
    return answer.path


def resolve(
    office: Office, visit_id: str, actor: str, token: str, *, keep: str, seen: Mapping[str, int]
) -> str:
    """Settle a conflict by an answer of the office that supersedes every head; return the path."""
    with office.store.writing():
        case = open_case(office, visit_id, actor)
        answer = _answer(case, token, seen)
        value = next((head.value for head in answer.heads if head.ref == keep), None)
        if value is None or answer.standing != "conflict":
            raise FormBroken("keep")
        item = case.questions.items.get(answer.path.partition("/")[2], {})
        ref = office.set_answer(visit_id, answer.path, value, public=bool(item.get("public")), actor=actor)
        _review(office, visit_id, actor, answer.path, [ref])
    return answer.path


def approve(office: Office, visit_id: str, actor: str, state_hash: str, *, seen: Mapping[str, int]) -> None:
    """Approve exactly the state the page named."""
    with office.store.writing():
        case = open_case(office, visit_id, actor)
        if case.visit.state_hash != state_hash:
            raise VisitChanged(seen)
        if obstacles(case.visit, case.progress, actor):
            raise NotApprovable
        body = {"entity": "visit", "state_hash": state_hash}
        office.append(visit_id, "visit_approved", body, actor=actor)


def send_back(office: Office, visit_id: str, actor: str, state_hash: str, *, seen: Mapping[str, int]) -> None:
    """Tell the inspector that the visit waits for her."""
    with office.store.writing():
        case = open_case(office, visit_id, actor)
        if case.visit.state_hash != state_hash:
            raise VisitChanged(seen)
        office.append(visit_id, "visit_returned", {"entity": "visit"}, actor=actor)


def seen_from(text: str) -> dict[str, int]:
    """Read the vector a form carries.

    Raises:
        FormBroken: It is not one.
    """
    try:
        found = json.loads(text or "{}")
    except ValueError:
        raise FormBroken("seen") from None
    if not isinstance(found, dict) or not all(isinstance(n, int) for n in found.values()):
        raise FormBroken("seen")
    return found


def _answer(case: Case, token: str, seen: Mapping[str, int], text: str = "") -> Answer:
    path, _, refs = token.partition("|")
    answer = case.answers.get(path)
    if answer is None:
        raise FormBroken("answer")
    if ",".join(answer.refs) != refs:
        raise VisitChanged(seen, path, text)
    return answer


def _review(office: Office, visit_id: str, actor: str, path: str, refs: Iterable[str]) -> None:
    office.append(visit_id, "answer_reviewed", {"path": path, "reviews": list(refs)}, actor=actor)
