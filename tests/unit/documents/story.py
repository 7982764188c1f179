# ruff: noqa: E501
"""The story as an opened visit, answered by role: what the papers are written from. All names are invented."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from inspection.domain.closing import Approval, Closure
from inspection.domain.opening import Happening, Head
from inspection.domain.visit import Entity, OpenedVisit
from protocols import load_bundle

ZONE = "America/Tijuana"
VISIT_ID = "ab" * 16
BOY, GIRL, YOUNG = "minor:3d07c0" + "0" * 26, "minor:a11d60" + "0" * 26, "minor:0c0de0" + "0" * 26
BOY_NAME, GIRL_NAME = "Tomás Zacarías Imaginado", "Marisol Quimérica Ejemplar"
FOREMAN, WITNESS = "person:" + "1" * 32, "person:" + "2" * 32
BUNDLE = load_bundle("trabajo_infantil/2024_1").data
ITEMS = [item for stage in BUNDLE["protocol"]["stages"] for step in stage["steps"] for item in step["items"]]


def instant(hour: int, minute: int) -> int:
    return int(datetime(2026, 11, 22, hour, minute, tzinfo=ZoneInfo(ZONE)).timestamp() * 1000)


def code(role: str, scope: str) -> str:
    return next(item["id"] for item in ITEMS if item["role"] == role and item["for"] == scope)


def head(value: Mapping[str, Any], n: int) -> Head:
    return Head(
        f"{'f' * 32}:{n}",
        f"{n:064x}",
        value,
        "opened",
        value.get("src"),
        instant(10, 34),
        instant(10, 40),
        "ana",
    )


def answers(entity: str, scope: str, given: Mapping[str, Any]) -> dict[str, tuple[Head, ...]]:
    """``{role: v}`` or ``{role: {"v"/"none", "src", "verified"}}``; a tuple is a conflict."""
    found = {}
    for n, (role, value) in enumerate(given.items(), 1):
        values = value if isinstance(value, tuple) else (value,)
        shaped = [v if isinstance(v, Mapping) and ("v" in v or "none" in v) else {"v": v} for v in values]
        found[f"{entity}/{code(role, scope)}"] = tuple(head(v, n * 10 + k) for k, v in enumerate(shaped))
    return found


def child(value: Any) -> dict[str, Any]:
    return {"v": value, "src": "child"}


def seen(value: Any) -> dict[str, Any]:
    return {"v": value, "src": "observation"}


VISIT = {
    "authority": "federal",
    "unit": "Oficina de Representación Federal del Trabajo en Baja California",
    "visit_kind": "extraordinaria",
    "order_folio": "BC-0231/2026",
    "order_on": "2026-11-20",
    "workplace_name": "campo de jitomate El Supuesto",
    "employer_name": "Agrícola Invento del Pacífico, S.P.R. de R.L.",
    "employer_rfc": "AIP000101XX0",
    "workplace_activity": "Cultivo de jitomate en campo abierto",
    "crop": "jitomate",
    "special_sector": ["agricola"],
    "workplace_address": "Carretera Transpeninsular km 180",
    "workplace_municipality": "02006",
    "workplace_locality": "Vicente Guerrero",
    "how_to_arrive": "Brecha al oriente, 2.4 km; portón verde",
    "contractor": "Servicios Agrícolas Ficticios",
    "started_at": "2026-11-22T09:10",
    "ended_at": "2026-11-22T13:05",
    "workplace_geo": {"v": {"lat": 307214500, "lon": -1159873200, "accuracy_m": 8, "at": instant(9, 20)}},
    "inspector_name": "Irene Acta Fingida",
    "inspector_credential": "000123, vigente hasta diciembre de 2026",
    "areas_walked": "lotes 5 a 9, empaque y albergue; no se recorrió la bodega sur por estar cerrada",
}
BOY_ANSWERS = {
    "minor_name": child(BOY_NAME),
    "minor_nickname": child("Tomi"),
    "said_age": child(13),
    "birth_date": {"v": "2013-05-04", "src": "document", "verified": True},
    "age_evidence": "acta_nacimiento",
    "sex": "hombre",
    "nationality": child("mex"),
    "origin": child("San Juan Mixtepec, Oaxaca"),
    "speaks_spanish": "no",
    "interpreter": "si_comunidad",
    "health_injuries": seen("Herida reciente de 2 cm en la mano izquierda, sin curar"),
    "attends_school": child("no"),
    "school_level": child("primaria"),
    "basic_education_done": child("no"),
    "accompanied": child("separada"),
    "family": {"v": "Madre en San Juan Mixtepec; caseta 000 000 0000", "src": "adult"},
    "lives_at": child("Albergue de la cuadrilla, cuarto 14"),
    "whereabouts_72h": child("En el albergue hasta el martes 24; después sale a Sinaloa con la cuadrilla"),
    "work_status": "trabaja",
    "task_text": seen("Corta jitomate con cuchillo y carga cubetas"),
    "directed_by": "patron",
    "hired_by": child("Un contratista que le dicen don Chuy"),
    "hazards": seen(["l176_iii_7kg", "l176_vii_punzocortantes"]),
    "load_grams": seen(16000),
    "hours_day": child(540),
    "days_week": child(6),
    "night_work": "no",
    "pay_amount": child(18000),
    "pay_form": "por_dia",
    "pay_receiver": "contratista",
    "crime_signs": ["ninguna_senal_vista"],
    "narration": seen(
        "A las 10:30 horas, en el lote 7, se vio al adolescente cortar jitomate con un cuchillo y cargar cubetas al hombro."
    ),
    "own_words": child("«Quiero ir a la escuela, pero mi mamá necesita el dinero»."),
    "interview_conditions": "A la sombra, lejos del jefe de cuadrilla, 12 minutos; tradujo una promotora",
    "risk_level": "inmediato",
    "urgent_measures_asked": ["atencion_medica"],
    "ordinary_requests": ["acercamiento", "escuela_regreso", "plan"],
    "measures_taken": ["agua", "primeros_auxilios"],
    "indigenous": {"none": "not_asked"},
}
GIRL_ANSWERS = {
    "minor_name": {"v": GIRL_NAME, "src": "document", "verified": True},
    "said_age": child(16),
    "birth_date": {"v": "2010-02-11", "src": "document", "verified": True},
    "age_evidence": "acta_nacimiento",
    "sex": "mujer",
    "nationality": child("mex"),
    "origin": child("Tlapa de Comonfort, Guerrero"),
    "speaks_spanish": "si",
    "interpreter": "no_hacia_falta",
    "attends_school": "no",
    "school_level": "secundaria",
    "basic_education_done": child("si"),
    "accompanied": child("acompanada"),
    "whereabouts_72h": child("Colonia Nueva Era, casa de su madre"),
    "work_status": "trabaja",
    "task_text": seen("Mezcla agroquímicos en tambos sin guantes ni mascarilla"),
    "directed_by": "patron",
    "hazards": seen(["l176_i_2_quimicos", "l176_iv_sqp"]),
    "nom038_class": ["nom038_quim"],
    "hours_day": child(480),
    "days_week": 6,
    "night_work": "no",
    "crime_signs": ["ninguna_senal_vista"],
    "load_grams": 5000,
    "authorisation": "no_aplica",
    "schooling_proof": "exhibe",
    "fitness_certificate": {"none": "not_exhibited"},
    "narration": seen("En la bodega norte mezclaba un producto de etiqueta roja."),
    "risk_level": "alto",
    "minor_nickname": {"none": "declined"},
}


def happening(kind: str, entity: str, n: int, body: Mapping[str, Any], opened: Any, at: int) -> Happening:
    return Happening(f"{'f' * 32}:{n}", kind, entity, None, {"entity": entity, **body}, opened, "opened", at, at, "ana")


def make_visit(**changes: Any) -> OpenedVisit:
    """The visit closed and approved; ``changes`` replace fields."""
    people = {FOREMAN: code("attendee", "visit"), WITNESS: code("attending_witnesses", "visit")}
    entities = {e: Entity(e, "minor", None, None, e, f"{'f' * 32}:1", False, False) for e in (BOY, GIRL)}
    entities |= {e: Entity(e, "person", role, None, e, f"{'f' * 32}:2", False, False) for e, role in people.items()}
    found = answers("visit", "visit", VISIT) | answers(BOY, "minor", BOY_ANSWERS) | answers(GIRL, "minor", GIRL_ANSWERS)
    found |= answers(
        FOREMAN,
        f"person:{people[FOREMAN]}",
        {"person_name": "Pedro Encargo Supuesto", "person_post": "encargado de campo"},
    )
    found |= answers(WITNESS, f"person:{people[WITNESS]}", {"person_name": "Juan Testigo Inventado"})
    text = "ACTA DE INSPECCIÓN\n\nHECHOS\nSe observó a NNA-7M3W en el corte de jitomate con cuchillo."
    happenings = (
        happening("minor_added", BOY, 1, {}, None, instant(10, 34)),
        happening("minor_added", GIRL, 2, {}, None, instant(11, 5)),
        happening(
            "action_taken",
            BOY,
            3,
            {},
            {"duty": "immediate_cessation", "at": instant(10, 42), "note": "el encargado acató"},
            instant(10, 42),
        ),
        happening(
            "action_taken",
            BOY,
            4,
            {},
            {"duty": "criminal_report", "at": instant(12, 30), "channel": "teléfono", "folio": "CI-0000"},
            instant(12, 30),
        ),
        happening(
            "action_taken",
            GIRL,
            5,
            {},
            {"duty": "withdraw_from_task", "at": instant(11, 20)},
            instant(11, 20),
        ),
        happening(
            "signature_given",
            WITNESS,
            6,
            {"manner": "refused"},
            {
                "reason": "Dijo que no quería problemas.",
                "at": instant(13, 0),
                "name": "Juan Testigo Inventado",
                "role": "Testigo de asistencia",
            },
            instant(13, 0),
        ),
    )
    signers = ({"entity": WITNESS, "manner": "refused", "ref": f"{'f' * 32}:6"},)
    visit = OpenedVisit(
        visit_id=VISIT_ID,
        zone=ZONE,
        protocol={"id": "trabajo_infantil/2024_1", "hash": "0" * 64},
        law_hash="0" * 64,
        closes="ana",
        inspectors=("ana",),
        entities=entities,
        answers=found,
        happenings=happenings,
        state_hash="0" * 64,
        vector={},
        closure=Closure(f"{'f' * 32}:7", text, "5f" * 32, "0" * 64, {}, signers, "file", instant(13, 5), "ana", ()),
        approved=Approval(f"{'e' * 32}:1", "sup", "0" * 64, instant(15, 0), False),
        conflicts=(),
        quarantined=(),
    )
    return replace(visit, **changes)
