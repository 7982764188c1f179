"""A folder of protocols with a second version beside the first, made from it as docs/protocol-format.md says."""

import shutil
from pathlib import Path

from protocols.loader import ROOT
from protocols.publishing import RECORD, publish

FIRST, SECOND = "trabajo_infantil/2024_1", "trabajo_infantil/2024_2"
OLD_QUESTION, NEW_QUESTION = "¿Está trabajando?", "¿Trabaja aquí?"
_DAY = "2025-11-20"


def change(path: Path, old: str, new: str, *, must: bool = True) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text or not must, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def two_versions(root: Path) -> Path:
    """The law, the first version published, and a second that asks another question in place of one."""
    for part in ("law", FIRST):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("*.py"))
    (root / FIRST / RECORD).unlink(missing_ok=True)
    change(root / FIRST / "protocol.yaml", "\nstatus: published\n", "\nstatus: draft\n", must=False)
    shutil.copytree(root / FIRST, root / SECOND)
    change(root / SECOND / "protocol.yaml", "trabajo_infantil/2024_1", SECOND)
    change(root / SECOND / "protocol.yaml", '"2024.1"', '"2024.2"')
    change(root / SECOND / "3_recorrido.yaml", f"label_es: {OLD_QUESTION}", f"label_es: {NEW_QUESTION}")
    for version in (FIRST, SECOND):
        publish(root / version, _DAY, "0" * 64)
    return root
