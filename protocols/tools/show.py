"""The protocol as a list a person reads, and one thing of it in full."""

from collections.abc import Iterator, Mapping
from typing import Any

from protocols.tools.cases import items_in

Bundle = Mapping[str, Any]
NAMED = (("rules", "fila"), ("checks", "requisito"), ("inputs", "dato"))
KEYED = (("parameters", "número"), ("duties", "deber"), ("sanctions", "sanción"), ("citations", "cita"))


def listing(bundle: Bundle) -> Iterator[str]:
    """Yield each stage, step and item, with its articles and its mark."""
    protocol = bundle["protocol"]
    yield f"{protocol['title_es']}. Versión {protocol['version']} ({protocol['status']})."
    for stage in protocol["stages"]:
        yield ""
        yield f"{stage['number']}. {stage['title_es']}"
        for step in stage["steps"]:
            yield f"  {step['title_es']}"
            for item in step["items"]:
                cites = "; ".join(basis["cite"] for basis in item["basis"]) or "sin fundamento"
                yield f"    {item['id']}: {item['label_es']} [{cites}; {item['mark']}]"


def found(bundle: Bundle, name: str) -> Iterator[str]:
    """Yield in full what is called ``name``: an item, a row, a requirement, an input, a number, a citation."""
    for kind, thing in things(bundle):
        names = (thing.get("id"), thing.get("name"), thing.get("cite"))
        if name in [known for known in names if isinstance(known, str)]:
            yield f"{kind} {name}"
            yield from _full(thing, "  ")


def things(bundle: Bundle) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (kind in Spanish, thing) for everything that has a name; what goes by key gets ``name``."""
    for item in items_in(bundle):
        yield "punto", item
    for key, kind in NAMED:
        for row in bundle["law"][key]:
            yield kind, row
    for key, kind in KEYED:
        for name, row in bundle["law"][key].items():
            yield kind, {"name": name, **row}


def _full(value: Any, indent: str) -> Iterator[str]:
    pairs = value.items() if isinstance(value, dict) else (("-", part) for part in value)
    for key, part in pairs:
        if part in (None, [], {}, ""):
            continue
        if isinstance(part, dict) or (isinstance(part, list) and any(isinstance(one, dict) for one in part)):
            yield f"{indent}{key}:" if key != "-" else f"{indent}-"
            yield from _full(part, indent + "  ")
        else:
            words = ", ".join(str(one) for one in part) if isinstance(part, list) else _word(part)
            yield f"{indent}{key}: {words}" if key != "-" else f"{indent}- {words}"


def _word(value: Any) -> str:
    return {True: "sí", False: "no"}[value] if isinstance(value, bool) else str(value)
