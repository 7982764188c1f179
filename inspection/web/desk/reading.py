"""Opening a visit for the desk, and writing down who read which minor."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from inspection.store.desk import Reading
from inspection.sync.office import Office
from inspection.web.desk.case import Case


class BundleMissing(LookupError):
    """The store does not hold the protocol bundle a visit pins."""


def open_case(office: Office, visit_id: str, user_id: str) -> Case:
    """Read a visit with its protocol and the names of people.

    Raises:
        Refused: ``visit_unknown``.
        BundleMissing: The pinned bundle is not in the store.
    """
    visit = office.read(visit_id)
    canonical = office.store.visits.bundle(visit.protocol["hash"])
    if canonical is None:
        raise BundleMissing(visit.protocol["hash"])
    people = {user.user_id: user.name for user in office.store.users.all()}
    own = {one.incarnation for one in office.store.people.incarnations() if not one.user_id}
    people |= dict.fromkeys(own, "La oficina, en automático")
    files = frozenset(u.name for u in office.store.evidence.uploads(visit_id) if u.complete)
    return Case(visit, _parsed(canonical), people, files, frozenset(own), office.clock(), user_id)


@lru_cache(maxsize=8)
def _parsed(canonical: bytes) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(canonical)
    return parsed


def note_reading(office: Office, case: Case, page: str, minors: Iterable[str] | None = None) -> None:
    """Add to the access log who read which minors, on which page.

    ``page`` is the page's own word, never an address. ``minors`` are entities; every minor of the visit when
    left out.
    """
    named = tuple(minors) if minors is not None else tuple(minor.entity for minor in case.minors)
    if named:
        reading = Reading(case.user_id, case.visit.visit_id, page, named, office.clock())
        office.store.desk.note_reading(reading)
