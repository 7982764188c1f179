"""What arrived and belongs to no file that can be opened: deliveries with something unreadable, records of no visit."""

from collections.abc import Mapping
from dataclasses import dataclass

from inspection.clock import OFFICE_ZONE
from inspection.domain.events import DEVICE_STREAM
from inspection.store.records import RawEvidence
from inspection.sync.office import Office
from inspection.web.desk.held_back_page import WHY
from inspection.web.desk.wording import moment_es, plural


@dataclass(frozen=True)
class UnreadDelivery:
    """A delivery kept whole. ``visit_id`` is empty when nobody knows the visit that it names."""

    sha256: str
    why_es: str
    when_es: str
    visit_id: str


@dataclass(frozen=True)
class Homeless:
    """Records of a visit that the office does not know."""

    visit_id: str
    visit_short: str
    count_es: str
    when_es: str


@dataclass(frozen=True)
class UnreadPage:
    """Everything the page says."""

    deliveries: tuple[UnreadDelivery, ...]
    homeless: tuple[Homeless, ...]


def unread_page(office: Office) -> UnreadPage:
    """Build the page."""
    people = _people(office)
    known = office.store.visits.bundle_hashes([one.visit_id for one in office.raw_quarantine()])
    deliveries = tuple(_delivery(one, people, known) for one in office.raw_quarantine())
    return UnreadPage(deliveries, tuple(_homeless(office, visit_id, people) for visit_id in homeless_visits(office)))


def unread_count(office: Office) -> int:
    """Return how many things the page shows."""
    return len(office.raw_quarantine()) + len(homeless_visits(office))


def homeless_visits(office: Office) -> list[str]:
    """Return the visits that some record names and the office does not know."""
    named = office.store.log.visits() - {DEVICE_STREAM}
    return sorted(named - office.store.visits.bundle_hashes(named).keys())


def raw_of(office: Office, sha256: str) -> bytes | None:
    """Return a delivery as it came, its secrets left out; what is sealed in it stays sealed."""
    wrapped = office.store.evidence.raw_bytes(sha256)
    return None if wrapped is None else office.keys.unwrap(wrapped, f"raw|{sha256}")


def records_of(office: Office, visit_id: str) -> bytes | None:
    """Return the records of a visit that the office does not know, one canonical event a line."""
    if visit_id not in homeless_visits(office):
        return None
    return b"".join(one.event.canonical + b"\n" for one in office.store.log.of_visit(visit_id))


def _people(office: Office) -> dict[str, str]:
    names = {user.user_id: user.name for user in office.store.users.all()}
    return {one.incarnation: names.get(one.user_id, "") for one in office.store.people.incarnations()}


def _delivery(raw: RawEvidence, people: Mapping[str, str], known: Mapping[str, str]) -> UnreadDelivery:
    who = people.get(raw.incarnation) or "una tableta sin dueño conocido"
    when = f"{moment_es(raw.received_at, OFFICE_ZONE)}, de {who}"
    return UnreadDelivery(raw.sha256, WHY.get(raw.code, raw.code), when, raw.visit_id if raw.visit_id in known else "")


def _homeless(office: Office, visit_id: str, people: Mapping[str, str]) -> Homeless:
    stored = office.store.log.of_visit(visit_id)
    names = sorted({people.get(one.event.incarnation, "") for one in stored} - {""})
    count = sum(bool(people.get(one.event.incarnation)) for one in stored)
    last = moment_es(max(one.received_at for one in stored), OFFICE_ZONE)
    who = f", de {', '.join(names)}" if names else ""
    return Homeless(visit_id, visit_id[:8], plural(count, "registro", "registros"), f"{last}{who}")
