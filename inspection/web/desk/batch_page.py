"""Papers issued many at once: what is owed by kind, the batches there were, and how far one is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, cast
from zipfile import ZIP_STORED, ZipFile

from inspection.clock import OFFICE_ZONE
from inspection.issuing import Standing, batch_kinds, batch_of, read_document, standing_of, title_of
from inspection.store.batches import Batch, BatchItem
from inspection.sync.office import Office
from inspection.sync.refusals import Refused
from inspection.web.desk.batch_due import VisitOwes
from inspection.web.desk.wording import moment_es, plural
from inspection.web.errors import SENTENCES


@dataclass(frozen=True)
class OwedKind:
    """A kind of paper that some visits owe."""

    kind: str
    title_es: str
    papers_es: str
    minors_es: str
    urgent: bool
    visits: tuple[VisitOwes, ...]


@dataclass(frozen=True)
class BatchRow:
    """One batch in the list, or the head of its page."""

    batch_id: str
    title_es: str
    started_es: str
    standing: Standing
    standing_es: str


@dataclass(frozen=True)
class FailedRow:
    """A paper that could not be issued, and what to do."""

    visit_id: str
    place: str
    happened_es: str
    do_es: str


@dataclass(frozen=True)
class IssuedInBatch:
    """A paper of the batch that left."""

    visit_id: str
    place: str
    folio: str
    code: str


@dataclass(frozen=True)
class BatchPage:
    """Everything the page of one batch says."""

    row: BatchRow
    failed: tuple[FailedRow, ...]
    issued: tuple[IssuedInBatch, ...]


def owed_kinds(visits: Iterable[VisitOwes]) -> tuple[OwedKind, ...]:
    """Return the kinds that some visit owes, in the order of the list of kinds."""
    visits = sorted(visits, key=lambda one: one.place)
    found = ((kind, tuple(one for one in visits if kind in one.owed)) for kind in batch_kinds())
    return tuple(_owed_kind(kind, owing) for kind, owing in found if owing)


def batch_rows(office: Office) -> tuple[BatchRow, ...]:
    """Return the batches there were, newest first."""
    kept = office.store.batches
    return tuple(_row(office, batch, kept.items(batch.batch_id)) for batch in kept.batches())


def batch_page(office: Office, batch_id: str, places: Mapping[str, str]) -> BatchPage:
    """Build the page of one batch.

    Args:
        office: The office.
        batch_id: The batch.
        places: {visit id: name of the workplace}.

    Raises:
        Refused: ``batch_unknown``.
    """
    batch = batch_of(office, batch_id)
    items = office.store.batches.items(batch_id)
    return BatchPage(
        _row(office, batch, items),
        tuple(_failed(item, places) for item in items if item.state == "failed"),
        tuple(
            IssuedInBatch(item.visit_id, places.get(item.visit_id, ""), item.folio, item.code)
            for item in reversed(items)
            if item.state == "issued"
        ),
    )


def standing_es(standing: Standing) -> str:
    """Say in words how far a batch is."""
    parts = [f"{standing.issued} de {plural(standing.total, 'documento emitido', 'documentos emitidos')}"]
    if standing.waiting:
        parts.append(f"{'falta' if standing.waiting == 1 else 'faltan'} {standing.waiting}")
    if standing.failed:
        parts.append(f"{standing.failed} no {'se pudo' if standing.failed == 1 else 'se pudieron'} emitir")
    return "; ".join(parts)


def zipped(office: Office, items: Iterable[BatchItem]) -> Iterator[bytes]:
    """Yield a ZIP of the batch's papers piece by piece; no paper touches the disk open."""
    pieces = _Pieces()
    with ZipFile(cast(IO[bytes], pieces), "w", ZIP_STORED) as archive:
        for item in items:
            if item.state != "issued":
                continue
            try:
                name, data = read_document(office, item.visit_id, item.code)
            except Refused:  # erased since: what is left is still worth having
                continue
            archive.writestr(name, data)
            yield pieces.taken()
    yield pieces.taken()


class _Pieces:
    """A file that can only be written, and gives away what was."""

    def __init__(self) -> None:
        self._kept: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Keep a piece."""
        self._kept.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Keep nothing back."""

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        whole, self._kept = b"".join(self._kept), []
        return whole


def _owed_kind(kind: str, owing: tuple[VisitOwes, ...]) -> OwedKind:
    minors = sum(len(one.owed[kind]) for one in owing)
    return OwedKind(
        kind,
        title_of(kind),
        plural(len(owing), "documento", "documentos"),
        plural(minors, "persona menor de edad", "personas menores de edad") if minors else "",
        kind == batch_kinds()[0],
        owing,
    )


def _row(office: Office, batch: Batch, items: list[BatchItem]) -> BatchRow:
    who = office.store.users.get(batch.user_id)
    started = f"{moment_es(batch.started_at, OFFICE_ZONE)}, por {who.name if who else 'una persona de la oficina'}"
    standing = standing_of(items)
    return BatchRow(batch.batch_id, title_of(batch.kind), started, standing, standing_es(standing))


def _failed(item: BatchItem, places: Mapping[str, str]) -> FailedRow:
    sentence = SENTENCES.get(item.why, SENTENCES["paper_failed"])
    return FailedRow(item.visit_id, places.get(item.visit_id, ""), sentence.happened_es, sentence.do_es)
