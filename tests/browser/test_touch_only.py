"""A whole visit by touch alone: no mouse, no key but those the glass shows for a field that was touched."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Server
from tests.browser.field import PHONE, TABLET_UPRIGHT, Field, in_the_field
from tests.browser.five_minors import visit_with_five_minors, visit_with_one_minor
from tests.browser.touch_hands import COUNT_POINTERS, TouchHands

pytestmark = pytest.mark.browser
LEAST_TOUCHES = 100  # fewer could only mean that something else than a finger did the work


def by_touch(server: Server, chromium: Browser, viewport: dict[str, int], visit: Callable[[Field], None]) -> int:
    """Make the visit without network; returns how often the glass was touched."""
    with in_the_field(server, chromium, viewport) as field:
        field.cut_the_network()
        field.hands = TouchHands(field.page)
        field.page.evaluate(COUNT_POINTERS)
        visit(field)
        counted = field.page.evaluate("window.__pointers")
        assert counted["mouse"] == 0
        assert counted["keys"] == 0
        return int(counted["touch"])


def test_a_visit_with_five_minors_is_closed_by_touch_alone(server: Server, chromium: Browser) -> None:
    touches = by_touch(server, chromium, TABLET_UPRIGHT, visit_with_five_minors)
    print(f"touches {touches}")
    assert touches > LEAST_TOUCHES


def test_a_visit_with_one_minor_is_closed_by_touch_alone_on_a_phone(server: Server, chromium: Browser) -> None:
    by_touch(server, chromium, PHONE, visit_with_one_minor)
