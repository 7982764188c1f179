"""What a visit owes: what must be done before the acta closes, which deadlines run, which documents come out.

Pure; mirrored by ``tablet/src/visit_duties.ts`` to the same results. The facts come from whoever holds the visit:

``{"authority", "state", "on", "ended_on", "closed_on", "required_open": [label], "acts": {kind: ACT},
"minors": [MINOR]}`` with ``state`` INEGI's two digits (it may lack), ``on`` the local day of the facts, ``ended_on``
and ``closed_on`` local days or None, ``acts`` those of the place, MINOR = ``{"entity", "found_at", "confirmed",
"referral", "duties": [duty of the determination], "acts", "documents": [kind issued]}`` and ACT = ``{"at": ms,
"pending": bool}``, the first of its kind.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from protocols.deadlines import calendar_of, hours_after, is_day, last_day

Facts = Mapping[str, Any]
Rule = Mapping[str, Any]

WAITING, RUNNING, DONE = "waiting", "running", "done"
REFERRED = ("yes", "urgent")


def visit_duties(law: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """Return ``{"before_closing", "deadlines", "documents"}``, in the order of the law's data.

    Args:
        law: ``bundle.law``: ``visit_duties``, ``calendars`` and ``parameters``.
        facts: See the module.
    """
    rules = law["visit_duties"]
    return {
        "before_closing": [lack for rule in rules["before_closing"] for lack in _lacks(rule, facts)],
        "deadlines": [_deadline(law, rule, facts) for rule in rules["deadlines"]],
        "documents": [document for rule in rules["documents"] for document in _document(rule, facts)],
    }


def _lacks(rule: Rule, facts: Facts) -> Iterator[dict[str, Any]]:
    """Yield what this rule still asks; an act left pending for lack of signal is done (it leaves by itself)."""
    ground = {key: rule[key] for key in ("id", "label_es", "cite", "mark")}
    if rule["checks"] == "required_answers":
        for label in facts["required_open"]:
            yield {**ground, "entity": "visit", "what_es": label}
    for minor in facts["minors"]:
        if rule["checks"] == "determination_confirmed" and not minor["confirmed"]:
            yield {**ground, "entity": minor["entity"], "what_es": ""}
        if rule["checks"] == "urgent_duties":
            for duty in minor["duties"]:
                if duty["urgent"] and not _is_started(minor, facts, duty["kind"]):
                    yield {**ground, "entity": minor["entity"], "what_es": duty["title_es"]}


def _is_started(minor: Mapping[str, Any], facts: Facts, kind: str) -> bool:
    return kind in minor["acts"] or kind in facts["acts"] or kind in minor["documents"]


def _deadline(law: Mapping[str, Any], rule: Rule, facts: Facts) -> dict[str, Any]:
    started = _STARTS[rule["starts"]](rule, facts)
    number = _in_force(law["parameters"], rule["days_param"] or rule["hours_param"], facts["on"])
    calendar = calendar_of(law["calendars"]["procedural"], facts["authority"], facts.get("state"))
    last_on = until = None
    if rule["days_param"] and isinstance(started, str) and is_day(started) and number and calendar:
        last_on = last_day(calendar, started, number)
    if rule["hours_param"] and isinstance(started, int) and number:
        until = hours_after(started, number)
    state = WAITING if started is None else DONE if _is_done(rule, facts) else RUNNING
    ground = {key: rule[key] for key in ("id", "title_es", "who_es", "starts_es", "note_es", "cite", "mark")}
    counted_by = calendar["mark"] if last_on and calendar else rule["mark"]
    mark = "por_validar" if "por_validar" in (rule["mark"], counted_by) else "confirmado"
    return {
        **ground, "mark": mark, "state": state, "number": number, "starts": started, "last_on": last_on, "until": until,
    }  # fmt: skip


def _ended(rule: Rule, facts: Facts) -> str | None:
    return facts["ended_on"] or facts["closed_on"]


def _closed(rule: Rule, facts: Facts) -> str | None:
    return facts["closed_on"]


def _detected(rule: Rule, facts: Facts) -> int | None:
    """The first time anybody whom the duty concerns was found; while some lack it, the first of those."""
    asked = _asked(rule, facts)
    lacking = [minor for minor in asked if not _fulfils(rule, minor, facts)]
    return min((minor["found_at"] for minor in lacking or asked), default=None)


def _acted(rule: Rule, facts: Facts) -> int | None:
    every = [facts["acts"], *(minor["acts"] for minor in facts["minors"])]
    return min((acts[rule["act"]]["at"] for acts in every if rule["act"] in acts), default=None)


_STARTS = {"acta_ended": _ended, "acta_closed": _closed, "detection": _detected, "act": _acted}


def _asked(rule: Rule, facts: Facts) -> list[Mapping[str, Any]]:
    return [m for m in facts["minors"] if any(duty["kind"] == rule["act"] for duty in m["duties"])]


def _is_done(rule: Rule, facts: Facts) -> bool:
    """Whether what fulfils it was done, for every minor it concerns; what waits for signal is not done yet."""
    if rule["done_by"] is None:
        return False
    if rule["starts"] == "detection":
        return all(_fulfils(rule, minor, facts) for minor in _asked(rule, facts))
    return _is_sent(facts["acts"], rule["done_by"]["act"]) or any(
        _is_sent(minor["acts"], rule["done_by"]["act"]) for minor in facts["minors"]
    )


def _fulfils(rule: Rule, minor: Mapping[str, Any], facts: Facts) -> bool:
    done = rule["done_by"]
    sent = _is_sent(minor["acts"], done["act"]) or _is_sent(facts["acts"], done["act"])
    return sent or done["document"] in minor["documents"]


def _is_sent(acts: Mapping[str, Any], kind: str) -> bool:
    return kind in acts and not acts[kind]["pending"]


def _document(rule: Rule, facts: Facts) -> Iterator[dict[str, Any]]:
    wanted = [minor for minor in facts["minors"] if _wants(rule, minor)]
    if not wanted and rule["when"] != "visit":
        return
    lacking = [minor["entity"] for minor in wanted if rule["id"] not in minor["documents"]]
    yield {
        **{key: rule[key] for key in ("id", "title_es", "cite", "mark")},
        "minors": [minor["entity"] for minor in wanted],
        "lacking": lacking,
    }


def _wants(rule: Rule, minor: Mapping[str, Any]) -> bool:
    if rule["when"] == "referral":
        return minor["referral"] in REFERRED
    return rule["when"] == "duty" and any(duty["kind"] in rule["duties"] for duty in minor["duties"])


def _in_force(parameters: Mapping[str, Any], name: str | None, on: str) -> int | None:
    values: Sequence[Mapping[str, Any]] = parameters[name]["values"] if name else ()
    current = [one for one in values if one["from"] <= on and (one["until"] or on) >= on]
    return int(current[-1]["value"]) if current else None
