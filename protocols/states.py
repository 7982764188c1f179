"""Reads ``law/states.yaml``: what changes from one state to another, dated and marked."""

import re
from pathlib import Path
from typing import Any

from protocols.law_loader import MARKS, known_cites
from protocols.model import Citation
from protocols.reading import Reader, read_file

FILE, CATALOGUE = "states.yaml", "states"
AGES = ("e15", "e16_17")
ABROAD = ("estado_88", "De otro país")
COUNT = 32
_CODE = re.compile(r"0[1-9]|[12][0-9]|3[0-2]")


def read_states(path: Path, root: Path, citations: dict[str, Citation]) -> dict[str, Any]:
    """Return ``{"place_item", "permit_item", "states": [state]}``.

    Raises:
        ProtocolError: A state lacks or stands twice, or a permit lacks its day, its ages or its ground.
    """
    top = Reader(read_file(path, root), FILE)
    states: dict[str, dict[str, Any]] = {}

    def state(reader: Reader) -> None:
        made = _state(reader, citations)
        if not _CODE.fullmatch(made["code"]) or made["code"] in states:
            rule = "la clave del INEGI lleva dos cifras y no se repite"
            raise reader.refuse("code", rule, 'por ejemplo "02"', made["code"])
        states[made["code"]] = made

    found = {"place_item": top.text("place_item"), "permit_item": top.text("permit_item")}
    top.each("states", state)
    top.finish()
    if len(states) != COUNT:
        lacking = [f"{n:02d}" for n in range(1, COUNT + 1) if f"{n:02d}" not in states]
        raise top.refuse("states", "faltan estados", "son treinta y dos, cada uno con su clave", lacking)
    return {**found, "states": list(states.values())}


def _state(reader: Reader, citations: dict[str, Citation]) -> dict[str, Any]:
    authority = None
    if "labour_authority" in reader.table:
        inner = Reader(reader.take("labour_authority", dict), f"{reader.name}.labour_authority")
        authority = {
            "name_es": inner.text("name_es"),
            "mark": inner.choice("mark", MARKS),
            "note_es": inner.text("note_es", None),
        }
        inner.finish()
    made = {
        "code": reader.text("code"),
        "name_es": reader.text("name_es"),
        "of_es": reader.text("of_es"),
        "labour_authority": authority,
        "permits": list(reader.each("permits", lambda row: _permit(row, citations), [])),
    }
    reader.finish()
    return made


def _permit(reader: Reader, citations: dict[str, Citation]) -> dict[str, Any]:
    made = {
        "id": reader.text("id"),
        "title_es": reader.text("title_es"),
        "fix_es": reader.text("fix_es"),
        "ages": list(reader.texts("ages")),
        "from": reader.day("from"),
        "until": reader.day("until", None),
        "note_es": reader.text("note_es", None),
        "cite": list(known_cites(reader, "cite", citations)),
        "mark": reader.choice("mark", MARKS),
    }
    strange = [age for age in made["ages"] if age not in AGES]
    if strange or not made["ages"]:
        raise reader.refuse("ages", "no es una edad que pida permiso", "usa una lista de: " + ", ".join(AGES), strange)
    reader.finish()
    return made


def states_catalogue(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the states as options of a question, and «another country»."""
    rows = [(f"estado_{state['code']}", state["name_es"]) for state in found["states"]]
    return [
        {"code": code, "label_es": label, "cite": [], "mark": "confirmado", "exclusive": False}
        for code, label in (*rows, ABROAD)
    ]


def permit_checks(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Return one requirement for each permit: met when shown, never broken (federal law does not ask for it).

    The same keys as the requirements of ``checks.yaml``.
    """
    return [
        {
            "id": permit["id"],
            "title_es": permit["title_es"],
            "fix_es": permit["fix_es"],
            "applies": {"relacion": ["tercero", "arte"], "actividad": ["trabaja"], "edad": permit["ages"]},
            "applies_when": {"in_state": [found["place_item"], [state["code"]]]},
            "from": permit["from"],
            "until": permit["until"],
            "passes": {"eq": [found["permit_item"], "exhibe"]},
            "fails": None,
            "duties": [],
            "referral": "no",
            "referral_when": None,
            "criminal_report_in": {},
            "sanctions": [],
            "cite": permit["cite"],
            "extra": [],
            "mark": permit["mark"],
        }
        for state in found["states"]
        for permit in state["permits"]
    ]
