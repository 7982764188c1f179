"""Reads tests/cases/*.yaml; run as a program it compiles them for the tablet into tests/golden/law."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from protocols import load_bundle  # noqa: E402
from protocols.bundle import canonical, sha256_hex  # noqa: E402
from protocols.determination import determine  # noqa: E402
from protocols.loader import ROOT as SOURCE  # noqa: E402
from protocols.publishing import RECORD  # noqa: E402
from protocols.readable import is_readable  # noqa: E402
from protocols.tools.cases import RESULT  # noqa: E402
from protocols.tools.cases import read_cases as cases_in  # noqa: E402
from tests.unit.protocols.condition_vectors import VECTORS  # noqa: E402

CASES, GOLDEN = ROOT / "tests" / "cases", ROOT / "tests" / "golden" / "law"
BUNDLE = load_bundle("trabajo_infantil/2024_1")
PROTOCOL = "trabajo_infantil/2024_1"


def copy_as_draft(folder: Path) -> None:
    """Copy law and protocol into ``folder``, to be changed there: what is published is refused once edited."""
    for part in ("law", PROTOCOL):
        shutil.copytree(SOURCE / part, folder / part, ignore=shutil.ignore_patterns("*.py", RECORD))
    main_file = folder / PROTOCOL / "protocol.yaml"
    text = main_file.read_text(encoding="utf-8").replace("\nstatus: published\n", "\nstatus: draft\n")
    main_file.write_text(text, encoding="utf-8")


UNREADABLE: dict[str, Any] = {
    "[{v:5}]": {"v": [{"v": 5}]},
    "[x, 5]": {"v": ["x", 5]},
    "ayer": {"v": "ayer"},
    "trece": {"v": "trece"},
    "__proto__": {"v": "__proto__"},
    "2025-02-30": {"v": "2025-02-30"},
    "0000-01-01": {"v": "0000-01-01"},
    "2025-11-20T24:00": {"v": "2025-11-20T24:00"},
    "{}": {"v": {}},
    "null": {"v": None},
    "true": {"v": True},
    "5": {"v": 5},
    "[]": {"v": []},
    "v y none": {"v": 13, "none": "unknown"},
    "none raro": {"none": "quién sabe"},
    "none lista": {"none": ["unknown"]},
    "nada": {},
}

def law_of_bundle() -> dict[str, Any]:
    """The law, and of the protocol only what the law reads of it: the type of each item."""
    items = [i for s in BUNDLE.data["protocol"]["stages"] for p in s["steps"] for i in p["items"]]
    types = [{"id": item["id"], "type": item["type"]} for item in items]
    return {"law": json.loads(BUNDLE.json)["law"], "protocol": {"stages": [{"steps": [{"items": types}]}]}}


def unreadable_cases() -> list[dict[str, Any]]:
    """Each wrong value in every item of a type that it does not fit; the others not known."""
    bundle = law_of_bundle()
    kinds = {i["id"]: i["type"] for i in bundle["protocol"]["stages"][0]["steps"][0]["items"]}
    return [
        {
            "name": f"«{name}» no se puede leer",
            "on": "2025-11-20",
            "answers": {i: [head] for i, kind in sorted(kinds.items()) if not is_readable(kind, head)},
        }
        for name, head in UNREADABLE.items()
    ]


def every_case() -> list[dict[str, Any]]:
    """Every case: name, file, day, answers as heads, expected."""
    return cases_in(CASES, BUNDLE.data)


def read_cases() -> list[dict[str, Any]]:
    """The cases that expect something of a determination; the others ask only which law is in force."""
    return [case for case in every_case() if set(RESULT) & set(case["expected"])]


def compile_cases() -> dict[str, bytes]:
    """Return each file: the law as the tablet reads it; the cases, each with its result's SHA-256."""
    bundle = law_of_bundle()

    def judged(cases: list[dict[str, Any]]) -> bytes:
        results = [sha256_hex(canonical(determine(bundle, c["answers"], c["on"]))) for c in cases]
        return canonical([{**c, "result_sha256": r} for c, r in zip(cases, results, strict=True)])

    return {
        "law.json": canonical(bundle),
        "cases.json": judged(read_cases()),
        "unreadable.json": judged(unreadable_cases()),
    }


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name, data in {**compile_cases(), "conditions.json": canonical(VECTORS)}.items():
        (GOLDEN / name).write_bytes(data)
        print(f"{name}: {len(data)} bytes")
