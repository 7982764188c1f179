"""What failing power must not undo: a file is there, or gone, only once the folder that names it is on disk too."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on disk before this returns."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folders(root: Path) -> None:
    """Have the names in a folder, and in every folder below it, on disk, and its own name too."""
    for folder, _, _ in os.walk(root):
        sync_folder(Path(folder))
    sync_folder(root.parent)
