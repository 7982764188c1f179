"""More small wrongs: grounds, marks, flags, comparisons, value mappings, calendars and what a visit owes.

Drops each citation and puts another in its place, flips each mark and flag, loosens or tightens each comparison,
drops or misreads each value mapping, counts natural for working days. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from protocols.tools.mutants import FILES, Mutant, Path

LEVELS = ("no", "yes", "urgent")
WHEN = ("now", "before_closing", "deadline")
MARKS = {"confirmado": "por_validar", "por_validar": "confirmado"}
LOOSER = {"lt": "lte", "lte": "lt", "gt": "gte", "gte": "gt"}
STATES = ("cumple", "incumple", "por_verificar")
MORE_FILES = {"calendars": "law/calendars.yaml", "visit_duties": "law/visit_duties.yaml"}
# What a requirement brings about besides its own duties.
IMPLIED = ("fix_requirements", "criminal_report", "immediate_notice", "referral")
DAY_NUMBERS = ("month", "weekday", "nth")


def flips_of(bundle: Mapping[str, Any]) -> Iterator[Mutant]:
    """Yield every mutant of these kinds, grouped by file."""
    law = bundle["law"]
    cites = sorted({citation["cite"] for citation in law["citations"].values()})
    yield from _inputs(law, cites)
    for kind in ("rules", "checks"):
        for index, rule in enumerate(law[kind]):
            path: Path = ("law", kind, index)
            yield from _grounds(FILES[kind], rule["id"], rule, path, cites)
            for number, extra in enumerate(rule["extra"]):
                where = (*path, "extra", number)
                key = f"{rule['id']}.extra[{number}]"
                yield from _cited(FILES[kind], key, extra["cite"], (*where, "cite"), cites)
                yield from _less(FILES[kind], f"{key}.duties", extra["duties"], (*where, "duties"))
            yield from (_of_row if kind == "rules" else _of_check)(FILES[kind], rule, path)
    for name, duty in law["duties"].items():
        yield from _of_duty(law, name, duty, cites)
    for name, sanction in law["sanctions"].items():
        yield from _grounds(FILES["sanctions"], name, sanction, ("law", "sanctions", name), cites)
    for name, citation in law["citations"].items():
        yield _marked(FILES["citations"], citation["cite"], citation, ("law", "citations", name))
    for name, parameter in law["parameters"].items():
        for number, value in enumerate(parameter["values"]):
            value_path: Path = ("law", "parameters", name, "values", number)
            yield _marked(FILES["parameters"], f"{name}.values[{number}]", value, value_path)
    yield from _shown(law["words"]["shown_as"])
    yield from _calendars(law["calendars"])
    yield from _owed(law, cites)


def _inputs(law: Mapping[str, Any], cites: Sequence[str]) -> Iterator[Mutant]:
    file = FILES["inputs"]
    # Reading something provisionally matters only where another value would lead to another row.
    decisive = {name for rule in law["rules"] if rule["kind"] == "row" for name in rule["when"]}
    for index, part in enumerate(law["inputs"]):
        path: Path = ("law", "inputs", index)
        yield from _grounds(file, part["id"], part, path, cites)
        yield from _less(file, f"{part['id']}.unknown_as", part["unknown_as"], (*path, "unknown_as"))
        if part["kind"] == "age":
            age = part["age"]
            yield from _less(file, f"{part['id']}.proof", age["proof"], (*path, "age", "proof"))
            for option, reads in age["doubt_reads"].items():
                for other in sorted(set(age["doubt_reads"].values()) - {reads}):
                    where = (*path, "age", "doubt_reads", option)
                    yield Mutant(file, f"{part['id']}.doubt_reads.{option}", f"→ {other}", where, other)
            continue
        codes = [value["code"] for value in part["values"]]
        for number, case in enumerate(part["cases"]):
            key, where = f"{part['id']}.cases[{number}]", (*path, "cases", number)
            rest = [other for place, other in enumerate(part["cases"]) if place != number]
            yield Mutant(file, key, "quitado", (*path, "cases"), rest)
            for other in codes:
                if other != case["value"]:
                    yield Mutant(file, f"{key}.value", f"→ {other}", (*where, "value"), other)
            # An open case decides nothing; one without condition says the input did not exist yet, so no row of
            # then names it.
            if part["id"] in decisive and case["value"] != "open" and case["when"] is not None:
                yield _not(file, f"{key}.provisional", case, (*where, "provisional"))
            yield from _cited(file, key, case["cite"], (*where, "cite"), cites)
            yield from _compared(file, f"{key}.when", case["when"], (*where, "when"))


def _of_row(file: str, rule: Mapping[str, Any], path: Path) -> Iterator[Mutant]:
    name = rule["id"]
    # Only an addition leads: a row is the result already.
    for key in ("leads", "urgent") if rule["kind"] == "addition" else ("urgent",):
        yield _not(file, f"{name}.{key}", rule, (*path, key))
    yield from _others(file, f"{name}.referral", rule["referral"], LEVELS, (*path, "referral"))
    yield from _others(file, f"{name}.criminal_report", rule["criminal_report"], LEVELS[:2], (*path, "criminal_report"))
    if rule["checks"]:
        yield from _others(file, f"{name}.checks", rule["checks"], STATES, (*path, "checks"))
    for key in ("possible", "option_cites"):
        yield from _less(file, f"{name}.{key}", rule[key], (*path, key))
    if rule["option_where"]:
        yield Mutant(file, f"{name}.option_where", "quitado", (*path, "option_where"), {})


def _of_check(file: str, check: Mapping[str, Any], path: Path) -> Iterator[Mutant]:
    name = check["id"]
    if check["fails"] is not None:  # what never fails asks for nothing: the loader refuses it
        yield from _others(file, f"{name}.referral", check["referral"], LEVELS[:2], (*path, "referral"))
    for key in ("applies_when", "passes", "fails", "referral_when"):
        yield from _compared(file, f"{name}.{key}", check[key], (*path, key))


def _of_duty(law: Mapping[str, Any], name: str, duty: Mapping[str, Any], cites: Sequence[str]) -> Iterator[Mutant]:
    file, path = FILES["duties"], ("law", "duties", name)
    yield from _grounds(file, name, duty, path, cites)
    if not _only_if_urgent(law, name, duty):
        yield _not(file, f"{name}.urgent", duty, (*path, "urgent"))
    if duty["removes"] or _stands_alone(law, name):
        yield _not(file, f"{name}.removes", duty, (*path, "removes"))
    yield from _less(file, f"{name}.covers", duty["covers"], (*path, "covers"))
    yield from _others(file, f"{name}.when", duty["when"], WHEN, (*path, "when"))
    # One that this covers is never due with it: their order says nothing.
    others = [other for kind, other in law["duties"].items() if kind not in duty["covers"]]
    later = min((other["order"] for other in others if other["order"] > duty["order"]), default=None)
    if later:
        yield Mutant(file, f"{name}.order", "después de la que sigue", (*path, "order"), later + 1)
    if duty["unless"]:
        yield Mutant(file, f"{name}.unless", "quitado", (*path, "unless"), None)
    if duty["deadline"]:
        yield Mutant(file, f"{name}.deadline", "quitado", (*path, "deadline"), None)
        if duty["deadline"]["hours_param"]:
            yield Mutant(file, f"{name}.deadline.hours_param", "quitado", (*path, "deadline", "hours_param"), None)


def _only_if_urgent(law: Mapping[str, Any], name: str, duty: Mapping[str, Any]) -> bool:
    """Whether the duty is due now and only where all that is due now is urgent: its own flag then changes nothing."""
    # Any doubt about the task brings keep_out_pending.
    by_checks = {"keep_out_pending", *IMPLIED, *(kind for check in law["checks"] for kind in check["duties"])}
    asking = [rule for rule in law["rules"] if name in rule["duties"]]
    return duty["when"] == "now" and name not in by_checks and all(rule["urgent"] for rule in asking)


def _stands_alone(law: Mapping[str, Any], name: str) -> bool:
    """Whether a row or a requirement asks the duty without another that removes the person from the task already."""
    removing = {kind for kind, duty in law["duties"].items() if duty["removes"]}
    asked = [{*r["duties"], *(d for e in r["extra"] for d in e["duties"])} for r in law["rules"] if r["kind"] == "row"]
    asked += [set(check["duties"]) for check in law["checks"]]
    return name in IMPLIED or any(name in kinds and not kinds & removing for kinds in asked)


def _shown(groups: Sequence[Mapping[str, Any]]) -> Iterator[Mutant]:
    for number, group in enumerate(groups):
        rest = [other for place, other in enumerate(groups) if place != number]
        key = f"shown_as[{number}]"
        yield Mutant(FILES["rules"], key, "quitado", ("law", "words", "shown_as"), rest)
        other = next(row for row in group["rows"] if row != group["as"])
        yield Mutant(FILES["rules"], f"{key}.as", f"→ {other}", ("law", "words", "shown_as", number, "as"), other)


def _calendars(calendars: Mapping[str, Any]) -> Iterator[Mutant]:
    file = MORE_FILES["calendars"]
    found: list[tuple[Path, Any]] = [(("law", "calendars", "rest_days"), calendars["rest_days"])]
    found += [(("law", "calendars", "procedural", i), one) for i, one in enumerate(calendars["procedural"])]
    for path, calendar in found:
        name = calendar["id"]
        yield _marked(file, name, calendar, path)
        if calendar["weekly_off"]:
            yield Mutant(file, f"{name}.weekly_off", "días naturales", (*path, "weekly_off"), [])
            yield from _less(file, f"{name}.weekly_off", calendar["weekly_off"], (*path, "weekly_off"))
        for number, day in enumerate(calendar["days"]):
            key, where = f"{name}.days[{number}]", (*path, "days", number)
            rest = [other for place, other in enumerate(calendar["days"]) if place != number]
            yield Mutant(file, key, "quitado", (*path, "days"), rest)
            yield from _stepped(file, key, day, where)


def _stepped(file: str, key: str, day: Mapping[str, Any], where: Path) -> Iterator[Mutant]:
    if day["fixed"]:
        month, number = day["fixed"].split("-")
        moved = f"{month}-{int(number) + 1:02d}"
        yield Mutant(file, f"{key}.fixed", "+1 día", (*where, "fixed"), moved)
    for name in DAY_NUMBERS:
        if day[name] is not None:
            yield Mutant(file, f"{key}.{name}", "+1", (*where, name), day[name] + 1)
    if day["every_years"]:
        yield Mutant(file, f"{key}.every_years", "cada año", (*where, "every_years"), None)


def _owed(law: Mapping[str, Any], cites: Sequence[str]) -> Iterator[Mutant]:
    file, duties = MORE_FILES["visit_duties"], law["visit_duties"]
    for section, rows in duties.items():
        for index, row in enumerate(rows):
            path: Path = ("law", "visit_duties", section, index)
            rest = [other for place, other in enumerate(rows) if place != index]
            yield Mutant(file, row["id"], "quitado", path[:-1], rest)
            yield from _grounds(file, row["id"], row, path, cites)
    for index, term in enumerate(duties["deadlines"]):
        path, name = ("law", "visit_duties", "deadlines", index), term["id"]
        starts = sorted({other["starts"] for other in duties["deadlines"]})
        yield from _others(file, f"{name}.starts", term["starts"], starts, (*path, "starts"))
        for key in ("days_param", "hours_param", "done_by"):
            if term[key]:
                yield Mutant(file, f"{name}.{key}", "quitado", (*path, key), None)
    for index, paper in enumerate(duties["documents"]):
        path, name = ("law", "visit_duties", "documents", index), paper["id"]
        yield from _others(file, f"{name}.when", paper["when"], ("duty", "referral", "visit"), (*path, "when"))
        yield from _less(file, f"{name}.duties", paper["duties"], (*path, "duties"))


def _grounds(file: str, key: str, row: Mapping[str, Any], path: Path, cites: Sequence[str]) -> Iterator[Mutant]:
    yield from _cited(file, key, row["cite"], (*path, "cite"), cites)
    yield _marked(file, key, row, path)


def _cited(file: str, key: str, found: Sequence[str], path: Path, cites: Sequence[str]) -> Iterator[Mutant]:
    for number, cite in enumerate(found):
        other = cites[(cites.index(cite) + 1) % len(cites)] if cite in cites else cites[0]
        rest = [one for one in found if one != cite]
        yield Mutant(file, f"{key}.cite", f"quitado {cite}", path, rest)
        if other not in found:
            yield Mutant(file, f"{key}.cite", f"{cite} → {other}", path, [*found[:number], other, *found[number + 1 :]])


def _marked(file: str, key: str, row: Mapping[str, Any], path: Path) -> Mutant:
    other = MARKS[row["mark"]]
    return Mutant(file, f"{key}.mark", f"→ {other}", (*path, "mark"), other)


def _not(file: str, key: str, row: Mapping[str, Any], path: Path) -> Mutant:
    was = row[str(path[-1])]
    return Mutant(file, key, f"→ {'false' if was else 'true'}", path, not was)


def _others(file: str, key: str, was: str, every: Sequence[str], path: Path) -> Iterator[Mutant]:
    return (Mutant(file, key, f"→ {other}", path, other) for other in every if other != was)


def _less(file: str, key: str, names: Sequence[Any], path: Path) -> Iterator[Mutant]:
    for name in names:
        yield Mutant(file, f"{key}.{name}", "quitado", path, [other for other in names if other != name])


def _compared(file: str, key: str, condition: Any, path: Path) -> Iterator[Mutant]:
    """Each «less than» as «less than or the same», and the other three."""
    if condition is None:
        return
    ((word, argument),) = condition.items()
    if word in LOOSER:
        yield Mutant(file, key, f"{word} → {LOOSER[word]}", path, {LOOSER[word]: argument})
    elif word == "not":
        yield from _compared(file, key, argument, (*path, word))
    elif word in ("all", "any"):
        for number, part in enumerate(argument):
            yield from _compared(file, f"{key}.{word}[{number}]", part, (*path, word, number))
