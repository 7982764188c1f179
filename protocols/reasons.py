"""Why a rule fired, in Spanish, with the articles in force that day and the items it rests on.

Pure; mirrored by ``tablet/src/reasons.ts``.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from protocols.ages import AGE
from protocols.condition import Answers
from protocols.inputs import Reading
from protocols.law_of_day import CheckOfDay, LawOfDay, Rule, RuleOfDay, unique
from protocols.outcomes import BROKEN, UNVERIFIED
from protocols.regions import is_within

Checks = Sequence[tuple[CheckOfDay, str]]
# The input whose own cases name what was found (the hazards of the law).
HAZARDS = "h176"


def chosen(rule: RuleOfDay, answers: Answers) -> list[Rule]:
    """Return the options ticked, in any head, among those the rule cites."""
    found: list[Rule] = []
    for item, options in rule.options:
        codes: list[Any] = []
        for head in answers.get(item, ()):
            value = head.get("v")
            codes += value if isinstance(value, list) else [value]
        found += [option for option in options if option["code"] in codes]
    return found


def aged(law: Mapping[str, Any], text: str, ages: Sequence[str]) -> str:
    """Return the sentence with the age as it is known: what is presumed is never said as proved."""
    notes = law["words"]["notes"]
    known = notes.get("age_" + ages[0]) if len(ages) == 1 else None
    return text.replace("{age}", known or notes["age_other"])


def because(
    rule: RuleOfDay, options: Sequence[Rule], readings: Mapping[str, Reading], checks: Checks
) -> str:
    """Return the rule's reason with what was found in its place."""
    law, written = rule.law.law, rule.rule
    labels = [option["label_es"] for option in options]
    if written["kind"] == "row" and written["option_cites"]:
        labels += readings[HAZARDS].labels if HAZARDS in written["when"] else []
    broken = [check.check["title_es"] for check, state in checks if state == BROKEN]
    unverified = [check.check["title_es"] for check, state in checks if state == UNVERIFIED]
    text = aged(law, str(written["because_es"]), readings[AGE].values)
    for name, words in (("options", labels), ("failed", broken), ("unverified", unverified)):
        text = text.replace("{" + name + "}", "; ".join(unique(words)) or law["words"]["notes"]["no_options"])
    return text


def fired(
    day: LawOfDay, rule: RuleOfDay, *, answers: Answers, readings: Mapping[str, Reading], checks: Checks
) -> dict[str, Any]:
    """Return one entry of ``fired``: rule, articles in force, mark, reason, items it rests on."""
    options = chosen(rule, answers)
    cites = [*rule.rule["cite"], *(cite for option in options for cite in option["cite"])]
    hazards = readings[HAZARDS]
    if any(place == hazards.place and not hazards.mask & ~allowed for place, allowed in rule.when):
        cites += hazards.cites
    union = tuple([reading.mask for reading in readings.values()])
    for extra in rule.extra:
        if is_within(extra.when, union):
            cites += extra.cite
    return {
        "id": rule.id,
        "cite": day.cites(cites),
        "mark": rule.rule["mark"],
        "because_es": because(rule, options, readings, checks),
        "rests_on": [item for item in rule.reads if answers.get(item)],
    }
