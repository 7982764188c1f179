"""The risk of child labour by municipality comes from the STPS's own list, whole or not at all."""

import csv
from pathlib import Path

import pytest

from inspection.cli import main
from protocols import load_bundle
from protocols.loader import ROOT
from protocols.mirti import LEVELS, mirti_yaml, parse_mirti, read_mirti
from protocols.municipalities import CatalogueError
from protocols.reading import ProtocolError
from tests.unit.protocols.test_loader import PROTOCOL, folder  # noqa: F401

LIST = "CVEGEO,MUNICIPIO,NIVEL\n02006,San Quintín,Alto\n01001,Aguascalientes,bajo\n20334,Zimatlán,MEDIO\n"


def imported(tmp_path: Path, text: str, *more: str) -> int:
    source = tmp_path / "lista.csv"
    source.write_text(text, encoding="utf-8")
    order = ["import-catalog", "mirti", str(source), "--edicion", "2023", "--fecha", "2026-11-26"]
    return main([*order, "-o", str(tmp_path / "mirti.yaml"), *more])


def test_the_list_becomes_the_file_and_is_read_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(tmp_path, LIST) == 0

    assert read_mirti(tmp_path / "mirti.yaml", tmp_path) == {"02006": "alto", "01001": "bajo", "20334": "medio"}
    assert "alto: 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("MUNICIPIO,NIVEL\nSan Quintín,Alto\n", "Renglón 1: hacen falta la columna"),
        ("CVEGEO,NIVEL\n2006,Alto\n", "Renglón 2: la clave debe llevar cinco cifras"),
        ("CVEGEO,NIVEL\n33001,Alto\n", "Renglón 2: la clave debe llevar cinco cifras"),
        ("CVEGEO,NIVEL\n02006,Altísimo\n", "Renglón 2: el nivel debe ser Alto, Medio o Bajo"),
        ("CVEGEO,NIVEL\n02006,Alto\n02006,Bajo\n", "Renglón 3: la clave 02006 ya estaba en el 2"),
        ("CVEGEO,NIVEL\n", "no trae ningún municipio"),
    ],
)
def test_a_list_that_cannot_be_believed_is_refused_with_line_and_remedy(
    tmp_path: Path, text: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported(tmp_path, text) == 1

    assert words in capsys.readouterr().err
    assert not (tmp_path / "mirti.yaml").exists()


def test_every_municipality_of_the_country_fits(tmp_path: Path) -> None:
    """As many as the edition of 2023: 240 high, 1,123 medium, 1,105 low."""
    rows = [
        (f"{1 + n // 100:02d}{1 + n % 100:03d}", LEVELS[0 if n < 240 else 1 if n < 1363 else 2]) for n in range(2468)
    ]
    path = tmp_path / "lista.csv"
    with path.open("w", encoding="latin-1", newline="") as file:
        csv.writer(file).writerows([("Clave", "Nivel de riesgo"), *rows])

    levels = parse_mirti(path.read_bytes())

    assert [sum(value == level for value in levels.values()) for level in LEVELS] == [240, 1123, 1105]


def test_the_level_goes_with_its_municipality_and_a_newer_one_has_none(folder: Path) -> None:  # noqa: F811
    text = mirti_yaml({"02006": "alto", "02001": "medio"}, "2023", "STPS", "hoy", "por_validar")
    (folder / "law" / "mirti.yaml").write_text(text, encoding="utf-8")

    towns = {row["code"]: row for row in load_bundle(PROTOCOL, folder).data["law"]["catalogues"]["municipalities"]}

    assert (towns["02006"]["mirti"], towns["02001"]["mirti"]) == ("alto", "medio")
    assert "mirti" not in towns["02007"]


def test_a_municipality_in_two_levels_is_refused_by_the_loader(tmp_path: Path) -> None:
    text = mirti_yaml({"02006": "alto"}, "2023", "STPS", "hoy", "por_validar").replace("medio: []", 'medio: ["02006"]')
    (tmp_path / "mirti.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(ProtocolError, match="en un solo nivel"):
        read_mirti(tmp_path / "mirti.yaml", tmp_path)


def test_no_edition_ships_until_the_list_itself_was_read() -> None:
    assert read_mirti(ROOT / "law" / "mirti.yaml", ROOT) == {}
    with pytest.raises(CatalogueError):
        parse_mirti(b"")
