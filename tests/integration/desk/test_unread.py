"""What cannot be read as records of a known visit is seen at the desk, said plainly, and can be taken away whole."""

import json
import re

from inspection.domain.canonical import to_base64
from inspection.sync.office import Office
from tests.integration.desk.browser import DeskBrowser
from tests.virtual_tablet import VirtualTablet

NOBODYS = "ee" * 16


def test_an_empty_office_has_nothing_unread(desk: DeskBrowser) -> None:
    assert "no se pudo leer" not in desk.open("/escritorio/")
    assert "Todo lo que llegó se pudo leer" in desk.open("/escritorio/sin-leer")


def test_records_of_a_visit_nobody_knows_are_listed_and_downloaded(desk: DeskBrowser, tablet: VirtualTablet) -> None:
    event = tablet.set_answer(NOBODYS, "visit/giro", "agricola", public=True)
    assert tablet.push(NOBODYS)[0]["code"] == "unknown_visit"

    assert "/escritorio/sin-leer" in desk.open("/escritorio/")
    page = desk.open("/escritorio/sin-leer")
    assert "1 registro de la visita" in page and "Nadie ha abierto aquí esa visita" in page
    answer = desk.client.get(f"/escritorio/sin-leer/visitas/{NOBODYS}")
    assert event.canonical in answer.data.splitlines() and "attachment" in answer.headers["Content-Disposition"]


def test_a_delivery_that_is_no_record_of_any_visit_is_listed_and_downloaded_without_its_keys(
    desk: DeskBrowser, tablet: VirtualTablet, office: Office
) -> None:
    minor = tablet.add_minor(NOBODYS)
    secret = to_base64(tablet.secrets[NOBODYS][minor] or b"")
    body = {**tablet.batch(NOBODYS), "signature": to_base64(bytes(64))}
    assert secret in json.dumps(body)
    assert tablet.post("/batches", body).json["results"][0]["code"] == "bad_signature"

    page = desk.open("/escritorio/sin-leer")
    assert "Iba a una visita que esta oficina no conoce" in page
    (link,) = re.findall(r"/escritorio/sin-leer/envios/[0-9a-f]{64}", page)
    given = desk.client.get(link).data
    assert json.loads(given)["visit_id"] == NOBODYS and secret.encode() not in given


def test_what_is_not_there_is_not_given(desk: DeskBrowser, tablet: VirtualTablet, visit_id: str) -> None:
    for path in (f"envios/{'0' * 64}", "envios/..", f"visitas/{visit_id}", f"visitas/{'0' * 32}"):
        assert desk.client.get(f"/escritorio/sin-leer/{path}").status_code == 404


def test_a_stranger_sees_none_of_it(app, tablet: VirtualTablet) -> None:
    tablet.set_answer(NOBODYS, "visit/giro", "agricola", public=True)
    tablet.push(NOBODYS)

    for path in ("sin-leer", f"sin-leer/visitas/{NOBODYS}"):
        assert app.test_client().get(f"/escritorio/{path}").status_code in (302, 303, 401, 403)
