"""The cover of a case bundle: what is inside, its fingerprints, how to check it without the server."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from forms.documents import Act, Fact, Legend, Registration, Section
from forms.spanish import date_in_words, hour
from inspection.documents.act_slots import ActSlots
from inspection.documents.basis import Basis, basis_of
from inspection.documents.facts import FactWriter
from inspection.documents.minors import minors_of
from inspection.documents.office import OfficeData
from inspection.documents.values import inner
from inspection.domain.visit import OpenedVisit
from protocols.paper_words import load_act_words

CODE_SIGNS = 16


@dataclass(frozen=True)
class Bundled:
    """A case bundle as it was written.

    Attributes:
        parts: ``{name: SHA-256}`` of what is inside.
        sha256: Of the whole file.
    """

    parts: Mapping[str, str]
    sha256: str
    events: int
    files: int
    missing: tuple[str, ...]
    opened: bool
    server_key: str
    made_at: datetime


def case_file_document(visit: OpenedVisit, bundle: Mapping[str, Any], office: OfficeData, bundled: Bundled) -> Act:
    """Return the cover of a case bundle. No minor is named in it; its code is the start of the fingerprint."""
    basis, acts = basis_of(visit, bundle, office), load_act_words()
    words, reading = acts["case_file"], basis.reading
    at = reading.local(int(bundled.made_at.timestamp() * 1000))
    code = bundled.sha256[:CODE_SIGNS].upper()
    grouped = "-".join(code[start : start + 4] for start in range(0, CODE_SIGNS, 4))
    order = reading.words("visit", "order_folio")
    registration = Registration(
        visit.visit_id, order or visit.visit_id, grouped, f"resguardo:expediente:{bundled.sha256}", at
    )
    slots = ActSlots(basis, acts, (), registration=registration, asked={}, handed=None)
    return Act(
        kind="case_file",
        title=words["title_es"],
        number_label=words["number_label_es"],
        registration=registration,
        issuer=basis.issuer,
        legend=_legend(words, acts, opened=bundled.opened),
        subject=slots.fill(words["subject_es"]),
        opening=slots.fill(words["opening_es"]),
        sections=(*_sections(visit, words, bundled, at), _after(basis, words)),
        sealed=False,
    )


def _after(basis: Basis, words: Mapping[str, Any]) -> Section:
    """What is only known after a paper left: its receipt and what the protection authority answered, minor by minor."""
    entities = basis.reading.visit.entities.values() if basis.reading.items else ()  # no question, nothing to say
    standing = [e.entity for e in entities if e.kind == "minor" and not e.removed]
    facts = []
    for minor in minors_of(basis.reading, standing):
        after = FactWriter(basis.reading, basis.words, minor).placed("after")
        facts += [replace(fact, label=f"{minor.key}: {inner(fact.label)}", blank=False) for fact in after]
    return Section("after", words["after_es"], facts=tuple(facts))


def _legend(words: Mapping[str, Any], acts: Mapping[str, Any], *, opened: bool) -> Legend:
    if opened:
        return Legend(words["opened_class_es"], "", words["opened_footer_es"], ())
    return Legend("", "", acts["footer_es"], ())


def _sections(
    visit: OpenedVisit, words: Mapping[str, Any], bundled: Bundled, at: datetime
) -> tuple[Section, ...]:
    labels, closure = words["labels"], visit.closure
    acta = words["acta_closed_es"].format(sha=closure.text_sha256) if closure else words["acta_open_es"]
    said = {
        "handling": words["opened_es" if bundled.opened else "sealed_es"],
        "visit": visit.visit_id,
        "protocol": f"{visit.protocol['id']}, huella {visit.protocol['hash']}",
        "made": f"{date_in_words(at.date())}, {hour(at)} horas",
        "events": str(bundled.events),
        "files": str(bundled.files),
        "missing": "; ".join(bundled.missing),
        "state": acta,
        "zip": bundled.sha256,
        "key": bundled.server_key,
    }
    facts = tuple(Fact(0, labels[name], text) for name, text in said.items() if text)
    parts = tuple(Fact(0, name, sha) for name, sha in sorted(bundled.parts.items()))
    return (
        Section("what", words["what_es"], facts=facts),
        Section("how", words["how_es"], items=tuple(words["how"])),
        Section("parts", words["parts_es"], facts=parts),
    )
