"""Power that fails: SQLite's own disk layer, with what was never synced lost at an instant of our choosing.

The standard VFS of the very library that Python uses is wrapped from outside: every write of a database or log file is
remembered until its file is synced. When the power fails, what was not synced is lost in whole, in part, or out of
order, and the process ends at once. Nothing has to be installed, and the program is the shipped one.
"""

import ctypes
import os
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass, field
from random import Random
from typing import Any

_VOID, _INT, _LONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
_OPEN = ctypes.CFUNCTYPE(_INT, _VOID, _VOID, _VOID, _INT, _VOID)  # the name as an address: SQLite keeps it
_WRITE = ctypes.CFUNCTYPE(_INT, _VOID, _VOID, _INT, _LONG)
_TRUNCATE = ctypes.CFUNCTYPE(_INT, _VOID, _LONG)
_SYNC = ctypes.CFUNCTYPE(_INT, _VOID, _INT)
_SECTOR = 512
_FOR_GOOD: list[Any] = []
"""What C code points at, and Python must never tidy away."""


class _Methods(ctypes.Structure):
    """`sqlite3_io_methods`: what follows the first six is copied and never looked at."""

    _fields_ = (
        ("version", _INT), ("close", _VOID), ("read", _VOID), ("write", _WRITE), ("truncate", _TRUNCATE),
        ("sync", _SYNC), ("rest", _VOID * 13),
    )  # fmt: skip


class _Vfs(ctypes.Structure):
    """`sqlite3_vfs`, as far as its first method."""

    _fields_ = (
        ("version", _INT), ("size", _INT), ("longest", _INT), ("next", _VOID), ("name", ctypes.c_char_p),
        ("data", _VOID), ("open", _OPEN),
    )  # fmt: skip


@dataclass
class _File:
    """One file since it was last synced: its size then, and every write after."""

    path: str
    size: int
    writes: list[tuple[int, bytes, bytes]] = field(default_factory=list)


class Power:
    """Fails after ``writes`` more writes; `install` before the store is opened."""

    def __init__(self, writes: int, dice: Random) -> None:
        self.left, self.dice = writes, dice
        self._files: dict[str, _File] = {}
        self._open: dict[int, str] = {}

    def install(self) -> None:
        """Wrap the disk layer of this process, for good."""
        library = ctypes.CDLL(find_library("sqlite3") or "libsqlite3.so.0")
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        vfs = library.sqlite3_vfs_find(None).contents
        real = _OPEN(ctypes.cast(vfs.open, _VOID).value or 0)

        def opened(vfs_: int, name: int | None, file: int, flags: int, out: int | None) -> int:
            found = real(vfs_, name, file, flags, out)
            if found == 0 and name:
                self._watch(file, os.fsdecode(ctypes.string_at(name)))
            return int(found)

        wrapped = _OPEN(opened)
        _FOR_GOOD.extend([library, real, wrapped, self])
        vfs.open = wrapped

    def _watch(self, file: int, path: str) -> None:
        at = ctypes.cast(file, ctypes.POINTER(_VOID))
        methods = _Methods.from_buffer_copy(ctypes.cast(at[0], ctypes.POINTER(_Methods)).contents)
        write, truncate, sync = (_same(methods, name) for name in ("write", "truncate", "sync"))
        self._open[file] = path
        held = self._files.get(path)
        if held is None or not os.path.getsize(path):  # made, or made anew after it was deleted
            self._files[path] = _File(path, os.path.getsize(path))

        def writes(file_: int, data: int, amount: int, offset: int) -> int:
            self._note(self._open[file_], offset, ctypes.string_at(data, amount))
            done = int(write(file_, data, amount, offset))
            self.left -= 1
            if self.left <= 0:
                self.fail()
            return done

        def truncates(file_: int, size: int) -> int:
            held = self._files[self._open[file_]]
            with open(held.path, "rb") as here:
                here.seek(size)
                lost = here.read()
            held.writes.append((size, lost, b""))
            return int(truncate(file_, size))

        def syncs(file_: int, flags: int) -> int:
            done = int(sync(file_, flags))
            held = self._files[self._open[file_]]
            held.size, held.writes = os.path.getsize(held.path), []
            return done

        methods.write, methods.truncate, methods.sync = _WRITE(writes), _TRUNCATE(truncates), _SYNC(syncs)
        _FOR_GOOD.append(methods)
        at[0] = ctypes.addressof(methods)

    def _note(self, path: str, offset: int, data: bytes) -> None:
        held = self._files[path]
        with open(path, "rb") as here:
            here.seek(offset)
            held.writes.append((offset, here.read(len(data)), data))

    def fail(self) -> None:
        """Lose what was not synced, as a disk without power does, and end the process."""
        for held in (one for one in self._files.values() if os.path.exists(one.path)):
            with open(held.path, "r+b") as disk:
                for offset, before, _ in reversed(held.writes):
                    disk.seek(offset)
                    disk.write(before)
                disk.truncate(held.size)
                for offset, data in self._survivors(held):
                    disk.seek(offset)
                    disk.write(data)
        os._exit(9)

    def _survivors(self, held: _File) -> list[tuple[int, bytes]]:
        luck = self.dice.random()
        if luck < 0.5:  # nothing of it reached the disk
            return []
        kept = [(offset, data) for offset, _, data in held.writes if self.dice.random() < 0.6]
        if kept and luck > 0.75:  # and the last one is torn
            offset, data = kept[-1]
            kept[-1] = (offset, data[: self.dice.randrange(len(data) // _SECTOR + 1) * _SECTOR])
        return kept


def _same(methods: _Methods, name: str) -> Callable[..., int]:
    """Return the function that stands there now, whatever is put in its place later."""
    kind = {"write": _WRITE, "truncate": _TRUNCATE, "sync": _SYNC}[name]
    found: Callable[..., int] = kind(ctypes.cast(getattr(methods, name), _VOID).value or 0)
    return found


__all__ = ["Power"]
