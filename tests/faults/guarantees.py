"""The guarantees as code: each function reads the history of one seed and yields what does not hold.

Covered here: G2-G17 and G20-G23 as far as the server has the feature. Partly or not covered, and why: G12's order
inside a contact and G13's photo on the tablet belong to the tablet (here the server's half); G16's estimate of server
time is kept with deliveries and not yet used; G22 recomputes here what `resguardo verify` recomputes on its own.
G1, G18 and G19 need real disks and browsers, not virtual time: see `real/`.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

<<<<<<< HEAD
from inspection.domain.canonical import sha256_hex
from inspection.domain.events import Event
from inspection.domain.state import fold
from inspection.domain.urgent import read_packet
from inspection.sync import projections, receive, urgent
from inspection.sync.refusals import Refused
from inspection.sync.short_items import spelled_out
=======
from tests.faults import guarantees_evidence as evidence
from tests.faults import guarantees_sync as sync
>>>>>>> 765284b (Restore, erase and photograph in every seed; take back what a server wrote between two restores)
from tests.faults.case import Case

if TYPE_CHECKING:
    from tests.faults.world import World

Found = Iterator[str]
LEAST = {"tablets": 3, "people": 2, "visits": 2, "events": 60, "messages": 40, "faults": 5, "closures": 1}


def shape(case: Case) -> Found:
    """A seed is large enough to mean something."""
    tally, world = case.world.tally, case.world
    people = len({one.username for one in world.tablets})
    faults = sum(count for name, count in tally.items() if name.startswith("fault:"))
    counts = (len(world.tablets), people, len(world.visits), world.written(), tally["messages"], faults)
    for (name, least), count in zip(LEAST.items(), (*counts, tally["closure"]), strict=True):
        if count < least:
            yield f"only {count} {name}"


<<<<<<< HEAD
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
            if outcome.outcome in ("stored",) and refused:
                yield f"{event.ref} is refused ({refused}) and its sender heard it was stored"
            if outcome.outcome == "duplicate" and key in log.quarantined:
                yield f"{event.ref} is in quarantine and its sender heard it was a duplicate"
            if outcome.outcome in ("quarantined", "fork") and refused != outcome.code:
                yield f"{event.ref} was answered {outcome.code} and its verdict is {refused}"
            if outcome.outcome != "duplicate":
                known = first.setdefault((event.ref, event.content_id), outcome.code)
                if known != outcome.code:
                    yield f"{event.ref} was answered {known}, then {outcome.code}"
        if kept_raw and case.store.evidence.raw_bytes(sha256_hex(reading.raw)) is None:
            yield "a batch held what is no event, and its bytes were not kept"
    for tablet in case.world.tablets:
        for (visit_id, seq), (content_id, _, _) in tablet.answered.items():
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
        if told != {key: code for key, code in log.quarantined.items() if key in present}:
            yield "the quarantine shown is not the one judged"
    for visit_id, ref in case.world.releases:
        if ref in {e.ref for e, _ in case.states[visit_id].quarantined if not _forked(case, visit_id, e)}:
            yield f"{ref} was released and is still in quarantine"


def g3_any_number_of_deliveries_is_one(case: Case) -> Found:
    """Everything delivered once more, in another order, changes nothing; nothing is there twice."""
    for visit_id, log in case.logs.items():
        kinds = Counter((e.incarnation, e.seq, e.content_id) for e in log.events)
        alarms = Counter(e.body["alarm_id"] for e in log.events if e.type == "alarm_raised" and _server(case, e))
        verdicts = Counter((e.body["of"], e.body["content_id"]) for e in log.refusals)
        for name, counts in (("event", kinds), ("alarm", alarms), ("verdict", verdicts)):
            for what, count in counts.items():
                if count > 1:
                    yield f"{name} {what} is there {count} times in {visit_id[:4]}"
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
            if one.forked and log.refused_ever.get((one.event.ref, one.event.content_id.hex())) != "fork":
                yield f"{one.event.ref} is a fork without a verdict"
    if not any(one.cloned for one in case.world.tablets):
        for log in case.logs.values():
            yield from (f"{s.event.ref} is called a fork and nobody was cloned" for s in log.stored if s.forked)


def g5_equal_events_give_equal_states(case: Case) -> Found:
    """Tablets, receipts and every order of arrival agree with the server to the byte."""
    dice = Random(case.world.seed)
    for visit_id, log in case.logs.items():
        shuffled = [*log.events, *dice.choices(log.events, k=5)] if log.events else []
        dice.shuffle(shuffled)
        if fold(shuffled, reversed(log.verdicts)).state_hash != case.states[visit_id].state_hash:
            yield f"another order of arrival gives {visit_id[:4]} another state"
    for tablet in _quiet(case):
        for visit_id in _granted(tablet):
            server = tablet.server["incarnation"]
            events = tablet.events(visit_id)
            verdicts = [e for e in events if e.type == "verdict_given" and e.incarnation == server]
            here = fold(events, verdicts).state_hash
            if not tablet.cloned and here != case.states[visit_id].state_hash:
                yield f"tablet {tablet.number} reads another state of {visit_id[:4]}"
            if tablet.receipts.get(visit_id, {}).get("state_hash") != case.states[visit_id].state_hash:
                yield f"the receipt of {visit_id[:4]} tells another state"


def g6_nothing_is_overwritten_unseen(case: Case) -> Found:
    """Heads are exactly what no later event of the same path named, recomputed without the server's merge."""
    for visit_id, log in case.logs.items():
        merged = {
            slot: {(e.ref, e.content_id) for e in found} for slot, found in case.states[visit_id].heads.items()
        }
        heads = log.heads()
        for slot in sorted(set(merged) | set(heads)):
            if merged.get(slot) != heads.get(slot):
                yield f"{slot}: merged to {len(merged.get(slot, ()))} heads of {len(heads.get(slot, ()))}"


def g7_every_alarm_fires_and_only_a_person_lowers_it(case: Case) -> Found:
    """An urgent determination anywhere in the log, quarantine too, has its alarm; each lowering names who did it."""
    alarms = case.store.evidence.alarms()
    resting = {(one.visit_id, ref) for one in alarms for ref in one.rests_on}
    for visit_id, ref, content_id in case.world.urgent_refs:
        if content_id in case.held.get(visit_id, ()) and (visit_id, ref) not in resting:
            yield f"{ref} is urgent and nobody was alarmed"
    acts = {
        e.body["alarm_id"]: e.body["actor"]
        for visit in [*case.logs, "0" * 32]
        for e in _events(case, visit)
        if e.type == "alarm_acknowledged" and _server(case, e)
    }
    for one in alarms:
        if one.acknowledged_at is not None and acts.get(one.alarm_id) != one.acknowledged_by:
            yield f"alarm {one.alarm_id} was lowered by nobody"


def g8_no_reader_misses_an_event(case: Case) -> Found:
    """After peace, a tablet holds every event of its visits, but its own and forks; and every secret."""
    for tablet in _quiet(case):
        for visit_id in _granted(tablet):
            seen = {e.content_id for key, e in tablet.seen.items() if key[1] == visit_id}
            for stored in case.logs[visit_id].stored:
                event = stored.event
                if not stored.forked and event.incarnation != tablet.incarnation and event.content_id not in seen:
                    late = (case.user(tablet.incarnation), visit_id) in case.world.granted_late
                    yield f"{'G9: ' if late else ''}tablet {tablet.number} never got {event.ref}"
            for secret in case.store.visits.secrets_of(visit_id):
                if not tablet.cloned and secret.subject not in tablet.secrets.get(visit_id, {}):
                    yield f"tablet {tablet.number} never got the secret of {secret.subject}"


def g9_a_new_visit_arrives_whole(case: Case) -> Found:
    """Whoever is let in late gets the visit from its first event."""
    for tablet in _quiet(case):
        for visit_id in _granted(tablet):
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
        if reading.in_scope or reading.batch.visit_id == "0" * 32:
            continue
        for outcome in reading.outcomes:
            if outcome.outcome == "stored":
                yield f"{reading.batch.incarnation[:4]} wrote out of scope and it counts"
    for tablet in _quiet(case):
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


def g14_a_closed_acta_never_changes(case: Case) -> Found:
    """Its text and state are those of the events it covers, recomputed from the log; the rest is named as outside."""
    for visit_id, log in case.logs.items():
        closings = [e for e in log.counted if e.type == "acta_closed" and isinstance(e.body.get("vector"), dict)]
        if visit_id not in case.world.visits or not closings:
            continue
        read = case.server.office.read(visit_id).closure
        if read is None:
            yield f"{visit_id[:4]} was closed and does not say so"
            continue
        vector = read.vector
        inside = [e for e in log.events if _covers(vector, e)]
        body = next(e.body for e in closings if e.ref == read.ref)
        if (read.text_sha256, read.state_hash) != (body["text_sha256"], body["state_hash"]):
            yield "the closure read is not the one signed"
        if read.text is not None and sha256_hex(read.text.encode()) != read.text_sha256:
            yield "the acta's text is not the one signed"
        whole = all(one["last"] - len(one["holes"]) == sum(e.incarnation == inc for e in inside)
                    for inc, one in vector.items())  # fmt: skip
        if whole and not any(s.forked for s in log.stored):
            verdicts = [e for e in log.verdicts if _covers(vector, e)]
            if fold(inside, verdicts).state_hash != read.state_hash:
                yield "the state at closing cannot be recomputed from what it covers"
        outside = {e.ref for e in log.events if not _covers(vector, e)} - {read.ref}
        named = set(read.unincorporated)
        missing = {ref for ref in outside - named if _plain(case, log, ref)}
        if missing or named - outside:
            yield f"outside the acta: {len(missing)} not named, {len(named - outside)} named wrongly"


def g21_a_revoked_device_gets_nothing_and_keeps_what_it_wrote(case: Case) -> Found:
    """No answer after the revocation; what arrives of it later is held back; what it had written stays as it was."""
    for incarnation, earlier in case.world.revoked_at.items():
        row = case.store.people.incarnation(incarnation)
        revoked_at = row.revoked_at if row else None
        for pulled in case.history.pulls:
            if pulled.caller.incarnation == incarnation and pulled.caller.revoked_at is not None:
                yield "a revoked device was answered a pull"
        for reading in case.history.readings:
            if reading.sender.incarnation == incarnation and reading.author_revoked:
                yield "a revoked device's own request was served"
            if reading.batch.incarnation == incarnation and reading.author_revoked:
                yield from ("a revoked device's event counts" for o in reading.outcomes if o.outcome == "stored")
        held = {c for found in case.held.values() for c in found}
        if earlier - held or revoked_at is None:
            yield "what a revoked device had written disappeared"
        for log in case.logs.values():
            hexes = {c.hex() for c in earlier}
            if any(cid in hexes and code == "revoked_device" for (_, cid), code in log.refused_ever.items()):
                yield "what was written before the revocation was held back for it"


def g22_one_changed_byte_is_found(case: Case) -> Found:
    """Every stored event is covered by its author's signature; a changed one is not."""
    dice = Random(case.world.seed)
    for visit_id, log in case.logs.items():
        for ref in log.unproven():
            yield f"{ref} of {visit_id[:4]} is not proven"
    log = case.logs[case.world.visits[0]]
    index = dice.randrange(len(log.stored))
    spoilt = list(log.stored)
    event = replace(spoilt[index].event, recorded_at=spoilt[index].event.recorded_at + 1)
    spoilt[index] = replace(spoilt[index], event=event)
    if event.ref not in log.unproven(spoilt):
        yield f"a changed instant in {event.ref} goes unnoticed"


def g23_with_the_network_back_everything_drains(case: Case) -> Found:
    """Nothing waits, or its tablet names what blocks it; no request ever crashed."""
    yield from sorted(set(case.history.crashes))
    for tablet in case.world.tablets:
        if tablet.alive and not tablet.blocker and tablet.outbox():
            yield f"tablet {tablet.number} still holds {tablet.outbox()}"
        if tablet.blocker and tablet.incarnation not in case.world.revoked_at:
            yield f"tablet {tablet.number} stopped for {tablet.blocker}"
    for visit_id in case.world.visits:
        try:
            case.server.office.read(visit_id).plain()
        except (KeyError, TypeError, ValueError, AttributeError, Refused) as crash:
            yield f"the desk cannot read {visit_id[:4]}: {type(crash).__name__} {crash}"


=======
>>>>>>> 765284b (Restore, erase and photograph in every seed; take back what a server wrote between two restores)
GUARANTEES: tuple[Callable[[Case], Found], ...] = (
    shape,
    sync.g2_nothing_is_lost_silently,
    sync.g2_a_refused_event_does_not_count,
    sync.g4_a_number_used_twice_is_never_merged,
    sync.g5_equal_events_give_equal_states,
    sync.g6_nothing_is_overwritten_unseen,
    sync.g7_every_alarm_fires_and_only_a_person_lowers_it,
    sync.g8_no_reader_misses_an_event,
    sync.g9_a_new_visit_arrives_whole,
    sync.g10_out_of_scope_nothing_comes_and_nothing_counts,
    sync.g11_holes_are_listed,
    sync.g12_an_urgent_packet_needs_nothing,
    evidence.g13_a_file_is_whole_or_is_not_called_so,
    evidence.g14_a_closed_acta_never_changes,
    evidence.g15_a_visit_keeps_its_versions,
    evidence.g17_what_a_tablet_holds_survives_a_restore,
    evidence.g20_nothing_sealed_lies_open,
    evidence.g21_a_revoked_device_gets_nothing_and_keeps_what_it_wrote,
    evidence.g22_one_changed_byte_is_found,
    evidence.g23_with_the_network_back_everything_drains,
    sync.g3_any_number_of_deliveries_is_one,  # last: it delivers everything again
)


def check(world: "World") -> list[str]:
    """Return what does not hold, each with the name of its guarantee."""
    case = Case(world)
    return [f"{guarantee.__name__}: {found}" for guarantee in GUARANTEES for found in guarantee(case)]
