"""Age on the day of the facts: years and months, its source, and what is presumed when it is not proved.

Pure; mirrored by ``tablet/src/ages.ts``. Source: LGDNNA art. 5 (presumptions at 12 and 18). For 15 no law
presumes: the younger side is protected provisionally (LGDNNA art. 2).
DUDA LGDNNA 5 (STPS): confirm that reading.
"""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from protocols.condition import Answers, Numbers

# The input that every minor has, and its values.
AGE = "edad"
UNDER, FIRST, LATER, DOUBT_MIN, DOUBT_MAJORITY, ADULT = "u15", "e15", "e16_17", "nd15", "nd18", "e18"
# Without these no age can be read: the law loaded must reach the day of the facts.
NEEDED = ("min_age_years", "authorisation_until_years", "majority_years", "child_until_years")
EVERY = (UNDER, FIRST, LATER, DOUBT_MIN, DOUBT_MAJORITY, ADULT)


def presumes(values: Sequence[str]) -> bool:
    """Whether any of the values presumes an age that is not proved."""
    return any(value in (DOUBT_MIN, DOUBT_MAJORITY) for value in values)


def age_on(birth_on: str, on: str) -> tuple[int, int] | None:
    """Return (years, months) completed on ``on``, or None when not born yet.

    Who was born on 29 February completes years on 1 March of a common year: the protective reading.

    >>> age_on("2010-03-10", "2025-03-09"), age_on("2010-03-10", "2025-03-10")
    ((14, 11), (15, 0))
    """
    born, day = ([int(part) for part in text.split("-")] for text in (birth_on, on))
    months = (day[0] - born[0]) * 12 + day[1] - born[1] - (1 if day[2] < born[2] else 0)
    return None if months < 0 else (months // 12, months % 12)


def _band(years: int, numbers: Numbers) -> str:
    if years < numbers["min_age_years"]:
        return UNDER
    if years < numbers["authorisation_until_years"]:
        return FIRST
    return LATER if years < numbers["majority_years"] else ADULT


def _possible(proved: int | None, stated: int | None, doubt: str | None, numbers: Numbers) -> list[str]:
    """Values the input ``edad`` may take for one choice of heads. More doubt never gives an older reading."""
    if proved is not None:
        band = _band(proved, numbers)
        if doubt == DOUBT_MIN and band != UNDER:
            return [band, DOUBT_MIN]
        return [ADULT, DOUBT_MAJORITY] if doubt == DOUBT_MAJORITY and band == ADULT else [band]
    if doubt == DOUBT_MIN or (stated is not None and stated < numbers["min_age_years"]):
        return [DOUBT_MIN]
    if doubt == DOUBT_MAJORITY:
        return [DOUBT_MAJORITY]
    if stated is None:
        return list(EVERY)
    # DUDA LGDNNA 5 (STPS): who says to be an adult, without proof, is presumed adolescent until it is proved.
    return [DOUBT_MAJORITY] if doubt == "none" else [DOUBT_MIN, DOUBT_MAJORITY]


def _heads(answers: Answers, item: str) -> list[Any]:
    found: list[Any] = []
    for head in answers.get(item, ()):
        value = head.get("v")
        if value not in found:
            found.append(value)
    return found or [None]


def _fill(template: str, **values: str) -> str:
    for name, value in values.items():
        template = template.replace("{" + name + "}", value)
    return template


class AgeReading:
    """What the age answers say; ``sets`` has one list of possible values for each choice of heads."""

    def __init__(
        self, law: Mapping[str, Any], spec: Mapping[str, Any], answers: Answers, on: str, numbers: Numbers
    ) -> None:
        self.law, self.spec, self.numbers, self.words = law, spec, numbers, law["words"]["age"]
        self.sets: list[list[str]] = []
        self.told: list[tuple[tuple[int, int] | None, int | None, bool, str | None, str | None]] = []
        names = [spec[key] for key in ("birth_date", "said", "evidence", "doubt")]
        for birth, said, evidence, raw_doubt in product(*(_heads(answers, name) for name in names)):
            exact = age_on(birth, on) if birth else None
            doubt = spec["doubt_reads"].get(raw_doubt)
            proves = evidence in spec["proof"]
            stated = exact[0] if exact else said
            values = _possible(stated if proves else None, stated, doubt, numbers)
            if values not in self.sets:
                self.sets.append(values)
            told = (exact, said, proves and stated is not None, evidence, doubt)
            if told not in self.told:
                self.told.append(told)

    def result(self) -> dict[str, Any]:
        """Return the ``age`` part of a determination."""
        exact, said, proved, _, doubt = self.told[0]
        ages = {(told[0], told[1] if told[0] is None else None) for told in self.told}
        conflict = len(ages) > 1 or len(self.sets) > 1
        years = None if conflict else exact[0] if exact else said
        values = sorted({value for part in self.sets for value in part})
        band = self._band_code(values, years)
        source = (
            "contradictoria"
            if conflict
            else "documento"
            if proved
            else "declarada"
            if years is not None
            else "estimada"
            if doubt
            else "sin_dato"
        )
        return {
            "years": years,
            "months": exact[1] if exact and not conflict else None,
            "band": band,
            "band_es": self.law["words"]["bands"][band]["title_es"],
            "source": source,
            "presumed": values in ([DOUBT_MIN], [DOUBT_MAJORITY]),
            "explain_es": self._explain(conflict),
        }

    def _band_code(self, values: Sequence[str], years: int | None) -> str:
        if len(values) != 1:
            return "unknown"
        if values[0] == UNDER:
            return (
                "u_min" if years is None else "u12" if years < self.numbers["child_until_years"] else "12-14"
            )
        return {FIRST: "15", LATER: "16-17", ADULT: "18+"}.get(values[0], values[0])

    def _explain(self, conflict: bool) -> str:
        if conflict:
            return str(self.words["conflict"])
        exact, said, proved, evidence, doubt = self.told[0]
        age = self._age_words(exact, said)
        parts = []
        if proved:
            label = next(
                (o["label_es"] for o in self.law["options"][self.spec["evidence"]] if o["code"] == evidence),
                "",
            )
            parts.append(_fill(self.words["proved"], evidence=label, age=age))
        elif exact:
            parts.append(_fill(self.words["unproved_date"], age=age))
        else:
            parts.append(_fill(self.words["said"], age=age) if said is not None else self.words["nothing"])
        if doubt in (DOUBT_MIN, DOUBT_MAJORITY):
            parts.append(self.words["doubt_" + doubt])
        values = self.sets[0]
        if values in ([DOUBT_MIN], [DOUBT_MAJORITY]):
            parts.append(self.words["presumed_" + values[0]])
        elif values == [DOUBT_MIN, DOUBT_MAJORITY]:
            parts.append(self.words["ask_doubt"])
        elif proved and len(values) > 1:
            parts.append(self.words["document_doubted"])
        return _fill(
            " ".join(parts),
            min_age=str(self.numbers["min_age_years"]),
            majority=str(self.numbers["majority_years"]),
        )

    def _age_words(self, exact: tuple[int, int] | None, said: int | None) -> str:
        years, months = exact if exact else (said or 0, 0)
        text = self._count("year", years)
        return text + self.words["and"] + self._count("month", months) if months else text

    def _count(self, unit: str, number: int) -> str:
        return _fill(self.words[unit + ("_one" if number == 1 else "_many")], n=str(number))
