"""Batches that no good client sends: changed after signing, without a canonical form, or with a false secret."""

import json
from typing import TYPE_CHECKING, Any

from inspection.domain.canonical import to_base64
from tests.faults.server import Request
from tests.faults.tablet import FieldTablet
from tests.virtual_tablet import PREFIX

if TYPE_CHECKING:
    from tests.faults.world import World


def forge(world: "World", tablet: FieldTablet) -> None:
    """Send one; whatever comes back, the tablet's own outbox learns nothing from it."""
    visits = [visit for visit, one in tablet.own.items() if one.events]
    if not visits or not tablet.alive:
        return
    visit_id = world.dice.choice(visits)
    sent = tablet.batch(visit_id)
    kind = world.dice.choice(["changed", "float", "no event", "false secret", "later version"])
    world.tally[f"fault: forged batch, {kind}"] += 1
    _spoil(sent, kind, world.dice.randrange(len(sent["events"])))
    body = json.dumps(sent).encode()
    headers = tablet.proof("POST", "/batches", body)
    world.network.send(tablet.number, Request("POST", f"{PREFIX}/batches", body, headers), lambda *_: None)


def _spoil(sent: dict[str, Any], kind: str, index: int) -> None:
    events: list[Any] = sent["events"]
    if kind == "later version":
        sent["v"] = 2
    elif isinstance(events[index], list) and kind in ("changed", "float"):
        # What follows the value is the steady clock's step: without it a wall clock that jumped would spoil that too.
        spoilt = {"v": "later" if kind == "changed" else 1.5}
        events[index] = [*events[index][:2], spoilt, *events[index][3:]]
    elif kind == "changed":
        events[index] = {**events[index], "body": {**events[index]["body"], "added": "later"}}
    elif kind == "float":
        events[index] = {**events[index], "body": {"weight": 1.5}}
    elif kind == "no event":
        events[index] = "not an event"
    else:
        false = {"subject": "visit", "secret": to_base64(b"\7" * 32)}
        sent["secrets"] = [*sent["secrets"], false]
