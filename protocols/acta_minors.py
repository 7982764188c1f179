"""What the acta may say of a minor: key, band, situation, measures, what was exhibited. Never who it is.

Source: LGDNNA arts. 76 and 79. The identity cannot get in, because it is never read: from the determination
only codes are taken and their words come from the law in the bundle; from an action only its duty, instant
and whether it waits; from the answers only the closed ones of `ANSWERS_ALLOWED`, and of these only codes
the catalogue knows.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from protocols import acta_words as words
from protocols.acta_answers import Answers, Item

ANSWERS_ALLOWED = {
    "tasks": "farm_tasks",
    "hazards": "hazards",
    "contract": "contract",
    "authorisation": "authorisation",
}
_CLOSED = ("doc", "enum", "multi")
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def minor_key(entity: str) -> str:
    """Return the key that stands for a minor on paper (sync-protocol, section 5)."""
    bits = int(entity.partition(":")[2][:5], 16)
    return "NNA-" + "".join(_CROCKFORD[bits >> shift & 31] for shift in (15, 10, 5, 0))


def local_moment(at: Any, zone: str) -> str:
    """Return an instant (ms since 1970 UTC) as local ``YYYY-MM-DDTHH:MM``, or empty when it is not one."""
    if not isinstance(at, int) or isinstance(at, bool) or not 0 <= at < 253402300800000:
        return ""
    return datetime.fromtimestamp(at // 1000, UTC).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


class Minors:
    """Reads determinations and actions of one visit through the words of ``acta.yaml``.

    Args:
        answers: Items and answers, of which only the allowed closed ones are read.
        visit: The plain visit.
        started_on: Local day of the visit; an action of that day says only its hour.
    """

    def __init__(self, answers: Answers, visit: Mapping[str, Any], started_on: str) -> None:
        self.answers, self.visit, self.started_on = answers, visit, started_on
        self.law = answers.bundle["law"]
        self.acta = answers.bundle["protocol"]["acta"]
        self.entities = [e["entity"] for e in visit["entities"] if e["kind"] == "minor"]

    def context(self) -> dict[str, Any]:
        """Return ``minors``, ``minors_count``, ``adults_checked`` (a number and no more) and
        ``breaches_alleged``."""
        minors = [e for e in self.entities if not self._is_adult(e)]
        return {
            "minors": [self._one(entity) for entity in minors],
            "minors_count": len(minors),
            "adults_checked": len(self.entities) - len(minors) + len(self.visit.get("ruled_adult", ())),
            "breaches_alleged": self._breaches(minors),
        }

    def visit_actions(self) -> list[dict[str, Any]]:
        """Return what was done for the whole workplace."""
        return self._actions("visit", self.acta["visit_duties"], ())

    def _result(self, entity: str) -> Mapping[str, Any]:
        found = self.visit["determinations"].get(entity)
        return found if isinstance(found, Mapping) else {}

    def _band(self, entity: str) -> str:
        age = self._result(entity).get("age")
        band = age.get("band") if isinstance(age, Mapping) else None
        return band if isinstance(band, str) and band in self.acta["bands"] else "unknown"

    def _is_adult(self, entity: str) -> bool:
        adult = self.acta["adult"]
        return (
            self._band(entity) in adult["bands"]
            or self._result(entity).get("classification") in adult["classifications"]
        )

    def _one(self, entity: str) -> dict[str, Any]:
        result = self._result(entity)
        reserved = self._is_reserved(entity)
        said = {name: self._allowed(entity, role) for name, role in ANSWERS_ALLOWED.items()}
        return {
            "key": minor_key(entity),
            "also": [minor_key(card) for card in self.visit.get("joined", {}).get(entity, ())],
            "band": self.acta["bands"][self._band(entity)],
            "situation": ""
            if result.get("classification") in self.acta["reserved"]["classifications"]
            else self._title(result),
            "determined": bool(result),
            "provisional": result.get("status") == "provisional",
            "reserved": reserved,
            "actions": self._actions(
                entity, self.acta["duties"], self.acta["reserved"]["duties"] if reserved else ()
            ),
            **said,
        }

    def _rules(self, result: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        fired = result.get("fired")
        ids = [one.get("id") for one in fired if isinstance(one, Mapping)] if isinstance(fired, list) else []
        return [rule for rule in self.law["rules"] if rule["id"] in ids]

    def _is_reserved(self, entity: str) -> bool:
        result = self._result(entity)
        slugs = [rule["slug"] for rule in self._rules(result)]
        return any(
            slug in self.acta["reserved"]["classifications"]
            for slug in [*slugs, result.get("classification")]
        )

    def _title(self, result: Mapping[str, Any]) -> str:
        slug, row = result.get("classification"), result.get("row")
        same = [rule for rule in self.law["rules"] if rule["slug"] == slug]
        chosen = next((rule for rule in same if rule["id"] == row), same[0] if same else None)
        return words.lowered(words.clean(chosen["title_es"])) if chosen else ""

    def _allowed(self, entity: str, role: str) -> str:
        item = self.answers.by_role(role, "minor")
        if item is None or item["type"] not in _CLOSED:
            return ""
        values = self.answers.answers.get(f"{entity}/{item['id']}", ())
        known = [text for text in dict.fromkeys(self._closed(item, value) for value in values) if text]
        return known[0] if len(known) == 1 else self.answers.disagreement(known) if known else ""

    def _closed(self, item: Item, value: Mapping[str, Any]) -> str:
        v, none = value.get("v"), value.get("none")
        if "v" not in value:
            return str(self.answers.words["doc"]["no_exhibe"]) if none == "not_exhibited" else ""
        if item["type"] == "doc":
            return str(self.answers.words["doc"].get(v, "")) if isinstance(v, str) else ""
        exclusive = {option["code"] for option in self.answers.options(item) if option.get("exclusive")}
        codes = [
            code
            for code in (v if isinstance(v, list) else [v])
            if isinstance(code, str) and code not in exclusive
        ]
        return words.long_enumeration(self.answers.labels(item, codes))

    def _actions(self, entity: str, duties: Mapping[str, str], hidden: Sequence[str]) -> list[dict[str, Any]]:
        """Return one entry a duty: the first time it was done, else since when it waits."""
        taken = [
            a for a in self.visit["actions"] if a.get("entity") == entity and isinstance(a.get("duty"), str)
        ]
        taken = [a for a in taken if a["duty"] in duties and a["duty"] not in hidden]
        timed = sorted(
            ((local_moment(a.get("at"), self.visit["zone"]), a) for a in taken),
            key=lambda pair: pair[0] or "9",
        )
        chosen: dict[str, tuple[str, bool]] = {}
        for moment, action in timed:
            pending = action.get("pending") is True
            if action["duty"] not in chosen or (chosen[action["duty"]][1] and not pending):
                chosen[action["duty"]] = (moment, pending)
        in_order = sorted(chosen, key=lambda duty: (chosen[duty][0] or "9", duty))
        return [self._entry(duties[duty], *chosen[duty]) for duty in in_order]

    def _entry(self, what: str, moment: str, pending: bool) -> dict[str, Any]:
        day, _, hour = moment.partition("T")
        return {
            "what": what,
            "hour": hour,
            "other_day": day if day != self.started_on else "",
            "pending": pending,
        }

    def _breaches(self, minors: Sequence[str]) -> list[dict[str, Any]]:
        """Return [{"cite", "full", "is_article", "to_validate", "keys", "everyone"}]: the articles of fired
        rules and failed checks that carry a sanction."""
        found: dict[str, list[str]] = {}
        for entity in minors:
            for cite in dict.fromkeys(self._cites(entity)):
                found.setdefault(cite, []).append(minor_key(entity))
        known = {c["cite"]: c for c in self.law["citations"].values()}
        breach = self.acta["breach"]
        kept = [
            c
            for c in found
            if c in known and known[c]["instrument"] in breach["instruments"] and c not in breach["except"]
        ]
        return [
            {
                "cite": cite,
                "full": known[cite]["full_es"],
                "is_article": known[cite]["full_es"].startswith(breach["article_starts"]),
                "to_validate": known[cite]["mark"] != "confirmado",
                "keys": found[cite],
                "everyone": len(found[cite]) == len(minors) > 1,
            }
            for cite in kept
        ]

    def _cites(self, entity: str) -> list[str]:
        result = self._result(entity)
        checks = result.get("checks")
        failed = (
            [c.get("id") for c in checks if isinstance(c, Mapping) and c.get("state") == "incumple"]
            if isinstance(checks, list)
            else []
        )
        sources = [*self._rules(result), *(c for c in self.law["checks"] if c["id"] in failed)]
        cites = [cite for source in sources if source["sanctions"] for cite in source["cite"]]
        return cites + (self._hazard_cites(entity) if any(source["sanctions"] for source in sources) else [])

    def _hazard_cites(self, entity: str) -> list[str]:
        item = self.answers.by_role(ANSWERS_ALLOWED["hazards"], "minor")
        if item is None:
            return []
        marked = [
            value["v"]
            for value in self.answers.answers.get(f"{entity}/{item['id']}", ())
            if isinstance(value.get("v"), list)
        ]
        return [
            cite
            for o in self.answers.options(item)
            if any(o["code"] in codes for codes in marked)
            for cite in o["cite"]
        ]
