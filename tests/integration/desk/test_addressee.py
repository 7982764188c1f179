"""An authority whose name nobody checked is printed by its generic name until a named person confirms it."""

from inspection.documents import notice_document
from inspection.issuing import confirmed_authorities, issue_notice, office_data
from inspection.store.users import User
from inspection.sync.office import Office
from protocols import load_bundle
from tests.integration.desk.browser import DeskBrowser
from tests.integration.desk.field_visit import Field
from tests.unit.documents import act_story

NAME = "Procuraduría para la Protección de Niñas, Niños y Adolescentes de Baja California (inventada)"


def addressee(office: Office, field: Field):
    bundle = load_bundle("trabajo_infantil/2024_1").data
    return notice_document(
        office.read(field.visit_id),
        bundle,
        minors=[field.under_age],
        registration=act_story.REGISTRATION,
        office=office_data(office, ""),
    ).addressee


def open_step(desk: DeskBrowser, field: Field) -> str:
    return desk.open(f"/escritorio/visitas/{field.visit_id}/documentos/aviso")


def test_until_somebody_confirms_the_paper_carries_the_generic_name_and_a_caution(
    desk: DeskBrowser, field: Field, office: Office
) -> None:
    assert "no se ha visto en una fuente oficial" in open_step(desk, field)
    assert addressee(office, field).caution


def test_a_confirmed_name_is_printed_and_says_who_confirmed_it(
    desk: DeskBrowser, field: Field, office: Office
) -> None:
    open_step(desk, field)
    desk.press("Confirmar nombre", name=NAME, address="Calle Inventada 1", source="Ley del estado", checked="yes")

    assert "Nombre confirmado" in desk.text and "Confirmó Marisol Inventada" in desk.text
    to = addressee(office, field)
    assert (to.office, to.address, to.caution) == (NAME, "Calle Inventada 1", "")
    assert confirmed_authorities(office)[0].source == "Ley del estado"


def test_a_later_confirmation_takes_the_place_of_the_first(desk: DeskBrowser, field: Field, office: Office) -> None:
    for name in ("Una procuraduría", NAME):
        open_step(desk, field)
        desk.press("Confirmar nombre", name=name, source="Oficio", checked="yes")

    assert [one.name for one in confirmed_authorities(office)] == [NAME]


def test_without_a_person_who_says_she_checked_nothing_is_kept(
    desk: DeskBrowser, field: Field, office: Office
) -> None:
    open_step(desk, field)
    desk.press("Confirmar nombre", name=NAME, source="Oficio")

    assert desk.status == 422
    assert "siguen saliendo con el nombre genérico" in desk.text
    assert not confirmed_authorities(office)


def test_a_confirmation_is_evidence_who_when_and_from_which_source_in_each_case(
    desk: DeskBrowser, field: Field, office: Office, marisol: User
) -> None:
    for name, source in (("Una procuraduría", "Por teléfono"), (NAME, "Ley del estado")):
        open_step(desk, field)
        desk.press("Confirmar nombre", name=name, source=source, checked="yes")
    issued = issue_notice(office, field.visit_id, [field.under_age], marisol.user_id, office.clock())

    visit = office.read(field.visit_id)
    first, last = [h for h in visit.happenings if h.type == "authority_confirmed"]
    assert (first.opened["name"], first.opened["source"]) == ("Una procuraduría", "Por teléfono")
    assert (last.opened["name"], last.opened["by"], last.body["actor"]) == (NAME, "Marisol Inventada", marisol.user_id)
    assert last.opened["on"] and NAME not in str(dict(last.body))
    paper = next(h for h in visit.happenings if h.type == "document_issued" and h.body["code"] == issued.code)
    assert paper.opened["addressee"] == NAME and paper.opened["confirmed_source"] == "Ley del estado"
    assert paper.opened["confirmed_by"] == "Marisol Inventada"


def test_confirming_a_name_is_no_change_of_the_visit_after_its_closing(
    desk: DeskBrowser, field: Field, office: Office
) -> None:
    before = office.read(field.visit_id).closure
    open_step(desk, field)
    desk.press("Confirmar nombre", name=NAME, source="Ley del estado", checked="yes")

    assert office.read(field.visit_id).closure == before
