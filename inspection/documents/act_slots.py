"""The places that the sentences of an act leave open: who, where, when, under which law, for whom."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from forms.documents import Registration
from forms.spanish import counted, date_in_words, hour_in_words, joined, people, sentence
from inspection.documents.basis import Basis
from inspection.documents.letter import workplace_words
from inspection.documents.minors import Minor
from inspection.documents.office import municipality_words
from inspection.documents.values import without_stop
from inspection.domain.opening import Happening
from protocols.law_of_day import numbers_on

Words = Mapping[str, Any]
RESTRICTION = "access_restriction"


@dataclass(frozen=True)
class Handed:
    """An issued paper that is handed over with a receipt."""

    title: str
    folio: str
    code: str
    sha256: str
    addressee: str
    issued_at: datetime
    minors: int


def is_due(entry: Words, tags: frozenset[str]) -> bool:
    """Tell whether an entry of an act is called for: always, or when any of its ``when`` is among the tags."""
    return "when" not in entry or bool(tags.intersection(entry["when"]))


def clock(moment: datetime) -> str:
    """Write an hour with its article: ``las nueve horas con diez minutos``, ``la una hora``."""
    return f"{'la' if moment.hour == 1 else 'las'} {hour_in_words(moment)}"


class ActSlots(dict[str, str]):
    """The open places of one act; each is worked out when a sentence first asks for it.

    Attributes:
        blanks: Names of the places for which the visit had nothing: told to who issues.
    """

    def __init__(
        self,
        basis: Basis,
        acts: Words,
        minors: Sequence[Minor],
        *,
        registration: Registration,
        asked: Mapping[str, str],
        handed: Handed | None,
    ) -> None:
        super().__init__()
        self.basis, self.acts, self.minors = basis, acts, list(minors)
        self.at, self.asked, self.handed = registration.issued_at, asked, handed
        self.blanks: list[str] = []

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The numbers of the law in force on the day of the facts."""
        return numbers_on(self.basis.reading.bundle["law"], self.basis.reading.facts_on().isoformat())

    def __missing__(self, name: str) -> str:
        known = self.acts["slots"].get(name)
        if known is not None:
            text = self._role(name, known)
        elif name in _MADE:
            text = _MADE[name](self)
        else:
            text = self.asked.get(name, "")
        self[name] = text
        return text

    def fill(self, text: str, **more: str) -> str:
        """Fill a sentence."""
        self.update(more)
        return text.format_map(self)

    def law(self, cites: Sequence[str]) -> str:
        """Write confirmed citations with their article: ``los artículos 23 …``."""
        law = self.basis.book.sentence(cites)
        article = "los " if law.startswith("artículos") else "el " if law.startswith("artículo") else ""
        return article + law

    def _role(self, name: str, known: Words) -> str:
        found = without_stop(self.basis.reading.words("visit", known["role"]))
        if not found:
            self.blanks.append(name)
        return found or str(known["blank_es"])

    def moment(self, moment: datetime | None, *, hour: bool) -> str:
        """Write an hour or a day in words, or that it is not known."""
        if moment is None:
            return str(self.acts["hour_blank_es" if hour else "day_blank_es"])
        return clock(moment) if hour else date_in_words(moment.date())

    def started(self) -> datetime | None:
        """When the visit began, on the clock of the workplace."""
        return read_moment(str(self.basis.reading.value("visit", "started_at") or ""))

    def restricted(self) -> datetime | None:
        """When access was restricted."""
        found = self.visit_actions((RESTRICTION,))
        at = found[0].opened.get("at") if found and isinstance(found[0].opened, Mapping) else None
        return self.basis.reading.local(at if isinstance(at, int) else found[0].recorded_at) if found else None

    def report_due(self) -> datetime | None:
        """When the detailed report is due; None while nothing was restricted."""
        at, hours = self.restricted(), self.numbers.get("detailed_report_hours")
        return at + timedelta(hours=hours) if at and hours else None

    def in_time(self) -> str:
        """Say that the detailed report is given in time, or that it is late; nothing when its term is not known."""
        due = self.report_due()
        return str(self.acts["report_in_time_es" if self.at <= due else "report_late_es"]) if due else ""

    def visit_actions(self, duties: Sequence[str]) -> list[Happening]:
        """Return what was done for the workplace as a whole."""
        return [
            happening
            for happening in self.basis.reading.visit.happenings
            if happening.type == "action_taken"
            and happening.entity == "visit"
            and isinstance(happening.opened, Mapping)
            and happening.opened.get("duty") in duties
        ]

    def hours(self, parameter: str) -> str:
        """Write a term in hours: ``veinticuatro horas``."""
        number = self.numbers.get(parameter)
        return counted(number, "hora", "horas", feminine=True) if number else str(self.acts["blank_es"])

    def handed_over(self) -> Handed:
        """The paper a receipt is of.

        Raises:
            LookupError: The act is no receipt.
        """
        if self.handed is None:
            raise LookupError("handed")
        return self.handed


def read_moment(text: str) -> datetime | None:
    """Read ``YYYY-MM-DDTHH:MM`` of a wall clock; None when it is not one."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def _address(slots: ActSlots) -> str:
    reading = slots.basis.reading
    said = [without_stop(reading.words("visit", role)) for role in ("workplace_address", "workplace_locality")]
    town = municipality_words(reading, slots.basis.words)
    return ", ".join(part for part in (*said, town) if part) or str(slots.acts["blank_es"])


def _days(slots: ActSlots) -> str:
    number = slots.numbers.get("observations_days")
    return counted(number, "día", "días") if number else str(slots.acts["blank_es"])


def _minors_handed(slots: ActSlots) -> str:
    number = slots.handed_over().minors
    if not number:
        return "No nombra a ninguna."
    return sentence(counted(number, "ficha reservada", "fichas reservadas", feminine=True))


def _issued(slots: ActSlots) -> str:
    at = slots.handed_over().issued_at
    return sentence(f"{date_in_words(at.date())}, {at:%H:%M} horas")


_MADE: Mapping[str, Callable[[ActSlots], str]] = {
    "place": lambda s: s.basis.issuer.place,
    "institution": lambda s: s.basis.issuer.institution,
    "unit": lambda s: s.basis.issuer.unit,
    "office_address": lambda s: s.basis.issuer.address,
    "contact": lambda s: s.basis.issuer.contact,
    "workplace": lambda s: workplace_words(s.basis.reading, s.basis.words),
    "address": _address,
    "started_hour": lambda s: s.moment(s.started(), hour=True),
    "started_day": lambda s: date_in_words(s.basis.reading.facts_on()),
    "restricted_hour": lambda s: s.moment(s.restricted(), hour=True),
    "restricted_day": lambda s: s.moment(s.restricted(), hour=False),
    "report_due_hour": lambda s: s.moment(s.report_due(), hour=True),
    "report_due_day": lambda s: s.moment(s.report_due(), hour=False),
    "report_in_time": lambda s: s.in_time(),
    "planned_hour": lambda s: s.moment(read_moment(s.asked.get("planned_at", "")), hour=True),
    "planned_day": lambda s: s.moment(read_moment(s.asked.get("planned_at", "")), hour=False),
    "report_hours": lambda s: s.hours("detailed_report_hours"),
    "review_hours": lambda s: s.hours("restriction_review_hours"),
    "observations_days": _days,
    "who": lambda s: people([minor.person for minor in s.minors]),
    "stop": lambda s: "deje" if len(s.minors) == 1 else "dejen",
    "keys": lambda s: joined([minor.key for minor in s.minors]),
    "of_title": lambda s: s.handed_over().title,
    "of_folio": lambda s: s.handed_over().folio,
    "of_code": lambda s: s.handed_over().code,
    "of_sha256": lambda s: s.handed_over().sha256,
    "of_addressee": lambda s: s.handed_over().addressee or str(s.acts["people"]["employer_blank_es"]),
    "of_issued": _issued,
    "of_minors": _minors_handed,
}
