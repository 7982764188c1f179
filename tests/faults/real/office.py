"""What the office holds after a fault of the real tablet."""

from collections.abc import Iterable

from inspection.web import Settings, open_office
from tests.browser.conftest import Server
from tests.integration.safekeeping.rich_visit import check, codes


def texts_at_the_office(server: Server, items: Iterable[str]) -> dict[str, str]:
    """Return what the office reads of some questions of the only visit, once everything of its evidence holds."""
    office = open_office(Settings(server.data, server.keys, server.url))
    [visit] = office.store.visits.visits()
    read = office.read(visit.visit_id)
    assert read.conflicts == () and read.quarantined == ()
    assert all(stream["holes"] == [] for stream in read.vector.values())
    found = {item: (read.value(f"visit/{item}") or {}).get("v", "") for item in items}
    office.store.close()
    assert codes(check(server.data, server.keys)) == []
    return found
