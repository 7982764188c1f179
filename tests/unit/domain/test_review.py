"""The review as pure functions: what an answer waits for, what bars approval, where a visit waits."""

from itertools import permutations
from typing import Any

from inspection.domain.events import Event
from inspection.domain.review import (
    answers_of,
    changes_since,
    issued_for,
    obstacles,
    progress_of,
    queue_of,
)
from inspection.domain.visit import OpenedVisit, read_visit

VISIT, TABLET, OFFICE = "a1" * 16, "1b" * 16, "5e" * 16
ANA, MARISOL, COMMENT = "0a" * 16, "0b" * 16, "cc" * 16
PATH = "visit/giro"


class Log:
    """Writes events of one visit, each stream dense from 1."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        opened = {"entity": "visit", "commitment": "0" * 64, "protocol": {"id": "x", "hash": "0" * 64}}
        opened |= {"law_hash": "0" * 64, "reducer": 1, "zone": "America/Tijuana", "closes": ANA}
        self.write(OFFICE, "visit_opened", {**opened, "inspectors": [ANA]})

    def write(self, incarnation: str, kind: str, body: dict[str, Any]) -> str:
        seq = 1 + sum(event.incarnation == incarnation for event in self.events)
        at = 1_000 + len(self.events)
        self.events.append(Event("dd" * 16, incarnation, VISIT, seq, kind, at, "b" * 16, at, body))
        return self.events[-1].ref

    def answer(self, value: Any = "campo", *, by: str = TABLET, sees: tuple[str, ...] = ()) -> str:
        body = {"path": PATH, "supersedes": list(sees), "value": {"v": value}}
        return self.write(by, "answer_set", body)

    def decide(self, kind: str, **body: Any) -> str:
        return self.write(OFFICE, kind, {"path": PATH, "actor": MARISOL, **body})

    def read(self) -> OpenedVisit:
        return read_visit(self.events)


def standing(log: Log, office: tuple[str, ...] = ()) -> str:
    return answers_of(log.read(), office)[PATH].standing


def test_an_answer_waits_until_it_is_accepted_as_it_stands() -> None:
    log = Log()
    first = log.answer()
    assert standing(log) == "waiting"

    log.decide("answer_reviewed", reviews=[first])
    assert standing(log) == "accepted"

    log.answer("empaque", sees=(first,))
    assert standing(log) == "waiting"


def test_a_comment_holds_the_answer_until_it_is_answered_and_settled() -> None:
    log = Log()
    first = log.answer()
    log.decide("answer_returned", comment_id=COMMENT, returns=[first])
    assert standing(log) == "returned"

    log.write(TABLET, "comment_answered", {"path": PATH, "comment_id": COMMENT})
    assert standing(log) == "answered"

    log.decide("answer_reviewed", reviews=[first])
    assert standing(log) == "answered"

    log.decide("comment_settled", comment_id=COMMENT)
    assert standing(log) == "accepted"


def test_a_correction_after_a_comment_waits_for_the_supervisor() -> None:
    log = Log()
    first = log.answer()
    log.decide("answer_returned", comment_id=COMMENT, returns=[first])

    log.answer("empaque", sees=(first,))

    assert standing(log) == "corrected"


def test_two_different_values_are_a_conflict_whoever_accepted_one() -> None:
    log = Log()
    first = log.answer()
    log.decide("answer_reviewed", reviews=[first])

    log.answer("empaque", by="2c" * 16)

    assert standing(log) == "conflict"


def test_a_member_added_to_an_accepted_set_makes_it_wait_again() -> None:
    log = Log()
    first = log.write(TABLET, "member_added", {"path": PATH, "value": {"v": "uno"}})
    log.decide("answer_reviewed", reviews=[first])
    assert standing(log) == "accepted"

    log.write(TABLET, "member_added", {"path": PATH, "value": {"v": "dos"}})

    assert standing(log) == "waiting"


def test_what_the_office_itself_wrote_waits_for_nobody() -> None:
    log = Log()
    log.answer(by=OFFICE)

    assert standing(log, (OFFICE,)) == "office"
    assert progress_of(answers_of(log.read(), (OFFICE,))).total == 0


def test_the_standing_never_depends_on_the_order_of_arrival() -> None:
    log = Log()
    first = log.answer()
    log.decide("answer_returned", comment_id=COMMENT, returns=[first])
    log.write(TABLET, "comment_answered", {"path": PATH, "comment_id": COMMENT})
    log.decide("comment_settled", comment_id=COMMENT)
    log.decide("answer_reviewed", reviews=[first])

    found = {answers_of(read_visit(order))[PATH].standing for order in permutations(log.events)}

    assert found == {"accepted"}


def test_what_bars_approval_is_named_one_by_one() -> None:
    log = Log()
    log.answer()
    log.write(
        OFFICE, "alarm_raised", {"entity": "visit", "alarm_id": "aa" * 16, "reason": "x", "rests_on": []}
    )
    visit = log.read()
    progress = progress_of(answers_of(visit))

    assert {o.code for o in obstacles(visit, progress, MARISOL)} == {"acta_open", "alarm", "waiting"}
    assert "own_visit" in {o.code for o in obstacles(visit, progress, ANA)}


def test_a_visit_waits_in_one_queue_at_a_time() -> None:
    log = Log()
    first = log.answer()
    assert queue_of(log.read(), progress_of(answers_of(log.read())), ()) == "in_field"

    log.write(TABLET, "acta_closed", closing())
    assert queue_of(log.read(), progress_of(answers_of(log.read())), ()) == "to_review"

    log.decide("answer_reviewed", reviews=[first])
    log.write(
        OFFICE, "visit_approved", {"entity": "visit", "actor": MARISOL, "state_hash": log.read().state_hash}
    )
    visit = log.read()
    assert queue_of(visit, progress_of(answers_of(visit)), ("minor:1",)) == "to_refer"
    assert queue_of(visit, progress_of(answers_of(visit)), ()) == "done"

    log.answer("empaque", sees=(first,))
    assert queue_of(log.read(), progress_of(answers_of(log.read())), ()) == "later_changes"


def test_changes_are_what_was_written_after_the_page() -> None:
    log = Log()
    first = log.answer()
    seen = {incarnation: one["last"] for incarnation, one in log.read().vector.items()}
    log.decide("answer_reviewed", reviews=[first])

    changes = changes_since(log.read(), seen)

    assert changes.answers == ()
    assert [h.type for h in changes.happenings] == ["answer_reviewed"]


def test_a_document_names_the_minors_it_was_issued_for() -> None:
    log, minor = Log(), "minor:" + "0f" * 16
    body = {"entity": "visit", "actor": MARISOL, "document": "referral", "folio": "1", "code": "1"}
    log.write(OFFICE, "document_issued", {**body, "sha256": "0" * 64, "minors": [minor]})

    assert issued_for(log.read(), "referral") == {minor}
    assert issued_for(log.read(), "immediate_notice") == frozenset()

    log.write(OFFICE, "document_revoked", {"entity": "visit", "actor": MARISOL, "code": "1"})

    assert issued_for(log.read(), "referral") == frozenset(), "what was revoked is owed again"


def closing() -> dict[str, Any]:
    vector = {TABLET: {"last": 1, "holes": []}}
    hashes = {"text_sha256": "0" * 64, "state_hash": "0" * 64}
    return {"entity": "visit", **hashes, "vector": vector, "signers": [], "copy": "none"}
