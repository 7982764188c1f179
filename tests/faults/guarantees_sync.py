"""G2 to G12 as code, what becomes of an event: each reads the history of one seed and yields what does not hold."""

from collections import Counter
from collections.abc import Iterable, Iterator
from random import Random
from typing import TYPE_CHECKING, Any

from inspection.domain.canonical import canonical_bytes, sha256_hex
from inspection.domain.events import Event
from inspection.domain.links import next_link
from inspection.domain.state import fold
from inspection.domain.urgent import read_packet
from inspection.sync import projections, receive, urgent
from inspection.sync.reconciling import Told, compare, digest
from inspection.sync.short_items import spelled_out
from tests.faults.case import Case, granted_to, is_office
from tests.faults.evidence import event_of, vector_of
from tests.faults.work import MALFORMED

if TYPE_CHECKING:
    from tests.faults.tablet import FieldTablet

Found = Iterator[str]


def g2_nothing_is_lost_silently(case: Case) -> Found:
    """What the server read is accepted, or kept with a reason its sender was told; what was acknowledged is there."""
    first: dict[tuple[str, bytes], str | None] = {}
    for reading in case.history.readings:
        link, batch, kept_raw = reading.batch.link_before, reading.batch, False
        if len(reading.outcomes) != len(batch.items):
            yield f"{len(reading.outcomes)} outcomes for {len(batch.items)} events"
        log = case.logs[batch.visit_id]
        before: dict[str, Any] | None = None
        for sent, outcome in zip(batch.items, reading.outcomes, strict=False):
            if isinstance(sent, dict) and "box" in sent:
                before, link = None, next_link(link, bytes.fromhex(sent["content_id"]))
                event = next((e for e in log.events if e.content_id.hex() == sent["content_id"]), None)
            else:
                before = spelled_out(sent, before)
                item = sent if before is None else before
                event, link = event_of(batch.ids, outcome.seq, item, link)
            unproven = outcome.code in ("bad_signature", "not_canonical")
            if unproven or event is None or event.content_id not in case.held[batch.visit_id]:
                kept_raw = True
                if outcome.outcome != "quarantined" or not outcome.code:
                    yield f"seq {outcome.seq} is not in the log and its sender heard {outcome.outcome}"
                continue
            key = (event.ref, event.content_id.hex())
            refused = log.refused_ever.get(key)
            if key in log.refused_earlier:  # judged anew after a restore, then the judgement from before came back
                continue
            if outcome.outcome in ("stored",) and refused:
                yield f"{event.ref} is refused ({refused}) and its sender heard it was stored"
            if outcome.outcome == "duplicate" and key in log.quarantined:
                yield f"{event.ref} is in quarantine and its sender heard it was a duplicate"
            if outcome.outcome in ("quarantined", "fork") and outcome.code not in (refused or ()):
                yield f"{event.ref} was answered {outcome.code} and its verdict is {refused}"
            if outcome.outcome != "duplicate":
                known = first.setdefault((event.ref, event.content_id), outcome.code)
                if known != outcome.code:
                    yield f"{event.ref} was answered {known}, then {outcome.code}"
        if kept_raw and case.store.evidence.raw_bytes(sha256_hex(reading.raw)) is None:
            yield "a batch held what is no event, and its bytes were not kept"
    for tablet in case.world.tablets:
        if case.world.keeping.restores and tablet not in case.quiet:
            continue  # what it was told was told before the restore, and it never had a contact since
        for (visit_id, seq), (content_id, _, _) in tablet.answered.items():
            if content_id in case.world.loss.believed and not case.compares(tablet, visit_id):
                continue  # nobody told it, and it can compare no more
            if content_id not in case.held[visit_id]:
                yield f"tablet {tablet.number} was told of seq {seq}, which is not in the store"


def g2_a_refused_event_does_not_count(case: Case) -> Found:
    """Quarantine holds an event out of the state until it is released."""
    for visit_id, log in case.logs.items():
        heads = {(e.ref, e.content_id.hex()) for found in case.states[visit_id].heads.values() for e in found}
        for key in heads & set(log.quarantined):
            yield f"{key[0]} counts although {log.quarantined[key]}"
        told = {(e.ref, e.content_id.hex()): code for e, code in case.states[visit_id].quarantined}
        present = {(e.ref, e.content_id.hex()) for e in log.events}
        for event in log.events:
            if (event.type, event.body) in MALFORMED and (event.ref, event.content_id.hex()) not in log.refused_ever:
                yield f"{event.ref} is malformed and nobody said so"
        judged = {key: codes for key, codes in log.quarantined.items() if key in present}
        if set(told) != set(judged) or any(code not in judged[key] for key, code in told.items()):
            yield "the quarantine shown is not the one judged"
    for visit_id, ref, by in case.world.releases:
        if by not in {e.ref for e in case.logs[visit_id].events}:
            continue  # decided after the backup, and no tablet had heard of it
        if ref in {e.ref for e, _ in case.states[visit_id].quarantined if not _forked(case, visit_id, e)}:
            yield f"{ref} was released and is still in quarantine"


def g2_what_was_set_aside_is_read_by_its_author_and_the_office(case: Case) -> Found:
    """Colleagues are told of each, with its verdict; its content reaches them when it is released, and not before."""
    for tablet in case.quiet:
        me = tablet.user["user_id"]
        for visit_id in granted_to(tablet):
            told = {(e.ref, e.content_id.hex()): code for e, code in tablet.fold(visit_id).set_aside}
            kept = {(e.ref, e.content_id.hex()): e for e in case.logs[visit_id].events}
            foreign = {key: codes for key, codes in case.logs[visit_id].quarantined.items()
                       if key in kept and case.user(kept[key].incarnation) not in ("", me)}  # fmt: skip
            read = {(e.ref, e.content_id.hex()) for e in tablet.events(visit_id)}
            if not case.world.compares:  # the campaign's tablet keeps one event a place; forks come by a comparison
                read |= {(s.event.ref, s.event.content_id.hex()) for s in case.logs[visit_id].stored if s.forked}
            for key in foreign.keys() - told.keys() - read:
                yield f"tablet {tablet.number} was never told that {key[0]} was set aside"
            if any(code not in foreign.get(key, ()) for key, code in told.items()):
                yield f"tablet {tablet.number} tells of what was not set aside"
    if case.world.keeping.restores:
        return  # judged anew after a restore: what counted before it was rightly read
    for pulled in case.history.pulls:
        for record in pulled.answer["records"]:
            event = record["event"]
            if "box" in event or case.user(event["incarnation"]) in ("", pulled.caller.user_id):
                continue
            key = (f"{event['incarnation']}:{event['seq']}", sha256_hex(canonical_bytes(event)))
            if key in case.logs[event["visit_id"]].quarantined:
                yield f"{pulled.caller.incarnation[:4]} could read {key[0]}, which was set aside"


def g3_any_number_of_deliveries_is_one(case: Case) -> Found:
    """Everything delivered once more, in another order, changes nothing; nothing is there twice."""
    for visit_id, log in case.logs.items():
        kinds = Counter((e.incarnation, e.seq, e.content_id) for e in log.events)
        raised = [e for e in log.events if e.type == "alarm_raised" and is_office(case, e)]
        alarms = Counter((e.incarnation, e.body["alarm_id"]) for e in raised)
        verdicts = Counter((e.incarnation, e.body["of"], e.body["content_id"]) for e in log.refusals)
        for name, counts in (("event", kinds), ("alarm", alarms), ("verdict", verdicts)):
            for what, count in counts.items():
                if count > 1:
                    yield f"{name} {what} is there {count} times in {visit_id[:4]}"
    for (incarnation, _), count in case.history.served.items():
        if count > 1:
            yield f"one request of {incarnation[:4]} was served {count} times"
    before = _everything(case)
    # Once each: what was read twice already was already delivered again.
    readings = list({reading.raw: reading for reading in case.history.readings}.values())
    Random(case.world.seed).shuffle(readings)
    for reading in readings:
        receive.receive_batch(case.server.office.device, reading.sender, reading.batch, reading.raw)
    for packet in case.history.packets:
        urgent.receive_urgent(case.server.office.device, packet)
    if _everything(case) != before:
        yield "delivering everything again changed the store"
    projections.rebuild(case.store)
    if _everything(case) != before:
        yield "the read tables are not what the log says"


def g4_a_number_used_twice_is_never_merged(case: Case) -> Found:
    """Both are kept; one place has at most one main event, the other is marked and refused as a fork."""
    for log in case.logs.values():
        places = Counter((s.event.incarnation, s.event.seq) for s in log.stored if not s.forked)
        for place, count in places.items():
            if count > 1:
                yield f"{place} holds {count} main events"
        mains = {(s.event.incarnation, s.event.seq): s for s in log.stored if not s.forked}
        for (incarnation, seq), stored in mains.items():
            earlier = mains.get((incarnation, seq - 1))
            if earlier and earlier.link != stored.link_before:
                yield f"{stored.event.ref} does not follow its predecessor"
        for one in log.stored:
            if one.forked and "fork" not in log.refused_ever.get((one.event.ref, one.event.content_id.hex()), ()):
                yield f"{one.event.ref} is a fork without a verdict"
    if not any(one.cloned for one in case.world.tablets):
        for visit_id, log in case.logs.items():
            for event in (one.event for one in log.stored if one.forked):
                if not _could_not_know(case, visit_id, event):
                    yield f"{event.ref} is called a fork and nobody was cloned"


def _could_not_know(case: Case, visit_id: str, event: Event) -> bool:
    """Tell whether a tablet put back to an earlier day used a number twice and no comparison could warn it.

    The visit was taken from its person, or what it had written was handed in by another only afterwards.
    """
    if event.incarnation not in {one.incarnation for one in case.world.loss.put_back}:
        return False
    if not case.world.server.scope.get((case.user(event.incarnation), visit_id), False):
        return True
    earlier = [one for one in case.world.tablets if not one.alive and one.incarnation == event.incarnation]
    return any(min(one.unsent(visit_id), default=event.seq + 1) <= event.seq for one in earlier)


def g5_equal_events_give_equal_states(case: Case) -> Found:
    """Tablets, receipts and every order of arrival agree with the server to the byte."""
    dice = Random(case.world.seed)
    for visit_id, log in case.logs.items():
        shuffled = [*log.events, *dice.choices(log.events, k=5)] if log.events else []
        dice.shuffle(shuffled)
        if fold(shuffled, reversed(log.verdicts)).state_hash != case.states[visit_id].state_hash:
            yield f"another order of arrival gives {visit_id[:4]} another state"
    for tablet in case.quiet:
        for visit_id in granted_to(tablet):
            here = tablet.fold(visit_id)
            if (case.world.compares or not tablet.cloned) and here.state_hash != case.states[visit_id].state_hash:
                yield f"tablet {tablet.number} reads another state of {visit_id[:4]}"
            forks = tablet.cloned or any(one.forked for one in case.logs[visit_id].stored)
            whole = case.world.compares or not forks
            if whole and here.vector != case.states[visit_id].vector:
                yield f"tablet {tablet.number} counts other numbers of {visit_id[:4]}"
            if tablet.receipts.get(visit_id, {}).get("state_hash") != case.states[visit_id].state_hash:
                yield f"the receipt of {visit_id[:4]} tells another state"


def g6_nothing_is_overwritten_unseen(case: Case) -> Found:
    """Heads are exactly what no later event of the same path named, recomputed without the server's merge."""
    for visit_id, log in case.logs.items():
        merged = {slot: {(e.ref, e.content_id) for e in found} for slot, found in case.states[visit_id].heads.items()}
        heads = log.heads()
        for slot in sorted(set(merged) | set(heads)):
            if merged.get(slot) != heads.get(slot):
                yield f"{slot}: merged to {len(merged.get(slot, ()))} heads of {len(heads.get(slot, ()))}"


def g7_every_alarm_fires_and_only_a_person_lowers_it(case: Case) -> Found:
    """An urgent determination anywhere in the log, quarantine too, has its alarm; each lowering names who did it."""
    alarms = case.store.evidence.alarms()
    resting = {(one.visit_id, ref) for one in alarms for ref in one.rests_on}
    for visit_id, ref, content_id in case.world.urgent_refs:
        if not _is_readable(case, visit_id, content_id):
            continue
        if content_id in case.held.get(visit_id, ()) and (visit_id, ref) not in resting:
            yield f"{ref} is urgent and nobody was alarmed"
    acts = {
        e.body["alarm_id"]: e.body["actor"]
        for visit in [*case.logs, "0" * 32]
        for e in _events(case, visit)
        if e.type == "alarm_acknowledged" and is_office(case, e)
    }
    for one in alarms:
        if one.acknowledged_at is not None and acts.get(one.alarm_id) != one.acknowledged_by:
            yield f"alarm {one.alarm_id} was lowered by nobody"


def _is_readable(case: Case, visit_id: str, content_id: bytes) -> bool:
    """Tell whether anybody can still read an event: its person not erased, its secret not gone with a tablet.

    Whether what a tablet with contacts holds reached the server is for G8 and G17 to say.
    """
    subjects = {event.entity for event in case.logs[visit_id].events if event.content_id == content_id}
    if any((visit_id, subject) in case.world.keeping.erased for subject in subjects):
        return False
    held_by = [case.logs[visit_id].events, *(one.events(visit_id) for one in case.quiet)]
    promised = {event.entity for events in held_by for event in events if "commitment" in event.body}
    if not subjects <= promised:
        return False  # who added its person was lost with its tablet, the server and a disk: no secret can be checked
    at_server = {one.subject for one in case.store.visits.secrets_of(visit_id)}
    held = [_secrets_of(case, one, visit_id) for one in case.quiet]
    return all(subject in at_server.union(*held) for subject in subjects)


def _secrets_of(case: Case, tablet: "FieldTablet", visit_id: str) -> set[str]:
    """Whose secrets a tablet can still hand over: with the event that promises them, for without it nobody can check.

    Not those it takes for handed over by a mark that no comparison can set right.
    """
    held = {*tablet.secrets.get(visit_id, {}), *tablet.stream(visit_id).new_secrets}
    adders = [event for event in tablet.events(visit_id) if "commitment" in event.body]
    if not case.compares(tablet, visit_id):
        believed = case.world.loss.believed - case.held.get(visit_id, set())
        adders = [event for event in adders if event.content_id not in believed]
    return held & {event.entity for event in adders}


def g8_no_reader_misses_an_event(case: Case) -> Found:
    """After peace, a tablet holds every event of its visits, but its own and forks; and every secret."""
    for tablet in case.quiet:
        for visit_id in granted_to(tablet):
            seen = {event.content_id for event in tablet.events(visit_id)}
            seen |= {e.content_id for e, _ in tablet.fold(visit_id).set_aside}
            for stored in case.logs[visit_id].stored:
                event = stored.event
                if not stored.forked and event.incarnation != tablet.incarnation and event.content_id not in seen:
                    late = (case.user(tablet.incarnation), visit_id) in case.world.granted_late
                    yield f"{'G9: ' if late else ''}tablet {tablet.number} never got {event.ref}"
            for secret in case.store.visits.secrets_of(visit_id):
                if not tablet.cloned and secret.subject not in tablet.secrets.get(visit_id, {}):
                    yield f"tablet {tablet.number} never got the secret of {secret.subject}"


def g8_a_comparison_repairs_what_pulls_cannot_see(case: Case) -> Found:
    """Digests name exactly what differs; after comparing a tablet holds all the server holds, forks and twins too.

    Also one put back to an earlier day, one that lost records, one that took for handed over what was not.
    """
    device = case.server.office.device
    for tablet in case.quiet:
        caller = case.store.people.incarnation(tablet.incarnation)
        granted = granted_to(tablet)
        held = {visit_id: tablet.content_ids(visit_id) for visit_id in granted}
        streams = {visit: {inc: digest(ids) for inc, ids in found.items()} for visit, found in held.items()}
        assert caller is not None
        for one in compare(device, caller, [Told(visit, found, "") for visit, found in streams.items()]):
            visit_id = one["visit_id"]
            here, there = held.get(visit_id, {}), _ids_by_stream(case.logs[visit_id].events)
            differs = {inc for inc in {*here, *there} if here.get(inc, set()) != there.get(inc, set())}
            if set(one["differs"]) != differs:
                yield f"a comparison of {visit_id[:4]} names {len(one['differs'])} streams of {len(differs)}"
            for incarnation in sorted(differs) if case.world.compares else ():
                more = len(there.get(incarnation, set()) - here.get(incarnation, set()))
                yield f"tablet {tablet.number} compared and still lacks {more} of {incarnation[:4]}"
        yield from tablet.repairing.findings
        if tablet.repairing.behind:
            yield f"tablet {tablet.number} was put back and never learnt what it had written"


def _ids_by_stream(events: Iterable[Event]) -> dict[str, set[bytes]]:
    found: dict[str, set[bytes]] = {}
    for event in events:
        found.setdefault(event.incarnation, set()).add(event.content_id)
    return found


def g9_a_new_visit_arrives_whole(case: Case) -> Found:
    """Whoever is let in late gets the visit from its first event."""
    for tablet in case.quiet:
        for visit_id in granted_to(tablet):
            if (case.user(tablet.incarnation), visit_id) in case.world.granted_late:
                seen = {e.type for key, e in tablet.seen.items() if key[1] == visit_id}
                if "visit_opened" not in seen:
                    yield f"tablet {tablet.number} was let into {visit_id[:4]} and lacks its opening"


def g10_out_of_scope_nothing_comes_and_nothing_counts(case: Case) -> Found:
    """No page holds a visit its reader may not see; what is written out of scope is held back; who lost one is told."""
    for pulled in case.history.pulls:
        spoken = {one["event"]["visit_id"] for one in pulled.answer["records"]}
        spoken |= {one["visit_id"] for one in pulled.answer["secrets"]}
        if spoken - pulled.granted:
            yield f"{pulled.caller.incarnation[:4]} was shown a visit out of scope"
    for reading in case.history.readings:
        office = not case.user(reading.batch.incarnation)  # what it wrote before a restore, brought back
        if reading.in_scope or office or reading.batch.visit_id == "0" * 32:
            continue
        for outcome in reading.outcomes:
            if outcome.outcome == "stored":
                yield f"{reading.batch.incarnation[:4]} wrote out of scope and it counts"
    if case.history.compared_out_of_scope:
        yield f"{case.history.compared_out_of_scope} visits were compared out of scope"
    if case.history.receipts_out_of_scope:
        yield f"{case.history.receipts_out_of_scope} receipts were given out of scope"
    for tablet in case.quiet:
        for visit_id in case.world.visits:
            lost = case.server.scope.get((case.user(tablet.incarnation), visit_id)) is False
            if lost and visit_id not in tablet.told:
                yield f"tablet {tablet.number} was not told that it lost {visit_id[:4]}"


def g11_holes_are_listed(case: Case) -> Found:
    """Each receipt lists exactly the numbers that were missing when it was given."""
    for receipt, stored in case.history.receipts:
        if receipt["vector"] != vector_of(one.event for one in stored):
            yield "a receipt lists other holes than there were"
    for visit_id, state in case.states.items():
        if state.vector != vector_of(case.logs[visit_id].events):
            yield f"the vector of {visit_id[:4]} is wrong"


def g12_an_urgent_packet_needs_nothing(case: Case) -> Found:
    """At most 400 bytes, no session, no known visit; read once or often, it is one alarm and kept once."""
    refused = [code for _, code in case.history.refusals if code.startswith("urgent")]
    cut = case.world.tally["fault: request cut"]
    if len(refused) > cut:
        yield f"{len(refused)} packets refused, {cut} messages cut"
    for packet in set(case.history.packets):
        urgent_id = read_packet(packet).urgent_id
        if len(packet) > 400 or case.store.evidence.alarm(urgent_id) is None:
            yield f"packet {urgent_id} raised no alarm"
        if [one.packet for one in case.store.evidence.urgents(urgent_id)].count(packet) != 1:
            yield f"packet {urgent_id} is not kept once"


def _everything(case: Case) -> Any:
    visits = [*case.logs, "0" * 32]
    stored = {visit: case.store.log.of_visit(visit) for visit in visits}
    logs = {visit: [(s.event.ref, s.event.content_id, s.forked) for s in found] for visit, found in stored.items()}
    people = (case.world.ana, case.world.luis, case.world.eva)
    scope = {user.user_id: case.store.visits.scope(user.user_id) for user in people}
    return logs, scope, case.store.visits.visits(), case.store.evidence.alarms(), len(case.store.evidence.raws())


def _events(case: Case, visit_id: str) -> list[Event]:
    return [one.event for one in case.store.log.of_visit(visit_id)]


def _forked(case: Case, visit_id: str, event: Event) -> bool:
    return len([e for e in case.logs[visit_id].events if e.ref == event.ref]) > 1
