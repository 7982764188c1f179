"""What the law says of one minor on one day, explained and dated: a proposal the inspector confirms or not.

Pure; mirrored by ``tablet/src/determination.ts`` to the same bytes. Never announces a fine.
Source: docs/protocol-format.md.
"""

from collections.abc import Callable, Mapping
from typing import Any

from protocols.ages import ADULT, AGE, presumes
from protocols.condition import Answers
from protocols.inputs import read_inputs
from protocols.law_of_day import CheckOfDay, LawOfDay, Rule, RuleOfDay, prepared_law, unique
from protocols.outcomes import BROKEN, UNVERIFIED, Outcome, Table, scenarios
from protocols.questions import assumed_inputs, missing, region_of
from protocols.readable import readable_values
from protocols.reasons import aged, fired
from protocols.regions import is_within

# With more possible rows than these, naming them all explains nothing.
MANY_ROWS = 4
# From less to more; what may still turn out to be due is between not due and due.
LEVELS = ("no", "pending", "yes", "urgent")


def determine(bundle: Mapping[str, Any], answers: Answers, on: str) -> dict[str, Any]:
    """Return the determination (shape in docs/protocol-format.md), ready for canonical JSON.

    Args:
        bundle: The protocol bundle (``Bundle.data``).
        answers: {item id: [head value, …]} of the minor merged with those of the visit; a set is one value.
        on: Local day of the facts, ``YYYY-MM-DD``: every rule, number and citation is that day's.

    Raises:
        NoParameterInForce: The law loaded does not reach that day.
    """
    law = prepared_law(bundle)
    return _Judgement(law.on(on), readable_values(law.readable, answers)).result()


class _Judgement:
    def __init__(self, day: LawOfDay, answers: Answers) -> None:
        self.day, self.law, self.answers = day, day.law, answers
        self.readings, self.age = read_inputs(day, answers)
        self.table = Table(day, answers)
        self.union = {name: reading.values for name, reading in self.readings.items()}
        self.region = region_of(self.readings)
        self.scenarios = scenarios(self.readings)
        self.reached = [self.table.reach(sets) for sets in self.scenarios]
        self.outcomes = [outcome for reached in self.reached for outcome in reached]
        # A condition urgent in any of the heads in conflict fires, whatever the others say.
        self.alarming = [r for r in self.reached if len(self.scenarios) > 1 and all(o.row["urgent"] for o in r)]
        self.added, self.maybe = self._additions()
        self.rows = unique(outcome.rule.id for outcome in self.outcomes)
        self.shown = self._shown_row()
        self.assumed = assumed_inputs(self.table, self.readings, set(self.rows))
        self.checks = self.table.states(self.region) if self.union[AGE] != [ADULT] else []

    def _additions(self) -> tuple[list[RuleOfDay], list[RuleOfDay]]:
        added, maybe = [], []
        for rule in self.table.additions:
            results = [self.table.fires(rule, sets) for sets in self.scenarios]
            if True in results:
                added.append(rule)
            elif None in results:
                maybe.append(rule)
        return added, maybe

    def _shown_row(self) -> RuleOfDay | None:
        by_id = {outcome.rule.id: outcome.rule for outcome in self.outcomes}
        if len(self.rows) == 1:
            return by_id[self.rows[0]]
        for group in self.law["words"]["shown_as"]:
            if all(row in group["rows"] for row in self.rows):
                return by_id.get(group["as"])
        return None

    def result(self) -> dict[str, Any]:
        lead = next((rule for rule in self.added if rule.rule["leads"]), self.shown)
        head: Rule = lead.rule if lead else self.law["words"]["pending"]
        age = self.age.result()
        reasons = self._reasons()
        duties, sanctions = self._duties(), self._sanctions()
        return {
            "classification": head["slug"] if "slug" in head else head["classification"],
            "row": head["id"] if "id" in head else head["row"],
            "title_es": head["title_es"],
            "plain_es": aged(self.law, head["plain_es"], self.union[AGE]),
            "status": self._status(),
            "age": age,
            "inputs": self.union,
            "fired": reasons,
            "checks": [self._check(check, state) for check, state in self.checks],
            "duties": duties,
            "referral": self._level("referral", lambda outcome: (outcome.referral, outcome.may_refer)),
            "criminal_report": self._level("criminal_report", lambda outcome: (outcome.report, outcome.may_report)),
            "sanctions": sanctions,
            "urgent": self._is_urgent(),
            "citations": self.day.citations(self._all_cites(reasons, duties, sanctions)),
            "missing": missing(
                self.table, self.readings, self.outcomes, maybe=self.maybe, assumed=self.assumed, due=duties
            ),
            "explanation_es": " ".join(
                [age["explain_es"], *(r["because_es"] for r in reasons), *self._notes(age)]
            ),
        }

    def _is_settled(self) -> bool:
        return self.shown is not None and len(self.rows) == 1

    def _is_urgent(self) -> bool:
        certain_row = all(outcome.row["urgent"] for outcome in self.outcomes)
        return certain_row or bool(self.alarming) or any(rule.rule["urgent"] for rule in self.added)

    def _doubts_signs(self) -> bool:
        return any(rule.rule["leads"] for rule in self.maybe) and not any(rule.rule["leads"] for rule in self.added)

    def _status(self) -> str:
        if self.shown is None:
            return "provisional" if any(rule.rule["leads"] for rule in self.added) else "pendiente"
        settled = self._is_settled() and self.shown.checks != UNVERIFIED
        doubts = presumes(self.union[AGE]) or self._doubts_signs() or bool(self.assumed)
        return "firme" if settled and not doubts else "provisional"

    def _notes(self, age: Mapping[str, Any]) -> list[str]:
        notes = self.law["words"]["notes"]
        if self.shown is None:
            return [notes["conflict_urgent"]] if self.alarming else []
        found = []
        if presumes(self.union[AGE]) and not age["presumed"]:
            found.append(notes["provisional_age"])
        found += [
            notes["provisional_input"].replace("{input}", self.readings[n].spec["title_es"]) for n in self.assumed
        ]
        return found + ([notes["provisional_signs"]] if self._doubts_signs() else [])

    def _reasons(self) -> list[dict[str, Any]]:
        found = [self._fired(rule) for rule in self.added]
        if self.shown is not None:
            return [*found, self._fired(self.shown)]
        urgent = {outcome.rule.id: outcome.rule for reached in self.alarming for outcome in reached}
        found += [self._fired(rule) for rule in urgent.values()]
        pending = self.law["words"]["pending"]
        rows = {outcome.rule.id: outcome.row for outcome in self.outcomes}
        titles = unique(rows[name]["title_es"] for name in self.rows)
        cites = self.day.cites(pending["cite"])
        few = len(titles) <= MANY_ROWS
        text = pending["because_es"].replace("{rows}", "; ".join(titles)) if few else pending["because_many_es"]
        return [
            *found,
            {
                "id": pending["row"],
                "cite": cites,
                "mark": pending["mark"],
                "because_es": text,
                "rests_on": [],
            },
        ]

    def _fired(self, rule: RuleOfDay) -> dict[str, Any]:
        return fired(self.day, rule, answers=self.answers, readings=self.readings, checks=self.checks)

    def _duties(self) -> list[dict[str, Any]]:
        duties, law = self.law["duties"], self.day.prepared
        due = self.table.certain(self.outcomes)
        for reached in self.alarming:
            due |= self.table.certain(reached)
        for rule in self.added:
            due |= rule.kinds
        unless = [(kind, duties[kind]["unless"]) for kind in law.kinds_in(due)]
        spared = law.kind_mask(kind for kind, when in unless if when and self.table.judged(when) is True)
        kinds = law.kinds_in(self.table.uncovered(due & ~spared))
        is_urgent = self._is_urgent()
        found = [self.day.duty(kind) for kind in sorted(kinds, key=lambda kind: int(duties[kind]["order"]))]
        return [{**duty, "urgent": duty["urgent"] or (duty["when"] == "now" and is_urgent)} for duty in found]

    def _level(self, name: str, of: Callable[[Outcome], tuple[str, bool]]) -> str:
        found = [of(outcome) for outcome in self.outcomes]
        level = min((sure for sure, _ in found), key=LEVELS.index)
        for reached in self.alarming:
            level = _higher(level, min((of(outcome)[0] for outcome in reached), key=LEVELS.index))
        for rule in self.added:
            level = _higher(level, rule.rule[name])
        may = any(sure != "no" or more for sure, more in found) or any(rule.rule[name] != "no" for rule in self.maybe)
        return "pending" if level == "no" and may else level

    def _sanctions(self) -> list[dict[str, Any]]:
        names = [n for n in self.outcomes[0].sanctions if all(n in outcome.sanctions for outcome in self.outcomes)]
        names += [name for rule in self.added for name in rule.rule["sanctions"]]
        named = [(name, self.law["sanctions"][name]) for name in unique(names)]
        return [{"id": name, "label_es": s["label_es"], "cite": self.day.cites(s["cite"])} for name, s in named]

    def _check(self, check: CheckOfDay, state: str) -> dict[str, Any]:
        told = {name: check.check[name] for name in ("id", "title_es", "fix_es")}
        return {**told, "state": state, "cite": self.day.cites(self._check_cites(check))}

    def _check_cites(self, check: CheckOfDay) -> list[str]:
        extra = [cite for extra in check.extra if is_within(extra.when, self.region) for cite in extra.cite]
        return [*check.check["cite"], *extra]

    def _all_cites(
        self, reasons: list[dict[str, Any]], duties: list[dict[str, Any]], sanctions: list[dict[str, Any]]
    ) -> list[str]:
        broken = [cite for check, state in self.checks if state == BROKEN for cite in self._check_cites(check)]
        own = [cite for part in (reasons, duties) for row in part for cite in row["cite"]]
        return [*own, *broken, *(cite for row in sanctions for cite in row["cite"])]


def _higher(level: str, other: str) -> str:
    return max(level, other, key=LEVELS.index)
