"""Reads what decides in ``protocols/law/``: parameters, inputs, rows, checks, duties, sanctions, words."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from protocols.checking import ConditionCheck
from protocols.condition import items_of
from protocols.law_loader import MARKS, known_cites
from protocols.model import Citation, Condition, Item, Law
from protocols.reach import overlap, shadowed, unreached_case
from protocols.reading import Reader, Table, read_file
from protocols.states import permit_checks

UNITS = ("years", "minutes", "grams", "centavos", "days", "hours", "uma")
LEVELS = ("no", "yes", "urgent")
STATES = ("cumple", "incumple", "por_verificar")


def read_parameters(path: Path, root: Path, citations: dict[str, Citation]) -> dict[str, dict[str, Any]]:
    """Return {name: {unit, says_es, values}}; values in order of their first day, each with its citation."""
    table = read_file(path, root)
    found = {}
    for name in table:
        reader = Reader(table[name], name)

        def value(row: Reader) -> dict[str, Any]:
            made = {
                "from": row.day("from"),
                "until": row.day("until", None),
                "value": row.take("value", int),
                "cite": list(known_cites(row, "cite", citations)),
                "mark": row.choice("mark", MARKS),
            }
            row.finish()
            return made

        values = list(reader.each("values", value))
        if [v["from"] for v in values] != sorted({v["from"] for v in values}):
            raise reader.refuse(
                "values",
                "las fechas deben ir en orden y sin repetirse",
                "ordénalas de la más antigua a la más nueva",
            )
        crossed = overlap(values)
        if crossed is not None:
            rule = f"el valor {crossed + 1} no termina antes de que empiece el siguiente, o termina antes de empezar"
            remedy = "revisa su «until»: el día anterior al siguiente «from»"
            raise reader.refuse("values", rule, remedy, values[crossed])
        found[name] = {
            "unit": reader.choice("unit", UNITS),
            "says_es": reader.text("says_es"),
            "values": values,
        }
        reader.finish()
    return found


class RulesReader:
    """Reads the rule files against the items of one protocol."""

    def __init__(self, law: Law, items: dict[str, Item], folder: Path, root: Path) -> None:
        self.law, self.folder, self.root, self.items = law, folder, root, items
        self.check = ConditionCheck(items, law.catalogues, law.parameters)
        self.values: dict[str, tuple[str, ...]] = {}
        self.places: dict[str, Reader] = {}

    def read(self) -> Law:
        """Return the law with everything that decides."""
        duties = self._named("duties.yaml", self._duty)
        sanctions = self._named("sanctions.yaml", self._sanction)
        self.duties, self.sanctions = duties, sanctions
        top = Reader(read_file(self.folder / "inputs.yaml", self.root), "inputs")
        inputs = top.each("inputs", self._input)
        top.finish()
        top = Reader(read_file(self.folder / "rules.yaml", self.root), "rules")
        rows = top.each("rows", lambda reader: self._rule(reader, "row"))
        additions = top.each("additions", lambda reader: self._rule(reader, "addition"))
        shown = top.each("shown_as", self._shown)
        top.finish()
        self._reachable(rows)
        self._once(top, "rows", [rule["id"] for rule in (*rows, *additions)])
        top = Reader(read_file(self.folder / "checks.yaml", self.root), "checks")
        checks = (*top.each("checks", self._requirement), *self._permits())
        top.finish()
        self._once(top, "checks", [check["id"] for check in checks])
        words = {**plain(read_file(self.folder / "words.yaml", self.root)), "shown_as": list(shown)}
        named = [item for rule in (*rows, *additions) for item in rule["option_cites"]]
        evidence = [part["age"]["evidence"] for part in inputs if part["kind"] == "age"]
        options = {name: self._options(self.items[name]) for name in (*named, *evidence)}
        return replace(
            self.law,
            inputs=inputs,
            rules=(*rows, *additions),
            checks=checks,
            duties=duties,
            sanctions=sanctions,
            words=words,
            options=options,
        )

    def _reachable(self, rows: tuple[dict[str, Any], ...]) -> None:
        found = shadowed(rows, self.values)
        if found is not None:
            row, earlier = found
            who = ", ".join(f"«{one['id']}»" for one in earlier)
            decides = "que va antes, decide" if len(earlier) == 1 else "que van antes, deciden"
            rule = f"esta fila nunca decide: {who}, {decides} siempre por ella"
            raise self.places[row["id"]].refuse("when", rule, "ponla antes, o di qué la distingue", row["when"])

    def _period(self, reader: Reader, made: dict[str, Any]) -> None:
        if made["from"] and made["until"] and made["until"] < made["from"]:
            raise reader.refuse("until", "termina antes de empezar: nunca rige", "revisa las dos fechas", made["until"])

    def _permits(self) -> list[dict[str, Any]]:
        place, permit = self.law.states["place_item"], self.law.states["permit_item"]
        top = Reader(read_file(self.folder / "states.yaml", self.root), "states.yaml")
        for key, name, fits in (
            ("place_item", place, lambda item: item.catalogue == "municipalities"),
            ("permit_item", permit, lambda item: item.type == "doc"),
        ):
            if name not in self.items or not fits(self.items[name]):
                raise top.refuse(key, "no es el punto que se espera", "revisa el id: un municipio y un documento", name)
        return permit_checks(self.law.states)

    def _named(self, file: str, make: Any) -> dict[str, dict[str, Any]]:
        table = read_file(self.folder / file, self.root)
        return {name: make(Reader(table[name], name)) for name in table}

    def _cite(self, reader: Reader, key: str = "cite", default: Any = ...) -> list[str]:
        return list(known_cites(reader, key, self.law.citations, default))

    def _duty(self, reader: Reader) -> dict[str, Any]:
        deadline = None
        if "deadline" in reader.table:
            inner = Reader(reader.take("deadline", dict), f"{reader.name}.deadline")
            deadline = {key: inner.text(key, None) for key in ("hours_param", "starts_es", "what_es")}
            inner.finish()
            if deadline["hours_param"] and deadline["hours_param"] not in self.law.parameters:
                raise inner.refuse(
                    "hours_param",
                    "no está en parameters.yaml",
                    "agrégalo con su fecha",
                    deadline["hours_param"],
                )
        made = {
            "order": reader.take("order", int),
            "title_es": reader.text("title_es"),
            "plain_es": reader.text("plain_es"),
            "when": reader.choice("when", ("now", "before_closing", "deadline")),
            "deadline": deadline,
            "urgent": reader.take("urgent", bool, False),
            "removes": reader.take("removes", bool, False),
            "covers": list(reader.texts("covers", [])),
            "unless": self.check.take(reader, "unless", None),
            "question_es": reader.text("question_es", None),
            "cite": self._cite(reader),
            "mark": reader.choice("mark", MARKS),
        }
        if (made["unless"] is None) != (made["question_es"] is None):
            raise reader.refuse("question_es", "acompaña a unless", "escribe la pregunta que evita el deber")
        reader.finish()
        return made

    def _sanction(self, reader: Reader) -> dict[str, Any]:
        made = {
            "label_es": reader.text("label_es"),
            "min_uma": reader.take("min_uma", int, None),
            "max_uma": reader.take("max_uma", int, None),
            "prison_es": reader.text("prison_es", None),
            "cite": self._cite(reader),
            "mark": reader.choice("mark", MARKS, "confirmado"),
        }
        reader.finish()
        return made

    def _input(self, reader: Reader) -> dict[str, Any]:
        name = reader.code("id")
        values = reader.take("values", dict)
        self.values[name] = tuple(values)
        made: dict[str, Any] = {
            "id": name,
            "kind": reader.choice("kind", ("cases", "age"), "cases"),
            "title_es": reader.text("title_es"),
            "question_es": reader.text("question_es"),
            "asks": self._ids(reader, "asks"),
            "values": [{"code": code, "label_es": str(label)} for code, label in values.items()],
            "unknown_as": list(reader.texts("unknown_as", [])),
            "cite": self._cite(reader),
            "mark": reader.choice("mark", MARKS),
        }
        if made["kind"] == "age":
            made["age"] = self._age(Reader(reader.take("age", dict), f"{name}.age"))
            made["reads"] = sorted(made["age"][key] for key in ("birth_date", "said", "evidence", "doubt"))
        else:
            made["cases"] = list(reader.each("cases", lambda case: self._case(case, name)))
            behind = unreached_case(made["cases"])
            if behind is not None:
                rule = f"el caso {behind + 1} nunca se alcanza: uno anterior sin «when» decide siempre"
                raise reader.refuse("cases", rule, "ponlo antes, o di cuándo vale el anterior", made["cases"][behind])
            made["reads"] = sorted(
                {item for case in made["cases"] if case["when"] for item in items_of(case["when"])}
            )
        reader.finish()
        return made

    def _ids(self, reader: Reader, key: str) -> list[str]:
        names = list(reader.texts(key, []))
        for name in names:
            if name not in self.items:
                raise reader.refuse(key, "nombra un punto que no existe", "revisa el id", name)
        return names

    def _age(self, reader: Reader) -> dict[str, Any]:
        made: dict[str, Any] = {key: reader.text(key) for key in ("birth_date", "said", "evidence", "doubt")}
        made["proof"] = list(reader.texts("proof"))
        made["doubt_reads"] = dict(reader.take("doubt_reads", dict))
        for key in ("birth_date", "said", "evidence", "doubt"):
            if made[key] not in self.items:
                raise reader.refuse(key, "nombra un punto que no existe", "revisa el id", made[key])
        options = {option.code for key in ("evidence", "doubt") for option in self.items[made[key]].options}
        for code in (*made["proof"], *made["doubt_reads"]):
            if code not in options:
                raise reader.refuse("proof", "no es una opción del punto", "revisa el código", code)
        reader.finish()
        return made

    def _case(self, reader: Reader, name: str) -> dict[str, Any]:
        when = self.check.take(reader, "when", None)
        if when is not None and reader.take("only_if_known", bool, False):
            when = only_if_known(when)
        made = {
            "value": reader.choice("value", (*self.values[name], "open")),
            "when": when,
            "from": reader.day("from", None),
            "until": reader.day("until", None),
            "provisional": reader.take("provisional", bool, False),
            "cite": self._cite(reader, "cite", []),
            "label_es": reader.text("label_es", None),
        }
        self._period(reader, made)
        reader.finish()
        return made

    def _where(self, reader: Reader, key: str, default: Any = ...) -> dict[str, list[str]]:
        return self._region(reader, key, reader.take(key, dict, default))

    def _region(self, reader: Reader, key: str, table: dict[str, Any]) -> dict[str, list[str]]:
        for name, allowed in table.items():
            if name not in self.values:
                raise reader.refuse(
                    key, "no es un dato de inputs.yaml", "usa uno de: " + ", ".join(self.values), name
                )
            if allowed == []:
                raise reader.refuse(key, f"«{name}» sin ningún valor nunca se cumple", "di cuáles, o quita el dato")
            for value in allowed if isinstance(allowed, list) else [allowed]:
                if value not in self.values[name] or not isinstance(allowed, list):
                    raise reader.refuse(
                        key,
                        f"«{name}» no tiene ese valor",
                        "usa una lista de: " + ", ".join(self.values[name]),
                        value,
                    )
        return {name: list(allowed) for name, allowed in table.items()}

    def _rule(self, reader: Reader, kind: str) -> dict[str, Any]:
        made = {
            "id": reader.text("id"),
            "kind": kind,
            "slug": reader.code("slug"),
            "title_es": reader.text("title_es"),
            "plain_es": reader.text("plain_es"),
            "because_es": reader.text("because_es"),
            "when": self._where(reader, "when"),
            "from": reader.day("from", None),
            "until": reader.day("until", None),
            "checks": reader.choice("checks", STATES, None),
            "leads": reader.take("leads", bool, False),
            "urgent": reader.take("urgent", bool, False),
            "duties": self._known(reader, "duties", self.duties),
            "referral": reader.choice("referral", LEVELS),
            "criminal_report": reader.choice("criminal_report", LEVELS[:2]),
            "sanctions": self._known(reader, "sanctions", self.sanctions),
            "cite": self._cite(reader),
            "option_cites": self._ids(reader, "option_cites"),
            "option_where": dict(reader.take("option_where", dict, {})),
            "possible": list(reader.texts("possible", [])),
            "mark": reader.choice("mark", MARKS),
            "extra": list(reader.each("extra", self._extra, [])),
        }
        self.places[made["id"]] = reader
        self._period(reader, made)
        reader.finish()
        return made

    def _extra(self, reader: Reader) -> dict[str, Any]:
        made = {
            "when": self._where(reader, "when"),
            "cite": self._cite(reader),
            "duties": self._known(reader, "duties", self.duties, []),
            "sanctions": self._known(reader, "sanctions", self.sanctions),
        }
        reader.finish()
        return made

    def _known(self, reader: Reader, key: str, known: dict[str, Any], default: Any = ...) -> list[str]:
        names = list(reader.texts(key, default))
        for name in names:
            if name not in known:
                raise reader.refuse(key, "no está definido", "usa uno de: " + ", ".join(known), name)
        return names

    def _shown(self, reader: Reader) -> dict[str, Any]:
        made = {"rows": list(reader.texts("rows")), "as": reader.text("as")}
        reader.finish()
        return made

    def _requirement(self, reader: Reader) -> dict[str, Any]:
        applies = self._where(reader, "applies")
        if not reader.take("any_relation", bool, False):
            applies = {"relacion": ["tercero", "arte"], "actividad": ["trabaja"], **applies}
        extra = []
        for key, name in (("extra_cite", "cite"), ("extra_sanctions", "sanctions")):
            if key in reader.table:
                row = Reader(reader.take(key, dict), f"{reader.name}.{key}")
                given = self._cite(row) if name == "cite" else self._known(row, name, self.sanctions)
                when = self._region(row, key, {other: row.take(other, list) for other in row.table if other != name})
                extra.append({"when": when, "cite": [], "duties": [], "sanctions": [], name: given})
        made: dict[str, Any] = {
            "id": reader.text("id"),
            "title_es": reader.text("title_es"),
            "fix_es": reader.text("fix_es"),
            "applies": applies,
            "applies_when": self.check.take(reader, "applies_when", None),
            "from": reader.day("from", None),
            "until": reader.day("until", None),
            "passes": self.check.take(reader, "passes", None),
            "fails": self.check.take(reader, "fails", None),
            "duties": self._known(reader, "duties", self.duties, []),
            "referral": reader.choice("referral", LEVELS[:2], "no"),
            "referral_when": self.check.take(reader, "referral_when", None),
            "criminal_report_in": self._where(reader, "criminal_report_in", {}),
            "sanctions": self._known(reader, "sanctions", self.sanctions),
            "cite": self._cite(reader),
            "extra": extra,
            "mark": reader.choice("mark", MARKS),
        }
        self._period(reader, made)
        if made["passes"] is None and made["fails"] is None:
            raise reader.refuse("passes", "un requisito lleva passes, fails o los dos", "di cuándo se cumple")
        # A referral without fails is one that stays to be decided until the requirement is seen.
        if made["fails"] is None and (made["duties"] or made["sanctions"]):
            raise reader.refuse("fails", "sin fails nunca se incumple", "agrega fails o quita deberes y sanciones")
        reader.finish()
        return made

    def _options(self, item: Item) -> list[dict[str, Any]]:
        keep = ("code", "label_es", "cite", "exclusive", "sector")
        rows = self.law.catalogues.get(item.catalogue or "") or [vars(option) for option in item.options]
        return [{key: row[key] for key in keep if key in row} for row in rows]

    def _once(self, reader: Reader, key: str, names: list[str]) -> None:
        for name in names:
            if names.count(name) > 1:
                raise reader.refuse(key, "el id está repetido", "usa otro id", name)


def only_if_known(condition: Condition) -> Condition:
    """Return the same condition, false where its answer is missing (it opens no doubt)."""
    ((word, argument),) = condition.items()
    if word in ("all", "any"):
        return {word: [only_if_known(part) for part in argument]}
    if word in ("not", "answered"):
        return condition
    item = argument[0] if isinstance(argument[0], str) else argument[1]
    return {"all": [{"answered": item}, condition]}


def plain(value: Any) -> Any:
    """Return tables as plain dicts."""
    if isinstance(value, Table | dict):
        return {key: plain(part) for key, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, list | tuple) else value
