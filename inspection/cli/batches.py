"""The command of batches: issue what many visits owe, with a bar, going on where it stopped."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from inspection.cli.papers import supervisor
from inspection.cli.words import Refusal, command, opened_office, places
from inspection.issuing import (
    Standing,
    batch_kinds,
    batch_of,
    issue_next,
    read_document,
    standing_of,
    start_batch,
    title_of,
    try_again,
)
from inspection.store.batches import BatchItem
from inspection.sync.office import Office
from inspection.sync.refusals import Refused
from inspection.web.desk.batch_due import visit_owes
from inspection.web.desk.batch_page import standing_es
from inspection.web.desk.reading import open_case
from inspection.web.errors import SENTENCES
from inspection.web.failures import where_it_failed

_WIDTH = 40


def add_batch(commands: argparse._SubParsersAction) -> None:
    """Add `batch`."""
    parser = command(commands, "batch", "emite de una vez un documento de muchas visitas; si se corta, sigue donde iba")
    places(parser)
    names = "; ".join(f"{kind}: {title_of(kind)}" for kind in batch_kinds())
    parser.add_argument("kind", nargs="?", metavar="CLASE", choices=batch_kinds(), help=names)
    parser.add_argument("visits", nargs="*", metavar="VISITA", help="por omisión, todas las que lo deben")
    parser.add_argument("--by", metavar="USUARIO", help="quién emite: una persona supervisora")
    parser.add_argument("--resume", metavar="LOTE", help="sigue un lote ya empezado, aquí o en el escritorio")
    parser.add_argument("--retry", action="store_true", help="con --resume, intenta otra vez los que fallaron")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="CARPETA", help="donde se escriben los PDF")
    parser.set_defaults(run=_batch)


def _batch(arguments: argparse.Namespace) -> int:
    if bool(arguments.resume) == bool(arguments.kind):
        raise Refusal("diga la clase de documento, o --resume con la clave de un lote ya empezado")
    office, store = opened_office(arguments)
    try:
        if arguments.resume:
            batch_id = batch_of(office, arguments.resume).batch_id
            if arguments.retry:
                try_again(office, batch_id)
        else:
            batch_id = _started(office, arguments, supervisor(store, arguments.by or "").user_id)
    except Refused as refused:
        raise _refusal(refused.code) from None
    arguments.output.mkdir(parents=True, exist_ok=True, mode=0o700)
    print(f"Lote {batch_id}. Si se corta: resguardo batch --resume {batch_id} -o {arguments.output}")
    sys.stdout.flush()
    _run(office, batch_id, arguments.output)
    return _told(office, batch_id, arguments.output)


def _started(office: Office, arguments: argparse.Namespace, actor: str) -> str:
    known = [visit.visit_id for visit in office.visits()]
    unknown = set(arguments.visits) - set(known)
    if unknown:
        raise Refusal(f"no hay visita {', '.join(sorted(unknown))}; no se emitió nada")
    chosen = arguments.visits or known
    owing = (visit_owes(open_case(office, visit_id, actor)) for visit_id in chosen)
    papers = [(one.visit_id, one.owed[arguments.kind]) for one in owing if arguments.kind in one.owed]
    return start_batch(office, arguments.kind, papers, actor)


def _run(office: Office, batch_id: str, folder: Path) -> None:
    standing = standing_of(office.store.batches.items(batch_id))
    _show(standing)
    while (done := issue_next(office, batch_id, _log)) is not None:
        _write(office, done, folder)
        standing = standing.after(done)
        _show(standing)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    for item in office.store.batches.items(batch_id):  # those that left before the last stop
        _write(office, item, folder)


def _write(office: Office, item: BatchItem, folder: Path) -> None:
    if item.state != "issued":
        return
    name, pdf = read_document(office, item.visit_id, item.code)
    if not (folder / name).exists():
        part = folder / f".{name}.part"
        part.write_bytes(pdf)
        part.replace(folder / name)


def _show(standing: Standing) -> None:
    """Draw the bar over itself on a terminal; elsewhere say nothing until the end."""
    if not sys.stderr.isatty():
        return
    done = standing.issued + standing.failed
    filled = _WIDTH * done // standing.total
    bar = "█" * filled + "·" * (_WIDTH - filled)
    print(f"\r[{bar}] {standing_es(standing)}", end=" ", file=sys.stderr, flush=True)


def _told(office: Office, batch_id: str, folder: Path) -> int:
    items = office.store.batches.items(batch_id)
    standing = standing_of(items)
    print(f"{title_of(batch_of(office, batch_id).kind)}: {standing_es(standing)}. En {folder}.")
    for item in items:
        if item.state == "failed":
            sentence = SENTENCES.get(item.why, SENTENCES["paper_failed"])
            print(f"  Visita {item.visit_id}: {sentence.happened_es} {sentence.do_es}")
    if standing.failed:
        print(f"  Cuando esté remediado: resguardo batch --resume {batch_id} --retry -o {folder}")
    return 1 if standing.failed else 0


def _refusal(code: str) -> Refusal:
    said: Mapping[str, str] = {"batch_unknown": "no hay un lote con esa clave; revísela en el escritorio, en Lotes"}
    sentence = SENTENCES[code]
    return Refusal(said.get(code) or f"{sentence.happened_es} {sentence.safe_es} {sentence.do_es}")


def _log(error: BaseException) -> None:
    print(f"\n{where_it_failed(error)}", file=sys.stderr)
