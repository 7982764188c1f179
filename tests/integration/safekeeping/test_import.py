"""A sealed export made by the tablet's own TypeScript, with no network, arrives whole at the office."""

from pathlib import Path
from typing import Any

import pytest

from inspection.cli import main
from inspection.clock import system_clock
from inspection.store.keys import load_keys
from inspection.sync.office import Office
from inspection.web import Settings, open_office
from tests.factories import SeededRng
from tests.integration.safekeeping.rich_visit import check, codes
from tests.integration.test_tablet_core import PASSWORD, Running, bundle, run_tablet, running

__all__ = ["bundle", "running"]


def places(folder: Path) -> list[str]:
    return ["--data", str(folder / "data"), "--keys", str(folder / "keys")]


def exported(running: Running, folder: Path) -> tuple[Path, dict[str, Any]]:
    path = folder / "tableta.resguardo"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VITE_RESGUARDO_FILE", str(path))
        return path, run_tablet(running, "export")


def test_what_a_tablet_could_not_send_arrives_by_file(
    running: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, wrote = exported(running, tmp_path)
    minor, visit_id = wrote["minor"], running.visit_id
    assert minor not in running.office.read(visit_id).entities

    assert main(["import", *places(tmp_path), str(path)]) == 0
    said = capsys.readouterr().out
    assert "Inspectora" in said and "nuevos" in said and "1 recibidos" in said and "Avisos urgentes" in said

    visit = running.office.read(visit_id)
    assert visit.value(f"{minor}/edad") == {"v": 13, "src": "document", "verified": True}
    assert visit.value(f"{minor}/peligros") == {"v": ["quimicos"]}
    assert visit.quarantined == ()
    [upload] = running.office.store.evidence.uploads(visit_id)
    assert upload.complete and len(running.office.read_file(visit_id, upload.name)) == 360_000
    [alarm] = [one for one in running.office.alarms() if one.alarm.urgent_id == wrote["urgent"]]
    assert alarm.signed
    assert codes(check(tmp_path / "data", tmp_path / "keys")) == []

    before = (running.office.read(visit_id).state_hash, len(running.office.alarms()))
    assert main(["import", *places(tmp_path), str(path)]) == 0
    again = capsys.readouterr().out
    assert "nuevos" not in again and "ya estaban" in again
    assert (running.office.read(visit_id).state_hash, len(running.office.alarms())) == before


def test_a_tablet_that_the_server_does_not_know_needs_an_owner(
    running: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As after a restore from a backup older than the tablet: other data, the same keys."""
    path, wrote = exported(running, tmp_path)
    new = Settings(tmp_path / "new", tmp_path / "keys")
    office: Office = open_office(new)
    office.store.users.add("ana", "Ana Inventada", "inspector", PASSWORD, now=system_clock(), rng=SeededRng("u"))
    at_new = ["--data", str(new.data_dir), "--keys", str(new.keys_dir)]

    with pytest.raises(SystemExit):
        main(["import", *at_new, str(path)])
    assert "--owner" in capsys.readouterr().err

    assert main(["import", *at_new, str(path), "--owner", "ana"]) == 0
    assert running.office.device.identity.incarnation != office.device.identity.incarnation
    said = capsys.readouterr().out
    # The old server's own events have no certificate here: the visit is not known, and nothing of it is lost.
    assert "en cuarentena" in said
    assert wrote["minor"] in {event.entity for event in (s.event for s in office.store.log.of_visit(wrote["visitId"]))}


def test_a_file_that_is_no_export_or_of_another_office_changes_nothing(
    running: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, _ = exported(running, tmp_path)
    before = running.office.read(running.visit_id).state_hash
    load_keys(tmp_path / "others", tmp_path / "data", SeededRng("others"))
    foreign = ["--data", str(tmp_path / "data"), "--keys", str(tmp_path / "others")]
    cut = tmp_path / "cortado"
    cut.write_bytes(path.read_bytes()[:-500])

    for arguments, words in (
        ([*places(tmp_path), str(cut)], "cortado"),
        ([*places(tmp_path), __file__], "no es una exportación"),
        ([*foreign, str(path)], "otra autoridad"),
    ):
        with pytest.raises(SystemExit) as left:
            main(["import", *arguments])
        assert left.value.code == 1 and words in capsys.readouterr().err
    assert running.office.read(running.visit_id).state_hash == before
