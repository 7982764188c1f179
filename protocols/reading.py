"""Reads YAML strictly and remembers where each key stands.

Strict: no tags, anchors, floats or implicit dates; only ``true`` and ``false`` are booleans (a Spanish ``no``
is a word); a key may stand once. Every refusal names file, line, key, rule broken, what was found and the
remedy, in Spanish.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import yaml

Made = TypeVar("Made")
DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
CODE = re.compile(r"[a-z][a-z0-9_]*")


class ProtocolError(ValueError):
    """A protocol or law file breaks a rule of ``docs/protocol-format.md``."""

    def __init__(self, place: str, key: str, rule: str, found: object, remedy: str) -> None:
        self.place, self.key, self.rule, self.found, self.remedy = place, key, rule, found, remedy
        shown = "" if found is None else f" Se encontró: {found!r}."
        super().__init__(f"{place}, clave «{key}»: {rule}.{shown} Para corregir: {remedy}.")


class Table(dict[str, Any]):
    """A YAML mapping that knows its file and the line of each key."""

    file: str = ""
    line: int = 0
    lines: dict[str, int]


class _StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """SafeLoader with the few implicit types of this format."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}
    file = ""


_StrictLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_StrictLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789")
)
_StrictLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])


def _table(loader: Any, node: yaml.MappingNode) -> Table:
    table = Table()
    table.file, table.line, table.lines = loader.file, node.start_mark.line + 1, {}
    for key_node, value_node in node.value:
        place = f"{loader.file}, línea {key_node.start_mark.line + 1}"
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            key = key_node.value
        if key in table:
            raise ProtocolError(place, key, "la clave está repetida", None, "deja sólo una")
        table[key] = loader.construct_object(value_node, deep=True)
        table.lines[key] = key_node.start_mark.line + 1
    return table


def _unknown(loader: Any, node: yaml.Node) -> Any:
    place = f"{loader.file}, línea {node.start_mark.line + 1}"
    raise ProtocolError(
        place, node.tag, "no se admiten etiquetas de YAML", node.tag, "escribe el valor sin etiqueta"
    )


_StrictLoader.add_constructor("tag:yaml.org,2002:map", _table)
_StrictLoader.add_constructor(None, _unknown)


def read_text(text: str, file: str) -> Table:
    """Return the mapping written in ``text``.

    Raises:
        ProtocolError: Not valid YAML, or something this format does not admit.
    """
    loader = _StrictLoader(text)
    loader.file = file
    try:
        for token in yaml.scan(text, Loader=_StrictLoader):
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken):
                place = f"{file}, línea {token.start_mark.line + 1}"
                rule = "no se admiten anclas, alias ni etiquetas de YAML"
                raise ProtocolError(place, str(token.value), rule, None, "escribe el valor completo")
        found = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ProtocolError(
            f"{file}, línea {line}",
            "-",
            "no es YAML válido",
            error.problem,
            "revisa sangría, comillas y dos puntos",
        ) from error
    finally:
        loader.dispose()
    if not isinstance(found, Table):
        raise ProtocolError(
            f"{file}, línea 1",
            "-",
            "el archivo debe empezar con claves",
            type(found).__name__,
            "escribe «clave: valor»",
        )
    return found


def read_file(path: Path, root: Path) -> Table:
    """Read one file; its name in errors is relative to ``root``."""
    return read_text(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())


def _is_day(text: str) -> bool:
    """Whether the calendar has that day: the 30th of February is written like one and is none."""
    if not DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


class Reader:
    """Takes the keys of one table one by one; ``finish`` refuses what is left."""

    def __init__(self, table: Any, name: str, parent: "Reader | None" = None) -> None:
        if not isinstance(table, Table):
            place = parent.place(name) if parent else name
            raise ProtocolError(
                place, name, "debe ser un conjunto de claves", table, "escribe «clave: valor»"
            )
        self.table, self.name, self.taken = table, name, set[str]()

    def place(self, key: str) -> str:
        """Return «file, línea n» of the key, or of the table when the key is missing."""
        return f"{self.table.file}, línea {self.table.lines.get(key, self.table.line)}"

    def refuse(self, key: str, rule: str, remedy: str, found: object = None) -> ProtocolError:
        """Return (to be raised) the error at ``key``."""
        return ProtocolError(self.place(key), f"{self.name}.{key}", rule, found, remedy)

    def take(self, key: str, kind: type, default: Any = ...) -> Any:
        """Return the value of ``key``, which must be of ``kind`` (``bool`` is not an ``int``)."""
        self.taken.add(key)
        value = self.table.get(key)
        if value is None:
            if default is ...:
                raise self.refuse(key, "falta y es obligatoria", f"agrega «{key}:»")
            return default
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            words = {
                str: "un texto",
                int: "un número entero",
                bool: "true o false",
                list: "una lista",
                dict: "un conjunto de claves",
            }
            raise self.refuse(key, f"debe ser {words.get(kind, kind.__name__)}", "cambia el valor", value)
        return value

    def text(self, key: str, default: Any = ...) -> Any:
        """Return a text."""
        return self.take(key, str, default)

    def code(self, key: str) -> str:
        """Return an identifier in snake_case ASCII."""
        value = self.text(key)
        if not CODE.fullmatch(value):
            raise self.refuse(
                key,
                "debe ser minúsculas sin acentos, números y guion bajo",
                "por ejemplo «certificado_medico»",
                value,
            )
        return str(value)

    def day(self, key: str, default: Any = ...) -> Any:
        """Return a day as ``YYYY-MM-DD``."""
        value = self.text(key, default)
        if isinstance(value, str) and not _is_day(value):
            raise self.refuse(key, "debe ser una fecha AAAA-MM-DD", "por ejemplo 2025-02-11", value)
        return value

    def choice(self, key: str, allowed: Iterable[str], default: Any = ...) -> Any:
        """Return one of ``allowed``."""
        value = self.text(key, default)
        if value is not default and value not in set(allowed):
            raise self.refuse(
                key, "no es una opción conocida", "usa una de: " + ", ".join(sorted(allowed)), value
            )
        return value

    def texts(self, key: str, default: Any = ...) -> tuple[str, ...]:
        """Return a list of texts."""
        values = self.take(key, list, default)
        for value in values:
            if not isinstance(value, str):
                raise self.refuse(
                    key, "debe ser una lista de textos", "pon entre comillas lo que parezca número", value
                )
        return tuple(values)

    def each(self, key: str, make: "Callable[[Reader], Made]", default: Any = ...) -> tuple[Made, ...]:
        """Return ``make(reader)`` for every row of a list of tables."""
        rows = self.take(key, list, default)
        return tuple(make(Reader(row, f"{self.name}.{key}[{i}]", self)) for i, row in enumerate(rows))

    def finish(self) -> None:
        """Raise when a key nobody asked for is present."""
        for key in self.table:
            if key not in self.taken:
                raise self.refuse(
                    key,
                    "no se conoce esta clave",
                    "quítala o revisa su ortografía; las conocidas son: " + ", ".join(sorted(self.taken)),
                )
