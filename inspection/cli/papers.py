"""Commands of papers: issue one, print blank sheets, write the statistics annex."""

import argparse
import json
from datetime import UTC, date, datetime
from pathlib import Path

from forms import blank_checklist
from inspection.cli.words import Refusal, command, opened_office, places
from inspection.clock import OFFICE_ZONE
from inspection.documents.blank_sheets import blank_checklist as written
from inspection.domain.canonical import canonical_bytes, sha256_hex
from inspection.domain.events import minor_key
from inspection.issuing import (
    ACTA,
    NOTICE,
    REFERRAL,
    Issued,
    acts,
    issue_any,
    read_document,
    title_of,
    versions,
)
from inspection.issuing.statistics import PeriodOverlaps, write_annex
from inspection.store.sqlite.store import SqliteStore
from inspection.store.users import User
from inspection.sync.office import Office
from inspection.sync.refusals import Refused
from inspection.web.errors import SENTENCES
from protocols import load_bundle


def add_issue(commands: argparse._SubParsersAction) -> None:
    """Add `issue`."""
    parser = command(commands, "issue", "emite un documento de una visita y lo escribe en un PDF")
    places(parser)
    kinds = [NOTICE, REFERRAL, ACTA, *acts(), *versions()]
    names = "; ".join(f"{kind}: {title_of(kind)}" for kind in kinds)
    parser.add_argument("kind", metavar="CLASE", choices=kinds, help=names)
    parser.add_argument("visit", metavar="VISITA", help="clave de la visita")
    parser.add_argument("--by", required=True, metavar="USUARIO", help="quién emite: una persona supervisora")
    whom = "de quién habla; se repite. Sin ella, de quien toca"
    parser.add_argument("--minor", action="append", default=[], metavar="NNA-…", help=whom)
    parser.add_argument("--say", action="append", default=[], metavar="DATO=TEXTO", help="lo que pide el documento")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="ARCHIVO", help="archivo .pdf que se crea")
    parser.set_defaults(run=_issue)


def add_sheets(commands: argparse._SubParsersAction) -> None:
    """Add `sheets`."""
    parser = command(commands, "sheets", "imprime las hojas en blanco de un protocolo, para ir sin tableta")
    parser.add_argument("protocol", metavar="PROTOCOLO", help="por ejemplo trabajo_infantil/2024_1")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="ARCHIVO", help="archivo .pdf que se crea")
    parser.set_defaults(run=_sheets)


def add_statistics(commands: argparse._SubParsersAction) -> None:
    """Add `statistics`."""
    parser = command(commands, "statistics", "escribe el anexo estadístico de un periodo, sin datos de nadie")
    places(parser)
    parser.add_argument("--since", type=_day, required=True, metavar="AAAA-MM-DD", help="primer día")
    parser.add_argument("--until", type=_day, required=True, metavar="AAAA-MM-DD", help="último día")
    parser.add_argument("--zone", default=OFFICE_ZONE, help=f"huso horario de la oficina (por omisión {OFFICE_ZONE})")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="ARCHIVO", help="archivo .pdf que se crea")
    parser.set_defaults(run=_statistics)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{text}» no es un día; escríbalo AAAA-MM-DD") from None


def _issue(arguments: argparse.Namespace) -> int:
    office, store = opened_office(arguments)
    user = supervisor(store, arguments.by)
    if arguments.output.exists():
        raise Refusal(f"ya existe {arguments.output}; elija otro nombre, nada se sobrescribe")
    try:
        minors = _minors(office, arguments)
        issued = _issued(office, arguments, minors, user.user_id)
        _, pdf = read_document(office, arguments.visit, issued.code)
    except Refused as refused:
        said = SENTENCES[refused.code]
        raise Refusal(f"{said.happened_es} {said.safe_es} {said.do_es}") from None
    arguments.output.write_bytes(pdf)
    print(f"{title_of(issued.kind)} {issued.folio} en {arguments.output}.")
    print(f"  Código {issued.code}. SHA-256 {issued.sha256}.")
    for note in issued.notes:
        print(f"  Por confirmar a mano: {note}")
    return 0


def supervisor(store: SqliteStore, username: str) -> User:
    """Return the supervisor with this user name, or refuse."""
    found = next((one for one in store.users.all() if one.username == username and one.active), None)
    if found is None or found.role != "supervisor":
        raise Refusal(f"«{username}» no es una persona supervisora de esta oficina; diga quién emite con --by")
    return found


def _minors(office: Office, arguments: argparse.Namespace) -> list[str]:
    known = {minor_key(e): e for e in office.read(arguments.visit).entities if e.startswith("minor:")}
    unknown = [key for key in arguments.minor if key not in known]
    if unknown:
        raise Refusal(f"la visita no tiene a {', '.join(unknown)}; tiene a {', '.join(sorted(known)) or 'nadie'}")
    return [known[key] for key in arguments.minor]


def _issued(office: Office, arguments: argparse.Namespace, minors: list[str], actor: str) -> Issued:
    asked = dict(one.partition("=")[::2] for one in arguments.say)
    return issue_any(
        office, arguments.kind, arguments.visit, minors, actor=actor, now=office.clock(), asked=asked
    )


def _sheets(arguments: argparse.Namespace) -> int:
    try:
        bundle = load_bundle(arguments.protocol).data
    except (OSError, ValueError) as cause:
        raise Refusal(f"no se pudo leer el protocolo {arguments.protocol}: {cause}") from None
    if arguments.output.exists():
        raise Refusal(f"ya existe {arguments.output}; elija otro nombre, nada se sobrescribe")
    data = canonical_bytes(bundle)
    made_at = datetime.fromisoformat(bundle["protocol"]["valid_from"] or "2024-01-01").replace(tzinfo=UTC)
    document = written(json.loads(data), sha256_hex(data), made_at=made_at)
    arguments.output.write_bytes(blank_checklist.draw(document))
    print(f"{len(document.sheets)} hojas en {arguments.output}. Imprima varias copias de la de persona menor de edad.")
    return 0


def _statistics(arguments: argparse.Namespace) -> int:
    office, _ = opened_office(arguments)
    try:
        minors, visits = write_annex(
            office, arguments.output, since=arguments.since, until=arguments.until, zone=arguments.zone
        )
    except FileExistsError:
        raise Refusal(f"ya existe {arguments.output}; elija otro nombre, nada se sobrescribe") from None
    except PeriodOverlaps as other:
        raise Refusal(
            f"ya se escribió el anexo del {other.since} al {other.until}, que comparte días con éste: restando uno de "
            "otro quedarían pocas personas a la vista. Nada se escribió; use ese mismo periodo u otro que no lo toque"
        ) from None
    print(f"Anexo en {arguments.output}: {minors} personas menores de edad en {visits} visitas.")
    print("  Los mismos cuadros van dentro, para máquinas: pdfdetach -saveall ARCHIVO.")
    return 0
