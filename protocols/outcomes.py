"""Every outcome the table can reach from sets of possible inputs, and what is due in all of them.

Pure; mirrored by ``tablet/src/outcomes.ts``. A duty due in every outcome is due now; what is unknown
never reads as no.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from protocols.condition import Answers, Truth
from protocols.inputs import Reading
from protocols.law_of_day import CheckOfDay, LawOfDay, RuleOfDay
from protocols.regions import Region, is_within, meets

MAX_SCENARIOS = 64
MET, BROKEN, UNVERIFIED = "cumple", "incumple", "por_verificar"
FIX, KEEP_OUT, REPORT = ("fix_requirements",), ("keep_out_pending",), ("criminal_report",)
REFER = ("immediate_notice", "referral")


@dataclass(frozen=True)
class Outcome:
    """One row reached in one region, with what it asks (``kinds``: the duties, as bits).

    ``may_refer`` and ``may_report``: what is not verified yet could ask more than ``referral`` and ``report`` say.
    """

    rule: RuleOfDay
    kinds: int
    referral: str
    report: str
    sanctions: tuple[str, ...]
    may_refer: bool
    may_report: bool

    @property
    def row(self) -> Mapping[str, Any]:
        """The row as the law writes it."""
        return self.rule.rule


@dataclass
class _Asked:
    """What the requirements ask in a region, whatever the row."""

    kinds: int = 0
    refers: bool = False
    reports: bool = False
    sanctions: tuple[str, ...] = ()
    may_refer: bool = False
    may_report: bool = False


class Table:
    """The decision table on one day, for one set of answers."""

    def __init__(self, day: LawOfDay, answers: Answers) -> None:
        self.day, self.law, self.answers = day, day.law, answers
        self.additions = day.additions
        self._raw: dict[str, str | None] = {}
        self._states: dict[Region, list[tuple[CheckOfDay, str]]] = {}
        self._asked: dict[Region, _Asked] = {}
        self._rows: dict[Region, list[tuple[RuleOfDay, Region]]] = {}

    def reach(self, sets: Region) -> list[Outcome]:
        """Return the outcomes reachable from ``sets``; together they cover every combination exactly once."""
        return [self._outcome(row, region) for row, region in self.rows_reached(sets)]

    def rows_reached(self, sets: Region) -> list[tuple[RuleOfDay, Region]]:
        """Return [(row, region)]: the part of ``sets`` for which the row is the first that matches."""
        if sets not in self._rows:
            self._rows[sets] = self._walked(sets)
        return self._rows[sets]

    def _walked(self, sets: Region) -> list[tuple[RuleOfDay, Region]]:
        found = []
        waiting: list[tuple[int, Region]] = [(0, sets)]
        while waiting:
            for number, row, inside, outside in self.day.steps(*waiting.pop()):
                if row.checks is None or row.checks == self.overall(inside):
                    waiting += [(number + 1, part) for part in outside]
                    found.append((row, inside))
                    break
        return found

    def overall(self, region: Region) -> str:
        """Return the worst state of the checks that apply in ``region``."""
        states = {state for _, state in self.states(region)}
        return BROKEN if BROKEN in states else UNVERIFIED if UNVERIFIED in states else MET

    def states(self, region: Region) -> list[tuple[CheckOfDay, str]]:
        """Return [(check, state)] for every check that applies, or may apply, in ``region``."""
        key = tuple([values if place in self.day.applying else 0 for place, values in enumerate(region)])
        found = self._states.get(key)
        if found is None:
            found = self._states[key] = []
            for check, everywhere in self.day.applying_in(key):
                state = self.raw_state(check)
                if state is not None:
                    found.append((check, UNVERIFIED if not everywhere and state == BROKEN else state))
        return found

    def judged(self, condition: Mapping[str, Any]) -> bool | None:
        """Judge a condition of the law by these answers."""
        return self.day.prepared.truth(condition)(self.answers, self.day.numbers)

    def raw_state(self, check: CheckOfDay) -> str | None:
        """Return the state of a check for whom it applies to; None when these answers leave it out."""
        if check.id not in self._raw:
            self._raw[check.id] = self._raw_state(check)
        return self._raw[check.id]

    def _raw_state(self, check: CheckOfDay) -> str | None:
        if check.applies_when and not self._holds(check.applies_when):
            return None
        # One of the two may be lacking: some requirements are only met, others only broken.
        return BROKEN if self._holds(check.fails) else MET if self._holds(check.passes) else UNVERIFIED

    def _holds(self, truth: Truth | None) -> bool:
        return truth is not None and truth(self.answers, self.day.numbers) is True

    def _outcome(self, row: RuleOfDay, region: Region) -> Outcome:
        key = tuple([region[place] for place in self.day.asking])
        asked = self._asked.get(key)
        if asked is None:
            asked = self._asked[key] = self._asked_in(region)
        kinds, sanctions = row.kinds, list(row.rule["sanctions"])
        for extra in row.extra:
            if is_within(extra.when, region):
                kinds |= extra.kinds
                sanctions += extra.sanctions
        referral = "yes" if asked.refers and row.rule["referral"] == "no" else row.rule["referral"]
        return Outcome(
            row,
            kinds | asked.kinds,
            referral,
            "yes" if asked.reports else row.rule["criminal_report"],
            tuple(dict.fromkeys((*sanctions, *asked.sanctions))),
            asked.may_refer,
            asked.may_report,
        )

    def _asked_in(self, region: Region) -> _Asked:
        found, law = _Asked(), self.day.prepared
        for check, state in self.states(region):
            if state == MET:
                continue
            asks = self.asks_referral(check)
            reports = bool(check.report_in) and meets(check.report_in, region)
            found.may_report = found.may_report or reports
            if state != BROKEN:
                found.may_refer = found.may_refer or asks is not False
                continue
            found.may_refer = found.may_refer or asks is None
            found.kinds |= law.kind_mask(FIX) | check.kinds
            found.sanctions += tuple(check.check["sanctions"])
            for extra in check.extra:
                if is_within(extra.when, region):
                    found.kinds |= extra.kinds
                    found.sanctions += tuple(extra.sanctions)
            if asks is True:
                found.refers = True
                found.kinds |= law.kind_mask(REFER) if check.check["referral_when"] else 0
            if reports and is_within(check.report_in, region):
                found.reports = True
                found.kinds |= law.kind_mask(REPORT)
        return found

    def asks_referral(self, check: CheckOfDay) -> bool | None:
        """Whether a referral is due if the check is broken; None when what decides it is not known."""
        referral, when = check.check["referral"], check.check["referral_when"]
        return bool(referral == "yes") if referral == "yes" or when is None else self.judged(when)

    def fires(self, addition: RuleOfDay, sets: Region) -> bool | None:
        """Whether an addition applies: True, False, or None when it may."""
        result: bool | None = True
        for place, allowed in addition.when:
            inside = sets[place] & allowed
            if not inside:
                return False
            if inside != sets[place] and place not in addition.possible:
                result = None
        return result

    def certain(self, outcomes: Sequence[Outcome]) -> int:
        """Return the duties (bits) due in every outcome, plus keeping out of the task when any of them asks it."""
        law = self.day.prepared
        every, due = 0, 0
        for outcome in outcomes:
            every |= outcome.kinds
        for kind in law.kinds_in(every):
            if all(law.covering[kind] & outcome.kinds for outcome in outcomes):
                due |= law.kind_bits[kind]
        if every & law.removing:
            due |= law.kind_mask(KEEP_OUT)
        return self.uncovered(due)

    def uncovered(self, due: int) -> int:
        """Return the duties that no other of them covers."""
        law = self.day.prepared
        return law.kind_mask(
            kind for kind in law.kinds_in(due) if not due & law.covering[kind] & ~law.kind_bits[kind]
        )


def scenarios(readings: Mapping[str, Reading]) -> list[Region]:
    """Return one region for each choice of heads in conflict (one when there is no conflict)."""
    sets = [reading.sets for reading in readings.values()]
    if prod(map(len, sets)) > MAX_SCENARIOS:
        return [tuple(reading.mask for reading in readings.values())]
    return list(product(*sets))
