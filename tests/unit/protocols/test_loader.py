"""What the loader refuses, and that each refusal says where, which rule, what was found and how to mend."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from protocols import load_bundle
from protocols.bundle import canonical
from protocols.citing import citation_key
from protocols.loader import ROOT
from protocols.reading import ProtocolError, read_text
from tests.law_cases import BUNDLE, copy_as_draft

PROTOCOL = "trabajo_infantil/2024_1"
Change = Callable[[Path], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the law and the protocol, to be broken; as a draft, for what is published is refused by its bytes."""
    copy_as_draft(tmp_path)
    return tmp_path


@pytest.fixture
def untouched(tmp_path: Path) -> Path:
    """A copy of the law and the protocol, as published."""
    for part in ("law", PROTOCOL):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("*.py"))
    return tmp_path


def replaced(file: str, old: str, new: str) -> Change:
    def change(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def written(row: str, when: str) -> str:
    """One more row of the decision table, as the file writes it."""
    return (
        f"  - {{id: {row}, slug: x, title_es: x, plain_es: x, because_es: x, when: {when}, duties: [orientation],"
        ' referral: "no", criminal_report: "no", sanctions: [], cite: [LFT 173], mark: por_validar}\n'
    )


STAGE = f"{PROTOCOL}/1_planeacion.yaml"
INTERVIEW = f"{PROTOCOL}/entrevista.yaml"
REFUSALS = {
    "a child asked without the words to ask": (
        replaced(INTERVIEW, "whole: [nna_apodo", "whole: [nna_palabras"),
        "no tiene la frase con que se le pregunta",
    ),
    "an interview about what is not a minor's": (
        replaced(INTERVIEW, "stopped: ent_suspendida", "stopped: arr_geo"),
        "no es un punto que pueda ir aquí",
    ),
    "a short interview beyond the whole one": (
        replaced(INTERVIEW, "whole: [nna_apodo, nna_edad_dicha", "whole: [nna_apodo"),
        "no está en la plática completa",
    ),
    "a repeated id": (replaced(STAGE, "id: plan_unidad", "id: plan_autoridad"), "id está repetido"),
    "an id repeated in another stage": (
        replaced(f"{PROTOCOL}/2_arribo.yaml", "id: arr_geo", "id: plan_unidad"),
        "repetido en dos etapas",
    ),
    "an id with an accent": (replaced(STAGE, "id: plan_unidad", "id: plan_únidad"), "minúsculas sin acentos"),
    "a key nobody knows": (replaced(STAGE, "role: authority", "rol: authority"), "no se conoce esta clave"),
    "a repeated key": (
        replaced(STAGE, "type: text", "type: text\n        type: bool"),
        "la clave está repetida",
    ),
    "a type that does not exist": (replaced(STAGE, "type: text", "type: texto"), "no es una opción conocida"),
    "a citation that is not in the list": (
        replaced(STAGE, "[LFPA 63]", "[LFPA 630]"),
        "la cita no está en citations.yaml",
    ),
    "a missing label": (
        replaced(STAGE, "label_es: Unidad u oficina que ordena", "help_es: x"),
        "falta y es obligatoria",
    ),
    "a wrong kind of value": (
        replaced(STAGE, "max_chars: 200", "max_chars: muchos"),
        "debe ser un número entero",
    ),
    "a condition over an item that does not exist": (
        replaced(STAGE, "{eq: [plan_autoridad, federal]}", "{eq: [plan_autoridades, federal]}"),
        "nombra un punto que no existe",
    ),
    "a condition over an option that does not exist": (
        replaced(STAGE, "{eq: [plan_autoridad, federal]}", "{eq: [plan_autoridad, municipal]}"),
        "no tiene esa opción",
    ),
    "a word that is not in the vocabulary": (
        replaced(STAGE, "{eq: [plan_autoridad, federal]}", "{equals: [plan_autoridad, federal]}"),
        "no es una condición conocida",
    ),
    "eq over a set": (
        replaced(STAGE, "{eq: [plan_autoridad, federal]}", "{eq: [plan_materia, otra]}"),
        "no sirve con un punto de tipo multi",
    ),
    "conditions in a circle": (
        replaced(
            STAGE,
            "        role: authority\n",
            "        role: authority\n        when: {eq: [plan_origen, directa]}\n",
        ),
        "las condiciones dan vueltas",
    ),
    "a role twice in one place": (replaced(STAGE, "role: unit", "role: authority"), "tienen el papel"),
    "a minor's answer made public": (
        replaced(f"{PROTOCOL}/5_entrevistas.yaml", "role: minor_name,", "role: minor_name, public: true,"),
        "nunca es público",
    ),
    "a minor's free text in the acta": (
        replaced(f"{PROTOCOL}/5_entrevistas.yaml", "role: minor_nickname,", "role: minor_nickname, acta: true,"),
        "sólo entran al acta respuestas cerradas",
    ),
    "a question to a child that cannot be skipped": (
        replaced(f"{PROTOCOL}/5_entrevistas.yaml", "role: said_age,", "role: said_age, skippable: false,"),
        "se puede saltar",
    ),
    "an act without its duty": (
        replaced(f"{PROTOCOL}/7_acciones.yaml", "type: act, duty: immediate_cessation,", "type: act,"),
        "duty va sólo y siempre",
    ),
    "a law without the day it was verified": (
        replaced("law/instruments.yaml", "last_verified_on: 2026-07-01, mark: confirmado}", "mark: confirmado}"),
        "falta y es obligatoria",
    ),
    "a number without its day": (
        replaced("law/parameters.yaml", "{from: 2015-06-13, value: 7000,", "{value: 7000,"),
        "falta y es obligatoria",
    ),
    "numbers out of order": (
        replaced("law/parameters.yaml", "from: 2027-01-01", "from: 2025-01-01"),
        "las fechas deben ir en orden",
    ),
    "periods of a number that overlap": (
        replaced(
            "law/parameters.yaml",
            "{from: 2026-01-01, value: 2880,",
            "{from: 2026-01-01, until: 2027-01-01, value: 2880,",
        ),
        "no termina antes de que empiece el siguiente",
    ),
    "a number that ends before it starts": (
        replaced("law/parameters.yaml", "until: 2027-01-31, value: 11731", "until: 2026-01-31, value: 11731"),
        "termina antes de empezar",
    ),
    "a row that can never fire": (
        replaced("law/rules.yaml", "when: {actividad: [no_trabaja], campo: [si]}", "when: {actividad: [no_trabaja]}"),
        "esta fila nunca decide: «PRESENCIA_CAMPO»",
    ),
    "a row that several earlier ones take between them": (
        replaced(
            "law/rules.yaml",
            "  - id: D05\n",
            written("D04B", "{edad: [u15], relacion: [tercero]}") + "  - id: D05\n",
        ),
        "«D04», «D03», que van antes, deciden siempre por ella",
    ),
    "a row behind the three ends of the checks": (
        replaced(
            "law/rules.yaml",
            "# Se suman a la fila.",
            written("D20", '{edad: [e16_17], relacion: [tercero], h176: ["no"]}') + "# Se suman a la fila.",
        ),
        "que van antes, deciden siempre por ella",
    ),
    "a day the calendar does not have": (
        replaced("law/parameters.yaml", "{from: 2024-01-01, value: 24893", "{from: 2024-02-30, value: 24893"),
        "debe ser una fecha",
    ),
    "a row without any value": (
        replaced("law/rules.yaml", "edad: [e18]}", "edad: []}"),
        "sin ningún valor nunca se cumple",
    ),
    "a requirement that ends before it starts": (
        replaced(
            "law/checks.yaml",
            "    applies: {edad: [e15]}\n",
            "    applies: {edad: [e15]}\n    from: 2026-01-01\n    until: 2025-01-01\n",
        ),
        "termina antes de empezar: nunca rige",
    ),
    "a case behind one that always decides": (
        replaced(
            "law/inputs.yaml",
            '"no"}\n    cite: [LFT 175 II, CPF 201 Bis]',
            '"no"}\n      - {value: si, when: {eq: [haz_bar, true]}}\n    cite: [LFT 175 II, CPF 201 Bis]',
        ),
        "nunca se alcanza",
    ),
    "a citation that ends before it starts": (
        replaced(
            "law/citations.yaml",
            "jornadas arriba de la ley., from: 2024-06-08,",
            "jornadas arriba de la ley., from: 2024-06-08, until: 2024-06-01,",
        ),
        "termina antes de empezar: nunca rige",
    ),
    "a task with a hazard that is none": (
        replaced("law/farm_tasks.yaml", "triggers: [l176_i_2_quimicos,", "triggers: [l176_quimicos,"),
        "no es un peligro de hazards_lft176.yaml",
    ),
    "a state that is missing": (
        replaced(
            "law/states.yaml", '  - {code: "01", name_es: Aguascalientes, of_es: del Estado de Aguascalientes}\n', ""
        ),
        "faltan estados",
    ),
    "a permit without its first day": (
        replaced("law/states.yaml", "ages: [e15], from: 2024-01-01,", "ages: [e15],"),
        "falta y es obligatoria",
    ),
    "somebody who cannot see an answer": (
        replaced(STAGE, "role: unit", "role: unit\n        sees: [employer]"),
        "no es quien puede ver",
    ),
    "a state asked of what is no municipality": (
        replaced(
            "law/checks.yaml",
            "    passes: {eq: [doc_autorizacion_15, exhibe]}",
            '    passes: {in_state: [plan_autoridad, ["02"]]}',
        ),
        "pregunta por un municipio",
    ),
    "a day that is not a day": (
        replaced("law/parameters.yaml", "from: 2027-01-01", "from: 2027-13-01"),
        "debe ser una fecha",
    ),
    "a parameter that does not exist": (
        replaced("law/inputs.yaml", "{param: max_load_grams}", "{param: max_load}"),
        "el parámetro no existe",
    ),
    "an input value that does not exist": (
        replaced("law/rules.yaml", "edad: [e18]}", "edad: [e19]}"),
        "no tiene ese valor",
    ),
    "a duty that does not exist": (
        replaced("law/rules.yaml", "duties: [record_check]", "duties: [arrest]"),
        "no está definido",
    ),
    "a sanction that does not exist": (
        replaced("law/rules.yaml", "sanctions: [san_1002]", "sanctions: [san_9]"),
        "no está definido",
    ),
    "a citation of a law that is not listed": (
        replaced("law/citations.yaml", "\ncnpp:\n", "\nccf:\n"),
        "no está en instruments.yaml",
    ),
    "a phone nobody verified": (
        replaced("law/authorities.yaml", "phone: null", 'phone: "5512345678"'),
        "sin fecha de verificación",
    ),
    "a repeated code of a catalogue": (
        replaced("law/catalogues.yaml", "code: forestal", "code: agricola"),
        "está repetido en el catálogo",
    ),
    "a YAML anchor": (replaced(STAGE, "title_es: Expediente", "title_es: &x Expediente"), "anclas"),
    "a YAML tag": (
        replaced(STAGE, "title_es: Expediente", "title_es: !!python/object:os.system x"),
        "etiquetas",
    ),
    "broken YAML": (replaced(STAGE, "title_es: Expediente", "title_es: [Expediente"), "no es YAML válido"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_the_loader_refuses(name: str, folder: Path) -> None:
    change, words = REFUSALS[name]
    change(folder)

    with pytest.raises(ProtocolError) as refusal:
        load_bundle(PROTOCOL, folder)

    message = str(refusal.value)
    assert words in message
    assert ".yaml" in message and "línea" in message and "Para corregir:" in message


def line_of(folder: Path, file: str, words: str) -> int:
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


AT_THE_ITEM = {
    "conditions in a circle": (STAGE, "when: {eq: [plan_origen, directa]}", "when"),
    "an id repeated in another stage": (f"{PROTOCOL}/2_arribo.yaml", "id: plan_unidad", "id"),
    "a role twice in one place": (STAGE, "plan_unidad", "role"),
}


@pytest.mark.parametrize("name", AT_THE_ITEM)
def test_what_only_shows_when_all_stages_are_read_is_refused_at_the_item_itself(folder: Path, name: str) -> None:
    file, words, key = AT_THE_ITEM[name]
    REFUSALS[name][0](folder)

    with pytest.raises(ProtocolError) as refusal:
        load_bundle(PROTOCOL, folder)

    reported = refusal.value
    assert reported.key.endswith(f".{key}")
    line = line_of(folder, file, words)
    at = int(reported.place.removeprefix(f"{file}, línea "))
    assert line <= at <= line + 5, str(reported)


def test_the_copy_loads_to_the_same_hash(untouched: Path) -> None:
    assert load_bundle(PROTOCOL, untouched).hash == BUNDLE.hash


def test_a_changed_word_of_the_law_changes_its_hash_and_the_bundles_but_not_the_protocols(
    untouched: Path,
) -> None:
    replaced("law/duties.yaml", "Deja de trabajar ahora.", "Que deje de trabajar ya.")(untouched)

    changed = load_bundle(PROTOCOL, untouched)

    assert changed.law_hash != BUNDLE.law_hash and changed.hash != BUNDLE.hash
    assert changed.protocol_hash == BUNDLE.protocol_hash


def test_a_spanish_no_is_a_word_and_dates_and_versions_stay_text() -> None:
    read = read_text("a: no\nb: si\nc: true\nd: 2025-02-11\ne: 2024.1\nf: null\ng: 7", "x.yaml")

    assert read == {"a": "no", "b": "si", "c": True, "d": "2025-02-11", "e": "2024.1", "f": None, "g": 7}


def test_the_bundle_is_canonical_json_with_ascii_keys_and_no_floats() -> None:
    assert canonical(json.loads(BUNDLE.json)) == BUNDLE.json
    with pytest.raises(ValueError, match="float"):
        canonical({"a": 1.5})
    with pytest.raises(ValueError, match="ASCII"):
        canonical({"año": 1})


def test_every_citation_anywhere_resolves_to_an_instrument_with_a_date() -> None:
    law = BUNDLE.data["law"]
    items = [i for s in BUNDLE.data["protocol"]["stages"] for p in s["steps"] for i in p["items"]]
    cites = {b["cite"] for i in items for b in i["basis"]} | {c for i in items for o in i["options"] for c in o["cite"]}
    cites |= {c for rows in law["catalogues"].values() for row in rows for c in row["cite"]}
    cites |= {c for part in (law["rules"], law["checks"], law["inputs"]) for row in part for c in row["cite"]}

    assert len(cites) > 200
    for cite in cites:
        assert law["instruments"][law["citations"][citation_key(cite)]["instrument"]]["last_verified_on"]


def test_nothing_seen_only_in_summaries_is_shown_as_confirmed() -> None:
    law = BUNDLE.data["law"]
    unseen = {name for name, row in law["instruments"].items() if row["mark"] == "por_validar"}
    items = [i for s in BUNDLE.data["protocol"]["stages"] for p in s["steps"] for i in p["items"]]

    assert {"nom038", "stps_2024", "rgitas"} <= unseen
    for citation in law["citations"].values():
        assert citation["instrument"] not in unseen or citation["mark"] == "por_validar"
    for item in items:
        assert all(
            b["mark"] == "por_validar"
            for b in item["basis"]
            if b["instrument"] in unseen or item["mark"] == "por_validar"
        )


def test_the_catalogues_are_whole() -> None:
    catalogues = BUNDLE.data["law"]["catalogues"]
    whole = {name: len([row for row in rows if not row["exclusive"]]) for name, rows in catalogues.items()}

    assert whole["lft176"] == 37
    assert whole["rights"] == 20
    assert whole["forced_labour_indicators"] == 11
    assert len([row for row in catalogues["languages"] if "family_es" in row]) == 68
    states = {row["entity_code"] for row in BUNDLE.data["directory"]["protection_authorities"]}
    assert states == {None} | {f"{n:02d}" for n in range(1, 33)}
    assert [line["phone"] for line in BUNDLE.data["directory"]["lines"]] == ["911", "089", "800 5533 000"]


def test_every_question_about_a_minor_is_sealed_and_can_be_skipped() -> None:
    items = [i for s in BUNDLE.data["protocol"]["stages"] for p in s["steps"] for i in p["items"]]
    about_minors = [i for i in items if i["for"] == "minor"]

    assert len(about_minors) > 100
    assert not [i["id"] for i in about_minors if i["public"] or not i["skippable"]]
