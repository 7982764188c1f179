"""A folder whose disk keeps only what was synced: the bytes of a file, and, apart from them, the names in a folder.

The worst that a file system may do: every write is lost until its file is synced, every new name and every removal
until its folder is. The program is the shipped one; only `os.fsync` is listened to.
"""

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

import pytest


@dataclass
class SyncedFolder:
    """What would be found under ``root`` after the power failed; ``root`` itself and what is in it now are on disk."""

    root: Path
    _bytes: dict[int, bytes] = field(default_factory=dict)
    _names: dict[int, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for folder, _, files in os.walk(self.root):
            self._keep(Path(folder))
            for name in files:
                self._keep(Path(folder) / name)

    def listen(self, patch: pytest.MonkeyPatch) -> None:
        """Hear what is synced from now on."""
        real = os.fsync

        def fsync(handle: int) -> None:
            real(handle)
            self._keep(Path(os.readlink(f"/proc/self/fd/{handle}")))

        patch.setattr(os, "fsync", fsync)

    def fail(self) -> None:
        """The power fails: put the folder back to what its disk has."""
        self._put_back(self.root)

    def _keep(self, path: Path) -> None:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            self._names[state.st_ino] = {one.name: one.inode() for one in os.scandir(path)}
        else:
            self._bytes[state.st_ino] = path.read_bytes()

    def _put_back(self, folder: Path) -> None:
        names = self._names.get(folder.stat().st_ino, {})
        for path in [one for one in folder.iterdir() if one.name not in names]:
            _take_away(path)
        for name, inode in names.items():
            path = folder / name
            if path.is_dir():
                self._put_back(path)
            else:
                path.write_bytes(self._bytes.get(inode, b""))


def _take_away(path: Path) -> None:
    if path.is_dir():
        for one in path.iterdir():
            _take_away(one)
        path.rmdir()
    else:
        path.unlink()
