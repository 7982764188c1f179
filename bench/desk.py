"""The supervisor's inbox with few and many visits: the first load of all, of a new process, the next, after one answer.

Run: .venv/bin/python -m bench.desk [--visits 1000] [--rounds 20]
The visits are whole field visits of the real protocol, written and sealed by a tablet and sent through the API. Every
alarm was taken in charge and answered with its notice. The floor is opening one visit: every load once opened all.
"""

import argparse
import statistics
import time
from collections.abc import Callable

from bench.serving import added_user, folders
from inspection.sync.office import Office
from inspection.web import Settings, create_app
from inspection.web.desk.case import NOTICE
from inspection.web.desk.inbox import inbox_of, lasting_summaries, summary_of
from inspection.web.desk.shelf import Shelf
from protocols import load_bundle
from tests.factories import PASSWORD, make_visit
from tests.integration.desk.field_visit import record_field_visit
from tests.transport import through_client
from tests.virtual_tablet import VirtualTablet

FEW = 10


def seconds(work: Callable[[], object]) -> float:
    """Return how long ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def notify(office: Office, visit_id: str, minor: str, actor: str) -> None:
    """Issue the child's immediate notice, as an event: the paper itself is measured elsewhere."""
    body = {"entity": "visit", "document": NOTICE, "folio": "1", "code": "x", "sha256": "0" * 64, "minors": [minor]}
    sealed = {"addressee": {}, "file": "0" * 64}
    office.append(visit_id, "document_issued", body, sealed=sealed, subject="visit", actor=actor)


def measure(count: int, rounds: int) -> dict[str, float]:
    """Return milliseconds of each kind of load with so many visits."""
    bundle = load_bundle("trabajo_infantil/2024_1").data
    with folders() as (data, keys):
        app = create_app(Settings(data, keys))
        office = app.extensions["office"]
        ana, marisol = added_user(office, "ana"), added_user(office, "marisol", "supervisor")
        tablet = VirtualTablet(through_client(app.test_client()), "ana", clock=office.clock, seed="bench")
        tablet.enrol(PASSWORD)
        visits = [make_visit(office, ana, bundle=bundle) for _ in range(count)]
        tablet.pull()
        for visit_id in visits:
            field = record_field_visit(tablet, visit_id, bundle)
            del tablet.own[visit_id]
            notify(office, visit_id, field.under_age, marisol.user_id)
        for alarm in office.alarms():
            office.acknowledge(alarm.alarm.alarm_id, marisol.user_id)
        shelf = Shelf(summary_of, lasting_summaries())
        first = seconds(lambda: inbox_of(office, marisol.user_id, shelf))
        restarts = [Shelf(summary_of, lasting_summaries()) for _ in range(rounds)]
        restarted = [seconds(lambda other=other: inbox_of(office, marisol.user_id, other)) for other in restarts]
        again = [seconds(lambda: inbox_of(office, marisol.user_id, shelf)) for _ in range(rounds)]
        changed = []
        for number in range(rounds):
            office.set_answer(visits[number % count], "visit/centro_nombre", {"v": f"Rancho {number}"})
            changed.append(seconds(lambda: inbox_of(office, marisol.user_id, shelf)))
        one = [seconds(lambda visit_id=visit_id: office.read(visit_id)) for visit_id in visits[:FEW]]
    many = {"restarted": restarted, "again": again, "changed": changed, "one visit": one}
    medians = {name: statistics.median(found) for name, found in many.items()}
    return {name: 1000 * value for name, value in {"first": first, **medians}.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visits", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=20)
    arguments = parser.parse_args()
    for count in (FEW, arguments.visits):
        found = measure(count, arguments.rounds)
        print(
            f"{count:5} visits: first load of all {found['first']:.0f} ms, of a new process"
            f" {found['restarted']:.1f} ms, next {found['again']:.1f} ms, after one answer"
            f" {found['changed']:.1f} ms; opening one visit {found['one visit']:.1f} ms"
        )


if __name__ == "__main__":
    main()
