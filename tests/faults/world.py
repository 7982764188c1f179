"""One seed: people, visits and tablets, a plan of work and of faults, and then peace until all is quiet."""

import tempfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from argon2 import PasswordHasher

from inspection.domain.canonical import canonical_bytes, sha256_hex
from inspection.domain.signing import public_bytes
from inspection.store.files import Files
from inspection.store.interface import Store
from inspection.store.keys import Keys, load_keys
from inspection.store.memory.store import MemoryStore
from inspection.store.records import User
from inspection.sync.enrolment import Application, enrol
from tests.factories import PASSWORD, SeededRng, make_bundle, make_user, make_visit
from tests.faults.forgery import forge
from tests.faults.keeping import Keeping
from tests.faults.loss import Loss
from tests.faults.network import Network, Timeline
from tests.faults.server import SimServer
from tests.faults.tablet import FieldTablet
from tests.faults.work import Work

START = 1_763_800_000_000
WORKDAY_MS = 600_000
TEN_YEARS_MS = 10 * 365 * 24 * 3600 * 1000
_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@cache
def made_keys() -> Keys:
    """Keys of the simulated server, made once a process: an RSA key takes a second."""
    with tempfile.TemporaryDirectory() as folder:
        return load_keys(Path(folder) / "keys", Path(folder) / "data", SeededRng("keys"))


class World:
    """Everything of one seed, and what happened.

    Args:
        seed: Decides everything.
        skewed: False gives every tablet the true clock; the dice fall the same way.
        open_store: Another store than the one in memory.

    Attributes:
        tally: How often each fault, answer, outcome and verdict occurred.
        pins: {visit: hash of the bundle it was opened with}.
        urgent_refs: {(visit, ref, content id)} of urgent determinations written.
        compares: Tablets lose records and compare, in every other seed: a comparison would bring what a pull owes.
    """

    def __init__(self, seed: int, *, skewed: bool = True, open_store: Callable[[], Store] | None = None) -> None:
        self.seed, self.skewed, self.compares = seed, skewed, seed % 2 == 1
        self.dice = Random(f"world|{seed}")
        self.tally: Counter[str] = Counter()
        self.timeline = Timeline(START)
        store = open_store() if open_store else MemoryStore(lambda: self.server.holding, _CHEAP)
        keys = made_keys()
        rng = SeededRng(f"server|{seed}")
        keys = Keys(keys.signing, keys.authority_public, keys.master, rng)
        self.server: SimServer = _NotYet()  # type: ignore[assignment]
        self.keeping = Keeping(self)
        files = Files(self.keeping.folder / "files0", rng)
        self.server = SimServer(store, keys, files, lambda: self.timeline.now, rng)
        self.network = Network(self.timeline, self.server, Random(f"network|{seed}"), self.tally)
        office = self.server.office
        self.ana, self.luis = make_user(office, "ana"), make_user(office, "luis", name="Luis Inventado")
        self.eva = make_user(office, "eva", name="Eva Inventada", role="supervisor")
        self.tablets: list[FieldTablet] = []
        self.visits: list[str] = []
        self.pins: dict[str, str] = {}
        self.granted_late: set[tuple[str, str]] = set()
        self.revoked_at: dict[str, set[bytes]] = {}
        self.closings: list[tuple[str, str]] = []
        self.urgent_refs: set[tuple[str, str, bytes]] = set()
        self.releases: list[tuple[str, str, str]] = []

    # --- the cast ---

    def _enrol(self, user: User) -> FieldTablet:
        number = len(self.tablets)
        skew = self.dice.choice([0, 0, -TEN_YEARS_MS, TEN_YEARS_MS, 3_600_000])
        jump_at, jump = self.dice.randrange(WORKDAY_MS), self.dice.choice([0, 0, -TEN_YEARS_MS, 86_400_000])
        if skew or jump:
            self.tally["fault: wrong clock"] += 1

        def clock() -> int:
            now = self.timeline.now
            return now + (skew + (jump if now - START > jump_at else 0)) * self.skewed

        tablet = FieldTablet(number, user.username, f"{self.seed}", clock, Random(f"tablet|{self.seed}|{number}"))
        tablet.network = self.network
        asked = Application(
            user.username, PASSWORD, tablet.device_id, tablet.incarnation, public_bytes(tablet.key), "Tableta"
        )
        answer = enrol(self.server.office.device, asked)
        tablet.user, tablet.server = answer["user"], answer["server"]
        tablet.keys[tablet.server["incarnation"]] = self.server.keys.public_key
        self.tablets.append(tablet)
        return tablet

    def close(self) -> None:
        """Leave nothing on the machine's disk."""
        self.keeping.close()

    def _open(self, *inspectors: User) -> str:
        # Each visit with a protocol of its own, as if one had been published between two of them.
        bundle = make_bundle(directory={"number": len(self.visits)})
        visit_id = make_visit(self.server.office, *inspectors, bundle=bundle)
        self.pins[visit_id] = sha256_hex(canonical_bytes(bundle))
        for user in inspectors:
            self.server.scope[(user.user_id, visit_id)] = True
        self.visits.append(visit_id)
        return visit_id

    def grant(self, user: User, visit_id: str, granted: bool) -> None:
        """Let somebody into a visit, or out of it."""
        act = self.server.office.grant if granted else self.server.office.revoke
        act(visit_id, user.user_id, actor=self.eva.user_id)
        self.server.scope[(user.user_id, visit_id)] = granted
        self.tally["fault: scope granted late" if granted else "fault: scope revoked"] += 1
        if granted:
            self.granted_late.add((user.user_id, visit_id))
            self.loss.let_in(user.user_id)

    # --- the plan ---

    def run(self) -> "World":
        """Live the seed to its end."""
        shared, second = self._open(self.ana, self.luis), self._open(self.ana)
        third = self._open(self.luis, self.ana)
        ana, luis = self._enrol(self.ana), self._enrol(self.luis)
        others = [self._enrol(self.dice.choice([self.ana, self.luis])) for _ in range(self.dice.choice([1, 2]))]
        self.work = Work(self, [shared, second, third])
        for tablet in self.tablets:
            for wait in (0, 35_000):
                self.timeline.after(wait + self.dice.randrange(1, 3_000), tablet.contact)
            self._plan_day(tablet)
        self._plan_office(second, third)
        self._plan_closure(ana, luis, shared)
        self._plan_losses(luis, others, shared)
        self._plan_keeping()
        self.loss = Loss(self)
        self.loss.plan()
        self.timeline.run()
        self._settle()
        return self

    def at(self, part: float, act: Callable[[], Any]) -> None:
        """Plan something for a moment of the working day, as a part of it."""
        delay = int(part * WORKDAY_MS) - (self.timeline.now - START)
        self.timeline.after(max(delay, 0), act)

    def part_of_day(self) -> float:
        """Return how much of the working day has passed, as a part of it."""
        return (self.timeline.now - START) / WORKDAY_MS

    def _plan_day(self, tablet: FieldTablet) -> None:
        for _ in range(self.dice.randrange(34, 40)):
            self.at(self.dice.random(), lambda: self.work.something(tablet))
        for _ in range(self.dice.randrange(4, 8)):
            self.at(self.dice.random(), tablet.contact)
        for _ in range(3):
            self.at(self.dice.random(), lambda: tablet.ask_receipt(self.dice.choice(self.visits)))
        if self.dice.random() < 0.5:
            self.at(self.dice.random(), lambda: self.work.raise_urgent(tablet))
        if self.dice.random() < 0.5:
            self.at(self.dice.random(), lambda: forge(self, tablet))

    def _plan_office(self, second: str, third: str) -> None:
        dice = self.dice
        if dice.random() < 0.7:
            self.at(dice.uniform(0.2, 0.9), lambda: self.grant(self.luis, second, True))
        if dice.random() < 0.6:
            moment = dice.uniform(0.2, 0.7)
            self.at(moment, lambda: self.grant(self.luis, third, False))
            if dice.random() < 0.4:
                self.at(moment + dice.uniform(0, 0.25), lambda: self.grant(self.luis, third, True))
        for act, chance in ((self.work.release, 0.6), (self.work.acknowledge, 0.6), (self.work.answer_desk, 0.8)):
            for _ in range(2):
                if dice.random() < chance:
                    self.at(dice.uniform(0.3, 1.0), act)
        if dice.random() < 0.3:
            self.at(dice.random(), self._restart)

    def _restart(self) -> None:
        self.tally["fault: server restarted"] += 1
        self.server.restart()

    def _plan_closure(self, closer: FieldTablet, other: FieldTablet, visit_id: str) -> None:
        moment = self.dice.uniform(0.5, 0.8)
        self.at(moment, lambda: self.work.close(closer, visit_id))
        self.at(moment + 0.1, lambda: self.work.late(other, visit_id))
        if self.dice.random() < 0.3:
            self.at(self.dice.random(), lambda: self.work.close(other, visit_id))

    def _plan_losses(self, luis: FieldTablet, others: list[FieldTablet], visit_id: str) -> None:
        victim = others[0]
        fate = self.dice.choice(["cloned", "lost", "revoked", ""])
        moment = self.dice.uniform(0.15, 0.7)
        if fate == "cloned":
            self.at(moment, lambda: self._clone(victim, visit_id))
        elif fate == "lost":
            self.at(moment, lambda: self._lose(victim))
        elif fate == "revoked":
            self.at(moment, lambda: self._revoke(victim))
        if fate in ("lost", "revoked") and self.dice.random() < 0.7:
            self.at(min(moment + 0.2, 1.0), lambda: self.work.rescue(luis, victim))
        if fate == "revoked":  # nor may it bring a colleague's
            self.at(min(moment + 0.1, 1.0), lambda: self.work.rescue(victim, luis))

    def _plan_keeping(self) -> None:
        dice = self.dice
        if dice.random() < 0.35:
            self.at(dice.uniform(0.2, 0.95), self.keeping.erase_somebody)
        if dice.random() < 0.35:
            copied = dice.uniform(0.1, 0.7)
            self.at(copied, self.keeping.back_up)
            self.at(dice.uniform(copied, 0.97), self.keeping.restore)
            if dice.random() < 0.2:
                self.at(dice.uniform(0.9, 1.0), self.keeping.restore)

    def _clone(self, tablet: FieldTablet, visit_id: str) -> None:
        self.tally["fault: device cloned"] += 1
        other = tablet.clone(len(self.tablets))
        self.tablets.append(other)
        for one in (tablet, other):
            self.work.late(one, visit_id)
        for _ in range(8):
            self.at(min(1.0, self.part_of_day() + self.dice.uniform(0, 0.3)), lambda: self.work.something(other))
        for _ in range(3):
            self.at(self.dice.random(), other.contact)

    def _lose(self, tablet: FieldTablet) -> None:
        self.tally["fault: device lost"] += 1
        tablet.alive = False

    def _revoke(self, tablet: FieldTablet) -> None:
        self.tally["fault: device revoked"] += 1
        self.server.store.people.revoke_incarnation(tablet.incarnation, self.timeline.now)
        logged = [one for visit in self.visits for one in self.server.store.log.of_visit(visit)]
        held = {one.event.content_id for one in logged if one.event.incarnation == tablet.incarnation}
        self.revoked_at[tablet.incarnation] = held

    # --- peace ---

    def _settle(self) -> None:
        """Heal the network and let every tablet have contacts until nobody has anything to send or to get."""
        for _ in range(200):
            if self.written() >= 62:  # a day with little contact leaves little written: the tablets go on a while
                break
            self.work.something(self.dice.choice(self.tablets))
        self.network.healed = True
        quiet = 0
        for _ in range(14):
            for name in self.server.pending():
                self.server.publish(name)
            for tablet in self.tablets:
                self.timeline.after(1, lambda tablet=tablet: tablet.contact(careful=True))
            self.timeline.run()
            # Two rounds, for what one tablet sends late in a round is pulled by the others in the next.
            quiet = 0 if any(one.is_busy() for one in self.tablets) else quiet + 1
            if quiet == 2:
                break
        if self.compares:
            self._compare()
        for tablet in self.tablets:
            for visit_id, one in tablet.visits.items():
                if one["granted"] and tablet.alive and not tablet.blocker:
                    tablet.ask_receipt(visit_id)
        self.timeline.run()
        for tablet in self.tablets:
            self.tally.update({f"reconciled: {kind}": count for kind, count in tablet.repairing.taken.items()})
        told = [*self.server.earlier, self.server.history]
        self.tally["outcome: retry_after"] = sum(history.postponed for history in told)
        for reading in (one for history in told for one in history.readings):
            self.tally.update(f"outcome: {one.outcome}" for one in reading.outcomes)
            self.tally.update(f"verdict: {one.code}" for one in reading.outcomes if one.code)
            self.tally["fault: secret replaced"] += len(reading.secrets_refused)
            self.tally["fault: handed in by a device shut out"] += reading.sender.revoked_at is not None

    def _compare(self) -> None:
        """Let every tablet compare itself with the server until nothing differs; what that asks to send again goes."""
        for _ in range(6):
            standing = [one for one in self.tablets if one.alive and not one.blocker]
            for tablet in standing:
                tablet.repairing.compare()
            self.timeline.run()
            if all(one.repairing.agreed and not one.outbox() for one in standing):
                return
            # What was too large goes in ever smaller pieces, a contact each; comparing again would begin it anew.
            for _ in range(8):
                if not any(one.outbox() for one in standing):
                    break
                for tablet in standing:
                    tablet.contact(careful=True)
                self.timeline.run()

    def written(self) -> int:
        """Return how many events the tablets wrote."""
        return len({event.content_id for one in self.tablets for own in one.own.values() for event in own.events})


class _NotYet:
    """Stands for the server while its store is being made."""

    holding = False


__all__ = ["START", "World", "made_keys"]
