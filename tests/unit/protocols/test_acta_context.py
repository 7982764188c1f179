"""The acta: the frozen texts, what can never enter it, and what it must always say."""


import json
from pathlib import Path

import pytest

from protocols.acta_context import acta_context, acta_text
from protocols.acta_minors import local_moment, minor_key
from protocols.bundle import load_bundle
from protocols.determination import determine
from tests.golden import text_visits as told
from tests.golden.make_text_vectors import PROTOCOL, trimmed

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
BUNDLE = json.loads((GOLDEN / "text" / "bundle.json").read_text(encoding="utf-8"))
ACTAS = {
    acta["name"]: acta for acta in json.loads((GOLDEN / "text" / "acta.json").read_text(encoding="utf-8"))
}
STORY, NONE, ONE, SIXTY, REFUSAL, CONFLICTS, HOSTILE, CORRECTED, PAUSED = ACTAS
MOST_BYTES = 44_000


def text_of(name):
    return "\n".join(ACTAS[name]["text"])


def story():
    return json.loads(json.dumps(ACTAS[STORY]["visit"]))


@pytest.mark.parametrize("name", ACTAS)
def test_every_acta_reads_as_it_was_read_aloud(name):
    assert acta_text(BUNDLE, ACTAS[name]["visit"]) == text_of(name)


def test_the_frozen_bundle_is_what_the_acta_reads_of_the_real_one():
    assert trimmed(json.loads(load_bundle(PROTOCOL).json)) == BUNDLE, (
        "run tests/golden/make_text_vectors.py and read the difference"
    )


def test_the_real_bundle_writes_the_same_acta():
    assert acta_text(load_bundle(PROTOCOL).data, ACTAS[STORY]["visit"]) == text_of(STORY)


def test_a_joined_person_stands_once_with_her_other_keys_and_a_ruled_adult_is_only_counted():
    text = text_of(CORRECTED)
    assert "NNA-012C (registrada también como NNA-Y06W y NNA-EXVW): persona" in text
    assert "Se registra a una persona menor" in text and "Se verificó la edad de una persona más" in text
    assert text.count("NNA-EXVW") == 1


@pytest.mark.parametrize("name", ACTAS)
def test_nothing_told_of_a_minor_reaches_the_acta(name):
    assert told.CANARY in json.dumps(ACTAS[name]["visit"]) or name in (NONE, SIXTY)
    written = acta_text(BUNDLE, ACTAS[name]["visit"])
    assert told.CANARY not in written + json.dumps(acta_context(BUNDLE, ACTAS[name]["visit"]))
    for exact in ("13131313", "7171717"):
        assert exact not in written


def test_no_answer_about_a_minor_reaches_the_acta_whatever_its_item():
    """Each item alone, with true codes too: only the four closed ones of the list may change a letter."""
    visit, plain = story(), story()
    plain["answers"] = {
        path: values for path, values in plain["answers"].items() if not path.startswith("minor:")
    }
    without = acta_text(BUNDLE, plain)
    items = [
        i
        for s in BUNDLE["protocol"]["stages"]
        for step in s["steps"]
        for i in step["items"]
        if i["for"] == "minor"
    ]
    assert len(items) > 60
    for item in items:
        values = [
            {"v": told.CANARY},
            {"v": True},
            {"v": 17},
            {"v": "2011-05-04"},
            {"none": "declined"},
            {"v": [o["code"] for o in item["options"]]},
        ]
        changed = acta_text(
            BUNDLE, {**visit, "answers": {**plain["answers"], f"{told.FIRST}/{item['id']}": values}}
        )
        assert told.CANARY not in changed
        assert changed == without or item["role"] in ("farm_tasks", "hazards", "contract", "authorisation"), (
            item["id"]
        )


def test_of_a_person_of_nineteen_only_the_check_is_said():
    text = text_of(STORY)

    assert minor_key(told.GROWN) not in text
    assert "Se verificó la edad de una persona más; no procede asentar otro dato de ella." in text
    assert "diecinueve" not in text.replace("19 (diecinueve)", "")


def test_signs_of_a_crime_do_not_go_to_the_employer_in_the_acta():
    text = text_of(ONE)

    assert (
        "Ministerio Público" not in text.replace("ante el Ministerio Público", "")
        and "medidas urgentes" not in text
    )
    assert "trata" not in text.replace("tratan", "")


def test_a_notice_without_signal_is_said_to_wait():
    assert (
        "aviso a la Procuraduría de Protección (en cola por falta de señal desde las 09:55 horas)"
        in text_of(STORY)
    )


def test_a_witness_who_will_not_sign_is_said_with_the_reason():
    assert (
        "Testigo de asistencia: Óscar Nava Lugo. Se negó a firmar. Razón: «que no quiere problemas con el patrón»."
        in text_of(STORY)
    )


def test_every_version_of_a_disputed_answer_is_said():
    text = text_of(CONFLICTS)

    assert "existen dos respuestas asentadas: «Cultivo de jitomate» y «Empaque»" in text
    assert (
        "existen tres respuestas asentadas: «34 (treinta y cuatro)», «35 (treinta y cinco)» y «36 (treinta y seis)»"
        in text
    )


def test_no_written_answer_opens_a_line_of_the_acta():
    lines = ACTAS[HOSTILE]["text"]

    assert "FALSOS" not in [line[:6] for line in lines]
    assert lines.count("HECHOS") == 1
    titles = [line for line in lines if line and line == line.upper()]
    assert titles == [line for line in ACTAS[STORY]["text"] if line and line == line.upper()]


def test_a_refusal_is_titled_and_its_article_is_alleged():
    assert ACTAS[REFUSAL]["text"][0] == "ACTA DE INSPECCIÓN CON NEGATIVA PATRONAL"
    assert "Presunta violación del artículo 132, fracción XXIV" in text_of(REFUSAL)
    assert "Razón: no la expresó." in text_of(REFUSAL)


def test_each_partial_closing_says_when_why_and_when_it_went_on():
    text = text_of(PAUSED)
    closings = text.split("CIERRES PARCIALES\n", 1)[1].split("PERSONAS MENORES", 1)[0].strip().splitlines()
    assert len(closings) == 2
    assert "Llovió y el camino a los surcos quedó cerrado." in closings[0]
    assert "Reanudación: no se asentó." in closings[1]
    assert "CIERRES PARCIALES" not in text_of(NONE)


def test_an_acta_without_minors_says_so():
    assert "sin menores observadas" in text_of(NONE)
    assert "NNA-" not in text_of(NONE)


@pytest.mark.parametrize("name", ACTAS)
def test_the_minimum_of_the_law_is_always_there(name):
    """LFPA 67, in order: titles of the text, one a fraction."""
    for title in (
        "LA ORDEN",
        "LA PERSONA VISITADA Y EL CENTRO DE TRABAJO",
        "QUIÉN ATENDIÓ LA VISITA",
        "TESTIGOS DE ASISTENCIA",
        "HECHOS",
        "MANIFESTACIONES",
        "LECTURA, CIERRE Y FIRMAS",
    ):
        assert title in ACTAS[name]["text"]


@pytest.mark.parametrize("name", ACTAS)
def test_no_gap_is_left_empty_and_no_sign_is_doubled(name):
    text = text_of(name)
    for gap in (": .", ":  ", "  ", "«»", ". .", "..", " ,", "None", "null", "undefined", "[object"):
        assert gap not in text, gap


def test_an_acta_of_sixty_minors_fits_in_its_event():
    assert len(text_of(SIXTY).encode()) < MOST_BYTES
    assert "Se registra a sesenta personas menores de edad" in text_of(SIXTY)


def test_the_order_of_keys_in_the_bundle_changes_nothing():
    shuffled = json.loads(json.dumps(BUNDLE, sort_keys=True))
    turned = {key: BUNDLE[key] for key in reversed(BUNDLE)}

    assert acta_context(shuffled, story()) == acta_context(turned, story())
    assert acta_text(shuffled, story()) == text_of(STORY)


def test_keys_are_those_of_the_wire():
    for case in json.loads((GOLDEN / "wire" / "minor_keys.json").read_text(encoding="utf-8")):
        assert minor_key(case["entity"]) == case["key"]


def test_hours_are_those_of_the_workplace():
    assert local_moment(told.ARRIVED, "America/Tijuana") == "2026-11-22T09:40"
    assert local_moment(told.ARRIVED, "America/Hermosillo") == "2026-11-22T10:40"
    assert local_moment(told.ARRIVED, "America/Cancun") == "2026-11-22T12:40"
    assert local_moment(True, "America/Cancun") == local_moment("hoy", "America/Cancun") == ""


def test_what_the_law_engine_decides_is_said_by_key_and_title():
    bundle = load_bundle(PROTOCOL).data
    answers = {
        role: told.path_of(BUNDLE, role, scope="minor").partition("/")[2]
        for role in ("said_age", "birth_date", "age_evidence", "work_status", "directed_by", "hazards")
    }
    facts = {
        "said_age": 13,
        "birth_date": "2013-04-05",
        "age_evidence": "acta_nacimiento",
        "work_status": "trabaja",
        "directed_by": "patron",
        "hazards": ["l176_ii_6_clima"],
    }
    result = determine(bundle, {answers[role]: [{"v": v}] for role, v in facts.items()}, "2026-11-22")
    visit = {**story(), "determinations": {told.FIRST: result}}

    text = acta_text(bundle, visit)

    assert (
        f"{minor_key(told.FIRST)}: persona {bundle['protocol']['acta']['bands'][result['age']['band']]}"
        in text
    )
    assert "Presunta violación del artículo 22 Bis" in text
    assert "2013" not in text and "13 años" not in text
    bands = bundle["law"]["words"]["bands"]
    assert set(bands) <= set(bundle["protocol"]["acta"]["bands"])
    assert set(bundle["law"]["duties"]) <= set(bundle["protocol"]["acta"]["duties"])


def test_the_template_names_only_items_that_may_enter_an_acta():
    items = {i["id"]: i for s in BUNDLE["protocol"]["stages"] for step in s["steps"] for i in step["items"]}
    acta = BUNDLE["protocol"]["acta"]
    by_role = {i["role"]: i for i in items.values() if i["for"] == "visit" and i["role"]}
    for item in [*(items[i] for i in acta["items"].values()), *(by_role[role] for role in acta["roles"])]:
        assert item["for"] == "visit" and (item["public"] or item["acta"]), item["id"]
    for table in acta["tables"].values():
        for item in (items[i] for i in table["columns"].values()):
            assert item["for"] == f"row:{table['item']}" and (item["public"] or item["acta"]), item["id"]
    slugs = {rule["slug"] for rule in BUNDLE["law"]["rules"]}
    assert {*acta["adult"]["classifications"], *acta["reserved"]["classifications"]} <= slugs
    assert set(acta["reserved"]["duties"]) <= set(acta["duties"])
