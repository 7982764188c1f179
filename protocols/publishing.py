"""A published version is never edited: each of its files is held to the hash recorded the day it was published.

The record is ``published.yaml`` beside ``protocol.yaml``. Only the protocol is frozen. The law (``protocols/law/``) is
dated inside and goes on changing; each visit keeps the exact bytes of both, its bundle, for as long as it exists.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from protocols.reading import ProtocolError, Reader, read_file, read_text

RECORD = "published.yaml"
DRAFT, PUBLISHED = "draft", "published"
COPY = (
    "deja el archivo como estaba y copia la carpeta a una versión nueva para el cambio"
    " (docs/protocol-format.md, sección 7)"
)
_STATUS = {name: f"status: {name}" for name in (DRAFT, PUBLISHED)}


def hashes_of(folder: Path) -> dict[str, str]:
    """Return {file: hex SHA-256} of every YAML file of a version, its record left out. Line endings do not count."""
    files = sorted(path for path in folder.glob("*.yaml") if path.name != RECORD)
    return {path.name: _hash(path.read_text(encoding="utf-8")) for path in files}


def _hash(text: str) -> str:
    return hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8")).hexdigest()


def check_frozen(folder: Path, root: Path, status: str) -> None:
    """Refuse a published version that was edited, and a record that does not go with the status.

    Args:
        folder: The version's folder.
        root: What file names in errors are relative to.
        status: What ``protocol.yaml`` says.

    Raises:
        ProtocolError: With the file and what to do.
    """
    recorded = _read_record(folder, root) if (folder / RECORD).exists() else None
    main = f"{(folder / 'protocol.yaml').relative_to(root).as_posix()}, línea {_status_line(folder)}"
    if recorded is None:
        if status == PUBLISHED:
            rule = f"dice que está publicada y falta {RECORD}, con la huella de cada archivo"
            again = f"si nunca se publicó, escribe «{_STATUS[DRAFT]}» y usa resguardo protocols publish"
            remedy = f"recupera {RECORD}; {again}"
            raise ProtocolError(main, "status", rule, status, remedy)
        return
    now = hashes_of(folder)
    for name in sorted({*recorded, *now}):
        if recorded.get(name) != now.get(name):
            place = f"{(folder / name).relative_to(root).as_posix()}, línea 1"
            rule = "es de una versión publicada, que ya no se edita, y " + _how(name, recorded, now)
            raise ProtocolError(place, "-", rule, now.get(name, "")[:16] or None, COPY)
    if status != PUBLISHED:
        raise ProtocolError(main, "status", "una versión publicada no vuelve a ser borrador", status, COPY)


def _how(name: str, recorded: Mapping[str, str], now: Mapping[str, str]) -> str:
    if name not in now:
        return "falta"
    return "cambió desde que se publicó" if name in recorded else "no estaba cuando se publicó"


def _status_line(folder: Path) -> int:
    lines = (folder / "protocol.yaml").read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.startswith("status:")), 1)


def _read_record(folder: Path, root: Path) -> dict[str, str]:
    top = Reader(read_file(folder / RECORD, root), RECORD)
    top.day("published_on")
    top.text("law_hash")
    files = top.take("files", dict)
    top.finish()
    return {name: str(value) for name, value in files.items()}


def record_yaml(day: str, law_hash: str, hashes: Mapping[str, str]) -> str:
    """Return the record: the same bytes for the same version."""
    lines = [
        "# Versión publicada: ninguno de estos archivos se vuelve a editar. Lo escribió: resguardo protocols publish.",
        "# law_hash: la ley con que se publicó; cambia sola, con sus fechas, y cada visita conserva la suya.",
        f'published_on: "{day}"',
        f"law_hash: {law_hash}",
        "files:",
        *(f"  {name}: {digest}" for name, digest in sorted(hashes.items())),
    ]
    return "\n".join(lines) + "\n"


def publish(folder: Path, day: str, law_hash: str) -> None:
    """Mark a draft as published and record its hashes. Whoever calls has checked it.

    Args:
        folder: The version's folder.
        day: The day it is published, ``YYYY-MM-DD``.
        law_hash: Hex SHA-256 of the law it was checked with.

    Raises:
        ValueError: It is not a draft, or its ``status`` is not written on a line of its own.
    """
    path = folder / "protocol.yaml"
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    at = [n for n, line in enumerate(lines) if line.strip() == _STATUS[DRAFT] and not line.startswith(" ")]
    if len(at) != 1 or (folder / RECORD).exists():
        raise ValueError(f"{path}: sólo se publica un borrador («{_STATUS[DRAFT]}» en su propia línea, sin {RECORD}).")
    lines[at[0]] = lines[at[0]].replace(_STATUS[DRAFT], _STATUS[PUBLISHED])
    read_text("".join(lines), path.name)
    path.write_text("".join(lines), encoding="utf-8")
    (folder / RECORD).write_text(record_yaml(day, law_hash, hashes_of(folder)), encoding="utf-8")


def versions_in(root: Path) -> list[str]:
    """Return every protocol and version under ``root``, for example ``trabajo_infantil/2024_1``."""
    return sorted(path.parent.relative_to(root).as_posix() for path in root.glob("*/*/protocol.yaml"))
