"""The commands of papers: issue, sheets, statistics; each writes a PDF, explains itself and overwrites nothing."""

from pathlib import Path

import pikepdf
import pytest

from inspection.cli import main
from inspection.domain.events import minor_key
from inspection.issuing import ACTA
from inspection.store.users import User
from inspection.sync.office import Office
from inspection.web import Settings
from protocols import load_bundle
from tests.factories import make_user, make_visit
from tests.integration.desk.field_visit import Field, record_field_visit
from tests.unit.forms.reading_pdf import words_of
from tests.virtual_tablet import VirtualTablet


@pytest.fixture
def sup(office: Office) -> User:
    return make_user(office, "sofia", name="Sofía Supervisora Inventada", role="supervisor")


@pytest.fixture
def visit_id(office: Office, ana: User) -> str:
    return make_visit(office, ana, bundle=load_bundle("trabajo_infantil/2024_1").data)


@pytest.fixture
def field(tablet: VirtualTablet, visit_id: str) -> Field:
    return record_field_visit(tablet, visit_id, load_bundle("trabajo_infantil/2024_1").data)


@pytest.fixture
def places(settings: Settings) -> list[str]:
    return ["--data", str(settings.data_dir), "--keys", str(settings.keys_dir)]


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 1
    return capsys.readouterr().err


def test_an_order_is_issued_and_written(field, sup, places, tmp_path: Path, office: Office, capsys) -> None:
    target = tmp_path / "orden.pdf"
    key = minor_key(field.under_age)

    rest = [field.visit_id, "--by", "sofia", "--minor", key, "-o", str(target)]
    assert main(["issue", *places, "cessation_order", *rest]) == 0

    body = [h.body for h in office.read(field.visit_id).happenings if h.type == "document_issued"][-1]
    assert body["folio"] in capsys.readouterr().out
    assert key in words_of(target.read_bytes(), tmp_path)


def test_a_refusal_says_what_happened_and_what_to_do(field, sup, places, tmp_path: Path, capsys) -> None:
    rest = [field.visit_id, "--by", "sofia", "-o", str(tmp_path / "x.pdf")]

    assert "Emite el aviso inmediato" in refused(["issue", *places, "referral", *rest], capsys)
    other = [field.visit_id, "--by", "ana", "-o", "x.pdf"]
    assert "no es una persona supervisora" in refused(["issue", *places, ACTA, *other], capsys)
    assert "la visita no tiene a NNA-0000" in refused(
        ["issue", *places, "immediate_notice", *rest, "--minor", "NNA-0000"], capsys
    )
    assert not (tmp_path / "x.pdf").exists()


def test_blank_sheets_are_printed_once_and_never_over_another_file(tmp_path: Path, capsys) -> None:
    target = tmp_path / "hojas.pdf"

    assert main(["sheets", "trabajo_infantil/2024_1", "-o", str(target)]) == 0
    with pikepdf.open(target) as pdf:
        assert len(pdf.pages) > 10
    assert "nada se sobrescribe" in refused(["sheets", "trabajo_infantil/2024_1", "-o", str(target)], capsys)


def test_the_annex_of_a_period_hides_what_is_few(field, places, tmp_path: Path) -> None:
    target = tmp_path / "anexo.pdf"

    assert main(["statistics", *places, "--since", "2025-01-01", "--until", "2030-12-31", "-o", str(target)]) == 0

    words = words_of(target.read_bytes(), tmp_path)
    assert "menos de 5" in words and "Nombre Inventado" not in words
    with pikepdf.open(target) as pdf:
        assert list(pdf.attachments) == ["estadistica.csv"]


def test_two_periods_that_overlap_are_not_both_published(field, places, tmp_path: Path, capsys) -> None:
    """A quarter less two of its months is a month of few: the second is refused, the same again or another is not."""

    def annex(since: str, until: str, name: str) -> list[str]:
        return ["statistics", *places, "--since", since, "--until", until, "-o", str(tmp_path / name)]

    assert main(annex("2027-01-01", "2027-03-31", "a.pdf")) == 0
    for since, until in (("2027-01-01", "2027-02-28"), ("2027-03-31", "2027-06-30"), ("2026-01-01", "2027-12-31")):
        assert "comparte días" in refused(annex(since, until, "b.pdf"), capsys)
    assert not (tmp_path / "b.pdf").exists()
    assert main(annex("2027-04-01", "2027-06-30", "c.pdf")) == 0
    assert main(annex("2027-01-01", "2027-03-31", "d.pdf")) == 0


@pytest.mark.parametrize("name", ["issue", "sheets", "statistics"])
def test_each_explains_itself_in_spanish(name: str, capsys) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    assert "muestra esta ayuda" in capsys.readouterr().out
