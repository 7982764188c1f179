"""Which version of the protocol a visit opened today pins."""

import re
from pathlib import Path

from protocols.bundle import Bundle, load_bundle
from protocols.loader import ROOT
from protocols.publishing import versions_in

PUBLISHED = "published"


def current_bundle(day: str, root: Path = ROOT) -> Bundle | None:
    """Return the newest version in force on ``day`` (``YYYY-MM-DD``), or None when there is none.

    A draft counts only while nothing published is in force: what nobody has adopted never displaces what somebody has.

    Raises:
        ProtocolError: A file breaks a rule of the format.
    """
    found = [load_bundle(name, root) for name in versions_in(root)]
    in_force = [one for one in found if one.data["protocol"]["valid_from"] <= day]
    return max(in_force, key=_rank, default=None)


def _rank(bundle: Bundle) -> tuple[bool, str, tuple[int, ...]]:
    protocol = bundle.data["protocol"]
    return protocol["status"] == PUBLISHED, protocol["valid_from"], order_of(protocol["version"])


def order_of(version: str) -> tuple[int, ...]:
    """Return the numbers of a version, so that 2024.10 comes after 2024.9."""
    return tuple(int(number) for number in re.findall(r"[0-9]+", version))
