"""The sheet of one minor: what cannot wait first, then every fact with its source."""

from collections.abc import Sequence

from forms.blocks import fact_table, origin, unknowns
from forms.documents import Fact, Sheet
from forms.page import Paper, Quiet, Strong
from forms.rows import RowLook
from forms.styles import INK


def sheet_title(sheet: Sheet, position: int, total: int) -> str:
    """What a sheet is called outside itself: by its key, never by the name."""
    return f"Ficha {position} de {total} · {sheet.key}"


def draw_sheet(paper: Paper, sheet: Sheet, title: str, name_style: str = "sheet") -> None:
    """Draw one whole sheet under its title."""
    draw_head(paper, sheet, title, name_style)
    draw_facts(paper, sheet)


def draw_head(paper: Paper, sheet: Sheet, title: str, name_style: str) -> None:
    """Draw what is enough to act: who, in what danger, where to be found, what was seen."""
    paper.heading(title, 2, "section", title)
    _identity(paper, sheet, name_style)
    _alert(paper, sheet)
    _lead(paper, sheet.lead, first_rule=not sheet.alert)
    _account(paper, [fact for fact in sheet.account if not fact.blank])


def draw_facts(paper: Paper, sheet: Sheet) -> None:
    """Draw every other fact with its source, and then what is not known."""
    start = paper.mark()
    for group in sheet.groups:
        known = [fact for fact in group.facts if not fact.blank]
        if known:
            start = paper.mark()
            paper.heading(group.title, 3, "group", group.title)
            fact_table(paper, known)
    _unknown(paper, sheet)
    # What is not known never stands alone on a page: the last group goes with it.
    if paper.mark() > start:
        paper.together(start)


def _unknown(paper: Paper, sheet: Sheet) -> None:
    """What is not known, in one place: what is known is not lost among it."""
    rest = [fact for fact in (*sheet.account, *_grouped(sheet)) if fact.blank]
    if rest:
        paper.heading("Lo que falta saber", 3, "group")
        paper.paragraph([Quiet(unknowns(rest))], "note")


def _grouped(sheet: Sheet) -> list[Fact]:
    return [fact for group in sheet.groups for fact in group.facts]


def _identity(paper: Paper, sheet: Sheet, name_style: str) -> None:
    name: list[str] = [Quiet(f"Nombre: {sheet.name.value}")] if sheet.name.blank else [sheet.name.value]
    paper.paragraph(name, "lead" if sheet.name.blank else name_style)
    if not sheet.name.blank:
        paper.paragraph(f"Nombre: {origin(sheet.name)}", "source")
    paper.space(3)
    paper.paragraph([Strong(sheet.headline)], "lead")
    paper.paragraph(sheet.finding, "left")


def _alert(paper: Paper, sheet: Sheet) -> None:
    if sheet.alert:
        paper.row(
            [[paper.make([Strong(sheet.alert)], "mark_small")]],
            [1],
            RowLook(ground=INK, inset=8, above=5, below=7),
        )
        paper.space(2)


def _lead(paper: Paper, facts: Sequence[Fact], first_rule: bool) -> None:
    """What a protection officer asks first, two by two and larger; then which of it nobody knows."""
    known = [fact for fact in facts if not fact.blank]
    for start in range(0, len(known), 2):
        pair = known[start : start + 2]
        cells = [_lead_cell(paper, fact) for fact in pair] + [[]] * (2 - len(pair))
        widths = [50, 50] if len(known) > 1 else [100, 0]
        paper.row(cells, widths, RowLook(gap=18, rule=0.9 if start or first_rule else 0, above=4, below=6))
    blanks = [fact for fact in facts if fact.blank]
    if blanks:
        cell = [paper.make([Strong("Sin dato. "), Quiet(unknowns(blanks))], "value")]
        paper.row([cell], [1], RowLook(rule=0.4, above=3, below=3))


def _lead_cell(paper: Paper, fact: Fact) -> list:
    cell = [paper.make(fact.label, "lead_label"), paper.make(fact.value, "lead")]
    if fact.source:
        cell.append(paper.make(origin(fact), "source"))
    return cell


def _account(paper: Paper, facts: Sequence[Fact]) -> None:
    """Narration and own words, at full width: they are read, not looked up."""
    for fact in facts:
        source = f" ({origin(fact)})" if fact.source else ""
        paper.heading(fact.label + source, 3, "group", fact.label)
        for part in fact.value.split("\n"):
            if part.strip():
                paper.paragraph(part, "account")
