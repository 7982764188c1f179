"""The page that brings paper back: which sheets to print, what was typed, what will be recorded, what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from inspection.documents.blank_sheets import sheet_title
from inspection.paper_entry import NEW, Standing, candidates, sheet_of, standings
from inspection.web.desk.case import Case
from protocols.paper_codes import SheetCodes, scopes_of
from protocols.paper_values import Fault, read_sheet

STATES = {"new": "", "same": "ya estaba igual", "differs": "ya hay otra respuesta: quedan las dos, en conflicto"}
NOT_OF_THIS_VERSION = (
    "Esa clave no es de ninguna hoja de la versión del protocolo de esta visita. "
    "Cópiala de «Clave de la hoja», arriba a la derecha del papel."
)
WHOM = "Elige de quién habla la hoja."


@dataclass(frozen=True)
class PrintableSheet:
    """A sheet that can be printed."""

    scope: str
    title_es: str
    code: str


@dataclass(frozen=True)
class About:
    """Somebody a sheet may be about."""

    value: str
    label_es: str


@dataclass(frozen=True)
class ReadRow:
    """One answer as it was read."""

    question_es: str
    said_es: str
    state_es: str


@dataclass(frozen=True)
class PaperPage:
    """Everything the page says. ``ready``: what was typed can be kept as it is."""

    sheets: tuple[PrintableSheet, ...]
    sheet: str = ""
    about: str = ""
    typed: str = ""
    people: tuple[About, ...] = ()
    problem_es: str = ""
    rows: tuple[ReadRow, ...] = ()
    faults: tuple[Fault, ...] = ()
    ready: bool = False


def paper_page(case: Case, sheet: str = "", about: str = "", typed: str = "") -> PaperPage:
    """Build the page; with a sheet's code it reads what was typed and keeps nothing."""
    sheets = tuple(_printable(case, scope) for scope in scopes_of(case.bundle))
    people = _people(case)
    if not sheet:
        return PaperPage(sheets, people=people)
    codes = sheet_of(case.visit, case.bundle, sheet)
    if codes is None:
        return PaperPage(sheets, sheet, about, typed, people, NOT_OF_THIS_VERSION)
    whom = whom_of(case, codes, about)
    readings, faults = read_sheet(codes, typed)
    rows = tuple(_row(standing) for standing in standings(case.visit, whom or NEW, readings))
    ready = bool(whom and rows and not faults)
    return PaperPage(sheets, codes.code, about, typed, people, "" if whom else WHOM, rows, tuple(faults), ready)


def whom_of(case: Case, codes: SheetCodes, about: str) -> str:
    """Return the entity a sheet is about, ``new``, or nothing when the choice is not of its kind."""
    if codes.scope == "visit":
        return "visit"
    return about if about == NEW or about in candidates(case.visit, codes.scope) else ""


def _printable(case: Case, scope: str) -> PrintableSheet:
    codes = SheetCodes(case.bundle, case.visit.protocol["hash"], scope)
    return PrintableSheet(scope, sheet_title(case.bundle, scope), codes.code)


def _people(case: Case) -> tuple[About, ...]:
    found: Sequence[About] = [About(minor.entity, case.key(minor.entity)) for minor in case.minors]
    persons = [e for e in case.visit.entities.values() if e.kind == "person" and not e.removed]
    words = ((e.entity, case.words("person_name", e.entity, f"person:{e.role}")) for e in persons)
    named = [About(entity, name or "Persona sin nombre") for entity, name in words]
    return (About(NEW, "una persona que todavía no está en la visita"), *found, *named)


def _row(standing: Standing) -> ReadRow:
    said = "no quiso responder" if "none" in standing.reading.value else standing.reading.said
    return ReadRow(standing.reading.item["label_es"], said, STATES[standing.state])
