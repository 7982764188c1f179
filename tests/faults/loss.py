"""What happens to a tablet's own memory in a seed, and what only a comparison with the server repairs."""

from random import Random
from typing import TYPE_CHECKING

from tests.faults.tablet import FieldTablet

if TYPE_CHECKING:
    from tests.faults.world import World


class Loss:
    """Puts tablets back to an earlier day, takes records from their disk, and lets them compare during the day."""

    def __init__(self, world: "World") -> None:
        self.world, self.dice = world, Random(f"loss|{world.seed}")
        self._kept: dict[int, FieldTablet] = {}
        self.put_back: list[FieldTablet] = []
        self.believed: set[bytes] = set()

    def plan(self) -> None:
        """Plan the comparisons and losses of the day."""
        if not self.world.compares:
            return
        dice, at = self.dice, self.world.at
        for tablet in list(self.world.tablets):
            for _ in range(dice.choice([0, 1, 1, 2])):
                at(dice.random(), tablet.repairing.compare)
            if dice.random() < 0.25:
                at(dice.uniform(0.2, 1.0), lambda tablet=tablet: self._lose_records(tablet))
            if dice.random() < 0.1:
                at(dice.uniform(0.1, 1.0), lambda tablet=tablet: self._believe(tablet))
            if dice.random() < 0.2:
                at(dice.uniform(0.2, 1.0), lambda tablet=tablet: self._ask_anywhere(tablet))
        if dice.random() < 0.25:
            victim, kept = dice.choice(self.world.tablets[2:]), dice.uniform(0.05, 0.6)
            at(kept, lambda: self._keep(victim))
            at(dice.uniform(kept, 0.95), lambda: self._return_to(victim))

    def let_in(self, user_id: str) -> None:
        """Somebody was let into a visit: a tablet put back meanwhile does not know what it had written there."""
        for tablet in self.put_back:
            tablet.repairing.behind |= tablet.user["user_id"] == user_id

    def server_restored(self) -> None:
        """What a tablet put back had written may stand with nobody now: its numbers may be used twice."""
        for tablet in self.put_back:
            tablet.cloned = True

    def _keep(self, tablet: FieldTablet) -> None:
        self._kept[tablet.number] = tablet.copy(-1)

    def _return_to(self, tablet: FieldTablet) -> None:
        """Put a tablet back to its copy: the same keys, an earlier day. It compares before anybody writes on it."""
        world, kept = self.world, self._kept[tablet.number]
        if not tablet.alive or tablet.cloned or tablet.blocker or tablet.incarnation in world.revoked_at:
            return
        world.tally["fault: device put back"] += 1
        tablet.alive = False
        world.network.silent.add(tablet.number)
        for name in world.server.pending():
            world.server.publish(name)
        kept.number = len(world.tablets)
        kept.repairing.put_back = kept.repairing.behind = True
        kept.cloned = bool(world.keeping.restores)
        world.tablets.append(kept)
        self.put_back.append(kept)
        kept.repairing.compare()
        now = world.part_of_day()
        for _ in range(3):
            world.at(min(1.0, now + self.dice.uniform(0, 0.2)), kept.repairing.compare)
            world.at(min(1.0, now + self.dice.uniform(0, 0.3)), kept.contact)
        for _ in range(10):
            world.at(min(1.0, now + self.dice.uniform(0.05, 0.3)), lambda: world.work.something(kept))

    def _lose_records(self, tablet: FieldTablet) -> None:
        """Some of what was pulled is gone from its disk, secrets too."""
        if not tablet.alive or not tablet.seen:
            return
        self.world.tally["fault: records lost on the tablet"] += 1
        for incarnation, visit_id, seq in self.dice.sample(sorted(tablet.seen), min(4, len(tablet.seen))):
            event = tablet.seen.pop((incarnation, visit_id, seq))
            tablet.epochs.records.pop((visit_id, incarnation, seq), None)
            if "commitment" in event.body and tablet.secrets.get(visit_id, {}).get(event.entity):
                del tablet.secrets[visit_id][event.entity]

    def _believe(self, tablet: FieldTablet) -> None:
        """Its mark of what was handed over is wrong by some numbers."""
        unsent = [(visit, seq) for visit in sorted(tablet.own) for seq in tablet.unsent(visit)]
        held = {visit for visit, one in tablet.visits.items() if one["granted"]}
        for visit_id, seq in [one for one in unsent if one[0] in held][:3]:
            self.world.tally["fault: acknowledgement nobody gave"] += 1
            content_id = tablet.own[visit_id].events[seq - 1].content_id
            self.believed.add(content_id)
            tablet.answered[visit_id, seq] = (content_id, "duplicate", None)

    def _ask_anywhere(self, tablet: FieldTablet) -> None:
        """Ask for a stream whatever the office lets this person see."""
        if not tablet.alive or tablet.blocker:
            return
        visit_id = self.dice.choice(self.world.visits)
        if not self.world.server.scope.get((tablet.user["user_id"], visit_id), False):
            self.world.tally["fault: stream asked out of scope"] += 1
        tablet.repairing.ask(visit_id, self.dice.choice(self.world.tablets).incarnation)
