"""What a pull costs as the log grows, and the first contact of a tablet with 500 visits assigned.

Run: .venv/bin/python -m bench.pull [--events 1000000] [--rounds 200] [--assigned 500]
Growth: the same tablet asks for the same 50 new events in a store of 1,000 events and in one of a million, in turn.
First contact: page after page from a served office until nothing is left, for a quarter, half and all of the visits in
turn, the quickest of three of each, and once more with the contact cut in the middle. The visits have the workload's
events, linked and signed; they were put in by the store's own door. All have the seals of one visit, which open only
there: a pull opens none.
"""

import argparse
import gzip
import json
import statistics
import time
from dataclasses import dataclass
from typing import Any

from bench.batches import enrolled, write
from bench.field import bundle_for, visit_of_218
from bench.serving import added_user, folders, new_visit, opened, served
from inspection.domain.events import Envelope
from inspection.domain.links import FIRST_LINK, link_message, next_link
from inspection.domain.signing import sign
from inspection.store.records import Incarnation, StoredEvent, User
from inspection.sync.office import Office
from inspection.sync.pull import pull
from tests.transport import through_network
from tests.virtual_tablet import VirtualTablet

HEADERS = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}
AIM, NEW, CONTACTS = 1.5, 50, 3
FIELDS = ("type", "boot", "recorded_at", "mono_ms", "body")


@dataclass
class Filling:
    """Puts visits of one author into a store, as her batches would have."""

    office: Office
    writer: VirtualTablet
    author: User

    def __post_init__(self) -> None:
        self.bundle = bundle_for(visit_of_218(0))
        self.visit(self.author)
        visit_id = self.visit(self.author)
        self.writer.secrets[visit_id] = dict(self.office.secrets(visit_id))
        write(self.writer, visit_id, visit_of_218(0))
        events = self.writer.own.pop(visit_id).events
        self.items = [{name: event.to_wire()[name] for name in FIELDS} for event in events]

    def visit(self, *inspectors: User) -> str:
        """Open an empty visit."""
        return new_visit(self.office, self.bundle, *inspectors)

    def fill(self, visit_id: str, count: int | None = None) -> int:
        """Write a visit's events, the last one signed; return how many."""
        envelope = Envelope(self.writer.device_id, self.writer.incarnation, visit_id)
        link, run, at = FIRST_LINK, [], self.office.clock()
        for seq, item in enumerate(self.items[:count], 1):
            event = envelope.event(seq, item)
            assert event is not None
            before, link = link, next_link(link, event.content_id)
            run.append(StoredEvent(event, before, link, None, at))
        signature = sign(self.writer.key, link_message(link))
        run[-1] = StoredEvent(run[-1].event, run[-1].link_before, link, signature, at)
        self.office.store.log.extend(run)
        return len(run)


def filling(office: Office) -> Filling:
    """Enrol the author of everything."""
    writer, author = enrolled(office, 0)
    return Filling(office, writer, author)


def grown(office: Office, events: int) -> tuple[Incarnation, str]:
    """Fill the store with others' visits; return a tablet, and its cursor just before the newest 50 events."""
    made, (tablet, user) = filling(office), enrolled(office, 1)
    reader = office.store.people.incarnation(tablet.incarnation)
    assert reader is not None
    mine, count = [made.visit(made.author, user) for _ in range(10)], NEW + 20
    while count < events:
        with office.store.writing():
            for _ in range(50):
                count += made.fill(made.visit(made.author)) + 1
                if count >= events:
                    break
    cursor, more = None, True
    while more:
        page = pull(office.device, reader, cursor, None)
        cursor, more = page["cursor"], page["more"]
    for visit_id in mine:
        made.fill(visit_id, NEW // len(mine))
    assert cursor is not None
    return reader, cursor


def growth(events: int, rounds: int) -> None:
    """Ask a small and a large store the same, in turn."""
    with folders() as small, folders() as large:
        offices = [opened(*small), opened(*large)]
        asked = [grown(office, count) for office, count in zip(offices, (1_000, events), strict=True)]
        times: list[list[float]] = [[], []]
        for _ in range(rounds):
            for found, office, (reader, cursor) in zip(times, offices, asked, strict=True):
                start = time.perf_counter()
                page = pull(office.device, reader, cursor, None)
                found.append(time.perf_counter() - start)
                assert len(page["records"]) == NEW, len(page["records"])
    # The quickest tenth: what a busy machine adds to the others is not the pull's.
    few, many = (1000 * statistics.quantiles(found, n=10)[0] for found in times)
    met = "met" if many / few < AIM else "missed"
    print(f"the same pull of {NEW} events: {few:.2f} ms among 1,000 events, {many:.2f} ms among {events:,}")
    print(f"  ratio {many / few:.2f}, aim under {AIM}: {met}")


def first_contact(url: str, username: str, turn: int, cut_after: int | None = None) -> dict[str, Any]:
    """Enrol and pull until nothing is left; say how long, how many bytes, and how many events came."""
    tablet = VirtualTablet(through_network(url), username, seed=f"first{turn}")
    assert tablet.enrol("maguey azul sereno").status == 201
    said = {"seconds": 0.0, "bytes": 0, "records": 0, "pages": 0}
    cursor, more = None, True
    while more:
        start = time.perf_counter()
        answer = tablet.signed("POST", "/pulls", json.dumps({"cursor": cursor}).encode(), HEADERS)
        said["seconds"] += time.perf_counter() - start
        if said["pages"] == cut_after:
            cut_after = None
            continue  # the answer never arrived: the tablet asks again from the last cursor it saved
        page = json.loads(gzip.decompress(answer.body))
        said = {**said, "bytes": said["bytes"] + len(answer.body), "pages": said["pages"] + 1}
        said["records"] += len(page["records"])
        cursor, more = page["cursor"], page["more"]
    assert len(page["visits"]) == len({one["visit_id"] for one in page["visits"]}) > 0
    return said


def first_contacts(assigned: int) -> None:
    """Tablets with a quarter of the visits, with half and with all, in turn; and one that is cut in the middle."""
    counts = (assigned // 4, assigned // 2, assigned)
    with folders() as (data, keys):
        office = opened(data, keys)
        made = filling(office)
        people = {count: added_user(office, f"nueva{count}") for count in counts}
        for number in range(assigned):
            made.fill(made.visit(made.author, *(people[count] for count in counts if number < count)))
        with served(data, keys) as url:
            found: dict[int, list[dict[str, Any]]] = {count: [] for count in counts}
            for turn in range(CONTACTS):
                for count, said in found.items():
                    said.append(first_contact(url, f"nueva{count}", turn))
            cut = first_contact(url, f"nueva{assigned}", CONTACTS, found[assigned][0]["pages"] // 2)
    for count, said in found.items():
        one, seconds = said[0], min(each["seconds"] for each in said)
        each = f"{1e6 * seconds / one['records']:.0f} us and {one['bytes'] / one['records']:.0f} B an event"
        total = f"{seconds:.2f} s, {one['bytes'] / 1e6:.1f} MB, {one['pages']} pages"
        print(f"first contact, {count} visits, {one['records']:,} events: {total}; {each}", flush=True)
    assert cut["records"] == found[assigned][0]["records"]
    print(f"  cut in the middle and resumed: the same {cut['records']:,} events, one page asked twice", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--assigned", type=int, default=500)
    arguments = parser.parse_args()
    if arguments.assigned:
        first_contacts(arguments.assigned)
    if arguments.events:
        growth(arguments.events, arguments.rounds)


if __name__ == "__main__":
    main()
