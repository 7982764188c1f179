"""The command `resguardo`: each subcommand parses, calls one function and says in Spanish what happened."""

import argparse
import datetime
import getpass
import sys
from collections.abc import Sequence
from pathlib import Path

from inspection import __version__
from inspection.clock import system_clock, system_rng
from inspection.demo import Demo, prepare_demo
from inspection.store.keys import KeysInsideData
from inspection.store.sqlite.store import SqliteStore, open_store
from inspection.store.users import MIN_PASSWORD_CHARS, ROLES, PasswordTooShort, UsernameTaken
from inspection.sync.projections import rebuild
from inspection.web.serving import serve
from inspection.web.settings import Settings
from inspection.web.tls import Certificates, lan_addresses, make_certificates
from protocols.cli import add_protocol_commands

DATA, KEYS, PORT = Path("resguardo-datos"), Path("resguardo-llaves"), 8000
DEMO_DATA, DEMO_KEYS = Path("demo-data/datos"), Path("demo-data/llaves")
LAN_PORT = 8443


class SpanishHelp(argparse.RawDescriptionHelpFormatter):
    """argparse's own words in Spanish."""

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        """Say «uso» in place of «usage»."""
        return super().add_usage(usage, actions, groups, prefix or "uso: ")


class Refusal(SystemExit):
    """The command ends here: what happened and what to do, on standard error, exit code 1."""

    def __init__(self, message: str) -> None:
        print(f"resguardo: {message}", file=sys.stderr)
        super().__init__(1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="resguardo",
        description="Resguardo: inspección de trabajo infantil, del campo a la procuraduría.",
        formatter_class=SpanishHelp,
        add_help=False,
    )
    _help(parser)
    parser.add_argument("--version", action="version", version=f"resguardo {__version__}", help="dice la versión")
    commands = parser.add_subparsers(title="órdenes", metavar="ORDEN", required=True)
    for add in (_add_demo, _add_serve, _add_migrate, _add_rebuild, _add_users, _add_devices, add_protocol_commands):
        add(commands)
    return parser


def _help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="muestra esta ayuda")


def _command(commands: argparse._SubParsersAction, name: str, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=text, description=text[0].upper() + text[1:] + ".", formatter_class=SpanishHelp, add_help=False
    )
    _help(parser)
    return parser


def _places(parser: argparse.ArgumentParser, data: Path, keys: Path) -> None:
    parser.add_argument("--data", type=Path, default=data, help=f"carpeta de datos (por omisión {data})")
    parser.add_argument(
        "--keys", type=Path, default=keys, help=f"carpeta de llaves, fuera de la de datos (por omisión {keys})"
    )


def _network(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="dirección en que se atiende (por omisión 127.0.0.1)")
    parser.add_argument("--port", type=int, help=f"puerto (por omisión {PORT}; con --lan, {LAN_PORT})")
    parser.add_argument(
        "--lan", action="store_true", help="atiende por HTTPS a las tabletas de esta red, con un certificado propio"
    )


def _add_demo(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "demo", "levanta todo con los datos de demostración")
    _places(parser, DEMO_DATA, DEMO_KEYS)
    _network(parser)
    parser.add_argument("--fresh", action="store_true", help="borra la demostración anterior y empieza de nuevo")
    parser.set_defaults(run=_demo)


def _add_serve(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "serve", "atiende a las tabletas y al escritorio")
    _places(parser, DATA, KEYS)
    _network(parser)
    parser.set_defaults(run=_serve)


def _add_migrate(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "migrate", "crea o pone al día las tablas de la base de datos")
    _places(parser, DATA, KEYS)
    parser.set_defaults(run=_migrate)


def _add_rebuild(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "rebuild", "borra las tablas de lectura y las hace de nuevo desde la bitácora")
    _places(parser, DATA, KEYS)
    parser.set_defaults(run=_rebuild)


def _add_users(commands: argparse._SubParsersAction) -> None:
    group = _command(commands, "users", "cuentas de personas")
    actions = group.add_subparsers(title="órdenes", metavar="ORDEN", required=True)
    add = _command(actions, "add", "agrega una cuenta; la contraseña se pide sin mostrarse")
    _places(add, DATA, KEYS)
    add.add_argument("username", help="nombre de usuario")
    add.add_argument("--name", required=True, help="nombre completo, como va en los documentos")
    add.add_argument("--role", required=True, choices=sorted(ROLES), help="papel de la persona")
    add.set_defaults(run=_users_add)
    listing = _command(actions, "list", "lista las cuentas")
    _places(listing, DATA, KEYS)
    listing.set_defaults(run=_users_list)


def _add_devices(commands: argparse._SubParsersAction) -> None:
    group = _command(commands, "devices", "tabletas dadas de alta")
    actions = group.add_subparsers(title="órdenes", metavar="ORDEN", required=True)
    listing = _command(actions, "list", "lista las tabletas")
    _places(listing, DATA, KEYS)
    listing.set_defaults(run=_devices_list)
    revoke = _command(actions, "revoke", "da de baja una tableta; lo que ya envió se conserva")
    _places(revoke, DATA, KEYS)
    revoke.add_argument("incarnation", help="clave de la tableta, como la muestra `devices list`")
    revoke.set_defaults(run=_devices_revoke)


def _store(arguments: argparse.Namespace) -> SqliteStore:
    if arguments.keys.resolve().is_relative_to(arguments.data.resolve()):
        raise Refusal("la carpeta de llaves no puede estar dentro de la de datos; elija otra con --keys")
    return open_store(arguments.data)


def _demo(arguments: argparse.Namespace) -> int:
    port = arguments.port or (LAN_PORT if arguments.lan else PORT)
    demo = prepare_demo(arguments.data, arguments.keys, clock=system_clock, rng=system_rng, fresh=arguments.fresh)
    _print_demo(demo, _base_url(arguments, port))
    return _run_server(arguments, port)


def _serve(arguments: argparse.Namespace) -> int:
    _store(arguments).close()
    port = arguments.port or (LAN_PORT if arguments.lan else PORT)
    print(f"Resguardo atiende en {_base_url(arguments, port)}  (Ctrl+C para detener)", flush=True)
    return _run_server(arguments, port)


def _base_url(arguments: argparse.Namespace, port: int) -> str:
    host = lan_addresses()[0] if arguments.lan else arguments.host.replace("127.0.0.1", "localhost")
    return f"{'https' if arguments.lan else 'http'}://{host}:{port}"


def _run_server(arguments: argparse.Namespace, port: int) -> int:
    certificates = None
    if arguments.lan:
        now = datetime.datetime.fromtimestamp(system_clock() / 1000, datetime.UTC)
        certificates = make_certificates(arguments.keys / "tls", lan_addresses(), now)
        _print_trust(certificates)
    settings = Settings(arguments.data, arguments.keys, _base_url(arguments, port), secure_cookies=arguments.lan)
    try:
        serve(settings, "0.0.0.0" if arguments.lan else arguments.host, port, certificates)
    except KeysInsideData:
        raise Refusal("las carpetas de llaves y de datos no pueden estar una dentro de la otra") from None
    return 0


def _print_trust(certificates: Certificates) -> None:
    print(
        f"""
Para que una tableta de esta red confíe en este servidor (una sola vez):
  1. Copie este archivo a la tableta, por cable o tarjeta:  {certificates.authority.resolve()}
  2. En la tableta: Ajustes > Seguridad > Instalar certificado > Certificado de CA, y elija el archivo.
  3. Compruebe que la huella SHA-256 que muestra la tableta es esta:
     {certificates.fingerprint}
El archivo autoridad.key, en la misma carpeta, no sale nunca de esta máquina.
""",
        flush=True,
    )


def _print_demo(demo: Demo, url: str) -> None:
    accounts = "\n".join(f"    {a.username:<12} {a.password:<24} {a.what_es}" for a in demo.accounts)
    print(
        f"""
Resguardo, demostración. Todas las personas y lugares son inventados.

  Tableta de la inspectora:    {url}/app/
  Escritorio de la supervisora: {url}/escritorio

  Cuentas (usuario, contraseña):
{accounts}
    Frase de la tableta: la elige usted al entrar, por ejemplo  {demo.passphrase}

  Cinco minutos:
{demo.story_es}
  Ctrl+C detiene el servidor. La tableta sigue abriendo sin él: pruébelo.
""",
        flush=True,
    )


def _migrate(arguments: argparse.Namespace) -> int:
    _store(arguments).close()
    print("La base de datos está al día.")
    return 0


def _rebuild(arguments: argparse.Namespace) -> int:
    count = rebuild(_store(arguments))
    print(f"Se leyeron {count} eventos y las tablas de lectura quedaron hechas de nuevo.")
    return 0


def _users_add(arguments: argparse.Namespace) -> int:
    store = _store(arguments)
    password = getpass.getpass(f"Contraseña (al menos {MIN_PASSWORD_CHARS} caracteres): ")
    try:
        user = store.users.add(
            arguments.username, arguments.name, arguments.role, password, now=system_clock(), rng=system_rng
        )
    except UsernameTaken:
        raise Refusal(f"ya existe la cuenta «{arguments.username}»; elija otro nombre de usuario") from None
    except PasswordTooShort:
        raise Refusal(f"la contraseña debe tener al menos {MIN_PASSWORD_CHARS} caracteres") from None
    print(f"Cuenta «{user.username}» creada: {ROLES[user.role]}.")
    return 0


def _users_list(arguments: argparse.Namespace) -> int:
    users = _store(arguments).users.all()
    for user in users:
        print(f"{user.username:<20} {ROLES[user.role]:<26} {user.name}{'' if user.active else '  (cerrada)'}")
    if not users:
        print("Todavía no hay cuentas. Agregue una con: resguardo users add")
    return 0


def _devices_list(arguments: argparse.Namespace) -> int:
    found = [i for i in _store(arguments).people.incarnations() if i.user_id]
    for incarnation in found:
        state = "dada de baja" if incarnation.revoked_at else "en uso"
        print(f"{incarnation.incarnation}  {state:<13} {incarnation.label}")
    if not found:
        print("Todavía no hay tabletas. Se dan de alta solas cuando una persona entra en la app con red.")
    return 0


def _devices_revoke(arguments: argparse.Namespace) -> int:
    store = _store(arguments)
    if store.people.incarnation(arguments.incarnation) is None:
        raise Refusal("no hay una tableta con esa clave; vea las claves con: resguardo devices list")
    store.people.revoke_incarnation(arguments.incarnation, system_clock())
    print("Tableta dada de baja. Lo que ya envió se conserva; lo que envíe después irá a cuarentena.")
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = _parser().parse_args(argv)
    code: int = arguments.run(arguments)
    return code
