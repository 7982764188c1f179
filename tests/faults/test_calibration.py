"""Each guard is removed once, from here and never by a switch in the program: the campaign must notice.

A guard whose removal nobody notices is a missing test.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from inspection.domain import closing, state
from inspection.store.files import Files
from inspection.store.keys import Keys
from inspection.store.memory.tables import Tables
from inspection.store.memory.visits import MemoryVisits
from inspection.sync import alarms, authentication, batch, projections, pull, receipts, receive, reconciling, urgent
from inspection.sync.refusals import Refused
from tests.faults import keeping
from tests.faults.guards import SEEN_BY_THE_CAMPAIGN
from tests.faults.guards import Guard as GuardAsText
from tests.faults.run import campaign
from tests.faults.unguarded import owner_of, without

PATIENCE = 400
"""Seeds lived before a guard counts as unnoticed; most are noticed in the first few."""
Patch = Callable[[pytest.MonkeyPatch], None]


def readers_pass_commits_not_seen_yet(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Tables, "horizon", lambda self: self._number + 1)


def anybody_writes_anywhere(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(receive._Receiver, "_out_of_scope", lambda *_: None)


def anybody_reads_anything(patch: pytest.MonkeyPatch) -> None:
    real = MemoryVisits.scope

    def everything(self: MemoryVisits, user_id: str) -> dict[str, bool]:
        return {**real(self, user_id), **{one.visit_id: True for one in self.visits()}}

    patch.setattr(MemoryVisits, "scope", everything)


def a_new_scope_goes_on_from_the_old_cursor(patch: pytest.MonkeyPatch) -> None:
    def positions(cursor: str | None, *_: str) -> tuple[str | None, str | None]:
        events, _, secrets = (cursor or "..").split(".")[2].partition("-")
        return events or None, secrets or None

    patch.setattr(pull, "_positions", positions)


def numbers_used_twice_are_let_in(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(receive._Receiver, "_fork", lambda *_: None)


def a_repeated_refusal_is_called_a_duplicate(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(receive._Receiver, "_known", lambda _, known: receive.Outcome(known.event.seq, "duplicate"))


def every_delivery_raises_the_alarm_again(patch: pytest.MonkeyPatch) -> None:
    def again(device: Any, visit_id: str, body: dict[str, Any], *, urgent_id: str | None = None) -> None:
        device.append(visit_id, "alarm_raised", {**body, **({"urgent_id": urgent_id} if urgent_id else {})})

    patch.setattr(alarms, "_raise", again)


def urgent_determinations_alarm_nobody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(receive, "raise_for_visit", lambda *_: None)


def any_signature_holds(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(batch, "verify", lambda *_: True)


def what_is_no_event_is_thrown_away(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(receive, "_keep_raw", lambda *_: None)


def quarantine_counts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(state, "refused", lambda _: {})


def any_path_supersedes_any_other(patch: pytest.MonkeyPatch) -> None:
    real = state.heads_of

    def heads(counted: list[Any], *rest: Any) -> Any:
        gone = {ref for event in counted for ref in state.refs_in(event, "supersedes")}
        kept = {slot: tuple(e for e in found if e.ref not in gone) for slot, found in real(counted, *rest).items()}
        return {slot: found for slot, found in kept.items() if found}

    patch.setattr(state, "heads_of", heads)


def the_latest_clock_wins(patch: pytest.MonkeyPatch) -> None:
    real = state.heads_of

    def heads(counted: list[Any], *rest: Any) -> Any:
        return {
            slot: (max(found, key=lambda e: e.recorded_at),) if found[0].type == "answer_set" else found
            for slot, found in real(counted, *rest).items()
        }

    patch.setattr(state, "heads_of", heads)


def holes_are_not_counted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(state, "holes_of", lambda _: [])


def a_revoked_device_is_served(patch: pytest.MonkeyPatch) -> None:
    real = authentication.identify

    class Blind:
        """Delegates to a part of the store, ``other`` apart."""

        def __init__(self, real: Any, **other: Any) -> None:
            self.__dict__.update(other, _real=real)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._real, name)

    def served(store: Any, *rest: Any, **more: Any) -> Any:
        def incarnation(name: str) -> Any:
            found = store.people.incarnation(name)
            return replace(found, revoked_at=None) if found else None

        return real(Blind(store, people=Blind(store.people, incarnation=incarnation)), *rest, **more)

    patch.setattr(authentication, "identify", served)


def everything_is_inside_the_acta(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(closing, "_covered", lambda *_: True)


def nobody_asks_whether_a_nonce_was_used(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(authentication, "spend_nonce", lambda *_: None)


def receipts_are_for_everybody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(receipts, "check_scope", lambda *_: None)


def anybody_speaks_for_the_office(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(receive, "is_office_only", lambda _: False)


def any_body_will_do(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(receive, "fault_of_body", lambda *_: None)


def a_finished_file_is_believed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Files, "verify", lambda *_, **__: None)


def the_newest_protocol_reads_every_visit(patch: pytest.MonkeyPatch) -> None:
    real = pull.pull

    def newest(device: Any, *rest: Any) -> Any:
        answer = real(device, *rest)
        newest = device.store.visits.visits()[0].bundle_hash
        return {**answer, "visits": [{**one, "protocol_hash": newest} for one in answer["visits"]]}

    patch.setattr(pull, "pull", newest)


def a_restored_server_calls_itself_the_same(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(keeping, "new_incarnation", lambda *_: None)


def a_restored_server_forgets_what_was_erased(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(keeping, "replay", lambda *_: 0)


def the_server_does_not_know_its_earlier_lives(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(receive, "_earlier_life", lambda *_: None)


def a_destroyed_secret_is_taken_again(patch: pytest.MonkeyPatch) -> None:
    def keep(self: MemoryVisits, one: Any) -> None:
        self._on.put(("secret", one.visit_id), one.subject, one)

    patch.setattr(MemoryVisits, "keep_secret", keep)


def a_photo_half_sent_outlives_its_person(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(projections, "_take_no_more", lambda *_: None)


def what_is_kept_raw_keeps_its_secrets(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(receive, "_without_secrets", lambda raw, *_: raw)


def secrets_rest_as_they_came(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Keys, "wrap", lambda _, data, __: data)
    patch.setattr(Keys, "unwrap", lambda _, data, __: data)


def an_urgent_call_needs_a_known_tablet(patch: pytest.MonkeyPatch) -> None:
    real = urgent.receive_urgent

    def known_only(device: Any, data: bytes, **more: Any) -> Any:
        if device.store.visits.visit(data[34:50].hex()) is None:
            raise Refused("urgent_malformed")
        return real(device, data, **more)

    patch.setattr(urgent, "receive_urgent", known_only)


def digests_are_never_compared(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(reconciling, "digest", lambda _: "")


GUARDS: tuple[tuple[Patch, str], ...] = (
    (readers_pass_commits_not_seen_yet, "g8"),
    (anybody_writes_anywhere, "g10"),
    (anybody_reads_anything, "g10"),
    (a_new_scope_goes_on_from_the_old_cursor, "g9"),
    (numbers_used_twice_are_let_in, "g"),
    (a_repeated_refusal_is_called_a_duplicate, "g2"),
    (every_delivery_raises_the_alarm_again, "g3"),
    (urgent_determinations_alarm_nobody, "g7"),
    (any_signature_holds, "g22"),
    (what_is_no_event_is_thrown_away, "g2"),
    (quarantine_counts, "g"),
    (any_path_supersedes_any_other, "g6"),
    (the_latest_clock_wins, "g6"),
    (holes_are_not_counted, "g11"),
    (a_revoked_device_is_served, "g21"),
    (everything_is_inside_the_acta, "g14"),
    (nobody_asks_whether_a_nonce_was_used, "g3"),
    (receipts_are_for_everybody, "g10"),
    (anybody_speaks_for_the_office, "g"),
    (any_body_will_do, "g"),
    (a_finished_file_is_believed, "g13"),
    (the_newest_protocol_reads_every_visit, "g15"),
    (a_restored_server_calls_itself_the_same, "g"),
    (a_restored_server_forgets_what_was_erased, "g17"),
    (the_server_does_not_know_its_earlier_lives, "g"),
    (a_destroyed_secret_is_taken_again, "g17"),
    (a_photo_half_sent_outlives_its_person, "g17"),
    (what_is_kept_raw_keeps_its_secrets, "g20"),
    (secrets_rest_as_they_came, "g20"),
    (an_urgent_call_needs_a_known_tablet, "g12"),
    (digests_are_never_compared, "g8"),
)


@contextmanager
def removed(guard: Patch) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        guard(patch)
        yield


def noticed(guarantee: str) -> None:
    """Live seeds until one notices."""
    total = campaign(range(1, PATIENCE), until=guarantee or "g")

    found = [one for failures in total.failures.values() for one in failures]
    assert any(one.startswith(guarantee) for one in found), found[:3] or f"unnoticed in {total.seeds} seeds"


@pytest.mark.parametrize(("guard", "guarantee"), GUARDS, ids=[guard.__name__ for guard, _ in GUARDS])
def test_the_campaign_notices_when(guard: Patch, guarantee: str) -> None:
    with removed(guard):
        noticed(guarantee)


@pytest.mark.parametrize("guard", SEEN_BY_THE_CAMPAIGN, ids=[one[0] for one in SEEN_BY_THE_CAMPAIGN])
def test_the_campaign_notices_too_when(guard: GuardAsText) -> None:
    _, owner, name, text, instead, guarantee = guard
    with pytest.MonkeyPatch.context() as patch:
        without(patch, owner_of(owner), name, text, instead)
        noticed(guarantee)
