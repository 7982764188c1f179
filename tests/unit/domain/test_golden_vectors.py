"""Python reproduces the vectors that TypeScript must reproduce too."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
import rfc8785

from inspection.domain import canonical, links, sealing, signing, urgent
from inspection.domain.events import Event, HiddenEvent, minor_key
from inspection.domain.state import fold
from inspection.domain.visit import read_visit
from inspection.sync.short_items import spelled_out
from tests.golden.make_wire_vectors import answers_of, corrected
from tests.short_items import short_items

WIRE = Path(__file__).parents[2] / "golden" / "wire"


def vectors(name: str):
    return json.loads((WIRE / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", vectors("canonical")["canonical"], ids=lambda case: case["canonical"][:20])
def test_canonical_bytes_are_those_of_rfc_8785(case) -> None:
    found = canonical.canonical_bytes(case["value"])

    assert found.decode() == case["canonical"]
    assert found == rfc8785.dumps(case["value"])
    assert sha256(found).hexdigest() == case["sha256"]


@pytest.mark.parametrize("text", vectors("canonical")["refused_json"])
def test_what_has_no_canonical_form_is_refused(text: str) -> None:
    with pytest.raises(canonical.NotCanonical):
        canonical.canonical_bytes(json.loads(text))


def test_events_have_their_content_ids_links_and_signatures() -> None:
    case, link = vectors("events"), links.FIRST_LINK
    key = canonical.from_base64(case["public_key"])
    for row in case["events"]:
        event = Event.from_wire(row["event"])
        link = links.next_link(link, event.content_id)

        assert (event.canonical.decode(), event.ref, event.content_id.hex()) == (
            row["canonical"],
            row["ref"],
            row["content_id"],
        )
        assert link.hex() == row["link"]
        assert signing.verify(key, canonical.from_base64(row["signature"]), links.link_message(link))


def test_sealed_values_open_only_at_their_own_place() -> None:
    case = vectors("sealing")
    secret = bytes.fromhex(case["secret"])
    assert sealing.commitment(secret) == case["commitment"]
    for row in case["sealed"]:
        place = (row["visit_id"], row["ref"], row["path"])

        assert sealing.open_sealed(secret, *place, row["sealed"]) == row["value"]
        for wrong in ((secret[::-1], *place), (secret, row["visit_id"], row["ref"] + "0", row["path"])):
            with pytest.raises(sealing.SealBroken):
                sealing.open_sealed(*wrong, row["sealed"])


def test_a_file_is_named_without_telling_its_hash() -> None:
    case = vectors("sealing")
    digest = sha256(case["file"]["bytes_utf8"].encode()).digest()

    assert sealing.file_name(bytes.fromhex(case["secret"]), digest) == case["file"]["name"]


@pytest.mark.parametrize("row", vectors("urgent")["packets"], ids=["signed", "from lock screen", "extremes"])
def test_an_urgent_packet_keeps_every_field_in_few_bytes(row) -> None:
    data = bytes.fromhex(row["bytes_hex"])
    packet = urgent.read_packet(data)

    assert len(data) <= urgent.MAX_PACKET_BYTES
    assert packet.to_bytes() == data
    assert {name: getattr(packet, name) for name in row["fields"]} == row["fields"]
    if row["signed"]:
        key = canonical.from_base64(vectors("urgent")["public_key"])
        assert signing.verify(key, packet.signature, packet.signed_message())


@pytest.mark.parametrize("case", vectors("state")["hidden"], ids=lambda case: str(len(case["hidden"])))
def test_what_was_set_aside_of_colleagues_counts_for_nothing_and_is_no_hole_once_its_verdict_is_here(case) -> None:
    whole = vectors("state")
    events = [Event.from_wire(wire) for wire in whole["events"]]
    verdicts = [event for event in events if event.ref in whole["verdicts"]]
    boxes = [HiddenEvent(one.incarnation, one.seq, one.content_id) for one in events if one.ref in case["hidden"]]

    state = fold([one for one in events if one.ref not in case["hidden"]], verdicts, boxes)

    assert (state.state_hash, state.vector) == (case["state_hash"], case["vector"])
    assert [[one.ref, one.content_id.hex(), code] for one, code in state.set_aside] == case["set_aside"]
    assert fold(events, verdicts, boxes) == fold(events, verdicts), "what can be read is read"


@pytest.mark.parametrize("case", vectors("minor_keys"), ids=lambda case: case["key"])
def test_a_minor_is_named_by_a_key(case) -> None:
    assert minor_key(case["entity"]) == case["key"]


def test_the_state_of_the_whole_visit_is_the_golden_one() -> None:
    case = vectors("state")
    events = [Event.from_wire(wire) for wire in case["events"]]
    verdicts = [event for event in events if event.ref in case["verdicts"]]
    secrets = {subject: bytes.fromhex(text) for subject, text in case["secrets"].items()}

    state = fold(events, verdicts)
    visit = read_visit(events, verdicts, secrets, people=case["people"])

    assert state.state_hash == case["state_hash"]
    assert [fold(events[:n], verdicts).state_hash for n in range(len(events) + 1)] == case["prefixes"]
    assert list(state.conflicts) == case["conflicts"]
    assert list(visit.conflicts) == case["conflicts_opened"]
    assert visit.plain() == case["plain"]
    assert list(visit.entities) == case["entity_order"]


def test_short_items_stand_for_the_events_that_were_hashed() -> None:
    case = vectors("batch")
    before, found = None, []
    for item in case["items"]:
        before = spelled_out(item, before)
        found.append(before)

    assert found == case["spelled"]
    assert short_items([Event.from_wire(one) for one in case["events"]]) == case["items"]
    assert sum(isinstance(item, list) for item in case["items"]) >= 5
    for item in case["unreadable"]:
        assert spelled_out(item, case["spelled"][0]) is None
    assert spelled_out(case["items"][1], None) is None


@pytest.mark.parametrize("case", vectors("corrections"), ids=lambda case: case["story"])
def test_corrected_persons_are_read_as_the_golden_story_says_in_any_order(case) -> None:
    events = [Event.from_wire(wire) for wire in case["events"]]
    secrets = {subject: bytes.fromhex(text) for subject, text in case["secrets"].items()}
    for order in (events, events[::-1], [*events[1::2], *events[::2], *events]):
        verdicts = [event for event in order if event.ref in case["verdicts"]]

        visit = read_visit(order, verdicts, secrets, people=case["people"])

        assert visit.state_hash == case["state_hash"]
        assert {e.entity: corrected(e) for e in visit.entities.values()} == case["entities"]
        assert answers_of(visit) == case["answers"]
        assert list(visit.conflicts) == case["conflicts"]
        assert visit.plain() == case["plain"]
        assert sorted(visit.corrections.standing) == case["standing"]
        assert [h.ref for h in visit.withdrawn_actions] == case["withdrawn_actions"]
