"""Live many seeds and check each: ``python -m tests.faults.run --seeds 20000 [--first N] [--jobs N]``."""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from tests.faults.guarantees import check
from tests.faults.quick import quickly
from tests.faults.tablet_merge import TabletMerge
from tests.faults.world import World

CLOCK_EVERY = 20
"""G16 lives a seed twice, so only every so many seeds."""
_PORTION = 25
"""Seeds a worker lives before it tells how they went."""


@dataclass
class Campaign:
    """What many seeds added up to."""

    seeds: int = 0
    seconds: float = 0.0
    tally: Counter[str] = field(default_factory=Counter)
    failures: dict[int, list[str]] = field(default_factory=dict)

    def add(self, other: "Campaign") -> None:
        """Add the seeds of another run; the seconds are its owner's to keep."""
        self.seeds += other.seeds
        self.tally.update(other.tally)
        self.failures.update(other.failures)

    @property
    def per_minute(self) -> float:
        """Seeds a minute."""
        return self.seeds / self.seconds * 60 if self.seconds else 0.0


def live(seed: int) -> tuple[World, list[str]]:
    """Live one seed and check it; the same number always lives the same."""
    with quickly(seed):
        return _live(seed)


def _live(seed: int) -> tuple[World, list[str]]:
    world = World(seed)
    try:
        world.run()
        shape = _shape(world) if seed % CLOCK_EVERY == 0 else None
        found = check(world)
    except Exception as crash:  # whatever stops a seed is a finding of that seed, not the end of the campaign
        return world, [f"g23_with_the_network_back_everything_drains: {type(crash).__name__} {crash}"]
    if shape is not None:
        other = World(seed, skewed=False).run()
        if shape != _shape(other):
            found.append("g16_no_wall_clock_decides: other clocks, other outcome")
        other.close()
    return world, found


def _shape(world: World) -> object:
    """What came of a seed, without anything that a clock writes."""
    office = world.server.office
    reads = {visit: office.read(visit) for visit in world.visits}
    heads = [(visit, path, [h.ref for h in one]) for visit, read in reads.items() for path, one in read.answers.items()]
    quarantined = {visit: sorted((e.ref, code) for e, code in read.quarantined) for visit, read in reads.items()}
    outcomes = [(o.seq, o.outcome, o.code) for one in world.server.history.readings for o in one.outcomes]
    return heads, quarantined, outcomes


def campaign(seeds: Iterable[int], *, also: Callable[[World], list[str]] = lambda _: [], until: str = "") -> Campaign:
    """Live these seeds; ``also`` looks at each world too; stop when the guarantee named ``until`` fails."""
    total, started = Campaign(), time.perf_counter()
    for seed in seeds:
        world, found = live(seed)
        found += also(world) if not found else []
        world.close()
        total.seeds += 1
        total.tally.update(world.tally)
        if found:
            total.failures[seed] = found
            if until and any(one.startswith(until) for one in found):
                break
    total.seconds = time.perf_counter() - started
    return total


def on_all_cores(seeds: range, jobs: int, *, with_tablet: bool = True) -> Iterator[Campaign]:
    """Live the seeds in ``jobs`` processes and yield what came of each portion of them, as it is done."""
    portions = [seeds[at : at + _PORTION] for at in range(0, len(seeds), _PORTION)]
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(_portion, portions, [with_tablet] * len(portions))


def _portion(seeds: range, with_tablet: bool) -> Campaign:
    if not with_tablet:
        return campaign(seeds)
    with TabletMerge() as tablet:
        return campaign(seeds, also=tablet.differences)


def report(total: Campaign) -> str:
    """Return how often each thing occurred, and which seeds failed."""
    lines = [f"{count:9d}  {name}" for name, count in sorted(total.tally.items())]
    lines.append(f"{total.seeds} seeds in {total.seconds:.0f} s: {total.per_minute:.0f} seeds per minute")
    return "\n".join([*lines, *_failures(total)])


def _failures(total: Campaign) -> Iterator[str]:
    for seed, found in sorted(total.failures.items()):
        yield f"FAILED seed {seed} (again: python -m tests.faults.run --first {seed} --seeds 1)"
        yield from (f"    {one}" for one in found[:6])


def main() -> int:
    """Live the seeds asked for; 1 when any failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="how many")
    parser.add_argument("--first", type=int, default=0, help="the number of the first")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes; all cores unless given")
    parser.add_argument("--without-tablet", action="store_true", help="leave out the tablet's own merge")
    asked = parser.parse_args()
    seeds = range(asked.first, asked.first + asked.seeds)
    total, started, told = Campaign(), time.perf_counter(), 0.0
    for part in on_all_cores(seeds, asked.jobs, with_tablet=not asked.without_tablet):
        total.add(part)
        total.seconds = time.perf_counter() - started
        for line in _failures(part):
            print(line, flush=True)
        if total.seconds - told > 30:
            told = total.seconds
            print(f"{total.seeds} of {len(seeds)} seeds, {total.per_minute:.0f} a minute", file=sys.stderr, flush=True)
    print(report(total))
    return 1 if total.failures else 0


if __name__ == "__main__":
    sys.exit(main())
