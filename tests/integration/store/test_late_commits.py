"""Late commits: what a database with many writers does and SQLite never; the store in memory can be told to."""

from collections.abc import Callable, Iterator

import pytest

from inspection.store.memory.store import MemoryStore
from inspection.store.records import Secret
from tests.integration.store.makers import AUTHOR, OTHER, PERSON, VISIT, make_stored, page, seqs


@pytest.fixture
def late() -> Iterator[tuple[MemoryStore, Callable[[bool], None]]]:
    holding = [False]
    yield MemoryStore(lambda: holding[0]), lambda yes: holding.__setitem__(0, yes)


def test_a_reader_waits_before_a_commit_that_is_not_seen_yet(late) -> None:
    store, hold = late
    store.log.append(make_stored(1))
    hold(True)
    store.log.append(make_stored(2))
    hold(False)
    store.log.append(make_stored(3))

    early = page(store)
    assert seqs(early.events) == [1] and seqs(store.log.of_visit(VISIT)) == [1, 3]
    (name,) = store.pending()
    store.publish(name)

    assert seqs(page(store, early.position).events) == [2, 3]


def test_the_newest_write_stands_whatever_order_the_commits_are_seen_in(late) -> None:
    store, hold = late
    hold(True)
    for granted in (True, False):
        store.visits.set_scope(VISIT, PERSON, granted)
    for name in reversed(store.pending()):
        store.publish(name)

    assert store.visits.scope(PERSON) == {VISIT: False}


def test_a_late_secret_is_not_skipped_either(late) -> None:
    store, hold = late
    hold(True)
    store.visits.keep_secret(Secret(VISIT, "visit", b"1", AUTHOR))
    hold(False)
    store.visits.keep_secret(Secret(OTHER, "visit", b"2", AUTHOR))

    early = store.visits.secrets_after(None, [VISIT, OTHER], not_by="")
    store.publish(store.pending()[0])

    assert early.secrets == []
    found = store.visits.secrets_after(early.position, [VISIT, OTHER], not_by="").secrets
    assert [one.visit_id for one in found] == [VISIT, OTHER]
