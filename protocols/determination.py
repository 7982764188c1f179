"""What the law says of one minor on one day, explained and dated: a proposal the inspector confirms or not.

Pure; mirrored by ``tablet/src/determination.ts`` to the same bytes. Never announces a fine.
Source: docs/protocol-format.md.
"""

from collections.abc import Callable, Mapping
from typing import Any

from protocols.ages import DOUBT_MAJORITY, DOUBT_MIN
from protocols.condition import Answers, evaluate
from protocols.inputs import numbers_on, read_inputs
from protocols.outcomes import BROKEN, UNVERIFIED, Outcome, Table, certain, is_within, scenarios, unique
from protocols.questions import assumed_inputs, missing
from protocols.readable import readable_values
from protocols.reasons import aged, because, citations, fired

Rule = Mapping[str, Any]
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
    return _Judgement(bundle["law"], readable_values(bundle, answers), on).result()


class _Judgement:
    def __init__(self, law: Mapping[str, Any], answers: Answers, on: str) -> None:
        self.law, self.answers, self.on = law, answers, on
        numbers = numbers_on(law, on)
        self.numbers = numbers
        self.readings, self.age = read_inputs(law, answers, on, numbers)
        self.table = Table(law, answers, on, numbers)
        self.union = {name: reading.values for name, reading in self.readings.items()}
        self.scenarios = scenarios(self.readings)
        self.reached = [self.table.reach(sets) for sets in self.scenarios]
        self.outcomes = [outcome for reached in self.reached for outcome in reached]
        # A condition urgent in any of the heads in conflict fires, whatever the others say.
        self.alarming = [r for r in self.reached if len(self.scenarios) > 1 and all(o.row["urgent"] for o in r)]
        self.added, self.maybe = self._additions()
        self.rows = unique([outcome.row["id"] for outcome in self.outcomes])
        self.shown = self._shown_row()
        self.assumed = assumed_inputs(self.table, self.readings, set(self.rows))
        self.checks = self.table.states(self.union) if self.union["edad"] != ["e18"] else []

    def _additions(self) -> tuple[list[Rule], list[Rule]]:
        added, maybe = [], []
        for rule in self.table.additions:
            results = [self.table.fires(rule, sets) for sets in self.scenarios]
            if True in results:
                added.append(rule)
            elif None in results:
                maybe.append(rule)
        return added, maybe

    def _shown_row(self) -> Rule | None:
        by_id = {outcome.row["id"]: outcome.row for outcome in self.outcomes}
        if len(self.rows) == 1:
            return by_id[self.rows[0]]
        for group in self.law["words"]["shown_as"]:
            if all(row in group["rows"] for row in self.rows):
                return by_id.get(group["as"])
        return None

    def result(self) -> dict[str, Any]:
        lead = next((rule for rule in self.added if rule["leads"]), None)
        head: Rule = lead or self.shown or self.law["words"]["pending"]
        reasons = self._reasons()
        duties = self._duties()
        return {
            "classification": head["slug"] if "slug" in head else head["classification"],
            "row": head["id"] if "id" in head else head["row"],
            "title_es": head["title_es"],
            "plain_es": aged(self.law, head["plain_es"], self.union["edad"]),
            "status": self._status(),
            "age": self.age.result(),
            "inputs": self.union,
            "fired": reasons,
            "checks": [
                {
                    "id": c["id"],
                    "title_es": c["title_es"],
                    "state": s,
                    "cite": self._in_force(self._check_cites(c)),
                    "fix_es": c["fix_es"],
                }
                for c, s in self.checks
            ],
            "duties": duties,
            "referral": self._level("referral", lambda outcome: (outcome.referral, outcome.may_refer)),
            "criminal_report": self._level("criminal_report", lambda outcome: (outcome.report, outcome.may_report)),
            "sanctions": self._sanctions(),
            "urgent": self._is_urgent(),
            "citations": citations(self.law, self._all_cites(reasons, duties), self.on),
            "missing": missing(
                self.table, self.readings, self.outcomes, maybe=self.maybe, assumed=self.assumed, due=duties
            ),
            "explanation_es": " ".join(
                [self.age.result()["explain_es"], *(r["because_es"] for r in reasons), *self._notes()]
            ),
        }

    def _is_settled(self) -> bool:
        return self.shown is not None and len(self.rows) == 1

    def _is_urgent(self) -> bool:
        certain_row = all(outcome.row["urgent"] for outcome in self.outcomes)
        return certain_row or bool(self.alarming) or any(rule["urgent"] for rule in self.added)

    def _doubts_signs(self) -> bool:
        return any(rule["leads"] for rule in self.maybe) and not any(rule["leads"] for rule in self.added)

    def _presumes_age(self) -> bool:
        return any(value in (DOUBT_MIN, DOUBT_MAJORITY) for value in self.union["edad"])

    def _status(self) -> str:
        if self.shown is None:
            return "provisional" if any(rule["leads"] for rule in self.added) else "pendiente"
        settled = self._is_settled() and self.shown["checks"] != UNVERIFIED
        doubts = self._presumes_age() or self._doubts_signs() or bool(self.assumed)
        return "firme" if settled and not doubts else "provisional"

    def _notes(self) -> list[str]:
        notes = self.law["words"]["notes"]
        if self.shown is None:
            return [notes["conflict_urgent"]] if self.alarming else []
        found = []
        if self._presumes_age() and not self.age.result()["presumed"]:
            found.append(notes["provisional_age"])
        found += [
            notes["provisional_input"].replace("{input}", self.readings[n].spec["title_es"]) for n in self.assumed
        ]
        return found + ([notes["provisional_signs"]] if self._doubts_signs() else [])

    def _reasons(self) -> list[dict[str, Any]]:
        found = [self._fired(rule) for rule in self.added]
        if self.shown is not None:
            return [*found, self._fired(self.shown)]
        urgent = unique([o.row["id"] for reached in self.alarming for o in reached])
        rows = {o.row["id"]: o.row for o in self.outcomes}
        found += [self._fired(rows[name]) for name in urgent]
        pending = self.law["words"]["pending"]
        titles = unique([rows[name]["title_es"] for name in self.rows])
        cites = self._in_force(pending["cite"])
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

    def _fired(self, rule: Rule) -> dict[str, Any]:
        return fired(
            self.law,
            rule,
            because(self.law, rule, self.answers, self.readings, self.checks),
            answers=self.answers,
            readings=self.readings,
            on=self.on,
        )

    def _duties(self) -> list[dict[str, Any]]:
        duties = self.law["duties"]
        kinds = certain(self.outcomes, duties)
        for reached in self.alarming:
            kinds += certain(reached, duties)
        for rule in self.added:
            kinds += rule["duties"]
        due = [
            k
            for k in unique(kinds)
            if not (duties[k]["unless"] and evaluate(duties[k]["unless"], self.answers, self.numbers) is True)
        ]
        due = [k for k in due if not any(k in duties[other]["covers"] for other in due)]
        return [self._duty(kind) for kind in sorted(due, key=lambda kind: int(duties[kind]["order"]))]

    def _duty(self, kind: str) -> dict[str, Any]:
        duty = self.law["duties"][kind]
        deadline = None
        if duty["deadline"]:
            hours = self.numbers.get(duty["deadline"]["hours_param"] or "")
            deadline = {
                "hours": hours,
                "starts_es": duty["deadline"]["starts_es"],
                "what_es": duty["deadline"]["what_es"],
            }
        return {
            "kind": kind,
            "title_es": duty["title_es"],
            "plain_es": duty["plain_es"],
            "when": duty["when"],
            "deadline": deadline,
            "urgent": duty["urgent"] or (duty["when"] == "now" and self._is_urgent()),
            "cite": self._in_force(duty["cite"]),
            "mark": duty["mark"],
            "order": duty["order"],
        }

    def _level(self, name: str, of: Callable[[Outcome], tuple[str, bool]]) -> str:
        found = [of(outcome) for outcome in self.outcomes]
        level = min((sure for sure, _ in found), key=LEVELS.index)
        for reached in self.alarming:
            level = _higher(level, min((of(outcome)[0] for outcome in reached), key=LEVELS.index))
        for rule in self.added:
            level = _higher(level, rule[name])
        may = any(sure != "no" or more for sure, more in found) or any(rule[name] != "no" for rule in self.maybe)
        return "pending" if level == "no" and may else level

    def _sanctions(self) -> list[dict[str, Any]]:
        names = [n for n in self.outcomes[0].sanctions if all(n in outcome.sanctions for outcome in self.outcomes)]
        names += [name for rule in self.added for name in rule["sanctions"]]
        named = [(name, self.law["sanctions"][name]) for name in unique(names)]
        return [{"id": name, "label_es": s["label_es"], "cite": self._in_force(s["cite"])} for name, s in named]

    def _check_cites(self, check: Rule) -> list[str]:
        return unique(
            [
                *check["cite"],
                *(c for e in check["extra"] if is_within(e["when"], self.union) for c in e["cite"]),
            ]
        )

    def _in_force(self, cites: list[str]) -> list[str]:
        return [row["cite"] for row in citations(self.law, cites, self.on)]

    def _all_cites(self, reasons: list[dict[str, Any]], duties: list[dict[str, Any]]) -> list[str]:
        broken = [cite for check, state in self.checks if state == BROKEN for cite in self._check_cites(check)]
        own = [cite for part in (reasons, duties) for row in part for cite in row["cite"]]
        return unique([*own, *broken, *(cite for row in self._sanctions() for cite in row["cite"])])


def _higher(level: str, other: str) -> str:
    return max(level, other, key=LEVELS.index)
