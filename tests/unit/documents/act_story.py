"""The story with what the acts need: a refusal, a danger, a consultation and a restriction. Invented."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from forms.documents import Act, ActaVersion, Registration
from inspection.demo import demo_content, demo_office
from inspection.documents.act_slots import Handed
from inspection.documents.acta_versions import acta_version
from inspection.documents.acts import act_document
from inspection.domain.visit import OpenedVisit
from tests.unit.documents import story

OFFICE = replace(demo_office(demo_content()), signer_name="Verónica Supuesta Demostración")
REGISTRATION = Registration(
    "ORFT-BC/DOC/00001/2026",
    "",
    "7K3Q-9T2M-4HXV-B8RC",
    "https://resguardo.example/verificar/7K3Q-9T2M-4HXV-B8RC",
    datetime(2026, 11, 22, 15, 40, tzinfo=ZoneInfo(story.ZONE)),
)
HANDED = Handed(
    "Oficio de canalización",
    "ORFT-BC/CAN/00017/2026",
    "7K3Q-9T2M-4HXV-B8RC",
    "5f" * 32,
    "Procuraduría de Protección de Niñas, Niños y Adolescentes del Estado de Baja California",
    REGISTRATION.issued_at,
    2,
)
ASKED = {"planned_at": "2026-11-25T09:00", "by_es": "en mano"}
ACTA_TEXT = """ACTA DE INSPECCIÓN

Siendo las nueve horas con diez minutos, la persona inspectora Irene Acta Fingida se constituyó en el campo.

QUIÉN ATENDIÓ LA VISITA
Persona que atendió la visita: Pedro Encargo Supuesto. Cargo o puesto: encargado de campo.

PERSONAS MENORES DE EDAD
NNA-7M3W: persona de doce años o más y menor de quince. Situación: trabajo infantil. Labor: corte de jitomate.
NNA-M4EP: persona de dieciséis años. Situación: trabajo adolescente en labor peligrosa.

HECHOS
A las 10:30 se vio a TOMAS (le dicen Tomi, CURP ZAIT130504HOCXXX09) cortar jitomate junto a NNA-M4EP.
Marisol  Quimerica Ejemplar dijo que él vive en el albergue de la cuadrilla, cuarto 14."""
BY_ITEM = {
    "neg_tipo": ["acceso"],
    "neg_hechos": "El encargado cerró el portón y dijo que sin su patrón nadie entra. Hombre de unos 50 años.",
    "neg_advertencia": True,
    "arr_credencial": True,
    "arr_orden_copia": True,
}
VISIT = {
    "employer_refusal": True,
    "imminent_danger_place": True,
    "workers_total": 86,
    "minors_seen": 4,
    "matter": ["trabajo_infantil"],
    "order_scope": "Verificar que no se utilice trabajo de personas menores de quince años",
}


def make_visit(**changes: Any) -> OpenedVisit:
    """The story, with everything any act needs; ``changes`` replace fields."""
    whole = story.make_visit()
    extra = story.answers("visit", "visit", VISIT) | story.answers(story.BOY, "minor", {"imminent_danger": True})
    extra |= {f"visit/{code}": (story.head({"v": v}, 900 + n),) for n, (code, v) in enumerate(BY_ITEM.items())}
    done = (
        ("safety_measure", (11, 40), {"channel": "teléfono", "folio": "DGIFT-77", "note": "autorizó la restricción"}),
        ("access_restriction", (11, 55), {"note": "bodega norte de agroquímicos, cinta y aviso en la puerta"}),
    )
    actions = tuple(
        story.happening(
            "action_taken", "visit", 41 + n, {}, {"duty": duty, "at": story.instant(*at), **said}, story.instant(*at)
        )
        for n, (duty, at, said) in enumerate(done)
    )
    made: dict[str, Any] = {"answers": whole.answers | extra, "happenings": (*whole.happenings, *actions)}
    if whole.closure is not None:
        made["closure"] = replace(whole.closure, text=ACTA_TEXT)
    return replace(whole, **{**made, **changes})


def act(
    kind: str,
    visit: OpenedVisit | None = None,
    minors: tuple[str, ...] | None = None,
    *,
    at: Registration | None = None,
) -> Act:
    """One act of the story."""
    spoken = (story.BOY, story.GIRL) if kind == "cessation_order" else ()
    return act_document(
        visit or make_visit(),
        story.BUNDLE,
        kind=kind,
        minors=spoken if minors is None else minors,
        registration=at or REGISTRATION,
        office=OFFICE,
        asked=ASKED,
        handed=HANDED,
    )


def version(kind: str, visit: OpenedVisit | None = None) -> ActaVersion:
    """One version of the acta of the story."""
    return acta_version(
        visit or make_visit(), story.BUNDLE, kind=kind, registration=REGISTRATION, office=OFFICE
    )
