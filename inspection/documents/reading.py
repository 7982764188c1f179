"""One opened visit read through its protocol: items are found by their role, never by id."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from inspection.documents.values import in_words
from inspection.domain.contents import LAST_INSTANT
from inspection.domain.opening import Head
from inspection.domain.visit import Entity, OpenedVisit
from protocols.determination import determine
from protocols.readable import is_readable

Item = Mapping[str, Any]
UNREADABLE = "valor que no se puede leer"


@dataclass(frozen=True)
class Answer:
    """What is known of one item for one entity: words, or the reason why there are none.

    Attributes:
        text: The value in words; empty when ``blank``.
        blank: Code of the reason (``not_asked``, ``declined``, …), empty when there is a value.
        src: Code of the source, or empty.
        verified: True, False, or None where it was not said.
        disputed: There are several values that differ.
        exclusive: The only value is an option that says there is nothing: «ninguna».
    """

    text: str
    blank: str
    src: str
    verified: bool | None
    disputed: bool = False
    exclusive: bool = False


class VisitReading:
    """Questions by role over an opened visit.

    Args:
        visit: The visit, opened for somebody who may see what the paper shows.
        bundle: The protocol bundle the visit pins, as plain data.
    """

    def __init__(self, visit: OpenedVisit, bundle: Mapping[str, Any]) -> None:
        self.visit, self.bundle = visit, bundle
        self.items: dict[str, Item] = {item["id"]: item for item in _items(bundle)}
        self._by_role = {
            (i["role"], i["for"].partition(":")[0], i["for"]): i for i in self.items.values() if i.get("role")
        }

    def item(self, role: str, scope: str) -> Item | None:
        """Return the item that plays a role for ``visit``, ``minor`` or ``person:<role item id>``."""
        return self._by_role.get((role, scope.partition(":")[0], scope))

    def labels(self, item: Item) -> dict[str, str]:
        """Return {option code: label} of an item, from its options or its catalogue."""
        return {option["code"]: option["label_es"] for option in self.options(item)}

    def options(self, item: Item) -> list[Mapping[str, Any]]:
        """Return the options of an item, from itself or its catalogue."""
        catalogue = self.bundle["law"]["catalogues"].get(item.get("catalogue") or "", [])
        return list(item.get("options") or catalogue)

    def answer(self, entity: str, item: Item | None) -> Answer:
        """Return what is known of an item for an entity."""
        if item is None:
            return Answer("", "unanswered", "", None)
        heads = self.visit.answers.get(f"{entity}/{item['id']}", ())
        if not heads:
            return Answer("", "unanswered", "", None)
        shut = next((head.visible for head in heads if head.visible != "opened"), None)
        given = [head for head in heads if head.visible == "opened" and head.value and "v" in head.value]
        words = list(dict.fromkeys(self._words(head, item) for head in given))
        words = [text for text in words if text]
        if not words:
            reasons = [str(head.value["none"]) for head in heads if head.value and "none" in head.value]
            return Answer("", shut or (reasons[0] if reasons else "unanswered"), "", None)
        values = [head.value for head in given if head.value]
        verified = [bool(value.get("verified")) for value in values]
        sources = list(dict.fromkeys(str(value["src"]) for value in values if value.get("src")))
        alone = [option["code"] for option in self.options(item) if option.get("exclusive")]
        nothing = all(isinstance(v["v"], list) and all(code in alone for code in v["v"]) for v in values)
        return Answer(" / ".join(words), "", ",".join(sources), all(verified), len(words) > 1, nothing)

    def _words(self, head: Head, item: Item) -> str:
        if not head.value:
            return ""
        if not self._is_sound(item["id"], head.value):
            return UNREADABLE
        return in_words(head.value["v"], item["type"], self.labels(item))

    def value(self, entity: str, role: str, scope: str | None = None) -> Any:
        """Return the one value ``v`` of a role; None when there is none or several differ."""
        return self.value_of(entity, self.item(role, scope or entity.partition(":")[0]))

    def value_of(self, entity: str, item: Item | None) -> Any:
        """Return the one value ``v`` of an item; None when there is none or several differ."""
        found = self.visit.value(f"{entity}/{item['id']}") if item else None
        return found.get("v") if found and item and self._is_sound(item["id"], found) else None

    def words(self, entity: str, role: str, scope: str | None = None) -> str:
        """Return the answer of a role in words; empty when there is none."""
        return self.answer(entity, self.item(role, scope or entity.partition(":")[0])).text

    def municipality(self) -> tuple[str, str]:
        """Return the code of the workplace's municipality and its name; the name empty when it is not known."""
        code = str(self.value("visit", "workplace_municipality") or "")
        item = self.item("workplace_municipality", "visit")
        known = self.labels(item) if item else {}
        return code, known.get(code, "")

    def people(self, role: str) -> Iterator[tuple[Entity, str]]:
        """Yield the persons of a role of the visit, with the scope of their own items."""
        item = self.item(role, "visit")
        for entity in self.visit.entities.values():
            if item and entity.kind == "person" and entity.role == item["id"] and not entity.removed:
                yield entity, f"person:{item['id']}"

    def local(self, at_ms: int) -> datetime:
        """Return an instant on the wall clock of the workplace."""
        at = timedelta(milliseconds=min(at_ms, LAST_INSTANT))
        return (datetime(1970, 1, 1, tzinfo=UTC) + at).astimezone(ZoneInfo(self.visit.zone))

    def facts_on(self) -> date:
        """Return the local day of the facts: when the visit began, else when it was opened."""
        started = self.value("visit", "started_at")
        if isinstance(started, str):
            return date.fromisoformat(started[:10])
        return self.local(min(h.recorded_at for h in self.visit.happenings)).date()

    def determination(self, minor: str) -> Mapping[str, Any]:
        """Return what the law says of one minor on the day of the facts."""
        answers: dict[str, list[Any]] = {}
        for path in self.visit.answers:
            entity, _, code = path.partition("/")
            if entity in ("visit", minor):
                answers[code] = self.visit.values(path)
        result: Mapping[str, Any] = determine(self.bundle, answers, on=self.facts_on().isoformat())
        return result

    def _is_sound(self, code: str, value: Any) -> bool:
        """Tell whether a value has its item's shape: a broken answer must not hold a notice back."""
        return is_readable(self.items[code]["type"], value) if code in self.items else False


def _items(bundle: Mapping[str, Any]) -> Iterator[Item]:
    for stage in bundle["protocol"]["stages"]:
        for step in stage["steps"]:
            yield from step["items"]
