"""`resguardo protocols …`: the tools of whoever keeps the law as data."""

import argparse
import sys
from pathlib import Path

from protocols.bundle import load_bundle
from protocols.loader import ROOT
from protocols.reading import ProtocolError

DEFAULT = "trabajo_infantil/2024_1"


def add_protocol_commands(commands: argparse._SubParsersAction) -> None:
    """Add ``protocols`` and its orders to the command line."""
    group = commands.add_parser("protocols", help="protocolos y ley como datos: comprobar")
    orders = group.add_subparsers(title="órdenes", metavar="ORDEN", required=True)
    check = orders.add_parser("check", help="comprueba un protocolo y los archivos de la ley")
    check.add_argument("protocol", nargs="?", default=DEFAULT, help=f"protocolo y versión (por omisión {DEFAULT})")
    check.set_defaults(run=_check)


def _check(arguments: argparse.Namespace) -> int:
    try:
        bundle = load_bundle(arguments.protocol)
    except ProtocolError as refused:
        print(refused, file=sys.stderr)
        return 1
    items = sum(len(step["items"]) for stage in bundle.data["protocol"]["stages"] for step in stage["steps"])
    print(f"{arguments.protocol}: {items} preguntas, sin faltas. Huella {bundle.hash[:16]}. Carpeta {Path(ROOT).name}/")
    return 0
