"""The lawyer's checklist over every paper: nothing lacks, and each thing taken away is named."""

import re
from dataclasses import replace
from typing import Any

import pytest

from forms.checklist import lacking, lacks
from forms.documents import Document
from inspection.documents import acta_document, notice_document, referral_document
from inspection.issuing import acts, versions
from protocols.acta_context import acta_text
from protocols.paper_words import load_paper_checks, load_paper_words
from tests.unit.documents import act_story, story

ROWS = load_paper_checks()
FIELDS = load_paper_words()["fields"]
NAMES = [part for name in (story.BOY_NAME, story.GIRL_NAME) for part in name.split()]
KINDS = ("referral", "immediate_notice", "acta", *acts(), *versions())


def whole_visit():
    """The visit with what a record of law must say in full."""
    visit = act_story.make_visit()
    witness = story.answers(
        story.WITNESS,
        f"person:{story.code('attending_witnesses', 'visit')}",
        {"person_name": "Juan Testigo Inventado", "person_address": "Calle Falsa 1, San Quintín"},
    )
    said = story.answers("visit", "visit", {"employer_statement": "Que no sabía", "workplace_phone": "000"})
    return replace(visit, answers=visit.answers | witness | said)


def paper(kind: str) -> Document:
    visit = whole_visit()
    rest: dict[str, Any] = {"registration": act_story.REGISTRATION, "office": act_story.OFFICE}
    if kind in ("referral", "immediate_notice"):
        write = referral_document if kind == "referral" else notice_document
        return write(visit, story.BUNDLE, minors=(story.BOY, story.GIRL), **rest)
    if kind == "acta":
        closed = replace(visit, closure=replace(visit.closure, text=acta_text(story.BUNDLE, visit.plain())))
        return acta_document(closed, story.BUNDLE, **rest)
    return act_story.act(kind, visit) if kind in acts() else act_story.version(kind, visit)


PAPERS = {kind: paper(kind) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_lacks_nothing_of_what_the_law_asks(kind) -> None:
    assert lacks(PAPERS[kind], kind, ROWS, NAMES) == ()


def taken(document: Any, where: str) -> Any:
    """The paper without what stands at a place."""
    kind, _, rest = where.partition(":")
    if kind == "text":
        return replace(document, text=re.sub(rest, "", document.text))
    if kind == "absent":
        return replace(document, registration=replace(document.registration, case_file=NAMES[0]))
    if kind == "section":
        return replace(document, sections=tuple(s for s in document.sections if s.code != rest))
    if kind == "fact":
        code, _, label = rest.partition("/")
        kept = [
            replace(s, facts=tuple(f for f in s.facts if f.label != label)) if s.code == code else s
            for s in document.sections
        ]
        return replace(document, sections=tuple(kept))
    head, _, tail = where.partition(".")
    inner = getattr(document, head)
    if not tail:
        return replace(document, **{head: type(inner)()})
    if tail in ("folio", "code", "issued_at"):  # these cannot even be made empty
        with pytest.raises((ValueError, AttributeError)):
            replace(inner, **{tail: "" if tail != "issued_at" else None})
        return None
    return replace(document, **{head: replace(inner, **{tail: type(getattr(inner, tail))()})})


CASES = [(row, kind, where) for row in ROWS for kind in row["papers"] for where in row["where"]]


@pytest.mark.parametrize(("row", "kind", "where"), CASES, ids=[f"{r['id']}-{k}-{w[:24]}" for r, k, w in CASES])
def test_each_requirement_taken_away_is_named(row, kind, where) -> None:
    document = PAPERS[kind]
    for one in where.split(" || "):
        if document is not None:
            document = taken(document, one)

    if document is not None:
        assert f"{row['cite']}: {row['label_es']}" in lacks(document, kind, ROWS, NAMES)


def test_every_kind_of_paper_has_its_rows() -> None:
    assert {kind for row in ROWS for kind in row["papers"]} == set(KINDS)


OUT_OF_THE_LETTER: dict[int, Any] = {
    1: lambda d: replace(d, issuer=replace(d.issuer, unit="")),
    3: lambda d: replace(d, registration=replace(d.registration, case_file="")),
    4: lambda d: replace(d, issuer=replace(d.issuer, place="")),
    5: lambda d: replace(d, subject=""),
    6: lambda d: replace(d, urgent=None),
    7: lambda d: replace(d, legend=replace(d.legend, privacy_notice=())),
    8: lambda d: replace(d, addressee=replace(d.addressee, level="")),
    9: lambda d: replace(d, addressee=replace(d.addressee, office="")),
    10: lambda d: replace(d, addressee=replace(d.addressee, caution="")),
    11: lambda d: replace(d, grounds=()),
    12: lambda d: replace(d, reasons=d.reasons[1:]),
    13: lambda d: replace(d, issuer=replace(d.issuer, competence=())),
    19: lambda d: replace(d, sheets=(replace(d.sheets[0], key=""), *d.sheets[1:])),
    51: lambda d: replace(d, requests=tuple(r for r in d.requests if not r.urgent)),
    52: lambda d: replace(d, requests=()),
    53: lambda d: replace(d, reply=""),
    54: lambda d: replace(d, annexes=()),
    56: lambda d: replace(d, issuer=replace(d.issuer, signer_post="")),
    57: lambda d: replace(d, registration=replace(d.registration, verify_at="")),
    58: lambda d: replace(d, issuer=replace(d.issuer, contact="")),
}
NEVER_EMPTY = {2: "the folio cannot be made empty", 59: "who gets a copy depends on the case"}


def without_field(document: Any, number: int) -> Any:
    if number in OUT_OF_THE_LETTER:
        return OUT_OF_THE_LETTER[number](document)
    first = document.sheets[0]
    kept = lambda facts: tuple(f for f in facts if f.number != number)  # noqa: E731
    sheet = replace(
        first,
        name=replace(first.name, value="") if number == first.name.number else first.name,
        lead=kept(first.lead),
        groups=tuple(replace(group, facts=kept(group.facts)) for group in first.groups),
        account=kept(first.account),
    )
    return replace(document, background=kept(document.background), sheets=(sheet, *document.sheets[1:]))


ASKED = [f for f in FIELDS if f["need"] in ("required", "conditional") and f["number"] not in NEVER_EMPTY]


@pytest.mark.parametrize("field", ASKED, ids=[f"{f['number']} {f['label_es']}" for f in ASKED])
def test_each_field_of_the_referral_taken_away_is_named(field) -> None:
    lacked = lacking(without_field(PAPERS["referral"], field["number"]), FIELDS)

    assert any(name.startswith(f"{field['number']} {field['label_es']}") for name in lacked)


@pytest.mark.parametrize("number", [f["number"] for f in FIELDS if f.get("src")])
def test_a_fact_whose_source_matters_without_it_is_named(number) -> None:
    document = PAPERS["referral"]
    first = document.sheets[0]
    bare = lambda facts: tuple(replace(f, source="") if f.number == number else f for f in facts)  # noqa: E731
    groups = tuple(replace(group, facts=bare(group.facts)) for group in first.groups)
    sheet = replace(first, name=bare((first.name,))[0], groups=groups)

    assert any("sin fuente" in name for name in lacking(replace(document, sheets=(sheet,)), FIELDS))
