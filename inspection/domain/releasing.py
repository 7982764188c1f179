"""Which quarantined events a person may let count: those of which only the author's standing was in doubt."""

from inspection.domain.bodies import fault_of_body, is_office_only
from inspection.domain.events import Event

DOUBTS_OF_STANDING = ("not_in_scope", "unknown_visit", "revoked_device")
"""Codes that doubt who wrote, not what was written."""


def may_be_released(event: Event, code: str) -> bool:
    """Tell whether a quarantined event can count without harm.

    One whose form is broken would break its readers, also when another doubt was named first; one that only the
    office may author would speak for it.
    """
    if code not in DOUBTS_OF_STANDING or event.type == "visit_opened" or is_office_only(event.type):
        return False
    return fault_of_body(event.type, event.body) is None
