"""The merge does not care in which order, how often or in how many pieces events arrive."""

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.domain.events import Event
from inspection.domain.releasing import may_be_released
from inspection.domain.state import fold, holes_of

VISIT = "aa" * 16
AUTHORS = ("a1" * 16, "b2" * 16, "c3" * 16)
SERVER = "5e" * 16
PATHS = ("visit/giro", "visit/cultivo", "minor:" + "d4" * 16 + "/edad")
MINOR = "minor:" + "d4" * 16


def make_event(author: str, seq: int, kind: str, body: dict, visit_id: str = VISIT) -> Event:
    return Event("d0" * 16, author, visit_id, seq, kind, 1_000 + seq, "0" * 16, seq, body)


def answer(
    author: str, seq: int, path: str = PATHS[0], supersedes: Sequence[str] = (), value: str = "x"
) -> Event:
    return make_event(
        author, seq, "answer_set", {"path": path, "supersedes": list(supersedes), "value": {"v": value}}
    )


def verdict(seq: int, event: Event, accepted: bool, code: str = "c") -> Event:
    body = {
        "entity": "visit",
        "of": event.ref,
        "content_id": event.content_id.hex(),
        "code": code,
        "accepted": accepted,
    }
    return make_event(SERVER, seq, "verdict_given", body)


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    """Events of three authors that refer to each other, to nothing and to other paths."""
    events: list[Event] = []
    for _ in range(draw(st.integers(1, 14))):
        author = draw(st.sampled_from(AUTHORS))
        seq = sum(event.incarnation == author for event in events) + 1
        refs = draw(st.lists(st.sampled_from([*(e.ref for e in events), f"{'ee' * 16}:1"]), max_size=3))
        kind = draw(
            st.sampled_from(
                ["answer_set", "member_added", "member_removed", "entity_removed", "minor_added", "new"]
            )
        )
        path = draw(st.sampled_from(PATHS))
        body = {
            "answer_set": {"path": path, "supersedes": refs, "value": {"v": seq}},
            "member_added": {"path": path, "value": {"v": f"code{seq}"}},
            "member_removed": {"path": path, "removes": refs},
            "entity_removed": {"entity": MINOR, "sees": refs},
            "minor_added": {"entity": MINOR, "commitment": "0" * 64},
            "new": {"entity": MINOR, "anything": refs},
        }[kind]
        events.append(make_event(author, seq, kind, body))
    return events


@settings(max_examples=150, deadline=None)
@given(logs(), st.data())
def test_any_order_and_repetition_give_the_same_state(events: list[Event], data: st.DataObject) -> None:
    refused = data.draw(st.lists(st.sampled_from(events), max_size=3))
    verdicts = [verdict(n, event, data.draw(st.booleans())) for n, event in enumerate(refused, 1)]
    again = data.draw(st.permutations([*events, *data.draw(st.lists(st.sampled_from(events), max_size=5))]))

    one = fold(events, verdicts)
    other = fold(again, data.draw(st.permutations(verdicts)))

    assert one == other


@settings(max_examples=100, deadline=None)
@given(logs())
def test_every_accepted_answer_is_a_head_or_was_superseded_on_its_own_path(events: list[Event]) -> None:
    state = fold(events)
    for event in events:
        if event.type == "answer_set":
            named = any(
                other.type == "answer_set"
                and other.path == event.path
                and event.ref in other.body["supersedes"]
                for other in events
                if other.ref != event.ref
            )
            assert named != (event in state.heads.get(event.path or "", ()))


def test_two_answers_that_have_not_seen_each_other_are_a_conflict_until_one_names_both() -> None:
    one, two = answer(AUTHORS[0], 1), answer(AUTHORS[1], 1)
    half = answer(AUTHORS[2], 1, supersedes=[one.ref])
    both = answer(AUTHORS[2], 2, supersedes=[two.ref, half.ref])

    assert fold([one, two]).conflicts == (PATHS[0],)
    assert fold([one, two, half]).conflicts == (PATHS[0],)
    assert fold([one, two, half, both]).conflicts == ()


def test_nobody_erases_an_answer_from_another_path() -> None:
    victim = answer(AUTHORS[0], 1)
    attack = answer(AUTHORS[1], 1, path=PATHS[1], supersedes=[victim.ref])

    assert fold([victim, attack]).heads[PATHS[0]] == (victim,)


def test_an_answer_cannot_supersede_itself() -> None:
    event = answer(AUTHORS[0], 1, supersedes=[f"{AUTHORS[0]}:1"])

    assert fold([event]).heads[PATHS[0]] == (event,)


def test_a_child_never_vanishes_while_somebody_writes_on_it() -> None:
    added = make_event(AUTHORS[0], 1, "minor_added", {"entity": MINOR, "commitment": "0" * 64})
    removal = make_event(AUTHORS[0], 2, "entity_removed", {"entity": MINOR, "sees": [added.ref]})
    edit = answer(AUTHORS[1], 1, path=PATHS[2])

    assert fold([added, removal]).entities[MINOR].removed
    disputed = fold([added, removal, edit]).entities[MINOR]
    assert (disputed.removed, disputed.disputed) == (False, True)


def test_a_fork_is_two_events_with_one_name_and_the_verdict_picks_by_content() -> None:
    first, second = answer(AUTHORS[0], 1, value="x"), answer(AUTHORS[0], 1, value="y")

    state = fold([first, second], [verdict(1, second, False)])

    assert first.ref == second.ref
    assert state.heads[PATHS[0]] == (first,)
    assert [event for event, _ in state.quarantined] == [second]


def test_a_release_wins_over_any_refusal() -> None:
    event = answer(AUTHORS[0], 1)

    assert fold([event], [verdict(1, event, False)]).heads == {}
    assert fold([event], [verdict(1, event, True), verdict(2, event, False)]).heads[PATHS[0]] == (event,)


@pytest.mark.parametrize("codes", list(itertools.permutations(("not_in_scope", "fork", "revoked_device"))))
def test_a_fork_stays_a_fork_whatever_else_was_doubted(codes: tuple[str, ...]) -> None:
    event = answer(AUTHORS[0], 1)
    doubts = [verdict(seq, event, False, code) for seq, code in enumerate(codes, 1)]

    [(_, told)] = fold([event], doubts).quarantined

    assert told == "fork"
    assert not may_be_released(event, told)


def test_holes_are_listed_without_filling_memory() -> None:
    assert holes_of({1, 2, 5, 7}) == [3, 4, 6]
    assert len(holes_of({2**53 - 1})) == 1000
