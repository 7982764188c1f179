"""Reads ``law/calendars.yaml``: the days that do not count for each authority, and the days of rest."""

import re
from pathlib import Path
from typing import Any

from protocols.law_loader import MARKS, known_cites
from protocols.model import Citation
from protocols.reading import Reader, Table, read_file

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
AUTHORITIES = ("federal", "local")
_STATE = re.compile(r"0[1-9]|[12][0-9]|3[0-2]")
_FIXED = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")

Citations = dict[str, Citation]


def read_calendars(path: Path, root: Path, citations: Citations) -> dict[str, Any]:
    """Return ``{"procedural": [calendar], "rest_days": calendar}``; ``like`` is written out.

    Raises:
        ProtocolError: A day without its ground, an authority twice, a calendar in which no day counts.
    """
    top = Reader(read_file(path, root), "calendars")
    known: dict[str, dict[str, Any]] = {}

    def procedural(reader: Reader) -> dict[str, Any]:
        authority, states = reader.choice("authority", AUTHORITIES), list(reader.texts("states", []))
        for other in known.values():
            if other["authority"] == authority and (set(states) & set(other["states"]) or states == other["states"]):
                raise reader.refuse("authority", "esa autoridad ya tiene calendario", "deja uno solo", authority)
        for state in states:
            if not _STATE.fullmatch(state):
                raise reader.refuse("states", "la clave de estado lleva dos cifras", 'por ejemplo ["02"]', state)
        calendar = {"authority": authority, "states": states, **_calendar(reader, citations, known)}
        known[calendar["id"]] = calendar
        return calendar

    found: dict[str, Any] = {"procedural": list(top.each("procedural", procedural))}
    found["rest_days"] = _calendar(Reader(top.take("rest_days", Table), "rest_days", top), citations, {})
    top.finish()
    return found


def _calendar(reader: Reader, citations: Citations, known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    like = known.get(reader.choice("like", known, None), {})
    calendar = {
        "id": reader.code("id"),
        "title_es": reader.text("title_es"),
        "weekly_off": like.get("weekly_off") or _weekly(reader),
        "cite": list(known_cites(reader, "cite", citations)),
        "mark": reader.choice("mark", MARKS),
        "note_es": reader.text("note_es", None),
        "days": like.get("days") or list(reader.each("days", lambda row: _day(row, citations))),
        "published": [
            *like.get("published", []),
            *reader.each("published", lambda row: _published(row, citations)),
        ],
    }
    reader.finish()
    return calendar


def _weekly(reader: Reader) -> list[int]:
    names = reader.texts("weekly_off")
    strange = [name for name in names if name not in WEEKDAYS]
    if strange or len(set(names)) == len(WEEKDAYS):
        rule = "son días de la semana en inglés, y alguno debe contar"
        raise reader.refuse("weekly_off", rule, "por ejemplo [saturday, sunday]", list(names))
    return [WEEKDAYS.index(name) + 1 for name in names]


def _day(reader: Reader, citations: Citations) -> dict[str, Any]:
    fixed = reader.text("fixed", None)
    if fixed is not None and not _FIXED.fullmatch(fixed):
        raise reader.refuse("fixed", "debe ser MM-DD", 'por ejemplo "11-20"', fixed)
    weekday = None if fixed else WEEKDAYS.index(reader.choice("weekday", WEEKDAYS)) + 1
    day = {
        "fixed": fixed,
        "month": None if fixed else reader.take("month", int),
        "weekday": weekday,
        "nth": None if fixed else reader.take("nth", int),
        "every_years": reader.take("every_years", int, None),
        "from": reader.day("from", None),
        "until": reader.day("until", None),
        **_ground(reader, citations),
    }
    if day["every_years"] is not None and (day["every_years"] < 1 or not day["from"]):
        raise reader.refuse("every_years", "necesita «from», el primer año", "agrega from", day["every_years"])
    reader.finish()
    return day


def _published(reader: Reader, citations: Citations) -> dict[str, Any]:
    days = {
        "from": reader.day("from"),
        "until": reader.day("until"),
        "source_es": reader.text("source_es"),
        **_ground(reader, citations),
    }
    if days["from"] > days["until"]:
        raise reader.refuse("until", "termina antes de empezar", "revisa las dos fechas", days["until"])
    reader.finish()
    return days


def _ground(reader: Reader, citations: Citations) -> dict[str, Any]:
    return {
        "label_es": reader.text("label_es"),
        "cite": list(known_cites(reader, "cite", citations)),
        "mark": reader.choice("mark", MARKS),
    }
