"""One minor as a paper speaks of her or him: key, grammar, age with its source, what the law says."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from forms.spanish import Person, of_whom
from inspection.documents.reading import VisitReading
from inspection.documents.values import without_stop
from inspection.domain.events import minor_key
from inspection.domain.opening import Happening

CHILD_UNTIL_YEARS = 12
AGREED, DISSENT, UNCONFIRMED = "agreed", "dissent", "unconfirmed"
Told = TypeVar("Told", bound=Hashable)
_SEXES = {"mujer": "woman", "hombre": "man"}


@dataclass(frozen=True)
class Minor:
    """A minor of the visit with the determination of the day of the facts."""

    entity: str
    reading: VisitReading
    determination: Mapping[str, Any]

    @property
    def key(self) -> str:
        """The opaque key of paper: ``NNA-7K3Q``."""
        return minor_key(self.entity)

    def other_keys(self) -> str:
        """Return the other keys of this person and those of siblings in the visit; empty without any."""
        entity = self.reading.visit.entities[self.entity]
        also = ", ".join(minor_key(card) for card in entity.cards)
        kin = ", ".join(minor_key(card) for card in entity.linked)
        return (f". También se registró como {also}" if also else "") + (
            f". Con parentesco con {kin} en esta visita" if kin else ""
        )

    @cached_property
    def person(self) -> Person:
        """Status and sex for agreement; under twelve only when an age says so."""
        years = self.years
        status = "child" if years is not None and years < CHILD_UNTIL_YEARS else "adolescent"
        return Person(status, _SEXES.get(str(self.value("sex")), "unknown"))

    @property
    def years(self) -> int | None:
        """Completed years: as determined, else as said."""
        years = self.determination["age"].get("years")
        said = self.value("said_age")
        return years if isinstance(years, int) else said if isinstance(said, int) else None

    @property
    def is_birth_checked(self) -> bool:
        """Whether somebody checked the birth date against its document."""
        return self.reading.answer(self.entity, self.reading.item("birth_date", "minor")).verified is True

    @property
    def of_minor(self) -> str:
        """``del adolescente``, ``de la niña``: for sources and sentences."""
        return of_whom(self.person.with_article)

    def value(self, role: str) -> Any:
        """Return the one value of a role of this minor."""
        return self.reading.value(self.entity, role, "minor")

    def words(self, role: str) -> str:
        """Return the answer of a role in words; empty when there is none."""
        return self.reading.words(self.entity, role, "minor")

    def duties(self) -> frozenset[str]:
        """Return what is due, as tags for choosing grounds and words; an urgent referral is one more."""
        found, claimed = self.determination, self._dissent_rule
        tags = {str(duty["kind"]) for duty in found["duties"]} | set(claimed.get("duties", ()))
        if "urgent" in (found["referral"], claimed.get("referral")):
            tags.add("referral_urgent")
        if "yes" in (found["criminal_report"], claimed.get("criminal_report")):
            tags.add("criminal_report")
        return frozenset(tags)

    @property
    def is_urgent(self) -> bool:
        """Whether the referral of this minor cannot wait."""
        return "referral_urgent" in self.duties() or bool(self.determination["urgent"])

    @cached_property
    def _confirmed(self) -> Mapping[str, Any]:
        """What the inspector last said of the classification; empty when nothing that can be read."""
        said = [
            happening.opened
            for happening in self.reading.visit.happenings
            if happening.type == "determination_confirmed" and happening.entity == self.entity
        ]
        return said[-1] if said and isinstance(said[-1], Mapping) else {}

    @property
    def standing(self) -> str:
        """Who holds the classification: the inspector agreed, dissents, or said nothing of what it is now."""
        if not self._confirmed:
            return UNCONFIRMED
        if not self._confirmed.get("agrees"):
            return DISSENT
        return AGREED if self._confirmed.get("classification") == self.determination["classification"] else UNCONFIRMED

    @property
    def dissent(self) -> tuple[str, str]:
        """The classification the inspector holds instead, in words, and her reason; both empty without dissent."""
        if self.standing != DISSENT:
            return "", ""
        said = str(self._confirmed.get("classification") or "")
        title = str(self._dissent_rule.get("title_es") or said)
        return without_stop(title), without_stop(str(self._confirmed.get("reason") or ""))

    @cached_property
    def _dissent_rule(self) -> Mapping[str, Any]:
        """The row of the law the inspector names when she dissents: what it asks is added, never taken away."""
        if self.standing != DISSENT:
            return {}
        said = str(self._confirmed.get("classification") or "").strip().casefold()
        rules = self.reading.bundle["law"]["rules"]
        return next((r for r in rules if said in (r.get("slug"), str(r.get("title_es")).casefold())), {})

    def headline(self) -> str:
        """Return who this is without a name: ``Adolescente de 13 años (edad por comprobar), hombre``."""
        noun, sex = self.person.noun, self.words("sex")
        doubt = " (edad por comprobar)" if self.determination["age"]["presumed"] and self.years is not None else ""
        sex = f"sexo {sex}" if sex and self.person.sex == "unknown" else sex
        return f"{noun[:1].upper() + noun[1:]} {self.age_words()}{doubt}" + (f", {sex}" if sex else "")

    def age_words(self) -> str:
        """Return the age for a heading: ``de 13 años``; what is presumed says so."""
        if self.years is None:
            return "de edad no determinada"
        said = "" if isinstance(self.determination["age"].get("years"), int) else ", según se dijo"
        return f"de {self.years} {'año' if self.years == 1 else 'años'}{said}"

    def status_words(self) -> str:
        """Return the legal status; a presumption is named as such, also where no age is known (LGDNNA 5)."""
        noun = "niña o niño" if self.person.noun == "niña o niño" else self.person.noun
        text = noun[:1].upper() + noun[1:]
        return (
            f"{text} (calidad que se presume mientras se comprueba la edad)"
            if self.determination["age"]["presumed"] or self.determination["age"].get("years") is None
            else text
        )

    def actions(self, *duties: str) -> list[Happening]:
        """Return the protective actions taken for this minor, of these duties or of any."""
        return [
            happening
            for happening in self.reading.visit.happenings
            if happening.type == "action_taken"
            and happening.entity == self.entity
            and isinstance(happening.opened, Mapping)
            and (not duties or happening.opened.get("duty") in duties)
        ]


def minors_of(reading: VisitReading, entities: list[str]) -> list[Minor]:
    """Return the minors asked for, in the order asked, each with her or his determination.

    Raises:
        LookupError: An entity is not a minor of the visit.
    """
    found = []
    for entity in entities:
        known = reading.visit.entities.get(entity)
        if known is None or known.kind != "minor" or not known.counts:
            raise LookupError(entity)
        found.append(Minor(entity, reading, reading.determination(entity)))
    return found


def alike(minors: Iterable[Minor], told: Callable[[Minor], Told]) -> list[tuple[Told, list[str]]]:
    """Return what is told of the minors, each once, with the keys of all of whom it is so to the letter."""
    keys: dict[Told, list[str]] = {}
    for minor in minors:
        keys.setdefault(told(minor), []).append(minor.key)
    return list(keys.items())
