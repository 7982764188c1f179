"""A lawyer's checklist: names what a paper lacks. The lists are data; here is only where each thing stands.

Two lists: the fields of a complete referral, and the requirements of law of every paper. A blank said in words
is not a lack of a referral, which tells what is not known; it is one of a record that the law wants whole.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from forms.documents import Act, Document, Fact, ImmediateNotice, Referral, Section, Sheet, texts_of

Row = Mapping[str, Any]
_OUTSIDE_SHEETS = "names_outside"

_IN_LETTER: dict[int, Callable[[Referral], object]] = {
    1: lambda d: d.issuer.institution and d.issuer.unit,
    2: lambda d: d.registration.folio,
    3: lambda d: d.registration.case_file,
    4: lambda d: d.issuer.place and d.registration.issued_at,
    5: lambda d: d.subject,
    6: lambda d: d.urgent in (True, False),
    7: lambda d: d.legend.classification and d.legend.text and d.legend.privacy_notice,
    8: lambda d: d.addressee.level,
    9: lambda d: d.addressee.post and d.addressee.office,
    10: lambda d: d.addressee.address or d.addressee.caution,
    11: lambda d: d.grounds,
    12: lambda d: _reasoned(d) == {sheet.key for sheet in d.sheets} and all(reason.text for reason in d.reasons),
    13: lambda d: d.issuer.competence,
    19: lambda d: all(sheet.key for sheet in d.sheets),
    51: lambda d: not d.urgent or any(request.urgent for request in d.requests),
    52: lambda d: d.requests,
    53: lambda d: d.reply,
    54: lambda d: d.annexes,
    56: lambda d: d.issuer.signer_name and d.issuer.signer_post,
    57: lambda d: d.registration.code and d.registration.verify_at,
    58: lambda d: d.issuer.address and d.issuer.contact,
    59: lambda d: True,  # who gets a copy depends on the case: nobody may be right
}


def _reasoned(document: Referral) -> set[str]:
    return {key for reason in document.reasons for key in (reason.keys or (reason.key,))}


def lacking(document: Referral, fields: Sequence[Row]) -> tuple[str, ...]:
    """Name the fields that the oficio or any of its sheets lacks.

    A required or conditional field must stand with its value, or with the reason in words why there is none; one
    whose source matters must also say it.

    Args:
        document: The oficio.
        fields: ``[{number, label_es, need, place, src?}, …]``; ``optional`` and ``after`` are not asked for.

    Returns:
        ``"2 Número de oficio"``, ``"22 Edad (NNA-7K3Q)"``, ``"20 Nombre: sin fuente (NNA-7K3Q)"``, …;
        ``"fichas"`` when there is none.
    """
    asked = [field for field in fields if field["need"] in ("required", "conditional")]
    found = [_name(field) for field in asked if not _in_letter(document, field)]
    for sheet in document.sheets:
        facts = {fact.number: fact for fact in _facts(sheet) if fact.value.strip()}
        for field in asked:
            fact = facts.get(field["number"])
            if field["place"] in ("letter", "after"):
                continue
            if fact is None:
                found.append(f"{_name(field)} ({sheet.key})")
            elif field.get("src") and not fact.blank and not fact.source:
                found.append(f"{_name(field)}: sin fuente ({sheet.key})")
    return tuple(found) if document.sheets else (*found, "fichas")


def lacks(document: Document, kind: str, rows: Sequence[Row], names: Sequence[str] = ()) -> tuple[str, ...]:
    """Name the requirements of law that a paper lacks.

    Args:
        document: The paper.
        kind: Its kind, as the rows name it.
        rows: ``[{id, cite, label_es, papers, where}, …]``.
        names: Names of minors, none of which may stand where the rows say ``absent``.

    Returns:
        ``"LFPA 3 V: Motivación"``, …
    """
    due = [row for row in rows if kind in row["papers"]]
    return tuple(
        f"{row['cite']}: {row['label_es']}"
        for row in due
        if not all(any(_stands(document, one, names) for one in where.split(" || ")) for where in _places(row))
    )


def _places(row: Row) -> list[str]:
    return list(row["where"])


def _stands(document: Document, where: str, names: Sequence[str]) -> bool:
    kind, _, rest = where.partition(":")
    if kind == "text":
        return re.search(rest, getattr(document, "text", "")) is not None
    if kind == "absent":
        said = " ".join(texts_of(_without_sheets(document) if rest == _OUTSIDE_SHEETS else document))
        return not any(name in said for name in names)
    if kind == "section":
        section = _section(document, rest)
        return section is not None and not section.is_empty
    if kind == "fact":
        code, _, label = rest.partition("/")
        section = _section(document, code)
        return section is not None and any(f.label == label and f.value.strip() and not f.blank for f in section.facts)
    return _is_said(document, where)


def _without_sheets(document: Document) -> Document:
    return replace(document, sheets=()) if isinstance(document, Referral | ImmediateNotice) else document


def _is_said(document: Document, path: str) -> bool:
    found: Any = document
    for name in path.split("."):
        found = getattr(found, name, None)
    return bool(found.strip()) if isinstance(found, str) else bool(found)


def _section(document: Document, code: str) -> Section | None:
    sections = document.sections if isinstance(document, Act) else ()
    return next((section for section in sections if section.code == code), None)


def _name(field: Row) -> str:
    return f"{field['number']} {field['label_es']}"


def _in_letter(document: Referral, field: Row) -> bool:
    if field["place"] != "letter":
        return True
    known = _IN_LETTER.get(field["number"])
    if known:
        return bool(known(document))
    return any(fact.number == field["number"] and fact.value.strip() for fact in document.background)


def _facts(sheet: Sheet) -> list[Fact]:
    grouped = [fact for group in sheet.groups for fact in group.facts]
    return [sheet.name, *sheet.lead, *grouped, *sheet.account]
