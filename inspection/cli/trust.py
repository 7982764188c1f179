"""The command of trust: whose e.firmas this installation believes."""

import argparse
from pathlib import Path

from inspection.cli.words import Refusal, command, opened_office, places
from inspection.domain.canonical import sha256_hex
from inspection.issuing.signed import distrust_authority, trust_authority, trusted_authorities
from inspection.sync.refusals import Refused
from inspection.web.errors import SENTENCES


def add_trust(commands: argparse._SubParsersAction) -> None:
    """Add `trust`."""
    parser = command(commands, "trust", "dice en qué autoridades certificadoras confía este servidor, o cambia una")
    places(parser)
    parser.add_argument("certificate", nargs="?", type=Path, metavar="AC.cer", help="certificado que se añade")
    parser.add_argument("--remove", metavar="HUELLA", help="SHA-256 de la que se quita")
    parser.set_defaults(run=_trust)


def _trust(arguments: argparse.Namespace) -> int:
    office, _ = opened_office(arguments)
    if arguments.certificate:
        try:
            sha256 = trust_authority(office, arguments.certificate.read_bytes())
        except OSError:
            raise Refusal(f"no se pudo leer {arguments.certificate}; revise el nombre y los permisos") from None
        except Refused as refused:
            raise Refusal(SENTENCES[refused.code].message_es) from None
        print(f"Se confía desde ahora en {sha256}. Compare esa huella con la que publica la autoridad.")
    if arguments.remove and not distrust_authority(office, arguments.remove):
        raise Refusal("no se confiaba en ninguna con esa huella; sin argumentos, esta orden las dice")
    trusted = trusted_authorities(office)
    print("\n".join(f"  {sha256_hex(one)}" for one in trusted) or "Todavía no se confía en ninguna autoridad.")
    return 0
