"""What changed between two versions: things added, removed, and changed key by key."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from protocols.bundle import Bundle, load_bundle
from protocols.loader import ROOT
from protocols.tools.show import things

Data = Mapping[str, Any]


def read_side(name: str) -> Data:
    """Return the bundle of a protocol's name, of its folder, or of a bundle file.

    Raises:
        ProtocolError: A file breaks a rule of the format.
        OSError: There is no such file or folder.
        ValueError: The file is not a bundle.
    """
    path = Path(name)
    if path.is_file():
        read: Data = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(read, dict) or not {"protocol", "law"} <= set(read):
            raise ValueError(f"{name} no es un paquete de protocolo (JSON con «protocol» y «law»).")
        return read
    return load_side(name).data


def load_side(name: str) -> Bundle:
    """Return the bundle of a protocol's name or of its folder, which may stand in another root.

    Raises:
        ProtocolError: A file breaks a rule of the format.
        OSError: There is no such folder.
    """
    if (Path(name) / "protocol.yaml").is_file():
        folder = Path(name).resolve()
        return load_bundle(f"{folder.parent.name}/{folder.name}", folder.parents[1])
    if (ROOT / name / "protocol.yaml").is_file():
        return load_bundle(name)
    raise FileNotFoundError(f"No hay protocolo ni paquete en «{name}»: da una carpeta con protocol.yaml o un JSON.")


def changes(old: Data, new: Data) -> Iterator[str]:
    """Yield a line for each change: «+» added, «-» removed, «~» changed."""
    before, after = _named(old), _named(new)
    for name in [*after, *(name for name in before if name not in after)]:
        kind, key = name
        if name not in before:
            yield f"+ {kind} {key}: {_title(after[name])}"
        elif name not in after:
            yield f"- {kind} {key}: {_title(before[name])}"
        else:
            for part in sorted({*before[name], *after[name]}):
                was, now = before[name].get(part), after[name].get(part)
                if was != now:
                    yield f"~ {kind} {key}, {part}: {_word(was)} → {_word(now)}"


def _named(bundle: Data) -> dict[tuple[str, str], dict[str, Any]]:
    return {(kind, str(thing.get("id") or thing.get("cite") or thing["name"])): thing for kind, thing in _all(bundle)}


def _all(bundle: Data) -> Iterator[tuple[str, dict[str, Any]]]:
    for kind, thing in things(bundle):
        key = thing["name"] if "name" in thing and kind != "cita" else None
        yield kind, {**thing, **({"id": key} if key else {})}
    for name, rows in bundle["law"]["catalogues"].items():
        for row in rows:
            yield f"opción de {name}", {**row, "id": row["code"]}


def _title(thing: Mapping[str, Any]) -> str:
    return str(next((thing[key] for key in ("label_es", "title_es", "says_es") if thing.get(key)), ""))


def _word(value: Any) -> str:
    return f"«{value}»" if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
