"""The law of one local day, made ready once for every minor judged by it.

Values are bits in alphabetical order, inputs stand in the order of ``inputs.yaml``. What the answers cannot change
(where a row or a requirement holds) is looked up once; each condition is compiled the first time it is judged.
Pure; mirrored by ``tablet/src/law_of_day.ts``.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from protocols.ages import AGE, DOUBT_MAJORITY, FIRST, LATER
from protocols.citing import citation_key
from protocols.condition import Numbers, Truth, compiled, items_of
from protocols.readable import checks_of
from protocols.regions import Region, When, holds_in, meets, put, split

Rule = Mapping[str, Any]
# How much is held at most: laws, days of each, regions looked up in each day.
MAX_LAWS, MAX_DAYS, MAX_REGIONS = 4, 64, 10_000


class NoParameterInForce(LookupError):
    """The law that is loaded does not reach the day of the facts."""

    def __init__(self, name: str, on: str) -> None:
        self.name, self.on = name, on
        super().__init__(f"La ley cargada no alcanza esa fecha ({on}): falta «{name}» en parameters.yaml.")


def in_force(row: Rule, on: str) -> bool:
    """Whether a dated row is in force on the local day ``on``."""
    return (row["from"] is None or row["from"] <= on) and (row["until"] is None or on <= row["until"])


def numbers_on(law: Mapping[str, Any], on: str) -> dict[str, int]:
    """Return {parameter: value in force on ``on``}; a parameter without value that day is left out."""
    found: dict[str, int] = {}
    for name, parameter in law["parameters"].items():
        for value in parameter["values"]:
            if value["from"] <= on:
                if value["until"] is None or on <= value["until"]:
                    found[name] = value["value"]
                else:
                    found.pop(name, None)
    return found


def unique(values: Iterable[str]) -> list[str]:
    """Return the values once each, in order."""
    return list(dict.fromkeys(values))


class PreparedLaw:
    """A bundle with what is made of it once. The bundle must not change while this is held."""

    def __init__(self, bundle: Mapping[str, Any]) -> None:
        self.bundle, self.law = bundle, bundle["law"]
        self.readable = checks_of(bundle)
        self.codes = [sorted(value["code"] for value in spec["values"]) for spec in self.law["inputs"]]
        self.places = {spec["id"]: place for place, spec in enumerate(self.law["inputs"])}
        self.bits = [{code: 1 << n for n, code in enumerate(codes)} for codes in self.codes]
        self.kinds = list(self.law["duties"])
        self.kind_bits = {kind: 1 << n for n, kind in enumerate(self.kinds)}
        # Each duty with those that cover it.
        self.covering = {kind: self.kind_mask([kind]) for kind in self.kinds}
        for kind, duty in self.law["duties"].items():
            for covered in duty["covers"]:
                self.covering[covered] |= self.kind_bits[kind]
        self._kinds_in: dict[int, list[str]] = {}
        self._values: dict[tuple[int, int], list[str]] = {}
        self.removing = self.kind_mask(kind for kind, duty in self.law["duties"].items() if duty["removes"])
        self._truths: dict[int, Truth] = {}
        self._items: dict[int, list[str]] = {}
        self._days: dict[str, LawOfDay] = {}

    def on(self, day: str) -> "LawOfDay":
        """Return the law of a local day, ``YYYY-MM-DD``."""
        found = self._days.get(day)
        if found is None:
            if len(self._days) >= MAX_DAYS:
                self._days.clear()
            found = self._days[day] = LawOfDay(self, day)
        return found

    def truth(self, condition: Rule) -> Truth:
        """Return the condition compiled."""
        found = self._truths.get(id(condition))
        if found is None:
            found = self._truths[id(condition)] = compiled(condition)
        return found

    def items(self, condition: Rule) -> list[str]:
        """Return the items the condition reads."""
        found = self._items.get(id(condition))
        if found is None:
            found = self._items[id(condition)] = items_of(condition)
        return found

    def mask(self, place: int, codes: Iterable[str]) -> int:
        """Return values of the input at ``place`` as bits."""
        bits, found = self.bits[place], 0
        for code in codes:
            found |= bits[code]
        return found

    def values(self, place: int, mask: int) -> list[str]:
        """Return the values that the bits stand for, sorted."""
        found = self._values.get((place, mask))
        if found is None:
            found = [code for number, code in enumerate(self.codes[place]) if mask >> number & 1]
            self._values[place, mask] = found
        return list(found)

    def region(self, sets: Mapping[str, Sequence[str]]) -> Region:
        """Return {input: values} as a region; every value of an input that is not named."""
        every = ((place, sets.get(name, self.codes[place])) for name, place in self.places.items())
        return tuple(self.mask(place, codes) for place, codes in every)

    def when(self, named: Mapping[str, Sequence[str]]) -> When:
        """Return what a rule allows of each input it names."""
        return tuple((self.places[name], self.mask(self.places[name], codes)) for name, codes in named.items())

    def kind_mask(self, kinds: Iterable[str]) -> int:
        """Return duties as bits."""
        found = 0
        for kind in kinds:
            found |= self.kind_bits[kind]
        return found

    def kinds_in(self, mask: int) -> list[str]:
        """Return the duties that the bits stand for."""
        found = self._kinds_in.get(mask)
        if found is None:
            found = [kind for number, kind in enumerate(self.kinds) if mask >> number & 1]
            self._kinds_in[mask] = found
        return found


class ExtraOfDay:
    """What a rule or a requirement adds where ``when`` holds."""

    def __init__(self, law: PreparedLaw, extra: Rule) -> None:
        self.when, self.cite, self.sanctions = law.when(extra["when"]), extra["cite"], extra["sanctions"]
        self.kinds = law.kind_mask(extra["duties"])


class RuleOfDay:
    """A row or an addition in force."""

    def __init__(self, law: PreparedLaw, rule: Rule) -> None:
        self.rule, self.law = rule, law
        self.id, self.checks = str(rule["id"]), rule["checks"]
        self.when = law.when(rule["when"])
        self.possible = {law.places[name] for name in rule["possible"]}
        self.extra = [ExtraOfDay(law, extra) for extra in rule["extra"]]

    @cached_property
    def kinds(self) -> int:
        """The duties it asks everywhere."""
        return self.law.kind_mask(self.rule["duties"])

    @cached_property
    def options(self) -> list[tuple[str, list[Rule]]]:
        """The options it cites when they are ticked, by item."""
        options, where = self.law.law["options"], self.rule["option_where"].items()
        return [
            (item, [o for o in options[item] if not o["exclusive"] and all(o.get(k) == v for k, v in where)])
            for item in self.rule["option_cites"]
        ]

    @cached_property
    def reads(self) -> list[str]:
        """The items it rests on, sorted."""
        inputs = [self.law.law["inputs"][place] for place, _ in self.when]
        return sorted({item for spec in inputs for item in spec["reads"]} | set(self.rule["option_cites"]))


class CheckOfDay:
    """A requirement in force."""

    def __init__(self, law: PreparedLaw, check: Rule) -> None:
        self.check, self.id, self.law = check, str(check["id"]), law
        self.applies, self.report_in = law.when(check["applies"]), law.when(check["criminal_report_in"])
        self.extra = [ExtraOfDay(law, extra) for extra in check["extra"]]
        self.kinds = law.kind_mask(check["duties"])

    @cached_property
    def applies_when(self) -> Truth | None:
        """What it asks of the answers to apply."""
        return self._truth("applies_when")

    @cached_property
    def passes(self) -> Truth | None:
        """When it is met; one of the two may be lacking."""
        return self._truth("passes")

    @cached_property
    def fails(self) -> Truth | None:
        """When it is broken."""
        return self._truth("fails")

    def _truth(self, name: str) -> Truth | None:
        condition = self.check[name]
        return None if condition is None else self.law.truth(condition)


# A case of an input: as it is written, its condition, its value (0: any).
Case = tuple[Rule, Truth | None, int]
# A row that some combination of a region meets: its number, itself, the part inside, the parts outside.
Step = tuple[int, RuleOfDay, Region, list[Region]]


class LawOfDay:
    """The rules, requirements, numbers and citations of one local day."""

    def __init__(self, prepared: PreparedLaw, on: str) -> None:
        law = prepared.law
        self.prepared, self.law, self.on = prepared, law, on
        self.numbers: Numbers = numbers_on(law, on)
        self.cases = [self._cases(place) for place in range(len(law["inputs"]))]
        rules = [RuleOfDay(prepared, rule) for rule in law["rules"] if in_force(rule, on)]
        self.rows = [rule for rule in rules if rule.rule["kind"] == "row"]
        self.additions = [rule for rule in rules if rule.rule["kind"] == "addition"]
        self.checks = [CheckOfDay(prepared, check) for check in law["checks"] if in_force(check, on)]
        # The inputs by which requirements apply, and those that change what they ask.
        self.applying = _places(check.applies for check in self.checks)
        reported = [check.report_in for check in self.checks]
        self.asking = _places([*_extras(self.checks), *reported, *(check.applies for check in self.checks)])
        # No other input changes an outcome.
        named = _places([row.when for row in self.rows] + _extras(self.rows))
        self.deciding = frozenset({*self.asking, *named})
        self._citations: dict[str, dict[str, str] | None] = {}
        self._duties: dict[str, dict[str, Any]] = {}
        self._steps: dict[tuple[int, Region], list[Step]] = {}
        self._applying: dict[Region, list[tuple[CheckOfDay, bool]]] = {}

    def _cases(self, place: int) -> list[Case]:
        law, found = self.prepared, []
        for case in law.law["inputs"][place].get("cases", ()):
            if in_force(case, self.on):
                value = 0 if case["value"] == "open" else law.mask(place, [case["value"]])
                found.append((case, case["when"] and law.truth(case["when"]), value))
        return found

    def steps(self, start: int, region: Region) -> list[Step]:
        """Return the rows from ``start`` that some combination of ``region`` meets, until one asks no requirements."""
        found = self._steps.get((start, region))
        if found is None:
            if len(self._steps) >= MAX_REGIONS:
                self._steps.clear()
            found = self._steps[start, region] = []
            for number in range(start, len(self.rows)):
                row = self.rows[number]
                if meets(row.when, region):
                    found.append((number, row, *split(row.when, region)))
                    if row.checks is None:
                        break
        return found

    def applying_in(self, region: Region) -> list[tuple[CheckOfDay, bool]]:
        """Return [(requirement, everywhere)] for those that hold somewhere in ``region``."""
        found = self._applying.get(region)
        if found is None:
            if len(self._applying) >= MAX_REGIONS:
                self._applying.clear()
            aged = self._every_age(region)
            places = [(check, holds_in(check.applies, aged)) for check in self.checks]
            found = self._applying[region] = [(check, at is True) for check, at in places if at is not False]
        return found

    def _every_age(self, region: Region) -> Region:
        """A presumed adolescent is 15 and 16-17 at once."""
        law, place = self.prepared, self.prepared.places[AGE]
        doubt = law.bits[place][DOUBT_MAJORITY]
        if not region[place] & doubt:
            return region
        return put(region, place, region[place] & ~doubt | law.mask(place, (FIRST, LATER)))

    def citations(self, cites: Iterable[str]) -> list[dict[str, str]]:
        """Return the citations in force, once each, in order."""
        found = []
        for cite in dict.fromkeys(cites):
            if cite not in self._citations:
                self._citations[cite] = self._citation(cite)
            row = self._citations[cite]
            if row is not None:
                found.append(row)
        return found

    def cites(self, cites: Iterable[str]) -> list[str]:
        """Return the names of the citations in force, once each, in order."""
        return [row["cite"] for row in self.citations(cites)]

    def _citation(self, cite: str) -> dict[str, str] | None:
        row = self.law["citations"][citation_key(cite)]
        named = {"cite": row["cite"], "instrument": row["instrument"], "mark": row["mark"]}
        return named if in_force(row, self.on) else None

    def duty(self, kind: str) -> dict[str, Any]:
        """Return a duty as a determination tells it, but for its urgency."""
        if kind not in self._duties:
            self._duties[kind] = self._duty(kind)
        return self._duties[kind]

    def _duty(self, kind: str) -> dict[str, Any]:
        duty = self.law["duties"][kind]
        deadline = duty["deadline"]
        if deadline:
            hours = self.numbers.get(deadline["hours_param"] or "")
            deadline = {"hours": hours, "starts_es": deadline["starts_es"], "what_es": deadline["what_es"]}
        told = {name: duty[name] for name in ("title_es", "plain_es", "when", "urgent", "mark", "order")}
        return {"kind": kind, **told, "deadline": deadline or None, "cite": self.cites(duty["cite"])}


def _places(whens: Iterable[When]) -> tuple[int, ...]:
    return tuple(sorted({place for when in whens for place, _ in when}))


def _extras(parts: Sequence[RuleOfDay] | Sequence[CheckOfDay]) -> list[When]:
    return [extra.when for part in parts for extra in part.extra]


_HELD: dict[int, PreparedLaw] = {}


def prepared_law(bundle: Mapping[str, Any]) -> PreparedLaw:
    """Return the bundle made ready: the last few are held, by identity, so a bundle in use is never edited in place."""
    found = _HELD.get(id(bundle))
    if found is None or found.bundle is not bundle:
        if len(_HELD) >= MAX_LAWS:
            _HELD.clear()
        found = _HELD[id(bundle)] = PreparedLaw(bundle)
    return found


def forget_prepared() -> None:
    """Let go of what was made ready: for tools that do edit a bundle in place."""
    _HELD.clear()
