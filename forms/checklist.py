"""A lawyer's checklist: names what an oficio lacks, by the list of fields of a complete referral.

The list is data (number, label, need, place); this file only knows where in the document each one stands.
A blank said in words is not a lack: it is a fact about what was not known.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from forms.documents import Fact, Referral, Sheet

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
    11: lambda d: d.grounds,
    12: lambda d: len(d.reasons) == len(d.sheets) and all(reason.text for reason in d.reasons),
    13: lambda d: d.issuer.competence,
    19: lambda d: all(sheet.key for sheet in d.sheets),
    52: lambda d: d.requests,
    53: lambda d: d.reply,
    54: lambda d: d.annexes,
    56: lambda d: d.issuer.signer_name and d.issuer.signer_post,
    57: lambda d: d.registration.code and d.registration.verify_at,
    58: lambda d: d.issuer.address and d.issuer.contact,
}


def lacking(document: Referral, fields: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Name the required fields that the oficio or any of its sheets lacks.

    Args:
        document: The oficio.
        fields: ``[{number, label_es, need, place}, …]``; only ``need: required`` counts.

    Returns:
        ``"2 Número de oficio"``, ``"22 Edad (NNA-7K3Q)"``, …; ``"fichas"`` when there is none.
    """
    required = [field for field in fields if field["need"] == "required"]
    found = [_name(field) for field in required if not _in_letter(document, field)]
    for sheet in document.sheets:
        numbers = {fact.number for fact in _facts(sheet) if fact.value.strip()}
        found += [
            f"{_name(field)} ({sheet.key})"
            for field in required
            if field["place"] not in ("letter", "after") and field["number"] not in numbers
        ]
    return tuple(found) if document.sheets else (*found, "fichas")


def _name(field: Mapping[str, Any]) -> str:
    return f"{field['number']} {field['label_es']}"


def _in_letter(document: Referral, field: Mapping[str, Any]) -> bool:
    if field["place"] != "letter":
        return True
    known = _IN_LETTER.get(field["number"])
    if known:
        return bool(known(document))
    return any(fact.number == field["number"] and fact.value.strip() for fact in document.background)


def _facts(sheet: Sheet) -> list[Fact]:
    grouped = [fact for group in sheet.groups for fact in group.facts]
    return [sheet.name, *sheet.lead, *grouped, *sheet.account]
