"""What a case expects of the law as written: the ground and the mark of each part, the terms, what a visit owes."""

from collections.abc import Iterator, Mapping
from typing import Any

from protocols.deadlines import calendar_of, is_off, last_day
from protocols.visit_duties import visit_duties

Law = Mapping[str, Any]
PARTS = ("rules", "checks", "inputs", "duties", "sanctions", "citations", "parameters", "visit_duties", "calendars")


def written_differences(law: Law, expected: Mapping[str, Any]) -> Iterator[str]:
    """Yield what differs from what the case expects to be written."""
    for part, wanted in expected.get("grounds", {}).items():
        found: dict[str, list[str]] = {}
        for name, row in parts(law, part):
            found.setdefault(name, []).extend(row["cite"])
        for name, cites in wanted.items():
            if sorted(found.get(name, [])) != sorted(cites):
                yield f"grounds: {name}: {found.get(name)!r}"
    for part, names in expected.get("por_validar", {}).items():
        marked = [name for name, row in parts(law, part) if row.get("mark") == "por_validar"]
        if sorted(marked) != sorted(names):
            yield f"por_validar: {part}: {sorted(set(marked) ^ set(names))!r}"
    if "term" in expected:
        yield from _term(law, expected["term"])
    if "rest_day" in expected:
        row = expected["rest_day"]
        if is_off(law["calendars"]["rest_days"], row["day"]) is not row["off"]:
            yield f"rest_day: {row['day']}"
    if "visit" in expected:
        yield from _visit(law, expected["visit"])


def parts(law: Law, part: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield (name, row) of each thing of ``part`` with a ground or a mark; «D04 campo=si» is an extra of D04."""
    if part in ("duties", "sanctions"):
        yield from law[part].items()
    elif part == "citations":
        yield from ((row["cite"], row) for row in law[part].values())
    elif part == "parameters":
        yield from ((f"{name} {value['from']}", value) for name, p in law[part].items() for value in p["values"])
    elif part == "visit_duties":
        yield from ((f"{section}.{row['id']}", row) for section, rows in law[part].items() for row in rows)
    elif part == "calendars":
        for calendar in (law[part]["rest_days"], *law[part]["procedural"]):
            yield calendar["id"], calendar
            yield from ((f"{calendar['id']} {day['label_es']}", day) for day in calendar["days"])
    else:
        for row in law[part]:
            yield row["id"], row
            yield from ((f"{row['id']} {_said(extra['when'])}", extra) for extra in row.get("extra", []))
            yield from ((f"{row['id']}[{number}]", case) for number, case in enumerate(row.get("cases", [])))


def _said(when: Mapping[str, list[str]]) -> str:
    return " ".join(f"{name}={','.join(values)}" for name, values in when.items())


def _term(law: Law, row: Mapping[str, Any]) -> Iterator[str]:
    calendar = calendar_of(law["calendars"]["procedural"], row["authority"], row.get("state"))
    last = None
    if calendar is not None:
        published = [*calendar["published"], *row.get("published", [])]
        last = last_day({**calendar, "published": published}, row["from"], row["days"])
    if last != row["last"]:
        yield f"term: {last}"


def _visit(law: Law, row: Mapping[str, Any]) -> Iterator[str]:
    found, expected = visit_duties(law, row["facts"]), row["expected"]
    lacks = [[one["id"], one["entity"], one["what_es"]] for one in found["before_closing"]]
    keys = ("state", "starts", "last_on", "until", "mark")
    terms = {one["id"]: [one[key] for key in keys] for one in found["deadlines"]}
    papers = {one["id"]: [one["minors"], one["lacking"]] for one in found["documents"]}
    for name, value in (("before_closing", lacks), ("deadlines", terms), ("documents", papers)):
        if value != expected[name]:
            yield f"visit: {name}: {value!r}"
