"""Getting into the desk, and losing nothing when the session ends."""

from collections.abc import Callable

import pytest
from flask import Flask

from inspection.store.users import User
from inspection.sync.office import Office
from inspection.web.sign_in.session import IDLE_MS, LIFE_MS
from tests.factories import FakeClock, make_user
from tests.integration.desk.browser import DeskBrowser
from tests.integration.desk.field_visit import Field
from tests.integration.desk.test_review import is_about

DESK_PAGES = ("", "visitas/{0}", "visitas/{0}/acta", "visitas/{0}/revision", "visitas/{0}/documentos")


def test_a_supervisor_signs_in_and_sees_her_name(desk: DeskBrowser) -> None:
    assert "Marisol Inventada" in desk.text
    assert "persona supervisora" in desk.text


@pytest.mark.parametrize("page", DESK_PAGES)
def test_without_signing_in_every_page_sends_to_the_entrance(app: Flask, visit_id: str, page: str) -> None:
    answer = app.test_client().get("/escritorio/" + page.format(visit_id))

    assert answer.status_code == 302
    assert "/escritorio/entrar" in answer.headers["Location"]


def test_after_signing_in_she_returns_to_the_page_she_wanted(
    new_browser: Callable[[], DeskBrowser], marisol: User, field: Field
) -> None:
    browser = new_browser()
    browser.open(f"/escritorio/visitas/{field.visit_id}/acta")

    browser.press("Entrar", username="marisol", password="maguey azul sereno")

    assert "Acta cerrada" in browser.text


def test_signing_in_never_sends_to_another_site(
    new_browser: Callable[[], DeskBrowser], marisol: User
) -> None:
    for elsewhere in ("https://example.org/escritorio", "//example.org/escritorio", "/\\example.org"):
        browser = new_browser()
        browser.open("/escritorio/entrar")
        form = browser.form("Entrar")
        answer = browser.client.post(
            form.action,
            data={
                **dict(form.fields),
                "next": elsewhere,
                "username": "marisol",
                "password": "maguey azul sereno",
            },
        )

        assert answer.headers["Location"] == "/escritorio/"


def test_a_wrong_password_is_said_plainly_and_keeps_the_user_name(
    new_browser: Callable[[], DeskBrowser], marisol: User
) -> None:
    browser = new_browser()

    browser.sign_in("marisol", "otra cosa larga")

    assert browser.status == 401
    assert "no coinciden" in browser.text
    assert 'value="marisol"' in browser.text


def test_after_many_wrong_passwords_even_the_right_one_must_wait(
    new_browser: Callable[[], DeskBrowser], marisol: User, clock: FakeClock
) -> None:
    browser = new_browser()
    for _ in range(10):
        browser.sign_in("marisol", "otra cosa larga")

    browser.sign_in("marisol")
    assert browser.status == 429
    assert "espera 15 minutos" in browser.text

    clock.pass_seconds(15 * 60 + 1)
    browser.sign_in("marisol")
    assert "Bandeja" in browser.text


def test_an_inspector_is_told_kindly_that_her_tool_is_the_tablet(
    new_browser: Callable[[], DeskBrowser], ana: User
) -> None:
    browser = new_browser()

    browser.sign_in("ana")
    assert browser.status == 403
    assert "Tu herramienta es la tableta" in browser.text

    browser.open("/escritorio/")
    assert "Entrar al escritorio" in browser.text


def test_a_role_lost_while_signed_in_closes_the_desk(
    new_browser: Callable[[], DeskBrowser], office: Office
) -> None:
    rosa = make_user(office, "rosa", role="supervisor")
    browser = new_browser()
    browser.sign_in("rosa")

    office.store.users.set_active(rosa.user_id, False)

    browser.open("/escritorio/")
    assert "Entrar al escritorio" in browser.text


@pytest.mark.parametrize("idle_ms", [IDLE_MS, LIFE_MS])
def test_an_idle_session_ends(desk: DeskBrowser, clock: FakeClock, idle_ms: int) -> None:
    clock.now += idle_ms + 1

    desk.open("/escritorio/")

    assert "Tu sesión se cerró por tiempo" in desk.text


def test_a_session_in_use_still_ends_by_age(desk: DeskBrowser, clock: FakeClock) -> None:
    for _ in range(LIFE_MS // (IDLE_MS // 2) + 1):
        clock.now += IDLE_MS // 2
        desk.open("/escritorio/")

    assert "Entrar al escritorio" in desk.text


def test_a_comment_typed_in_an_expired_session_is_kept_and_offered_again(
    desk: DeskBrowser, field: Field, office: Office, clock: FakeClock, app: Flask
) -> None:
    desk.open(f"/escritorio/visitas/{field.visit_id}/revision?ver=todas")
    form = next(
        f for f in desk.forms() if f.action.endswith("respuestas/devolver") and is_about(f, field.hours_path)
    )
    clock.now += IDLE_MS + 1

    desk.submit(form, comment="Cuenta bien las nueve horas")
    assert "Tu comentario quedó guardado" in desk.text
    database = app.extensions["settings"].data_dir / "resguardo.sqlite3"
    files = [database, database.with_name(database.name + "-wal")]
    assert not any(b"nueve horas" in one.read_bytes() for one in files if one.exists())

    desk.press("Entrar", username="marisol", password="maguey azul sereno")
    assert "Guardamos tu comentario" in desk.text
    assert "Cuenta bien las nueve horas</textarea>" in desk.text

    form = next(
        f for f in desk.forms() if f.action.endswith("respuestas/devolver") and is_about(f, field.hours_path)
    )
    desk.submit(form, comment="Cuenta bien las nueve horas")
    assert "Respuesta devuelta" in desk.text
    assert office.store.desk.draft(office.read(field.visit_id).happenings[-1].actor) is None


def test_words_typed_without_any_session_come_back_on_the_page(
    new_browser: Callable[[], DeskBrowser], visit_id: str
) -> None:
    browser = new_browser()

    browser.page = browser.client.post(
        f"/escritorio/visitas/{visit_id}/respuestas/devolver", data={"comment": "No me pierdas"}
    )

    assert browser.status == 401
    assert "No me pierdas</textarea>" in browser.text


def test_a_form_without_its_token_changes_nothing(desk: DeskBrowser, field: Field, office: Office) -> None:
    desk.open(f"/escritorio/visitas/{field.visit_id}/revision?ver=todas")
    before = office.read(field.visit_id).state_hash
    form = next(form for form in desk.forms() if form.action.endswith("/respuestas/aceptar"))

    desk.submit(form, csrf="0" * 32)

    assert desk.status == 400
    assert "se abrió en otra sesión" in desk.text
    assert office.read(field.visit_id).state_hash == before


def test_a_refused_form_gives_back_the_words_typed(desk: DeskBrowser, field: Field) -> None:
    desk.open(f"/escritorio/visitas/{field.visit_id}/revision?ver=todas")
    form = next(form for form in desk.forms() if form.action.endswith("/respuestas/devolver"))

    desk.submit(form, csrf="0" * 32, comment="Esto no se pierde")

    assert "Esto no se pierde</textarea>" in desk.text


def test_signing_out_closes_the_session_for_good(desk: DeskBrowser) -> None:
    cookie = desk.client.get_cookie("resguardo_desk")
    assert cookie is not None

    desk.press("Cerrar sesión")
    assert "Cerraste tu sesión" in desk.text

    desk.client.set_cookie("resguardo_desk", cookie.value)
    assert "Entrar al escritorio" in desk.open("/escritorio/")


def test_pages_of_the_desk_are_never_kept_by_a_browser(desk: DeskBrowser, field: Field) -> None:
    for page in DESK_PAGES:
        desk.open("/escritorio/" + page.format(field.visit_id))

        assert desk.page is not None
        assert desk.page.headers["Cache-Control"] == "no-store"
        assert "'unsafe-inline'" not in desk.page.headers["Content-Security-Policy"]
