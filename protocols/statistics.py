"""Reads ``law/statistics_dictionary.yaml``: the dictionary of the anonymous export, and where each variable comes from.

Apart from the bundle: the tablet has no use for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from protocols.loader import ROOT
from protocols.reading import Reader, read_file

FILE = "statistics_dictionary.yaml"
TYPES = ("text", "integer", "number", "list", "multi")
MIRRORS = ("E", "I", "L", "S", "G", "P", "CITI", "INALI")
SOURCES = ("items", "determination", "office", "program")
RESULT_KEYS = ("age", "row", "duties", "checks", "referral", "criminal_report")


def load_statistics(root: Path = ROOT) -> list[dict[str, Any]]:
    """Return the variables: name, type, words, what they mirror, where they come from, categories.

    Raises:
        ProtocolError: A name twice, or a source of a kind that does not exist.
    """
    top = Reader(read_file(root / "law" / FILE, root), FILE)
    top.text("version")
    seen: set[str] = set()

    def variable(reader: Reader) -> dict[str, Any]:
        name = reader.code("name")
        if name in seen:
            raise reader.refuse("name", "la variable está repetida", "deja sólo una", name)
        seen.add(name)
        made = {
            "name": name,
            "type": reader.choice("type", TYPES),
            "says_es": reader.text("says_es"),
            "mirrors": [_one_of(reader, "mirrors", one, MIRRORS) for one in reader.texts("mirrors")],
            "from": _sources(reader),
            "categories": list(reader.texts("categories", [])),
        }
        reader.finish()
        return made

    found = list(top.each("variables", variable))
    top.finish()
    return found


def _sources(reader: Reader) -> dict[str, Any]:
    inner = Reader(reader.take("from", dict), f"{reader.name}.from")
    found: dict[str, Any] = {}
    for kind in SOURCES:
        if kind in inner.table:
            found[kind] = list(inner.texts(kind)) if kind in ("items", "determination") else inner.text(kind)
    for key in found.get("determination", []):
        _one_of(inner, "determination", key, RESULT_KEYS)
    inner.finish()
    return found


def _one_of(reader: Reader, key: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise reader.refuse(key, "no es una opción conocida", "usa una de: " + ", ".join(allowed), value)
    return value


def unsourced(variables: Sequence[Mapping[str, Any]], items: set[str]) -> Iterator[str]:
    """Yield each variable that comes from nowhere, or from a question that the protocol does not ask."""
    for variable in variables:
        lacking = [name for name in variable["from"].get("items", []) if name not in items]
        if lacking or not any(variable["from"].values()):
            yield variable["name"] + (f" ({', '.join(lacking)})" if lacking else "")


def places_of(variables: Sequence[Mapping[str, Any]], item: str) -> list[str]:
    """Return the variables that an item feeds."""
    return [variable["name"] for variable in variables if item in variable["from"].get("items", [])]
