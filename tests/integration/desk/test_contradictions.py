"""Somebody states that nobody under age was seen, somebody notes a child: the desk says it, and hides neither."""

from collections.abc import Callable

from inspection.sync.office import Office
from protocols import load_bundle
from tests.integration.desk.browser import DeskBrowser
from tests.integration.desk.field_visit import Recorder
from tests.virtual_tablet import VirtualTablet


def test_nobody_seen_and_a_child_noted_is_told_to_the_supervisor(
    desk: DeskBrowser, tablet: VirtualTablet, visit_id: str, office: Office, new_tablet: Callable[..., VirtualTablet]
) -> None:
    bundle = load_bundle("trabajo_infantil/2024_1").data
    recorder = Recorder(tablet, visit_id, bundle)
    recorder.answer("visit", "workplace_name", "Rancho Inventado")
    recorder.answer("visit", "no_minors_seen", True)
    tablet.push(visit_id)
    assert "Se contradice." not in desk.open(f"/escritorio/visitas/{visit_id}")

    child = tablet.add_minor(visit_id)
    recorder.answer(child, "said_age", 12)
    tablet.push(visit_id)

    page = desk.open(f"/escritorio/visitas/{visit_id}")
    assert "Se contradice." in page and "hay 1 ficha de persona menor" in page
