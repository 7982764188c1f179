"""Why a rule fired, in Spanish, with the articles in force that day and the items it rests on.

Pure; mirrored by ``tablet/src/reasons.ts``.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from protocols.citing import citation_key
from protocols.condition import Answers
from protocols.inputs import Reading, in_force
from protocols.outcomes import BROKEN, UNVERIFIED, is_within, unique

Rule = Mapping[str, Any]
Checks = Sequence[tuple[Rule, str]]


def citations(law: Mapping[str, Any], cites: Sequence[str], on: str) -> list[dict[str, str]]:
    """Return the citations in force on ``on``, once each, in order."""
    found = []
    for cite in unique(cites):
        row = law["citations"][citation_key(cite)]
        if in_force(row, on):
            found.append({"cite": row["cite"], "instrument": row["instrument"], "mark": row["mark"]})
    return found


def chosen(law: Mapping[str, Any], rule: Rule, answers: Answers) -> list[Mapping[str, Any]]:
    """Return the options ticked, in any head, among those the rule cites."""
    found: list[Mapping[str, Any]] = []
    for item in rule["option_cites"]:
        codes: list[Any] = []
        for head in answers.get(item, ()):
            value = head.get("v")
            codes += value if isinstance(value, list) else [value]
        for option in law["options"][item]:
            wanted = all(option.get(key) == value for key, value in rule["option_where"].items())
            if option["code"] in codes and not option["exclusive"] and wanted:
                found.append(option)
    return found


def aged(law: Mapping[str, Any], text: str, ages: Sequence[str]) -> str:
    """Return the sentence with the age as it is known: what is presumed is never said as proved."""
    notes = law["words"]["notes"]
    known = notes.get("age_" + ages[0]) if len(ages) == 1 else None
    return text.replace("{age}", known or notes["age_other"])


def because(
    law: Mapping[str, Any], rule: Rule, answers: Answers, readings: Mapping[str, Reading], checks: Checks
) -> str:
    """Return the rule's reason with what was found in its place."""
    labels = [option["label_es"] for option in chosen(law, rule, answers)]
    if rule["kind"] == "row" and rule["option_cites"]:
        labels += readings["h176"].labels if "h176" in rule["when"] else []
    broken = [check["title_es"] for check, state in checks if state == BROKEN]
    unverified = [check["title_es"] for check, state in checks if state == UNVERIFIED]
    text = aged(law, str(rule["because_es"]), readings["edad"].values)
    for name, words in (("options", labels), ("failed", broken), ("unverified", unverified)):
        text = text.replace("{" + name + "}", "; ".join(unique(words)) or law["words"]["notes"]["no_options"])
    return text


def fired(
    law: Mapping[str, Any],
    rule: Rule,
    reason: str,
    *,
    answers: Answers,
    readings: Mapping[str, Reading],
    on: str,
) -> dict[str, Any]:
    """Return one entry of ``fired``: rule, articles in force, mark, reason, items it rests on."""
    union = {name: reading.values for name, reading in readings.items()}
    cites = list(rule["cite"])
    if rule["option_cites"]:
        cites += [cite for option in chosen(law, rule, answers) for cite in option["cite"]]
    for name, allowed in rule["when"].items():
        if name == "h176" and all(value in allowed for value in readings[name].values):
            cites += readings[name].cites
    for extra in rule["extra"]:
        if is_within(extra["when"], union):
            cites += extra["cite"]
    items = sorted({item for name in rule["when"] for item in readings[name].spec["reads"]} | set(rule["option_cites"]))
    return {
        "id": rule["id"],
        "cite": [row["cite"] for row in citations(law, cites, on)],
        "mark": rule["mark"],
        "because_es": reason,
        "rests_on": [item for item in items if answers.get(item)],
    }
