"""What a tablet keeps of others, and what it does when the server it knows was restored from a backup."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from inspection.domain.canonical import from_base64, to_base64

NAMES = ("type", "recorded_at", "boot", "mono_ms", "body")
Record = dict[str, Any]


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

    def copy(self) -> "Epochs":
        """Return the same for a clone."""
        other = Epochs()
        other.epoch, other.records = self.epoch, dict(self.records)
        other.to_offer = dict(self.to_offer)
        return other

    def keep(self, record: Record) -> None:
        """Keep a pulled record; one that came with its signature is not replaced by the same without."""
        event = record["event"]
        known = self.records.get((event["visit_id"], event["incarnation"], event["seq"]))
        if known and known["signature"] and not record["signature"] and known["event"] == event:
            return
        self.records[(event["visit_id"], event["incarnation"], event["seq"])] = record

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

    def offer_again(self, secrets: dict[str, dict[str, bytes | None]]) -> None:
        """Line up every event of others, in runs that end at a signature, with the secrets they promised.

        What no signature covers yet (its page was cut short) proves nothing and is let go.
        """
        self.to_offer = {}
        for _, group in groupby(enumerate(sorted(self.records)), key=lambda one: (one[1][:2], one[1][2] - one[0])):
            run = [self.records[key] for _, key in group]
            while run and run[-1]["signature"] is None:
                event = run.pop()["event"]
                del self.records[(event["visit_id"], event["incarnation"], event["seq"])]
            if run:
                first = run[0]["event"]
                held = secrets.get(first["visit_id"], {})
                self.to_offer[(first["visit_id"], f"{first['incarnation']}:{first['seq']}")] = _batch_of(run, held)

    def halve(self, key: tuple[str, str]) -> None:
        """Cut a batch that was too large in two, each ending at a signature; one event alone stays for the person."""
        whole = self.to_offer.pop(key, None)
        if whole is None:
            return
        visit_id, first = key[0], whole["first_seq"]
        seqs = range(first, first + len(whole["events"]))
        run = [self.records[(visit_id, whole["incarnation"], seq)] for seq in seqs]
        cuts = [at for at in range(1, len(run)) if run[at - 1]["signature"]]
        if not cuts:
            return
        middle = min(cuts, key=lambda at: abs(at - len(run) // 2))
        secrets = {one["subject"]: from_base64(one["secret"]) for one in whole["secrets"]}
        for part in (run[:middle], run[middle:]):
            self.to_offer[(visit_id, f"{whole['incarnation']}:{part[0]['event']['seq']}")] = _batch_of(part, secrets)


def _batch_of(run: list[Record], held: Mapping[str, bytes | None]) -> Record:
    first = run[0]["event"]
    added = [record["event"]["body"].get("entity") for record in run if "commitment" in record["event"]["body"]]
    promised = {subject: secret for subject, secret in held.items() if subject in added and secret}
    return {
        "v": 1, **{name: first[name] for name in ("device_id", "incarnation", "visit_id")}, "first_seq": first["seq"],
        "link_before": run[0]["link_before"],
        "events": [{name: record["event"][name] for name in NAMES} for record in run],
        "signature": run[-1]["signature"],
        "signatures": {str(r["event"]["seq"]): r["signature"] for r in run if r["signature"]},
        "secrets": [{"subject": subject, "secret": to_base64(secret)} for subject, secret in sorted(promised.items())],
    }  # fmt: skip
