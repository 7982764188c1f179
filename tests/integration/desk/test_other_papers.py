"""Orders, records, summons, receipt and versions of the acta, issued from the desk."""

from inspection.sync.office import Office
from tests.integration.desk.browser import DeskBrowser
from tests.integration.desk.field_visit import CHILD_NAME, Field
from tests.integration.desk.test_inbox_and_papers import approve


def issued(office: Office, field: Field) -> list[dict]:
    return [dict(h.body) for h in office.read(field.visit_id).happenings if h.type == "document_issued"]


def address(field: Field, kind: str = "") -> str:
    return f"/escritorio/visitas/{field.visit_id}/documentos" + (f"/otro/{kind}" if kind else "")


def test_the_list_says_what_may_leave_and_why_the_rest_may_not(desk: DeskBrowser, field: Field) -> None:
    page = desk.open(address(field))

    assert "Orden de cese inmediato de labores" in page
    assert "no consta una negativa patronal" in page
    assert "Todavía no sale ningún documento de esta visita" in page


def test_the_order_leaves_for_who_must_stop_and_its_file_names_nobody(
    desk: DeskBrowser, field: Field, office: Office
) -> None:
    desk.open(address(field, "cessation_order"))
    desk.press("Emitir", act="issue", minor=field.under_age)

    assert "Documento emitido" in desk.text
    body = issued(office, field)[-1]
    assert body["document"] == "cessation_order" and body["minors"] == [field.under_age]
    desk.open(f"{address(field)}/{body['code']}")
    assert desk.page is not None and desk.page.data.startswith(b"%PDF")
    assert "orden-de-cese-inmediato" in desk.page.headers["Content-Disposition"]
    assert CHILD_NAME not in desk.page.headers["Content-Disposition"]


def test_a_draft_leaves_no_trace(desk: DeskBrowser, field: Field, office: Office) -> None:
    desk.open(address(field, "privacy_notice"))
    form = desk.form("Emitir")

    answer = desk.client.post(form.action, data={**dict(form.fields), "act": "preview"})

    assert answer.data.startswith(b"%PDF") and answer.headers["Content-Disposition"] == "inline"
    assert not issued(office, field)


def test_a_receipt_is_of_a_paper_that_left(desk: DeskBrowser, field: Field, office: Office) -> None:
    desk.open(address(field, "privacy_notice"))
    desk.press("Emitir", act="issue")
    code = issued(office, field)[-1]["code"]

    desk.open(address(field, "receipt"))
    desk.press("Emitir", act="issue", of_code=code)

    assert [body["document"] for body in issued(office, field)] == ["privacy_notice", "receipt"]


def test_a_receipt_of_nothing_is_refused_and_nothing_is_numbered(
    desk: DeskBrowser, field: Field, office: Office
) -> None:
    desk.open(address(field, "privacy_notice"))
    desk.press("Emitir", act="issue")
    desk.open(address(field, "receipt"))
    desk.press("Emitir", act="issue", of_code="NO-EXISTE")

    assert desk.status == 422
    assert "Falta un dato del documento" in desk.text
    assert len(issued(office, field)) == 1


def test_a_paper_without_ground_is_refused_with_its_reason(desk: DeskBrowser, field: Field, office: Office) -> None:
    page = desk.open(address(field, "restriction_record"))
    assert "no consta una restricción" in page

    csrf = dict(desk.form("Cerrar sesión").fields)["csrf"]
    answer = desk.client.post(address(field, "restriction_record"), data={"csrf": csrf, "act": "issue"})
    assert answer.status_code == 409
    assert not issued(office, field)


def test_a_kind_that_does_not_exist_is_not_found(desk: DeskBrowser, field: Field) -> None:
    desk.open(address(field, "invento"))

    assert desk.status == 404


def test_issuing_a_version_of_the_acta_does_not_undo_the_approval(
    desk: DeskBrowser, field: Field, office: Office
) -> None:
    approve(desk, field)
    desk.open(address(field, "employer_acta"))
    desk.press("Emitir", act="issue")

    visit = office.read(field.visit_id)
    assert issued(office, field)[-1]["document"] == "employer_acta"
    assert visit.approved is not None and not visit.approved.later_changes
