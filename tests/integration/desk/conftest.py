"""The desk with a supervisor, and a field visit that a tablet sent."""

from collections.abc import Callable

import pytest
from flask import Flask

from inspection.store.users import User
from inspection.sync.office import Office
from protocols import load_bundle
from tests.factories import FakeClock, make_user, make_visit
from tests.integration.desk.browser import DeskBrowser
from tests.integration.desk.field_visit import Field, record_field_visit
from tests.virtual_tablet import VirtualTablet


@pytest.fixture
def marisol(office: Office) -> User:
    return make_user(office, "marisol", name="Marisol Inventada", role="supervisor")


@pytest.fixture
def visit_id(office: Office, ana: User) -> str:
    """A visit of Ana that pins the real protocol."""
    return make_visit(office, ana, bundle=load_bundle("trabajo_infantil/2024_1").data)


@pytest.fixture
def field(tablet: VirtualTablet, visit_id: str, clock: FakeClock) -> Field:
    """Ana's visit, walked, closed and sent."""
    found = record_field_visit(tablet, visit_id, load_bundle("trabajo_infantil/2024_1").data)
    clock.pass_seconds(20 * 60)
    return found


@pytest.fixture
def new_browser(app: Flask) -> Callable[[], DeskBrowser]:
    return lambda: DeskBrowser(app)


@pytest.fixture
def desk(app: Flask, marisol: User) -> DeskBrowser:
    """Marisol signed in at her desk."""
    browser = DeskBrowser(app)
    browser.sign_in("marisol")
    assert "Bandeja" in browser.text
    return browser
