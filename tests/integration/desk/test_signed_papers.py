"""What comes back signed, what is left without effect, and what a stranger may verify."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from PIL import Image

from forms.signing import load_credential, sign_paper
from inspection.cli import main
from inspection.domain.canonical import sha256_hex
from inspection.issuing import (
    accept_signed,
    issue_act,
    issue_notice,
    issue_referral,
    read_document,
    read_signed,
    revoke_document,
)
from inspection.store.users import User
from inspection.sync.office import Office
from inspection.sync.projections import rebuild
from inspection.sync.refusals import Refused
from tests.factories import FakeClock
from tests.integration.desk.browser import DeskBrowser
from tests.integration.desk.field_visit import CHILD_NAME, Field
from tests.integration.desk.test_inbox_and_papers import approve
from tests.unit.forms import efirma


@pytest.fixture
def issued(office: Office, field: Field, visit_id: str, marisol: User, clock: FakeClock):
    minor = next(entity for entity in office.read(visit_id).entities if entity.startswith("minor:"))
    return issue_notice(office, visit_id, [minor], marisol.user_id, clock())


def sign(pdf: bytes) -> bytes:
    own = load_credential(efirma.make_certificate(), efirma.make_key(), efirma.PASSWORD, efirma.NOW)
    return sign_paper(pdf, own, legend="Vale como la autógrafa.", post="", signed_at=efirma.NOW).pdf


def scan() -> bytes:
    out = io.BytesIO()
    Image.new("L", (40, 60), 255).save(out, "PNG")
    return out.getvalue()


def test_a_paper_signed_with_efirma_is_taken_and_given_back(
    office: Office, issued, visit_id: str, marisol: User
) -> None:
    signed = sign(read_document(office, visit_id, issued.code)[1])

    accepted = accept_signed(office, visit_id, issued.code, signed, marisol.user_id)

    assert (accepted.manner, accepted.trusted) == ("efirma", None)
    name, kind, data = read_signed(office, visit_id, issued.code)
    assert data == signed
    assert name.endswith("-firmado.pdf") and kind == "application/pdf"


def test_the_scan_of_a_paper_signed_by_hand_is_taken(office: Office, issued, visit_id: str, marisol: User) -> None:
    assert accept_signed(office, visit_id, issued.code, scan(), marisol.user_id).manner == "autograph"
    assert read_signed(office, visit_id, issued.code)[0].endswith(".png")


def test_the_signature_of_another_paper_is_refused(
    office: Office, issued, visit_id: str, marisol: User, clock: FakeClock
) -> None:
    minor = next(entity for entity in office.read(visit_id).entities if entity.startswith("minor:"))
    other = issue_notice(office, visit_id, [minor], marisol.user_id, clock())
    signed = sign(read_document(office, visit_id, other.code)[1])

    with pytest.raises(Refused) as refused:
        accept_signed(office, visit_id, issued.code, signed, marisol.user_id)

    assert refused.value.code == "signature_refused"


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("signed_file_unsigned", lambda pdf: pdf),
        ("signed_file_kind", lambda _: b"MZ\x90\x00"),
        ("signature_refused", lambda pdf: sign(pdf).replace(b"/Type", b"/Tipe", 1)),
    ],
)
def test_what_is_no_signed_file_is_refused_and_not_kept(
    office: Office, issued, visit_id: str, marisol: User, code: str, make: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(Refused) as refused:
        accept_signed(office, visit_id, issued.code, make(read_document(office, visit_id, issued.code)[1]), "x")

    assert refused.value.code == code
    assert office.store.evidence.paper(issued.code).signed == ()


def test_a_stranger_verifies_a_code_and_learns_nothing_of_anybody(
    client: FlaskClient, issued, office: Office, visit_id: str
) -> None:
    page = client.get(f"/verificar/{issued.code.lower().replace('-', '')}")

    text = page.get_data(as_text=True)
    assert page.status_code == 200
    for said in ("Código auténtico", "Secretaría del Trabajo", issued.folio, issued.sha256):
        assert said in text
    assert CHILD_NAME not in text and visit_id not in text and "NNA-" not in text


def test_an_unknown_code_is_said_to_be_unknown(client: FlaskClient) -> None:
    page = client.get("/verificar/0000-0000-0000-0000")

    assert page.status_code == 404
    assert "no emitió" in page.get_data(as_text=True)


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "../../etc/passwd", "'; DROP TABLE paper;--", "ñ" * 99]
)
def test_hostile_codes_are_only_unknown(client: FlaskClient, typed: str) -> None:
    page = client.get("/verificar/", query_string={"codigo": typed}, follow_redirects=True)

    assert page.status_code in (200, 404)
    assert "<script>alert" not in page.get_data(as_text=True)


def test_a_paper_without_effect_says_so_and_takes_no_signature(
    client: FlaskClient, office: Office, issued, visit_id: str, marisol: User
) -> None:
    revoke_document(office, visit_id, issued.code, "Tenía mal el lugar.", marisol.user_id)

    text = client.get(f"/verificar/{issued.code}").get_data(as_text=True)
    assert "Documento sin efectos" in text
    assert "Tenía mal" not in text
    with pytest.raises(Refused, match="document_revoked"):
        accept_signed(office, visit_id, issued.code, scan(), marisol.user_id)


def test_what_verification_knows_is_rebuilt_from_the_log(office: Office, issued, visit_id: str, marisol: User) -> None:
    accept_signed(office, visit_id, issued.code, scan(), marisol.user_id)
    revoke_document(office, visit_id, issued.code, "Otra.", marisol.user_id)
    before = office.store.evidence.paper(issued.code)

    rebuild(office.store)

    assert office.store.evidence.paper(issued.code) == before
    assert len(before.signed) == 1 and before.revoked_at is not None


def test_the_desk_takes_the_file_and_shows_who_brought_it(desk: DeskBrowser, issued, visit_id: str) -> None:
    desk.open(f"/escritorio/visitas/{visit_id}/documentos")
    token = next(value for form in desk.forms() for name, value in form.fields if name == "csrf")
    address = f"/escritorio/visitas/{visit_id}/documentos/{issued.code}/firmado"

    answer = desk.client.post(
        address, data={"csrf": token, "file": (io.BytesIO(scan()), "escaneo.png")}, follow_redirects=True
    )

    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Escaneo guardado" in text and "Escaneo del papel firmado a mano" in text


def test_a_scan_of_twenty_megabytes_is_taken_and_a_stranger_may_not_send_one(
    desk: DeskBrowser, client: FlaskClient, issued, visit_id: str
) -> None:
    desk.open(f"/escritorio/visitas/{visit_id}/documentos")
    token = next(value for form in desk.forms() for name, value in form.fields if name == "csrf")
    address = f"/escritorio/visitas/{visit_id}/documentos/{issued.code}/firmado"
    big = scan() + bytes(20 * 1024 * 1024)

    assert client.post(address, data={"file": (io.BytesIO(scan()), "a.png")}).status_code in (302, 303, 401, 403)
    taken = desk.client.post(address, data={"csrf": token, "file": (io.BytesIO(big), "escaneo.png")})
    taken.request.environ["wsgi.input"].close()  # the test client leaves its own temporary file open
    assert taken.status_code == 303


def test_a_signature_that_comes_back_is_no_change_after_approval(
    desk: DeskBrowser, field: Field, office: Office, visit_id: str, marisol: User, clock: FakeClock
) -> None:
    approve(desk, field)
    minor = next(entity for entity in office.read(visit_id).entities if entity.startswith("minor:"))
    issued = issue_referral(office, visit_id, [minor], marisol.user_id, clock())

    accept_signed(office, visit_id, issued.code, scan(), marisol.user_id)
    revoke_document(office, visit_id, issued.code, "Otra.", marisol.user_id)

    assert not office.read(visit_id).approved.later_changes


def test_the_desk_says_whether_the_authority_of_the_signature_is_trusted(
    office: Office, issued, visit_id: str, marisol: User, desk: DeskBrowser, tmp_path, settings, capsys
) -> None:
    places = ["--data", str(settings.data_dir), "--keys", str(settings.keys_dir)]
    signed = sign(read_document(office, visit_id, issued.code)[1])
    (tmp_path / "otra.cer").write_bytes(efirma.authority("other"))
    (tmp_path / "ac.cer").write_bytes(efirma.authority())

    assert main(["trust", *places, str(tmp_path / "otra.cer")]) == 0
    assert accept_signed(office, visit_id, issued.code, signed, marisol.user_id).trusted is False
    assert "no es de una autoridad en la que confíe" in upload(desk, visit_id, signed)

    assert main(["trust", *places, str(tmp_path / "ac.cer")]) == 0
    assert "Firma electrónica comprobada" in upload(desk, visit_id, signed)
    assert main(["trust", *places, "--remove", sha256_hex(efirma.authority())]) == 0
    assert accept_signed(office, visit_id, issued.code, signed, marisol.user_id).trusted is False

    (tmp_path / "persona.cer").write_bytes(efirma.make_certificate())
    with pytest.raises(SystemExit):
        main(["trust", *places, str(tmp_path / "persona.cer")])
    assert "no es el certificado de una autoridad" in capsys.readouterr().err


def upload(desk: DeskBrowser, visit_id: str, data: bytes) -> str:
    desk.open(f"/escritorio/visitas/{visit_id}/documentos")
    return desk.press("Guardar el firmado", file=(io.BytesIO(data), "firmado.pdf"))


def test_a_receipt_that_comes_back_signed_is_counted_and_stands_with_its_hash(
    office: Office, field: Field, visit_id: str, marisol: User, desk: DeskBrowser, clock: FakeClock
) -> None:
    issued = issue_notice(office, visit_id, [field.under_age], marisol.user_id, clock())
    asked = {"of_code": issued.code, "by_es": "en mano"}
    receipt = issue_act(office, visit_id, "receipt", asked=asked, actor=marisol.user_id, now=clock())
    assert "<b>0</b><span>con acuse firmado" in desk.open("/escritorio/")

    accept_signed(office, visit_id, receipt.code, scan(), marisol.user_id)

    assert "<b>1</b><span>con acuse firmado" in desk.open("/escritorio/")
    assert "Escaneo del papel firmado a mano" in desk.open(f"/escritorio/visitas/{visit_id}/documentos")
    revoke_document(office, visit_id, receipt.code, "Selló otra oficina", marisol.user_id)
    assert "<b>0</b><span>con acuse firmado" in desk.open("/escritorio/")
