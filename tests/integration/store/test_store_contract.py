"""What the server may expect of any store: one suite, each implementation."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from inspection.domain.events import DEVICE_STREAM, Event
from inspection.domain.links import FIRST_LINK, next_link
from inspection.store.batches import Batch, BatchItem
from inspection.store.desk import DeskSession, Draft, Reading
from inspection.store.interface import PlaceTaken, Store
from inspection.store.memory.store import MemoryStore
from inspection.store.records import (
    Alarm,
    Delivery,
    Incarnation,
    RawEvidence,
    Secret,
    StoredEvent,
    Upload,
    UrgentRecord,
    Visit,
)
from inspection.store.sqlite.store import open_store
from inspection.store.users import PasswordTooShort, TooManyAttempts, UsernameTaken
from tests.factories import PASSWORD, SeededRng

VISIT, OTHER, AUTHOR, PERSON = "aa" * 16, "ab" * 16, "b1" * 16, "c1" * 16


@pytest.fixture(params=["sqlite", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    found = open_store(tmp_path / "data") if request.param == "sqlite" else MemoryStore()
    yield found
    found.close()


def make_stored(seq: int = 1, author: str = AUTHOR, visit_id: str = VISIT, *, n: int = 0, **more) -> StoredEvent:
    body = {"n": n or seq, **more.pop("body", {})}
    event = Event("d0" * 16, author, visit_id, seq, more.pop("kind", "x"), 1, "0" * 16, 1, body)
    return StoredEvent(
        event, FIRST_LINK, next_link(FIRST_LINK, event.content_id), **{"signature": None, "received_at": 5, **more}
    )


def page(store: Store, position: str | None = None, visits: tuple[str, ...] = (VISIT,), **more):
    return store.log.after(position, visits, **{"not_by": "", "limit": 100, "max_bytes": 10**6, **more})


def seqs(found) -> list[int]:
    return [one.event.seq for one in found]


# --- the log ---


def test_an_event_comes_back_byte_for_byte(store: Store) -> None:
    given = make_stored(signature=b"s" * 64)
    store.log.append(given)

    (found,) = store.log.of_visit(VISIT)

    assert found == given and found.event.canonical == given.event.canonical
    assert store.log.at(AUTHOR, VISIT, 1) == [given] and store.log.at(AUTHOR, OTHER, 1) == []


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


def make_run(first: int, last: int, author: str = AUTHOR, visit_id: str = VISIT, kind: str = "x") -> list[StoredEvent]:
    """A chain as a batch brings it: one signature, at its end."""
    run, link = [], FIRST_LINK
    for seq in range(first, last + 1):
        made = make_stored(seq, author, visit_id, kind=kind if seq % 2 else "y")
        after = next_link(link, made.event.content_id)
        run.append(replace(made, link_before=link, link=after, signature=b"s" * 64 if seq == last else None))
        link = after
    return run


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


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    store.visits.set_scope(VISIT, PERSON, True)
    with pytest.raises(RuntimeError), store.writing():
        store.log.append(make_stored())
        store.visits.set_scope(VISIT, PERSON, False)
        with store.writing():
            store.log.append(make_stored(2))
        raise RuntimeError

    assert store.log.of_visit(VISIT) == [] and store.log.last(AUTHOR, VISIT) is None
    assert store.visits.scope(PERSON) == {VISIT: True}
    store.log.append(make_stored())


def test_a_transaction_sees_what_it_has_written_and_others_do_not(store: Store) -> None:
    seen: list[int] = []

    def look() -> None:
        seen.append(len(store.log.of_visit(VISIT)))
        store.close()

    with store.writing():
        store.log.append(make_stored())
        assert seqs(store.log.of_visit(VISIT)) == [1]
        reader = threading.Thread(target=look)
        reader.start()
        reader.join()

    assert seen == [0] and seqs(store.log.of_visit(VISIT)) == [1]


def test_a_reader_misses_nothing_while_others_write(store: Store) -> None:
    def write(author: str) -> None:
        for seq in range(1, 31):
            store.log.append(make_stored(seq, author))
        store.close()

    writers = [threading.Thread(target=write, args=(f"{n:02d}" * 16,)) for n in range(4)]
    for writer in writers:
        writer.start()
    seen: set[str] = set()
    position, writing, more = None, True, True
    while writing or more:
        writing = any(writer.is_alive() for writer in writers)
        found = page(store, position, limit=7)
        seen |= {one.event.ref for one in found.events}
        position, more = found.position, found.more

    assert len(seen) == 120


# --- people ---


def make_incarnation(name: str = AUTHOR, at: int = 1) -> Incarnation:
    return Incarnation(name, "d0" * 16, PERSON, b"k" * 65, "Tableta", at, None)


def test_a_revocation_keeps_its_first_instant_and_the_person(store: Store) -> None:
    store.people.add_incarnation(make_incarnation())
    store.people.add_incarnation(make_incarnation("b0" * 16, at=0))
    store.people.revoke_incarnation(AUTHOR, 7)
    store.people.revoke_incarnation(AUTHOR, 9)

    assert store.people.incarnation(AUTHOR) == replace(make_incarnation(), revoked_at=7)
    assert [one.incarnation for one in store.people.incarnations()] == ["b0" * 16, AUTHOR]
    assert store.people.incarnation("ff" * 16) is None


def test_a_nonce_is_spent_once_for_each_incarnation(store: Store) -> None:
    spent = [store.people.spend_nonce(*one) for one in ((AUTHOR, "n"), (AUTHOR, "n"), ("b0" * 16, "n"))]

    assert spent == [True, False, True]


def test_an_account_opens_with_its_password_only(store: Store) -> None:
    def add(username: str, password: str = PASSWORD):
        return store.users.add(username, " Ana ", "inspector", password, now=1, rng=SeededRng(username))

    user = add(" Ana ")
    add("Zoe")

    assert store.users.verified("ANA", PASSWORD, 1) == user == store.users.get(user.user_id)
    assert store.users.verified("ana", "otra cosa larga", 1) is None
    assert [one.username for one in store.users.all()] == ["ana", "zoe"]
    with pytest.raises(UsernameTaken):
        add("ana")
    with pytest.raises(PasswordTooShort):
        add("luis", "corta")
    store.users.set_password(user.user_id, "otra palabra larga")
    assert store.users.verified("ana", PASSWORD, 1) is None
    store.users.set_active(user.user_id, False)
    assert store.users.verified("ana", "otra palabra larga", 1) is None


def test_guessing_is_braked_for_a_quarter_of_an_hour_and_only_for_that_name(store: Store) -> None:
    store.users.add("ana", "Ana", "inspector", PASSWORD, now=1, rng=SeededRng("ana"))
    for _ in range(10):
        store.users.verified("ana", "no es esta", 1)

    with pytest.raises(TooManyAttempts):
        store.users.verified("ana", PASSWORD, 2)
    assert store.users.verified("otra", PASSWORD, 2) is None
    assert store.users.verified("ana", PASSWORD, 1 + 15 * 60 * 1000)


# --- visits ---


def test_visits_scope_and_bundles_say_what_was_written_last(store: Store) -> None:
    first, second = Visit(VISIT, "p", "h", PERSON, 1), Visit(OTHER, "p", "h", PERSON, 2)
    for visit in (first, second, replace(first, closes="ff" * 16)):
        store.visits.add_visit(visit)
    for granted in (True, False):
        store.visits.set_scope(VISIT, PERSON, granted)
    for canonical in (b"{}", b"[]"):
        store.visits.keep_bundle("h", canonical)

    assert store.visits.visits() == [second, first] and store.visits.visit(VISIT) == first
    assert store.visits.scope(PERSON) == {VISIT: False} and store.visits.scope("ff" * 16) == {}
    assert store.visits.bundle("h") == b"{}" and store.visits.bundle("x") is None


def test_forgetting_the_read_tables_leaves_everything_else(store: Store) -> None:
    store.visits.add_visit(Visit(VISIT, "p", "h", PERSON, 1))
    store.visits.set_scope(VISIT, PERSON, True)
    store.evidence.raise_alarm(make_alarm())
    store.log.append(make_stored())

    store.visits.forget_projections()

    assert (store.visits.visits(), store.visits.scope(PERSON), store.evidence.alarms()) == ([], {}, [])
    assert len(store.log.of_visit(VISIT)) == 1
    store.visits.set_scope(VISIT, PERSON, True)
    assert store.visits.scope(PERSON) == {VISIT: True}


def test_the_first_secret_stays_and_pages_leave_out_ones_own(store: Store) -> None:
    mine, theirs = Secret(VISIT, "visit", b"w", AUTHOR), Secret(VISIT, "minor:" + "0" * 32, b"v", PERSON)
    for secret in (mine, theirs, replace(mine, wrapped=b"other")):
        store.visits.keep_secret(secret)

    assert store.visits.secrets_of(VISIT) == [mine, theirs]
    found = store.visits.secrets_after(None, [VISIT, OTHER], not_by=AUTHOR)
    assert found.secrets == [theirs] and not found.more
    assert store.visits.secrets_after(found.position, [VISIT], not_by=AUTHOR).secrets == []
    assert store.visits.secrets_after(None, [OTHER], not_by="").secrets == []


# --- evidence ---


def make_alarm(alarm_id: str = "a1" * 16, at: int = 1) -> Alarm:
    return Alarm(alarm_id, VISIT, "visit", "raised_by_hand", None, ("r:1",), at, None, None)


def test_an_alarm_is_raised_once_and_settled_by_its_first_person(store: Store) -> None:
    for alarm in (make_alarm(), make_alarm("a2" * 16, 2), replace(make_alarm(), reason="other")):
        store.evidence.raise_alarm(alarm)
    store.evidence.settle_alarm("a1" * 16, 5, "eva")
    store.evidence.settle_alarm("a1" * 16, 6, "leo")

    settled = replace(make_alarm(), acknowledged_at=5, acknowledged_by="eva")
    assert store.evidence.alarms() == [make_alarm("a2" * 16, 2), settled]
    assert store.evidence.alarm("a1" * 16) == settled and store.evidence.alarm("ff" * 16) is None


def test_a_packet_is_kept_once_for_its_bytes(store: Store) -> None:
    first, countersigned = UrgentRecord("u", b"1", False, 1), UrgentRecord("u", b"2", True, 2)
    for record in (first, countersigned, replace(first, received_at=9)):
        store.evidence.keep_urgent(record)

    assert store.evidence.urgents("u") == [first, countersigned] and store.evidence.urgents("x") == []


def test_a_file_is_announced_once_and_completed(store: Store) -> None:
    for name in ("b", "a", "b"):
        store.evidence.add_upload(Upload(VISIT, name, 3, False))
    store.evidence.complete_upload(VISIT, "b")

    assert store.evidence.uploads(VISIT) == [Upload(VISIT, "a", 3, False), Upload(VISIT, "b", 3, True)]
    assert store.evidence.upload(OTHER, "a") is None


def test_deliveries_and_raw_bytes_stay(store: Store) -> None:
    deliveries = [Delivery(AUTHOR, VISIT, 1, 2, 9, None), Delivery(AUTHOR, VISIT, 1, 2, 9, -5)]
    for delivery in deliveries:
        store.evidence.note_delivery(delivery)
    older, newer = RawEvidence("h1", "c", AUTHOR, VISIT, 1), RawEvidence("h2", "c", AUTHOR, VISIT, 2)
    for raw, wrapped in ((older, b"1"), (newer, b"2"), (older, b"3")):
        store.evidence.keep_raw(raw, wrapped)

    assert store.evidence.deliveries(VISIT) == deliveries and store.evidence.deliveries(OTHER) == []
    assert store.evidence.raws() == [newer, older]
    assert store.evidence.raw_bytes("h1") == b"1" and store.evidence.raw_bytes("x") is None


# --- the desk and the server's own facts ---


def test_the_desk_remembers_sessions_drafts_and_readings(store: Store) -> None:
    for token, seen in (("t1", 1), ("t2", 5)):
        store.desk.begin_session(DeskSession(token, PERSON, "csrf", 1, seen, None))
    store.desk.touch_session("t2", 6)
    store.desk.close_session("t2", 7)
    store.desk.forget_sessions(6)
    for words in (b"1", b"2"):
        store.desk.keep_draft(Draft(PERSON, VISIT, "visit/x", words, 1))
    reading = Reading(PERSON, VISIT, "minor", ("NNA-0000",), 1)
    for _ in range(2):
        store.desk.note_reading(reading)

    assert store.desk.session("t1") is None
    assert store.desk.session("t2") == DeskSession("t2", PERSON, "csrf", 1, 6, 7)
    assert store.desk.draft(PERSON) == Draft(PERSON, VISIT, "visit/x", b"2", 1)
    store.desk.drop_draft(PERSON)
    assert store.desk.draft(PERSON) is None and store.desk.readings(VISIT) == [reading, reading]


def test_a_batch_remembers_what_became_of_each_paper(store: Store) -> None:
    older, newer = Batch("b1", "referral", PERSON, 1), Batch("b2", "acta", PERSON, 2)
    items = [BatchItem("b1", place, VISIT, (f"minor:{place}",)) for place in range(12)]
    store.batches.add_batch(older, items)
    store.batches.add_batch(newer, [])
    done = replace(items[3], state="issued", tries=1, code="0000-0000", folio="R/1")
    store.batches.put_item(done)

    assert store.batches.batches() == [newer, older] and store.batches.batch("b1") == older
    assert store.batches.items("b1") == [*items[:3], done, *items[4:]]
    assert store.batches.batch("x") is None and store.batches.items("b2") == []


def test_settings_hold_their_last_value(store: Store) -> None:
    for value in ("1", "2"):
        store.set_setting("epoch", value)

    assert dict(store.settings()) == {"epoch": "2"}
