"""How the acta's invented visits are told: by roles, with a canary in everything about a minor."""

# ruff: noqa: E501

from typing import Any

CANARY = "CANARIO"
ZONE = "America/Tijuana"
# 22 November 2026, 09:40 in Tijuana, in ms since 1970 UTC.
ARRIVED = 1795369200000
MINUTE = 60_000
GRAVEST = (
    "immediate_cessation",
    "safe_company",
    "medical_check",
    "immediate_notice",
    "criminal_report",
    "explain_rights",
    "wage_difference",
    "referral",
)
FIRST, SECOND, THIRD, GROWN = (f"minor:{n}" + "c3" * 14 for n in ("0044", "89ab", "f00d", "7777"))
ATTENDEE, WITNESS, OTHER_WITNESS, REPRESENTATIVE, MET = (
    f"person:{n}" * 1 + "d5" * 15 for n in ("a1", "a2", "a3", "a4", "a5")
)
Bundle = dict[str, Any]
Visit = dict[str, Any]

OFFICE = {
    "authority": "federal", "unit": "Oficina Federal de Trabajo en Ensenada", "matter": ["condiciones_generales", "trabajo_infantil"],
    "visit_kind": "extraordinaria", "visit_motive": ["queja", "temporada"], "order_folio": "STPS-BC-0412/2026", "order_on": "2026-11-20",
    "order_scope": "Verificar que no trabajen personas menores de la edad permitida y las condiciones del trabajo adolescente, en la temporada de 2026",
    "workplace_name": "Rancho El Porvenir", "employer_name": "Agrícola El Porvenir, S.P.R. de R.L.", "employer_rfc": "APO010203AB1",
    "workplace_activity": "Cultivo de jitomate", "crop": "Jitomate", "special_sector": ["agricola"], "contractor": "Cuadrilla de Efraín Soto",
    "inspector_name": "Lucía Armenta Ríos", "inspector_credential": "STPS-1187, vigente hasta 2027",
}  # fmt: skip
ARRIVAL = {
    "started_at": "2026-11-22T09:40", "workplace_address": "Camino vecinal al mar, kilómetro 4, predio El Porvenir, C.P. 22930", "workplace_municipality": "02007",
    "workplace_locality": "Colonia Vicente Guerrero", "workplace_phone": "616 555 0143", "how_to_arrive": "Pasando el canal, portón verde a mano izquierda",
    "workplace_geo": {"lat": 305600000, "lon": -1159400000, "accuracy_m": 6, "at": ARRIVED}, "place_confirmed_by": "letrero", "representation": "exhibe",
    "credential_shown": True, "order_copy": True, "rights_guide": True, "purpose_explained": True, "privacy_notice_shown": True, "facilities": "si", "employer_refusal": False,
}  # fmt: skip
WALK = {
    "areas_walked": "Surcos 1 a 14, el empaque, la bodega y los dormitorios", "areas_not_walked": "La casa del velador, por estar cerrada",
    "workers_total": 34, "women": 15, "men": 19, "minors_seen": 4, "present_without_work": 0, "interviewed": 5, "imminent_danger_place": False,
}  # fmt: skip
CLOSING = {
    "facts": "En el surco 6 se observó a NNA-012C cortando jitomate a rayo de sol, sin agua cerca; a su lado trabajaban NNA-H6NW y NNA-Y06W",
    "breaches": "Trabajo de personas menores de la edad permitida, una persona afectada; labores peligrosas, dos personas afectadas",
    "measures": "Retirar de inmediato a las personas menores de edad de las labores peligrosas. Plazo: inmediato",
    "employer_statement": "Que los niños vienen con sus papás y «nadie los obliga»", "workers_statement": "Que pedimos guardería y sombra.",
    "five_day_term": True, "acta_read": True, "ended_at": "2026-11-22T13:01", "closing_copy": "print",
}  # fmt: skip


def path_of(bundle: Bundle, name: str, entity: str = "visit", scope: str = "visit") -> str:
    """Return the path of a role, or of what ``acta.yaml`` names without role."""
    items = [i for s in bundle["protocol"]["stages"] for step in s["steps"] for i in step["items"]]
    named = bundle["protocol"]["acta"]["items"].get(name)
    return next(
        f"{entity}/{i['id']}"
        for i in items
        if i["for"] == scope and (i["role"] == name or (scope == "visit" and i["id"] == named))
    )


def answered(bundle: Bundle, *groups: dict[str, Any]) -> dict[str, list[Any]]:
    """Return visit answers; a list of a non-set item is kept as it is."""
    return {path_of(bundle, name): [{"v": v}] for group in groups for name, v in group.items()}


def documents(bundle: Bundle, outcomes: list[Any]) -> dict[str, list[Any]]:
    """Give the workplace's documents these values, in the protocol's order."""
    named = set(bundle["protocol"]["acta"]["items"].values())
    items = [i for s in bundle["protocol"]["stages"] for step in s["steps"] for i in step["items"]]
    docs = [
        i
        for i in items
        if i["type"] == "doc" and i["for"] == "visit" and i["public"] and i["id"] not in named
    ]
    return {f"visit/{item['id']}": [value] for item, value in zip(docs, outcomes, strict=False) if value}


def person(
    bundle: Bundle, entity: str, role: str, **told: Any
) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """Return the entity of a person of ``people_roles`` and the answers about them."""
    item = bundle["protocol"]["people_roles"][role]["item"]
    answers = {
        path_of(bundle, f"person_{name}", entity, f"person:{item}"): [{"v": v}] for name, v in told.items()
    }
    return {"entity": entity, "kind": "person", "role": item, "about": None}, answers


def minor_answers(bundle: Bundle, entity: str, **allowed: list[Any]) -> dict[str, list[Any]]:
    """Return a canary in every answer about a minor; the allowed closed ones carry real codes."""
    items = [
        i
        for s in bundle["protocol"]["stages"]
        for step in s["steps"]
        for i in step["items"]
        if i["for"] == "minor"
    ]
    told = {f"{entity}/{i['id']}": [{"v": f"{CANARY} {i['id']}"}, {"v": [CANARY]}] for i in items}
    return {**told, **{path_of(bundle, role, entity, "minor"): values for role, values in allowed.items()}}


def result(
    classification: str,
    row: str,
    band: str,
    *,
    status: str = "firme",
    fired: tuple[str, ...] = (),
    failed: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Return a determination whose every free text is a canary."""
    return {
        "classification": classification, "row": row, "title_es": CANARY, "plain_es": CANARY, "status": status,
        "age": {"years": 13131313, "months": 7171717, "band": band, "source": CANARY, "presumed": False, "explain_es": CANARY},
        "fired": [{"id": one, "cite": [CANARY], "mark": CANARY, "because_es": CANARY, "rests_on": [CANARY]} for one in (row, *fired)],
        "checks": [{"id": one, "title_es": CANARY, "state": "incumple", "cite": [CANARY], "fix_es": CANARY} for one in failed],
        "duties": [{"kind": CANARY, "title_es": CANARY}], "explanation_es": CANARY, "missing": [{"question_es": CANARY}], "citations": [{"cite": CANARY}],
    }  # fmt: skip


def action(entity: str, duty: str, minutes: int, **more: Any) -> dict[str, Any]:
    """Return an action so many minutes after arriving."""
    return {
        "entity": entity,
        "duty": duty,
        "at": ARRIVED + minutes * MINUTE,
        "channel": CANARY,
        "folio": CANARY,
        "note": CANARY,
        **more,
    }


def people(bundle: Bundle) -> tuple[list[dict[str, Any]], dict[str, list[Any]]]:
    """Return the attendee, the representative, two witnesses and a worker whose name is reserved."""
    told = [
        person(bundle, ATTENDEE, "attendee", name="Ramón Félix Castro", post="Encargado del rancho", identification="Credencial para votar 0123456789", address=CANARY),
        person(bundle, WITNESS, "attending_witness", name="Beatriz Salas Ibarra", post="Auxiliar administrativa", identification="Credencial para votar 1112223334",
               address="Calle Tercera 45, Colonia Vicente Guerrero", appointed_by="visitada"),
        person(bundle, OTHER_WITNESS, "attending_witness", name="Óscar Nava Lugo", post="Velador", identification="No se identificó; hombre de unos 50 años",
               address="Domicilio conocido, Colonia Vicente Guerrero", appointed_by="inspectora"),
        person(bundle, REPRESENTATIVE, "worker_representative", name="Hilda Cruz Paz", post="Representa a la cuadrilla de corte; es cortadora",
               identification="Credencial para votar 5556667778", appointed_by="Sus compañeras de cuadrilla"),
        person(bundle, MET, "worker_met", name=f"{CANARY} entrevistada", post=CANARY),
    ]  # fmt: skip
    return [entity for entity, _ in told], {
        path: values for _, answers in told for path, values in answers.items()
    }


def visit_of(
    entities: list[Any],
    answers: dict[str, Any],
    actions: list[Any] | None = None,
    determinations: dict[str, Any] | None = None,
    expected: list[Any] | None = None,
) -> Visit:
    """Return a plain visit."""
    return {
        "visit_id": "00" * 15 + "aa", "zone": ZONE, "entities": entities, "answers": answers, "actions": actions or [],
        "determinations": determinations or {}, "signatures_expected": expected if expected is not None else [e["entity"] for e in entities if e["kind"] == "person"],
    }  # fmt: skip


def minors(*entities: str) -> list[dict[str, Any]]:
    """Return entities of minors."""
    return [{"entity": entity, "kind": "minor", "role": None, "about": None} for entity in entities]
