"""Reads ``law/visit_duties.yaml``: what a visit owes, against the duties, parameters and acts that exist."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from protocols.law_loader import MARKS, known_cites
from protocols.model import Law, Protocol
from protocols.reading import Reader, Table, read_file

CHECKS = ("urgent_duties", "determination_confirmed", "required_answers")
STARTS = ("acta_ended", "acta_closed", "detection", "act")
WHEN = ("duty", "referral", "visit")


def read_visit_duties(path: Path, root: Path, law: Law, protocol: Protocol) -> dict[str, Any]:
    """Return ``{"before_closing", "deadlines", "documents"}``.

    Raises:
        ProtocolError: An act that no item stamps, a duty or number that does not exist, a deadline of two units.
    """
    acts = {item.duty for item in protocol.items if item.duty} | set(law.duties)
    reading = _VisitDutiesReader(law, acts)
    top = Reader(read_file(path, root), "visit_duties")
    found = {
        "before_closing": list(top.each("before_closing", reading.closing)),
        "deadlines": list(top.each("deadlines", reading.deadline)),
        "documents": list(top.each("documents", reading.document)),
    }
    top.finish()
    return found


class _VisitDutiesReader:
    def __init__(self, law: Law, acts: set[str]) -> None:
        self.law, self.acts = law, acts
        self.seen: set[str] = set()

    def closing(self, reader: Reader) -> dict[str, Any]:
        row = {"checks": reader.choice("checks", CHECKS), "label_es": reader.text("label_es"), **self._ground(reader)}
        reader.finish()
        return row

    def deadline(self, reader: Reader) -> dict[str, Any]:
        row = {
            **{key: reader.text(key) for key in ("title_es", "who_es", "starts_es")},
            "starts": reader.choice("starts", STARTS),
            "act": self._known(reader, "act", self.acts, None),
            "days_param": self._number(reader, "days_param", "days"),
            "hours_param": self._number(reader, "hours_param", "hours"),
            "done_by": self._done_by(reader),
            "note_es": reader.text("note_es", None),
            **self._ground(reader),
        }
        if (row["starts"] in ("detection", "act")) != (row["act"] is not None):
            raise reader.refuse(
                "act", "va sólo y siempre con starts: act o detection", "agrega o quita act", row["act"]
            )
        if row["starts"] == "detection" and not (row["done_by"] and row["done_by"]["document"]):
            raise reader.refuse(
                "done_by", "lo que empieza al detectar dice con qué acto y documento se cumple", "agrega los dos"
            )
        if row["days_param"] and row["hours_param"]:
            raise reader.refuse("hours_param", "un plazo corre en días o en horas", "deja uno solo", row["hours_param"])
        if (row["days_param"] is not None) != row["starts"].startswith("acta_"):
            raise reader.refuse(
                "starts",
                "los días hábiles corren desde el acta; las horas, desde un acto",
                "cambia starts o el plazo",
                row["starts"],
            )
        reader.finish()
        return row

    def document(self, reader: Reader) -> dict[str, Any]:
        row = {
            "title_es": reader.text("title_es"),
            "when": reader.choice("when", WHEN),
            "duties": list(reader.texts("duties")),
            **self._ground(reader),
        }
        strange = [kind for kind in row["duties"] if kind not in self.law.duties]
        if strange or (row["when"] == "duty") != bool(row["duties"]):
            raise reader.refuse(
                "duties", "con when: duty van deberes de duties.yaml, y sólo entonces", "revísalos", row["duties"]
            )
        reader.finish()
        return row

    def _ground(self, reader: Reader) -> dict[str, Any]:
        name = reader.code("id")
        if name in self.seen:
            raise reader.refuse("id", "el id está repetido", "usa otro id", name)
        self.seen.add(name)
        cites = list(known_cites(reader, "cite", self.law.citations))
        return {"id": name, "cite": cites, "mark": reader.choice("mark", MARKS)}

    def _known(self, reader: Reader, key: str, known: Iterable[str], default: Any = ...) -> Any:
        return reader.choice(key, sorted(known), default)

    def _number(self, reader: Reader, key: str, unit: str) -> Any:
        names = [name for name, parameter in self.law.parameters.items() if parameter["unit"] == unit]
        return self._known(reader, key, names, None)

    def _done_by(self, reader: Reader) -> dict[str, Any] | None:
        table = reader.take("done_by", Table, None)
        if table is None:
            return None
        inner = Reader(table, f"{reader.name}.done_by")
        done = {"act": self._known(inner, "act", self.acts), "document": inner.text("document", None)}
        inner.finish()
        return done
