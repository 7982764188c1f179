"""INEGI's own list of municipalities: read whole or not at all, and nothing lost without saying so."""

import argparse
from pathlib import Path

import pytest

from protocols.bundle import load_bundle
from protocols.cli import add_protocol_commands
from protocols.municipalities import CatalogueError, change_between, parse_ageeml, read_municipalities

HEADER = "CVEGEO,CVE_ENT,NOM_ENT,NOM_ABR,CVE_MUN,NOM_MUN,POB_TOTAL\n"
# Invented places of two states that do not exist.
ROWS = (
    "91001,91,Valle Alto,VA,001,Peña Blanca,10\n"
    "91002,91,Valle Alto,VA,002,Ojo de Agua,0\n"
    "92001,92,Costa Baja,CB,001,El Mezquite,7\n"
)


def csv_of(rows: str) -> bytes:
    return (HEADER + rows).encode("utf-8")


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_protocol_commands(parser.add_subparsers())
    arguments = parser.parse_args(["import-catalog", "municipios", *words, "--fecha", "2026-11-22"])
    return int(arguments.run(arguments))


def test_the_workplace_is_chosen_among_the_municipalities_of_baja_california() -> None:
    bundle = load_bundle("trabajo_infantil/2024_1").data
    names = {row["code"]: row["label_es"] for row in bundle["law"]["catalogues"]["municipalities"]}
    assert len(names) == 7 and names["02006"] == "San Quintín"
    items = [i for s in bundle["protocol"]["stages"] for p in s["steps"] for i in p["items"]]
    item = next(item for item in items if item["role"] == "workplace_municipality")
    assert (item["type"], item["catalogue"]) == ("enum", "municipalities")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_names_keep_their_letters_in_either_encoding_of_inegi(encoding: str) -> None:
    rows = parse_ageeml((HEADER + ROWS).encode(encoding))
    assert [row["label_es"] for row in rows] == ["Peña Blanca", "Ojo de Agua", "El Mezquite"]
    assert rows[0]["code"] == "91001" and rows[0]["entity_es"] == "Valle Alto"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (ROWS.replace("91002", "1002"), "Renglón 3: CVEGEO debe llevar cinco cifras y dice «1002»"),
        (ROWS.replace("91002", "91003"), "Renglón 3: CVEGEO «91003» no es su entidad y su municipio («91002»)"),
        (ROWS + "91001,91,Valle Alto,VA,001,Otra,1\n", "Renglón 5: la clave 91001 ya estaba en el 2"),
        (ROWS.replace("Ojo de Agua", " "), "Renglón 3: falta el nombre"),
        (ROWS + "92002,92,Costa Alta,CB,002,La Boca,7\n", "Renglón 5: la entidad 92 se llama «Costa Alta»"),
        (ROWS + "92002,92\n", "Renglón 5: no tiene tantas columnas"),
        (ROWS + '92002,"92', "no es CSV válido"),
        ("", "no trae municipios"),
    ],
)  # fmt: skip
def test_a_file_with_a_fault_is_refused_with_its_line(rows: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=r".") as refused:
        parse_ageeml(csv_of(rows))
    assert said in str(refused.value)


def test_a_file_of_something_else_is_refused_by_its_first_line() -> None:
    with pytest.raises(CatalogueError, match="Renglón 1: faltan las columnas CVEGEO"):
        parse_ageeml(b"nombre;clave\nx;1\n")


def test_it_says_what_the_new_list_changes() -> None:
    old = parse_ageeml(csv_of(ROWS))
    new = parse_ageeml(
        csv_of(ROWS.replace("Ojo de Agua", "Ojo Seco").replace("92001", "92009").replace("CB,001", "CB,009"))
    )
    change = change_between(old, new)
    assert change.renamed == ("91002 Ojo de Agua → Ojo Seco",)
    assert (change.added, change.removed) == (("92009 El Mezquite",), ("92001 El Mezquite",))


def test_the_imported_list_is_read_back_as_it_was(tmp_path: Path) -> None:
    source, target = tmp_path / "ageeml.csv", tmp_path / "municipalities.yaml"
    source.write_bytes(csv_of(ROWS.replace("Peña Blanca", '"Peña ""La Blanca"""')))
    assert run(str(source), "-o", str(target)) == 0
    assert read_municipalities(target, tmp_path) == parse_ageeml(source.read_bytes())


def test_a_shorter_list_is_refused_until_a_person_accepts_the_losses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "ageeml.csv", tmp_path / "municipalities.yaml"
    source.write_bytes(csv_of(ROWS))
    run(str(source), "-o", str(target))
    before = target.read_bytes()
    assert run(str(source), "-o", str(target), "--entidad", "91") == 1
    assert "se perderían municipios" in capsys.readouterr().err
    assert target.read_bytes() == before
    assert run(str(source), "-o", str(target), "--entidad", "91", "--acepta-bajas") == 0
    assert [row["code"] for row in read_municipalities(target, tmp_path)] == ["91001", "91002"]


def test_a_file_that_is_not_there_is_said_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(tmp_path / "no.csv"), "-o", str(tmp_path / "m.yaml")) == 1
    assert "No se importó nada." in capsys.readouterr().err
