"""Versions of the closed acta: for the employer and public, with the identity of every minor taken out.

What to look for is everything the visit knows; a CURP is recognised by its shape, whoever typed it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from forms.documents import ActaVersion, Fact, Legend, Registration, Removal
from inspection.documents.act_slots import ActSlots
from inspection.documents.basis import Basis, basis_of
from inspection.documents.office import OfficeData, emission_notes, registered
from inspection.documents.redaction import Secret, name_secrets, numbered, redacted
from inspection.domain.visit import OpenedVisit
from protocols.paper_words import load_act_words

NAMED_AFTER = ("minor_name", "minor_nickname")
HOMES = ("lives_at", "family", "whereabouts_72h")
PARTS = {"person_identification": "identification", "person_address": "address"}
PEOPLE = ("attendee", "attending_witnesses", "worker_representative", "workers_met")


def acta_version(
    visit: OpenedVisit, bundle: Mapping[str, Any], *, kind: str, registration: Registration, office: OfficeData
) -> ActaVersion:
    """Return a version of the closed acta.

    Args:
        visit: The visit, opened by the office: it knows the names that have to go.
        bundle: The bundle it pins.
        kind: ``employer_acta`` or ``public_acta``.
        registration: Folio, code and instant of issue.
        office: Who issues.

    Raises:
        LookupError: The acta is not closed, or its text cannot be opened.

    Source: LGDNNA 76 and 79; LFPA 66.
    """
    closure = visit.closure
    if closure is None or closure.text is None:
        raise LookupError("acta_not_closed")
    basis, acts = basis_of(visit, bundle, office), load_act_words()
    entry, whats = acts["versions"][kind], acts["versions"]["removals"]
    slots = ActSlots(basis, acts, (), registration=registration, asked={}, handed=None)
    laws = {name: basis.book.sentence(cites) for name, cites in entry.get("laws", {}).items()}
    lines, times = redacted(_whole_text(visit, closure.text), _secrets(basis), entry["removes"])
    removals = [
        Removal(number, whats[what]["what_es"], count, basis.book.ground(whats[what]["cite"]))
        for number, what, count in numbered(entry["removes"], times)
    ]
    return ActaVersion(
        registration=registered(registration, basis.reading),
        issuer=basis.issuer,
        legend=Legend("", "", basis.words["acta_footer_es"] if kind != "public_acta" else entry["title_es"] + ".", ()),
        title=entry["title_es"],
        preface=tuple(slots.fill(text, **laws) for text in entry["preface_es"]),
        cover=tuple(_cover(slots, fact) for fact in entry.get("cover", ())),
        lines=lines,
        removals=tuple(removals),
        text_sha256=closure.text_sha256,
        notes=emission_notes(None, basis.issuer),
    )


def _cover(slots: ActSlots, fact: Mapping[str, Any]) -> Fact:
    if "blank_es" in fact:
        return Fact(0, fact["label_es"], fact["blank_es"], blank=True)
    return Fact(0, fact["label_es"], slots[fact["slot"]] if "slot" in fact else fact["text_es"])


def _whole_text(visit: OpenedVisit, text: str) -> str:
    """The closed text and what was noted after it."""
    later = [h.opened["text"] for h in visit.happenings if h.type == "visit_amended" and isinstance(h.opened, Mapping)]
    return "\n".join([text, *(part for note in later for part in ("", "NOTA POSTERIOR AL CIERRE", str(note)))])


def _secrets(basis: Basis) -> list[Secret]:
    """Everything the visit knows that a version may have to leave out; removed persons too."""
    found = [*minor_secrets(basis), *_people(basis)]
    phone = basis.reading.words("visit", "workplace_phone")
    return [*found, Secret("phone", phone)] if phone else found


def minor_secrets(basis: Basis) -> Iterator[Secret]:
    """Yield what tells who a minor is: names, nicknames, where she or he lives; removed persons too."""
    reading = basis.reading
    for minor in (e.entity for e in reading.visit.entities.values() if e.kind == "minor"):
        for role in NAMED_AFTER:
            for name in _versions(basis, minor, role):
                yield from name_secrets("minor", name)
        for role in HOMES:
            yield from (Secret("minor_home", text.rstrip(".")) for text in _versions(basis, minor, role))


def _people(basis: Basis) -> Iterator[Secret]:
    for role in PEOPLE:
        for entity, scope in basis.reading.people(role):
            name = basis.reading.words(entity.entity, "person_name", scope)
            if name:
                yield Secret("person", name)
            for part, kind in PARTS.items():
                text = basis.reading.words(entity.entity, part, scope)
                if len(text) > len("INE"):
                    yield Secret(kind, text.rstrip("."))


def _versions(basis: Basis, entity: str, role: str) -> list[str]:
    """Every version of an answer: two that differ are both secret."""
    item = basis.reading.item(role, entity.partition(":")[0])
    values = basis.reading.visit.values(f"{entity}/{item['id']}") if item else []
    return [str(value["v"]) for value in values if isinstance(value.get("v"), str) and value["v"].strip()]
