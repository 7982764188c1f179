"""Two versions of a protocol at once: each visit stays on the one it began with, whatever the files say later."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from inspection.domain.canonical import sha256_hex
from inspection.store.users import User
from inspection.sync.office import Office
from inspection.web import Settings, create_app
from inspection.web.desk.reading import open_case
from protocols.bundle import Bundle, load_bundle
from protocols.current import current_bundle, order_of
from protocols.determination import determine
from protocols.publishing import RECORD
from tests.factories import FakeClock, SeededRng, make_visit
from tests.two_versions import FIRST, SECOND, change, two_versions
from tests.virtual_tablet import VirtualTablet

SIX_KILOS = {
    "nna_actividad": [{"v": "trabaja"}],
    "nna_quien_manda": [{"v": "patron"}],
    "plan_sector_especial": [{"v": ["ninguno_sector"]}],
    "nna_fecha_nacimiento": [{"v": "2009-01-01"}],
    "nna_prueba_edad": [{"v": "acta_nacimiento"}],
    "haz_176": [{"v": ["ninguno_observado"]}],
    "haz_carga_gramos": [{"v": 6000}],
}
ON = "2025-11-20"


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """The law, the first version published, and a second that asks another question in place of one."""
    root = two_versions(tmp_path / "protocols")
    load_bundle.cache_clear()
    yield root
    load_bundle.cache_clear()


@pytest.fixture
def bundles(root: Path) -> tuple[Bundle, Bundle]:
    return load_bundle(FIRST, root), load_bundle(SECOND, root)


@pytest.fixture
def visits(office: Office, ana: User, bundles: tuple[Bundle, Bundle]) -> tuple[str, str]:
    """One visit of each version."""
    first, second = (make_visit(office, ana, bundle=bundle.data) for bundle in bundles)
    return first, second


def question(bundle: dict) -> str:
    items = [i for s in bundle["protocol"]["stages"] for p in s["steps"] for i in p["items"]]
    return next(item["label_es"] for item in items if item["id"] == "nna_actividad")


def given(tablet: VirtualTablet, bundle_hash: str) -> dict:
    answer = tablet.signed("GET", f"/bundles/{bundle_hash}")
    assert answer.status == 200 and sha256_hex(answer.body) == bundle_hash
    return json.loads(answer.body)


def test_each_visit_asks_the_questions_of_its_own_version(
    visits: tuple[str, str], office: Office, ana: User, new_tablet: Callable[..., VirtualTablet]
) -> None:
    tablet = new_tablet("ana")
    tablet.pull()

    asked = [question(given(tablet, tablet.read(visit).protocol["hash"])) for visit in visits]

    assert asked == ["¿Está trabajando?", "¿Trabaja aquí?"]
    assert [open_case(office, visit, ana.user_id).visit.protocol["id"] for visit in visits] == [FIRST, SECOND]


def test_after_the_server_is_upgraded_an_open_visit_keeps_its_version_and_its_law(
    visits: tuple[str, str], root: Path, office: Office, settings: Settings, app: Flask, ana: User, clock: FakeClock
) -> None:
    """The upgrade: the first version is gone, the law lowers the load to five kilograms from an earlier day."""
    office.store.close()
    shutil.rmtree(root / FIRST)
    change(root / "law" / "parameters.yaml", "value: 7000", "value: 5000")
    load_bundle.cache_clear()
    upgraded = create_app(settings, clock=clock, rng=SeededRng("upgraded"))
    new_office: Office = upgraded.extensions["office"]
    new_visit = make_visit(new_office, ana, bundle=load_bundle(SECOND, root).data)

    cases = [open_case(new_office, visit, ana.user_id) for visit in (*visits, new_visit)]

    assert [question(case.bundle) for case in cases] == ["¿Está trabajando?", "¿Trabaja aquí?", "¿Trabaja aquí?"]
    assert [determine(case.bundle, SIX_KILOS, ON)["inputs"]["h176"] for case in cases] == [["no"], ["no"], ["si"]]
    assert len({case.visit.law_hash for case in cases}) == 2
    new_office.store.close()


def test_the_same_determination_comes_out_of_the_pinned_bundle_as_on_the_first_day(
    visits: tuple[str, str], bundles: tuple[Bundle, Bundle], office: Office
) -> None:
    for visit, bundle in zip(visits, bundles, strict=True):
        pinned = json.loads(office.store.visits.bundle(office.read(visit).protocol["hash"]))
        assert determine(pinned, SIX_KILOS, ON) == determine(bundle.data, SIX_KILOS, ON)
        assert office.read(visit).law_hash == bundle.law_hash


def test_a_visit_opened_today_pins_the_newest_version_in_force_and_no_draft_displaces_a_published_one(
    root: Path, bundles: tuple[Bundle, Bundle]
) -> None:
    first, second = bundles
    starts = [one.data["protocol"]["valid_from"] for one in bundles]
    assert current_bundle("1999-01-01", root) is None
    assert current_bundle(max(starts), root) == second

    (root / SECOND / RECORD).unlink()
    change(root / SECOND / "protocol.yaml", "\nstatus: published\n", "\nstatus: draft\n")
    load_bundle.cache_clear()

    assert current_bundle(max(starts), root) == first


def test_the_tenth_version_of_a_year_comes_after_the_ninth() -> None:
    assert sorted(["2024.10", "2024.9", "2025.1", "2024.1"], key=order_of) == ["2024.1", "2024.9", "2024.10", "2025.1"]


def test_a_tablet_without_visits_gets_the_protocol_in_force_and_opens_a_visit_with_it(
    office: Office, ana: User, new_tablet: Callable[..., VirtualTablet]
) -> None:
    tablet = new_tablet("ana")
    tablet.pull()

    current = json.loads(tablet.signed("GET", "/bundles").body)["current"]
    bundle = given(tablet, current)
    visit = tablet.open_visit(bundle)
    tablet.push(visit)

    assert bundle["protocol"]["id"] == FIRST
    assert office.read(visit).protocol["hash"] == current
