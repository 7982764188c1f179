"""The protocol as a list a person reads, and one thing of it in full."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from protocols.statistics import places_of
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


def places(
    bundle: Bundle, name: str, paper: Mapping[str, Any], variables: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """Yield where the answer to item ``name`` goes: who reads it, and in which papers, statistics and inputs."""
    item = next((item for item in items_in(bundle) if item["id"] == name), None)
    if item is None:
        return
    seen = "también el patrón, en su copia" if item["public"] else "reservado"
    acta = "entra" if item["public"] or item["acta"] else "no entra"
    yield f"  la ve: {', '.join(item['sees'])}; {seen}; {acta} en el acta"
    fields = [
        f"{field['number']} ({field['label_es']})"
        for field in paper["fields"]
        if any(p.get("item") == name or p.get("role", "") == item["role"] for p in field.get("parts", []))
    ]
    yield f"  oficio de canalización, campo: {', '.join(fields) or 'ninguno'}"
    yield f"  estadística: {', '.join(places_of(variables, name)) or 'ninguna variable'}"
    inputs = [part["id"] for part in bundle["law"]["inputs"] if name in part["reads"]]
    yield f"  datos que decide: {', '.join(inputs) or 'ninguno'}"


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
