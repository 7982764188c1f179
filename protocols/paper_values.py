"""Reads what was written by hand on a printed checklist into answers, or says what is wrong with it. Pure."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from protocols.paper_codes import Box, CodeFault, SheetCodes

FAULTS = {
    "length": "una clave tiene tres signos, letras o números",
    "check": "no corresponde a esta hoja: un signo está mal leído, o la hoja es de otra versión del protocolo",
    "unknown": "no hay una casilla con esa clave en esta hoja",
    "no_value": "esa pregunta se contesta escribiendo; pon = y lo que dice la hoja",
    "with_value": "esa clave es de una casilla: no lleva = ni texto",
    "two_boxes": "hay dos casillas marcadas en una pregunta que admite una sola",
    "date": "la fecha se escribe día/mes/año: 22/11/2026",
    "dt": "la fecha y hora se escriben día/mes/año hora:minutos: 22/11/2026 9:10",
    "int": "se espera un número entero",
    "minutes": "las horas se escriben 8 o 8:30",
    "grams": "el peso se escribe en kilogramos: 16 o 7.5",
    "money": "la cantidad se escribe en pesos: 180 o 180.50",
    "range": "el número está fuera de lo que admite la pregunta",
    "option": "no hay una opción con ese nombre; escríbela como está en el catálogo",
    "text": "el texto está vacío o es demasiado largo",
}
MAX_TEXT = 4000


@dataclass(frozen=True)
class Reading:
    """One question read from paper: ``value`` is ``{"v": …}`` or ``{"none": …}``; a set holds its codes."""

    item: Mapping[str, Any]
    value: Mapping[str, Any]
    said: str


@dataclass(frozen=True)
class Fault:
    """Something that could not be read. ``line`` counts from 1."""

    line: int
    typed: str
    why_es: str


def read_sheet(codes: SheetCodes, typed: str) -> tuple[list[Reading], list[Fault]]:
    """Read what was typed: codes of ticked boxes apart by spaces, and ``CODE = text`` for what was written.

    Args:
        codes: The sheet.
        typed: Any number of lines.

    Returns:
        One reading a question, in the order of the sheet, and every fault. A question with a fault is not read.
    """
    found: dict[str, list[tuple[Box, Any, str]]] = {}
    faults: list[Fault] = []
    for number, line in enumerate(typed.splitlines(), 1):
        for code, text in _entries(line):
            try:
                box = codes.find(code)
                value = _value(codes, box, text)
            except CodeFault as fault:
                faults.append(Fault(number, code, FAULTS[fault.reason]))
                continue
            found.setdefault(box.item["id"], []).append((box, value, text or box.label))
    readings = []
    for boxes in found.values():
        item = boxes[0][0].item
        if len({str(value) for _, value, _ in boxes}) > 1 and item["type"] != "multi":
            faults.append(Fault(0, item["label_es"], FAULTS["two_boxes"]))
            continue
        readings.append(_reading(item, boxes))
    order = {box.item["id"]: position for position, box in enumerate(codes.boxes)}
    return sorted(readings, key=lambda one: order[one.item["id"]]), faults


def _entries(line: str) -> list[tuple[str, str | None]]:
    """``(code, written text or None)`` of one line."""
    code, equals, text = line.partition("=")
    if equals:
        *ticked, last = code.split() or [""]
        return [*((one, None) for one in ticked), (last, text.strip())]
    return [(one, None) for one in re.split(r"[\s,;]+", line.strip()) if one]


def _reading(item: Mapping[str, Any], boxes: Sequence[tuple[Box, Any, str]]) -> Reading:
    said = "; ".join(dict.fromkeys(text for _, _, text in boxes))
    if boxes[0][0].kind == "none":
        return Reading(item, {"none": boxes[0][1]}, said)
    if item["type"] == "multi":
        return Reading(item, {"v": sorted({value for box, value, _ in boxes if box.kind != "none"})}, said)
    return Reading(item, {"v": boxes[0][1]}, said)


def _value(codes: SheetCodes, box: Box, text: str | None) -> Any:
    if box.kind != "written":
        if text is not None:
            raise CodeFault(box.code, "with_value")
        return box.value
    if text is None:
        raise CodeFault(box.code, "no_value")
    kind = box.item["type"]
    if kind in ("enum", "multi"):
        return _option(codes, box, text)
    try:
        value = _SHAPES[kind](text)
    except ValueError:
        raise CodeFault(box.code, kind) from None
    least, most = box.item.get("min"), box.item.get("max")
    if isinstance(value, int) and ((least is not None and value < least) or (most is not None and value > most)):
        raise CodeFault(box.code, "range")
    return value


def _option(codes: SheetCodes, box: Box, text: str) -> str:
    wanted = _plain(text)
    for option in codes.options(box.item):
        if wanted in (_plain(option["label_es"]), _plain(str(option["code"]))):
            return str(option["code"])
    raise CodeFault(box.code, "option")


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(sign for sign in spread if not unicodedata.combining(sign)).split())


def _text(text: str) -> str:
    if not text.strip() or len(text) > MAX_TEXT:
        raise ValueError(text)
    return text.strip()


def _day(text: str) -> str:
    day, month, year = (int(part) for part in re.split(r"[/.-]", text.strip()))
    return date(year, month, day).isoformat()


def _moment(text: str) -> str:
    day, _, hour = text.strip().partition(" ")
    hours, _, minutes = hour.strip().partition(":")
    on = date.fromisoformat(_day(day))
    return datetime(on.year, on.month, on.day, int(hours), int(minutes or 0)).strftime("%Y-%m-%dT%H:%M")


def _minutes(text: str) -> int:
    hours, _, minutes = text.strip().partition(":")
    if int(minutes or 0) > 59 or int(hours) < 0:
        raise ValueError(text)
    return int(hours) * 60 + int(minutes or 0)


def _thousandths(text: str, unit: int) -> int:
    """A decimal written by hand as whole units, without going through a float."""
    whole, _, part = text.replace(",", "").replace("$", "").strip().partition(".")
    digits = len(str(unit)) - 1
    if len(part) > digits or not whole.isdigit() or (part and not part.isdigit()):
        raise ValueError(text)
    return int(whole) * unit + int(part.ljust(digits, "0") or 0)


_SHAPES: Mapping[str, Callable[[str], Any]] = {
    "text": _text,
    "int": lambda text: int(text.strip()),
    "date": _day,
    "dt": _moment,
    "minutes": _minutes,
    "grams": lambda text: _thousandths(text, 1000),
    "money": lambda text: _thousandths(text, 100),
}
