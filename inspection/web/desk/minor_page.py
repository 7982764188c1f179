"""One minor's whole record, for whoever must protect her: every answer, and why the law reads it so."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from inspection.web.desk.answer_row import row_of
from inspection.web.desk.case import Case
from inspection.web.desk.child_card import basis_of


@dataclass(frozen=True)
class MinorFact:
    """One answer with where it comes from."""

    label_es: str
    value_es: str
    meta_es: str


@dataclass(frozen=True)
class MinorGroup:
    """The answers of one step."""

    title_es: str
    facts: tuple[MinorFact, ...]


@dataclass(frozen=True)
class Reason:
    """One rule that fired."""

    because_es: str
    mark: str


@dataclass(frozen=True)
class MinorPage:
    """Everything the page says."""

    key: str
    title_es: str
    explanation_es: str
    logged_es: str
    basis: tuple[Mapping[str, str], ...]
    more_basis: tuple[Mapping[str, str], ...]
    groups: tuple[MinorGroup, ...]
    fired: tuple[Reason, ...]


def minor_page(case: Case, entity: str) -> MinorPage:
    """Build the page."""
    found = case.determinations[entity]
    return MinorPage(
        key=case.key(entity),
        title_es=found["title_es"],
        explanation_es=found["explanation_es"] or found["plain_es"],
        logged_es="esta lectura quedó registrada con tu nombre y la hora",
        basis=basis_of(found)[0],
        more_basis=basis_of(found)[1],
        groups=tuple(_groups(case, entity)),
        fired=_reasons(found),
    )


def _reasons(found: Mapping[str, Any]) -> tuple[Reason, ...]:
    """Return the reasons that the explanation does not say already."""
    told = found["explanation_es"]
    fresh = (rule for rule in found["fired"] if rule["because_es"] not in told)
    return tuple(Reason(rule["because_es"], rule["mark"]) for rule in fresh)


def _groups(case: Case, entity: str) -> list[MinorGroup]:
    groups = []
    for title, steps in groupby(case.questions.steps, key=lambda step: step.title_es):
        codes = [item["id"] for step in steps for item in step.items]
        facts = [_fact(case, f"{entity}/{code}") for code in codes if f"{entity}/{code}" in case.answers]
        if facts:
            groups.append(MinorGroup(title, tuple(facts)))
    return groups


def _fact(case: Case, path: str) -> MinorFact:
    row = row_of(case, case.answers[path])
    value = " · ".join(dict.fromkeys(head.value_es for head in row.heads))
    return MinorFact(row.asked_es, value, " · ".join(row.meta_es))
