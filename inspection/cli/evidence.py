"""Commands that prove: check the evidence, export a case that proves itself."""

import argparse
from pathlib import Path

from inspection.cli.fault_words import sentence
from inspection.cli.signing import verify_paper
from inspection.cli.words import Refusal, command, opened_office, places
from inspection.issuing.case_file import write_case_file
from inspection.sync.case_bundle import write_case_bundle
from inspection.sync.evidence import EvidenceCheck, Holdings, Report
from inspection.sync.refusals import Refused


def add_verify(commands: argparse._SubParsersAction) -> None:
    """Add `verify`."""
    parser = command(
        commands, "verify", "comprueba la evidencia (cadenas, firmas, archivos, cierres, recibos) o un documento"
    )
    places(parser)
    parser.add_argument(
        "visit", nargs="?", metavar="VISITA|ARCHIVO.pdf", help="clave de la visita (32 caracteres), o un documento"
    )
    parser.add_argument(
        "--root", type=Path, action="append", default=[], metavar="CER", help="autoridad certificadora en que se confía"
    )
    seen = "SHA-256 que usted obtuvo por otro medio (la página pública, la oficina): se compara con la del archivo"
    parser.add_argument("--hash", metavar="HUELLA", help=seen)
    parser.add_argument("--all", action="store_true", help="comprueba todas las visitas")
    parser.set_defaults(run=_verify)


def add_bundle(commands: argparse._SubParsersAction) -> None:
    """Add `bundle`."""
    parser = command(commands, "bundle", "exporta el expediente de una visita en un archivo que se comprueba solo")
    places(parser)
    parser.add_argument("visit", metavar="VISITA", help="clave de la visita")
    what = ".zip que se crea, o .pdf con una portada y el .zip dentro"
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="ARCHIVO", help=what)
    parser.add_argument(
        "--opened", action="store_true", help="incluye fotos, documentos y llaves SIN CIFRAR: úselo solo por mandato"
    )
    parser.set_defaults(run=_bundle)


def _verify(arguments: argparse.Namespace) -> int:
    if bool(arguments.visit) == arguments.all:
        raise Refusal("diga la clave de una visita, o --all para todas")
    if arguments.visit and arguments.visit.lower().endswith(".pdf"):
        return verify_paper(Path(arguments.visit), arguments.root, arguments.hash)
    office, store = opened_office(arguments)
    if arguments.visit and not store.log.of_visit(arguments.visit):
        raise Refusal("no hay una visita con esa clave; véala en el escritorio, en la dirección de la página")
    check = EvidenceCheck(Holdings(store, store.resting, office.files, office.keys, store.visits.secrets_of))
    reports = list(check.all()) if arguments.all else [check.certificates(), check.visit(arguments.visit)]
    return tell(reports)


def tell(reports: list[Report]) -> int:
    """Print what was checked, or the first thing of each visit that does not hold; return the exit code."""
    failed = [report for report in reports if report.faults]
    for report in failed:
        print(sentence(report.faults[0]))
        if len(report.faults) > 1:
            print(f"  Además:      {len(report.faults) - 1} cosas más que no se sostienen en el mismo lugar.")
    for report in reports:
        # Where something does not hold, a missing number means nothing by itself.
        for incarnation, count in () if report.faults else report.holes.items():
            print(f"Visita {report.visit_id}: de la tableta {incarnation} aún no llegan {count} eventos anteriores.")
    for report in reports:
        if report.protocol_missing:
            print(
                f"Visita {report.visit_id}: su protocolo ({report.protocol_missing[:12]}…) no está en este servidor.\n"
                "  Nada se perdió, pero no se puede leer ni determinar de nuevo: restaure el respaldo que lo tiene."
            )
    totals = {
        name: sum(report.counts.get(name, 0) for report in reports)
        for name in ("events", "receipts", "closures", "files")
    }
    said = (
        f"{totals['events']} eventos, {totals['receipts']} recibos, {totals['closures']} cierres de acta, "
        f"{totals['files']} archivos."
    )
    if failed:
        print(f"NO SE SOSTIENE. Se comprobaron {said}")
        return 1
    print(f"Todo se sostiene. Se comprobaron {said}")
    return 0


def _bundle(arguments: argparse.Namespace) -> int:
    office, store = opened_office(arguments)
    try:
        write = write_case_file if arguments.output.suffix.lower() == ".pdf" else write_case_bundle
        done = write(office, store.resting, arguments.visit, arguments.output, opened=arguments.opened)
    except Refused:
        raise Refusal("no hay una visita con esa clave") from None
    except FileExistsError:
        raise Refusal(f"ya existe {arguments.output}; elija otro nombre, nada se sobrescribe") from None
    except FileNotFoundError:
        raise Refusal(f"no existe la carpeta de {arguments.output}") from None
    print(f"Expediente escrito en {arguments.output}: {done.events} eventos y {done.files} archivos.")
    for name in done.files_missing:
        print(f"  No está aquí (no ha llegado o se borró): {name}")
    if arguments.opened:
        print(
            "CUIDADO: este archivo lleva sin cifrar fotos, documentos y las llaves que abren los datos de\n"
            "niñas, niños y adolescentes. Entréguelo solo a quien lo ordenó, por un medio protegido, y borre su copia."
        )
    if arguments.output.suffix.lower() == ".pdf":
        print("La portada dice cómo sacar expediente.zip (pdfdetach -saveall ARCHIVO); después:")
    print("Quien lo reciba lo comprueba sin Resguardo: python3 docs/verify_bundle.py ARCHIVO")
    return 0
