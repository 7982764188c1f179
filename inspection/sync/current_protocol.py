"""The protocol that a visit opened in the field pins, offered to tablets before they have any visit."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from inspection.sync.office import Office
from protocols.current import current_bundle

WESTERNMOST = ZoneInfo("America/Tijuana")
"""The last clock of the country: what has begun there is in force everywhere."""


def keep_current(office: Office) -> str | None:
    """Return the hash of the bundle in force today, kept so that tablets can fetch and pin it; None without one."""
    day = datetime.fromtimestamp(office.clock() / 1000, UTC).astimezone(WESTERNMOST).date().isoformat()
    found = current_bundle(day)
    if found is None:
        return None
    if office.store.visits.bundle(found.hash) is None:
        with office.store.writing():
            office.store.visits.keep_bundle(found.hash, found.json)
    return found.hash
