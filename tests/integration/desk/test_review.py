"""Reviewing answer by answer: accept, return, settle, approve; and never over somebody else's change."""

from collections.abc import Callable

import pytest

from inspection.domain.review import answers_of
from inspection.store.users import User
from inspection.sync.office import Office
from inspection.web.desk.decisions import NotApprovable, approve
from protocols import load_bundle
from tests.factories import FakeClock, make_user, make_visit
from tests.integration.desk.browser import DeskBrowser, Form
from tests.integration.desk.field_visit import CHILD_NAME, Field, record_field_visit
from tests.virtual_tablet import VirtualTablet


def open_review(desk: DeskBrowser, field: Field, showing: str = "todas") -> str:
    return desk.open(f"/escritorio/visitas/{field.visit_id}/revision?ver={showing}")


def form_for(desk: DeskBrowser, ending: str, path: str) -> Form:
    """Return the form that is about this answer alone."""
    found = [form for form in desk.forms() if form.action.endswith(ending) and is_about(form, path)]
    return min(found, key=lambda form: len(form.fields))


def is_about(form: Form, path: str) -> bool:
    return any(name == "answer" and value.startswith(path + "|") for name, value in form.fields)


def accept_all(desk: DeskBrowser, field: Field) -> None:
    """Accept every answer that waits, step by step, as a supervisor would."""
    while True:
        open_review(desk, field, "espera")
        forms = [form for form in desk.forms() if form.action.endswith("respuestas/aceptar")]
        if not forms:
            return
        desk.submit(max(forms, key=lambda form: len(form.fields)))


def take_charge(desk: DeskBrowser) -> None:
    desk.open("/escritorio/")
    while any("Me hago cargo" in form.words for form in desk.forms()):
        desk.press("Me hago cargo")


def test_every_answer_shows_its_words_source_author_and_law(desk: DeskBrowser, field: Field) -> None:
    page = open_review(desk, field)

    assert "9 h" in page
    assert "dicho por ella o él" in page
    assert "Ana Inventada" in page
    assert "confirmado" in page


def test_accepting_an_answer_counts_it_and_moves_on(desk: DeskBrowser, field: Field, office: Office) -> None:
    open_review(desk, field)

    desk.submit(form_for(desk, "respuestas/aceptar", field.hours_path))

    assert "Respuesta aceptada" in desk.text
    assert answers_of(office.read(field.visit_id))[field.hours_path].standing == "accepted"


def test_a_comment_reaches_the_tablet_is_answered_there_and_the_answer_reaches_the_desk(
    desk: DeskBrowser, field: Field, tablet: VirtualTablet
) -> None:
    open_review(desk, field)
    desk.submit(form_for(desk, "respuestas/devolver", field.hours_path), comment="¿Con descanso o sin él?")

    tablet.pull()
    returned = [h for h in tablet.read(field.visit_id).happenings if h.type == "answer_returned"]
    assert [h.opened["text"] for h in returned] == ["¿Con descanso o sin él?"]
    body = {"path": field.hours_path, "comment_id": returned[0].body["comment_id"]}
    tablet.write(field.visit_id, "comment_answered", body, sealed={"text": "Sin contar la comida"})
    tablet.push(field.visit_id)

    page = open_review(desk, field, "espera")
    assert "Sin contar la comida" in page
    assert "Contestada: espera tu decisión" in page


def test_returning_without_words_is_refused(desk: DeskBrowser, field: Field, office: Office) -> None:
    open_review(desk, field)

    desk.submit(form_for(desk, "respuestas/devolver", field.hours_path), comment="   ")

    assert "hace falta decir qué aclarar" in desk.text
    assert answers_of(office.read(field.visit_id))[field.hours_path].standing == "waiting"


def test_an_answer_corrected_after_the_comment_waits_again(
    desk: DeskBrowser, field: Field, tablet: VirtualTablet, office: Office
) -> None:
    open_review(desk, field)
    desk.submit(form_for(desk, "respuestas/devolver", field.hours_path), comment="Revisa")
    tablet.pull()
    tablet.set_answer(field.visit_id, field.hours_path, 510, src="child")
    tablet.push(field.visit_id)

    page = open_review(desk, field, "espera")

    assert "Corregida después de tu comentario" in page
    assert "8 h 30 min" in page


def test_a_stale_form_shows_what_changed_keeps_the_words_and_writes_nothing(
    desk: DeskBrowser, field: Field, tablet: VirtualTablet, office: Office
) -> None:
    open_review(desk, field)
    form = form_for(desk, "respuestas/devolver", field.hours_path)
    tablet.set_answer(field.visit_id, field.hours_path, 510, src="child")
    tablet.push(field.visit_id)
    before = office.read(field.visit_id).state_hash

    page = desk.submit(form, comment="Ya lo escribí")

    assert desk.status == 409
    assert "La visita cambió mientras la leías" in page
    assert "Cambió «" in page
    assert "Ya lo escribí</textarea>" in page
    assert office.read(field.visit_id).state_hash == before


def test_a_conflict_is_shown_side_by_side_and_settled_by_name(
    desk: DeskBrowser,
    field: Field,
    new_tablet: Callable[..., VirtualTablet],
    tablet: VirtualTablet,
    office: Office,
    marisol: User,
) -> None:
    other = new_tablet("ana", seed="2")
    other.pull()
    other.set_answer(field.visit_id, field.hours_path, 300, src="employer")
    tablet.set_answer(field.visit_id, field.hours_path, 510, src="child")
    other.push(field.visit_id)
    tablet.push(field.visit_id)

    page = open_review(desk, field)
    assert "8 h 30 min" in page and "5 h" in page
    kept = office.read(field.visit_id).answers[field.hours_path]
    keep = next(head.ref for head in kept if head.value["v"] == 510)
    desk.submit(form_for(desk, "respuestas/resolver", field.hours_path), keep=keep)

    visit = office.read(field.visit_id)
    assert visit.value(field.hours_path) == {"v": 510, "src": "child"}
    assert visit.answers[field.hours_path][0].actor == marisol.user_id
    assert answers_of(visit)[field.hours_path].standing == "accepted"


def test_approval_says_what_is_missing_until_nothing_is(
    desk: DeskBrowser, field: Field, office: Office
) -> None:
    page = open_review(desk, field)
    assert "Todavía no puedes aprobar" in page
    assert "que nadie ha tomado a su cargo" in page
    assert "Aprobar la visita" not in page

    take_charge(desk)
    accept_all(desk, field)
    open_review(desk, field)
    desk.press("Aprobar la visita")

    approved = office.read(field.visit_id).approved
    assert approved is not None and not approved.later_changes
    assert "Aprobada por Marisol Inventada" in desk.text


def test_what_arrives_after_approval_is_said(
    desk: DeskBrowser, field: Field, tablet: VirtualTablet, clock: FakeClock
) -> None:
    take_charge(desk)
    accept_all(desk, field)
    open_review(desk, field)
    desk.press("Aprobar la visita")
    clock.pass_seconds(60)
    tablet.set_answer(field.visit_id, field.hours_path, 500, src="child")
    tablet.push(field.visit_id)

    assert "Aprobadas, con cambios posteriores" in desk.open("/escritorio/")
    assert "Cambió «" in open_review(desk, field)


def test_a_stale_approval_is_not_kept(
    desk: DeskBrowser, field: Field, tablet: VirtualTablet, office: Office
) -> None:
    take_charge(desk)
    accept_all(desk, field)
    open_review(desk, field)
    form = desk.form("Aprobar la visita")
    tablet.take_action(field.visit_id, field.under_age, "immediate_notice", note="por teléfono")
    tablet.push(field.visit_id)

    page = desk.submit(form)

    assert desk.status == 409
    assert "Ana Inventada registró una acción de protección" in page
    assert office.read(field.visit_id).approved is None


def test_nobody_approves_their_own_visit(
    new_browser: Callable[[], DeskBrowser],
    office: Office,
    ana: User,
    new_tablet: Callable[..., VirtualTablet],
) -> None:
    bundle = load_bundle("trabajo_infantil/2024_1").data
    rosa = make_user(office, "rosa", role="supervisor")
    visit_id, tablet = make_visit(office, ana, rosa, bundle=bundle), new_tablet("ana")
    tablet.pull()
    field = record_field_visit(tablet, visit_id, bundle)
    browser = new_browser()
    browser.sign_in("rosa")
    take_charge(browser)
    accept_all(browser, field)

    page = open_review(browser, field)

    assert "Esta visita es tuya" in page
    assert "Aprobar la visita" not in page
    with pytest.raises(NotApprovable):
        approve(office, visit_id, rosa.user_id, office.read(visit_id).state_hash, seen={})


def test_reading_a_minors_page_is_written_in_the_access_log(
    desk: DeskBrowser, field: Field, office: Office, marisol: User
) -> None:
    page = desk.open(f"/escritorio/visitas/{field.visit_id}/personas/{field.under_age.partition(':')[2]}")

    assert CHILD_NAME in page
    last = office.store.desk.readings(field.visit_id)[-1]
    assert (last.user_id, last.page, last.minors) == (marisol.user_id, "minor", (field.under_age,))


def test_no_minors_name_stands_where_it_should_not(desk: DeskBrowser, field: Field) -> None:
    visit = desk.open(f"/escritorio/visitas/{field.visit_id}")
    assert CHILD_NAME not in visit
    for page in ("", "/acta", "/documentos", "/cuarentena"):
        assert CHILD_NAME not in desk.open(f"/escritorio/visitas/{field.visit_id}{page}")
    assert CHILD_NAME not in desk.open("/escritorio/")
    page = desk.open(f"/escritorio/visitas/{field.visit_id}/personas/{field.under_age.partition(':')[2]}")
    assert CHILD_NAME not in page.partition("</title>")[0]
