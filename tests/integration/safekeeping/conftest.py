"""A lived visit, ready to be checked, damaged, copied and restored."""

from collections.abc import Callable

import pytest

from inspection.store.users import User
from inspection.sync.office import Office
from tests.integration.safekeeping.rich_visit import Rich, live
from tests.virtual_tablet import VirtualTablet


@pytest.fixture
def luis_tablet(new_tablet: Callable[..., VirtualTablet], luis: User, visit_id: str) -> VirtualTablet:
    found = new_tablet("luis")
    found.pull()
    return found


@pytest.fixture
def rich(tablet: VirtualTablet, luis_tablet: VirtualTablet, office: Office, visit_id: str) -> Rich:
    return live(tablet, luis_tablet, office, visit_id)
