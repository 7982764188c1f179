"""Issues many papers of one kind: one at a time, each whole or not at all, and none in the way of the next.

A paper and the note that it was issued are one transaction: whoever goes on after the process was killed, at once
or next week, from the desk or the command line, issues neither twice nor leaves one out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from inspection.issuing.acts import issue_act
from inspection.issuing.core import Issued, issue_acta, issue_notice, issue_referral
from inspection.issuing.kinds import ACTA, NOTICE, REFERRAL, acts, versions
from inspection.store.batches import Batch, BatchItem
from inspection.sync.office import Office
from inspection.sync.refusals import Refused

MAX_PAPERS = 2000
MAX_TRIES = 3
"""A paper that takes the whole process down is begun so many times; then the others go on without it."""
UNFORESEEN, TAKES_DOWN = "paper_failed", "paper_takes_down"


@dataclass(frozen=True)
class Standing:
    """How far a batch is."""

    total: int
    issued: int
    failed: int

    @property
    def waiting(self) -> int:
        """Papers still to be begun."""
        return self.total - self.issued - self.failed

    def after(self, item: BatchItem) -> "Standing":
        """Return how far it is once a paper that waited stands as ``item`` says."""
        issued = item.state == "issued"
        return Standing(self.total, self.issued + issued, self.failed + (not issued))


def batch_kinds() -> tuple[str, ...]:
    """Return the kinds that can be issued many at once: those that ask nothing of the person who issues."""
    quiet = [kind for kind, words in acts().items() if not words.get("asks")]
    return (NOTICE, REFERRAL, ACTA, *quiet, *versions())


def issue_any(
    office: Office,
    kind: str,
    visit_id: str,
    minors: Sequence[str],
    *,
    actor: str,
    now: int,
    asked: Mapping[str, str] | None = None,
) -> Issued:
    """Issue a paper of any kind.

    Raises:
        Refused: As the issuer of that kind.
    """
    if kind == NOTICE:
        return issue_notice(office, visit_id, minors, actor, now)
    if kind == REFERRAL:
        return issue_referral(office, visit_id, minors, actor, now)
    if kind == ACTA:
        return issue_acta(office, visit_id, actor, now)
    return issue_act(office, visit_id, kind, minors=minors, asked=asked, actor=actor, now=now)


def start_batch(office: Office, kind: str, papers: Sequence[tuple[str, Sequence[str]]], actor: str) -> str:
    """Keep what is to be issued and return the batch's id; nothing is issued yet.

    Args:
        office: The door to visits.
        kind: One of `batch_kinds`.
        papers: (visit id, minors) of each paper, in order.
        actor: Who issues.

    Raises:
        Refused: ``document_kind_unknown``; ``batch_empty``; ``batch_too_large``.
    """
    if kind not in batch_kinds():
        raise Refused("document_kind_unknown")
    if not papers:
        raise Refused("batch_empty")
    if len(papers) > MAX_PAPERS:
        raise Refused("batch_too_large")
    batch_id = office.rng(8).hex()
    items = [BatchItem(batch_id, place, visit, tuple(minors)) for place, (visit, minors) in enumerate(papers)]
    office.store.batches.add_batch(Batch(batch_id, kind, actor, office.clock()), items)
    return batch_id


def batch_of(office: Office, batch_id: str) -> Batch:
    """Return a batch.

    Raises:
        Refused: ``batch_unknown``.
    """
    found = office.store.batches.batch(batch_id)
    if found is None:
        raise Refused("batch_unknown")
    return found


def standing_of(items: Sequence[BatchItem]) -> Standing:
    """Count the papers of a batch."""
    states = [item.state for item in items]
    return Standing(len(states), states.count("issued"), states.count("failed"))


def issue_next(office: Office, batch_id: str, failed: Callable[[BaseException], None]) -> BatchItem | None:
    """Issue the next waiting paper of a batch and return it as it stands then; None when none waits.

    Args:
        office: The door to visits.
        batch_id: The batch.
        failed: Told of a failure nobody foresaw, for the log.

    Raises:
        Refused: ``batch_unknown``.
    """
    batch = batch_of(office, batch_id)
    begun = _begin(office, batch_id)
    if begun is None:
        return None
    if begun.tries > MAX_TRIES:
        return _fail(office, begun, TAKES_DOWN)
    try:
        return _issue(office, batch, begun)
    except Refused as refused:
        return _fail(office, begun, refused.code)
    except Exception as unforeseen:  # whatever is wrong with this paper, the others are owed to somebody
        failed(unforeseen)
        return _fail(office, begun, UNFORESEEN)


def try_again(office: Office, batch_id: str) -> int:
    """Put the papers that failed back in line and return how many they are.

    Raises:
        Refused: ``batch_unknown``.
    """
    batch_of(office, batch_id)
    with office.store.writing():
        failed = [item for item in office.store.batches.items(batch_id) if item.state == "failed"]
        for item in failed:
            office.store.batches.put_item(replace(item, state="waiting", tries=0, why=""))
    return len(failed)


def _begin(office: Office, batch_id: str) -> BatchItem | None:
    """Count a try of the next waiting paper, durably: a paper that kills its process is known by its tries."""
    with office.store.writing():
        found = office.store.batches.next_waiting(batch_id)
        if found is None:
            return None
        begun = replace(found, tries=found.tries + 1)
        office.store.batches.put_item(begun)
        return begun


def _issue(office: Office, batch: Batch, begun: BatchItem) -> BatchItem:
    with office.store.writing():
        now = office.store.batches.item(batch.batch_id, begun.place)
        if now.state != "waiting":  # another window or process issued it meanwhile
            return now
        issued = issue_any(
            office, batch.kind, begun.visit_id, begun.minors, actor=batch.user_id, now=office.clock()
        )
        done = replace(now, state="issued", code=issued.code, folio=issued.folio)
        office.store.batches.put_item(done)
        return done


def _fail(office: Office, begun: BatchItem, why: str) -> BatchItem:
    with office.store.writing():
        now = office.store.batches.item(begun.batch_id, begun.place)
        if now.state != "waiting":
            return now
        stopped = replace(now, state="failed", why=why)
        office.store.batches.put_item(stopped)
        return stopped
