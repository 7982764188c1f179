"""The statistics annex counts and never points at anybody."""

from collections import Counter
from dataclasses import replace
from itertools import product

from forms import act
from forms.attaching import attach
from inspection.documents.reading import VisitReading
from inspection.documents.statistics import _cells, annex_document, as_csv, rows_of, tables_of
from protocols.paper_words import load_statistics_words
from protocols.statistics import load_statistics
from tests.unit.documents import act_story, story

WORDS = load_statistics_words()
ROWS = rows_of(act_story.make_visit(), story.BUNDLE, WORDS)


def annex(rows):
    tables = tables_of(rows, WORDS)
    issuer = act_story.act("receipt").issuer
    document = annex_document(
        tables,
        WORDS,
        minors=len(rows),
        visits=3,
        period="del 1 de noviembre de 2026 al 30 de noviembre de 2026",
        registration=act_story.REGISTRATION,
        issuer=issuer,
    )
    return tables, document


def test_each_minor_counts_once_in_every_variable_by_the_label_of_the_law() -> None:
    boy, girl = ROWS

    assert (boy["sexo"], girl["sexo"]) == (["Hombre"], ["Mujer"])
    assert (boy["grupo_enti"], girl["grupo_enti"]) == (["12 a 14 años"], ["15 a 17 años"])
    assert boy["cese_ordenado"] == ["sí"] and girl["cese_ordenado"] == ["no consta"]
    assert boy["horas_dia"] == ["más de 8"] and boy["cve_ent"] == ["Baja California"]
    assert len(boy["peligros_lft176"]) == 2


def test_no_name_no_key_and_no_free_text_is_in_what_is_counted() -> None:
    said = str(ROWS)

    for secret in (story.BOY_NAME, story.GIRL_NAME, "Tomi", "NNA-", "cuchillo y carga", "El Supuesto", "Albergue"):
        assert secret not in said


def test_small_cells_are_hidden_and_cannot_be_worked_out_by_subtraction() -> None:
    rows = [ROWS[0]] * 20 + [ROWS[1]] * 3
    sexes = next(table for table in tables_of(rows, WORDS) if table.name == "sexo")

    assert [(cell.category, cell.count) for cell in sexes.cells] == [("Hombre", None), ("Mujer", None)]
    assert {cell.shown for cell in sexes.cells} == {WORDS["cell_hidden_es"]}


def test_no_hidden_cell_can_be_worked_out_from_the_total_nor_told_from_its_neighbour() -> None:
    """Every way of filling the hidden cells that agrees with what is published: none has one value only."""
    names = ("Hombre", "Mujer", "no especificado")
    for counts in product(range(1, 13), repeat=3):
        cells = _cells(dict(zip(names, counts, strict=True)), WORDS)
        shown = [cell.count for cell in cells if cell.count is not None]
        hidden = len(cells) - len(shown)
        if min(counts) >= WORDS["minimum_cell"] or not cells:
            continue
        most = min(shown, default=99)
        left = sum(counts) - sum(shown)
        ways = [w for w in product(range(1, most + 1), repeat=hidden - 1) if 1 <= left - sum(w) <= most]
        smallest = {min((*way, left - sum(way))) for way in ways}
        assert len({one for one in smallest if one < WORDS["minimum_cell"]}) > 1, counts
        assert len({cell.shown for cell in cells if cell.count is None}) == 1


def test_no_published_cell_is_under_the_minimum() -> None:
    rows = [ROWS[0]] * 9 + [ROWS[1]] * 6
    published = [cell.count for table in tables_of(rows, WORDS) for cell in table.cells if cell.count is not None]

    assert published and min(published) >= WORDS["minimum_cell"]
    counts = Counter(category for row in rows for category in row["sexo"])
    assert counts == {"Hombre": 9, "Mujer": 6}


def test_few_minors_give_no_table_at_all() -> None:
    _, document = annex(ROWS)
    text = " ".join(fact.value for section in document.sections for fact in section.facts)

    assert [section.code for section in document.sections] == ["total", "none"]
    assert text == "menos de 5"


def test_the_annex_carries_the_same_tables_for_machines_and_stays_archival() -> None:
    import page

    tables, document = annex([ROWS[0]] * 9 + [ROWS[1]] * 6)
    data = as_csv(tables)
    pdf = attach(act.draw(document), WORDS["file_name"], data, description="cuadros", mime="text/csv")

    assert "sexo,Hombre,9," in data.decode()
    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        assert page.validate_pdf_bytes(pdf, profile=profile).is_compliant


def test_an_adult_whose_age_was_checked_is_not_counted() -> None:
    visit = act_story.make_visit()
    adult = story.answers(
        story.GIRL,
        "minor",
        {"said_age": 25, "birth_date": {"v": "2001-02-11", "src": "document", "verified": True}},
    )

    assert len(rows_of(replace(visit, answers=visit.answers | adult), story.BUNDLE, WORDS)) == 1


def test_every_variable_of_the_dictionary_is_counted_or_says_why_it_is_not() -> None:
    shown = {table["name"] for table in WORDS["tables"]}
    for variable in (entry["name"] for entry in load_statistics()):
        counted_in = "ind_tf" if variable.startswith("ind_tf_") else WORDS["counted_as"].get(variable, variable)
        assert (counted_in in shown) != bool(WORDS["unpublished"].get(variable)), variable


def test_every_table_counts_something_of_the_protocol() -> None:
    reading = VisitReading(act_story.make_visit(), story.BUNDLE)
    for table in WORDS["tables"]:
        scope = table.get("of", "minor")
        if "item" in table:
            item = reading.items[table["item"]]
            assert item["for"] == scope, table
        elif "role" in table:
            item = reading.item(table["role"], scope)
            assert item is not None, table
        else:
            continue
        assert set(table.get("only", ())) <= {option["code"] for option in reading.options(item)}, table


def test_hours_run_from_finding_to_notice_and_from_notice_to_the_signed_receipt() -> None:
    visit = act_story.make_visit()
    papers = (
        story.happening("document_issued", "visit", 70, issued("referral", "A"), None, story.instant(12, 34)),
        story.happening("document_issued", "visit", 71, issued("receipt", "B"), None, story.instant(12, 40)),
        story.happening("document_signed", "visit", 72, {"code": "B"}, None, story.instant(22, 34)),
    )
    boy, girl = rows_of(replace(visit, happenings=(*visit.happenings, *papers)), story.BUNDLE, WORDS)

    assert boy["horas_deteccion_a_envio"] == ["hasta 3"] and boy["horas_envio_a_acuse"] == ["de 3 a 24"]
    assert girl["horas_deteccion_a_envio"] == ["todavía no"] and girl["horas_envio_a_acuse"] == ["no especificado"]
    assert boy["horas_semana"] == ["más de 48"] and girl["horas_semana"] == ["de 36 a 48"]


def issued(document: str, code: str) -> dict:
    return {"document": document, "code": code, "minors": [story.BOY]}


def counts_in(name: str, rows) -> dict:
    table = next(table for table in tables_of(rows, WORDS) if table.name == name)
    return {cell.category: cell.count for cell in table.cells}


def of_ages(**ages: int) -> list[dict]:
    """So many of each age group, as every cut of age says it."""
    cuts = {
        "a": ("0 a 4 años", "niña o niño", "no especificado"),
        "b": ("5 a 11 años", "niña o niño", "5 a 11 años"),
        "c": ("12 a 14 años", "adolescente", "12 a 17 años"),
        "d": ("15 a 17 años", "adolescente", "12 a 17 años"),
    }
    names = ("grupo_enti", "grupo_lgdnna", "grupo_citi")
    rows = []
    for cut, count in ages.items():
        rows += [ROWS[0] | {name: [label] for name, label in zip(names, cuts[cut], strict=True)}] * count
    return rows


def test_a_hidden_age_group_cannot_be_worked_out_from_another_cut_of_age() -> None:
    """Twenty adolescents of fifteen or more beside twenty-three adolescents would say: three of twelve to fourteen."""
    rows = of_ages(a=20, b=20, c=3, d=20)

    assert counts_in("grupo_enti", rows)["12 a 14 años"] is None
    assert counts_in("grupo_lgdnna", rows) == counts_in("grupo_citi", rows) == {}
    plenty = of_ages(a=20, b=20, c=8, d=20)
    assert counts_in("grupo_lgdnna", plenty) == {"niña o niño": 40, "adolescente": 28}


def test_no_state_of_one_municipality_gives_away_its_few() -> None:
    rows = [ROWS[0] | {"cve_ent": ["A"], "cvegeo": ["A1"]}] * 20 + [ROWS[0] | {"cve_ent": ["A"], "cvegeo": ["A2"]}] * 3
    rows += [ROWS[0] | {"cve_ent": ["B"], "cvegeo": ["B1"]}] * 9

    assert counts_in("cve_ent", rows) == {"A": 23, "B": 9}
    assert counts_in("cvegeo", rows) == {}


def test_every_cut_beside_another_names_a_table_that_leads() -> None:
    leads = {table["name"]: table.get("beside") for table in WORDS["tables"]}

    assert {lead for lead in leads.values() if lead} <= {name for name, lead in leads.items() if lead is None}


def test_what_is_withheld_says_so_on_paper_and_for_machines() -> None:
    tables, document = annex(of_ages(a=20, b=20, c=3, d=20))
    section = next(section for section in document.sections if section.code == "grupo_citi")

    assert section.paragraphs == (WORDS["withheld_es"],) and not section.facts
    assert "grupo_citi,,,no se publica" in as_csv(tables).decode()
