"""The log exactly as it rests, for the evidence check; the ordinary door parses and would stumble on a damaged row."""

from typing import Protocol

from inspection.domain.verification import Resting


class RestingLog(Protocol):
    """Reads rows without believing them."""

    def visit_ids(self) -> list[str]:
        """Return every visit of which some row speaks, `DEVICE_STREAM` among them."""

    def rows_missing(self) -> int:
        """Return how many rows were once added and are no longer there (negative: more than were ever added)."""

    def rows(self, visit_id: str) -> list[Resting]:
        """Return the rows of a visit, in order of arrival."""
