"""The state of the law as data: what there is, what rests on inference, and what must not be lacking."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from protocols.statistics import unsourced
from protocols.tools.cases import Case, items_in

Bundle = Mapping[str, Any]
REFERRAL_FIELDS = 62
STATISTICS = 88
# Filled by the office when it issues or follows up, never by a question of the visit.
OF_THE_OFFICE = ("letter", "after")


@dataclass(frozen=True)
class Figure:
    """One line of the report. Where ``must_be_zero``, anything in ``which`` is a fault."""

    title_es: str
    which: tuple[str, ...]
    must_be_zero: bool


def counts(bundle: Bundle) -> Iterator[str]:
    """Yield how many there are of each thing, and the marks of each stage."""
    law, items = bundle["law"], list(items_in(bundle))
    yield f"Puntos: {len(items)}"
    for stage in bundle["protocol"]["stages"]:
        marks = Counter(item["mark"] for step in stage["steps"] for item in step["items"])
        yield f"  {stage['number']}. {stage['title_es']}: " + ", ".join(
            f"{n} {mark.replace('_', ' ')}" for mark, n in sorted(marks.items())
        )
    public, acta = (sum(item[key] for item in items) for key in ("public", "acta"))
    minors = [item for item in items if item["for"] == "minor"]
    yield f"En claro (copia del patrón): {public}. Reservados: {len(items) - public}, de ellos {acta} en el acta"
    yield f"De menores: {len(minors)}, todos reservados y todos se pueden saltar"
    rules = Counter(rule["mark"] for rule in law["rules"])
    yield f"Filas: {len(law['rules'])} ({rules['por_validar']} por validar)"
    yield f"Requisitos: {len(law['checks'])}"
    for key, title in (("parameters", "Números"), ("citations", "Citas"), ("inputs", "Datos")):
        yield f"{title}: {len(law[key])}"


def figures(
    bundle: Bundle, cases: Sequence[Case], paper: Mapping[str, Any], variables: Sequence[Mapping[str, Any]]
) -> list[Figure]:
    """Return every figure.

    Args:
        bundle: The protocol bundle.
        cases: The written cases.
        paper: What papers hold (``paper_words``): the fields of a complete referral.
        variables: The dictionary of the statistical export (``statistics``).
    """
    law, items = bundle["law"], list(items_in(bundle))
    by_mark = tuple(item["id"] for item in items if item["mark"] == "por_validar")
    uncited = [r["id"] for key in ("rules", "checks", "inputs") for r in law[key] if not r["cite"]]
    untold = [c["cite"] for c in law["citations"].values() if not c["says_es"].strip()]
    return [
        Figure("Puntos por validar (inferencia o resumen)", by_mark, False),
        Figure("Reglas, requisitos y datos sin cita", tuple(uncited), True),
        Figure("Citas sin texto", tuple(untold), True),
        Figure("Filas y requisitos sin caso", tuple(_without_case(law, cases)), True),
        Figure("Números que ningún caso lee", tuple(_unread(law, cases)), True),
        Figure("Datos sin preguntas de donde salgan", tuple(_unsourced_inputs(law)), True),
        Figure("Campos de la canalización sin fuente", tuple(_unsourced_fields(items, paper)), True),
        Figure("Variables de la estadística sin fuente", tuple(_unsourced_variables(items, variables)), True),
        Figure("Puntos de menores en claro, o que no se pueden saltar", tuple(_exposed(items)), True),
    ]


def _without_case(law: Mapping[str, Any], cases: Sequence[Case]) -> Iterator[str]:
    expected = [case["expected"] for case in cases]
    rows = {e.get("row") for e in expected} | {name for e in expected for name in e.get("fired", [])}
    sanctions = {name for e in expected for name in e.get("sanctions", [])}
    states = {pair for e in expected for pair in e.get("checks", {}).items()}
    for rule in law["rules"]:
        # An addition that never leads the result is known by its own sanction.
        if rule["id"] not in rows and not set(rule["sanctions"]) & sanctions:
            yield str(rule["id"])
    for check in law["checks"]:
        wanted = [state for key, state in (("fails", "incumple"), ("passes", "cumple")) if check[key]]
        yield from (f"{check['id']} ({state})" for state in wanted if (check["id"], state) not in states)


def _unread(law: Mapping[str, Any], cases: Sequence[Case]) -> Iterator[str]:
    read = {name for case in cases for name in case["expected"].get("numbers", {})}
    return (name for name in law["parameters"] if name not in read)


def _unsourced_inputs(law: Mapping[str, Any]) -> Iterator[str]:
    return (part["id"] for part in law["inputs"] if not part["reads"] or not part["asks"])


def _unsourced_variables(items: Sequence[Mapping[str, Any]], variables: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield from unsourced(variables, {item["id"] for item in items})
    if len(variables) < STATISTICS:
        yield f"faltan {STATISTICS - len(variables)}"


def _exposed(items: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    return (i["id"] for i in items if i["for"] == "minor" and (i["public"] or not i["skippable"]))


def _unsourced_fields(items: Sequence[Mapping[str, Any]], paper: Mapping[str, Any]) -> Iterator[str]:
    roles, ids = {item["role"] for item in items}, {item["id"] for item in items}
    fields = {field["number"]: field for field in paper["fields"]}
    for number in range(1, REFERRAL_FIELDS + 1):
        field = fields.get(number)
        if field is None:
            yield f"{number} (falta)"
            continue
        parts = field.get("parts", [])
        lacking = [p for p in parts if p.get("role") not in roles and p.get("item") not in ids]
        if lacking or not (parts or field.get("compose") or field["place"] in OF_THE_OFFICE or number == 19):
            yield f"{number} {field['label_es']}"
