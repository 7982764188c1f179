"""Events as a store is given them, and how its pages are read."""


from inspection.domain.answers import Answers
from inspection.domain.events import Event
from inspection.domain.links import FIRST_LINK, next_link
from inspection.store.interface import Store
from inspection.store.records import StoredAnswers, StoredEvent

VISIT, OTHER, AUTHOR, PERSON = "aa" * 16, "ab" * 16, "b1" * 16, "c1" * 16


def make_stored(seq: int = 1, author: str = AUTHOR, visit_id: str = VISIT, *, n: int = 0, **more) -> StoredEvent:
    body = {"n": n or seq, **more.pop("body", {})}
    event = Event("d0" * 16, author, visit_id, seq, more.pop("kind", "x"), 1, "0" * 16, 1, body)
    return StoredEvent(
        event, FIRST_LINK, next_link(FIRST_LINK, event.content_id), **{"signature": None, "received_at": 5, **more}
    )


def make_run(
    first: int, last: int, author: str = AUTHOR, visit_id: str = VISIT, kinds: tuple[str, str] = ("y", "x")
) -> list[StoredEvent]:
    """A chain as a batch brings it: one signature, at its end; of one kind where even, of another where odd."""
    run, link = [], FIRST_LINK
    for seq in range(first, last + 1):
        made = make_stored(seq, author, visit_id, kind=kinds[seq % 2])
        after = next_link(link, made.event.content_id)
        run.append(made._replace(link_before=link, link=after, signature=b"s" * 64 if seq == last else None))
        link = after
    return run


def as_columns(run: list[StoredEvent]) -> StoredAnswers:
    """The same run as a batch of short answers is given to the store."""
    first, events = run[0], [one.event for one in run]
    answers = Answers(
        first.event.incarnation,
        first.event.visit_id,
        first.event.seq,
        first.link_before,
        [one.canonical for one in events],
        [one.content_id for one in events],
        [one.link for one in run],
        {one.event.seq: one.signature for one in run if one.signature},
    )
    return StoredAnswers(answers, first.received_at)


def page(store: Store, position: str | None = None, visits: tuple[str, ...] = (VISIT,), **more):
    return store.log.after(position, visits, **{"not_by": "", "limit": 100, "max_bytes": 10**6, **more})


def seqs(found) -> list[int]:
    return [one.event.seq for one in found]
