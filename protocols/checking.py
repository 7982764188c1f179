"""Checks conditions of a protocol or of the law: closed vocabulary, known items and options, no circle."""

from collections.abc import Mapping
from typing import Any

from protocols.condition import COMPARISONS, VOCABULARY, items_of
from protocols.model import Condition, Item
from protocols.reading import Reader

NUMERIC = ("int", "minutes", "grams", "money")
FIXED = {
    "bool": (True, False),
    "tri": ("si", "no", "no_aplica"),
    "doc": ("exhibe", "parcial", "no_exhibe", "no_aplica"),
}
Catalogues = Mapping[str, list[dict[str, Any]]]


class ConditionCheck:
    """Expands and checks conditions against the items that exist."""

    def __init__(
        self, items: Mapping[str, Item], catalogues: Catalogues, parameters: Mapping[str, Any]
    ) -> None:
        self.items, self.catalogues, self.parameters = items, catalogues, parameters

    def take(self, reader: Reader, key: str, default: Any = ...) -> Condition | None:
        """Return the expanded condition of ``key``.

        Raises:
            ProtocolError: A word, item, option, catalogue or parameter is not known.
        """
        raw = reader.take(key, dict, default)
        return None if raw is None else self._expand(reader, key, raw)

    def _expand(self, reader: Reader, key: str, raw: Any) -> Condition:
        if not isinstance(raw, dict) or len(raw) != 1 or next(iter(raw)) not in VOCABULARY:
            raise reader.refuse(
                key, "no es una condición conocida", "usa una sola palabra de: " + ", ".join(VOCABULARY), raw
            )
        ((word, argument),) = raw.items()
        if word in ("all", "any"):
            if not isinstance(argument, list) or not argument:
                raise reader.refuse(
                    key, f"«{word}» lleva una lista de condiciones", "escribe al menos una", argument
                )
            return {word: [self._expand(reader, key, part) for part in argument]}
        if word == "not":
            return {"not": self._expand(reader, key, argument)}
        if word == "answered":
            self._item(reader, key, argument)
            return {word: argument}
        if not isinstance(argument, list) or len(argument) != 2:
            raise reader.refuse(
                key, f"«{word}» lleva dos valores", f"escribe {word}: [punto, valor]", argument
            )
        if word in COMPARISONS:
            return {word: [self._operand(reader, key, operand) for operand in argument]}
        return self._membership(reader, key, word, argument)

    def _membership(self, reader: Reader, key: str, word: str, argument: list[Any]) -> Condition:
        if isinstance(argument[0], list):
            return self._first_answered(reader, key, word, argument)
        item, wanted = self._item(reader, key, argument[0]), argument[1]
        if word == "in_state":
            return self._in_state(reader, key, item, wanted)
        if (item.type == "multi") != (word in ("contains", "count")):
            rule = f"«{word}» no sirve con un punto de tipo {item.type}"
            raise reader.refuse(key, rule, "usa contains o count con multi, eq o in con lo demás", item.id)
        if word == "count":
            if not isinstance(wanted, int) or isinstance(wanted, bool):
                raise reader.refuse(key, "«count» lleva un número", "escribe count: [punto, 1]", wanted)
            return {word: [item.id, wanted]}
        if isinstance(wanted, dict):
            codes = self._selected(reader, key, item, wanted)
            return {word: [item.id, codes]}
        for value in wanted if isinstance(wanted, list) else [wanted]:
            self._option(reader, key, item, value)
        if word == "in" and not isinstance(wanted, list):
            raise reader.refuse(key, "«in» lleva una lista", "escribe in: [punto, [opciones]]", wanted)
        return {word: [item.id, list(wanted) if isinstance(wanted, list) else wanted]}

    def _in_state(self, reader: Reader, key: str, item: Item, wanted: Any) -> Condition:
        states = [row["code"].removeprefix("estado_") for row in self.catalogues["states"]]
        if item.catalogue != "municipalities":
            raise reader.refuse(key, "«in_state» pregunta por un municipio", "usa el punto del municipio", item.id)
        if not isinstance(wanted, list) or not wanted or any(one not in states for one in wanted):
            raise reader.refuse(key, "«in_state» lleva claves de estado", 'por ejemplo ["02", "15"]', wanted)
        return {"in_state": [item.id, list(wanted)]}

    def _first_answered(self, reader: Reader, key: str, word: str, argument: list[Any]) -> Condition:
        """``contains: [[a, b], x]``: about ``a`` when it is answered, else about ``b``."""
        first, second = argument[0]
        if_first = {"all": [{"answered": first}, self._membership(reader, key, word, [first, argument[1]])]}
        if_second = self._membership(reader, key, word, [second, argument[1]])
        return {"any": [if_first, {"all": [{"not": {"answered": first}}, if_second]}]}

    def _selected(self, reader: Reader, key: str, item: Item, wanted: dict[str, Any]) -> list[str]:
        """Codes of the item's own options whose attributes are those of ``where``."""
        where = wanted.get("where")
        if set(wanted) != {"where"} or not isinstance(where, dict):
            raise reader.refuse(key, "falta decir qué opciones", "usa {where: {atributo: valor}}", wanted)
        rows: Any = self.catalogues.get(item.catalogue or "") or [vars(option) for option in item.options]
        codes = [row["code"] for row in rows if all(row.get(k) == v for k, v in where.items())]
        if not codes:
            raise reader.refuse(key, "ninguna opción cumple «where»", "revisa el atributo y su valor", where)
        return codes

    def _operand(self, reader: Reader, key: str, operand: Any) -> Any:
        if isinstance(operand, int) and not isinstance(operand, bool):
            return operand
        if isinstance(operand, str):
            if self._item(reader, key, operand).type not in NUMERIC:
                raise reader.refuse(
                    key,
                    "sólo se comparan puntos con número",
                    "usa un punto int, minutes, grams o money",
                    operand,
                )
            return operand
        if isinstance(operand, dict) and "param" in operand and set(operand) <= {"param", "times"}:
            if operand["param"] not in self.parameters:
                raise reader.refuse(
                    key,
                    "el parámetro no existe en parameters.yaml",
                    "agrégalo ahí con su fecha y su cita",
                    operand["param"],
                )
            return dict(operand)
        if (
            isinstance(operand, dict)
            and set(operand) == {"times"}
            and isinstance(operand["times"], list)
            and len(operand["times"]) == 2
        ):
            return {"times": [self._operand(reader, key, part) for part in operand["times"]]}
        raise reader.refuse(
            key,
            "no se puede comparar",
            "usa un número, un punto, {param: nombre} o {times: [punto, punto]}",
            operand,
        )

    def _item(self, reader: Reader, key: str, name: Any) -> Item:
        if not isinstance(name, str) or name not in self.items:
            raise reader.refuse(
                key,
                "la condición nombra un punto que no existe",
                "revisa el id; los ids nunca se cambian",
                name,
            )
        return self.items[name]

    def _option(self, reader: Reader, key: str, item: Item, value: Any) -> None:
        allowed: Any = FIXED.get(item.type)
        if item.catalogue in self.catalogues:
            allowed = tuple(row["code"] for row in self.catalogues[item.catalogue or ""])
        elif item.options:
            allowed = tuple(option.code for option in item.options)
        if allowed is None or not any(type(value) is type(one) and value == one for one in allowed):
            raise reader.refuse(
                key,
                f"«{item.id}» no tiene esa opción",
                "usa una de: " + ", ".join(str(one) for one in allowed or ()),
                value,
            )


def find_circle(items: Mapping[str, Item]) -> list[str] | None:
    """Return the ids of a circle of ``when`` conditions, or None."""
    done: set[str] = set()

    def walk(name: str, trail: list[str]) -> list[str] | None:
        if name in trail:
            return [*trail[trail.index(name) :], name]
        when = items[name].when
        if name in done or when is None:
            return None
        for other in items_of(when):
            found = walk(other, [*trail, name])
            if found:
                return found
        done.add(name)
        return None

    for name in items:
        circle = walk(name, [])
        if circle:
            return circle
    return None
