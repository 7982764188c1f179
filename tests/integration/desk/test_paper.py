"""Paper when all else fails: sheets are printed, typed back, explained when wrong, and never overwrite a tablet."""

import io
import json

import pytest

from inspection.sync.office import Office
from protocols.paper_codes import SheetCodes
from tests.factories import make_photo
from tests.integration.desk.browser import DeskBrowser
from tests.integration.desk.field_visit import Field


@pytest.fixture
def minor_sheet(office: Office, field: Field) -> SheetCodes:
    version = office.read(field.visit_id).protocol["hash"]
    return SheetCodes(json.loads(office.store.visits.bundle(version)), version, "minor")


def code(sheet: SheetCodes, role: str, value=None) -> str:
    boxes = [b for b in sheet.boxes if b.item["role"] == role]
    return next(b.code for b in boxes if (b.kind == "written" if value is None else b.value == value))


def address(field: Field) -> str:
    return f"/escritorio/visitas/{field.visit_id}/papel"


def test_the_sheets_of_the_visits_version_are_printed(desk: DeskBrowser, field: Field, minor_sheet) -> None:
    assert minor_sheet.code in desk.open(address(field))

    answer = desk.client.get(f"{address(field)}/hojas.pdf?hoja=minor")
    assert answer.data.startswith(b"%PDF-1.7")


def test_a_sheet_typed_back_adds_a_minor_with_her_answers(
    desk: DeskBrowser, field: Field, office: Office, minor_sheet
) -> None:
    before = set(office.read(field.visit_id).entities)
    typed = f"{code(minor_sheet, 'work_status', 'trabaja')}\n{code(minor_sheet, 'said_age')} = 12"
    desk.open(address(field))
    desk.press("Leer las claves", sheet=minor_sheet.code, about="new", typed=typed, act="read")
    assert "Lo que se leyó" in desk.text and set(office.read(field.visit_id).entities) == before

    desk.press("Leer las claves", sheet=minor_sheet.code, about="new", typed=typed, act="keep")

    visit = office.read(field.visit_id)
    added = [e for e in visit.entities if e not in before and e.startswith("minor:")]
    assert "Hoja capturada" in desk.text and len(added) == 1
    item = next(b.item["id"] for b in minor_sheet.boxes if b.item["role"] == "said_age")
    assert visit.values(f"{added[0]}/{item}") == [{"v": 12, "src": "document"}]


def test_what_the_tablet_answered_is_not_overwritten_but_stands_in_conflict(
    desk: DeskBrowser, field: Field, office: Office, minor_sheet
) -> None:
    typed = f"{code(minor_sheet, 'said_age')} = 15"
    desk.open(address(field))
    desk.press("Leer las claves", sheet=minor_sheet.code, about=field.under_age, typed=typed, act="read")
    assert "quedan las dos, en conflicto" in desk.text

    desk.press("Leer las claves", sheet=minor_sheet.code, about=field.under_age, typed=typed, act="keep")

    item = next(b.item["id"] for b in minor_sheet.boxes if b.item["role"] == "said_age")
    visit = office.read(field.visit_id)
    assert len(visit.values(f"{field.under_age}/{item}")) == 2
    assert f"{field.under_age}/{item}" in visit.conflicts


def test_bad_codes_are_explained_and_nothing_is_kept(
    desk: DeskBrowser, field: Field, office: Office, minor_sheet
) -> None:
    before = office.read(field.visit_id).state_hash
    good = code(minor_sheet, "work_status", "trabaja")
    desk.open(address(field))
    desk.press("Leer las claves", sheet=minor_sheet.code, about="new", typed=f"{good} ZZZZ", act="keep")

    assert desk.status == 422
    assert "Renglón 1" in desk.text and "una clave tiene tres signos" in desk.text
    assert office.read(field.visit_id).state_hash == before


def test_a_sheet_of_another_version_is_refused_with_the_reason(desk: DeskBrowser, field: Field) -> None:
    desk.open(address(field))
    desk.press("Leer las claves", sheet="000-000", about="new", typed="000", act="read")

    assert "no es de ninguna hoja de la versión del protocolo de esta visita" in desk.text


def test_the_picture_of_the_paper_is_kept_with_whom_it_is_about(
    desk: DeskBrowser, field: Field, office: Office, minor_sheet
) -> None:
    desk.open(address(field))
    csrf = dict(desk.form("Leer las claves").fields)["csrf"]
    data = {
        "csrf": csrf,
        "sheet": minor_sheet.code,
        "about": field.under_age,
        "typed": code(minor_sheet, "attends_school", "no"),
        "act": "keep",
        "scan": (io.BytesIO(_png()), "hoja.png"),
    }
    answer = desk.client.post(address(field), data=data, content_type="multipart/form-data")

    assert answer.status_code == 303
    kept = [h for h in office.read(field.visit_id).happenings if h.type == "photo_added"][-1]
    assert kept.body["subject"] == field.under_age
    assert kept.opened["caption"] == f"Hoja de papel {minor_sheet.code}"
    assert office.read_file(field.visit_id, kept.body["name"]) == _png()


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_kept(
    desk: DeskBrowser, field: Field, office: Office, minor_sheet
) -> None:
    before = office.read(field.visit_id).state_hash
    desk.open(address(field))
    csrf = dict(desk.form("Leer las claves").fields)["csrf"]
    data = {"csrf": csrf, "sheet": minor_sheet.code, "about": "new", "act": "keep"}
    data |= {"typed": code(minor_sheet, "attends_school", "no"), "scan": (io.BytesIO(make_photo(900)), "x.jpg")}
    answer = desk.client.post(address(field), data=data, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert office.read(field.visit_id).state_hash == before


def _png() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (40, 60), 255).save(out, "PNG")
    return out.getvalue()
