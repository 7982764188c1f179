"""Batches of papers: what was asked to be issued together and what became of each. They hold nothing of anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

State = Literal["waiting", "issued", "failed"]


@dataclass(frozen=True)
class Batch:
    """One batch.

    Attributes:
        batch_id: Opaque.
        kind: The kind of paper, the same for all.
        user_id: Who issues; every paper of it is hers.
        started_at: ms since 1970 UTC.
    """

    batch_id: str
    kind: str
    user_id: str
    started_at: int


@dataclass(frozen=True)
class BatchItem:
    """One paper of a batch.

    Attributes:
        place: Its order, from 0.
        minors: Entities of the minors it speaks of.
        tries: How many times it was begun; a try that ended with the process is counted too.
        why: Code of the refusal that stopped it; empty unless ``failed``.
        code: Verification code of the paper; empty unless ``issued``.
        folio: Its number; empty unless ``issued``.
    """

    batch_id: str
    place: int
    visit_id: str
    minors: tuple[str, ...]
    state: State = "waiting"
    tries: int = 0
    why: str = ""
    code: str = ""
    folio: str = ""


class Batches(Protocol):
    """Batches and their papers."""

    def add_batch(self, batch: Batch, items: Sequence[BatchItem]) -> None:
        """Keep a new batch with all its papers, or nothing."""

    def batch(self, batch_id: str) -> Batch | None:
        """Return one batch."""

    def batches(self) -> list[Batch]:
        """Return all of them, newest first."""

    def items(self, batch_id: str) -> list[BatchItem]:
        """Return the papers of a batch in their order."""

    def item(self, batch_id: str, place: int) -> BatchItem:
        """Return one paper of a batch."""

    def next_waiting(self, batch_id: str) -> BatchItem | None:
        """Return the first paper of a batch that still waits, or None."""

    def put_item(self, item: BatchItem) -> None:
        """Write what became of a paper."""
