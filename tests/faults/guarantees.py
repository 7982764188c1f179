"""The guarantees as code: each function reads the history of one seed and yields what does not hold.

Covered here: G2-G17 and G20-G23 as far as the server has the feature. Partly or not covered, and why: G12's order
inside a contact and G13's photo on the tablet belong to the tablet (here the server's half); G16's estimate of server
time is kept with deliveries and not yet used; G22 recomputes here what `resguardo verify` recomputes on its own.
G1, G18 and G19 need real disks and browsers, not virtual time: see `real/`.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tests.faults import guarantees_evidence as evidence
from tests.faults import guarantees_sync as sync
from tests.faults.case import Case

if TYPE_CHECKING:
    from tests.faults.world import World

Found = Iterator[str]
LEAST = {"tablets": 3, "people": 2, "visits": 2, "events": 60, "messages": 40, "faults": 5, "closures": 1}


def shape(case: Case) -> Found:
    """A seed is large enough to mean something."""
    tally, world = case.world.tally, case.world
    people = len({one.username for one in world.tablets})
    faults = sum(count for name, count in tally.items() if name.startswith("fault:"))
    counts = (len(world.tablets), people, len(world.visits), world.written(), tally["messages"], faults)
    for (name, least), count in zip(LEAST.items(), (*counts, tally["closure"]), strict=True):
        if count < least:
            yield f"only {count} {name}"


GUARANTEES: tuple[Callable[[Case], Found], ...] = (
    shape,
    sync.g2_nothing_is_lost_silently,
    sync.g2_a_refused_event_does_not_count,
    sync.g2_what_was_set_aside_is_read_by_its_author_and_the_office,
    sync.g4_a_number_used_twice_is_never_merged,
    sync.g5_equal_events_give_equal_states,
    sync.g6_nothing_is_overwritten_unseen,
    sync.g7_every_alarm_fires_and_only_a_person_lowers_it,
    sync.g8_no_reader_misses_an_event,
    sync.g8_a_comparison_repairs_what_pulls_cannot_see,
    sync.g9_a_new_visit_arrives_whole,
    sync.g10_out_of_scope_nothing_comes_and_nothing_counts,
    sync.g11_holes_are_listed,
    sync.g12_an_urgent_packet_needs_nothing,
    evidence.g13_a_file_is_whole_or_is_not_called_so,
    evidence.g14_a_closed_acta_never_changes,
    evidence.g15_a_visit_keeps_its_versions,
    evidence.g17_what_a_tablet_holds_survives_a_restore,
    evidence.g20_nothing_sealed_lies_open,
    evidence.g21_a_revoked_device_gets_nothing_and_keeps_what_it_wrote,
    evidence.g22_one_changed_byte_is_found,
    evidence.g23_with_the_network_back_everything_drains,
    sync.g3_any_number_of_deliveries_is_one,  # last: it delivers everything again
)


def check(world: "World") -> list[str]:
    """Return what does not hold, each with the name of its guarantee."""
    case = Case(world)
    return [f"{guarantee.__name__}: {found}" for guarantee in GUARANTEES for found in guarantee(case)]
