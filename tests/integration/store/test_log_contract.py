"""What the server may expect of the log of any store: one suite, each implementation."""

from random import Random

import pytest

from inspection.domain.events import DEVICE_STREAM
from inspection.store.interface import PlaceTaken, Store
from tests.integration.store.makers import AUTHOR, OTHER, PERSON, VISIT, as_columns, make_run, make_stored, page, seqs


def test_an_event_comes_back_byte_for_byte(store: Store) -> None:
    given = make_stored(signature=b"s" * 64)
    store.log.append(given)

    (found,) = store.log.of_visit(VISIT)

    assert found == given and found.event.canonical == given.event.canonical
    assert store.log.at(AUTHOR, VISIT, 1) == [given] and store.log.at(AUTHOR, OTHER, 1) == []


def test_every_visit_that_an_event_names_is_told(store: Store) -> None:
    assert store.log.visits() == set()
    store.log.append(make_stored())

    assert store.log.visits() == {VISIT}


def test_the_same_event_is_never_there_twice(store: Store) -> None:
    store.log.append(make_stored())

    with pytest.raises(PlaceTaken):
        store.log.append(make_stored())
    with pytest.raises(PlaceTaken):
        store.log.append(make_stored(forked=True))


def test_a_rival_is_kept_beside_the_main_chain_and_never_on_it(store: Store) -> None:
    store.log.append(make_stored())
    with pytest.raises(PlaceTaken):
        store.log.append(make_stored(n=7))
    store.log.append(make_stored(n=7, forked=True))
    store.log.append(make_stored(2, forked=True))

    assert [one.forked for one in store.log.at(AUTHOR, VISIT, 1)] == [False, True]
    last = store.log.last(AUTHOR, VISIT)
    assert last and last.event.seq == 1
    assert seqs(page(store).events) == [1]


def test_the_last_of_a_stream_is_its_greatest_number_whatever_came_last(store: Store) -> None:
    for seq in (1, 5, 3):
        store.log.append(make_stored(seq))

    last = store.log.last(AUTHOR, VISIT)

    assert last and last.event.seq == 5 and store.log.last(AUTHOR, OTHER) is None
    assert seqs(store.log.of_visit(VISIT)) == seqs(store.log.everything()) == [1, 5, 3]


def test_pages_are_bounded_by_count_and_bytes_and_always_advance(store: Store) -> None:
    for seq in range(1, 6):
        store.log.append(make_stored(seq, signature=b"signed"))

    first = page(store, limit=2)
    tiny = page(store, first.position, max_bytes=1)
    rest = page(store, tiny.position)

    assert [seqs(one.events) for one in (first, tiny, rest)] == [[1, 2], [3], [4, 5]]
    assert [one.more for one in (first, tiny, rest)] == [True, True, False]
    assert page(store, rest.position).events == [] and page(store, not_by=AUTHOR).events == []


def test_a_page_goes_on_to_the_signature_that_proves_its_last_event(store: Store) -> None:
    store.log.extend(make_run(1, 4))
    store.log.extend(make_run(1, 3, author="e5" * 16))

    first = page(store, limit=2)
    rest = page(store, first.position, max_bytes=1)

    assert [seqs(one.events) for one in (first, rest)] == [[1, 2, 3, 4], [1, 2, 3]]
    assert [one.more for one in (first, rest)] == [True, False]
    assert all(one.events[-1].signature for one in (first, rest))


def test_a_run_comes_back_event_by_event_as_it_was_given(store: Store) -> None:
    run = make_run(3, 9)
    store.log.extend(run)

    assert store.log.of_visit(VISIT) == list(store.log.everything()) == run
    assert store.log.between(AUTHOR, VISIT, 1, 4) == run[:2] and store.log.between(AUTHOR, VISIT, 9, 12) == run[6:]
    assert store.log.at(AUTHOR, VISIT, 5) == [run[2]] and store.log.last(AUTHOR, VISIT) == run[-1]
    assert seqs(store.log.of_visit(VISIT, ["y"])) == [4, 6, 8] and store.log.of_visit(VISIT, ["z"]) == []


def test_what_is_given_together_need_not_belong_together(store: Store) -> None:
    mixed = [*make_run(1, 3), *make_run(5, 6), *make_run(1, 2, PERSON), *make_run(1, 2, visit_id=OTHER)]
    store.log.extend(mixed)

    assert list(store.log.everything()) == mixed
    assert seqs(store.log.between(AUTHOR, VISIT, 1, 9)) == [1, 2, 3, 5, 6]


def test_answers_given_as_columns_come_back_one_by_one_amid_what_they_came_with(store: Store) -> None:
    whole = make_run(3, 9, kinds=("answer_set", "answer_set"))
    columns = as_columns(whole[2:])
    store.log.extend([*whole[:2], columns])

    assert columns.one_by_one() == whole[2:]
    assert store.log.of_visit(VISIT, ["answer_set"]) == list(store.log.everything()) == whole
    assert store.log.at(AUTHOR, VISIT, 6) == [whole[3]] and store.log.last(AUTHOR, VISIT) == whole[-1]
    with pytest.raises(PlaceTaken):
        store.log.extend([as_columns(make_run(9, 11))])
    assert store.log.of_visit(VISIT) == whole


@pytest.mark.parametrize(("first", "last"), [(1, 4), (4, 4), (5, 5), (6, 9), (2, 8)])
def test_a_run_that_meets_a_taken_place_is_refused_whole(store: Store, first: int, last: int) -> None:
    held = make_run(4, 6)
    store.log.extend(held)

    with pytest.raises(PlaceTaken):
        store.log.extend(make_run(first, last))
    assert store.log.of_visit(VISIT) == held


def test_pages_end_inside_a_run_and_go_on_there(store: Store) -> None:
    store.log.extend(make_run(1, 5))
    store.log.extend(make_run(1, 3, visit_id=OTHER))
    store.log.extend(make_run(6, 8))
    both = (VISIT, OTHER)
    whole = page(store, None, both)

    found, position, more = [], None, True
    while more:
        part = page(store, position, both, limit=2)
        found, position, more = [*found, *part.events], part.position, part.more

    assert found == whole.events and seqs(found) == [1, 2, 3, 4, 5, 1, 2, 3, 6, 7, 8]
    assert page(store, position, both).events == []
    store.log.extend(make_run(9, 9))
    assert seqs(page(store, position, both).events) == [9]


def test_rivals_of_a_run_rest_beside_it(store: Store) -> None:
    store.log.extend(make_run(1, 3))
    rivals = [make_stored(seq, n=90, forked=True) for seq in (2, 3)]
    store.log.extend(rivals)

    assert [one.forked for one in store.log.between(AUTHOR, VISIT, 2, 3)] == [False, True, False, True]
    with pytest.raises(PlaceTaken):
        store.log.append(rivals[0])
    assert seqs(page(store).events) == [1, 2, 3]


def test_a_reader_of_two_visits_gets_both_and_nothing_else(store: Store) -> None:
    for visit_id in (VISIT, OTHER, "ac" * 16):
        store.log.append(make_stored(visit_id=visit_id))

    found = page(store, None, (VISIT, OTHER)).events

    assert [one.event.visit_id for one in found] == [VISIT, OTHER]
    assert page(store, None, ()).events == []


@pytest.mark.parametrize("seed", range(6))
def test_pages_of_interleaved_visits_skip_nothing_and_repeat_nothing(store: Store, seed: int) -> None:
    dice, authors = Random(seed), (AUTHOR, "b2" * 16)
    visits = [f"{n:02x}" * 16 for n in range(1, 6)]
    for seq in range(1, 41):
        store.log.append(make_stored(seq, dice.choice(authors), dice.choice(visits), forked=dice.random() < 0.2))
    mine = visits[: dice.randrange(1, 6)]
    expected = [
        one for one in store.log.everything()
        if one.event.visit_id in mine and not one.forked and one.event.incarnation != AUTHOR
    ]  # fmt: skip

    found, position, more = [], None, True
    while more:
        one = page(store, position, tuple(mine), not_by=AUTHOR, limit=dice.randrange(1, 5))
        found, position, more = [*found, *one.events], one.position, one.more

    assert found == expected


def test_certificates_are_found_by_the_incarnation_they_name(store: Store) -> None:
    for seq, author in enumerate(("e1" * 16, "e2" * 16), 1):
        store.log.append(
            make_stored(seq, visit_id=DEVICE_STREAM, kind="incarnation_certified", body={"incarnation": author})
        )

    (found,) = store.log.certificates(["e2" * 16])

    assert found.event.seq == 2
