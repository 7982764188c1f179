"""The statistics annex: counts of minors, never a row for one; small cells are hidden and cannot be worked out.

Source: LGDNNA 76; the law of the national statistical system (por validar).
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from forms.documents import Act, Fact, Issuer, Legend, Registration, Section
from forms.spanish import counted
from inspection.documents.minors import CHILD_UNTIL_YEARS, Minor, minors_of
from inspection.documents.office import state_name
from inspection.documents.reading import VisitReading
from inspection.domain.review import in_effect
from inspection.domain.visit import OpenedVisit
from protocols.paper_words import load_paper_words

Words = Mapping[str, Any]
GROUPS = ((4, "0 a 4 años"), (11, "5 a 11 años"), (14, "12 a 14 años"), (17, "15 a 17 años"))
ADULT = "18+"
CITI_FROM = 5
WEEKS = ((14, "hasta 14"), (36, "de 14 a 36"), (48, "de 36 a 48"), (168, "más de 48"))
WAITS = ((3, "hasta 3"), (24, "de 3 a 24"), (72, "de 24 a 72"), (10**9, "más de 72"))
SENT, RECEIPT = ("immediate_notice", "referral"), "receipt"


@dataclass(frozen=True)
class Cell:
    """One category. ``count`` is None where it is hidden; ``shown`` is what is printed."""

    category: str
    count: int | None
    shown: str


@dataclass(frozen=True)
class Table:
    """One variable with its categories, the commonest first."""

    name: str
    label: str
    cells: tuple[Cell, ...]


def rows_of(visit: OpenedVisit, bundle: Mapping[str, Any], words: Words) -> list[dict[str, list[str]]]:
    """Return, for each minor of a visit, ``{variable: categories}``: for counting, never for printing."""
    reading = VisitReading(visit, bundle)
    standing = [e.entity for e in visit.entities.values() if e.kind == "minor" and not e.removed]
    minors = [m for m in minors_of(reading, standing) if m.determination["age"]["band"] != ADULT]
    return [{table["name"]: _categories(minor, table, words) for table in words["tables"]} for minor in minors]


def _categories(minor: Minor, table: Words, words: Words) -> list[str]:
    if "compose" in table:
        found = _COMPOSED[table["compose"]](minor)
        return [found] if found else [words["unspecified_es"]]
    entity = "visit" if table.get("of") == "visit" else minor.entity
    reading = minor.reading
    scope = entity.partition(":")[0]
    item = reading.items.get(table["item"]) if "item" in table else reading.item(table["role"], scope)
    value = reading.value_of(entity, item)
    if "bands" in table:
        return [_band(value, table["bands"]) or words["unspecified_es"]]
    labels = reading.labels(item) if item else {}
    codes = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    if "only" in table:
        said = "sí" if set(codes) & set(table["only"]) else "no"
        return [said if codes else words["unspecified_es"]]
    plain = {"si": "sí", "no": "no", "no_aplica": "no aplica"}
    plain |= {"exhibe": "se mostró", "parcial": "en parte", "no_exhibe": "no se mostró"}
    # What is neither an option nor a plain answer was typed by somebody: it is never published.
    named = [labels.get(code) or plain.get(code) for code in codes]
    return [label for label in named if label] or [words["unspecified_es"]]


def _band(value: Any, bands: Sequence[Words]) -> str:
    if not isinstance(value, int):
        return ""
    return next((str(band["label_es"]) for band in bands if "until" not in band or value <= band["until"]), "")


def tables_of(rows: Iterable[Mapping[str, Sequence[str]]], words: Words) -> list[Table]:
    """Count and hide.

    Args:
        rows: As `rows_of` returns them, of any number of visits.
        words: The data of the annex.
    """
    rows = list(rows)
    made = []
    for table in words["tables"]:
        counts = Counter(category for row in rows for category in dict.fromkeys(row[table["name"]]))
        made.append(Table(table["name"], table["label_es"], _cells(counts, words)))
    return _without_subtraction(made, words)


def _without_subtraction(made: Sequence[Table], words: Words) -> list[Table]:
    """Withhold what would give away a hidden cell by subtraction: another cut of the same variable.

    Ages in other groups, municipalities beside states, months beside quarters: of two cuts only the leading one is
    published while either hides something.
    """
    leads = {table["name"]: table.get("beside") for table in words["tables"]}
    closed = {table.name for table in made if not table.cells or any(cell.count is None for cell in table.cells)}
    shut = {leads[name] or name for name in closed}
    return [replace(table, cells=()) if leads[table.name] in shut else table for table in made]


def _cells(counts: Mapping[str, int], words: Words) -> tuple[Cell, ...]:
    """Hide what is small, and the next smallest until no hidden cell can be worked out from the total.

    Which of the hidden cells was small is not said either: all carry the same words, in alphabetical order.
    A table that cannot be made safe is empty.
    """
    minimum = int(words["minimum_cell"])
    rising = sorted(counts.items(), key=lambda pair: (pair[1], pair[0]))
    few = sum(count < minimum for _, count in rising)
    while few and few < len(rising) and not _is_ambiguous(rising, few, minimum):
        few += 1
    if few and not _is_ambiguous(rising, few, minimum):
        return ()
    shown = [Cell(category, count, str(count)) for category, count in reversed(rising[few:])]
    hidden = sorted(category for category, _ in rising[:few])
    return (*shown, *(Cell(category, None, words["cell_hidden_es"]) for category in hidden))


def _is_ambiguous(rising: Sequence[tuple[str, int]], hidden: int, minimum: int) -> bool:
    """Tell whether the smallest hidden cell may have several values for who knows the sum of the hidden ones.

    Each is at least 1 and at most the smallest that is shown; at least one is under the minimum.
    """
    total = sum(count for _, count in rising[:hidden])
    most = rising[hidden][1] if hidden < len(rising) else total
    return min(minimum - 1, total // hidden) > max(1, total - (hidden - 1) * most)


def annex_document(
    tables: Sequence[Table],
    words: Words,
    *,
    minors: int,
    visits: int,
    period: str,
    registration: Registration,
    issuer: Issuer,
) -> Act:
    """Return the annex as a paper.

    Args:
        tables: What was counted.
        words: The data of the annex.
        minors: How many were counted; hidden like any cell when few.
        visits: In how many visits.
        period: In words: ``de enero a marzo de 2027``.
        registration: Its numbers and instant.
        issuer: The office.
    """
    minimum = int(words["minimum_cell"])
    total = str(minors) if minors >= minimum else words["hidden_es"].format(minimum=minimum)
    said = counted(visits, "visita", "visitas", feminine=True) if visits < 1_000_000 else f"{visits} visitas"
    notes = [text.format(version=words["dictionary_version"], minimum=minimum) for text in words["notes_es"]]
    shown = [_section(table, words) for table in tables]
    few = Section("none", "", paragraphs=(words["none_es"],))
    return Act(
        kind="statistics",
        title=words["title_es"],
        number_label=words["number_label_es"],
        registration=registration,
        issuer=issuer,
        legend=Legend("", "", words["footer_es"], ()),
        subject=words["subject_es"].format(period=period),
        opening=words["opening_es"].format(visits=said),
        sections=(
            Section("total", words["total_es"], facts=(Fact(0, words["counted_es"], total),), items=tuple(notes)),
            *(shown if minors >= minimum else [few]),
        ),
        sealed=False,
    )


def _section(table: Table, words: Words) -> Section:
    facts = tuple(Fact(0, _label(cell.category), cell.shown) for cell in table.cells)
    withheld = () if facts else (words["withheld_es"],)
    return Section(table.name, table.label, facts=facts, paragraphs=withheld, beside=True)


def _label(category: str) -> str:
    return category[:1].upper() + category[1:]


def as_csv(tables: Sequence[Table]) -> bytes:
    """Return the tables for machines: UTF-8, codes as text, hidden cells empty with their reason."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["variable", "categoria", "casos", "nota"])
    for table in tables:
        if not table.cells:
            writer.writerow([table.name, "", "", "no se publica en este periodo"])
        for cell in table.cells:
            known = cell.count is not None
            writer.writerow([table.name, cell.category, cell.count if known else "", "" if known else cell.shown])
    return out.getvalue().encode("utf-8")


def _age_group(minor: Minor) -> str:
    years = minor.years
    return "" if years is None else next((label for until, label in GROUPS if years <= until), "")


def _legal_group(minor: Minor) -> str:
    years = minor.years
    return "" if years is None else "niña o niño" if years < CHILD_UNTIL_YEARS else "adolescente"


def _did(*duties: str) -> Callable[[Minor], str]:
    return lambda minor: "sí" if minor.actions(*duties) else "no consta"


def _has(kind: str) -> Callable[[Minor], str]:
    def told(minor: Minor) -> str:
        papers = (h for h in minor.reading.visit.happenings if h.type == "document_issued")
        issued = any(h.body["document"] == kind and minor.entity in h.body["minors"] for h in papers)
        return "sí" if issued else "no consta"

    return told


def _citi_group(minor: Minor) -> str:
    years = minor.years
    return "" if years is None or years < CITI_FROM else "5 a 11 años" if years < CHILD_UNTIL_YEARS else "12 a 17 años"


def _hours_week(minor: Minor) -> str:
    minutes, days = minor.value("hours_day"), minor.value("days_week")
    if not (isinstance(minutes, int) and isinstance(days, int)):
        return ""
    return next(label for until, label in WEEKS if minutes * days <= until * 60)


def _between(minor: Minor, start: int | None, end: int | None) -> str:
    """Hours from one event to another, in bands; by the server's clock for what the office did."""
    if start is None:
        return ""
    if end is None:
        return "todavía no"
    return next(label for until, label in WAITS if end - start <= until * 3_600_000)


def _found(minor: Minor) -> int | None:
    added = (h for h in minor.reading.visit.happenings if h.type == "minor_added" and h.entity == minor.entity)
    return min((h.recorded_at for h in added), default=None)


def _sent(minor: Minor) -> int | None:
    visit = minor.reading.visit
    papers = (one for kind in SENT for one in in_effect(visit, kind) if minor.entity in one.body["minors"])
    return min((one.recorded_at for one in papers), default=None)


def _receipt(minor: Minor) -> int | None:
    visit = minor.reading.visit
    codes = {one.body["code"] for one in in_effect(visit, RECEIPT) if minor.entity in one.body["minors"]}
    back = (h for h in visit.happenings if h.type == "document_signed" and h.body["code"] in codes)
    return min((h.recorded_at for h in back), default=None)


def _quarter(minor: Minor) -> str:
    day = minor.reading.facts_on()
    return f"{day.year}-T{(day.month + 2) // 3}"


_COMPOSED: Mapping[str, Callable[[Minor], str]] = {
    "age_group": _age_group,
    "legal_group": _legal_group,
    "age_source": lambda minor: str(minor.determination["age"]["source"] or ""),
    "classification": lambda minor: str(minor.determination["title_es"]),
    "state": lambda minor: state_name(minor.reading, load_paper_words()),
    "quarter": _quarter,
    "year": lambda minor: str(minor.reading.facts_on().year),
    "month": lambda minor: f"{minor.reading.facts_on():%Y-%m}",
    "citi_group": _citi_group,
    "hours_week": _hours_week,
    "hours_to_sent": lambda minor: _between(minor, _found(minor), _sent(minor)),
    "hours_to_receipt": lambda minor: _between(minor, _sent(minor), _receipt(minor)),
    "stopped": _did("immediate_cessation"),
    "reported": _did("criminal_report"),
    "noticed": _has("immediate_notice"),
    "referred": _has("referral"),
}
