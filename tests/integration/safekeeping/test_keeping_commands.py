"""The commands of an administrator, in Spanish, through their one door."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from inspection.cli import main
from inspection.cli.fault_words import FAULTS
from inspection.domain.events import minor_key
from inspection.store.sqlite.runs import signatures_text
from inspection.store.sqlite.store import FILE_NAME
from inspection.sync.office import Office
from inspection.web import Settings
from tests.integration.safekeeping.rich_visit import Rich

COMMANDS = ["verify", "bundle", "backup", "restore", "erase", "import"]


@pytest.fixture
def places(settings: Settings) -> list[str]:
    return ["--data", str(settings.data_dir), "--keys", str(settings.keys_dir)]


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 1
    return capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_each_explains_itself_in_spanish(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert "muestra esta ayuda" in capsys.readouterr().out


def test_verify_says_that_everything_holds(rich: Rich, places: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", *places, "--all"]) == main(["verify", *places, rich.visit_id]) == 0
    assert capsys.readouterr().out.count("Todo se sostiene") == 2


def test_verify_names_the_first_thing_that_does_not_hold(
    rich: Rich, office: Office, settings: Settings, places: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    office.store.scrub()
    with closing(sqlite3.connect(settings.data_dir / FILE_NAME)) as db:
        db.execute("DROP TRIGGER run_no_update")
        closure = "instr(types, ' acta_closed ')"
        [(incarnation, seq)] = db.execute(f"SELECT incarnation, last_seq FROM run WHERE {closure}").fetchall()
        wrong = signatures_text({seq: bytes(64)})
        db.execute(f"UPDATE run SET signatures = ? WHERE {closure}", (wrong,))
        db.commit()

    assert main(["verify", *places, rich.visit_id]) == 1

    said = capsys.readouterr().out
    assert f"Visita {rich.visit_id}: la firma no corresponde" in said
    assert f"autor {incarnation}, evento {seq}" in said and "Qué hacer" in said


def test_every_fault_the_check_can_name_has_words() -> None:
    root = Path(__file__).resolve().parents[3] / "inspection"
    import re

    named: set[str] = set()
    for path in ("domain/verification.py", "sync/evidence.py", "sync/evidence_holdings.py"):
        text = (root / path).read_text(encoding="utf-8")
        named |= set(re.findall(r'[Ff]ault\(\s*"([a-z_]+)"', text))
        for code in re.findall(r'Fault\(\s*f"\{code\}_([a-z_]+)"', text):
            named |= {f"closure_{code}", f"receipt_{code}"}
    assert len(named) > 25 and named == set(FAULTS)


def test_backup_then_restore_then_verify(
    rich: Rich, settings: Settings, places: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, new = tmp_path / "respaldo", tmp_path / "nuevo"
    at_new = ["--data", str(new), "--keys", str(settings.keys_dir)]

    assert main(["backup", *places, str(copy)]) == 0
    assert "1 visitas" in capsys.readouterr().out
    assert main(["restore", *at_new, str(copy)]) == 0
    assert "Pida a cada tableta que sincronice" in capsys.readouterr().out
    assert main(["verify", *at_new, "--all"]) == 0
    assert "ya tiene datos" in refused(["restore", *at_new, str(copy)], capsys)
    assert "nada se sobrescribe" in refused(["backup", *places, str(copy)], capsys)


def test_commands_on_old_data_never_make_new_keys(
    rich: Rich, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = ["--data", str(settings.data_dir), "--keys", str(tmp_path / "otras")]
    for command in (["verify", "--all"], ["backup", str(tmp_path / "copia")]):
        assert "--keys" in refused([*command, *elsewhere], capsys)
    assert not (tmp_path / "otras").exists()


def test_erasing_asks_first_and_then_says_what_to_issue_again(
    rich: Rich, office: Office, places: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key = minor_key(rich.minor)
    order = ["erase", *places, rich.visit_id, key, "--reason", "orden judicial", "--by", "ana"]
    monkeypatch.setattr("builtins.input", lambda _: "sí")
    assert "no se borró nada" in refused(order, capsys)
    assert office.secrets(rich.visit_id)[rich.minor] is not None

    monkeypatch.setattr("builtins.input", lambda _: "BORRAR")
    assert main(order) == 0

    said = capsys.readouterr().out
    assert key in said and "aviso inmediato RESG/AVI/00001/2026" in said
    assert office.secrets(rich.visit_id)[rich.minor] is None
    assert main(["verify", *places, "--all"]) == 0


def test_nobody_is_erased_who_is_not_there(rich: Rich, places: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for subject in ("visit", "NNA-ZZZZ", f"photo:{'a' * 32}"):
        order = ["erase", *places, rich.visit_id, subject, "--reason", "x", "--yes"]
        assert "no está esa persona" in refused(order, capsys)
