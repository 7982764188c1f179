"""What the server may expect of any store besides its log (`test_log_contract`): one suite, each implementation."""

import threading
from dataclasses import replace

import pytest

from inspection.store.batches import Batch, BatchItem
from inspection.store.desk import DeskSession, Draft, Reading
from inspection.store.interface import Store
from inspection.store.records import (
    ActaRow,
    Alarm,
    Delivery,
    Incarnation,
    PaperRow,
    RawEvidence,
    Secret,
    Upload,
    UrgentRecord,
    Visit,
)
from inspection.store.users import PasswordTooShort, TooManyAttempts, UsernameTaken
from tests.factories import PASSWORD, SeededRng
from tests.integration.store.makers import AUTHOR, OTHER, PERSON, VISIT, make_stored, page, seqs


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
        for seq in range(1, 41):
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

    assert len(seen) == 160


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
    assert store.batches.item("b1", 3) == done and store.batches.next_waiting("b1") == items[0]
    store.batches.put_item(replace(items[0], state="failed", why="x"))
    assert store.batches.next_waiting("b1") == items[1] and store.batches.next_waiting("b2") is None
    assert store.batches.batch("x") is None and store.batches.items("b2") == []


def test_settings_hold_their_last_value(store: Store) -> None:
    for value in ("1", "2"):
        store.set_setting("epoch", value)

    assert dict(store.settings()) == {"epoch": "2"}


def test_a_paper_is_found_by_its_file_and_an_acta_by_its_text(store: Store) -> None:
    issued = PaperRow("7K3Q-9T2M-4HXV-B8RC", "ab" * 16, "acta", "BC/ACT/1/2026", "1a" * 32, 1_000)
    store.evidence.note_paper(issued)
    store.evidence.note_signed_paper(issued.code, "2b" * 32)
    store.evidence.note_acta(ActaRow("3c" * 32, "ab" * 16, 2_000))
    store.evidence.note_acta(ActaRow("3c" * 32, "cd" * 16, 3_000))

    for sha256 in ("1a" * 32, "2b" * 32):
        assert store.evidence.paper_of_file(sha256) == store.evidence.paper(issued.code)
    assert store.evidence.paper_of_file("3c" * 32) is None
    assert store.evidence.acta("3c" * 32) == ActaRow("3c" * 32, "ab" * 16, 2_000)
    assert store.evidence.acta("1a" * 32) is None
