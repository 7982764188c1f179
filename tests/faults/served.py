"""The real server's command with something of it changed from outside: a guard taken away, or another build of the app.

``python -m tests.faults.served serve …`` is ``resguardo serve …``; ``FAULTS_APP`` names the folder of the build.
"""

import os
from pathlib import Path

from inspection.cli import main
from inspection.web import tablet_app
from tests.faults.unguarded import remove_asked


def _folder() -> Path:
    return Path(os.environ["FAULTS_APP"])


if __name__ == "__main__":
    remove_asked()
    if "FAULTS_APP" in os.environ:
        tablet_app._folder = _folder
    raise SystemExit(main())
