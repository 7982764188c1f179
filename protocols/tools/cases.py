"""The written cases: what a lawyer expects of each, and what does not come out so.

A case is a day, the answers and what the law asks; ``tests/cases/README.md`` tells how one is written.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from protocols.citing import citation_key
from protocols.condition import evaluate
from protocols.determination import determine
from protocols.law_of_day import in_force, numbers_on
from protocols.reading import Reader, read_file
from protocols.tools.written import written_differences

Case = dict[str, Any]
Bundle = Mapping[str, Any]
SIMPLE = ("row", "classification", "status", "referral", "criminal_report", "urgent")
# What a case may expect of the determination…
RESULT = (
    *SIMPLE,
    *("age", "duties", "no_duties", "only_duties", "cites", "no_cites", "sanctions", "no_sanctions", "checks"),
    *("no_checks", "checks_count", "fired", "missing_first", "mark", "deadlines", "inputs", "plain"),
    *("missing", "not_missing", "only_missing", "asks", "in_order", "at", "urgent_duties", "because"),
)
# … and of the data themselves: which questions are asked, which numbers are in force, between which fines.
DATA = (
    *("grounds", "por_validar", "term", "rest_day", "visit"),
    *("shown", "hidden", "numbers", "number_marks", "fines_uma", "in_force", "not_in_force"),
)


def read_cases(folder: Path, bundle: Bundle) -> list[Case]:
    """Return every case of ``folder``: name, file, day, answers as heads, expected.

    Raises:
        ProtocolError: A case names something that does not exist.
    """
    root = folder.resolve().parents[1]
    fragments = read_file(folder.resolve() / "fragments.yaml", root)
    items = {item["id"] for item in items_in(bundle)}
    age = next(part["age"] for part in bundle["law"]["inputs"] if part["kind"] == "age")
    found: list[Case] = []
    for path in sorted(folder.resolve().glob("[0-9]*.yaml")):
        top = Reader(read_file(path, root), path.stem)
        top.text("about")

        def made(reader: Reader, file: str = path.stem) -> Case:
            return _case(reader, file, fragments, age, items)

        found += top.each("cases", made)
        top.finish()
    return found + list(_of_terms(folder.resolve().parent / "golden" / "law"))


def _of_terms(folder: Path) -> Iterator[Case]:
    """Yield the cases of terms and of what a visit owes, which both languages read from the same JSON."""

    def cases(name: str, part: str = "") -> list[dict[str, Any]]:
        path = folder / f"{name}.json"
        read = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return list(read[part] if part and read else read)

    for row in cases("visit_duties"):
        yield _plain_case(row["name"], row["facts"]["on"], {"visit": row})
    for row in cases("deadlines", "working_days"):
        yield _plain_case(row["name"], row["from"], {"term": row})
    for row in cases("deadlines", "rest_days"):
        yield _plain_case(f"{row['day']}: día de descanso obligatorio", row["day"], {"rest_day": row})


def _plain_case(name: str, on: str, expected: dict[str, Any]) -> Case:
    return {"name": name, "file": "plazos", "on": on, "answers": {}, "expected": expected}


def items_in(bundle: Bundle) -> Iterator[dict[str, Any]]:
    """Yield every item of the protocol, in order."""
    for stage in bundle["protocol"]["stages"]:
        for step in stage["steps"]:
            yield from step["items"]


def _case(reader: Reader, file: str, fragments: Mapping[str, Any], age: Mapping[str, Any], items: set[str]) -> Case:
    on = reader.day("on")
    answers = _answers(reader, fragments, age, on)
    expected = json.loads(json.dumps(reader.take("expected", dict)))
    unknown = [key for key in expected if key not in (*RESULT, *DATA)] + [name for name in answers if name not in items]
    if unknown:
        raise reader.refuse("expected", "no se conoce", "revisa el nombre", unknown)
    made = {"name": reader.text("name"), "file": file, "on": on, "answers": answers, "expected": expected}
    reader.finish()
    return made


def _answers(reader: Reader, fragments: Mapping[str, Any], age: Mapping[str, Any], on: str) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name in reader.texts("with", []):
        given.update(fragments[name])
    born, years = reader.day("born", None), reader.take("proved_age", int, None)
    if years is not None:
        born = f"{int(on[:4]) - years}{on[4:]}"
    if born:
        given.update({age["birth_date"]: born, age["evidence"]: age["proof"][0]})
    given.update(reader.take("answers", dict, {}))
    for name in reader.texts("drop", []):
        given.pop(name)
    return {item: _value(raw) for item, raw in given.items()}


def _value(raw: Any) -> list[dict[str, Any]]:
    if isinstance(raw, dict):
        return [head for one in raw["heads"] for head in _value(one)]
    if raw == "no_se":
        return [{"none": "unknown"}]
    return [{"v": sorted(raw) if isinstance(raw, list) else raw}]


def differences(bundle: Bundle, case: Case) -> Iterator[str]:
    """Yield each thing the case expects and does not come out so; nothing when all is well."""
    yield from data_differences(bundle, case)
    if any(key in RESULT for key in case["expected"]):
        yield from result_differences(determine(bundle, case["answers"], case["on"]), case["expected"])


def data_differences(bundle: Bundle, case: Case) -> Iterator[str]:
    """Yield what differs in the questions asked, the numbers in force and the fines the law provides."""
    expected = case["expected"]
    if not any(key in DATA for key in expected):
        return
    law, numbers = bundle["law"], numbers_on(bundle["law"], case["on"])
    for name, wanted in expected.get("numbers", {}).items():
        yield from _unless(numbers.get(name) == wanted, name, numbers.get(name))
    for name, wanted in expected.get("number_marks", {}).items():
        values = [v for v in law["parameters"][name]["values"] if v["from"] <= case["on"]]
        yield from _unless(values[-1:] != [] and values[-1]["mark"] == wanted, f"{name} (mark)", values[-1:])
    for name, wanted in expected.get("fines_uma", {}).items():
        found = [law["sanctions"][name][key] for key in ("min_uma", "max_uma")]
        yield from _unless(found == wanted, name, found)
    yield from _texts_in_force(law, case["on"], expected)
    yield from written_differences(law, expected)
    asked = {"shown": True, "hidden": False}
    if any(key in expected for key in asked):
        items = {item["id"]: item["when"] for item in items_in(bundle)}
        for key, wanted in asked.items():
            for name in expected.get(key, []):
                is_shown = items[name] is None or evaluate(items[name], case["answers"], numbers) is not False
                yield from _unless(is_shown is wanted, f"{key}: {name}", is_shown)


def _texts_in_force(law: Mapping[str, Any], on: str, expected: Mapping[str, Any]) -> Iterator[str]:
    for key, wanted in (("in_force", True), ("not_in_force", False)):
        for cite in expected.get(key, []):
            found = in_force(law["citations"][citation_key(cite)], on)
            yield from _unless(found is wanted, f"{key}: {cite}", found)


def result_differences(result: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[str]:
    """Yield what differs in the determination."""
    for key in SIMPLE:
        if key in expected:
            yield from _unless(result[key] == expected[key], key, result[key])
    for part in ("age", "inputs"):
        for key, value in expected.get(part, {}).items():
            yield from _unless(result[part][key] == value, f"{part}.{key}", result[part][key])
    states = {row["id"]: row["state"] for row in result["checks"]}
    for name, state in expected.get("checks", {}).items():
        yield from _unless(states.get(name) == state, name, states.get(name))
    yield from _unless(len(states) == expected.get("checks_count", len(states)), "checks_count", len(states))
    fired = [row["id"] for row in result["fired"]]
    yield from _unless(fired == expected.get("fired", fired), "fired", fired)
    if "missing_first" in expected:
        first = [row["input"] for row in result["missing"]][:1]
        yield from _unless(first == [expected["missing_first"]], "missing_first", first)
    yield from _questions(result, expected)
    yield from _when_due(result["duties"], expected)
    reasons = " ".join(row["because_es"] for row in result["fired"])
    yield from _unless(expected.get("because", "") in reasons, "because", reasons)
    mark = result["fired"][-1]["mark"]
    yield from _unless(mark == expected.get("mark", mark), "mark", mark)
    yield from _unless(expected.get("plain", "") in result["plain_es"], "plain", result["plain_es"])
    yield from _sets(result, expected, states)


def _when_due(duties: Sequence[Mapping[str, Any]], expected: Mapping[str, Any]) -> Iterator[str]:
    """Yield what differs in the order of the duties, when each is due, its term (hours or words), which are urgent."""
    kinds = [duty["kind"] for duty in duties]
    yield from _unless(kinds == expected.get("in_order", kinds), "in_order", kinds)
    for when, wanted in expected.get("at", {}).items():
        found = [duty["kind"] for duty in duties if duty["when"] == when]
        yield from _unless(found == wanted, f"at.{when}", found)
    urgent = [duty["kind"] for duty in duties if duty["urgent"]]
    yield from _unless(urgent == expected.get("urgent_duties", urgent), "urgent_duties", urgent)
    terms = {duty["kind"]: duty["deadline"] or {} for duty in duties}
    for kind, wanted in expected.get("deadlines", {}).items():
        term = terms.get(kind, {}).get("what_es" if isinstance(wanted, str) else "hours")
        yield from _unless(term == wanted, f"deadlines.{kind}", term)


def _questions(result: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[str]:
    """Yield what differs in what is still missing: named, in this order; never named; all of it; its items."""
    asked = {row["input"]: row["items"] for row in result["missing"]}
    wanted = expected.get("missing", [])
    yield from _unless([name for name in asked if name in wanted] == wanted, "missing", list(asked))
    yield from _unless(not set(expected.get("not_missing", [])) & set(asked), "not_missing", list(asked))
    yield from _unless(expected.get("only_missing", list(asked)) == list(asked), "only_missing", list(asked))
    for name, items in expected.get("asks", {}).items():
        yield from _unless(asked.get(name) == items, f"asks.{name}", asked.get(name))


def _sets(result: Mapping[str, Any], expected: Mapping[str, Any], states: Mapping[str, str]) -> Iterator[str]:
    """Yield what is lacking or too much among duties, citations, checks and sanctions."""
    kinds = [duty["kind"] for duty in result["duties"]]
    cites = [row["cite"] for row in result["citations"]]
    sanctions = [row["id"] for row in result["sanctions"]]
    for key, found in (("duties", kinds), ("cites", cites), ("sanctions", sanctions)):
        yield from _unless(set(expected.get(key, [])) <= set(found), key, found)
    apart = (("no_duties", kinds), ("no_cites", cites), ("no_checks", states), ("no_sanctions", sanctions))
    for key, found_any in apart:
        yield from _unless(not set(expected.get(key, [])) & set(found_any), key, list(found_any))
    yield from _unless(expected.get("sanctions") != [] or sanctions == [], "sanctions", sanctions)
    only = sorted(expected.get("only_duties", kinds))
    yield from _unless(only == sorted(kinds), "only_duties", kinds)


def _unless(is_right: bool, name: str, found: Any) -> Iterator[str]:
    if not is_right:
        yield f"{name}: {found!r}"
