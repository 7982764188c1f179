"""Many papers at once: none twice, none left out, one that fails named and in nobody's way."""

import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from inspection.cli import main
from inspection.issuing import NOTICE, REFERRAL, issue_next, standing_of, start_batch, try_again
from inspection.issuing import batch as batches
from inspection.store.users import User
from inspection.sync.office import Office
from inspection.sync.refusals import Refused
from inspection.web import Settings
from inspection.web.errors import SENTENCES
from protocols import load_bundle
from tests.factories import make_user, make_visit
from tests.unit.documents import story
from tests.virtual_tablet import VirtualTablet

BUNDLE = load_bundle("trabajo_infantil/2024_1").data
Papers = list[tuple[str, list[str]]]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def sup(office: Office) -> User:
    return make_user(office, "sofia", name="Sofía Supervisora Inventada", role="supervisor")


@pytest.fixture
def found(office: Office, ana: User, new_tablet: Callable[..., VirtualTablet]) -> Callable[[int], Papers]:
    """Make so many visits, each with a minor of 13 at work: (visit id, [minor])."""

    def make(many: int) -> list[tuple[str, list[str]]]:
        visits = [make_visit(office, ana, bundle=BUNDLE) for _ in range(many)]
        tablet = new_tablet("ana")
        tablet.pull()
        papers = []
        for visit_id in visits:
            minor = tablet.add_minor(visit_id)
            for role, value in {"said_age": 13, "work_status": "trabaja", "directed_by": "patron"}.items():
                tablet.set_answer(visit_id, f"{minor}/{story.code(role, 'minor')}", value, src="child")
            tablet.push(visit_id)
            papers.append((visit_id, [minor]))
        return papers

    return make


def run(office: Office, batch_id: str) -> list[BaseException]:
    told: list[BaseException] = []
    while issue_next(office, batch_id, told.append) is not None:
        pass
    return told


def folios(office: Office) -> list[str]:
    return sorted(
        h.body["folio"]
        for visit in office.visits()
        for h in office.read(visit.visit_id).happenings
        if h.type == "document_issued"
    )


def test_each_visit_gets_its_paper_once_however_often_the_batch_is_run(office, sup, found) -> None:
    batch_id = start_batch(office, NOTICE, found(4), sup.user_id)

    run(office, batch_id)
    run(office, batch_id)

    items = office.store.batches.items(batch_id)
    assert standing_of(items).issued == 4 and folios(office) == sorted(item.folio for item in items)
    for item in items:
        issued = [h for h in office.read(item.visit_id).happenings if h.type == "document_issued"]
        assert [tuple(h.body["minors"]) for h in issued] == [item.minors]


def test_a_paper_that_is_refused_is_named_and_the_rest_go_on(office, sup, found) -> None:
    papers = found(3)
    for visit_id, _ in (papers[0], papers[2]):
        body = {"entity": "visit", "state_hash": office.read(visit_id).state_hash}
        office.append(visit_id, "visit_approved", body, actor=sup.user_id)
    batch_id = start_batch(office, REFERRAL, papers, sup.user_id)

    run(office, batch_id)

    states = [(item.state, item.why) for item in office.store.batches.items(batch_id)]
    assert states == [("issued", ""), ("failed", "visit_not_approved"), ("issued", "")]
    assert "visit_not_approved" in SENTENCES and len(folios(office)) == 2


def test_a_failure_nobody_foresaw_stops_one_paper_and_takes_no_number(office, sup, found, monkeypatch) -> None:
    papers, whole = found(3), batches.issue_any

    def breaks(*given: object, **named: object) -> object:
        issued = whole(*given, **named)
        if given[2] == papers[1][0]:
            raise ZeroDivisionError
        return issued

    monkeypatch.setattr(batches, "issue_any", breaks)
    batch_id = start_batch(office, NOTICE, papers, sup.user_id)
    told = run(office, batch_id)

    states = [(item.state, item.why) for item in office.store.batches.items(batch_id)]
    assert states == [("issued", ""), ("failed", "paper_failed"), ("issued", "")]
    assert [type(one) for one in told] == [ZeroDivisionError]
    assert [folio.split("/")[-2] for folio in folios(office)] == ["00001", "00002"]

    monkeypatch.setattr(batches, "issue_any", whole)
    assert try_again(office, batch_id) == 1
    run(office, batch_id)
    assert standing_of(office.store.batches.items(batch_id)).issued == 3 and len(folios(office)) == 3


def test_a_paper_that_takes_the_process_down_is_set_apart_after_three_tries(office, sup, found, monkeypatch) -> None:
    papers, whole = found(2), batches.issue_any

    def kills(*given: object, **named: object) -> object:
        if given[2] == papers[0][0]:
            raise KeyboardInterrupt
        return whole(*given, **named)

    monkeypatch.setattr(batches, "issue_any", kills)
    batch_id = start_batch(office, NOTICE, papers, sup.user_id)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            run(office, batch_id)

    run(office, batch_id)

    states = [(item.state, item.why) for item in office.store.batches.items(batch_id)]
    assert states == [("failed", "paper_takes_down"), ("issued", "")]


@pytest.mark.parametrize(
    ("kind", "papers", "code"),
    [
        ("otra", [("v", [])], "document_kind_unknown"),
        ("receipt", [("v", [])], "document_kind_unknown"),
        (NOTICE, [], "batch_empty"),
    ],
)
def test_a_batch_that_cannot_be_is_refused_with_a_sentence(office, sup, kind, papers, code) -> None:
    with pytest.raises(Refused) as refusal:
        start_batch(office, kind, papers, sup.user_id)

    assert refusal.value.code == code and code in SENTENCES


def test_the_command_is_killed_midway_and_goes_on_without_a_paper_lost_or_doubled(
    office, sup, found, settings: Settings, tmp_path: Path, capsys
) -> None:
    many, out = 12, tmp_path / "salida"
    found(many)
    places = ["--data", str(settings.data_dir), "--keys", str(settings.keys_dir), "-o", str(out)]
    first = subprocess.Popen(
        [sys.executable, "-m", "inspection", "batch", *places, NOTICE, "--by", "sofia"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert first.stdout is not None
    try:
        batch_id = re.search(r"Lote (\w+)", first.stdout.readline())[1]
        until = time.monotonic() + 60
        while standing_of(office.store.batches.items(batch_id)).issued < 3 and time.monotonic() < until:
            time.sleep(0.01)
    finally:
        first.kill()
        first.wait(10)
        first.stdout.close()
    before = standing_of(office.store.batches.items(batch_id))
    assert 3 <= before.issued < many

    assert main(["batch", "--resume", batch_id, *places]) == 0

    items = office.store.batches.items(batch_id)
    assert standing_of(items).issued == many
    assert folios(office) == sorted(item.folio for item in items) and len(set(folios(office))) == many
    assert [folio.split("/")[-2] for folio in folios(office)] == [f"{n:05d}" for n in range(1, many + 1)]
    assert len(list(out.glob("*.pdf"))) == many and not list(out.glob(".*"))
    assert f"{many} de {many} documentos emitidos" in capsys.readouterr().out


def test_a_run_with_one_that_fails_in_the_middle_is_killed_and_resumed_and_names_it(
    office, sup, found, settings: Settings, tmp_path: Path, capsys
) -> None:
    papers, middle, out = found(9), 4, tmp_path / "salida"
    for number, (visit_id, _) in enumerate(papers):
        if number != middle:
            body = {"entity": "visit", "state_hash": office.read(visit_id).state_hash}
            office.append(visit_id, "visit_approved", body, actor=sup.user_id)
    places = ["--data", str(settings.data_dir), "--keys", str(settings.keys_dir), "-o", str(out)]
    batch_id = start_batch(office, REFERRAL, papers, sup.user_id)
    first = subprocess.Popen(
        [sys.executable, "-m", "inspection", "batch", *places, "--resume", batch_id],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 60
        while standing_of(office.store.batches.items(batch_id)).issued < 2 and time.monotonic() < until:
            time.sleep(0.01)
    finally:
        first.kill()
        first.wait(10)

    assert main(["batch", "--resume", batch_id, *places]) == 1

    items = office.store.batches.items(batch_id)
    assert [item.state for item in items] == ["failed" if n == middle else "issued" for n in range(len(papers))]
    assert len(set(folios(office))) == len(list(out.glob("*.pdf"))) == len(papers) - 1
    said = capsys.readouterr().out
    assert papers[middle][0] in said and "--retry" in said


def test_the_command_explains_what_it_cannot_do(office, sup, settings: Settings, tmp_path: Path, capsys) -> None:
    places = ["--data", str(settings.data_dir), "--keys", str(settings.keys_dir), "-o", str(tmp_path / "x")]

    def refused(*rest: str) -> str:
        with pytest.raises(SystemExit):
            main(["batch", *places, *rest])
        return capsys.readouterr().err

    assert "No hay ningún documento" in refused(NOTICE, "--by", "sofia")
    assert "no hay un lote" in refused("--resume", "abc")
    assert "no es una persona supervisora" in refused(NOTICE)
    assert "diga la clase" in refused()
