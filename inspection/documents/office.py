"""What every paper of one visit shares: who issues, to whom, under which numbers and legends."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from forms.documents import Addressee, Ground, Issuer, Legend, Registration
from inspection.documents.law import LawBook, applies
from inspection.documents.reading import VisitReading

Words = Mapping[str, Any]
TO_COMPLETE = "por asentar por la oficina que emite"


@dataclass(frozen=True)
class ConfirmedAuthority:
    """The name of an authority as a named person confirmed it: until then only the generic name is printed.

    Attributes:
        entity_code: Two digits of the state.
        source: Where the person saw it: a page, an official letter, a call.
        by: Who confirmed, by name.
        on: Day of confirmation, ``YYYY-MM-DD``.
    """

    entity_code: str
    name: str
    address: str
    source: str
    by: str
    on: str


@dataclass(frozen=True)
class OfficeData:
    """What is known of the office that issues; what is empty is taken from the visit or flagged.

    Attributes:
        signer_name: Who signs; the only field without which nothing can be issued.
        series: Prefix of the folios: ``ORFT-BC``.
        place: Town and state of the office; without it, those of the workplace.
        authorities: The names of authorities that somebody confirmed.
    """

    signer_name: str
    signer_post: str = ""
    institution: str = ""
    unit: str = ""
    area: str = ""
    address: str = ""
    contact: str = ""
    initials: str = ""
    series: str = ""
    place: str = ""
    authorities: tuple[ConfirmedAuthority, ...] = ()


def entity_code(reading: VisitReading) -> str:
    """Return the two digits of the state of the workplace; empty when unknown."""
    municipality = reading.value("visit", "workplace_municipality")
    return str(municipality)[:2] if municipality else ""


def place_words(reading: VisitReading, words: Words) -> str:
    """Return municipality, or town, and state of the workplace: ``San Quintín, Baja California``."""
    town = reading.municipality()[1] or reading.words("visit", "workplace_locality")
    return ", ".join(part for part in (town, state_name(reading, words)) if part) or TO_COMPLETE


def state_name(reading: VisitReading, words: Words) -> str:
    """Return the state of the workplace; empty when unknown."""
    return str(words["states"].get(entity_code(reading), {}).get("name_es", ""))


def municipality_words(reading: VisitReading, words: Words) -> str:
    """Return ``municipio de San Quintín, Baja California``; by its code while its name is not known."""
    code, name = reading.municipality()
    if not code:
        return ""
    text = words["municipality_es" if name else "municipality_code_es"]
    return str(text).format(name=name, code=code, state=state_name(reading, words)).removesuffix(", ")


def issuer_of(reading: VisitReading, words: Words, office: OfficeData, book: LawBook) -> Issuer:
    """Complete the office's data from the visit."""
    authority = str(reading.value("visit", "authority") or "federal")
    institution = office.institution or _institution(words, authority, entity_code(reading))
    return Issuer(
        institution=institution.strip(),
        unit=office.unit or reading.words("visit", "unit") or TO_COMPLETE,
        area=office.area or words["area_es"],
        address=office.address or TO_COMPLETE,
        contact=office.contact or TO_COMPLETE,
        place=office.place or place_words(reading, words),
        signer_name=office.signer_name,
        signer_post=office.signer_post or TO_COMPLETE,
        competence=_competence(words, book, authority),
        initials=office.initials,
    )


def _institution(words: Words, authority: str, state_code: str) -> str:
    """Return who issues: the state's authority by its own name only when a person confirmed it."""
    state = words["states"].get(state_code, {})
    own = state.get("labour_authority") or {}
    if authority == "local" and own.get("mark") == "confirmado":
        return str(own["name_es"])
    return str(words["institutions"].get(authority, "").format(of_state=state.get("of_es", "")))


def _competence(words: Words, book: LawBook, authority: str) -> tuple[Ground, ...]:
    tags = frozenset({authority})
    return tuple(
        book.ground(entry["cite"], entry["mark"], entry["text_es"])
        for entry in words["competence"]
        if applies(entry, tags)
    )


def directory_row(reading: VisitReading) -> Mapping[str, Any] | None:
    """Return what the directory says of the authority of the workplace's state; None when nothing."""
    code = entity_code(reading)
    rows = reading.bundle["directory"]["protection_authorities"]
    return next((row for row in rows if row["level"] == "estatal" and row["entity_code"] == code), None)


def addressee_of(reading: VisitReading, words: Words, office: OfficeData) -> Addressee:
    """Address the state's authority; by the generic name, with a caution, when its own is not confirmed.

    What a person of the office confirmed wins over the directory.

    Source: a wrong name of the addressee is an error of the act (LFPA 3); names change, so a person confirms.
    """
    code = entity_code(reading)
    state = words["states"].get(code)
    confirmed = next((one for one in office.authorities if one.entity_code == code), None)
    if confirmed:
        return Addressee("Persona titular de la", confirmed.name, "estatal", confirmed.address)
    known = directory_row(reading)
    if known and known["mark"] == "confirmado":
        return Addressee("Persona titular de la", known["name_es"], "estatal", known.get("address_es") or "")
    of_state = state["of_es"] if state else "de la entidad en que se encuentra el centro de trabajo"
    return Addressee(
        "Persona titular de la",
        words["generic_authority_es"].format(of_state=of_state),
        "estatal",
        caution="Denominación y domicilio por confirmar en el directorio oficial antes de la firma.",
    )


def legend_of(words: Words, issuer: Issuer) -> Legend:
    """Return the classification and the notices on personal data."""
    notice = tuple(text.format(institution=issuer.institution, unit=issuer.unit) for text in words["privacy_notice_es"])
    return Legend(words["classification_es"], words["confidentiality_es"], words["footer_es"], notice)


def registered(registration: Registration, reading: VisitReading) -> Registration:
    """Put the order's number as the case file where none was given."""
    if registration.case_file:
        return registration
    return replace(registration, case_file=reading.words("visit", "order_folio") or TO_COMPLETE)


def emission_notes(addressee: Addressee | None, issuer: Issuer) -> tuple[str, ...]:
    """Tell the person who issues what is still to be confirmed by hand."""
    notes = [addressee.caution] if addressee and addressee.caution else []
    fields = {
        "domicilio": issuer.address,
        "contacto": issuer.contact,
        "cargo de quien firma": issuer.signer_post,
    }
    fields |= {"unidad": issuer.unit, "lugar de emisión": issuer.place}
    notes += [f"Falta asentar: {name}." for name, text in fields.items() if text == TO_COMPLETE]
    doubtful = [ground.cite for ground in issuer.competence if ground.mark != "confirmado"]
    notes += [f"Competencia con cita por validar: {cite}." for cite in doubtful]
    return tuple(notes)
