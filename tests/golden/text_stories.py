"""The invented visits whose actas are frozen. Nothing told of a minor may come out."""

# ruff: noqa: E501

from collections.abc import Callable
from typing import Any

from tests.golden.text_visits import (
    ARRIVAL,
    ARRIVED,
    ATTENDEE,
    CANARY,
    CLOSING,
    FIRST,
    GRAVEST,
    GROWN,
    MINUTE,
    OFFICE,
    OTHER_WITNESS,
    REPRESENTATIVE,
    SECOND,
    THIRD,
    WALK,
    Bundle,
    Visit,
    action,
    answered,
    documents,
    minor_answers,
    minors,
    path_of,
    people,
    person,
    result,
    visit_of,
)


def story(bundle: Bundle) -> Visit:
    """Three minors and one person of nineteen; a witness will not sign; a notice waits for signal."""
    present, said = people(bundle)
    shown = [
        {"v": "exhibe"},
        {"v": "no_exhibe"},
        {"v": "no_exhibe"},
        {"v": "parcial"},
        {"none": "not_exhibited"},
    ]
    answers = {**answered(bundle, OFFICE, ARRIVAL, WALK, CLOSING), **said, **documents(bundle, shown)}
    tasks, hazards = ["tar_cosecha"], ["l176_ii_6_clima", "l176_iii_posturas"]
    answers |= minor_answers(
        bundle,
        FIRST,
        farm_tasks=[{"v": tasks}],
        hazards=[{"v": hazards}],
        contract=[{"v": "no_exhibe"}],
        authorisation=[{"v": "no_aplica"}],
    )
    answers |= minor_answers(
        bundle,
        SECOND,
        farm_tasks=[{"v": tasks}],
        hazards=[{"v": hazards[:1]}],
        contract=[{"none": "not_exhibited"}],
        authorisation=[{"v": "no_exhibe"}],
    )
    answers |= minor_answers(
        bundle,
        THIRD,
        farm_tasks=[{"none": "not_asked"}],
        hazards=[{"v": [CANARY]}],
        contract=[{"v": CANARY}],
        authorisation=[],
    )
    answers |= minor_answers(bundle, GROWN)
    actions = [
        action(FIRST, "immediate_cessation", 12), action(FIRST, "immediate_notice", 15, pending=True), action(FIRST, "criminal_report", 95),
        action(FIRST, "safe_company", 20), action(SECOND, "withdraw_from_task", 25), action(SECOND, "immediate_notice", 30, pending=True),
        action(SECOND, "immediate_notice", 70), action(THIRD, "keep_out_pending", 40), action(THIRD, "explain_rights", 41),
        action(THIRD, CANARY, 50), action(GROWN, "record_check", 60), action("visit", "orientation", 130),
    ]  # fmt: skip
    decided = {
        FIRST: result("ti_edad_minima_peligroso", "D04", "12-14"), SECOND: result("ta_peligroso", "D13", "16-17", failed=("R03", "R16")),
        THIRD: result("ta_nom038_edad_nd", "D16", "nd18", status="provisional"), GROWN: result("mayor_de_edad", "MAYOR", "18+"),
    }  # fmt: skip
    refusal = {
        "entity": OTHER_WITNESS,
        "name": CANARY,
        "role": CANARY,
        "manner": "refused",
        "reason": "que no quiere problemas con el patrón",
    }
    expected = [
        ATTENDEE,
        {"entity": REPRESENTATIVE, "name": CANARY, "role": CANARY, "manner": "paper"},
        refusal,
    ]
    return visit_of([*present, *minors(FIRST, SECOND, THIRD, GROWN)], answers, actions, decided, expected)


def no_minors(bundle: Bundle) -> Visit:
    """A visit in which no minor was seen, by a local authority."""
    present, said = people(bundle)
    office = {**OFFICE, "authority": "local", "visit_kind": "ordinaria_periodica"}
    del office["visit_motive"], office["contractor"]
    facts = {
        "facts": "SE RECORRIÓ TODO EL CENTRO DE TRABAJO",
        "employer_statement": "Que está conforme.",
        "five_day_term": True,
        "acta_read": True,
        "ended_at": "2026-11-22T11:00",
    }
    answers = answered(bundle, office, ARRIVAL, {**WALK, "minors_seen": 0}, {"no_minors_seen": True}, facts)
    answers[path_of(bundle, "workers_statement")] = [{"none": "declined"}]
    return visit_of(present[:3], {**answers, **said, **documents(bundle, [{"v": "exhibe"}] * 4)})


def one_minor(bundle: Bundle) -> Visit:
    """One minor with signs of a crime: those go apart, because the employer receives a copy."""
    present, said = people(bundle)
    answers = {**answered(bundle, OFFICE, ARRIVAL, {**WALK, "minors_seen": 1}, CLOSING), **said}
    answers |= minor_answers(bundle, FIRST, contract=[{"v": "no_exhibe"}, {"v": "exhibe"}])
    actions = [
        action(FIRST, "criminal_report", 10),
        action(FIRST, "urgent_protection_request", 11),
        action(FIRST, "safe_company", 12),
        action(FIRST, "immediate_notice", 60 * 15),
    ]
    return visit_of(
        [*present[:2], *minors(FIRST)],
        answers,
        actions,
        {FIRST: result("ti_edad_minima", "D03", "u12", fired=("D01",))},
    )


def sixty_minors(bundle: Bundle) -> Visit:
    """Sixty minors, each with the eight measures of the gravest row."""
    present, said = people(bundle)
    entities = [f"minor:{n:05x}" + "0" * 27 for n in range(0, 60 * 977, 977)]
    answers = {**answered(bundle, OFFICE, ARRIVAL, {**WALK, "minors_seen": 60}, CLOSING), **said}
    actions: list[Any] = []
    for n, entity in enumerate(entities):
        answers |= {
            path_of(bundle, role, entity, "minor"): [{"v": "no_exhibe"}]
            for role in ("contract", "authorisation")
        }
        actions += [action(entity, duty, n + step) for step, duty in enumerate(GRAVEST)]
    return visit_of(
        [*present, *minors(*entities)],
        answers,
        actions,
        {entity: result("ti_edad_minima_peligroso", "D04", "12-14") for entity in entities},
    )


def refusal(bundle: Bundle) -> Visit:
    """The employer refuses; nobody gives a name."""
    attendee, said = person(
        bundle,
        ATTENDEE,
        "attendee",
        post="Dijo ser vigilante",
        identification="No se identificó; hombre de unos 40 años, gorra azul",
    )
    said[path_of(bundle, "person_name", ATTENDEE, f"person:{attendee['role']}")] = [{"none": "declined"}]
    refused = {
        "employer_refusal": True, "refused_what": ["acceso", "documentos"], "refusal_warned": True, "facilities": "no",
        "refusal_facts": "Cerró el portón y dijo que sin el dueño nadie pasa", "credential_shown": True, "order_copy": False, "rights_guide": False,
    }  # fmt: skip
    office = {name: value for name, value in OFFICE.items() if name != "contractor"}
    place = {
        name: ARRIVAL[name]
        for name in ("started_at", "workplace_address", "workplace_municipality", "workplace_locality")
    }
    answers = {
        **answered(
            bundle,
            office,
            place,
            refused,
            {"ended_at": "2026-11-22T10:21", "facts": "No se permitió el acceso", "acta_read": False},
        ),
        **said,
    }
    answers[path_of(bundle, "workplace_phone")] = [{"none": "unknown"}]
    answers[path_of(bundle, "workplace_municipality")] = [{"v": "26055"}]  # of a state whose names are not here
    answers[path_of(bundle, "minors_seen")] = [{"none": "not_asked"}]
    answers[path_of(bundle, "employer_statement")] = [{"none": "declined"}]
    return visit_of([attendee], answers, [action("visit", "legal_escalation", 20), action("visit", "immediate_notice", 25, pending=True)],
                    expected=[{"entity": ATTENDEE, "name": CANARY, "role": CANARY, "manner": "refused"}])  # fmt: skip


def conflicts(bundle: Bundle) -> Visit:
    """Two tablets answered differently: every version is said."""
    present, said = people(bundle)
    answers = {
        **answered(bundle, OFFICE, ARRIVAL, WALK, CLOSING),
        **said,
        **documents(bundle, [{"v": "exhibe"}]),
    }
    twice = {
        "started_at": ["2026-11-22T09:40", "2026-11-22T09:45"], "workers_total": [34, 35, 36], "employer_refusal": [False, True], "credential_shown": [True, False],
        "facts": ["Cortaban jitomate", "Empacaban jitomate"], "workplace_activity": ["Cultivo de jitomate", "Empaque"], "employer_statement": ["Que sí.", "Que no."],
        "five_day_term": [True, False], "workplace_municipality": ["02007", "02001"],
    }  # fmt: skip
    for name, versions in twice.items():
        answers[path_of(bundle, name)] = [{"v": version} for version in versions]
    answers[path_of(bundle, "minors_seen")] = [{"v": 1}, {"none": "unknown"}]
    document = next(iter(documents(bundle, [{"v": "exhibe"}])))
    answers[document] = [{"v": "exhibe"}, {"v": "no_exhibe"}]
    answers |= minor_answers(bundle, FIRST, contract=[{"v": "exhibe"}, {"v": "no_exhibe"}])
    return visit_of(
        [*present, *minors(FIRST)],
        answers,
        [],
        {FIRST: result("pendiente_evaluacion", "pendiente", "unknown", status="pendiente")},
    )


def hostile(bundle: Bundle) -> Visit:
    """Texts that try to open lines, close quotes, be a template, turn the words around or be of another type."""
    nasty = "x\n\nHECHOS\nFALSOS {facts|quoted} {{}} «fin» \u202eséver la\u202c \u200b\x07 fin"
    entity, said = person(
        bundle, ATTENDEE, "attendee", name=nasty, post="»".join("abc"), identification="\n\n"
    )
    names = [*OFFICE, *ARRIVAL, *WALK, *CLOSING]
    answers = {path_of(bundle, name): [{"v": nasty}] for name in names} | said
    answers[path_of(bundle, "order_on")] = [{"v": "2026-02-31"}]
    answers[path_of(bundle, "workers_total")] = [{"v": -1000000000000}]
    answers[path_of(bundle, "order_copy")] = [{"none": "__proto__"}]
    answers[path_of(bundle, "facilities")] = [{"v": "constructor"}]
    answers[path_of(bundle, "matter")] = [{"v": ["toString", 7, None]}]
    answers[path_of(bundle, "women")] = [{"v": {"a": 1}}]
    answers |= minor_answers(
        bundle,
        FIRST,
        contract=[{"v": "constructor"}],
        hazards=[{"v": [7, None, "toString"]}],
        authorisation=[{"none": "declined"}],
    )
    strange = {
        "classification": "constructor",
        "row": ["D01"],
        "status": "provisional",
        "age": {"band": "toString"},
        "fired": [None, {"id": 7}, "D01"],
        "checks": "R01",
    }
    actions = [
        {"entity": FIRST, "duty": "constructor", "at": 1}, {"entity": FIRST, "duty": "explain_rights", "at": "ayer"}, {"entity": FIRST, "duty": "referral", "at": -5},
        {"entity": FIRST, "duty": ["x"], "at": ARRIVED}, {"entity": FIRST, "duty": "orientation", "at": ARRIVED + 40 * 60 * MINUTE, "pending": "sí"},
    ]  # fmt: skip
    expected = [
        {"entity": ATTENDEE, "manner": "refused", "reason": nasty},
        {"entity": FIRST, "manner": "refused", "name": CANARY, "role": CANARY},
        7,
        None,
        {"entity": 7},
    ]
    return visit_of(
        [entity, *minors(FIRST, SECOND)], answers, actions, {FIRST: strange, SECOND: [CANARY]}, expected
    )


def corrected(bundle: Bundle) -> Visit:
    """Two cards were the same person, written down by two inspectors; another person showed that she is an adult."""
    told = one_minor(bundle)
    [kept] = [one["entity"] for one in told["entities"] if one["kind"] == "minor"]
    return {**told, "joined": {kept: [THIRD, GROWN]}, "ruled_adult": [SECOND]}


def paused(bundle: Bundle) -> Visit:
    """A visit that rain stopped twice: the first time with its reason, the second without having gone on."""
    told = no_minors(bundle)
    rows = [f"row:{n:032x}" for n in (1, 2)]
    told["entities"] = [*told["entities"], *({"entity": row, "kind": "row", "role": "act_cierre_parcial", "about": None} for row in rows)]
    told["answers"] |= {
        f"{rows[0]}/cierre_parcial_desde": [{"v": "2026-11-22T10:05"}], f"{rows[0]}/cierre_parcial_hasta": [{"v": "2026-11-22T10:30"}],
        f"{rows[0]}/cierre_parcial_motivo": [{"v": "Llovió y el camino a los surcos quedó cerrado"}],
        f"{rows[1]}/cierre_parcial_desde": [{"v": "2026-11-22T10:45"}],
    }  # fmt: skip
    return told


VISITS: dict[str, Callable[[Bundle], Visit]] = {
    "historia: tres menores y una persona de diecinueve": story, "sin menores observadas": no_minors, "una persona menor, con señales de delito": one_minor,
    "sesenta menores": sixty_minors, "negativa patronal": refusal, "respuestas distintas": conflicts, "textos hostiles": hostile,
    "fichas unidas y una persona adulta": corrected, "visita que se suspendió y siguió": paused,
}  # fmt: skip
