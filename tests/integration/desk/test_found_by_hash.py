"""An acta found by the fingerprint that its QR carries; a receipt's scan inside the case, with its hash."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from inspection.cli import main
from inspection.domain.canonical import sha256_hex
from inspection.issuing import accept_signed, issue_act, issue_acta, issue_notice, read_document
from inspection.store.users import User
from inspection.sync.office import Office
from inspection.sync.projections import rebuild
from inspection.web import Settings
from tests.factories import FakeClock
from tests.integration.desk.browser import DeskBrowser
from tests.integration.desk.field_visit import ACTA, CHILD_NAME, Field
from tests.integration.desk.test_signed_papers import scan, sign
from tests.integration.safekeeping.test_case_bundle import rewritten, run
from tests.unit.forms import efirma

TEXT = sha256_hex(ACTA.encode())
QR = f"ACTA BC-0231/2026 SHA-256 {TEXT}"


def test_a_stranger_with_the_qr_of_an_acta_learns_that_it_was_closed_and_nothing_more(
    client: FlaskClient, field: Field
) -> None:
    page = client.get("/verificar/", query_string={"codigo": QR}, follow_redirects=True)

    text = page.get_data(as_text=True)
    assert page.status_code == 200 and "Acta auténtica" in text and TEXT in text
    for secret in (CHILD_NAME, field.visit_id, "NNA-", "Ana"):
        assert secret not in text


def test_another_text_is_not_known(client: FlaskClient, field: Field) -> None:
    page = client.get(f"/verificar/{sha256_hex(ACTA.encode() + b' ')}")

    assert page.status_code == 404 and "Huella desconocida" in page.get_data(as_text=True)


def test_the_file_of_a_printed_acta_is_found_by_its_hash_as_issued_and_as_signed(
    client: FlaskClient, office: Office, field: Field, marisol: User, clock: FakeClock
) -> None:
    issued = issue_acta(office, field.visit_id, marisol.user_id, clock())
    signed = sign(read_document(office, field.visit_id, issued.code)[1])
    accept_signed(office, field.visit_id, issued.code, signed, marisol.user_id)

    for sha256 in (issued.sha256, sha256_hex(signed)):
        page = client.get(f"/verificar/{sha256.upper()}")
        assert page.status_code == 200 and issued.folio in page.get_data(as_text=True)


def test_the_desk_finds_the_visit_by_the_qr_and_says_when_there_is_none(desk: DeskBrowser, field: Field) -> None:
    found = desk.client.get("/escritorio/actas", query_string={"huella": QR})
    assert found.headers["Location"].endswith(f"/escritorio/visitas/{field.visit_id}")

    lost = desk.client.get("/escritorio/actas", query_string={"huella": "00" * 32}, follow_redirects=True)
    assert "Ningún acta cerrada" in lost.get_data(as_text=True)


def test_nobody_finds_a_visit_without_signing_in(client: FlaskClient, field: Field) -> None:
    found = client.get("/escritorio/actas", query_string={"huella": QR})

    assert field.visit_id not in found.headers.get("Location", "") + found.get_data(as_text=True)


def test_the_fingerprints_of_actas_are_rebuilt_from_the_log(office: Office, field: Field) -> None:
    before = office.store.evidence.acta(TEXT)
    assert before is not None

    rebuild(office.store)

    assert office.store.evidence.acta(TEXT) == before


def test_the_command_verifies_a_signed_acta_and_compares_an_unsigned_one(
    office: Office, field: Field, marisol: User, clock: FakeClock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issued = issue_acta(office, field.visit_id, marisol.user_id, clock())
    pdf = read_document(office, field.visit_id, issued.code)[1]
    (tmp_path / "acta.pdf").write_bytes(pdf)
    (tmp_path / "firmada.pdf").write_bytes(sign(pdf))
    (tmp_path / "ac.cer").write_bytes(efirma.authority())

    assert main(["verify", f"{tmp_path}/firmada.pdf", "--root", f"{tmp_path}/ac.cer"]) == 0
    assert "AUTÉNTICO" in capsys.readouterr().out
    assert main(["verify", f"{tmp_path}/acta.pdf", "--hash", issued.sha256.upper()]) == 0
    assert "EL MISMO" in capsys.readouterr().out
    (tmp_path / "acta.pdf").write_bytes(pdf + b"\n")
    assert main(["verify", f"{tmp_path}/acta.pdf", "--hash", issued.sha256]) == 1
    assert "OTRO" in capsys.readouterr().out


def test_the_scan_of_a_receipt_arrives_in_the_case_and_is_checked(
    office: Office, field: Field, marisol: User, clock: FakeClock, settings: Settings, tmp_path: Path
) -> None:
    issued = issue_notice(office, field.visit_id, [field.under_age], marisol.user_id, clock())
    asked = {"of_code": issued.code, "by_es": "en mano"}
    receipt = issue_act(office, field.visit_id, "receipt", asked=asked, actor=marisol.user_id, now=clock())
    accept_signed(office, field.visit_id, receipt.code, scan(), marisol.user_id)
    places = ["--data", str(settings.data_dir), "--keys", str(settings.keys_dir)]
    whole = tmp_path / "caso.zip"

    assert main(["bundle", *places, field.visit_id, "-o", str(whole), "--opened"]) == 0
    assert main(["verify", *places, field.visit_id]) == 0

    with zipfile.ZipFile(whole) as archive:
        events = [json.loads(line) for line in archive.read("events.jsonl").splitlines()]
        said = [e["body"]["sha256"] for e in events if e["type"] == "document_signed"]
        held = {sha256_hex(archive.read(n)): n for n in archive.namelist() if n.startswith("files/")}
    assert said == [sha256_hex(scan())] and said[0] in held
    assert run(str(whole), cwd=tmp_path).returncode == 0
    other = io.BytesIO()
    other.write(scan()[:-1] + b"\x00")
    changed = run(str(rewritten(whole, tmp_path / "otro.zip", {held[said[0]]: other.getvalue()})), cwd=tmp_path)
    assert changed.returncode == 1 and "NO SE SOSTIENE" in changed.stdout


def test_a_changed_scan_is_found_on_the_server_too(
    office: Office, field: Field, marisol: User, clock: FakeClock, settings: Settings
) -> None:
    issued = issue_notice(office, field.visit_id, [field.under_age], marisol.user_id, clock())
    accept_signed(office, field.visit_id, issued.code, scan(), marisol.user_id)
    happening = [h for h in office.read(field.visit_id).happenings if h.type == "document_signed"][-1]
    name = happening.opened["file"]
    kept = next(path for path in Path(settings.data_dir).rglob("*") if path.name == name)
    data = bytearray(kept.read_bytes())
    data[-1] ^= 1
    kept.chmod(0o600)
    kept.write_bytes(data)

    places = ["--data", str(settings.data_dir), "--keys", str(settings.keys_dir)]
    assert main(["verify", *places, field.visit_id]) == 1
