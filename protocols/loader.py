"""Reads a protocol and the law, and refuses what breaks a rule of ``docs/protocol-format.md``."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from protocols import law_loader
from protocols.calendar_loader import read_calendars
from protocols.checking import Catalogues, ConditionCheck, find_circle
from protocols.interview_loader import read_interview
from protocols.law_loader import MARKS, known_cites
from protocols.model import Basis, Citation, Item, Law, Option, Protocol, Stage, Step
from protocols.publishing import DRAFT, PUBLISHED, check_frozen
from protocols.reading import Reader, Table, read_file
from protocols.rules_loader import RulesReader, read_parameters
from protocols.states import read_states, states_catalogue
from protocols.visit_duties_loader import read_visit_duties

ROOT = Path(__file__).resolve().parent
TYPES = (
    "bool",
    "tri",
    "enum",
    "multi",
    "int",
    "minutes",
    "grams",
    "money",
    "date",
    "dt",
    "text",
    "doc",
    "geo",
    "person",
    "table",
    "photo",
    "sign",
    "act",
)
ROLES = ("inspector", "supervisor")
CLOSED = ("bool", "tri", "enum", "multi", "int", "minutes", "grams", "money", "doc")


def load_law_data(root: Path = ROOT) -> Law:
    """Return instruments, citations, catalogues, directory and parameters (rules need a protocol's items)."""
    folder = root / "law"
    instruments = law_loader.read_instruments(folder / "instruments.yaml", root)
    citations = law_loader.read_citations(folder / "citations.yaml", root, instruments)
    catalogues = law_loader.read_catalogues(folder, root, citations)
    directory = law_loader.read_directory(folder / "authorities.yaml", root)
    parameters = read_parameters(folder / "parameters.yaml", root, citations)
    calendars = read_calendars(folder / "calendars.yaml", root, citations)
    states = read_states(folder / "states.yaml", root, citations)
    catalogues["states"] = states_catalogue(states)
    return Law(instruments, citations, catalogues, directory, parameters, calendars, states)


def load_rules(law: Law, protocol: Protocol, root: Path = ROOT) -> Law:
    """Return the law with everything that decides, checked against the protocol's items."""
    read = RulesReader(law, {item.id: item for item in protocol.items}, root / "law", root).read()
    return replace(read, visit_duties=read_visit_duties(root / "law" / "visit_duties.yaml", root, read, protocol))


def load_protocol(protocol_id: str, law: Law, root: Path = ROOT) -> Protocol:
    """Return one version of a protocol, checked against the law's citations and catalogues.

    Raises:
        ProtocolError: See ``docs/protocol-format.md`` for every rule; among them, a published version that was edited.
    """
    folder = root / protocol_id
    top = Reader(read_file(folder / "protocol.yaml", root), "protocol")
    status = top.choice("status", (DRAFT, PUBLISHED))
    check_frozen(folder, root, status)
    drafts = [_StageDraft(read_file(folder / name, root), law) for name in top.texts("stages")]
    items = {item.id: item for draft in drafts for item in draft.items()}
    check = ConditionCheck(items, law.catalogues, law.parameters)
    stages = tuple(draft.finish(check) for draft in drafts)
    acta = read_file(folder / top.text("acta"), root) if (folder / top.text("acta")).exists() else None
    protocol = Protocol(
        id=top.text("id"),
        title_es=top.text("title_es"),
        version=top.text("version"),
        status=status,
        mark=top.choice("mark", MARKS),
        valid_from=top.day("valid_from"),
        stages=stages,
        acta=acta,
        people_roles=_people_roles(top, items),
        opened_in_field=_opened_in_field(top, items),
        interview=_interview(top, folder, root, items, law),
    )
    top.finish()
    if protocol.id != protocol_id:
        raise top.refuse("id", "no coincide con la carpeta", f"escribe {protocol_id}", protocol.id)
    _check_whole(protocol, drafts)
    return protocol


class _StageDraft:
    """A stage read once for its items and again, when all items are known, for its conditions."""

    seen_file: str

    def __init__(self, table: Table, law: Law) -> None:
        self.law = law
        self.top = Reader(table, "stage")
        self.id, self.number, self.title = (
            self.top.code("id"),
            self.top.take("number", int),
            self.top.text("title_es"),
        )
        self.readers: dict[str, Reader] = {}
        self.steps = self.top.each("steps", self._step)
        self.top.finish()

    def items(self) -> list[Item]:
        return [item for step in self.steps for item in step.items]

    def _step(self, reader: Reader) -> Step:
        scope = reader.text("for", "visit")
        step = Step(
            reader.code("id"),
            reader.text("title_es"),
            reader.each("items", lambda row: self._item(row, scope)),
        )
        reader.finish()
        return step

    def _item(self, reader: Reader, scope: str) -> Item:
        item = read_item(reader, scope, self.law.citations, self.law.catalogues)
        if item.id in self.readers:
            raise reader.refuse("id", "el id está repetido", "usa otro id; un id nunca se reutiliza", item.id)
        self.readers[item.id] = reader
        return item

    def finish(self, check: ConditionCheck) -> Stage:
        steps = []
        for step in self.steps:
            items = []
            for item in step.items:
                reader = self.readers[item.id]
                when = check.take(reader, "when", None)
                reader.finish()
                whole = Item(**{**item.__dict__, "when": when})
                check.items = {**check.items, item.id: whole}
                items.append(whole)
            steps.append(Step(step.id, step.title_es, tuple(items)))
        return Stage(self.id, self.number, self.title, tuple(steps))


def read_item(reader: Reader, scope: str, citations: dict[str, Citation], catalogues: Catalogues) -> Item:
    """Return one item without its condition; its mark is the weaker of row and citation."""
    kind = reader.choice("type", TYPES)
    mark = reader.choice("mark", MARKS, "por_validar")
    cites = known_cites(reader, "basis", citations)
    basis = tuple(
        Basis(c, citations[c].instrument, mark if citations[c].mark == "confirmado" else "por_validar") for c in cites
    )
    catalogue = reader.choice("catalogue", catalogues, None)
    options = _options(reader, citations)
    if kind in ("enum", "multi") and bool(options) == bool(catalogue):
        raise reader.refuse(
            "options",
            "un enum o multi lleva options o catalogue, uno de los dos",
            "agrega uno y quita el otro",
        )
    if kind not in ("enum", "multi") and options:
        raise reader.refuse("options", f"el tipo {kind} no lleva opciones", "quítalas o cambia el tipo")
    item = Item(
        id=reader.code("id"),
        label_es=reader.text("label_es"),
        type=kind,
        scope=reader.text("for", scope),
        row=reader.text("row"),
        mark=mark,
        help_es=reader.text("help_es", None),
        ask_es=reader.text("ask_es", None),
        options=options,
        catalogue=catalogue,
        entity=reader.choice("entity", ("person", "row", "photo"), None),
        duty=reader.text("duty", None),
        required=reader.take("required", bool, False),
        skippable=reader.take("skippable", bool, True),
        public=reader.take("public", bool, False),
        acta=reader.take("acta", bool, False),
        sees=_sees(reader),
        basis=basis,
        role=reader.text("role", None),
        min=reader.take("min", int, None),
        max=reader.take("max", int, None),
        max_chars=reader.take("max_chars", int, None),
    )
    reader.taken.add("when")
    _check_item(reader, item)
    return item


def _sees(reader: Reader) -> tuple[str, ...]:
    seen = reader.texts("sees", list(ROLES))
    strange = [role for role in seen if role not in ROLES]
    if strange or not seen:
        raise reader.refuse("sees", "no es quien puede ver una respuesta", "usa: " + ", ".join(ROLES), strange)
    return seen


def _options(reader: Reader, citations: dict[str, Citation]) -> tuple[Option, ...]:
    found = []
    for code, raw in reader.take("options", dict, {}).items():
        if isinstance(raw, Table):
            inner = Reader(raw, f"{reader.name}.options.{code}")
            cites = known_cites(inner, "cite", citations, [])
            mark = inner.choice("mark", MARKS, "confirmado")
            weak = "por_validar" if any(citations[c].mark == "por_validar" for c in cites) else mark
            found.append(
                Option(
                    code,
                    inner.text("label_es"),
                    cites,
                    weak if cites else "por_validar",
                    inner.take("exclusive", bool, False),
                )
            )
            inner.finish()
        else:
            found.append(Option(code, str(raw)))
    return tuple(found)


def _check_item(reader: Reader, item: Item) -> None:
    """A minor's answers are never public; only closed ones may enter the acta (LGDNNA 76)."""
    if item.scope == "minor" and item.public:
        raise reader.refuse("public", "lo de una persona menor nunca es público", "quita public", True)
    if item.scope == "minor" and item.acta and item.type not in CLOSED:
        raise reader.refuse(
            "acta",
            "de una persona menor sólo entran al acta respuestas cerradas",
            "quita acta o cambia el tipo",
            item.type,
        )
    if item.type in ("table", "person", "photo") and item.entity is None:
        raise reader.refuse(
            "entity", f"el tipo {item.type} necesita decir qué guarda", "agrega entity: person, row o photo"
        )
    if (item.type == "act") != (item.duty is not None):
        raise reader.refuse(
            "duty", "duty va sólo y siempre en los puntos de tipo act", "agrega o quita duty", item.duty
        )
    if not item.skippable and item.scope == "minor":
        raise reader.refuse("skippable", "toda pregunta sobre una persona menor se puede saltar", "quita skippable")


def _people_roles(top: Reader, items: dict[str, Item]) -> dict[str, dict[str, Any]]:
    roles = {}
    for name, raw in top.take("people_roles", dict).items():
        reader = Reader(raw, f"people_roles.{name}")
        role = {
            key: reader.take(key, kind)
            for key, kind in (("item", str), ("title_es", str), ("min", int), ("max", int), ("signs", bool))
        }
        if role["item"] not in items or items[role["item"]].entity != "person":
            raise reader.refuse(
                "item",
                "no es un punto que guarde personas",
                "usa el id de un punto con entity: person",
                role["item"],
            )
        reader.finish()
        roles[name] = role
    return roles


def _opened_in_field(top: Reader, items: dict[str, Item]) -> dict[str, str]:
    """What is answered at once when the inspector opens the visit in the field: {item id: option}."""
    answers = {}
    for name, option in top.take("opened_in_field", dict, default={}).items():
        item = items.get(name)
        if item is None or item.scope != "visit" or option not in {one.code for one in item.options}:
            raise top.refuse("opened_in_field", "no es opción de un punto de la visita", "usa punto: opción", name)
        answers[name] = option
    return answers


def _interview(top: Reader, folder: Path, root: Path, items: dict[str, Item], law: Law) -> dict[str, Any] | None:
    name = top.text("interview", None)
    return read_interview(folder / name, root, items, law.citations) if name else None


def _check_whole(protocol: Protocol, drafts: Sequence[_StageDraft]) -> None:
    """Refuse, at the item itself, what only shows when all stages are read."""
    readers: dict[str, Reader] = {}
    for draft in drafts:
        for name, reader in draft.readers.items():
            if name in readers:
                raise reader.refuse("id", "el id está repetido en dos etapas", "usa otro id", name)
            readers[name] = reader
    seen: set[tuple[str, str]] = set()
    scopes = {"visit", "minor"} | {f"{i.entity}:{i.id}" for i in protocol.items if i.entity}
    for item in protocol.items:
        reader = readers[item.id]
        if item.scope not in scopes:
            rule, remedy = "es de un lugar que no existe", "usa visit, minor, person:<punto> o row:<punto>"
            raise reader.refuse("for", rule, remedy, item.scope)
        if item.role and (item.scope, item.role) in seen:
            raise reader.refuse("role", f"dos puntos tienen el papel «{item.role}»", "deja sólo uno por lugar", item.id)
        seen.add((item.scope, item.role or item.id))
    circle = find_circle({item.id: item for item in protocol.items})
    if circle:
        rule, remedy = "las condiciones dan vueltas", "quita una de estas condiciones para romper el círculo"
        raise readers[circle[0]].refuse("when", rule, remedy, " -> ".join(circle))
