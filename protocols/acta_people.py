"""The adults who take part in the acta (LFPA 67, V, VI and IX) and how each is expected to sign.

Only roles that ``people_roles`` marks as signing are read, and of each person only what the protocol lets
into the acta: the workers who were interviewed and whoever was named as recruiter stay reserved.
"""

from collections.abc import Mapping
from typing import Any

from protocols import acta_words as words
from protocols.acta_answers import Answers

FIELDS = {
    "name": "person_name", "post": "person_post", "identification": "person_identification",
    "address": "person_address", "appointed_by": "person_appointed_by",
}  # fmt: skip
INSPECTOR = "inspector"


class People:
    """Persons of the signing roles.

    Args:
        answers: Items and answers.
        visit: The plain visit.
    """

    def __init__(self, answers: Answers, visit: Mapping[str, Any]) -> None:
        self.answers, self.visit = answers, visit
        protocol = answers.bundle["protocol"]
        roles = protocol["people_roles"]
        self.roles = {
            name: roles[name]
            for name in protocol["acta"]["signers"]
            if name in roles and roles[name]["signs"]
        }
        self.outcomes = {
            one["entity"]: one
            for one in visit["signatures_expected"]
            if isinstance(one, Mapping) and isinstance(one.get("entity"), str)
        }

    def of_role(self, name: str) -> list[dict[str, Any]]:
        """Return the persons of a role of ``people_roles``, in order of being added."""
        if name not in self.roles:
            return []
        return [
            self._person(entity, self.roles[name]["item"])
            for entity in self._entities(self.roles[name]["item"])
        ]

    def signers(self, inspector: str) -> list[dict[str, Any]]:
        """Return everyone who signs, the inspector last: ``name``, ``role``, ``refused``, ``paper``,
        ``reason``."""
        found = [
            self._signer(entity, self._field(entity, role["item"], "name"), words.clean(role["title_es"]))
            for role in self.roles.values()
            for entity in self._entities(role["item"])
        ]
        entities = self._entities(INSPECTOR)
        title = self.answers.words["inspector"]
        return [*found, self._signer(entities[0] if entities else "", inspector, title)]

    def _entities(self, item_id: str) -> list[str]:
        return [e["entity"] for e in self.visit["entities"] if e["kind"] == "person" and e["role"] == item_id]

    def _person(self, entity: str, item_id: str) -> dict[str, Any]:
        return {field: self._field(entity, item_id, field) for field in FIELDS}

    def _field(self, entity: str, item_id: str, field: str) -> str:
        return self.answers.say(entity, self.answers.by_role(FIELDS[field], f"person:{item_id}")).text

    def _signer(self, entity: str, name: str, role: str) -> dict[str, Any]:
        outcome = self.outcomes.get(entity, {})
        reason = outcome.get("reason")
        return {
            "name": name,
            "role": role,
            "refused": outcome.get("manner") == "refused",
            "paper": outcome.get("manner") == "paper",
            "reason": words.clean(reason) if isinstance(reason, str) else "",
        }
