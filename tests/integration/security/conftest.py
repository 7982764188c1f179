"""The desk with a field visit, answering failures as in production."""

import pytest
from flask import Flask

from inspection.store.users import User
from inspection.sync.office import Office
from protocols import load_bundle
from tests.factories import FakeClock, make_user, make_visit
from tests.integration.desk.browser import DeskBrowser
from tests.integration.desk.field_visit import Field, Recorder, record_field_visit
from tests.virtual_tablet import VirtualTablet

BUNDLE = load_bundle("trabajo_infantil/2024_1").data


@pytest.fixture(autouse=True)
def as_in_production(app: Flask) -> None:
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False


@pytest.fixture
def marisol(office: Office) -> User:
    return make_user(office, "marisol", name="Marisol Inventada", role="supervisor")


@pytest.fixture
def visit_id(office: Office, ana: User) -> str:
    """A visit of Ana alone, which pins the real protocol."""
    return make_visit(office, ana, bundle=BUNDLE)


@pytest.fixture
def field(tablet: VirtualTablet, visit_id: str, clock: FakeClock) -> Field:
    """Ana's visit, walked, closed and sent."""
    found = record_field_visit(tablet, visit_id, BUNDLE)
    clock.pass_seconds(20 * 60)
    return found


@pytest.fixture
def recorder(tablet: VirtualTablet, field: Field) -> Recorder:
    return Recorder(tablet, field.visit_id, BUNDLE)


@pytest.fixture
def desk(app: Flask, marisol: User) -> DeskBrowser:
    """Marisol signed in."""
    browser = DeskBrowser(app)
    browser.sign_in("marisol")
    return browser
