"""A visit of the workload as an inspector writes it: entities, then one answer after the other."""

import itertools
import random
from dataclasses import dataclass
from typing import Any

from bench import workload
from protocols.bundle import load_bundle

FREE_TEXT_MIN = 20
"""Characters from which an answer counts as free text."""


@dataclass(frozen=True)
class Step:
    """One answer.

    Attributes:
        after_ms: Since the step before.
        entity: ``visit``, or the name of a minor or row (``minor0``, ``row2``) that is added when first named.
        public: Sent in clear.
    """

    after_ms: int
    entity: str
    code: str
    value: Any
    public: bool

    @property
    def is_free_text(self) -> bool:
        """Whether a person wrote prose here."""
        return isinstance(self.value, str) and len(self.value) >= FREE_TEXT_MIN


def visit_of_218(number: int) -> list[Step]:
    """Return a visit of the workload, value by value; what is text, or of a minor or a finding, is sealed."""
    visit, dice = workload.visit(number), random.Random(number)
    kinds = {question["codigo"]: question["tipo"] for question in workload.questions()}
    steps = [
        Step(_pause(dice), "visit", one["codigo"], one["valor"], kinds[one["codigo"]] != "texto")
        for one in visit["respuestas"]
    ]
    for name, rows in (("minor", visit["menores"]), ("row", visit["hallazgos"])):
        steps += [
            Step(_pause(dice), f"{name}{i}", code, value, False)
            for i, row in enumerate(rows)
            for code, value in row.items()
        ]
    return steps


def workload_codes() -> list[str]:
    """Return the codes of the workload's items; the last 25 are a minor's."""
    return [*(f"q{number:03d}" for number in range(1, 249)), *(name for name, _ in workload.MINOR_FIELDS)]


def protocol_codes() -> list[str]:
    """Return the codes of the protocol in use, 14 characters at the mean."""
    bundle = load_bundle("trabajo_infantil/2024_1").data
    return [item["id"] for stage in bundle["protocol"]["stages"] for step in stage["steps"] for item in step["items"]]


def visit_of_300(codes: list[str]) -> list[Step]:
    """Return 300 field events with no free text: 198 public answers, 2 minors added, 100 sealed short values."""
    dice, names = random.Random(300), itertools.cycle(codes)
    short: tuple[Any, ...] = ("si", "no", "no_aplica", 13, 8, 1200, "mujer", "madre", "primaria", "2024-03-11")
    clear = [
        Step(_pause(dice), "visit", next(names), dice.choice(("si", "si", "no", "no_aplica", 40)), True)
        for _ in range(198)
    ]
    shut = [Step(_pause(dice), "visit", next(names), dice.choice(short), False) for _ in range(50)]
    fields = codes[-25:]
    minors = [Step(_pause(dice), f"minor{i}", code, dice.choice(short), False) for i in range(2) for code in fields]
    return [*clear, *shut, *minors]


def bundle_for(steps: list[Step]) -> dict[str, Any]:
    """Return the smallest protocol whose items are those of the steps."""
    kinds = {"minor": "minor", "visit": "visit", "row": "row:hallazgos"}
    items = {step.code: _item(step, kinds[step.entity.rstrip("0123456789")]) for step in steps}
    stage = {
        "id": "campo",
        "number": 1,
        "title_es": "Campo",
        "steps": [{"id": "todo", "title_es": "Todo", "items": list(items.values())}],
    }
    protocol = {
        "id": "medicion/1", "title_es": "Medición", "version": "1", "status": "draft", "valid_from": "2024-01-01",
        "acta": [], "people_roles": {}, "stages": [stage],
    }  # fmt: skip
    return {"protocol": protocol, "law": {"catalogues": {}}, "directory": {"protection_authorities": [], "lines": []}}


def _item(step: Step, of: str) -> dict[str, Any]:
    kind = "int" if isinstance(step.value, int) else "text"
    return {
        "id": step.code, "label_es": step.code, "help_es": None, "ask_es": None, "type": kind, "catalogue": None,
        "for": of, "when": None, "options": [], "required": False, "skippable": True, "public": step.public,
        "sees": ["inspector"], "basis": [], "row": None, "role": None,
    }  # fmt: skip


def _pause(dice: random.Random) -> int:
    return dice.randrange(1_000, 40_000)
