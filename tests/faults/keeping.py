"""Backup, restore and erasure in a seed: the server goes back in time, its tablets do not."""

import shutil
import tempfile
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from inspection.store.erasures import erasures
from inspection.store.files import Files
from inspection.store.memory.store import MemoryStore
from inspection.sync.device import new_incarnation
from inspection.sync.erasing import erase, replay
from tests.faults.server import History

if TYPE_CHECKING:
    from tests.faults.world import World

_MEMORY = Path("/dev/shm")


def new_folder() -> Path:
    """Return an empty folder, in memory where the machine has such a place."""
    return Path(tempfile.mkdtemp(prefix="faults-", dir=_MEMORY if _MEMORY.is_dir() else None))


class Keeping:
    """The keeper of one server.

    Attributes:
        folder: Files and the register of erasures.
        erased: {(visit, subject): the secret destroyed, None when it never arrived}.
        restores: How often the server was restored.
        lost: Content ids that the restored server did not bring with it, and some tablet held.
    """

    def __init__(self, world: "World") -> None:
        self.world, self.dice = world, Random(f"keeping|{world.seed}")
        self.folder = new_folder()
        (self.folder / "keys").mkdir()
        self.erased: dict[tuple[str, str], bytes | None] = {}
        self.restores = 0
        self.lost: set[bytes] = set()
        self.outdated: set[str] = set()
        self._copy: MemoryStore | None = None
        self._pulls_before: dict[tuple[str, str], tuple[int, int]] = {}

    def close(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def files(self) -> Files:
        """Where the server of now keeps files."""
        return Files(self.folder / f"files{self.restores}", self.world.server.rng)

    def back_up(self) -> None:
        """Copy what readers see; files under way are left out, as `inspection.sync.backup` does."""
        server, store = self.world.server, self.world.server.store
        if not isinstance(store, MemoryStore):
            return
        self._copy = store.copied()
        target = self.folder / "copy"
        shutil.rmtree(target, ignore_errors=True)
        for visit_id in self.world.visits:
            for one in self._copy.evidence.uploads(visit_id):
                source = server.office.files.folder / visit_id / one.name
                if one.complete and source.exists():
                    (target / visit_id).mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(source, target / visit_id / one.name)

    def restore(self) -> None:
        """Go back to the last copy: a new epoch, erasures repeated, as `inspection.sync.backup` does."""
        world, server = self.world, self.world.server
        if self._copy is None:
            return
        world.tally["fault: server restored"] += 1
        self.outdated.add(server.office.device.identity.incarnation)
        world.loss.server_restored()
        before = self._content_ids()
        server.store = self._copy.copied()
        self.restores += 1
        target = self.files
        if (self.folder / "copy").exists():
            shutil.copytree(self.folder / "copy", target.folder)
        server.files = target
        server.earlier.append(server.history)
        server.history = History()
        server.hold = server.holding = False
        with_copy = self._content_ids()
        new_incarnation(server.store, server.rng)
        server.restart()
        replay(server.office, erasures(self.folder / "keys"))
        self.lost |= before - with_copy
        self._say_again()

    def _say_again(self) -> None:
        """Decide anew what the office decided since the copy: who sees what, and which tablet is out."""
        world, office = self.world, self.world.server.office
        for (user_id, visit_id), granted in sorted(world.server.scope.items()):
            if office.store.visits.scope(user_id).get(visit_id, False) != granted:
                act = office.grant if granted else office.revoke
                act(visit_id, user_id, actor=world.eva.user_id)
        for incarnation in sorted(world.revoked_at):
            office.store.people.revoke_incarnation(incarnation, world.timeline.now)

    def _content_ids(self) -> set[bytes]:
        log = self.world.server.store.log
        return {one.event.content_id for visit_id in self.world.visits for one in log.of_visit(visit_id)}

    def erase_somebody(self) -> None:
        """Destroy the secret of one minor."""
        world, office = self.world, self.world.server.office
        visit_id = self.dice.choice(world.visits)
        visit = office.read(visit_id)
        minors = [one.entity for one in visit.entities.values() if one.kind == "minor"]
        if not minors:
            return
        half_sent = self._half_sent(visit_id) & set(minors)
        subject = self.dice.choice(sorted(half_sent or minors))
        if (visit_id, subject) in self.erased:
            return
        secrets = office.secrets(visit_id)
        erase(office, self.folder / "keys", visit_id, subject, reason="orden", actor=world.eva.user_id)
        for card in visit.corrections.cards.get(visit.corrections.at(subject), (subject,)):  # joined: one person
            self.erased[(visit_id, card)] = secrets.get(card)
            self._pulls_before[(visit_id, card)] = (self.restores, len(world.server.history.pulls))
        world.tally["fault: subject erased"] += 1

    def _half_sent(self, visit_id: str) -> set[str]:
        """Return whose photos are announced and not whole: the worst moment to erase somebody."""
        store = self.world.server.store
        under_way = {one.name for one in store.evidence.uploads(visit_id) if not one.complete}
        photos = [one.event.body for one in store.log.of_visit(visit_id, ("photo_added",))]
        return {body["subject"] for body in photos if body.get("name") in under_way}

    def pulls_before(self, visit_id: str, subject: str) -> int:
        """Return how many pulls of the server of now were answered before that erasure."""
        restores, count = self._pulls_before[(visit_id, subject)]
        return count if restores == self.restores else 0
