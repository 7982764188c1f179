"""What a visit owes: before its acta closes, by which day, in which papers. The tablet runs the same cases."""

import json
from pathlib import Path
from typing import Any

import pytest

from protocols.bundle import load_bundle
from protocols.loader import ROOT, load_law_data, load_protocol, load_rules
from protocols.reading import ProtocolError
from protocols.visit_duties import visit_duties
from protocols.visit_duties_loader import read_visit_duties

PROTOCOL = "trabajo_infantil/2024_1"
CASES = json.loads((Path(__file__).parents[2] / "golden" / "law" / "visit_duties.json").read_text("utf-8"))
LAW = load_bundle(PROTOCOL).data["law"]
SLIPS = {
    "un acto que nadie asienta": ("act: access_restriction", "act: access_forbidden", "no es una opción conocida"),
    "un plazo que no está en parameters": ("observations_days", "remarks_days", "no es una opción conocida"),
    "horas donde van días": ("days_param: observations_days", "hours_param: restriction_review_hours", "corren"),
    "un documento sin deberes": ("duties: [immediate_notice], cite", "duties: [], cite", "deberes de duties.yaml"),
    "un id repetido": ("id: entregar_acta", "id: observaciones", "el id está repetido"),
    "algo sin fundamento": ("cite: [RGITAS 8 V]", "cite: [RGITAS 80]", "no está en citations.yaml"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_a_visit_owes(case: dict[str, Any]) -> None:
    found, expected = visit_duties(LAW, case["facts"]), case["expected"]
    lacks = [[one["id"], one["entity"], one["what_es"]] for one in found["before_closing"]]
    deadlines = {
        one["id"]: [one["state"], one["starts"], one["last_on"], one["until"], one["mark"]]
        for one in found["deadlines"]
    }
    documents = {one["id"]: [one["minors"], one["lacking"]] for one in found["documents"]}
    assert (lacks, deadlines, documents) == (
        expected["before_closing"],
        expected["deadlines"],
        expected["documents"],
    )


def test_everything_a_visit_owes_has_its_ground() -> None:
    rules = [row for rows in LAW["visit_duties"].values() for row in rows]
    assert rules and all(row["cite"] for row in rules)


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_in_what_a_visit_owes_is_refused(name: str, tmp_path: Path) -> None:
    right, wrong, said = SLIPS[name]
    text = (ROOT / "law" / "visit_duties.yaml").read_text("utf-8")
    assert right in text
    path = tmp_path / "visit_duties.yaml"
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    law = load_law_data()
    protocol = load_protocol(PROTOCOL, law)
    with pytest.raises(ProtocolError, match="línea") as refused:
        read_visit_duties(path, tmp_path, load_rules(law, protocol), protocol)
    assert said in str(refused.value)
