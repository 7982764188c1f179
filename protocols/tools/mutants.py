"""Small wrongs put into the law one at a time: each must fail a case, or the case is lacking.

Negates each condition as it was written, shifts each number and each date by one step, drops each duty and
each sanction. Pure: a mutant is a place in the bundle and what stands there instead.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from protocols.condition import COMPARISONS, items_of

Path = tuple[str | int, ...]
FILES = {
    "parameters": "law/parameters.yaml",
    "inputs": "law/inputs.yaml",
    "rules": "law/rules.yaml",
    "checks": "law/checks.yaml",
    "duties": "law/duties.yaml",
    "sanctions": "law/sanctions.yaml",
    "citations": "law/citations.yaml",
}
CONDITIONS = ("applies_when", "passes", "fails", "referral_when")
REGIONS = ("when", "applies", "criminal_report_in")


@dataclass(frozen=True)
class Mutant:
    """One wrong: where it stands (file and key for a person, path in the bundle) and the wrong value."""

    file: str
    key: str
    change_es: str
    path: Path
    value: Any


def mutants_of(bundle: Mapping[str, Any]) -> Iterator[Mutant]:
    """Yield every mutant, grouped by the file and key it touches."""
    law = bundle["law"]
    codes = {part["id"]: [value["code"] for value in part["values"]] for part in law["inputs"]}
    for name, parameter in law["parameters"].items():
        for number, value in enumerate(parameter["values"]):
            key, path = f"{name}.values[{number}]", ("law", "parameters", name, "values", number)
            yield from _shifted(FILES["parameters"], key, value, path, ("value",))
            yield from _moved(FILES["parameters"], key, value, path)
    for index, part in enumerate(law["inputs"]):
        for number, case in enumerate(part.get("cases", [])):
            key, path = f"{part['id']}.cases[{number}]", ("law", "inputs", index, "cases", number)
            yield from _moved(FILES["inputs"], key, case, path)
            yield from _negated(FILES["inputs"], f"{key}.when", case["when"], (*path, "when"))
    for kind in ("rules", "checks"):
        for index, rule in enumerate(law[kind]):
            yield from _of_rule(FILES[kind], rule, ("law", kind, index), codes)
    for name, duty in law["duties"].items():
        yield from _negated(FILES["duties"], f"{name}.unless", duty["unless"], ("law", "duties", name, "unless"))
    for name, sanction in law["sanctions"].items():
        yield from _shifted(FILES["sanctions"], name, sanction, ("law", "sanctions", name), ("min_uma", "max_uma"))
    for name, citation in law["citations"].items():
        yield from _moved(FILES["citations"], citation["cite"], citation, ("law", "citations", name))
    yield from _of_items(bundle["protocol"])


def _of_items(protocol: Mapping[str, Any]) -> Iterator[Mutant]:
    for s, stage in enumerate(protocol["stages"]):
        file = f"{protocol['id']}/{stage['number']}_{stage['id']}.yaml"
        for t, step in enumerate(stage["steps"]):
            for i, item in enumerate(step["items"]):
                path = ("protocol", "stages", s, "steps", t, "items", i, "when")
                yield from _negated(file, f"{item['id']}.when", item["when"], path)


def _of_rule(file: str, rule: Mapping[str, Any], path: Path, codes: Mapping[str, list[str]]) -> Iterator[Mutant]:
    name = rule["id"]
    yield from _moved(file, name, rule, path)
    for key in CONDITIONS:
        yield from _negated(file, f"{name}.{key}", rule.get(key), (*path, key))
    for key in REGIONS:
        yield from _outside(file, f"{name}.{key}", rule.get(key) or {}, (*path, key), codes)
    for number, extra in enumerate(rule["extra"]):
        where = (*path, "extra", number)
        yield from _outside(file, f"{name}.extra[{number}].when", extra["when"], (*where, "when"), codes)
        yield from _dropped(file, f"{name}.extra[{number}].sanctions", extra["sanctions"], (*where, "sanctions"))
    for key in ("duties", "sanctions"):
        yield from _dropped(file, f"{name}.{key}", rule[key], (*path, key))


def _outside(
    file: str, key: str, region: Mapping[str, Sequence[str]], path: Path, codes: Mapping[str, list[str]]
) -> Iterator[Mutant]:
    """A rule's region is a condition: each input named is negated by the values left out."""
    for name, allowed in region.items():
        left = [code for code in codes[name] if code not in allowed]
        yield Mutant(file, f"{key}.{name}", "negada", (*path, name), left)


def _dropped(file: str, key: str, names: Sequence[str], path: Path) -> Iterator[Mutant]:
    for name in names:
        yield Mutant(file, f"{key}.{name}", "quitado", path, [other for other in names if other != name])


def _shifted(file: str, key: str, row: Mapping[str, Any], path: Path, names: Sequence[str]) -> Iterator[Mutant]:
    for name in names:
        if row[name] is not None:
            for step in (-1, 1):
                yield Mutant(file, f"{key}.{name}", f"{step:+d}", (*path, name), row[name] + step)


def _moved(file: str, key: str, row: Mapping[str, Any], path: Path) -> Iterator[Mutant]:
    for name in ("from", "until"):
        if row[name] is not None:
            for step in (-1, 1):
                day = datetime.date.fromisoformat(row[name]) + datetime.timedelta(step)
                yield Mutant(file, f"{key}.{name}", f"{step:+d} día", (*path, name), day.isoformat())


def _negated(file: str, key: str, condition: Any, path: Path) -> Iterator[Mutant]:
    if condition is None:
        return
    for where, part in _written(condition, ()):
        yield Mutant(file, _shown(key, where), "negada", (*path, *where), {"not": part})
    for where, number in _numbers(condition, ()):
        for step in (-1, 1):
            yield Mutant(file, _shown(key, where), f"{step:+d}", (*path, *where), number + step)


def _shown(key: str, where: Path) -> str:
    return key + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where)


def _written(condition: Mapping[str, Any], where: Path) -> Iterator[tuple[Path, Any]]:
    """Every condition a person wrote: what the loader adds for a shorthand is not negated apart."""
    ((word, argument),) = condition.items()
    inner = _of_shorthand(word, argument)
    if inner is not None:
        yield from _written(argument[inner], (*where, word, inner))
        return
    yield where, condition
    if word == "not":
        yield from _written(argument, (*where, word))
    elif word in ("all", "any") and not _is_first_answered(word, argument):
        for number, part in enumerate(argument):
            yield from _written(part, (*where, word, number))


def _of_shorthand(word: str, argument: Any) -> int | None:
    """Place of the condition inside ``only_if_known`` (``{all: [{answered: x}, c]}``), or None."""
    if word != "all" or len(argument) != 2 or "answered" not in argument[0] or "all" in argument[1]:
        return None
    return 1 if argument[0]["answered"] in items_of(argument[1]) else None


def _is_first_answered(word: str, argument: Any) -> bool:
    """Whether it is ``[[a, b], x]``: about ``a`` when it is answered, else about ``b``."""
    if word != "any" or len(argument) != 2 or "all" not in argument[1]:
        return False
    first = argument[1]["all"][0].get("not", {}).get("answered")
    return first is not None and first in items_of(argument[0])


def _numbers(condition: Mapping[str, Any], where: Path) -> Iterator[tuple[Path, int]]:
    ((word, argument),) = condition.items()
    if word == "not":
        yield from _numbers(argument, (*where, word))
    elif word in ("all", "any"):
        for number, part in enumerate(argument):
            yield from _numbers(part, (*where, word, number))
    elif word == "count":
        yield (*where, word, 1), argument[1]
    elif word in COMPARISONS:
        for number, operand in enumerate(argument):
            if isinstance(operand, int):
                yield (*where, word, number), operand
            elif isinstance(operand, dict) and isinstance(operand.get("times"), int):
                yield (*where, word, number, "times"), operand["times"]
