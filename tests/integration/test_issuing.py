"""Papers that leave: numbered once, kept encrypted, written in the log, and never before their time."""

import io
from collections.abc import Callable

import pikepdf
import pytest

from forms.documents import Document
from inspection.documents import OfficeData
from inspection.domain.canonical import sha256_hex
from inspection.issuing import core, draw, issue_acta, issue_notice, issue_referral, read_document, set_office_data
from inspection.store.users import User
from inspection.sync.office import Office
from inspection.sync.refusals import Refused
from inspection.web import Settings, open_office
from inspection.web.errors import SENTENCES
from protocols import load_bundle
from tests.factories import make_user, make_visit
from tests.unit.documents import story
from tests.virtual_tablet import VirtualTablet

NAME = "Tomás Zacarías Imaginado"


@pytest.fixture
def sup(office: Office) -> User:
    return make_user(office, "sofia", name="Sofía Supervisora Inventada", role="supervisor")


@pytest.fixture
def found(office: Office, ana: User, new_tablet: Callable[..., VirtualTablet]) -> tuple[str, str]:
    """A visit with one minor of 13, synced: (visit id, minor)."""
    visit_id = make_visit(office, ana, bundle=load_bundle("trabajo_infantil/2024_1").data)
    tablet = new_tablet("ana")
    tablet.pull()
    minor = tablet.add_minor(visit_id)
    for role, value in {
        "minor_name": NAME,
        "said_age": 13,
        "work_status": "trabaja",
        "directed_by": "patron",
    }.items():
        tablet.set_answer(visit_id, f"{minor}/{story.code(role, 'minor')}", value, src="child")
    tablet.push(visit_id)
    return visit_id, minor


def approve(office: Office, visit_id: str, sup: User) -> None:
    body = {"entity": "visit", "state_hash": office.read(visit_id).state_hash}
    office.append(visit_id, "visit_approved", body, actor=sup.user_id)


def test_a_notice_leaves_before_any_review(office, found, sup) -> None:
    visit_id, minor = found

    issued = issue_notice(office, visit_id, [minor], sup.user_id, office.clock())

    name, pdf = read_document(office, visit_id, issued.code)
    event = next(h for h in office.read(visit_id).happenings if h.type == "document_issued")
    assert pdf.startswith(b"%PDF-1.7") and sha256_hex(pdf) == issued.sha256 == event.body["sha256"]
    assert event.body["minors"] == [minor] and event.actor == sup.user_id
    assert name == f"aviso-inmediato-{issued.folio.replace('/', '-')}.pdf"


def test_while_a_paper_is_drawn_others_write_and_a_number_taken_meanwhile_is_not_taken_twice(
    office, found, sup, settings: Settings, monkeypatch
) -> None:
    visit_id, minor = found
    turns: list[str] = []

    def meanwhile(document: Document) -> bytes:
        if not turns:
            turns.append(document.registration.folio)
            other = open_office(settings)
            monkeypatch.setattr(core, "draw", draw)
            turns.append(issue_notice(other, visit_id, [minor], sup.user_id, office.clock()).folio)
            monkeypatch.setattr(core, "draw", meanwhile)
            other.store.close()
        return draw(document)

    monkeypatch.setattr(core, "draw", meanwhile)
    issued = issue_notice(office, visit_id, [minor], sup.user_id, office.clock())

    assert turns[0] == turns[1] and issued.folio != turns[1]
    assert [folio.split("/")[-2] for folio in (turns[1], issued.folio)] == ["00001", "00002"]
    with pikepdf.open(io.BytesIO(read_document(office, visit_id, issued.code)[1])) as pdf:
        assert issued.folio in str(pdf.docinfo["/Title"])


def test_an_ordinary_oficio_of_an_unapproved_visit_is_refused_and_the_notice_offered(office, found, sup) -> None:
    visit_id, minor = found

    with pytest.raises(Refused) as refusal:
        issue_referral(office, visit_id, [minor], sup.user_id, office.clock())

    assert refusal.value.code == "visit_not_approved"
    assert "aviso inmediato" in str(SENTENCES[refusal.value.code])
    assert not [h for h in office.read(visit_id).happenings if h.type == "document_issued"]


def test_an_approved_visit_gives_the_oficio_and_issuing_does_not_undo_the_approval(office, found, sup) -> None:
    visit_id, minor = found
    issue_notice(office, visit_id, [minor], sup.user_id, office.clock())
    approve(office, visit_id, sup)

    first = issue_referral(office, visit_id, [minor], sup.user_id, office.clock())
    second = issue_referral(office, visit_id, [minor], sup.user_id, office.clock())

    assert first.folio != second.folio and first.code != second.code
    assert first.folio.split("/")[-2] == "00001" and second.folio.split("/")[-2] == "00002"


def test_what_changed_after_approval_is_reviewed_again(office, found, sup, new_tablet) -> None:
    visit_id, minor = found
    approve(office, visit_id, sup)
    office.set_answer(visit_id, f"{minor}/{story.code('said_age', 'minor')}", {"v": 15}, actor=sup.user_id)

    with pytest.raises(Refused, match="visit_changed_after_approval"):
        issue_referral(office, visit_id, [minor], sup.user_id, office.clock())


def test_the_kept_file_tells_nothing_on_disk(office, found, sup, settings) -> None:
    visit_id, minor = found
    issued = issue_notice(office, visit_id, [minor], sup.user_id, office.clock())

    on_disk = [path for path in settings.data_dir.rglob("*") if path.is_file()]
    assert issued.file
    for path in on_disk:
        data = path.read_bytes()
        assert b"%PDF" not in data and "Zacarías".encode() not in data, path
        assert "Zacarías" not in str(path)


def test_the_office_of_the_installation_stands_in_the_folio(office, found, sup) -> None:
    visit_id, minor = found
    set_office_data(office, OfficeData("Verónica Supuesta", series="ORFT-BC"), "https://example.org/verificar")

    issued = issue_notice(office, visit_id, [minor], sup.user_id, office.clock())

    assert issued.folio.startswith("ORFT-BC/AVI/00001/")


@pytest.mark.parametrize(
    ("minors", "code"),
    [([], "minors_missing"), (["minor:" + "9" * 32], "minor_unknown"), (["visit"], "minor_unknown")],
)
def test_a_paper_about_nobody_is_refused_with_a_sentence(office, found, sup, minors, code) -> None:
    with pytest.raises(Refused) as refusal:
        issue_notice(office, found[0], minors, sup.user_id, office.clock())

    assert refusal.value.code == code and code in SENTENCES


def test_an_open_acta_has_no_paper(office, found, sup) -> None:
    with pytest.raises(Refused, match="acta_not_closed"):
        issue_acta(office, found[0], sup.user_id, office.clock())


def test_an_unknown_code_opens_nothing(office, found) -> None:
    with pytest.raises(Refused, match="document_unknown"):
        read_document(office, found[0], "0000-0000-0000-0000")
