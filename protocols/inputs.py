"""Answers -> the inputs of the decision table, each a set of possible values.

Known gives one value, unknown gives every value, heads in conflict give one set each.
Pure; mirrored by ``tablet/src/inputs.ts``. Source: docs/protocol-format.md.
"""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

from protocols.ages import NEEDED, AgeReading
from protocols.condition import Answers
from protocols.law_of_day import LawOfDay, NoParameterInForce, PreparedLaw, prepared_law
from protocols.readable import readable_values

MAX_CHOICES = 32


class Reading:
    """One input: its possible values (bits) for each choice of heads, and what they rest on."""

    def __init__(self, prepared: PreparedLaw, place: int) -> None:
        self.place, self.spec = place, prepared.law["inputs"][place]
        self.every = (1 << len(prepared.codes[place])) - 1
        self.sets: list[int] = []
        self.mask = 0
        self.provisional = False
        self.cites: list[str] = []
        self.labels: list[str] = []
        # Items whose answer would decide a case that what is known does not.
        self.undecided: list[str] = []
        self._prepared = prepared

    @property
    def values(self) -> list[str]:
        """Every possible value, sorted."""
        return self._prepared.values(self.place, self.mask)

    @property
    def is_open(self) -> bool:
        """Whether more than one value is possible."""
        return bool(self.mask & (self.mask - 1))

    def codes(self, values: Iterable[str]) -> int:
        """Return values of this input as bits."""
        return self._prepared.mask(self.place, values)

    def add(self, values: int, case: Mapping[str, Any] | None) -> None:
        """Add the values of one choice of heads, decided by ``case``."""
        self.mask |= values
        if values not in self.sets:
            self.sets.append(values)
        if case:
            self.provisional = self.provisional or case["provisional"]
            self.cites += [cite for cite in case["cite"] if cite not in self.cites]
            if case["label_es"] and case["label_es"] not in self.labels:
                self.labels.append(case["label_es"])


def read_inputs(day: LawOfDay, answers: Answers) -> tuple[dict[str, Reading], AgeReading]:
    """Return {input: Reading} and the reading of the age.

    Raises:
        NoParameterInForce: An age that every determination names has no value that day.
    """
    for name in NEEDED:
        if name not in day.numbers:
            raise NoParameterInForce(name, day.on)
    found: dict[str, Reading] = {}
    age: AgeReading | None = None
    for place, spec in enumerate(day.law["inputs"]):
        reading = found[spec["id"]] = Reading(day.prepared, place)
        if spec["kind"] == "age":
            age = AgeReading(day.law, spec["age"], answers, day.on, day.numbers)
            for values in age.sets:
                reading.add(reading.codes(values), None)
        else:
            for choice in _choices(spec, answers):
                _decide(day, reading, choice)
    if age is None:
        raise ValueError("inputs.yaml has no input of kind age")
    return found, age


def _choices(spec: Mapping[str, Any], answers: Answers) -> list[Answers]:
    """One set of answers for each choice of heads among the items this input reads."""
    distinct: dict[str, list[Mapping[str, Any]]] = {}
    for item in spec["reads"]:
        given = answers.get(item, ())
        if len(given) < 2:
            continue
        heads: list[Mapping[str, Any]] = []
        for head in given:
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


def _decide(day: LawOfDay, reading: Reading, answers: Answers) -> None:
    prepared, possible = day.prepared, 0
    for case, when, value in day.cases[reading.place]:
        result = True if when is None else when(answers, day.numbers)
        if result is True:
            reading.add(possible | value if value else reading.every, case)
            return
        if result is None:
            reading.undecided += prepared.items(case["when"])
            possible |= value
    unknown = reading.codes(reading.spec["unknown_as"]) or reading.every
    reading.provisional = reading.provisional or not unknown & (unknown - 1)
    reading.add(unknown, None)


def derive(bundle: Mapping[str, Any], answers: Answers, on: str) -> dict[str, list[str]]:
    """Return {input: sorted list of possible values} for one minor.

    Args:
        bundle: The protocol bundle (``Bundle.data``).
        answers: {item id: [head value, …]} of the minor merged with those of the visit.
        on: Local day of the facts, ``YYYY-MM-DD``.
    """
    law = prepared_law(bundle)
    readings, _ = read_inputs(law.on(on), readable_values(law.readable, answers))
    return {name: reading.values for name, reading in readings.items()}
