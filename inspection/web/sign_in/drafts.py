"""Words typed when the session was already over: kept under the master key, offered to the same person."""

import json
from dataclasses import dataclass

from inspection.clock import Clock
from inspection.store.desk import DeskRecords, Draft
from inspection.store.keys import Keys, WrapBroken

MAX_CHARS = 2000


@dataclass(frozen=True)
class Drafts:
    """One draft a person."""

    records: DeskRecords
    keys: Keys
    clock: Clock

    def keep(self, user_id: str, visit_id: str, path: str, text: str) -> None:
        """Keep the words, sealed; the path says which answer they were about."""
        wrapped = self.keys.wrap(json.dumps(text[:MAX_CHARS]).encode(), _bound_to(user_id, visit_id, path))
        self.records.keep_draft(Draft(user_id, visit_id, path, wrapped, self.clock()))

    def of(self, user_id: str, visit_id: str) -> tuple[str, str] | None:
        """Return (path, words) of the person's draft on this visit; None when there is none that opens."""
        draft = self.records.draft(user_id)
        if draft is None or draft.visit_id != visit_id:
            return None
        try:
            bound = _bound_to(user_id, visit_id, draft.path)
            return draft.path, str(json.loads(self.keys.unwrap(draft.wrapped, bound)))
        except WrapBroken:
            return None

    def drop(self, user_id: str) -> None:
        """Forget the person's draft."""
        self.records.drop_draft(user_id)


def _bound_to(user_id: str, visit_id: str, path: str) -> str:
    return f"draft|{user_id}|{visit_id}|{path}"
