"""Commands that keep: back up, restore, erase one person, import a tablet's sealed export."""

import argparse
import sys
from pathlib import Path

from inspection.cli.fault_words import sentence
from inspection.cli.words import Refusal, command, existing_keys, opened_office, places
from inspection.clock import system_clock, system_rng
from inspection.domain.events import minor_key
from inspection.store.sealed_export import ExportOfOthers, NotAnExport, read_sealed_export
from inspection.sync.backup import (
    SECRETS_DAYS,
    BackupDamaged,
    BackupUnsound,
    Copied,
    TargetInside,
    TargetTaken,
    WrongKeys,
    backup,
    restore,
)
from inspection.sync.erasing import SubjectUnknown, erase, papers_naming
from inspection.sync.importing import Imported, TabletUnknown, import_export
from inspection.sync.office import Office
from inspection.sync.refusals import Refused

_PAPERS = {"immediate_notice": "aviso inmediato", "referral": "oficio de canalización", "acta": "acta"}
_FILES = {
    "complete": "recibidos",
    "held": "ya estaban",
    "pieces_missing": "incompletos en la exportación",
    "visit_unknown": "de una visita que esta persona no tiene asignada",
    "file_hash_differs": "cuya huella no corresponde",
    "secret_missing": "que esperan la llave de su visita",
}
_OUTCOMES = {
    "stored": "nuevos",
    "duplicate": "ya estaban",
    "not_in_scope": "en cuarentena: la visita no está asignada a esta persona",
    "unknown_visit": "en cuarentena: la visita no se conoce aquí",
    "revoked_device": "en cuarentena: la tableta está dada de baja",
    "fork": "en cuarentena: chocan con otros del mismo número",
}


def add_backup(commands: argparse._SubParsersAction) -> None:
    """Add `backup`."""
    parser = command(commands, "backup", "respalda los datos mientras el servidor trabaja, y comprueba la copia")
    places(parser)
    parser.add_argument("target", type=Path, metavar="DESTINO", help="carpeta nueva o vacía")
    parser.add_argument("--secrets", type=Path, metavar="ARCHIVO", help="dónde van los secretos, si van aparte")
    parser.set_defaults(run=_backup)


def add_restore(commands: argparse._SubParsersAction) -> None:
    """Add `restore`."""
    parser = command(commands, "restore", "hace una carpeta de datos nueva desde un respaldo")
    places(parser)
    parser.add_argument("source", type=Path, metavar="ORIGEN", help="carpeta del respaldo")
    parser.add_argument("--secrets", type=Path, metavar="ARCHIVO", help="archivo de secretos, si se guardó aparte")
    parser.set_defaults(run=_restore)


def add_erase(commands: argparse._SubParsersAction) -> None:
    """Add `erase`."""
    parser = command(commands, "erase", "borra para siempre los datos de una persona de una visita")
    places(parser)
    parser.add_argument("visit", metavar="VISITA", help="clave de la visita")
    parser.add_argument("subject", metavar="PERSONA", help="minor:… o person:…, o la clave NNA-XXXX")
    parser.add_argument("--reason", required=True, help="por qué se borra; queda sellado en la visita")
    parser.add_argument("--by", metavar="USUARIO", help="cuenta de quien lo ordena")
    parser.add_argument("--yes", action="store_true", help="no pregunta; para quien ya confirmó por otro medio")
    parser.set_defaults(run=_erase)


def add_import(commands: argparse._SubParsersAction) -> None:
    """Add `import`."""
    parser = command(commands, "import", "recibe la exportación sellada de una tableta")
    places(parser)
    parser.add_argument("file", type=Path, metavar="ARCHIVO", help="archivo que exportó la tableta")
    parser.add_argument("--owner", metavar="USUARIO", help="de quién es la tableta, si este servidor no la conoce")
    parser.set_defaults(run=_import)


def _backup(arguments: argparse.Namespace) -> int:
    office, store = opened_office(arguments)
    try:
        done = backup(
            arguments.data, arguments.keys, office.keys, arguments.target, arguments.secrets, clock=system_clock
        )
    except TargetTaken as taken:
        raise Refusal(f"{taken} ya existe y no está vacío; nada se sobrescribe: elija otra carpeta") from None
    except TargetInside:
        raise Refusal("el respaldo no puede ir dentro de la carpeta de datos ni de la de llaves") from None
    except BackupUnsound as unsound:
        print(sentence(unsound.fault), file=sys.stderr)
        raise Refusal("la copia se hizo, pero su evidencia no se sostiene: no cuente con ella") from None
    finally:
        store.close()
    print(
        f"""Respaldo hecho y comprobado en {arguments.target}: {_counts(done)}.
Los secretos están en {done.secrets_file}. Guárdelos en otro lugar y destrúyalos antes de {SECRETS_DAYS} días.
La carpeta de llaves ({arguments.keys}) NO va en el respaldo: sin ella no se restaura nada. Guarde aparte una copia."""
    )
    return 0


def _counts(done: Copied) -> str:
    return f"{done.visits} visitas, {done.events} eventos, {done.files} archivos"


def _restore(arguments: argparse.Namespace) -> int:
    keys = existing_keys(arguments)
    try:
        done = restore(
            arguments.source, arguments.secrets, arguments.data, arguments.keys, keys,
            clock=system_clock, rng=system_rng,
        )  # fmt: skip
    except TargetTaken as taken:
        raise Refusal(f"{taken} ya tiene datos; nada se sobrescribe: diga otra carpeta con --data") from None
    except BackupDamaged as damaged:
        raise Refusal(f"el respaldo está dañado o incompleto: {damaged}. Use otro; no se escribió nada") from None
    except WrongKeys:
        raise Refusal("las llaves de --keys no son las del servidor respaldado; no se escribió nada") from None
    except BackupUnsound as unsound:
        print(sentence(unsound.fault), file=sys.stderr)
        raise Refusal("la evidencia de este respaldo no se sostiene; no se escribió nada. Use otro") from None
    places_said = f"--data {arguments.data} --keys {arguments.keys}"
    print(
        f"""Restaurado en {arguments.data}: {_counts(done)}. Todo se sostiene.
Borrados repetidos: {done.erased}.
Ahora:
  1. Inicie el servidor: resguardo serve {places_said}
  2. Pida a cada tableta que sincronice: volverán a ofrecer lo posterior al respaldo. No borre ni reinicie ninguna.
  3. Revise en el escritorio la cuarentena, y compruebe: resguardo verify --all {places_said}
  4. Las personas dadas de alta después del respaldo vuelven a agregarse con: resguardo users add"""
    )
    return 0


def _erase(arguments: argparse.Namespace) -> int:
    office, store = opened_office(arguments)
    actor = _user_id(office, arguments.by) if arguments.by else None
    try:
        visit = office.read(arguments.visit)
        subject = _subject(list(visit.entities), arguments.subject)
        papers = papers_naming(visit, subject)
        if not arguments.yes:
            _confirm(subject, len(papers))
        done = erase(office, arguments.keys, arguments.visit, subject, reason=arguments.reason, actor=actor)
    except Refused:
        raise Refusal("no hay una visita con esa clave") from None
    except SubjectUnknown:
        raise Refusal("en esa visita no está esa persona; use minor:…, person:… o NNA-XXXX") from None
    store.scrub()
    print(f"Borrado: {_short(subject)}. Sus respuestas se leen «borrado»; {done.photos} fotos suyas se destruyeron.")
    if done.papers:
        print("Expida de nuevo, sin esta persona, y recoja los ejemplares de:")
    for paper in done.papers:
        print(f"  {_PAPERS.get(paper.kind, paper.kind)} {paper.folio}")
    print("Lo ya entregado en papel o en copias queda fuera del alcance de este borrado.")
    return 0


def _confirm(subject: str, papers: int) -> None:
    print(f"Se van a borrar PARA SIEMPRE los datos de {_short(subject)}. No hay modo de recuperarlos.")
    print(f"Documentos expedidos que habrá que expedir de nuevo: {papers}.")
    try:
        answer = input("Escriba BORRAR para continuar: ")
    except EOFError:
        answer = ""
    if answer.strip() != "BORRAR":
        raise Refusal("no se borró nada")


def _short(subject: str) -> str:
    return minor_key(subject) if subject.startswith("minor:") else subject


def _subject(entities: list[str], named: str) -> str:
    """Return the entity that was meant; a key of four characters may mean two minors, and then it means none."""
    if not named.upper().startswith("NNA-"):
        return named
    found = [one for one in entities if one.startswith("minor:") and minor_key(one) == named.upper()]
    if len(found) > 1:
        raise Refusal("dos personas comparten esa clave; use la entidad completa: " + ", ".join(found))
    return found[0] if found else named


def _user_id(office: Office, username: str) -> str:
    found = [user.user_id for user in office.store.users.all() if user.username == username]
    if not found:
        raise Refusal(f"no hay una cuenta «{username}»; véalas con: resguardo users list")
    return found[0]


def _import(arguments: argparse.Namespace) -> int:
    office, _ = opened_office(arguments)
    owner = _user_id(office, arguments.owner) if arguments.owner else None
    try:
        export = read_sealed_export(arguments.file, arguments.keys)
        done = import_export(office.device, office.files, export, owner=owner)
    except NotAnExport:
        raise Refusal("el archivo no es una exportación sellada, o está cortado; pídalo otra vez") from None
    except ExportOfOthers:
        raise Refusal("la exportación está sellada para otra autoridad: estas llaves no la abren") from None
    except TabletUnknown:
        raise Refusal("este servidor no conoce esa tableta. Si sabe de quién es, repita con: --owner USUARIO") from None
    _tell_import(office, done)
    return 0


def _tell_import(office: Office, done: Imported) -> None:
    user = office.store.users.get(done.user_id)
    print(f"Exportación de {user.name if user else done.user_id}, {len(done.visits)} visitas.")
    for code, count in sorted(done.outcomes.items()):
        print(f"  Eventos: {count} {_OUTCOMES.get(code, f'en cuarentena ({code})')}")
    for code, count in sorted(done.files.items()):
        print(f"  Archivos: {count} {_FILES.get(code, f'no recibidos ({code})')}")
    if done.urgent:
        print(f"  Avisos urgentes que la tableta no había entregado: {done.urgent}. Atiéndalos en el escritorio.")
    if done.unproven:
        print(f"  Eventos sin firma que los cubra, no recibidos: {done.unproven}")
    if done.damaged:
        print(f"  Registros dañados: {done.damaged}. Pida otra exportación de la misma tableta.")
