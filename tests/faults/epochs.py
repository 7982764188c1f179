"""What a tablet keeps of others, and what it does when the server it knows was restored from a backup."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from inspection.domain.canonical import canonical_bytes, from_base64, sha256_hex, to_base64
from inspection.domain.events import Event
from inspection.domain.links import next_link
from tests.short_items import short_items

Record = dict[str, Any]
Secrets = Mapping[str, Mapping[str, bytes | None]]


class Epochs:
    """The records of others as pulled, with what proves them; and the epoch in which the server last answered.

    Attributes:
        records: {(visit, incarnation, seq): record}.
        to_offer: Batches of others' events that the server of this epoch has not answered yet, by (visit, first ref).
    """

    def __init__(self) -> None:
        self.epoch: str | None = None
        self.records: dict[tuple[str, str, int], Record] = {}
        self.to_offer: dict[tuple[str, str], Record] = {}
        self._runs: dict[tuple[str, str], list[Record]] = {}

    def copy(self) -> "Epochs":
        """Return the same for a clone."""
        other = Epochs()
        other.epoch, other.records = self.epoch, dict(self.records)
        other.to_offer, other._runs = dict(self.to_offer), dict(self._runs)
        return other

    def keep(self, record: Record) -> None:
        """Keep a pulled record; one that came with its signature is not replaced by the same without."""
        place = _place(record["event"])
        known = self.records.get(place)
        if known and content_id(known) == content_id(record):
            event = known["event"] if "box" in record["event"] else record["event"]
            record = {**record, "event": event, "signature": record["signature"] or known["signature"]}
        self.records[place] = record

    def forget(self, visit_id: str) -> None:
        """Let go of a visit that this person may no longer see."""
        self.records = {key: one for key, one in self.records.items() if key[0] != visit_id}
        self.to_offer = {key: one for key, one in self.to_offer.items() if key[0] != visit_id}

    def is_stale(self, epoch: str, asked_in: str | None) -> bool:
        """Tell whether an answer of another epoch was asked for before this one was known: it says nothing of what is.

        Epochs have no order, and the answers of two restored servers can arrive the wrong way round.
        """
        return epoch != self.epoch and asked_in != self.epoch

    def turns(self, epoch: str) -> bool:
        """Note who answered; True when the server changed epoch, so that everything must be offered again."""
        before, self.epoch = self.epoch, epoch
        return before is not None and before != epoch

    def offer_again(self, secrets: Secrets, beside: Iterable[Record] = ()) -> None:
        """Line up every event of others, in runs that end at a signature, with the secrets they promised.

        What no signature covers yet (its page was cut short) proves nothing and is let go.
        """
        self.to_offer = {}
        runs = chains([*self.records.values(), *beside])
        for record in [record for run in runs for record in run[_proven(run) :]]:
            event = record["event"]
            if self.records.get(_place(event)) is record:
                del self.records[_place(event)]
        self.offer_runs(runs, secrets)

    def offer_stream(self, visit_id: str, incarnation: str, secrets: Secrets, beside: Iterable[Record]) -> None:
        """Line up one stream of another author."""
        held = [*self.records.values(), *beside]
        mine = [one for one in held if _place(one["event"])[:2] == (visit_id, incarnation)]
        self.offer_runs(chains(mine), secrets)

    def offer_runs(self, runs: list[list[Record]], secrets: Secrets) -> None:
        """Line up runs of events that follow each other, each as far as a signature proves it."""
        for run in runs:
            if proven := run[: _proven(run)]:
                event = proven[0]["event"]
                key = (event["visit_id"], f"{event['incarnation']}:{event['seq']}:{proven[0]['link_before'][:8]}")
                self.to_offer[key] = _batch_of(proven, secrets.get(event["visit_id"], {}))
                self._runs[key] = proven

    def halve(self, key: tuple[str, str], secrets: Secrets) -> None:
        """Cut a batch that was too large in two, each ending at a signature; one event alone stays for the person."""
        if self.to_offer.pop(key, None) is None:
            return
        run = self._runs[key]
        cuts = [at for at in range(1, len(run)) if run[at - 1]["signature"]]
        if cuts:
            middle = min(cuts, key=lambda at: abs(at - len(run) // 2))
            self.offer_runs([run[:middle], run[middle:]], secrets)


def chains(records: Iterable[Record]) -> list[list[Record]]:
    """Return records in runs of one stream, each following the one before by its link, forks too."""
    runs: list[list[Record]] = []
    ends: dict[tuple[str, str, int, bytes], int] = {}
    for record in sorted(records, key=lambda one: (*_place(one["event"]), one["link_before"])):
        visit_id, incarnation, seq = _place(record["event"])
        before = from_base64(record["link_before"])
        at = ends.get((visit_id, incarnation, seq, before))
        if at is None:
            at = len(runs)
            runs.append([])
        runs[at].append(record)
        link = next_link(before, bytes.fromhex(content_id(record)))
        ends[(visit_id, incarnation, seq + 1, link)] = at
    return runs


def content_id(record: Record) -> str:
    """Return the content id of a record, hidden or not, in hex."""
    event = record["event"]
    return str(event["content_id"]) if "box" in event else sha256_hex(canonical_bytes(event))


def _items(run: list[Record]) -> list[Any]:
    """Return the items of a run; what stands after a box cannot be told beside it, and is spelled out."""
    items: list[Any] = []
    for hidden, part in groupby(run, key=lambda record: "box" in record["event"]):
        if hidden:
            items += [{name: record["event"][name] for name in ("content_id", "box")} for record in part]
        else:
            items += short_items([Event.from_wire(record["event"]) for record in part])
    return items


def _place(event: Mapping[str, Any]) -> tuple[str, str, int]:
    return event["visit_id"], event["incarnation"], event["seq"]


def _proven(run: list[Record]) -> int:
    """Return how many events at the beginning a signature proves."""
    return max((at + 1 for at, record in enumerate(run) if record["signature"]), default=0)


def _batch_of(run: list[Record], held: Mapping[str, bytes | None]) -> Record:
    # No larger than what once was taken whole: short items, and no signature twice.
    first = run[0]["event"]
    bodies = [record["event"]["body"] for record in run if "box" not in record["event"]]
    added = [body.get("entity") for body in bodies if "commitment" in body]
    # Nobody here can read whom a box adds: its secret may be any of those held, and the server knows.
    boxed = len(bodies) < len(run)
    promised = {subject: secret for subject, secret in held.items() if (boxed or subject in added) and secret}
    return {
        "v": 1, **{name: first[name] for name in ("device_id", "incarnation", "visit_id")}, "first_seq": first["seq"],
        "link_before": run[0]["link_before"],
        "events": _items(run),
        "signature": run[-1]["signature"],
        "signatures": {str(r["event"]["seq"]): r["signature"] for r in run[:-1] if r["signature"]},
        "secrets": [{"subject": subject, "secret": to_base64(secret)} for subject, secret in sorted(promised.items())],
    }  # fmt: skip
