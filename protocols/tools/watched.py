"""Which cases read each part of the law: a case that never reads a part cannot notice that it changed."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

Path = tuple[str | int, ...]


class Readers:
    """Who read what: ``current`` is whoever reads now."""

    def __init__(self) -> None:
        self.current = -1
        self.found: dict[Path, list[int]] = {}

    def note(self, path: Path) -> None:
        """Note that whoever reads now read the value at ``path``."""
        known = self.found.setdefault(path, [])
        if not known or known[-1] != self.current:
            known.append(self.current)

    def of(self, path: Path) -> list[int]:
        """Return who read the value at ``path``; who got a list got all that is in it."""
        while isinstance(path[-1], int):
            path = path[:-1]
        return self.found.get(path, [])


class _Watched(dict[str, Any]):
    """A dictionary that notes each key read; what is in it is watched too."""

    def __init__(self, data: dict[str, Any], path: Path, readers: Readers) -> None:
        super().__init__({key: watched(value, (*path, key), readers) for key, value in data.items()})
        self._paths = {key: (*path, key) for key in data}
        self._readers = readers

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        self._readers.note(self._paths[key])
        return value

    def get(self, key: str, default: Any = None) -> Any:
        if key not in self:
            return default
        return self[key]

    def __iter__(self) -> Iterator[str]:
        return iter(list(super().keys()))

    def items(self) -> Any:
        return [(key, self[key]) for key in self]

    def values(self) -> Any:
        return [self[key] for key in self]


def watched(value: Any, path: Path, readers: Readers) -> Any:
    """Return a copy of ``value`` whose reading is noted in ``readers``."""
    if isinstance(value, dict):
        return _Watched(value, path, readers)
    if isinstance(value, list):
        return [watched(one, (*path, number), readers) for number, one in enumerate(value)]
    return value


def readers_of(data: dict[str, Any], runs: Iterable[Callable[[dict[str, Any]], object]]) -> Readers:
    """Run each of ``runs`` on ``data`` and return who read what, by number."""
    readers = Readers()
    whole = watched(data, (), readers)
    for number, run in enumerate(runs):
        readers.current = number
        run(whole)
    return readers
