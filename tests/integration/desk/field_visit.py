"""A field visit as a tablet would send it: invented people, items found by role in the real protocol."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from tests.virtual_tablet import VirtualTablet

PLACE = {
    "workplace_name": "Rancho Inventado",
    "employer_name": "Agrícola Inventada",
    "order_folio": "STPS/BC/0001/2025",
    "workplace_municipality": "02006",
    "workplace_locality": "San Quintín",
    "started_at": "2025-11-20T08:30",
    "ended_at": "2025-11-20T12:10",
    "workers_total": 40,
}
CHILD_NAME = "Nombre Inventado Secreto"
OUTCOMES: dict[str, dict[str, Any]] = {
    "glass": {"strokes": [[1, 1, 9, 9]]},
    "refused": {"reason": "No quiso decir por qué"},
    "unable": {"unable": "does_not_know", "by_name": "Marta Ruego Fingida", "by_role": "su hija", "read_aloud": True,
               "strokes": [[2, 2, 8, 8]]},
}  # fmt: skip
"""What each seals, by how it ended."""
ACTA = "ACTA DE INSPECCIÓN\nSe encontró trabajando a la persona con clave NNA-0000.\n"


@dataclass(frozen=True)
class Field:
    """What was written: the visit, the minors by what they are, and a path to comment on."""

    visit_id: str
    under_age: str
    permitted: str
    hours_path: str


class Recorder:
    """Writes answers by role into a visit, through a tablet."""

    def __init__(self, tablet: VirtualTablet, visit_id: str, bundle: dict[str, Any]) -> None:
        self.tablet, self.visit_id, self.bundle = tablet, visit_id, bundle
        self.items = {
            (item["role"], item["for"]): item
            for stage in bundle["protocol"]["stages"]
            for step in stage["steps"]
            for item in step["items"]
            if item["role"]
        }

    def path(self, entity: str, role: str) -> str:
        kind = entity.partition(":")[0]
        return f"{entity}/{self.items[(role, kind)]['id']}"

    def answer(self, entity: str, role: str, value: Any, **source: Any) -> None:
        item = self.items[(role, entity.partition(":")[0])]
        path = f"{entity}/{item['id']}"
        if item["type"] == "multi":
            for code in value:
                self.tablet.add_member(self.visit_id, path, code)
        else:
            self.tablet.set_answer(self.visit_id, path, value, public=item["public"], **source)

    def close(self) -> None:
        """Close the acta: one signs, a witness refuses, and for another who does not know how to her daughter signs."""
        text_sha256 = sha256(ACTA.encode()).hexdigest()
        signers = []
        for role, outcome in (("attendee", "glass"), ("attending_witness", "refused"), ("attending_witness", "unable")):
            person = self.tablet.add_person(
                self.visit_id, self.bundle["protocol"]["people_roles"][role]["item"]
            )
            sealed = {"at": self.tablet.clock(), "name": f"{role} inventada", "role": role}
            sealed |= OUTCOMES[outcome]
            manner = "refused" if outcome == "unable" else outcome
            body = {"entity": person, "manner": manner, "text_sha256": text_sha256}
            event = self.tablet.write(self.visit_id, "signature_given", body, sealed=sealed)
            signers.append({"entity": person, "manner": manner, "ref": event.ref})
        visit = self.tablet.read(self.visit_id)
        body = {
            "entity": "visit",
            "text_sha256": text_sha256,
            "state_hash": visit.state_hash,
            "vector": dict(visit.vector),
            "signers": signers,
            "copy": "file",
        }
        self.tablet.write(self.visit_id, "acta_closed", body, sealed={"text": ACTA})


def record_field_visit(tablet: VirtualTablet, visit_id: str, bundle: dict[str, Any]) -> Field:
    """Write a whole small visit and send it: a child of 13 cutting tomatoes and a youth of 17 with lists."""
    recorder = Recorder(tablet, visit_id, bundle)
    for role, value in PLACE.items():
        recorder.answer("visit", role, value)
    child, youth = tablet.add_minor(visit_id), tablet.add_minor(visit_id)
    recorder.answer(child, "minor_name", CHILD_NAME, src="child")
    recorder.answer(child, "said_age", 13, src="child")
    recorder.answer(child, "hours_day", 540, src="child")
    recorder.answer(child, "task_text", "Corta jitomate con navaja", src="observation")
    recorder.answer(child, "work_status", recorder.items[("work_status", "minor")]["options"][0]["code"])
    recorder.answer(youth, "said_age", 17, src="child")
    recorder.answer(youth, "birth_date", "2008-01-15", src="document", verified=True)
    tablet.take_action(visit_id, child, "immediate_cessation")
    tablet.confirm(visit_id, child, {"classification": "x", "urgent": True})
    recorder.close()
    tablet.push(visit_id)
    return Field(visit_id, child, youth, recorder.path(child, "hours_day"))
