"""`resguardo sign` and `resguardo verify FILE.pdf`: where the key is, and without any server."""

import io
from pathlib import Path

import pytest

from forms import referral
from inspection.cli import main
from tests.unit.forms import efirma
from tests.unit.forms import paper_samples as samples
from tests.unit.forms.trust_services import list_of_revoked, revocation_service, time_authority


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "oficio.pdf").write_bytes(referral.draw(samples.make_referral()))
    (tmp_path / "ac.cer").write_bytes(efirma.authority())
    (tmp_path / "a.cer").write_bytes(efirma.make_certificate())
    (tmp_path / "a.key").write_bytes(efirma.make_key())
    monkeypatch.setattr("sys.stdin", io.StringIO(efirma.PASSWORD.decode() + "\n"))
    return tmp_path


def sign(desk: Path, *more: str) -> int:
    return main(["sign", f"{desk}/oficio.pdf", "--cer", f"{desk}/a.cer", "--key", f"{desk}/a.key", *more])


def test_a_paper_is_signed_and_then_verified_without_a_server(desk: Path, capsys) -> None:
    assert sign(desk, "--post", "Titular") == 0
    assert main(["verify", f"{desk}/oficio-firmado.pdf", "--root", f"{desk}/ac.cer"]) == 0

    said = capsys.readouterr().out
    assert "AUTÉNTICO" in said
    assert efirma.NUMBER in said


def test_neither_key_nor_password_is_left_anywhere(desk: Path, capsys) -> None:
    sign(desk)

    said = capsys.readouterr()
    assert efirma.PASSWORD.decode() not in said.out + said.err
    for path in desk.iterdir():
        assert efirma.PASSWORD not in path.read_bytes()
    assert {path.name for path in desk.iterdir()} == {"oficio.pdf", "oficio-firmado.pdf", "ac.cer", "a.cer", "a.key"}


def test_a_changed_paper_is_not_authentic(desk: Path, capsys) -> None:
    sign(desk)
    path = desk / "oficio-firmado.pdf"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)

    assert main(["verify", str(path)]) == 1
    assert "AUTÉNTICO" not in capsys.readouterr().out


def test_an_unsigned_paper_shows_its_fingerprint_and_where_to_compare_it(desk: Path, capsys) -> None:
    assert main(["verify", f"{desk}/oficio.pdf"]) == 1

    said = capsys.readouterr().out
    assert "no lleva firma" in said
    assert samples.REGISTRATION.verify_at in said


def test_nothing_is_overwritten(desk: Path, capsys) -> None:
    (desk / "oficio-firmado.pdf").write_bytes(b"otro")

    with pytest.raises(SystemExit):
        sign(desk)

    assert (desk / "oficio-firmado.pdf").read_bytes() == b"otro"
    assert "-o" in capsys.readouterr().err


def test_a_wrong_password_signs_nothing(desk: Path, capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("otra\n"))

    with pytest.raises(SystemExit):
        sign(desk)

    assert "contraseña" in capsys.readouterr().err
    assert not (desk / "oficio-firmado.pdf").exists()


@pytest.mark.parametrize(("option", "service"), [("--ocsp", revocation_service), ("--crl", list_of_revoked)])
def test_the_authority_is_asked_while_signing_and_its_answer_is_read_back(desk, tmp_path, capsys, option, service):
    number = efirma.NUMBER if service is revocation_service else "30001000000500009999"
    with service(tmp_path, number) as address, time_authority(tmp_path) as stamps:
        assert sign(desk, option, address, "--root", f"{desk}/ac.cer", "--tsa", stamps) == 0
    assert main(["verify", f"{desk}/oficio-firmado.pdf", "--root", f"{desk}/ac.cer"]) == 0

    said = capsys.readouterr().out
    assert "no estaba revocado" in said and "Sello de tiempo" in said and "AUTÉNTICO" in said


@pytest.mark.parametrize(("option", "service"), [("--ocsp", revocation_service), ("--crl", list_of_revoked)])
def test_a_revoked_certificate_signs_nothing(desk, tmp_path, capsys, option, service) -> None:
    revoked = {"revoked": True} if service is revocation_service else {}
    with service(tmp_path, efirma.NUMBER, **revoked) as address, pytest.raises(SystemExit):
        sign(desk, option, address, "--root", f"{desk}/ac.cer")

    assert "REVOCADO" in capsys.readouterr().err
    assert not (desk / "oficio-firmado.pdf").exists()


def test_without_the_authoritys_certificate_no_answer_can_be_believed(desk, capsys) -> None:
    with pytest.raises(SystemExit):
        sign(desk, "--crl", "http://127.0.0.1:9/")

    assert "--root" in capsys.readouterr().err
