"""The real server's command with something of it changed from outside: a guard taken away, or another build of the app.

``python -m tests.faults.served serve …`` is ``resguardo serve …``; ``FAULTS_APP`` names the folder of the build,
``FAULTS_PROTOCOLS`` that of the protocols.
"""

import os
from pathlib import Path

from inspection.cli import main
from inspection.sync import current_protocol
from inspection.web import tablet_app
from protocols.bundle import Bundle
from protocols.current import current_bundle
from tests.faults.unguarded import remove_asked


def _folder() -> Path:
    return Path(os.environ["FAULTS_APP"])


def _in_force(day: str) -> Bundle | None:
    return current_bundle(day, Path(os.environ["FAULTS_PROTOCOLS"]))


if __name__ == "__main__":
    remove_asked()
    if "FAULTS_APP" in os.environ:
        tablet_app._folder = _folder
    if "FAULTS_PROTOCOLS" in os.environ:
        current_protocol.current_bundle = _in_force
    raise SystemExit(main())
