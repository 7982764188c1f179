"""`resguardo protocols …`: the tools of whoever keeps the law as data."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from protocols.bundle import load_bundle
from protocols.deadlines import is_day
from protocols.loader import ROOT
from protocols.mirti import FILE as MIRTI
from protocols.mirti import LEVELS, mirti_yaml, parse_mirti
from protocols.municipalities import (
    FILE,
    CatalogueError,
    Change,
    change_between,
    counts_of,
    municipalities_yaml,
    parse_ageeml,
    read_municipalities,
)
from protocols.publishing import DRAFT, PUBLISHED, versions_in
from protocols.reading import ProtocolError
from protocols.tools.commands import add_tool_orders

DEFAULT = "trabajo_infantil/2024_1"
AGEEML = "INEGI, Catálogo Único de Claves de Áreas Geoestadísticas Estatales, Municipales y Localidades (AGEEML)."
STPS_LIST = "STPS, Modelo de Identificación del Riesgo de Trabajo Infantil (MIRTI), lista por municipio."
SHOWN = 12


def add_protocol_commands(commands: argparse._SubParsersAction) -> None:
    """Add ``protocols`` and its orders to the command line."""
    group = commands.add_parser("protocols", help="protocolos y ley como datos: comprobar, mostrar, comparar, contar")
    orders = group.add_subparsers(title="órdenes", metavar="ORDEN", required=True)
    check = orders.add_parser("check", help="comprueba los protocolos y los archivos de la ley")
    check.add_argument("protocol", nargs="?", help="protocolo y versión (por omisión, todas las versiones)")
    check.set_defaults(run=_check)
    add_tool_orders(orders, DEFAULT)
    _add_import_catalog(commands)


def _day(text: str) -> str:
    if not is_day(text):
        raise argparse.ArgumentTypeError(f"«{text}» no es una fecha AAAA-MM-DD")
    return text


def _add_import_catalog(commands: argparse._SubParsersAction) -> None:
    group = commands.add_parser("import-catalog", help="trae un catálogo oficial a los archivos de la ley")
    kinds = group.add_subparsers(title="catálogos", metavar="CATÁLOGO", required=True)
    towns = kinds.add_parser("municipios", help="los municipios, del CSV del INEGI (AGEEML)")
    towns.add_argument(
        "file", type=Path, metavar="ARCHIVO.csv", help="la descarga del INEGI, sin abrir en hoja de cálculo"
    )
    towns.add_argument(
        "-o", dest="output", type=Path, default=ROOT / "law" / FILE, help="dónde se escribe (por omisión, en la ley)"
    )
    towns.add_argument(
        "--entidad", dest="entity", action="append", default=[], help="sólo esta entidad, dos cifras; puede repetirse"
    )
    towns.add_argument("--fecha", dest="day", type=_day, required=True, help="día en que se descargó, AAAA-MM-DD")
    towns.add_argument(
        "--acepta-bajas", dest="accept_removals", action="store_true", help="admite que falten municipios"
    )
    towns.set_defaults(run=_import_municipalities)
    risk = kinds.add_parser("mirti", help="el riesgo de trabajo infantil por municipio, de la lista de la STPS (CSV)")
    risk.add_argument("file", type=Path, metavar="ARCHIVO.csv", help="con la clave (CVEGEO, como texto) y el nivel")
    risk.add_argument(
        "-o", dest="output", type=Path, default=ROOT / "law" / MIRTI, help="dónde se escribe (por omisión, en la ley)"
    )
    risk.add_argument("--edicion", dest="edition", required=True, help="edición del MIRTI, por ejemplo 2023")
    risk.add_argument("--fecha", dest="day", type=_day, required=True, help="día en que se descargó, AAAA-MM-DD")
    risk.set_defaults(run=_import_mirti)


def _check(arguments: argparse.Namespace) -> int:
    failed = 0
    for name in [arguments.protocol] if arguments.protocol else versions_in(ROOT):
        try:
            bundle = load_bundle(name)
        except (ProtocolError, OSError) as refused:
            print(refused, file=sys.stderr)
            failed = 1
            continue
        protocol = bundle.data["protocol"]
        items = sum(len(step["items"]) for stage in protocol["stages"] for step in stage["steps"])
        state = {DRAFT: "borrador", PUBLISHED: "publicada"}[protocol["status"]]
        print(f"{name} ({state}): {items} preguntas, sin faltas. Huella {bundle.hash[:16]}. Carpeta {ROOT.name}/")
    return failed


def _import_municipalities(arguments: argparse.Namespace) -> int:
    """Read INEGI's CSV, say what changes, write the catalogue; nothing is written when something is refused."""
    path: Path = arguments.output
    try:
        rows = parse_ageeml(arguments.file.read_bytes(), arguments.entity)
        old = read_municipalities(path, path.parent) if path.exists() else []
    except (CatalogueError, ProtocolError, OSError) as refused:
        print(f"No se importó nada. {refused}", file=sys.stderr)
        return 1
    change = change_between(old, rows)
    _say_change(rows, change)
    if change.removed and not arguments.accept_removals:
        print(
            "No se importó nada: se perderían municipios. Si es lo que quieres, repite con --acepta-bajas.",
            file=sys.stderr,
        )
        return 1
    path.write_text(municipalities_yaml(rows, AGEEML, f"descarga del {arguments.day}", "confirmado"), encoding="utf-8")
    print(f"Escrito en {path}. Compruébalo con: resguardo protocols check")
    return 0


def _import_mirti(arguments: argparse.Namespace) -> int:
    """Read the STPS's list, say how many there are of each level, write the file; nothing when something is refused."""
    try:
        levels = parse_mirti(arguments.file.read_bytes())
    except (CatalogueError, OSError) as refused:
        print(f"No se importó nada. {refused}", file=sys.stderr)
        return 1
    text = mirti_yaml(levels, arguments.edition, STPS_LIST, f"descarga del {arguments.day}", "confirmado")
    arguments.output.write_text(text, encoding="utf-8")
    for level in LEVELS:
        print(f"{level}: {sum(value == level for value in levels.values())}")
    print(f"En total: {len(levels)}. Compara estas cuentas con las que publica la STPS.")
    print(f"Escrito en {arguments.output}. Compruébalo con: resguardo protocols check")
    return 0


def _say_change(rows: Sequence[dict[str, Any]], change: Change) -> None:
    for state, count in counts_of(rows).items():
        print(f"{state}: {count}")
    print(f"En total: {len(rows)}. Compara estas cuentas con las del INEGI.")
    for word, names in (("Altas", change.added), ("Bajas", change.removed), ("Cambian de nombre", change.renamed)):
        shown = "; ".join(names[:SHOWN]) + (f"; y {len(names) - SHOWN} más" if len(names) > SHOWN else "")
        print(f"{word}: {len(names)}{'. ' + shown if names else ''}")
