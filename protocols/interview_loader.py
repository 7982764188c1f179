"""Reads how one talks with a child: what is said first, what is asked in which order, what to do at a disclosure."""

from pathlib import Path
from typing import Any

from protocols.law_loader import MARKS, known_cites
from protocols.model import Citation, Item
from protocols.reading import Reader, read_file

LISTS = ("language", "setting", "minimum", "whole")
SPOKEN = ("minimum", "whole")


def read_interview(path: Path, root: Path, items: dict[str, Item], citations: dict[str, Citation]) -> dict[str, Any]:
    """Return the interview as it travels in the bundle.

    Raises:
        ProtocolError: A point that is not put to a minor, one asked of a child without the words to ask it, or a
            short interview that is not part of the whole one.
    """
    top = Reader(read_file(path, root), "interview")
    lists = {name: [_minor(top, name, one, items) for one in top.texts(name)] for name in LISTS}
    for name in SPOKEN:
        for item_id in lists[name]:
            if items[item_id].ask_es is None:
                raise top.refuse(name, "no tiene la frase con que se le pregunta", "agrega ask_es al punto", item_id)
    for item_id in lists["minimum"]:
        if item_id not in lists["whole"]:
            raise top.refuse("minimum", "no está en la plática completa", "agrégalo también a whole", item_id)
    found: dict[str, Any] = {
        "script": top.each("script", lambda row: _saying(row, citations)),
        "informed": _minor(top, "informed", top.text("informed"), items, "bool"),
        **lists,
        "closing": _closing(Reader(top.take("closing", dict), "interview.closing"), items, citations),
        "disclosure": _disclosure(Reader(top.take("disclosure", dict), "interview.disclosure"), items, citations),
    }
    top.finish()
    return found


def _closing(reader: Reader, items: dict[str, Item], citations: dict[str, Citation]) -> dict[str, Any]:
    """``words``: where what the child thinks and wants is written, apart from what she tells of a crime."""
    return {"words": _minor(reader, "words", reader.text("words"), items, "text"), **_saying(reader, citations)}


def _disclosure(reader: Reader, items: dict[str, Item], citations: dict[str, Citation]) -> dict[str, Any]:
    found = {
        "stopped": _minor(reader, "stopped", reader.text("stopped"), items, "bool"),
        "words": _minor(reader, "words", reader.text("words"), items, "text"),
        "say_es": reader.text("say_es"),
        "next_es": list(reader.texts("next_es")),
        **_grounds(reader, citations),
    }
    reader.finish()
    return found


def _saying(reader: Reader, citations: dict[str, Citation]) -> dict[str, Any]:
    found = {"title_es": reader.text("title_es"), "say_es": reader.text("say_es"), **_grounds(reader, citations)}
    reader.finish()
    return found


def _grounds(reader: Reader, citations: dict[str, Citation]) -> dict[str, Any]:
    cites = known_cites(reader, "basis", citations)
    mark = reader.choice("mark", MARKS)
    weak = any(citations[cite].mark == "por_validar" for cite in cites)
    return {"basis": list(cites), "mark": "por_validar" if weak else mark}


def _minor(reader: Reader, key: str, item_id: str, items: dict[str, Item], kind: str | None = None) -> str:
    item = items.get(item_id)
    if item is None or item.scope != "minor" or (kind is not None and item.type != kind):
        remedy = f"usa un punto de persona menor{f', de tipo {kind}' if kind else ''}"
        raise reader.refuse(key, "no es un punto que pueda ir aquí", remedy, item_id)
    return item_id
