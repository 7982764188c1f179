"""Reads instruments, citations, catalogues and directory of ``protocols/law/`` (rules: ``rules_loader``)."""

from pathlib import Path
from typing import Any

from protocols.citing import WHOLE, citation_key, citation_words
from protocols.mirti import FILE as MIRTI
from protocols.mirti import read_mirti
from protocols.model import Citation
from protocols.municipalities import CATALOGUE, FILE, read_municipalities
from protocols.reading import Reader, Table, read_file

MARKS = ("confirmado", "por_validar")
FEMININE = {
    "lineamientos_2025": False,
    "rgitas": False,
    "cnpp": False,
    "cpf": False,
    "c138": False,
    "c182": False,
    "stps_2024": False,
    "scian": False,
    "sinco": False,
}
CATALOGUE_FILES = (
    "hazards_lft176.yaml",
    "nom038.yaml",
    "farm_tasks.yaml",
    "catalogues.yaml",
    "languages.yaml",
    "activities.yaml",
)
ATTRIBUTES = ("group", "class", "outcome", "sector", "family_es", "indicator", "row")


def read_instruments(path: Path, root: Path) -> dict[str, dict[str, Any]]:
    """Return {id: instrument}, each with the DOF date of its text and the day it was last verified."""
    table = read_file(path, root)
    found = {}
    for name in table:
        reader = Reader(table[name], name)
        found[name] = {
            "short": reader.text("short"),
            "title_es": reader.text("title_es"),
            "dof_on": reader.day("dof_on", None),
            "last_verified_on": reader.day("last_verified_on"),
            "mark": reader.choice("mark", MARKS),
            "in_force_from": reader.day("in_force_from", None),
            "note_es": reader.text("note_es", None),
        }
        reader.finish()
    return found


def _weaker(*marks: str) -> str:
    return "por_validar" if "por_validar" in marks else "confirmado"


def read_citations(path: Path, root: Path, instruments: dict[str, dict[str, Any]]) -> dict[str, Citation]:
    """Return {cite: Citation}; a citation is never stronger than its instrument."""
    table = read_file(path, root)
    found: dict[str, Citation] = {}
    keys: dict[str, str] = {}
    for name in table:
        place = Reader(table, "citations")
        if name not in instruments:
            raise place.refuse(name, "la norma no está en instruments.yaml", "agrégala ahí primero", name)
        instrument = instruments[name]
        for locator in Reader(table[name], name).table:
            raw = table[name][locator]
            reader = Reader(raw, f"{name}.{locator}") if isinstance(raw, Table) else None
            cite = instrument["short"] if locator == WHOLE else f"{instrument['short']} {locator}"
            says = reader.text("says_es") if reader else str(raw)
            mark = reader.choice("mark", MARKS, "confirmado") if reader else "confirmado"
            start = reader.day("from", None) if reader else None
            until = reader.day("until", None) if reader else None
            if reader:
                reader.finish()
            if reader and start and until and until < start:
                raise reader.refuse("until", "termina antes de empezar: nunca rige", "revisa las dos fechas", until)
            if citation_key(cite) in keys:
                raise place.refuse(
                    name,
                    f"dos citas se leen igual: {cite}",
                    "distingue una de otra",
                    keys[citation_key(cite)],
                )
            keys[citation_key(cite)] = cite
            first = max(filter(None, (start, instrument["in_force_from"])), default=None)
            full = citation_words(locator, instrument["title_es"], FEMININE.get(name, True))
            found[cite] = Citation(cite, name, _weaker(mark, instrument["mark"]), says, full, first, until)
    return found


def known_cites(
    reader: Reader, key: str, citations: dict[str, Citation], default: Any = ...
) -> tuple[str, ...]:
    """Return the cites of ``key``; each must stand in citations.yaml."""
    cites = reader.texts(key, default)
    for cite in cites:
        if cite not in citations:
            raise reader.refuse(
                key, "la cita no está en citations.yaml", "agrégala ahí con lo que dice el artículo", cite
            )
    return cites


def read_catalogues(
    folder: Path, root: Path, citations: dict[str, Citation]
) -> dict[str, list[dict[str, Any]]]:
    """Return {catalogue: [row]}; every row has code, label, own citations and mark."""
    found: dict[str, list[dict[str, Any]]] = {}
    for file in CATALOGUE_FILES:
        table = read_file(folder / file, root)
        top = Reader(table, file)
        for name in table:
            seen: set[str] = set()

            def entry(reader: Reader, seen: set[str] = seen) -> dict[str, Any]:
                code = reader.code("code")
                if code in seen:
                    raise reader.refuse(
                        "code", "el código está repetido en el catálogo", "usa otro código", code
                    )
                seen.add(code)
                row: dict[str, Any] = {
                    "code": code,
                    "label_es": reader.text("label_es"),
                    "cite": list(known_cites(reader, "cite", citations)),
                    "mark": reader.choice("mark", MARKS),
                    "exclusive": reader.take("exclusive", bool, False),
                }
                for key in ATTRIBUTES:
                    if reader.text(key, None) is not None:
                        row[key] = reader.text(key)
                if reader.take("field", bool, False):
                    row["field"] = True
                if "triggers" in reader.table:
                    row["triggers"] = list(reader.texts("triggers"))
                    hazards = {hazard["code"] for hazard in found["lft176"]}
                    strange = [trigger for trigger in row["triggers"] if trigger not in hazards]
                    if strange:
                        rule = "no es un peligro de hazards_lft176.yaml"
                        raise reader.refuse("triggers", rule, "revisa el código", strange)
                reader.finish()
                return row

            found[name] = list(top.each(name, entry))
    risk = read_mirti(folder / MIRTI, root)
    found[CATALOGUE] = [
        {**row, "mirti": risk[row["code"]]} if row["code"] in risk else row
        for row in read_municipalities(folder / FILE, root)
    ]
    return found


def read_directory(path: Path, root: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the protection authorities and the help lines; a phone stands only with its day of checking."""
    top = Reader(read_file(path, root), "authorities")

    def authority(reader: Reader) -> dict[str, Any]:
        row = {
            "id": reader.text("id"),
            "level": reader.choice("level", ("federal", "estatal", "regional", "municipal")),
            "entity_code": reader.text("entity_code", None),
            "name_es": reader.text("name_es"),
            "mark": reader.choice("mark", MARKS),
            "phone": reader.text("phone", None),
            "verified_on": reader.day("verified_on", None),
            "address_es": reader.text("address_es", None),
            "note_es": reader.text("note_es", None),
        }
        if row["phone"] and not row["verified_on"]:
            raise reader.refuse(
                "phone",
                "un teléfono sin fecha de verificación no se publica",
                "agrega verified_on o pásalo a note_es",
                row["phone"],
            )
        reader.finish()
        return row

    def line(reader: Reader) -> dict[str, Any]:
        row = {key: reader.text(key) for key in ("id", "name_es", "phone", "what_es", "mark")}
        reader.finish()
        return row

    found = {
        "protection_authorities": list(top.each("protection_authorities", authority)),
        "lines": list(top.each("lines", line)),
    }
    top.finish()
    return found
