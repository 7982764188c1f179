"""Bundle and plain visit -> the context from which the acta is rendered. Pure; mirrors ``acta_context.ts``.

Public items, adults who take part and a short list of facts about minors by key: nothing else can reach
the text.
"""

import re
from collections.abc import Mapping
from typing import Any

from protocols.acta_answers import Answers, Said
from protocols.acta_minors import Minors
from protocols.acta_people import People
from protocols.acta_words import day_words
from protocols.deadlines import calendar_of, is_day, last_day
from protocols.text import render

_MUNICIPALITY = re.compile("[0-9]{5}")
_UNSAID = ("person", "table", "photo", "sign", "act")


def acta_context(bundle: Mapping[str, Any], visit: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context of the acta's template.

    For every answer ``x`` that ``acta.yaml`` lists there is ``x`` (words, never empty), ``x_known`` (one
    answer, and it is a value) and ``x_given`` (somebody answered, even that it is not known).

    Args:
        bundle: The pinned bundle as plain data; its ``acta`` is the template with its words.
        visit: ``visit_plain``: ``zone``, ``entities``, ``answers``, ``actions``, ``determinations`` and
            ``signatures_expected``.
    """
    acta, answers = bundle["protocol"]["acta"], Answers(bundle, visit["answers"])
    said = {role: answers.say("visit", answers.by_role(role, "visit")) for role in acta["roles"]}
    said |= {name: answers.say("visit", answers.by_id(item_id)) for name, item_id in acta["items"].items()}
    started_on = _day(said["started_at"])
    minors, people = Minors(answers, visit, started_on), People(answers, visit)
    return {
        **_spread(said),
        **{name: _flag(said[flag["answer"]], flag) for name, flag in acta["flags"].items()},
        **_place(said["workplace_municipality"], acta),
        **_documents(answers, acta),
        **minors.context(),
        **_tables(answers, visit),
        "workplace_actions": minors.visit_actions(),
        "attendees": people.of_role("attendee"),
        "representatives": people.of_role("worker_representative"),
        "witnesses": people.of_role("attending_witness"),
        "signers": people.signers(said["inspector_name"].text),
        "others": _others(answers, acta),
        **_term(bundle, said, started_on),
        "protocol_title": bundle["protocol"]["title_es"],
        "protocol_version": bundle["protocol"]["version"],
        # Published is not validated: what the authority has not confirmed says so. A visit opened before 2024.1 was
        # published pins an acta that asks for the other name.
        "protocol_to_validate": bundle["protocol"].get("mark") != "confirmado",
        "protocol_is_draft": bundle["protocol"]["status"] != "published",
    }


def acta_text(bundle: Mapping[str, Any], visit: Mapping[str, Any]) -> str:
    """Return the acta's text as it is read, signed and hashed."""
    return render(bundle["protocol"]["acta"], acta_context(bundle, visit))


def _spread(said: Mapping[str, Said]) -> dict[str, Any]:
    texts = {name: one.text for name, one in said.items()}
    known = {f"{name}_known": one.known for name, one in said.items()}
    return {**texts, **known, **{f"{name}_given": one.given for name, one in said.items()}}


def _flag(said: Said, flag: Mapping[str, Any]) -> bool:
    """Return whether any answer is ``any``, or whether the only answer is ``only``."""
    if "any" in flag:
        return any(_same(value, flag["any"]) for value in said.values)
    return said.known and all(_same(value, flag["only"]) for value in said.values)


def _same(one: Any, other: Any) -> bool:
    """Compare as JSON does: ``true`` is not ``1``."""
    return type(one) is type(other) and bool(one == other)


def _day(said: Said) -> str:
    return said.values[0][:10] if said.known and isinstance(said.values[0], str) else ""


def _tables(answers: Answers, visit: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rows of each table of ``acta.yaml``: {column: words}. A visit opened before has none."""
    acta, found = answers.bundle["protocol"]["acta"], {}
    for name, table in acta.get("tables", {}).items():
        scope = f"row:{table['item']}"
        rows = [one["entity"] for one in visit["entities"] if one["kind"] == "row" and one["role"] == table["item"]]
        columns = {column: answers.by_id(item_id, scope) for column, item_id in table["columns"].items()}
        found[name] = [{c: answers.say(row, item).text for c, item in columns.items()} for row in rows]
    return found


def _place(municipality: Said, acta: Mapping[str, Any]) -> dict[str, Any]:
    """Return the code and state of a municipality whose name the bundle does not know."""
    only = municipality.values[0] if len(municipality.values) == 1 and not municipality.known else ""
    code = only if isinstance(only, str) and _MUNICIPALITY.fullmatch(only) else ""
    return {
        "municipality_is_code": bool(code),
        "municipality_code": code,
        "state": acta["states"].get(code[:2], ""),
    }


def _term(bundle: Mapping[str, Any], said: Mapping[str, Said], started_on: str) -> dict[str, Any]:
    """Return the days to answer the acta and the last of them, in words; empty until the acta has its end."""
    law, parameter = bundle["law"], bundle["protocol"]["acta"]["term_parameter"]
    days, authority = _in_force(law["parameters"], parameter, started_on), said["authority"]
    ended_on = _day(said["ended_at"])
    town = said["workplace_municipality"]
    state = str(town.values[0])[:2] if town.known else None
    calendar = calendar_of(law["calendars"]["procedural"], authority.values[0], state) if authority.known else None
    is_counted = bool(days) and calendar is not None and is_day(ended_on)
    last = day_words(last_day(calendar, ended_on, days)) if is_counted and calendar else ""
    return {"term_days": days, "term_last_day": last}


def _documents(answers: Answers, acta: Mapping[str, Any]) -> dict[str, Any]:
    """Return the workplace's documents by outcome; ``documents_unclear`` has label and words."""
    groups: dict[str, list[Any]] = {"exhibe": [], "parcial": [], "no_exhibe": [], "no_aplica": []}
    unclear, unasked = [], []
    for item in answers.items:
        if (
            item["type"] != "doc"
            or item["for"] != "visit"
            or not item["public"]
            or item["id"] in acta["items"].values()
        ):
            continue
        said = answers.say("visit", item)
        if said.known and said.values[0] in groups:
            groups[said.values[0]].append(item["label_es"])
        elif said.given:
            unclear.append({"label": item["label_es"], "words": said.text})
        elif item["when"] is None:
            unasked.append(item["label_es"])
    return {
        "documents_shown": groups["exhibe"],
        "documents_partly": groups["parcial"],
        "documents_missing": groups["no_exhibe"],
        "documents_unclear": unclear,
        "documents_unasked": unasked,
    }


def _others(answers: Answers, acta: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return what the protocol sends to the acta (``acta: true``) and no sentence of the template names."""
    named = set(acta["items"].values())
    rest = [
        item
        for item in answers.items
        if item["acta"] and item["for"] == "visit" and item["type"] not in _UNSAID
        and item["role"] not in acta["roles"] and item["id"] not in named
    ]  # fmt: skip
    said = [(item["label_es"], answers.say("visit", item)) for item in rest]
    return [{"label": label, "words": one.text} for label, one in said if one.given]


def _in_force(parameters: Mapping[str, Any], name: str, on: str) -> int:
    """Return the number in force on a local day (the newest when the day is not known), or 0 without one."""
    values = parameters.get(name, {}).get("values", [])
    current = [one for one in values if not on or (one["from"] <= on and (one.get("until") or on) >= on)]
    return int(current[-1]["value"]) if current else 0
