"""The tools of whoever keeps the law as data: what they show, compare, count, and break on purpose.

``MUTANTS=all`` breaks every part of the law, not a sample of them.
"""

import copy
import json
import os
import re
from pathlib import Path

import pytest

from inspection.cli import main
from protocols.loader import ROOT
from protocols.paper_words import load_paper_words
from protocols.statistics import load_statistics
from protocols.tools.cases import differences, items_in
from protocols.tools.flips import flips_of
from protocols.tools.mutants import Mutant, mutants_of
from protocols.tools.mutation import planted, survivors
from protocols.tools.report import figures
from tests.law_cases import BUNDLE, CASES, copy_as_draft, every_case

REPO = Path(__file__).resolve().parents[3]
QUESTIONS = REPO / "docs" / "legal-questions.md"
PROTOCOL = "trabajo_infantil/2024_1"
SAMPLE = 13


def fresh() -> dict:
    return json.loads(BUNDLE.json)


def test_the_cases_notice_whatever_is_broken_in_the_law() -> None:
    data = fresh()
    mutants = list(mutants_of(data))
    flips = list(flips_of(data))
    is_whole = os.environ.get("MUTANTS") == "all"
    chosen = [*mutants, *flips] if is_whole else [*mutants[::SAMPLE], *flips[::SAMPLE]]

    alive = survivors(data, every_case(), chosen)

    assert [f"{m.file} {m.key} {m.change_es}" for m in alive] == []
    assert canonical_is_unchanged(data)


def canonical_is_unchanged(data: dict) -> bool:
    return data == fresh()


def test_what_no_case_notices_is_told_with_its_file_and_key() -> None:
    data = fresh()
    harmless = Mutant("law/rules.yaml", "D04.title_es", "otro título", ("law", "rules", 0, "title_es"), "Otro")

    assert survivors(data, every_case()[:20], [harmless]) == [harmless]


def test_every_kind_of_part_is_broken() -> None:
    files = {mutant.file for mutant in mutants_of(fresh())}

    assert {f"law/{name}.yaml" for name in ("parameters", "inputs", "rules", "checks", "duties", "citations")} <= files
    assert f"{PROTOCOL}/3_recorrido.yaml" in files


def test_a_condition_a_person_wrote_once_is_negated_once() -> None:
    """The loader writes out `only_if_known` and `[[a, b], x]`; what it adds is no condition of the law."""
    keys = [m.key for m in mutants_of(fresh()) if m.key.startswith(("bar.cases[0]", "det_pernocta"))]

    assert keys == ["bar.cases[0].when", *keys[1:-1], "det_pernocta.when"]
    assert len(keys) == 4


def test_the_report_has_nothing_that_must_be_zero() -> None:
    found = figures(BUNDLE.data, every_case(), load_paper_words(), load_statistics())

    assert {figure.title_es: figure.which for figure in found if figure.must_be_zero and figure.which} == {}


def test_the_report_names_what_is_lacking() -> None:
    data = fresh()
    data["law"]["rules"][0]["cite"] = []
    data["law"]["parameters"]["nuevo"] = copy.deepcopy(data["law"]["parameters"]["day_minutes"])
    paper = json.loads(json.dumps(load_paper_words()))
    paper["fields"] = [field for field in paper["fields"] if field["number"] != 33]
    variables = [variable for variable in load_statistics() if variable["name"] != "sexo"]
    variables[0] = {**variables[0], "from": {"items": ["nna_color"]}}
    child = next(item for item in items_in(data) if item["id"] == "nna_sexo")
    child["public"] = True
    cases = [case for case in every_case() if case["expected"].get("row") != "D17"]

    named = [name for f in figures(data, cases, paper, variables) if f.must_be_zero for name in f.which]

    lacking = {"MAYOR", "nuevo", "33 (falta)", "D17", "version_diccionario (nna_color)", "faltan 1", "nna_sexo"}
    assert lacking <= set(named)


def test_diff_says_in_spanish_what_a_new_version_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy_as_draft(tmp_path)
    parameters = tmp_path / "law" / "parameters.yaml"
    text = parameters.read_text(encoding="utf-8").replace("value: 7000", "value: 5000")
    parameters.write_text(text, encoding="utf-8")
    stage = tmp_path / PROTOCOL / "1_planeacion.yaml"
    renamed = stage.read_text(encoding="utf-8").replace("id: plan_unidad", "id: plan_oficina")
    stage.write_text(renamed, encoding="utf-8")
    old = tmp_path / "old.json"
    old.write_bytes(BUNDLE.json)

    assert main(["protocols", "diff", str(old), str(tmp_path / PROTOCOL)]) == 0

    said = capsys.readouterr().out
    assert "+ punto plan_oficina: Unidad u oficina que ordena" in said
    assert "- punto plan_unidad: Unidad u oficina que ordena" in said
    assert re.search(r"~ número max_load_grams, values: .*7000.* → .*5000", said)
    assert len(said.splitlines()) == 3


def test_diff_of_a_protocol_with_itself_is_empty(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["protocols", "diff", PROTOCOL, PROTOCOL]) == 0
    assert capsys.readouterr().out == "Sin cambios.\n"


@pytest.mark.parametrize("order", [["show", "no_existe"], ["diff", "nada", PROTOCOL], ["mutate", "--cases", "nada"]])
def test_a_tool_that_cannot_go_on_says_why(order: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["protocols", *order]) == 1
    assert capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "part"),
    [("nna_edad_dicha", "ask_es: "), ("D04", "immediate_cessation"), ("max_load_grams", "7000"), ("LFT 22", "says_es")],
)
def test_show_gives_one_thing_in_full(name: str, part: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["protocols", "show", name]) == 0
    assert part in capsys.readouterr().out


def test_show_says_who_reads_an_answer_and_where_it_goes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["protocols", "show", "nna_sexo"]) == 0
    said = capsys.readouterr().out

    assert "la ve: inspector, supervisor; reservado; entra en el acta" in said
    assert "campo: 21 (Sexo)" in said and "estadística: sexo" in said


def test_show_lists_every_item_with_its_articles_and_mark(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["protocols", "show"]) == 0
    said = capsys.readouterr().out
    items = [i["id"] for s in BUNDLE.data["protocol"]["stages"] for p in s["steps"] for i in p["items"]]

    assert [name for name in items if f"    {name}: " not in said] == []
    assert "[LFPA 63; confirmado]" in said


def test_mutate_goes_through_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["protocols", "mutate", "--only", "R23", "--cases", str(CASES)]) == 0
    assert "0 sin caso que los note" in capsys.readouterr().out


def test_a_planted_wrong_fails_its_case_and_goes_away() -> None:
    data, case = fresh(), next(c for c in every_case() if c["name"].startswith("Siete kilos justos"))
    wrong = next(m for m in mutants_of(data) if m.key == "max_load_grams.values[0].value" and m.change_es == "-1")

    with planted(data, wrong):
        assert list(differences(data, case))
    assert not list(differences(data, case))


def test_every_doubt_in_the_law_is_among_the_questions_for_the_authority() -> None:
    told = " ".join(QUESTIONS.read_text(encoding="utf-8").split())
    files = sorted(p for kind in ("*.yaml", "*.py") for p in ROOT.rglob(kind) if "tools" not in p.parts)
    doubts = [
        (path.name, line.strip())
        for path in files
        for line in re.findall(r"DUDA\b(.*)", path.read_text(encoding="utf-8"))
    ]

    assert len(doubts) > 5
    assert [doubt for doubt in doubts if doubt[1] not in told] == []


def test_the_questions_name_only_what_exists() -> None:
    law = BUNDLE.data["law"]
    known = {row["id"] for key in ("rules", "checks", "inputs") for row in law[key]} | set(law["parameters"])
    known |= {i["id"] for s in BUNDLE.data["protocol"]["stages"] for p in s["steps"] for i in p["items"]}
    known |= set(law["sanctions"]) | set(law["duties"])
    papers = re.findall(r"papers: \[(.*)\]", (ROOT / "law" / "paper_checks.yaml").read_text(encoding="utf-8"))
    known |= {name.strip() for line in papers for name in line.split(",")}
    named = re.findall(r"`([A-Za-z0-9_]+)`", QUESTIONS.read_text(encoding="utf-8"))

    assert named and [name for name in named if name not in known] == []
    assert all(f"### Q{number}." in QUESTIONS.read_text(encoding="utf-8") for number in range(1, 11))
