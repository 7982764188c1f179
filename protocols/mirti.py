"""Reads the risk of child labour of each municipality (MIRTI), and makes its file from the list the STPS publishes.

The key is INEGI's five digits with the edition beside it: levels change from one edition to the next, and a
municipality newer than the edition has none (``sin_dato``).
"""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from protocols.municipalities import CatalogueError, decoded
from protocols.reading import Reader, read_file

FILE = "mirti.yaml"
MARKS = ("confirmado", "por_validar")
LEVELS = ("alto", "medio", "bajo")
KEYS, LEVEL = ("CVEGEO", "CVE_MUNICIPIO", "CLAVE"), ("NIVEL", "RIESGO", "NIVEL_DE_RIESGO")
_KEY = re.compile(r"(0[1-9]|[12][0-9]|3[0-2])[0-9]{3}")


def read_mirti(path: Path, root: Path) -> dict[str, str]:
    """Return {five digits: level}; empty where no edition was imported.

    Raises:
        ProtocolError: A key that is not five digits, or in two levels.
    """
    if not path.exists():
        return {}
    top = Reader(read_file(path, root), FILE)
    for key in ("edition", "source_es", "as_of_es"):
        top.text(key)
    top.choice("mark", MARKS)
    found: dict[str, str] = {}
    inner = Reader(top.take("levels", dict), f"{FILE}.levels")
    for level in LEVELS:
        for code in inner.texts(level):
            if not _KEY.fullmatch(code) or code in found:
                rule = "la clave lleva cinco cifras y está en un solo nivel"
                raise inner.refuse(level, rule, "importa de nuevo la lista de la STPS", code)
            found[code] = level
    inner.finish()
    top.finish()
    return found


def parse_mirti(data: bytes) -> dict[str, str]:
    """Return {five digits: level} from a CSV with the key (CVEGEO) and the level (Nivel: Alto, Medio, Bajo).

    Raises:
        CatalogueError: With the line and the remedy; nothing is half read.
    """
    reader = csv.DictReader(io.StringIO(decoded(data), newline=""), strict=True)
    found: dict[str, tuple[str, int]] = {}
    try:
        names = {_plain(str(name or "")).upper(): name for name in reader.fieldnames or ()}
        key = next((names[name] for name in KEYS if name in names), None)
        level = next((names[name] for name in LEVEL if name in names), None)
        if key is None or level is None:
            raise CatalogueError(
                "Renglón 1: hacen falta la columna de la clave (CVEGEO) y la del nivel (NIVEL). Guarda la lista de la"
                " STPS como CSV, con coma y la clave como texto."
            )
        for row in reader:
            _take(row, key, level, reader.line_num, found)
    except csv.Error as error:
        raise CatalogueError(f"Renglón {reader.line_num}: no es CSV válido ({error}). Guárdalo de nuevo.") from error
    if not found:
        raise CatalogueError("El archivo no trae ningún municipio. Revisa que sea la lista por municipio.")
    return {code: value for code, (value, _) in sorted(found.items())}


def _take(row: Mapping[Any, Any], key: str, level: str, line: int, found: dict[str, tuple[str, int]]) -> None:
    code, value = (str(row.get(name) or "").strip() for name in (key, level))
    if not _KEY.fullmatch(code):
        raise CatalogueError(
            f"Renglón {line}: la clave debe llevar cinco cifras y dice «{code}». Si perdió el cero del principio, el"
            " archivo pasó por una hoja de cálculo: guarda la clave como texto."
        )
    if _plain(value).lower() not in LEVELS:
        raise CatalogueError(f"Renglón {line}: el nivel debe ser Alto, Medio o Bajo y dice «{value}». Corrígelo.")
    if code in found:
        raise CatalogueError(f"Renglón {line}: la clave {code} ya estaba en el {found[code][1]}. Deja una sola.")
    found[code] = (_plain(value).lower(), line)


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.strip()).encode("ascii", "ignore").decode()
    return re.sub(r"\s+", "_", bare)


def mirti_yaml(levels: Mapping[str, str], edition: str, source_es: str, as_of_es: str, mark: str) -> str:
    """Return the file: the same bytes for the same list."""
    lines = [
        "# Riesgo de trabajo infantil por municipio (MIRTI). Se hace con: resguardo import-catalog mirti ARCHIVO.csv.",
        "# No lo edites a mano. Un municipio que no está aquí no tiene dato en esta edición.",
        f'edition: "{edition}"',
        f'source_es: "{source_es}"',
        f'as_of_es: "{as_of_es}"',
        f"mark: {mark}",
        "levels:",
    ]
    for level in LEVELS:
        codes = ", ".join(f'"{code}"' for code in sorted(code for code, value in levels.items() if value == level))
        lines.append(f"  {level}: [{codes}]")
    return "\n".join(lines) + "\n"
