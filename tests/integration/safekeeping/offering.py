"""What a tablet does when the server's epoch changes: it offers everything it holds, its own and that of others."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from inspection.domain.canonical import from_base64, to_base64
from inspection.domain.events import Event
from inspection.domain.links import next_link
from tests.virtual_tablet import VirtualTablet


@dataclass
class Memory:
    """The records of others as pulled, with what proves them."""

    records: dict[tuple[str, str, int], dict[str, Any]] = field(default_factory=dict)


class KeepingTablet(VirtualTablet):
    """A tablet that keeps the signatures of others' events, as the protocol asks."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.memory = Memory()

    def _take_page(self, page: Any) -> None:
        super()._take_page(page)
        for record in page["records"]:
            event = record["event"]
            self.memory.records[(event["visit_id"], event["incarnation"], event["seq"])] = record

    def forget_server(self) -> None:
        """Note the new epoch: nothing counts as acknowledged, the cursor is void."""
        self.cursor = None
        for stream in self.own.values():
            stream.acked = 0

    def offer_all(self, visit_id: str) -> list[dict[str, Any]]:
        """Offer the events of others with the secrets they promised, then one's own.

        Others first: a visit opened or granted after the backup is known to the server again only through them.
        """
        results: list[dict[str, Any]] = []
        mine = sorted((key, one) for key, one in self.memory.records.items() if key[0] == visit_id)
        for _, group in groupby(enumerate(mine), key=lambda one: (one[1][0][1], one[1][0][2] - one[0])):
            run = [record for _, (_, record) in group]
            while run and run[-1]["signature"] is None:
                run.pop()
            if run:
                answer = self.post("/batches", self._batch_of_others(visit_id, run))
                assert answer.status == 200, answer.body
                results += answer.json["results"]
        return results + (self.push(visit_id) if visit_id in self.own else [])

    def _batch_of_others(self, visit_id: str, run: list[dict[str, Any]]) -> dict[str, Any]:
        first = run[0]["event"]
        names = ("type", "recorded_at", "boot", "mono_ms", "body")
        added = {record["event"]["body"].get("entity") for record in run if "commitment" in record["event"]["body"]}
        held = self.secrets.get(visit_id, {})
        link = from_base64(run[0]["link_before"])
        for record in run:
            link = next_link(link, Event.from_wire(record["event"]).content_id)
        return {
            "v": 1, "device_id": first["device_id"], "incarnation": first["incarnation"], "visit_id": visit_id,
            "first_seq": first["seq"], "link_before": run[0]["link_before"],
            "events": [{name: record["event"][name] for name in names} for record in run],
            "signature": run[-1]["signature"],
            "signatures": {str(r["event"]["seq"]): r["signature"] for r in run if r["signature"]},
            "secrets": [{"subject": s, "secret": to_base64(held[s])} for s in sorted(added) if held.get(s)],
        }  # fmt: skip
