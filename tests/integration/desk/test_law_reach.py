"""A visit dated before the law that is loaded: the desk says so instead of failing."""

from protocols import load_bundle
from tests.integration.desk.browser import DeskBrowser
from tests.integration.desk.field_visit import Field, Recorder
from tests.virtual_tablet import VirtualTablet

BUNDLE = load_bundle("trabajo_infantil/2024_1").data


def test_the_desk_says_that_the_law_does_not_reach_the_day_of_a_wrong_clock(
    desk: DeskBrowser, field: Field, tablet: VirtualTablet
) -> None:
    Recorder(tablet, field.visit_id, BUNDLE).answer("visit", "started_at", "1969-12-31T16:00")
    tablet.push(field.visit_id)

    desk.open(f"/escritorio/visitas/{field.visit_id}")

    assert desk.status == 409
    assert "La ley cargada no alcanza esa fecha." in desk.text


def test_such_a_visit_does_not_close_the_inbox(desk: DeskBrowser, field: Field, tablet: VirtualTablet) -> None:
    Recorder(tablet, field.visit_id, BUNDLE).answer("visit", "started_at", "1969-12-31T16:00")
    tablet.push(field.visit_id)

    desk.open("/escritorio/")

    assert desk.status == 200
    assert field.visit_id in desk.open("/escritorio/") or "Rancho Inventado" in desk.text
