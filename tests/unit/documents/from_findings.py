"""Papers of the story, written from its findings."""

from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from forms.documents import Registration
from inspection.documents import OfficeData, referral_document
from tests.unit.documents import story

OFFICE = OfficeData("Verónica Supuesta", "Titular de la oficina", address="Calle de la Prueba 100", contact="000")
REGISTRATION = Registration(
    "BC/CAN/00001/2026",
    "",
    "7K3Q-9T2M-4HXV-B8RC",
    "https://resguardo.example/verificar/7K3Q-9T2M-4HXV-B8RC",
    datetime(2026, 11, 22, 15, 40, tzinfo=ZoneInfo(story.ZONE)),
)


def written(kind=referral_document, minors=(story.BOY, story.GIRL), visit=None, **more):
    visit = visit or story.make_visit()
    return kind(visit, story.BUNDLE, minors=minors, registration=REGISTRATION, office=OFFICE, **more)


def facts_of(value) -> list:
    if isinstance(value, tuple):
        return [fact for part in value for fact in facts_of(part)]
    if is_dataclass(value) and {"label", "value", "source"} <= {field.name for field in fields_of(value)}:
        return [value]
    if is_dataclass(value):
        return [fact for field in fields_of(value) for fact in facts_of(getattr(value, field.name))]
    return []
