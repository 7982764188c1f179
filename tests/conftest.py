"""Resources that every Python test may ask for."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as random_examples

from inspection.store.keys import load_keys
from inspection.store.users import User
from inspection.sync.office import Office
from inspection.web import Settings, create_app
from tests.factories import FakeClock, SeededRng, make_user, make_visit
from tests.transport import through_client
from tests.virtual_tablet import VirtualTablet

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The same examples each time: a commit is green or red, whoever asks. EXPLORE=1 draws others (CONTRIBUTING.md).
random_examples.register_profile("same_each_time", derandomize=True)
if not os.environ.get("EXPLORE"):
    random_examples.load_profile("same_each_time")


@pytest.fixture(scope="session")
def chromium_process() -> Iterator["Browser"]:
    """The one Chromium of this process: Playwright cannot be started twice in a thread."""
    from playwright.sync_api import expect, sync_playwright

    from tests.browser.conftest import CHROMIUM, FAKE_CAMERA, QUIET

    expect.set_options(timeout=15_000)  # a loaded machine is slow, not wrong
    assert CHROMIUM, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *FAKE_CAMERA])
        yield browser
        browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Beside a failure stands what the browser showed."""
    report = yield
    chromium = getattr(item, "funcargs", {}).get("chromium_process")
    if report.failed and report.when == "call" and chromium:
        from tests.what_was_shown import shown

        report.sections.extend(shown(chromium))
    return report


@pytest.fixture(scope="session")
def made_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys made once: an RSA key takes a second."""
    folder = tmp_path_factory.mktemp("keys")
    load_keys(folder, tmp_path_factory.mktemp("unused"), SeededRng("keys"))
    return folder


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def settings(tmp_path: Path, made_keys: Path) -> Settings:
    shutil.copytree(made_keys, tmp_path / "keys")
    return Settings(tmp_path / "data", tmp_path / "keys")


@pytest.fixture
def app(settings: Settings, clock: FakeClock) -> Iterator[Flask]:
    app = create_app(settings, clock=clock, rng=SeededRng("server"))
    app.testing = True
    yield app
    app.extensions["office"].store.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def office(app: Flask) -> Office:
    return app.extensions["office"]


@pytest.fixture
def ana(office: Office) -> User:
    return make_user(office, "ana", name="Ana Inventada")


@pytest.fixture
def luis(office: Office) -> User:
    return make_user(office, "luis", name="Luis Inventado")


@pytest.fixture
def new_tablet(app: Flask, clock: FakeClock) -> Callable[..., VirtualTablet]:
    """Make enrolled tablets: ``new_tablet("ana", seed="2")``."""

    def make(username: str = "ana", *, seed: str = "") -> VirtualTablet:
        tablet = VirtualTablet(through_client(app.test_client()), username, clock=clock, seed=seed)
        assert tablet.enrol().status == 201
        return tablet

    return make


@pytest.fixture
def visit_id(office: Office, ana: User, luis: User) -> str:
    """A visit of Ana and Luis, which Ana closes."""
    return make_visit(office, ana, luis)


@pytest.fixture
def tablet(new_tablet: Callable[..., VirtualTablet], visit_id: str) -> VirtualTablet:
    """Ana's tablet, with the visit on it."""
    found = new_tablet("ana")
    found.pull()
    return found
