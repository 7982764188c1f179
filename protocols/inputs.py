"""Answers -> the inputs of the decision table, each a set of possible values.

Known gives one value, unknown gives every value, heads in conflict give one set each.
Pure; mirrored by ``tablet/src/inputs.ts``. Source: docs/protocol-format.md.
"""

from collections.abc import Mapping
from itertools import product
from typing import Any

from protocols.ages import NEEDED, AgeReading
from protocols.condition import Answers, Numbers, evaluate, items_of
from protocols.readable import readable_values

MAX_CHOICES = 32


class NoParameterInForce(LookupError):
    """The law that is loaded does not reach the day of the facts."""

    def __init__(self, name: str, on: str) -> None:
        self.name, self.on = name, on
        super().__init__(f"La ley cargada no alcanza esa fecha ({on}): falta «{name}» en parameters.yaml.")


class Reading:
    """One input: its possible values for each choice of heads, and what they rest on."""

    def __init__(self, spec: Mapping[str, Any]) -> None:
        self.spec = spec
        self.sets: list[list[str]] = []
        self.provisional = False
        self.cites: list[str] = []
        self.labels: list[str] = []
        # Items whose answer would decide a case that what is known does not.
        self.undecided: list[str] = []

    @property
    def values(self) -> list[str]:
        """Every possible value, sorted."""
        return sorted({value for part in self.sets for value in part})

    def add(self, values: list[str], case: Mapping[str, Any] | None) -> None:
        """Add the values of one choice of heads, decided by ``case``."""
        ordered = sorted(set(values))
        if ordered not in self.sets:
            self.sets.append(ordered)
        if case:
            self.provisional = self.provisional or case["provisional"]
            self.cites += [cite for cite in case["cite"] if cite not in self.cites]
            if case["label_es"] and case["label_es"] not in self.labels:
                self.labels.append(case["label_es"])


def in_force(row: Mapping[str, Any], on: str) -> bool:
    """Whether a dated row is in force on the local day ``on``."""
    return (row["from"] is None or row["from"] <= on) and (row["until"] is None or on <= row["until"])


def numbers_on(law: Mapping[str, Any], on: str) -> dict[str, int]:
    """Return {parameter: value in force on ``on``}; a parameter without value that day is left out."""
    found: dict[str, int] = {}
    for name, parameter in law["parameters"].items():
        for value in parameter["values"]:
            if value["from"] <= on:
                if value["until"] is None or on <= value["until"]:
                    found[name] = value["value"]
                else:
                    found.pop(name, None)
    return found


def read_inputs(
    law: Mapping[str, Any], answers: Answers, on: str, numbers: Numbers
) -> tuple[dict[str, Reading], AgeReading]:
    """Return {input: Reading} and the reading of the age.

    Raises:
        NoParameterInForce: An age that every determination names has no value on ``on``.
    """
    for name in NEEDED:
        if name not in numbers:
            raise NoParameterInForce(name, on)
    found: dict[str, Reading] = {}
    age: AgeReading | None = None
    for spec in law["inputs"]:
        reading = Reading(spec)
        if spec["kind"] == "age":
            age = AgeReading(law, spec["age"], answers, on, numbers)
            for values in age.sets:
                reading.add(values, None)
        else:
            for choice in _choices(spec, answers):
                _decide(reading, choice, on, numbers)
        found[spec["id"]] = reading
    if age is None:
        raise ValueError("inputs.yaml has no input of kind age")
    return found, age


def _choices(spec: Mapping[str, Any], answers: Answers) -> list[Answers]:
    """One set of answers for each choice of heads among the items this input reads."""
    distinct: dict[str, list[Mapping[str, Any]]] = {}
    for item in spec["reads"]:
        heads: list[Mapping[str, Any]] = []
        for head in answers.get(item, ()):
            if all(head.get("v") != other.get("v") for other in heads):
                heads.append(head)
        if len(heads) > 1:
            distinct[item] = heads
    if not distinct:
        return [answers]
    found: list[Answers] = []
    for chosen in product(*distinct.values()):
        if len(found) == MAX_CHOICES:
            return [*found, answers]
        found.append({**answers, **{item: [head] for item, head in zip(distinct, chosen, strict=True)}})
    return found


def _decide(reading: Reading, answers: Answers, on: str, numbers: Numbers) -> None:
    spec = reading.spec
    every = [value["code"] for value in spec["values"]]
    possible: list[str] = []
    for case in spec["cases"]:
        if not in_force(case, on):
            continue
        result = True if case["when"] is None else evaluate(case["when"], answers, numbers)
        if result is True:
            reading.add(every if case["value"] == "open" else [*possible, case["value"]], case)
            return
        if result is None:
            reading.undecided += items_of(case["when"])
            if case["value"] != "open":
                possible.append(case["value"])
    unknown = spec["unknown_as"] or every
    reading.provisional = reading.provisional or len(unknown) == 1
    reading.add(unknown, None)


def derive(bundle: Mapping[str, Any], answers: Answers, on: str) -> dict[str, list[str]]:
    """Return {input: sorted list of possible values} for one minor.

    Args:
        bundle: The protocol bundle (``Bundle.data``).
        answers: {item id: [head value, …]} of the minor merged with those of the visit.
        on: Local day of the facts, ``YYYY-MM-DD``.
    """
    law, known = bundle["law"], readable_values(bundle, answers)
    readings, _ = read_inputs(law, known, on, numbers_on(law, on))
    return {name: reading.values for name, reading in readings.items()}
