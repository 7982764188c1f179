"""Commands that run the server and look after its tables."""

import argparse
import datetime
from pathlib import Path

from inspection.cli.words import Refusal, command, opened_store, places
from inspection.clock import system_clock, system_rng
from inspection.demo import Demo, prepare_demo
from inspection.store.keys import KeysInsideData
from inspection.sync.projections import rebuild
from inspection.web.serving import serve
from inspection.web.settings import Settings
from inspection.web.tls import Certificates, lan_addresses, make_certificates

PORT, LAN_PORT = 8000, 8443
DEMO_DATA, DEMO_KEYS = Path("demo-data/datos"), Path("demo-data/llaves")


def _network(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="dirección en que se atiende (por omisión 127.0.0.1)")
    parser.add_argument("--port", type=int, help=f"puerto (por omisión {PORT}; con --lan, {LAN_PORT})")
    parser.add_argument(
        "--lan", action="store_true", help="atiende por HTTPS a las tabletas de esta red, con un certificado propio"
    )


def add_demo(commands: argparse._SubParsersAction) -> None:
    """Add `demo`."""
    parser = command(commands, "demo", "levanta todo con los datos de demostración")
    places(parser, DEMO_DATA, DEMO_KEYS)
    _network(parser)
    parser.add_argument("--fresh", action="store_true", help="borra la demostración anterior y empieza de nuevo")
    parser.set_defaults(run=_demo)


def add_serve(commands: argparse._SubParsersAction) -> None:
    """Add `serve`."""
    parser = command(commands, "serve", "atiende a las tabletas y al escritorio")
    places(parser)
    _network(parser)
    parser.set_defaults(run=_serve)


def add_migrate(commands: argparse._SubParsersAction) -> None:
    """Add `migrate`."""
    parser = command(commands, "migrate", "crea o pone al día las tablas de la base de datos")
    places(parser)
    parser.set_defaults(run=_migrate)


def add_rebuild(commands: argparse._SubParsersAction) -> None:
    """Add `rebuild`."""
    parser = command(commands, "rebuild", "borra las tablas de lectura y las hace de nuevo desde la bitácora")
    places(parser)
    parser.set_defaults(run=_rebuild)


def _demo(arguments: argparse.Namespace) -> int:
    port = arguments.port or (LAN_PORT if arguments.lan else PORT)
    url = _base_url(arguments, port)
    demo = prepare_demo(
        arguments.data,
        arguments.keys,
        clock=system_clock,
        rng=system_rng,
        fresh=arguments.fresh,
        verify_page=f"{url}/verificar",
    )
    _print_demo(demo, url)
    return _run_server(arguments, port)


def _serve(arguments: argparse.Namespace) -> int:
    opened_store(arguments).close()
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
    opened_store(arguments).close()
    print("La base de datos está al día.")
    return 0


def _rebuild(arguments: argparse.Namespace) -> int:
    count = rebuild(opened_store(arguments))
    print(f"Se leyeron {count} eventos y las tablas de lectura quedaron hechas de nuevo.")
    return 0
