"""One lived seed as the checker reads it."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from inspection.domain.events import Event
from inspection.domain.state import fold
from tests.faults.evidence import VisitLog

if TYPE_CHECKING:
    from tests.faults.tablet import FieldTablet
    from tests.faults.world import World


class Case:
    """One seed that has been lived, with what several guarantees look at."""

    def __init__(self, world: "World") -> None:
        self.world, self.server, self.store = world, world.server, world.server.store
        self.history = world.server.history
        told = [*world.server.earlier, self.history]
        unknown = {one.batch.visit_id for history in told for one in history.readings} - set(world.visits)
        self.logs = {visit: VisitLog(world, visit) for visit in [*world.visits, *sorted(unknown)]}

    @cached_property
    def states(self) -> dict[str, Any]:
        """The server's own fold of each visit."""
        return {visit: fold(log.events, log.verdicts) for visit, log in self.logs.items()}

    @cached_property
    def held(self) -> dict[str, set[bytes]]:
        """{visit: content ids in the store}."""
        return {visit: {event.content_id for event in log.events} for visit, log in self.logs.items()}

    @property
    def quiet(self) -> list["FieldTablet"]:
        """Return the tablets that could have all the contacts they wanted."""
        return [one for one in self.world.tablets if one.alive and not one.blocker]

    def compares(self, tablet: "FieldTablet", visit_id: str) -> bool:
        """Tell whether a tablet could compare a visit at the end."""
        return tablet in self.quiet and visit_id in granted_to(tablet)

    def user(self, incarnation: str) -> str:
        """Return whose incarnation it is."""
        found = self.store.people.incarnation(incarnation)
        return found.user_id if found else ""


def granted_to(tablet: "FieldTablet") -> list[str]:
    """Return the visits that this tablet was last told it may see."""
    return [visit for visit, one in tablet.visits.items() if one["granted"]]


def is_office(case: Case, event: Event) -> bool:
    """Tell whether the server wrote it."""
    return not case.user(event.incarnation)
