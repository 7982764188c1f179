"""Every outcome the table can reach from sets of possible inputs, and what is due in all of them.

Pure; mirrored by ``tablet/src/outcomes.ts``. A duty due in every outcome is due now; what is unknown
never reads as no.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from protocols.ages import DOUBT_MAJORITY, FIRST, LATER
from protocols.condition import Answers, Numbers, evaluate
from protocols.inputs import Reading, in_force

Region = Mapping[str, list[str]]
MAX_SCENARIOS = 64
MET, BROKEN, UNVERIFIED = "cumple", "incumple", "por_verificar"


@dataclass(frozen=True)
class Outcome:
    """One row reached in one region, with what it asks.

    ``may_refer`` and ``may_report``: what is not verified yet could ask more than ``referral`` and ``report`` say.
    """

    row: Mapping[str, Any]
    kinds: list[str]
    referral: str
    report: str
    sanctions: list[str]
    may_refer: bool
    may_report: bool


class Table:
    """The decision table on one day, for one set of answers."""

    def __init__(self, law: Mapping[str, Any], answers: Answers, on: str, numbers: Numbers) -> None:
        self.law, self.answers, self.numbers = law, answers, numbers
        self.rows = [rule for rule in law["rules"] if rule["kind"] == "row" and in_force(rule, on)]
        self.additions = [rule for rule in law["rules"] if rule["kind"] == "addition" and in_force(rule, on)]
        self.checks = [check for check in law["checks"] if in_force(check, on) and self._applies_now(check)]
        self.names = sorted({name for check in self.checks for name in check["applies"]})
        self.raw: dict[str, str] = {}
        self.known: dict[tuple[tuple[str, ...], ...], list[tuple[Mapping[str, Any], str]]] = {}

    def reach(self, sets: Region) -> list[Outcome]:
        """Return the outcomes reachable from ``sets``; together they cover every combination exactly once."""
        return [self._outcome(row, region) for row, region in self.rows_reached(sets)]

    def rows_reached(self, sets: Region) -> list[tuple[Mapping[str, Any], Region]]:
        """Return [(row, region)]: the part of ``sets`` for which the row is the first that matches."""
        found = []
        waiting: list[tuple[int, Region]] = [(0, sets)]
        while waiting:
            start, region = waiting.pop()
            for number in range(start, len(self.rows)):
                row = self.rows[number]
                if not _meets(row["when"], region):
                    continue
                inside, outside = _split(row["when"], region)
                if row["checks"] is None or row["checks"] == self.overall(inside):
                    waiting += [(number + 1, part) for part in outside]
                    found.append((row, inside))
                    break
        return found

    def overall(self, region: Region) -> str:
        """Return the worst state of the checks that apply in ``region``."""
        states = {state for _, state in self.states(region)}
        return BROKEN if BROKEN in states else UNVERIFIED if UNVERIFIED in states else MET

    def states(self, region: Region) -> list[tuple[Mapping[str, Any], str]]:
        """Return [(check, state)] for every check that applies, or may apply, in ``region``."""
        key = tuple(tuple(region[name]) for name in self.names)
        if key not in self.known:
            self.known[key] = self._states(region)
        return self.known[key]

    def _states(self, region: Region) -> list[tuple[Mapping[str, Any], str]]:
        found = []
        for check in self.checks:
            reach = _applies(check["applies"], region)
            if reach is False:
                continue
            state = self.raw_state(check)
            found.append((check, UNVERIFIED if reach is None and state == BROKEN else state))
        return found

    def _applies_now(self, check: Mapping[str, Any]) -> bool:
        return (
            check["applies_when"] is None
            or evaluate(check["applies_when"], self.answers, self.numbers) is True
        )

    def raw_state(self, check: Mapping[str, Any]) -> str:
        """Return the state of a check for whom it applies to."""
        if check["id"] not in self.raw:
            # One of the two may be lacking: some requirements are only met, others only broken.
            if self._holds(check["fails"]):
                self.raw[check["id"]] = BROKEN
            else:
                self.raw[check["id"]] = MET if self._holds(check["passes"]) else UNVERIFIED
        return self.raw[check["id"]]

    def _holds(self, condition: Mapping[str, Any] | None) -> bool:
        return condition is not None and evaluate(condition, self.answers, self.numbers) is True

    def _outcome(self, row: Mapping[str, Any], region: Region) -> Outcome:
        kinds, sanctions = list(row["duties"]), list(row["sanctions"])
        referral, report = row["referral"], row["criminal_report"]
        may_refer = may_report = False
        for extra in row["extra"]:
            if is_within(extra["when"], region):
                kinds += extra["duties"]
                sanctions += extra["sanctions"]
        for check, state in self.states(region):
            if state == MET:
                continue
            asks = self.asks_referral(check)
            reports = bool(check["criminal_report_in"]) and _meets(check["criminal_report_in"], region)
            sure = state == BROKEN
            if sure:
                kinds += ["fix_requirements", *check["duties"]]
                sanctions += check["sanctions"]
                for extra in check["extra"]:
                    if is_within(extra["when"], region):
                        sanctions += extra["sanctions"]
                if asks is True and check["referral_when"]:
                    kinds += ["immediate_notice", "referral"]
                if asks is True and referral == "no":
                    referral = "yes"
            if sure and reports and is_within(check["criminal_report_in"], region):
                report = "yes"
                kinds.append("criminal_report")
            may_refer = may_refer or (asks is not False and not (sure and asks))
            may_report = may_report or reports
        return Outcome(row, unique(kinds), referral, report, unique(sanctions), may_refer, may_report)

    def asks_referral(self, check: Mapping[str, Any]) -> bool | None:
        """Whether a referral is due if the check is broken; None when what decides it is not known."""
        if check["referral"] == "yes" or check["referral_when"] is None:
            return bool(check["referral"] == "yes")
        return evaluate(check["referral_when"], self.answers, self.numbers)

    def fires(self, addition: Mapping[str, Any], sets: Region) -> bool | None:
        """Whether an addition applies: True, False, or None when it may."""
        result: bool | None = True
        for name, allowed in addition["when"].items():
            inside = [value for value in sets[name] if value in allowed]
            if not inside:
                return False
            if len(inside) < len(sets[name]) and name not in addition["possible"]:
                result = None
        return result


def unique(values: Sequence[str]) -> list[str]:
    """Return the values once each, in order."""
    return list(dict.fromkeys(values))


def is_within(when: Mapping[str, Sequence[str]], region: Region) -> bool:
    """Whether every combination of ``region`` meets ``when``."""
    return all(value in allowed for name, allowed in when.items() for value in region[name])


def _meets(when: Mapping[str, Sequence[str]], region: Region) -> bool:
    """Whether some combination of ``region`` meets ``when``."""
    return all(any(value in allowed for value in region[name]) for name, allowed in when.items())


def _split(when: Mapping[str, Sequence[str]], region: Region) -> tuple[Region, list[Region]]:
    """Return the part of ``region`` that meets ``when`` and the disjoint parts that do not."""
    inside: dict[str, list[str]] = dict(region)
    outside: list[Region] = []
    for name, allowed in when.items():
        met = [value for value in inside[name] if value in allowed]
        if len(met) < len(inside[name]):
            outside.append({**inside, name: [value for value in inside[name] if value not in allowed]})
            inside[name] = met
    return inside, outside


def _applies(applies: Mapping[str, Sequence[str]], region: Region) -> bool | None:
    """True everywhere, False nowhere, None in part of it. A presumed adolescent is 15 and 16-17 at once."""
    result: bool | None = True
    for name, allowed in applies.items():
        values = region[name]
        if DOUBT_MAJORITY in values:
            values = [value for value in values if value != DOUBT_MAJORITY] + [FIRST, LATER]
        met = sum(value in allowed for value in values)
        if not met:
            return False
        if met < len(values):
            result = None
    return result


def scenarios(readings: Mapping[str, Reading]) -> list[dict[str, list[str]]]:
    """Return one {input: values} for each choice of heads in conflict (one when there is no conflict)."""
    names = list(readings)
    if len(_capped([readings[name].sets for name in names])) > MAX_SCENARIOS:
        return [{name: readings[name].values for name in names}]
    return [
        dict(zip(names, chosen, strict=True)) for chosen in product(*(readings[name].sets for name in names))
    ]


def _capped(sets: list[list[list[str]]]) -> range:
    total = 1
    for part in sets:
        total *= len(part)
    return range(total)


def is_covered(kind: str, kinds: Sequence[str], duties: Mapping[str, Any]) -> bool:
    """Whether ``kinds`` holds the duty or one that covers it."""
    return kind in kinds or any(kind in duties[other]["covers"] for other in kinds)


def certain(outcomes: Sequence[Outcome], duties: Mapping[str, Any]) -> list[str]:
    """Return the duties due in every outcome, plus keeping out of the task when any of them asks it."""
    every = unique([kind for outcome in outcomes for kind in outcome.kinds])
    due = [kind for kind in every if all(is_covered(kind, outcome.kinds, duties) for outcome in outcomes)]
    if any(duties[kind]["removes"] for kind in every):
        due.append("keep_out_pending")
    return [kind for kind in unique(due) if not any(kind in duties[other]["covers"] for other in due)]
