"""What every command shares: help in Spanish, the two folders, and how a command refuses."""

import argparse
import sys
from pathlib import Path

from inspection.clock import system_clock, system_rng
from inspection.store.files import Files
from inspection.store.keys import Keys, KeysInsideData, keys_made, load_keys
from inspection.store.sqlite.store import FILE_NAME, SqliteStore, open_store
from inspection.sync.office import Office

DATA, KEYS = Path("resguardo-datos"), Path("resguardo-llaves")


_HEADINGS = {"options": "opciones", "positional arguments": "argumentos"}


class SpanishHelp(argparse.RawDescriptionHelpFormatter):
    """argparse's own words in Spanish."""

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        """Say «uso» in place of «usage»."""
        return super().add_usage(usage, actions, groups, "uso: " if prefix is None else prefix)

    def start_section(self, heading):  # type: ignore[no-untyped-def]
        """Say the headings in Spanish."""
        super().start_section(_HEADINGS.get(heading, heading))


class Refusal(SystemExit):
    """The command ends here: what happened and what to do, on standard error, exit code 1."""

    def __init__(self, message: str) -> None:
        print(f"resguardo: {message}", file=sys.stderr)
        super().__init__(1)


def show_help(parser: argparse.ArgumentParser) -> None:
    """Add the help option in Spanish."""
    parser.add_argument("-h", "--help", action="help", help="muestra esta ayuda")


def command(commands: argparse._SubParsersAction, name: str, text: str) -> argparse.ArgumentParser:
    """Add a command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=text, description=text[0].upper() + text[1:] + ".", formatter_class=SpanishHelp, add_help=False
    )
    show_help(parser)
    return parser


def places(parser: argparse.ArgumentParser, data: Path = DATA, keys: Path = KEYS) -> None:
    """Add the two folders."""
    parser.add_argument("--data", type=Path, default=data, help=f"carpeta de datos (por omisión {data})")
    parser.add_argument(
        "--keys", type=Path, default=keys, help=f"carpeta de llaves, fuera de la de datos (por omisión {keys})"
    )


def opened_store(arguments: argparse.Namespace) -> SqliteStore:
    """Open the data folder, refusing keys inside it."""
    if arguments.keys.resolve().is_relative_to(arguments.data.resolve()):
        raise Refusal("la carpeta de llaves no puede estar dentro de la de datos; elija otra con --keys")
    return open_store(arguments.data)


def existing_keys(arguments: argparse.Namespace) -> Keys:
    """Load the keys of existing data; never make new ones, which would open nothing."""
    if not keys_made(arguments.keys):
        raise Refusal(f"en {arguments.keys} no están las llaves de este servidor; diga dónde con --keys")
    try:
        return load_keys(arguments.keys, arguments.data, system_rng)
    except KeysInsideData:
        raise Refusal("las carpetas de llaves y de datos no pueden estar una dentro de la otra") from None


def opened_office(arguments: argparse.Namespace) -> tuple[Office, SqliteStore]:
    """Open existing data with its keys."""
    if not (arguments.data / FILE_NAME).exists():
        raise Refusal(f"en {arguments.data} no hay datos de Resguardo; diga dónde con --data")
    keys = existing_keys(arguments)
    store = opened_store(arguments)
    return Office(store, keys, Files(arguments.data / "files", system_rng), system_clock, system_rng), store
