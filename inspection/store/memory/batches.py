"""Batches of papers in memory."""

from collections.abc import Sequence

from inspection.store.batches import Batch, BatchItem
from inspection.store.memory.tables import Tables


class MemoryBatches:
    """Implements `inspection.store.batches.Batches`."""

    def __init__(self, tables: Tables) -> None:
        self._on = tables

    def add_batch(self, batch: Batch, items: Sequence[BatchItem]) -> None:
        """Keep a new batch with all its papers, or nothing."""
        with self._on.writing():
            self._on.put(("batch",), batch.batch_id, batch)
            for item in items:
                self.put_item(item)

    def batch(self, batch_id: str) -> Batch | None:
        """Return one batch."""
        found: Batch | None = self._on.get(("batch",), batch_id)
        return found

    def batches(self) -> list[Batch]:
        """Return all of them, newest first."""
        return [row for _, row in reversed(self._on.rows(("batch",)))]

    def items(self, batch_id: str) -> list[BatchItem]:
        """Return the papers of a batch in their order."""
        return sorted((row for _, row in self._on.rows(("batch_item", batch_id))), key=lambda item: item.place)

    def item(self, batch_id: str, place: int) -> BatchItem:
        """Return one paper of a batch."""
        found: BatchItem = self._on.get(("batch_item", batch_id), place)
        return found

    def next_waiting(self, batch_id: str) -> BatchItem | None:
        """Return the first paper of a batch that still waits, or None."""
        return next((item for item in self.items(batch_id) if item.state == "waiting"), None)

    def put_item(self, item: BatchItem) -> None:
        """Write what became of a paper."""
        self._on.put(("batch_item", item.batch_id), item.place, item)
