"""The protocol as the desk reads it: which question an answer belongs to, its words, its law, its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from inspection.web.desk.wording import UNREADABLE, value_es
from protocols.readable import is_readable

Item = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """One step of one stage, with its items in the protocol's order."""

    stage_number: int
    stage_es: str
    title_es: str
    items: tuple[Item, ...]


class Questions:
    """An index over one protocol bundle.

    Args:
        bundle: The tablet's bundle: ``protocol.stages[].steps[].items[]`` and ``law.catalogues``.
    """

    def __init__(self, bundle: Mapping[str, Any]) -> None:
        self.catalogues: Mapping[str, Any] = bundle["law"].get("catalogues", {})
        self.steps = tuple(self._steps(bundle["protocol"]["stages"]))
        self.items: dict[str, Item] = {item["id"]: item for step in self.steps for item in step.items}
        self.people_roles: Mapping[str, Any] = bundle["protocol"].get("people_roles", {})

    def _steps(self, stages: list[Mapping[str, Any]]) -> Iterator[Step]:
        for stage in stages:
            for step in stage["steps"]:
                yield Step(stage["number"], stage["title_es"], step["title_es"], tuple(step["items"]))

    def id_of(self, role: str, about: str = "visit") -> str | None:
        """Return the id of the item that plays ``role`` for ``visit``, ``minor`` or ``person:<role>``."""
        found = (i["id"] for i in self.items.values() if i.get("role") == role and i["for"] == about)
        return next(found, None)

    def labels(self, code: str) -> dict[str, str]:
        """Return {option code: label} of an item, from its own options or its catalogue; a place with its state."""
        item = self.items.get(code, {})
        options = item.get("options") or self.catalogues.get(item.get("catalogue") or "", [])
        return {option["code"]: _name(option) for option in options}

    def asked_es(self, code: str) -> str:
        """Return what was asked; a code unknown to this protocol stands for itself."""
        return str(self.items[code]["label_es"]) if code in self.items else code

    def basis(self, code: str) -> list[Mapping[str, str]]:
        """Return the legal basis of an item: ``[{"cite", "instrument", "mark"}]``."""
        return list(self.items.get(code, {}).get("basis") or [])

    def words(self, code: str, value: Mapping[str, Any] | None) -> str:
        """Return an answer of this item in words; one that its type does not allow is said to be unreadable."""
        if value and not self.is_readable(code, value):
            return UNREADABLE
        return value_es(dict(value) if value else None, self._kind(code), self.labels(code))

    def is_readable(self, code: str, value: Mapping[str, Any]) -> bool:
        """Tell whether a value can be an answer to this item; of an item unknown here nothing can be told."""
        return code not in self.items or is_readable(self._kind(code), value)

    def _kind(self, code: str) -> str:
        return str(self.items.get(code, {}).get("type", ""))


def _name(option: Mapping[str, Any]) -> str:
    state = f", {option['entity_es']}" if "entity_es" in option else ""
    return f"{option['label_es']}{state}"
