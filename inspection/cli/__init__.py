"""The command `resguardo`: each subcommand parses, calls one function and says in Spanish what happened."""

import argparse
from collections.abc import Sequence

from inspection import __version__
from inspection.cli.batches import add_batch
from inspection.cli.evidence import add_bundle, add_verify
from inspection.cli.papers import add_issue, add_sheets, add_statistics
from inspection.cli.people import add_devices, add_users
from inspection.cli.safekeeping import add_backup, add_erase, add_import, add_restore
from inspection.cli.server import add_demo, add_migrate, add_rebuild, add_serve
from inspection.cli.signing import add_sign
from inspection.cli.trust import add_trust
from inspection.cli.words import SpanishHelp, show_help
from protocols.cli import add_protocol_commands

_GROUPS = (
    (add_demo, add_serve, add_migrate, add_rebuild, add_users, add_devices),
    (add_issue, add_batch, add_sheets, add_statistics),
    (add_sign, add_trust, add_verify, add_bundle),
    (add_backup, add_restore, add_erase, add_import, add_protocol_commands),
)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="resguardo",
        description="Resguardo: inspección de trabajo infantil, del campo a la procuraduría.",
        formatter_class=SpanishHelp,
        add_help=False,
    )
    show_help(parser)
    parser.add_argument("--version", action="version", version=f"resguardo {__version__}", help="dice la versión")
    commands = parser.add_subparsers(title="órdenes", metavar="ORDEN", required=True)
    for group in _GROUPS:
        for add in group:
            add(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = _parser().parse_args(argv)
    code: int = arguments.run(arguments)
    return code
