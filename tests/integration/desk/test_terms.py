"""The visit's page says which terms run, until when, and on which article."""

from inspection.sync.office import Office
from protocols import load_bundle
from tests.factories import FakeClock
from tests.integration.desk.browser import DeskBrowser
from tests.integration.desk.field_visit import Field, Recorder
from tests.virtual_tablet import VirtualTablet

DAY = 24 * 60 * 60
BUNDLE = load_bundle("trabajo_infantil/2024_1").data


def ordered_by(authority: str, tablet: VirtualTablet, field: Field) -> None:
    Recorder(tablet, field.visit_id, BUNDLE).answer("visit", "authority", authority)
    tablet.push(field.visit_id)


def terms(desk: DeskBrowser, field: Field) -> str:
    page = desk.open(f"/escritorio/visitas/{field.visit_id}")
    return page.partition('id="plazos"')[2].partition("</section>")[0]


def test_the_terms_of_a_federal_acta_have_their_last_day(
    desk: DeskBrowser, field: Field, tablet: VirtualTablet
) -> None:
    ordered_by("federal", tablet, field)

    page = terms(desk, field)

    assert "Observaciones y pruebas sobre el acta" in page and "Hasta el 27 nov 2025" in page
    assert "5 días hábiles desde el día del acta." in page and "LFPA 68; LFPA 28" in page
    assert "Entregar el acta a la superioridad" in page and "Hasta el 26 nov 2025" in page
    assert page.count("por validar") == 1, "only the term of the regulation, whose text was not read"
    assert "Informe detallado" not in page, "nothing was restricted"


def test_a_term_that_cannot_be_counted_says_why(desk: DeskBrowser, field: Field) -> None:
    assert "Sin contar: falta saber qué autoridad ordena" in terms(desk, field)


def test_a_term_of_the_state_is_shown_as_not_validated(desk: DeskBrowser, field: Field, tablet: VirtualTablet) -> None:
    ordered_by("local", tablet, field)

    assert terms(desk, field).count("por validar") == 2


def test_a_term_past_its_last_day_is_said(
    desk: DeskBrowser, field: Field, tablet: VirtualTablet, clock: FakeClock
) -> None:
    ordered_by("federal", tablet, field)
    clock.pass_seconds(5 * DAY)  # 27 November: the last day still runs
    desk.sign_in("marisol")
    assert terms(desk, field).count("Venció") == 1

    clock.pass_seconds(DAY)
    desk.sign_in("marisol")
    assert terms(desk, field).count("Venció") == 2


def test_the_notice_runs_until_it_is_issued(desk: DeskBrowser, field: Field, office: Office) -> None:
    assert "De inmediato; corre desde hace" in terms(desk, field)

    for minor in (field.under_age, field.permitted):
        desk.open(f"/escritorio/visitas/{field.visit_id}/documentos/aviso")
        desk.press("Emitir aviso inmediato", act="issue", minor=minor)

    assert "Hecho" in terms(desk, field)
