"""Reads tests/cases/*.yaml; run as a program it compiles them for the tablet into tests/golden/law."""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from protocols import load_bundle  # noqa: E402
from protocols.bundle import canonical, sha256_hex  # noqa: E402
from protocols.determination import determine  # noqa: E402
from protocols.reading import Reader, read_file  # noqa: E402
from tests.unit.protocols.condition_vectors import VECTORS  # noqa: E402

CASES, GOLDEN = ROOT / "tests" / "cases", ROOT / "tests" / "golden" / "law"
BUNDLE = load_bundle("trabajo_infantil/2024_1")
EXPECTED = [
    "row",
    "classification",
    "status",
    "age",
    "duties",
    "no_duties",
    "only_duties",
    "referral",
    "criminal_report",
    "urgent",
    "cites",
    "no_cites",
    "sanctions",
    "checks",
    "no_checks",
    "checks_count",
    "fired",
    "missing_first",
    "mark",
    "deadlines",
]


def law_of_bundle() -> dict[str, Any]:
    return {"law": json.loads(BUNDLE.json)["law"]}


def _value(raw: Any) -> list[dict[str, Any]]:
    if isinstance(raw, dict):
        return [head for one in raw["heads"] for head in _value(one)]
    if raw == "no_se":
        return [{"none": "unknown"}]
    return [{"v": sorted(raw) if isinstance(raw, list) else raw}]


def _answers(case: Reader, fragments: dict[str, Any], on: str) -> dict[str, Any]:
    age = next(part["age"] for part in BUNDLE.data["law"]["inputs"] if part["kind"] == "age")
    given: dict[str, Any] = {}
    for name in case.texts("with", []):
        given.update(fragments[name])
    born, years = case.day("born", None), case.take("proved_age", int, None)
    if years is not None:
        born = f"{int(on[:4]) - years}{on[4:]}"
    if born:
        given.update({age["birth_date"]: born, age["evidence"]: age["proof"][0]})
    given.update(case.take("answers", dict, {}))
    for name in case.texts("drop", []):
        given.pop(name)
    return {item: _value(raw) for item, raw in given.items()}


def read_cases() -> list[dict[str, Any]]:
    """Every case: name, file, day, answers as heads, expected."""
    fragments = read_file(CASES / "fragments.yaml", ROOT)
    items = {i["id"] for s in BUNDLE.data["protocol"]["stages"] for p in s["steps"] for i in p["items"]}
    found: list[dict[str, Any]] = []
    for path in sorted(CASES.glob("0*.yaml")):
        top = Reader(read_file(path, ROOT), path.stem)
        top.text("about")

        def case(reader: Reader, file: str = path.stem) -> dict[str, Any]:
            on = reader.day("on")
            made = {
                "name": reader.text("name"),
                "file": file,
                "on": on,
                "answers": _answers(reader, fragments, on),
            }
            made["expected"] = json.loads(json.dumps(reader.take("expected", dict)))
            unknown = [key for key in made["expected"] if key not in EXPECTED] + [
                i for i in made["answers"] if i not in items
            ]
            if unknown:
                raise reader.refuse("expected", "no se conoce", "revisa el nombre", unknown)
            reader.finish()
            return made

        found += top.each("cases", case)
        top.finish()
    return found


def compile_cases() -> tuple[bytes, bytes]:
    """Return (law.json, cases.json): the law as the tablet reads it; each case with its result's SHA-256."""
    bundle = law_of_bundle()
    cases = [
        {**c, "result_sha256": sha256_hex(canonical(determine(bundle, c["answers"], c["on"])))}
        for c in read_cases()
    ]
    return canonical(bundle), canonical(cases)


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    law, cases = compile_cases()
    (GOLDEN / "law.json").write_bytes(law)
    (GOLDEN / "cases.json").write_bytes(cases)
    (GOLDEN / "conditions.json").write_bytes(canonical(VECTORS))
    print(f"{len(json.loads(cases))} cases, {len(law)} bytes of law")
