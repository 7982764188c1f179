"""A published version is never edited: what is refused, its remedy, and what a draft must have to be published."""

import shutil
from pathlib import Path

import pytest

from inspection.cli import main
from protocols import load_bundle
from protocols.loader import ROOT
from protocols.publishing import RECORD, hashes_of, versions_in
from protocols.reading import ProtocolError
from tests.law_cases import CASES

PROTOCOL = "trabajo_infantil/2024_1"
DAY = "2026-11-26"
STAGE = "3_recorrido.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the law and of the protocol, as a draft."""
    for part in ("law", PROTOCOL):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("*.py"))
    (tmp_path / PROTOCOL / RECORD).unlink(missing_ok=True)
    change(tmp_path, "protocol.yaml", "\nstatus: published\n", "\nstatus: draft\n")
    return tmp_path


def change(root: Path, file: str, old: str, new: str) -> None:
    path = root / PROTOCOL / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def publish(root: Path, *more: str) -> int:
    return main(["protocols", "publish", str(root / PROTOCOL), "--fecha", DAY, "--cases", str(CASES), *more])


def refusal(root: Path) -> str:
    load_bundle.cache_clear()
    with pytest.raises(ProtocolError) as refused:
        load_bundle(PROTOCOL, root)
    return str(refused.value)


def test_a_draft_without_gaps_is_published_and_its_files_are_recorded(root: Path) -> None:
    assert publish(root) == 0

    bundle = load_bundle(PROTOCOL, root)
    assert bundle.data["protocol"]["status"] == "published"
    record = (root / PROTOCOL / RECORD).read_text(encoding="utf-8")
    assert DAY in record and bundle.law_hash in record
    assert all(f"{name}: {digest}" in record for name, digest in hashes_of(root / PROTOCOL).items())
    assert len(hashes_of(root / PROTOCOL)) == 12


@pytest.mark.parametrize("file", ["protocol.yaml", STAGE, "acta.yaml"])
def test_an_edited_file_of_a_published_version_is_refused_by_name_and_told_to_copy_the_folder(
    root: Path, file: str
) -> None:
    publish(root)
    path = root / PROTOCOL / file
    path.write_text(path.read_text(encoding="utf-8") + "# una palabra más\n", encoding="utf-8")

    said = refusal(root)

    assert f"{PROTOCOL}/{file}, línea" in said
    assert "ya no se edita" in said and "copia la carpeta a una versión nueva" in said


def test_a_file_taken_away_or_added_is_refused(root: Path) -> None:
    publish(root)
    (root / PROTOCOL / "10_mas.yaml").write_text("id: x\n", encoding="utf-8")
    assert "10_mas.yaml" in refusal(root)
    (root / PROTOCOL / "10_mas.yaml").unlink()

    (root / PROTOCOL / STAGE).unlink()

    assert STAGE in refusal(root)


def test_a_published_version_does_not_go_back_to_draft(root: Path) -> None:
    publish(root)
    change(root, "protocol.yaml", "\nstatus: published\n", "\nstatus: draft\n")

    assert "protocol.yaml" in refusal(root)


def test_published_by_hand_without_its_record_is_refused_with_the_command(root: Path) -> None:
    change(root, "protocol.yaml", "\nstatus: draft\n", "\nstatus: published\n")

    said = refusal(root)

    assert "falta published.yaml" in said and "resguardo protocols publish" in said


def test_line_endings_of_another_system_are_no_edit(root: Path) -> None:
    publish(root)
    path = root / PROTOCOL / STAGE
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    load_bundle.cache_clear()

    assert load_bundle(PROTOCOL, root).data["protocol"]["status"] == "published"


def test_the_law_goes_on_changing_beside_a_published_version(root: Path) -> None:
    publish(root)
    before = load_bundle(PROTOCOL, root)
    duties = root / "law" / "duties.yaml"
    text = duties.read_text(encoding="utf-8").replace("Deja de trabajar ahora.", "Que deje de trabajar ya.", 1)
    duties.write_text(text, encoding="utf-8")
    load_bundle.cache_clear()

    after = load_bundle(PROTOCOL, root)

    assert after.protocol_hash == before.protocol_hash
    assert after.law_hash != before.law_hash


def test_a_version_is_published_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(root)

    assert publish(root) == 1
    assert "ya está publicada" in capsys.readouterr().err


def test_a_draft_with_a_gap_is_not_published_and_the_gap_is_named(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fewer = tmp_path / "tests" / "cases"
    shutil.copytree(CASES, fewer)
    (fewer / "05_requisitos.yaml").unlink()

    assert main(["protocols", "publish", str(root / PROTOCOL), "--fecha", DAY, "--cases", str(fewer)]) == 1

    assert "R01 (incumple)" in capsys.readouterr().err
    assert not (root / PROTOCOL / RECORD).exists()
    assert load_bundle(PROTOCOL, root).data["protocol"]["status"] == "draft"


def test_a_draft_whose_cases_fail_is_not_published(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parameters = root / "law" / "parameters.yaml"
    parameters.write_text(
        parameters.read_text(encoding="utf-8").replace("value: 7000", "value: 9000"), encoding="utf-8"
    )

    assert publish(root) == 1

    assert "caso «" in capsys.readouterr().err
    assert not (root / PROTOCOL / RECORD).exists()


def test_a_day_that_is_not_a_day_publishes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish(root, "--fecha", "26-11-2026") == 1
    assert "AAAA-MM-DD" in capsys.readouterr().err
    assert not (root / PROTOCOL / RECORD).exists()


def test_a_second_version_is_a_copied_folder_and_the_first_stays_as_it_was(root: Path) -> None:
    publish(root)
    first = load_bundle(PROTOCOL, root)
    second = root / "trabajo_infantil" / "2024_2"
    shutil.copytree(root / PROTOCOL, second)
    (second / RECORD).unlink()
    main_file = second / "protocol.yaml"
    text = main_file.read_text(encoding="utf-8").replace("2024_1", "2024_2").replace('"2024.1"', '"2024.2"')
    main_file.write_text(text.replace("status: published", "status: draft"), encoding="utf-8")
    stage = second / STAGE
    stage.write_text(stage.read_text(encoding="utf-8").replace("¿Está trabajando?", "¿Trabaja?", 1), encoding="utf-8")
    load_bundle.cache_clear()

    assert versions_in(root) == [PROTOCOL, "trabajo_infantil/2024_2"]
    assert load_bundle(PROTOCOL, root).hash == first.hash
    assert load_bundle("trabajo_infantil/2024_2", root).protocol_hash != first.protocol_hash


def test_check_reads_every_version_of_the_repository(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["protocols", "check"]) == 0

    said = capsys.readouterr().out
    assert all(f"{name} (" in said for name in versions_in(ROOT))
