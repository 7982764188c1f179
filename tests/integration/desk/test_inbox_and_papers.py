"""The urgent finding on top, the notice before any review, the referral only after approval."""

from collections.abc import Callable

from inspection.store.users import User
from inspection.sync.office import Office
from tests.factories import FakeClock, make_photo
from tests.integration.desk.browser import DeskBrowser
from tests.integration.desk.field_visit import CHILD_NAME, Field
from tests.integration.desk.test_review import accept_all, open_review, take_charge
from tests.virtual_tablet import VirtualTablet


def approve(desk: DeskBrowser, field: Field) -> None:
    take_charge(desk)
    accept_all(desk, field)
    open_review(desk, field)
    desk.press("Aprobar la visita")


def test_the_urgent_finding_stands_on_top_with_the_time_since_detection(
    desk: DeskBrowser, field: Field
) -> None:
    page = desk.open("/escritorio/")

    assert page.index("Urgente, sin atender") < page.index("Por revisar")
    assert "20 min" in page and "desde la detección" in page
    assert "Emitir aviso inmediato" in page


def test_a_named_person_takes_charge_of_it(
    desk: DeskBrowser, field: Field, office: Office, marisol: User
) -> None:
    take_charge(desk)

    assert "Urgente, sin atender" not in desk.open("/escritorio/")
    assert {seen.alarm.acknowledged_by for seen in office.alarms()} == {marisol.user_id}
    assert "Falta el aviso inmediato" in desk.text


def test_an_urgent_packet_without_a_known_visit_is_seen_and_taken_charge_of(
    desk: DeskBrowser, new_tablet: Callable[..., VirtualTablet], ana: User
) -> None:
    tablet = new_tablet("ana")
    assert tablet.raise_urgent(place="Camino a Ejido Inventado", reason=3).status == 200

    page = desk.open("/escritorio/")
    assert "Peligro inminente" in page
    assert "Camino a Ejido Inventado" in page

    take_charge(desk)
    assert "Urgente, sin atender" not in desk.open("/escritorio/")


def test_an_empty_inbox_says_what_will_come(desk: DeskBrowser) -> None:
    assert "Aún no hay visitas" in desk.open("/escritorio/")


def test_the_immediate_notice_leaves_before_any_review(
    desk: DeskBrowser, field: Field, office: Office
) -> None:
    desk.open(f"/escritorio/visitas/{field.visit_id}/documentos/aviso")

    desk.press("Emitir aviso inmediato", act="issue", minor=field.under_age)

    assert "Aviso inmediato emitido" in desk.text
    issued = [h for h in office.read(field.visit_id).happenings if h.type == "document_issued"]
    assert [h.body["minors"] for h in issued] == [[field.under_age]]
    desk.open(f"/escritorio/visitas/{field.visit_id}/documentos/{issued[0].body['code']}")
    assert desk.page is not None
    assert desk.page.data.startswith(b"%PDF")
    name = desk.page.headers["Content-Disposition"]
    assert "aviso-inmediato" in name and "Inventado" not in name


def test_a_draft_of_the_notice_is_shown_and_leaves_no_trace(
    desk: DeskBrowser, field: Field, office: Office
) -> None:
    desk.open(f"/escritorio/visitas/{field.visit_id}/documentos/aviso")
    before = office.read(field.visit_id).state_hash
    form = desk.form("Emitir aviso inmediato")

    data = {**dict(form.fields), "act": "preview", "minor": field.under_age}
    answer = desk.client.post(form.action, data=data)

    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == "inline"
    assert office.read(field.visit_id).state_hash == before


def test_a_referral_asked_before_approval_is_refused_and_offers_the_notice(
    desk: DeskBrowser, field: Field, office: Office
) -> None:
    address = f"/escritorio/visitas/{field.visit_id}/documentos/oficio"
    page = desk.open(address)
    assert "sale de una visita aprobada" in page
    assert "Emitir aviso inmediato" in page

    csrf = dict(desk.form("Cerrar sesión").fields)["csrf"]
    answer = desk.client.post(address, data={"csrf": csrf, "act": "issue", "minor": field.under_age})
    assert answer.status_code == 409
    assert "Emitir aviso inmediato" in answer.get_data(as_text=True)
    assert not [h for h in office.read(field.visit_id).happenings if h.type == "document_issued"]


def test_the_referral_leaves_from_an_approved_visit(desk: DeskBrowser, field: Field, office: Office) -> None:
    approve(desk, field)
    desk.open(f"/escritorio/visitas/{field.visit_id}/documentos/oficio")

    desk.press("Emitir oficio de canalización", act="issue", minor=field.under_age)

    assert "Oficio de canalización emitido" in desk.text
    visit = office.read(field.visit_id)
    assert visit.approved is not None and not visit.approved.later_changes
    issued = [h for h in visit.happenings if h.type == "document_issued"]
    assert issued[-1].body["sha256"] in desk.text
    assert CHILD_NAME not in desk.text


def test_a_paper_that_names_nobody_is_refused(desk: DeskBrowser, field: Field) -> None:
    desk.open(f"/escritorio/visitas/{field.visit_id}/documentos/aviso")

    desk.press("Emitir aviso inmediato", act="issue", minor=[])

    assert desk.status == 422
    assert "No elegiste de quién habla" in desk.text


def test_the_acta_shows_text_hash_signature_and_refusal(desk: DeskBrowser, field: Field) -> None:
    page = desk.open(f"/escritorio/visitas/{field.visit_id}/acta")

    assert "ACTA DE INSPECCIÓN" in page
    assert "Se negó a firmar" in page and "No quiso decir por qué" in page
    assert "<polyline" in page
    assert "No sabe firmar" in page and "A su ruego firmó Marta Ruego Fingida (su hija)" in page
    assert page.count("Se negó a firmar") == 1


def test_the_acta_is_issued_once_and_downloaded(desk: DeskBrowser, field: Field) -> None:
    desk.open(f"/escritorio/visitas/{field.visit_id}/documentos")
    desk.press("Emitir acta en PDF")

    assert "Acta emitida en PDF" in desk.text
    assert "Descargar acta en PDF" in desk.text


def test_a_photo_is_opened_on_the_fly_for_the_desk_alone(
    desk: DeskBrowser, field: Field, tablet: VirtualTablet, office: Office
) -> None:
    data = make_photo(9_000)
    name = tablet.add_photo(field.visit_id, data)
    tablet.push(field.visit_id)
    assert "no ha llegado completa" in desk.open(f"/escritorio/visitas/{field.visit_id}")

    assert tablet.send_file(field.visit_id, name, data).status == 200
    photo = next(e for e in office.read(field.visit_id).entities.values() if e.kind == "photo")
    desk.open(f"/escritorio/visitas/{field.visit_id}/fotos/{photo.entity.partition(':')[2]}")

    assert desk.page is not None
    assert desk.page.data == data
    assert desk.page.headers["Cache-Control"] == "no-store"


def test_quarantined_records_are_seen_and_can_be_released(
    desk: DeskBrowser, field: Field, new_tablet: Callable[..., VirtualTablet], luis: User, office: Office
) -> None:
    stranger = new_tablet("luis")
    stranger.write(
        field.visit_id, "answer_set", {"path": field.hours_path, "value": {"v": 1}, "supersedes": []}
    )
    outcomes = stranger.push(field.visit_id)
    assert [one["outcome"] for one in outcomes] == ["quarantined"]

    assert "1 en cuarentena" in desk.open("/escritorio/")
    page = desk.open(f"/escritorio/visitas/{field.visit_id}/cuarentena")
    assert "no tiene asignada esta visita" in page
    desk.press("Incorporar a la visita")

    assert not office.read(field.visit_id).quarantined


def test_a_visit_that_is_not_there_says_so(desk: DeskBrowser, clock: FakeClock) -> None:
    page = desk.open("/escritorio/visitas/" + "0" * 31 + "1")

    assert desk.status == 404
    assert "Qué pasó" in page and "Qué hacer" in page
