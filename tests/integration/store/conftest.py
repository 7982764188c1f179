"""One store of each kind, for what the server may expect of any."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspection.store.interface import Store
from inspection.store.memory.store import MemoryStore
from inspection.store.sqlite.store import open_store


@pytest.fixture(params=["sqlite", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    found = open_store(tmp_path / "data") if request.param == "sqlite" else MemoryStore()
    yield found
    found.close()
