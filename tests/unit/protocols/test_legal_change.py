"""The worked change of docs/protocol-format.md, section 5: on the files alone, judged by the date of the facts."""

import re
import shutil
from pathlib import Path

import pytest

from protocols import load_bundle
from protocols.determination import determine
from protocols.loader import ROOT
from tests.law_cases import read_cases

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "protocol-format.md"
PROTOCOL = "trabajo_infantil/2024_1"


def added_line() -> str:
    """The line the guide tells to add: the last of its example."""
    return re.findall(r"^ *- \{from: 2027-01-01, value: \d+.*\}$", GUIDE.read_text(encoding="utf-8"), re.M)[
        0
    ].strip()


@pytest.mark.parametrize(("on", "row"), [("2026-12-31", "D19"), ("2027-01-01", "D13")])
def test_a_lawyer_lowers_the_load_limit_without_programming(tmp_path: Path, on: str, row: str) -> None:
    for part in ("law", PROTOCOL):
        shutil.copytree(ROOT / part, tmp_path / part)
    parameters = tmp_path / "law" / "parameters.yaml"
    old = "    - {from: 2015-06-13, value: 7000, cite: [LFT 176 III], mark: confirmado}\n"
    text = parameters.read_text(encoding="utf-8")
    if added_line() not in text:  # the day the example comes true, it is already there
        parameters.write_text(text.replace(old, f"{old}    {added_line()}\n"), encoding="utf-8")
    seven_kilos = next(case for case in read_cases() if case["name"].startswith("Siete kilos justos"))
    answers = {
        name: [{"v": 6000}] if heads == [{"v": 7000}] else heads
        for name, heads in seven_kilos["answers"].items()
    }

    result = determine(load_bundle(PROTOCOL, tmp_path).data, answers, on)

    assert result["row"] == row
