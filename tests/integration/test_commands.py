"""The command line, in Spanish, through its one door."""

from pathlib import Path

import pytest

from inspection.cli import main
from inspection.store.sqlite.store import open_store
from inspection.sync.office import Office
from tests.virtual_tablet import VirtualTablet


def places(folder: Path) -> list[str]:
    return ["--data", str(folder / "data"), "--keys", str(folder / "keys")]


@pytest.mark.parametrize("command", [[], ["serve"], ["demo"], ["migrate"], ["rebuild"], ["users"], ["users", "add"]])
def test_every_command_explains_itself_in_spanish(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([*command, "--help"])

    assert left.value.code == 0
    assert "muestra esta ayuda" in capsys.readouterr().out


def test_migrate_makes_the_tables_and_can_be_repeated(tmp_path: Path) -> None:
    assert main(["migrate", *places(tmp_path)]) == main(["migrate", *places(tmp_path)]) == 0
    store = open_store(tmp_path / "data")
    store.check_migrated()
    store.close()


def test_keys_inside_the_data_are_refused_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["migrate", "--data", str(tmp_path), "--keys", str(tmp_path / "keys")])

    assert left.value.code == 1
    assert "--keys" in capsys.readouterr().err


def test_rebuild_leaves_the_visits_as_they_were(
    tablet: VirtualTablet, office: Office, tmp_path: Path, visit_id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tablet.set_answer(visit_id, "visit/giro", "agricola", public=True)
    tablet.push(visit_id)
    before = office.visits()

    assert main(["rebuild", *places(tmp_path)]) == 0

    assert "eventos" in capsys.readouterr().out
    assert office.visits() == before


def test_a_revoked_tablet_is_named_so(
    tablet: VirtualTablet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["devices", "revoke", *places(tmp_path), tablet.incarnation]) == 0
    assert main(["devices", "list", *places(tmp_path)]) == 0

    assert "dada de baja" in capsys.readouterr().out
    assert tablet.post("/pulls", {"cursor": None}).json["code"] == "incarnation_revoked"
