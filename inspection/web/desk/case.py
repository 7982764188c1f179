"""One visit as the desk reads it: the fold, its protocol, the law's view of each minor, people's names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.utils import cached_property

from inspection.domain.events import minor_key
from inspection.domain.review import Answer, Progress, answers_of, lacking_document, progress_of
from inspection.domain.visit import Entity, OpenedVisit
from inspection.web.desk.questions import Questions
from inspection.web.desk.wording import local, moment_es
from protocols.determination import determine
from protocols.law_of_day import NoParameterInForce

NOTICE, REFERRAL = "immediate_notice", "referral"
ASKS_REFERRAL = ("yes", "urgent")


def _asks_referral(found: dict[str, Any]) -> bool:
    return found["referral"] in ASKS_REFERRAL


@dataclass(frozen=True)
class Case:
    """A visit opened for one reader at one instant.

    Attributes:
        bundle: The pinned protocol bundle.
        people: {user id: name}.
        files: Storage names of the files the office holds whole.
        office: Incarnations of the office itself.
        now_ms: The instant of reading.
        user_id: Who reads.
    """

    visit: OpenedVisit
    bundle: Mapping[str, Any]
    people: Mapping[str, str]
    files: frozenset[str]
    office: frozenset[str]
    now_ms: int
    user_id: str

    @cached_property
    def questions(self) -> Questions:
        """The index over the bundle."""
        return Questions(self.bundle)

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """Every answer under review."""
        return answers_of(self.visit, self.office)

    @cached_property
    def progress(self) -> Progress:
        """How far the review is."""
        return progress_of(self.answers)

    @cached_property
    def minors(self) -> tuple[Entity, ...]:
        """The minors that stand, ruled adults left out, in the order they were added."""
        return tuple(e for e in self.standing("minor") if e.counts)

    @cached_property
    def adults(self) -> tuple[Entity, ...]:
        """Those taken for minors and ruled adults after all."""
        return tuple(e for e in self.standing("minor") if e.ruled_adult)

    def standing(self, kind: str) -> tuple[Entity, ...]:
        """Return the entities of a kind that were not removed; joined cards are one."""
        return tuple(e for e in self.visit.entities.values() if e.kind == kind and e.stands)

    def who(self, actor: str) -> str:
        """Return a person's name, or what can be said of an author who is not known here."""
        return self.people.get(actor, "Persona no registrada en esta oficina")

    def when(self, at_ms: int) -> str:
        """Return an instant on the clock of the workplace."""
        return moment_es(at_ms, self.visit.zone)

    def words(self, role: str, entity: str = "visit", about: str | None = None) -> str:
        """Return the answer to the item that plays ``role``, in words; empty when there is none."""
        code = self.questions.id_of(role, about or entity.partition(":")[0])
        value = self.visit.value(f"{entity}/{code}") if code else None
        return self.questions.words(code, value) if code and value else ""

    def found(self, role: str, entity: str = "visit") -> Any:
        """Return the bare ``v`` of the item that plays ``role``; None when there is none that can be read."""
        code = self.questions.id_of(role, entity.partition(":")[0])
        value = self.visit.value(f"{entity}/{code}") if code else None
        return value.get("v") if code and value and self.questions.is_readable(code, value) else None

    @cached_property
    def facts_on(self) -> str:
        """The local day of the facts: the day the visit began, else the day its first record was made."""
        started = self.found("started_at")
        if isinstance(started, str):
            return started[:10]
        first = min((h.recorded_at for h in self.visit.happenings), default=self.now_ms)
        return local(first, self.visit.zone).date().isoformat()

    @cached_property
    def determinations(self) -> dict[str, dict[str, Any]]:
        """{minor: what the law says of it on the day of the facts}, computed anew from what stands."""
        return {minor.entity: self._determine(minor.entity) for minor in self.minors}

    def _determine(self, minor: str) -> dict[str, Any]:
        answers: dict[str, list[Any]] = {}
        for path, values in self.visit.plain()["answers"].items():
            entity, _, code = path.partition("/")
            if entity in ("visit", minor):
                answers.setdefault(code, []).extend(values)
        return determine(self.bundle, answers, on=self.facts_on)

    def key(self, minor: str) -> str:
        """Return the key by which screens name a minor."""
        return minor_key(minor)

    @cached_property
    def notice_due(self) -> tuple[str, ...]:
        """Minors whose classification asks an immediate notice that no issued document gives yet."""
        return lacking_document(self.visit, self._with_duty("immediate_notice"), NOTICE)

    @cached_property
    def referral_due(self) -> tuple[str, ...]:
        """Minors whose classification asks a referral that no issued document gives yet."""
        return lacking_document(self.visit, self._asking(_asks_referral), REFERRAL)

    @cached_property
    def asks_protection(self) -> frozenset[str]:
        """Minors whose classification asks a notice or a referral, issued or not."""
        return frozenset({*self._asking(_asks_referral), *self._with_duty("immediate_notice")})

    def _with_duty(self, kind: str) -> list[str]:
        return self._asking(lambda found: any(duty["kind"] == kind for duty in found["duties"]))

    def _asking(self, asks: Callable[[dict[str, Any]], bool]) -> list[str]:
        """Minors whose determination asks it; every one of them where the law does not reach the day."""
        try:
            return [minor for minor, found in self.determinations.items() if asks(found)]
        except NoParameterInForce:
            return [minor.entity for minor in self.minors]
