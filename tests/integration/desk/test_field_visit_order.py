"""A visit opened in the field stands at the desk without order, until the supervisor gives it its number."""

from inspection.sync.office import Office
from protocols import load_bundle
from tests.integration.desk.browser import DeskBrowser
from tests.virtual_tablet import VirtualTablet


def test_the_supervisor_gives_the_number_and_the_tablet_receives_it(
    desk: DeskBrowser, tablet: VirtualTablet, visit_id: str, office: Office
) -> None:
    opened = tablet.open_visit(load_bundle("trabajo_infantil/2024_1").data)
    tablet.push(opened)

    assert "abierta en el campo, sin número de orden" in desk.open("/escritorio/")
    assert "Sin número de orden" in desk.open(f"/escritorio/visitas/{opened}")
    assert "No se asentó" in desk.press("Asentar el número de orden", folio=" ", on="")
    assert "No se asentó" in desk.press("Asentar el número de orden", folio="STPS/BC/7", on="2026-02-31")
    page = desk.press("Asentar el número de orden", folio="STPS/BC/0077/2026", on="2026-11-20")
    assert "Orden STPS/BC/0077/2026" in page and "Sin número de orden" not in page

    tablet.pull()
    values = [v for path, v in tablet.read(opened).plain()["answers"].items() if path.startswith("visit/")]
    assert [{"v": "STPS/BC/0077/2026", "src": "office"}] in values


def test_a_visit_that_the_office_assigned_is_not_asked_for_an_order_there(
    desk: DeskBrowser, visit_id: str, office: Office
) -> None:
    assert "Asentar el número de orden" not in desk.open(f"/escritorio/visitas/{visit_id}")
