"""`resguardo protocols show | diff | report | mutate | publish`, in Spanish."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from protocols.bundle import load_bundle
from protocols.deadlines import is_day
from protocols.loader import ROOT
from protocols.paper_words import load_paper_words
from protocols.publishing import DRAFT, RECORD, publish
from protocols.reading import ProtocolError
from protocols.statistics import load_statistics
from protocols.tools.cases import differences, read_cases
from protocols.tools.diff import changes, load_side, read_side
from protocols.tools.flips import flips_of
from protocols.tools.mutants import mutants_of
from protocols.tools.mutation import survivors
from protocols.tools.report import counts, figures
from protocols.tools.show import found, listing, places

CASES = Path("tests/cases")
EVERY = 25
SHOWN = 12
Run = Callable[[argparse.Namespace], int]


class SpanishUsage(argparse.RawDescriptionHelpFormatter):
    """argparse's own words in Spanish."""

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        """Say «uso» in place of «usage»."""
        return super().add_usage(usage, actions, groups, "uso: " if prefix is None else prefix)


def add_tool_orders(orders: argparse._SubParsersAction, default: str) -> None:
    """Add the tools to ``resguardo protocols``; ``default`` is the protocol they speak of."""
    show = _order(orders, "show", "muestra el protocolo, o un punto, fila, requisito, número o cita completo", _show)
    show.add_argument("name", nargs="?", metavar="ID", help="lo que se quiere ver completo, por ejemplo nna_sexo o D04")
    diff = _order(orders, "diff", "dice qué cambia de una versión a otra", _diff)
    for side, text in (("a", "la anterior"), ("b", "la nueva")):
        diff.add_argument(side, metavar=side.upper(), help=f"{text}: protocolo, su carpeta o un paquete JSON")
    report = _order(orders, "report", "cuenta lo que hay y lo que falta; falla si falta algo que no debe", _report)
    mutate = _order(orders, "mutate", "descompone la ley parte por parte: cada vez debe fallar un caso", _mutate)
    publish = _order(orders, "publish", "publica un borrador sin huecos: desde entonces ya no se edita", _publish)
    publish.add_argument("folder", type=Path, metavar="CARPETA", help="la carpeta de la versión, con su protocol.yaml")
    publish.add_argument("--fecha", dest="day", required=True, metavar="AAAA-MM-DD", help="día en que se publica")
    for order in (report, mutate, publish):
        order.add_argument("--cases", type=Path, default=CASES, metavar="CARPETA", help=f"los casos escritos ({CASES})")
    mutate.add_argument("--only", default="", metavar="TEXTO", help="sólo los archivos o claves que contienen el texto")
    for order in (show, report, mutate):
        order.add_argument("--protocol", default=default, help=f"protocolo y versión (por omisión {default})")


def _order(orders: argparse._SubParsersAction, name: str, text: str, run: Run) -> argparse.ArgumentParser:
    order: argparse.ArgumentParser = orders.add_parser(
        name, help=text, description=text[0].upper() + text[1:] + ".", formatter_class=SpanishUsage, add_help=False
    )
    order._positionals.title, order._optionals.title = "lo que se da", "opciones"
    order.add_argument("-h", "--help", action="help", help="muestra esta ayuda")
    order.set_defaults(run=lambda arguments: _told(run, arguments))
    return order


def _told(run: Run, arguments: argparse.Namespace) -> int:
    try:
        return run(arguments)
    except (ProtocolError, OSError, ValueError) as refused:
        print(refused, file=sys.stderr)
        return 1


def _show(arguments: argparse.Namespace) -> int:
    bundle = load_bundle(arguments.protocol).data
    lines = list(found(bundle, arguments.name) if arguments.name else listing(bundle))
    if arguments.name:
        lines += places(bundle, arguments.name, load_paper_words(), load_statistics())
    if not lines:
        raise ValueError(f"No hay nada que se llame «{arguments.name}». Sin ID se muestra la lista completa.")
    print("\n".join(lines))
    return 0


def _diff(arguments: argparse.Namespace) -> int:
    lines = list(changes(read_side(arguments.a), read_side(arguments.b)))
    print("\n".join(lines) if lines else "Sin cambios.")
    return 0


def _publish(arguments: argparse.Namespace) -> int:
    folder = arguments.folder if (arguments.folder / "protocol.yaml").is_file() else ROOT / arguments.folder
    if not is_day(arguments.day):
        raise ValueError(f"«{arguments.day}» no es una fecha AAAA-MM-DD.")
    bundle = load_side(str(folder))
    data = bundle.data
    if data["protocol"]["status"] != DRAFT:
        raise ValueError(f"{data['protocol']['id']} ya está publicada. Para un cambio, copia la carpeta.")
    gaps = list(gaps_of(data, arguments.cases, folder.resolve().parents[1]))
    if gaps:
        print("No se publicó nada. Falta:", *gaps, sep="\n- ", file=sys.stderr)
        return 1
    publish(folder.resolve(), arguments.day, bundle.law_hash)
    load_bundle.cache_clear()
    print(f"Publicada {load_side(str(folder)).data['protocol']['id']}. Sus huellas: {folder / RECORD}")
    return 0


def gaps_of(data: Mapping[str, Any], cases: Path, root: Path) -> Iterator[str]:
    """Yield what keeps a draft from being published: a figure that must be zero, a case that fails."""
    written = read_cases(cases, data)
    for figure in figures(data, written, load_paper_words(root), load_statistics(root)):
        if figure.must_be_zero and figure.which:
            yield f"{figure.title_es}: {', '.join(figure.which[:SHOWN])}"
    for case in written:
        difference = next(differences(data, case), None)
        if difference is not None:
            yield f"caso «{case['name']}» ({case['file']}): {difference}"


def _report(arguments: argparse.Namespace) -> int:
    bundle = load_bundle(arguments.protocol).data
    print("\n".join(counts(bundle)))
    found_all = figures(bundle, read_cases(arguments.cases, bundle), load_paper_words(), load_statistics())
    faults = 0
    for figure in found_all:
        is_fault = figure.must_be_zero and bool(figure.which)
        faults += is_fault
        names = f": {', '.join(figure.which[:SHOWN])}" if figure.must_be_zero and figure.which else ""
        print(f"{figure.title_es}: {len(figure.which)}{names}{'  ← debe ser cero' if is_fault else ''}")
    return 1 if faults else 0


def _mutate(arguments: argparse.Namespace) -> int:
    # A copy: the mutants are put into it.
    data = json.loads(load_bundle(arguments.protocol).json)
    cases = read_cases(arguments.cases, data)
    broken = [case["name"] for case in cases if next(differences(data, case), None) is not None]
    if broken:
        raise ValueError("Hay casos que ya fallan; corrígelos primero: " + "; ".join(broken[:SHOWN]))
    mutants = [m for m in (*mutants_of(data), *flips_of(data)) if arguments.only in f"{m.file} {m.key}"]
    alive = survivors(data, cases, mutants, _say_progress)
    print(file=sys.stderr)
    for mutant in alive:
        print(f"{mutant.file}, {mutant.key}: {mutant.change_es}; ningún caso lo nota")
    print(f"{len(mutants)} cambios, {len(alive)} sin caso que los note.")
    return 1 if alive else 0


def _say_progress(done: int, total: int, alive: int) -> None:
    if done % EVERY == 0 or done == total:
        print(f"\r{done} de {total}; sin caso: {alive}", end="", file=sys.stderr, flush=True)
