"""The sheet of one minor: what cannot wait first, then every fact with its source."""

from collections.abc import Sequence

from forms.blocks import fact_table, origin
from forms.documents import Fact, Sheet
from forms.page import Paper, Quiet, Strong
from forms.rows import Row, RowLook
from forms.styles import INK


def sheet_title(sheet: Sheet, position: int, total: int) -> str:
    """What a sheet is called outside itself: by its key, never by the name."""
    return f"Ficha {position} de {total} · {sheet.key}"


def draw_sheet(paper: Paper, sheet: Sheet, title: str, name_style: str = "sheet") -> None:
    """Draw one sheet under its title."""
    paper.heading(title, 2, "section", title)
    _identity(paper, sheet, name_style)
    _alert(paper, sheet)
    _lead(paper, sheet.lead, first_rule=not sheet.alert)
    _account(paper, sheet.account)
    for position, group in enumerate(sheet.groups):
        paper.heading(group.title, 3, "group", group.title)
        fact_table(paper, group.facts, headed=position == 0)


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
    """What a protection officer asks first, two by two and larger."""
    for start in range(0, len(facts), 2):
        pair = facts[start : start + 2]
        cells = [_lead_cell(paper, fact) for fact in pair] + [[]] * (2 - len(pair))
        paper.row(cells, [50, 50], RowLook(gap=18, rule=0.9 if start or first_rule else 0, above=4, below=8))


def _lead_cell(paper: Paper, fact: Fact) -> list:
    value: list[str] = [Quiet(fact.value)] if fact.blank else [fact.value]
    cell = [paper.make(fact.label, "lead_label"), paper.make(value, "lead")]
    if fact.source:
        cell.append(paper.make(origin(fact), "source"))
    return cell


def _account(paper: Paper, facts: Sequence[Fact]) -> None:
    """Narration and own words, at full width: they are read, not looked up."""
    for fact in facts:
        paper.heading(fact.label, 3, "group", fact.label)
        for part in fact.value.split("\n"):
            if part.strip():
                paper.paragraph([Quiet(part)] if fact.blank else part, "body")
        if fact.source:
            paper.place(
                Row([[paper.make(f"Fuente: {origin(fact)}", "source")]], [1], RowLook(above=0, below=2))
            )
