"""Canaries in everything a tablet may write: through the whole work of the desk none runs, and none escapes."""

import logging
import re
from html import unescape
from typing import Any

import pytest
from flask import Flask

from inspection.store.users import User
from inspection.sync.office import Office
from inspection.web.settings import Settings
from tests.factories import make_user
from tests.integration.desk.browser import DeskBrowser
from tests.integration.desk.field_visit import Field, Recorder
from tests.virtual_tablet import VirtualTablet

NAME, BORN = "Canaria Inventada", "2012-03-04"
RUNS = "<script>alert(1)</script>"
EVIL = f"{NAME} {RUNS}\"'><img src=x onerror=alert(1)>"
PICTURE = b"<html><script>alert(1)</script></html>"


class Walk:
    """Follows what a supervisor does and keeps every answer."""

    def __init__(self, desk: DeskBrowser, visit_id: str) -> None:
        self.desk, self.visit = desk, f"/escritorio/visitas/{visit_id}"
        self.pages: dict[str, str] = {}
        self.headers: list[str] = []

    def open(self, path: str) -> str:
        self.pages[path] = self.desk.open(path)
        assert self.desk.page is not None and self.desk.page.status_code == 200, path
        self.headers += [f"{name}: {value}" for name, value in self.desk.page.headers.items()]
        self.headers += [response.headers.get("Location", "") for response in self.desk.page.history]
        return self.pages[path]

    def press(self, path: str, words: str, **fields: Any) -> None:
        self.open(path)
        self.pages[f"{path} {words}"] = self.desk.press(words, **fields)
        assert self.desk.page is not None
        self.headers += [f"{name}: {value}" for name, value in self.desk.page.headers.items()]
        self.headers += [response.headers.get("Location", "") for response in self.desk.page.history]

    def whole(self, minor: str) -> None:
        """Read every page, return an answer, issue the notice and the acta, download them, sign out."""
        self.press("/escritorio/", "Me hago cargo")
        for page in ("", "/acta", "/revision?ver=todas", "/documentos", f"/personas/{minor.partition(':')[2]}"):
            self.open(self.visit + page)
        self.press(f"{self.visit}/revision?ver=todas", "Devolver", comment=f"Aclara esto de {NAME} {RUNS}")
        self.press(f"{self.visit}/documentos/aviso", "Emitir", minor=minor)
        self.open(f"{self.visit}/documentos")
        for address in re.findall(rf'href="({self.visit}/documentos/[0-9A-Z-]+)"', self.desk.text):
            self.open(address)


@pytest.fixture
def walked(
    recorder: Recorder,
    tablet: VirtualTablet,
    field: Field,
    desk: DeskBrowser,
    caplog: pytest.LogCaptureFixture,
) -> Walk:
    """Canaries written, sent and worked on at the desk, with every log open."""
    caplog.set_level(logging.DEBUG)
    visit_id, minor = field.visit_id, field.under_age
    recorder.answer(minor, "minor_name", EVIL, src="child")
    recorder.answer(minor, "minor_nickname", EVIL)
    recorder.answer(minor, "birth_date", BORN)
    recorder.answer(minor, "narration", EVIL)
    recorder.answer("visit", "workplace_name", RUNS)
    tablet.take_action(visit_id, minor, "immediate_notice", channel=EVIL, folio=EVIL, note=EVIL, pending=True)
    photo = tablet.add_photo(visit_id, PICTURE, about=minor, subject=minor)
    tablet.push(visit_id)
    assert tablet.send_file(visit_id, photo, PICTURE).status == 200
    tablet.raise_urgent(visit_id=visit_id, place=RUNS)
    tablet.raise_urgent(place=RUNS, signed=False)
    walk = Walk(desk, visit_id)
    walk.whole(minor)
    return walk


def test_nothing_that_a_tablet_wrote_runs_in_the_desk(walked: Walk) -> None:
    for path, page in walked.pages.items():
        assert RUNS not in page and "<img src=x" not in page, path
        tags = re.sub(r">[^<]*<", "><", page)
        assert not re.search(r"\son[a-z]+=|javascript:", tags), path
    assert any(NAME in unescape(page) for page in walked.pages.values()), "the canary is on the minor's own page"


def test_no_name_nor_birth_date_stands_in_a_title_an_address_a_header_or_the_log(
    walked: Walk, caplog: pytest.LogCaptureFixture
) -> None:
    for path, page in walked.pages.items():
        titles = " ".join(re.findall(r"<title>(.*?)</title>", page, re.DOTALL))
        addresses = " ".join(re.findall(r'(?:href|src|action)="([^"]*)"', page))
        for canary in ("Canaria", BORN, "2012"):
            assert canary not in unescape(titles + addresses) + path, path
    told = "\n".join(walked.headers) + caplog.text
    assert "Canaria" not in told and BORN not in told


def test_no_name_rests_in_the_clear_on_disk(walked: Walk, settings: Settings) -> None:
    kept = [path.read_bytes() for path in settings.data_dir.rglob("*") if path.is_file()]

    assert kept
    for canary in (NAME.encode(), b"<script>alert(1)</script></html>", BORN.encode()):
        assert not any(canary in data for data in kept), canary


def test_a_photograph_that_is_a_page_is_shown_as_a_picture_and_runs_nothing(
    walked: Walk, desk: DeskBrowser, office: Office, field: Field
) -> None:
    (photo,) = (h for h in office.read(field.visit_id).happenings if h.type == "photo_added")
    answer = desk.client.get(f"{walked.visit}/fotos/{photo.entity.partition(':')[2]}")

    assert answer.get_data() == PICTURE
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Canaria" not in answer.headers["Content-Disposition"]


def test_an_svg_is_never_served(recorder: Recorder, tablet: VirtualTablet, desk: DeskBrowser, field: Field) -> None:
    data = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    name, entity = tablet.photo_name(field.visit_id, data), "photo:" + "ab" * 16
    sealed = {
        "sha256": "0" * 64, "mime": "image/svg+xml", "about": "visit", "taken_at": 1, "width": 1, "height": 1,
    }  # fmt: skip
    body = {"entity": entity, "subject": "visit", "name": name, "size_bytes": len(data)}
    tablet.write(field.visit_id, "photo_added", body, sealed=sealed)
    tablet.push(field.visit_id)
    tablet.send_file(field.visit_id, name, data)

    desk.open(f"/escritorio/visitas/{field.visit_id}/fotos/{'ab' * 16}")
    assert desk.status == 404


def test_an_inspector_finds_the_desk_closed(app: Flask, field: Field, ana: User) -> None:
    browser = DeskBrowser(app)
    browser.sign_in("ana")

    assert browser.status == 403
    browser.open(f"/escritorio/visitas/{field.visit_id}")
    assert "Entrar" in browser.text and "Rancho" not in browser.text


def test_a_form_of_one_session_is_refused_in_another(
    app: Flask, desk: DeskBrowser, field: Field, office: Office
) -> None:
    make_user(office, "rosa", name="Rosa Inventada", role="supervisor")
    other = DeskBrowser(app)
    other.sign_in("rosa")
    page = f"/escritorio/visitas/{field.visit_id}/documentos/aviso"
    other.open(page)
    token = dict(other.form("Emitir").fields)["csrf"]

    answer = desk.client.post(page, data={"csrf": token, "minor": field.under_age})
    assert answer.status_code == 400
    assert not [h for h in office.read(field.visit_id).happenings if h.type == "document_issued"]
