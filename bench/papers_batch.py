"""Hundreds of papers at once: ``resguardo batch``, whole and killed halfway, beside the same papers drawn bare.

Run: .venv/bin/python -m bench.papers_batch [visits]

The floor is one process that opens each visit, writes its notice and draws it, and does nothing else: no number, no
code, no encrypted copy, no event, no note of how far it is. Everything is a real command in a process of its own on
its own copy of the same data; processor time and peak memory are those the system counted for that process.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.serving import ROOT, folders
from forms.documents import Registration
from inspection.documents import notice_document
from inspection.documents.office import OfficeData
from inspection.domain.events import minor_key
from inspection.issuing import NOTICE, draw, standing_of
from inspection.store.sqlite.store import open_store
from inspection.web import Settings, create_app, open_office
from protocols import load_bundle
from tests.factories import FakeClock, SeededRng, make_user, make_visit
from tests.transport import through_client
from tests.unit.documents import story
from tests.virtual_tablet import VirtualTablet

VISITS, ALONE = 300, 6
PROTOCOL = "trabajo_infantil/2024_1"
ISSUER = OfficeData("Sofía Supervisora Inventada")


@dataclass(frozen=True)
class Spent:
    """What one process took: seconds by the clock and of the processor, and its peak of memory in MB."""

    wall: float
    processor: float
    peak: float


@dataclass(frozen=True)
class Place:
    """One copy of the same data."""

    data: Path
    keys: Path

    def copy(self, name: str) -> "Place":
        """Copy it beside itself."""
        folder = self.data.parent / name
        shutil.copytree(self.data, folder / "data")
        shutil.copytree(self.keys, folder / "keys")
        return Place(folder / "data", folder / "keys")

    @property
    def options(self) -> list[str]:
        """How a command is told where it is."""
        return ["--data", str(self.data), "--keys", str(self.keys)]


def prepared(place: Place, count: int) -> dict[str, str]:
    """Make the data: so many visits, each with a boy of 13 at work and all that is known of him; return their keys."""
    app = create_app(Settings(place.data, place.keys), clock=FakeClock(), rng=SeededRng("batch"))
    office, bundle = app.extensions["office"], load_bundle(PROTOCOL).data
    make_user(office, "sofia", name="Sofía Supervisora Inventada", role="supervisor")
    ana = make_user(office, "ana", name="Ana Inventada")
    tablet = VirtualTablet(through_client(app.test_client()), "ana", clock=FakeClock(), seed="batch")
    assert tablet.enrol().status == 201
    visits = {make_visit(office, ana, bundle=bundle): "" for _ in range(count)}
    tablet.pull()
    for visit_id in visits:
        minor = tablet.add_minor(visit_id)
        visits[visit_id] = minor_key(minor)
        for entity, scope, said in (("visit", "visit", story.VISIT), (minor, "minor", story.BOY_ANSWERS)):
            for role, value in said.items():
                given = value if isinstance(value, dict) else {"v": value}
                if "v" in given:
                    more: dict[str, Any] = {name: one for name, one in given.items() if name != "v"}
                    tablet.set_answer(visit_id, f"{entity}/{story.code(role, scope)}", given["v"], **more)
        tablet.push(visit_id)
    app.extensions["office"].store.close()
    return visits


def started(*command: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str], since: float) -> Spent:
    """Wait for a process and say what it took."""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stdout:
        process.stdout.close()
    return Spent(time.perf_counter() - since, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def run(*command: str) -> Spent:
    since = time.perf_counter()
    process = started(*command)
    assert process.stdout is not None
    process.stdout.read()
    spent = ended(process, since)
    assert process.returncode == 0, f"{command} ended with {process.returncode}"
    return spent


def batch(place: Place, out: Path, *visits: str) -> Spent:
    return run("inspection", "batch", *place.options, "-o", str(out), NOTICE, *visits, "--by", "sofia")


def killed_and_resumed(place: Place, out: Path, count: int) -> tuple[Spent, Spent, int]:
    """Kill the batch when half has left, go on with it, and say what both took and how many had left by then."""
    since = time.perf_counter()
    process = started("inspection", "batch", *place.options, "-o", str(out), NOTICE, "--by", "sofia")
    assert process.stdout is not None
    found = re.search(r"Lote (\w+)", process.stdout.readline())
    assert found is not None
    store = open_store(place.data)
    try:
        while standing_of(store.batches.items(found[1])).issued < count // 2:
            time.sleep(0.05)
        process.kill()
        first = ended(process, since)
        left = standing_of(store.batches.items(found[1])).issued
    finally:
        store.close()
    second = run("inspection", "batch", *place.options, "-o", str(out), "--resume", found[1])
    return first, second, left


def once_each(place: Place, out: Path, count: int) -> None:
    """Hold what a batch promises: each visit one paper, numbers without a gap, and the files written."""
    office = open_office(Settings(place.data, place.keys))
    folios = [
        one.body["folio"]
        for visit in office.visits()
        for one in office.read(visit.visit_id).happenings
        if one.type == "document_issued"
    ]
    numbers = sorted(int(folio.split("/")[-2]) for folio in folios)
    assert numbers == list(range(1, count + 1)), "a paper is missing or left twice"
    assert len(list(out.glob("*.pdf"))) == count and not list(out.glob(".*"))


def one_by_one(data: str, keys: str, out: str) -> None:
    """The floor: open, write and draw each visit's notice, and put the file down."""
    office = open_office(Settings(Path(data), Path(keys)))
    folder = Path(out)
    folder.mkdir(parents=True)
    at = datetime.now(UTC)
    for number, known in enumerate(office.visits(), 1):
        visit = office.read(known.visit_id)
        stored = office.store.visits.bundle(visit.protocol["hash"])
        assert stored is not None
        minors = [one.entity for one in visit.entities.values() if one.kind == "minor"]
        code = "7K3Q-9T2M-4HXV-B8RC"
        folio = f"RESG/AVI/{number:05d}/{at.year}"
        registration = Registration(folio, "", code, f"resguardo:{folio}:{code}", at)
        paper = notice_document(visit, json.loads(stored), minors=minors, registration=registration, office=ISSUER)
        (folder / f"{number}.pdf").write_bytes(draw(paper))


def told(name: str, spent: Spent, count: int) -> None:
    print(
        f"{name:<34} {spent.wall:6.1f} s, processor {spent.processor:6.1f} s, "
        f"{spent.processor / count * 1000:5.0f} ms a paper, peak {spent.peak:4.0f} MB",
        flush=True,
    )


def in_turn(start: Place, visits: Mapping[str, str]) -> None:
    """Floor, batch, floor, batch killed halfway and resumed, a quarter of it, and one process a paper."""
    count, folder = len(visits), start.data.parent

    def floor(name: str) -> Spent:
        place, out = start.copy(name), folder / name / "salida"
        return run("bench.papers_batch", "--one-by-one", str(place.data), str(place.keys), str(out))

    def here(name: str, work: Callable[[Place, Path], Spent]) -> Spent:
        return work(start.copy(name), folder / name / "salida")

    floors = [floor("bare")]
    told("drawn one by one, nothing kept", floors[0], count)
    whole = here("whole", batch)
    once_each(Place(folder / "whole/data", folder / "whole/keys"), folder / "whole/salida", count)
    told("resguardo batch", whole, count)
    floors.append(floor("bare_again"))
    told("drawn one by one, again", floors[1], count)
    place, out = start.copy("killed"), folder / "killed" / "salida"
    first, second, left = killed_and_resumed(place, out, count)
    once_each(place, out, count)
    told(f"killed when {left} had left", first, left)
    told("resumed", second, count - left)
    quarter = here("quarter", lambda place, out: batch(place, out, *list(visits)[: count // 4]))
    told(f"resguardo batch, {count // 4} visits", quarter, count // 4)
    alone = start.copy("alone")
    each = []
    for visit_id, key in list(visits.items())[:ALONE]:
        asked = ("--minor", key, "--by", "sofia", "-o", str(folder / f"{key}.pdf"))
        each.append(run("inspection", "issue", *alone.options, NOTICE, visit_id, *asked))
    one = sum(spent.processor for spent in each) / ALONE
    bare = sum(spent.processor for spent in floors) / 2
    both = first.processor + second.processor
    print(
        f"a batch of {count} costs {whole.processor / bare:.2f} of the bare drawings, killed halfway and resumed "
        f"{both / whole.processor:.2f} of the whole batch; a process for each paper "
        f"{one / (whole.processor / count):.1f} times a paper of the batch; memory of {count} beside "
        f"{count // 4}: {whole.peak / quarter.peak:.2f}"
    )


def main(count: int) -> None:
    with folders() as (data, keys):
        place = Place(data, keys)
        in_turn(place, prepared(place, count))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one-by-one"]:
        one_by_one(*sys.argv[2:5])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else VISITS)
