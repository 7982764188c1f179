"""Reads the municipality catalogue, and makes it from INEGI's own download (AGEEML, CSV).

Keys are text: the first digit of Baja California's is a zero that spreadsheets lose.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from protocols.reading import Reader, read_file

CATALOGUE = "municipalities"
FILE = "municipalities.yaml"
MARKS = ("confirmado", "por_validar")
COLUMNS = ("CVEGEO", "CVE_ENT", "NOM_ENT", "NOM_MUN")
_KEY = re.compile(r"[0-9]{5}")
_ENTITY = re.compile(r"[0-9]{2}")

Row = dict[str, Any]


class CatalogueError(ValueError):
    """INEGI's file cannot be believed: which line, why, and what to do, in Spanish."""


@dataclass(frozen=True)
class Change:
    """What a new catalogue changes of the one there was; each municipality as ``02006 San Quintín``."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: tuple[str, ...]


def read_municipalities(path: Path, root: Path) -> list[Row]:
    """Return the rows of ``municipalities.yaml`` as a catalogue: five-digit code, name, state.

    Raises:
        ProtocolError: A key that is not five digits, repeated, or of another state.
    """
    top = Reader(read_file(path, root), FILE)
    mark = top.choice("mark", MARKS)
    top.text("source_es")
    top.text("as_of_es")
    seen: set[str] = set()
    rows: list[Row] = []
    for state in top.each("entities", lambda reader: _read_entity(reader, mark, seen)):
        rows += state
    top.finish()
    return rows


def _read_entity(reader: Reader, mark: str, seen: set[str]) -> list[Row]:
    entity, name = reader.text("code"), reader.text("name_es")
    if not _ENTITY.fullmatch(entity):
        raise reader.refuse("code", "la clave de entidad lleva dos cifras", 'por ejemplo "02"', entity)
    table = reader.take("municipalities", dict)
    rows = []
    for code, label in table.items():
        if not _KEY.fullmatch(code) or not code.startswith(entity) or code in seen:
            rule = "la clave lleva cinco cifras, empieza con la de su entidad y no se repite"
            raise reader.refuse("municipalities", rule, "cópiala del catálogo del INEGI, entre comillas", code)
        seen.add(code)
        rows.append(_row(code, str(label), name, mark))
    reader.finish()
    return rows


def _row(code: str, label: str, entity_es: str, mark: str) -> Row:
    place = {"entity": code[:2], "entity_es": entity_es}
    return {"code": code, "label_es": label, "cite": [], "mark": mark, "exclusive": False, **place}


def parse_ageeml(data: bytes, only: Sequence[str] = ()) -> list[Row]:
    """Return the municipalities of INEGI's CSV, ordered by key.

    Args:
        data: The file as downloaded; UTF-8 (with or without mark) or Latin-1.
        only: Two-digit states to keep; empty keeps all.

    Raises:
        CatalogueError: With the line and the remedy; nothing is half read.
    """
    reader = csv.DictReader(io.StringIO(decoded(data), newline=""), strict=True)
    try:
        header = [str(name or "").strip().upper() for name in reader.fieldnames or ()]
        lacking = [name for name in COLUMNS if name not in header]
        if lacking:
            raise CatalogueError(
                f"Renglón 1: faltan las columnas {', '.join(lacking)}. Descarga de nuevo el catálogo de municipios"
                " (AGEEML) del INEGI en CSV, con coma, y no lo abras en una hoja de cálculo."
            )
        reader.fieldnames = header
        rows = [_checked(record, reader.line_num) for record in reader]
    except csv.Error as error:
        raise CatalogueError(f"Renglón {reader.line_num}: no es CSV válido ({error}). Descárgalo de nuevo.") from error
    _check_whole(rows)
    kept = [row for _, row in rows if not only or row["entity"] in only]
    absent = [code for code in only if code not in {row["entity"] for row in kept}]
    if absent or not kept:
        which = f" de la entidad {', '.join(absent)}" if absent else ""
        raise CatalogueError(f"El archivo no trae municipios{which}. Revisa la clave (dos cifras) o el archivo.")
    return sorted(kept, key=lambda row: str(row["code"]))


def decoded(data: bytes) -> str:
    """Return the text of a CSV: UTF-8, with or without mark, or Latin-1."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _checked(record: Mapping[Any, Any], line: int) -> tuple[int, Row]:
    if None in record or any(value is None for value in record.values()):
        raise CatalogueError(f"Renglón {line}: no tiene tantas columnas como el primero. Descarga el archivo de nuevo.")
    code, entity, state, name = (" ".join(record[column].split()) for column in COLUMNS)
    if not _KEY.fullmatch(code):
        raise CatalogueError(
            f"Renglón {line}: CVEGEO debe llevar cinco cifras y dice «{code}». Si perdió el cero del principio, el"
            " archivo pasó por una hoja de cálculo: usa la descarga original."
        )
    whole = entity + " ".join(str(record.get("CVE_MUN", code[2:])).split())
    if not _ENTITY.fullmatch(entity) or whole != code:
        raise CatalogueError(
            f"Renglón {line}: CVEGEO «{code}» no es su entidad y su municipio («{whole}»). Corrige la clave."
        )
    if not name or not state or "\ufffd" in name + state:
        raise CatalogueError(
            f"Renglón {line}: falta el nombre del municipio o de la entidad, o sus letras se perdieron."
        )
    return line, _row(code, name, state, "confirmado")


def _check_whole(rows: Sequence[tuple[int, Row]]) -> None:
    first: dict[str, int] = {}
    states: dict[str, str] = {}
    for line, row in rows:
        before = first.setdefault(row["code"], line)
        if before != line:
            raise CatalogueError(f"Renglón {line}: la clave {row['code']} ya estaba en el {before}. Deja una sola.")
        state = states.setdefault(row["entity"], row["entity_es"])
        if state != row["entity_es"]:
            raise CatalogueError(
                f"Renglón {line}: la entidad {row['entity']} se llama «{row['entity_es']}» y antes"
                f" «{state}». Deja un nombre."
            )


def change_between(old: Sequence[Row], new: Sequence[Row]) -> Change:
    """Return what ``new`` adds, takes away and calls by another name."""
    before, after = ({row["code"]: row["label_es"] for row in rows} for rows in (old, new))
    return Change(
        tuple(f"{code} {after[code]}" for code in after if code not in before),
        tuple(f"{code} {before[code]}" for code in before if code not in after),
        tuple(
            f"{code} {before[code]} → {after[code]}" for code in after if code in before and before[code] != after[code]
        ),
    )


def counts_of(rows: Sequence[Row]) -> dict[str, int]:
    """Return {state: how many municipalities}, to be held against INEGI's own figures."""
    return dict(Counter(f"{row['entity']} {row['entity_es']}" for row in rows))


def municipalities_yaml(rows: Sequence[Row], source_es: str, as_of_es: str, mark: str) -> str:
    """Return the catalogue file: the same bytes for the same rows."""
    lines = [
        "# Municipios del INEGI. Se hace con: resguardo import-catalog municipios ARCHIVO.csv --fecha AAAA-MM-DD",
        "# No lo edites a mano: importa de nuevo la descarga del INEGI.",
        f"source_es: {_quoted(source_es)}",
        f"as_of_es: {_quoted(as_of_es)}",
        f"mark: {mark}",
        "entities:",
    ]
    entity = ""
    for row in rows:
        if row["entity"] != entity:
            entity = row["entity"]
            lines += [f'  - code: "{entity}"', f"    name_es: {_quoted(row['entity_es'])}", "    municipalities:"]
        lines.append(f'      "{row["code"]}": {_quoted(row["label_es"])}')
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
