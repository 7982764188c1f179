"""Writes the blank checklists of a protocol version, from the same data as the screens."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from forms.blank_checklist import (
    LONG_ANSWER_LINES,
    BlankChecklist,
    PrintedBox,
    PrintedItem,
    PrintedSection,
    PrintedSheet,
)
from protocols.paper_codes import Box, SheetCodes, items_of, scopes_of

LONG_TEXT = 200
HINTS = {
    "date": "día/mes/año",
    "dt": "día/mes/año y hora",
    "int": "número",
    "minutes": "horas, por ejemplo 8 u 8:30",
    "grams": "kilogramos, por ejemplo 7.5",
    "money": "pesos, por ejemplo 180.50",
    "enum": "nombre de la opción, como está en el catálogo",
    "multi": "una por renglón, como está en el catálogo",
}
HOW = (
    "Marca con una cruz la casilla. Lo que no se preguntó se deja en blanco. "
    "Nunca obligues a responder a una niña, niño o adolescente.",
    "De regreso, en el expediente de la visita, abre «Papel»: escribe la clave de la hoja y los tres signos de cada "
    "casilla marcada; en lo escrito a mano, la clave, el signo = y lo que dice. Guarda el papel: es parte del "
    "expediente.",
    "Esta hoja puede llevar datos de personas menores de edad: llévala en sobre cerrado; no la fotografíes con tu "
    "teléfono.",
)
ABOUT = {"visit": "", "minor": "Clave de la persona (NNA-…) o número en esta visita:"}
ABOUT_PERSON = "Número de persona en esta visita:"


def blank_checklist(
    bundle: Mapping[str, Any], bundle_hash: str, *, made_at: datetime, scopes: Iterable[str] | None = None
) -> BlankChecklist:
    """Return the sheets of a version, ready to be drawn.

    Args:
        bundle: The protocol bundle, as plain data.
        bundle_hash: Its SHA-256 in hex.
        made_at: Aware instant; the only date of the file.
        scopes: Which sheets, in order; by default all.
    """
    wanted: Sequence[str] = list(scopes) if scopes is not None else scopes_of(bundle)
    protocol = bundle["protocol"]
    draft = " (por validar)" if protocol["status"] != "published" else ""
    return BlankChecklist(
        title=protocol["title_es"],
        version=f"versión {protocol['version']}{draft}",
        how=HOW,
        sheets=tuple(_sheet(bundle, bundle_hash, scope) for scope in wanted),
        made_at=made_at,
    )


def sheet_title(bundle: Mapping[str, Any], scope: str) -> str:
    """Return what a sheet is called."""
    if scope in ABOUT:
        return {"visit": "Hoja de la visita", "minor": "Hoja de una persona menor de edad"}[scope]
    stages = bundle["protocol"]["stages"]
    named = scope.partition(":")[2]
    labels = [i["label_es"] for s in stages for step in s["steps"] for i in step["items"] if i["id"] == named]
    return f"Hoja de persona: {labels[0] if labels else named}"


def _sheet(bundle: Mapping[str, Any], bundle_hash: str, scope: str) -> PrintedSheet:
    codes = SheetCodes(bundle, bundle_hash, scope)
    sections: dict[str, list[PrintedItem]] = {}
    for step, item in items_of(bundle, scope):
        sections.setdefault(step["title_es"], []).append(_item(codes, item))
    printed = tuple(PrintedSection(title, tuple(items)) for title, items in sections.items())
    return PrintedSheet(sheet_title(bundle, scope), codes.code, ABOUT.get(scope, ABOUT_PERSON), printed)


def _item(codes: SheetCodes, item: Mapping[str, Any]) -> PrintedItem:
    boxes = codes.of_item(item)
    written = next((box.code for box in boxes if box.kind == "written"), "")
    return PrintedItem(
        label=item["label_es"],
        help=item["help_es"] or "",
        boxes=tuple(_box(box) for box in boxes if box.kind != "written"),
        written=written,
        hint=HINTS.get(item["type"], "") if written else "",
        lines=LONG_ANSWER_LINES if item["type"] == "text" and (item["max_chars"] or 0) > LONG_TEXT else 1,
        many=item["type"] == "multi" and not written,
    )


def _box(box: Box) -> PrintedBox:
    return PrintedBox(box.code, box.label)
