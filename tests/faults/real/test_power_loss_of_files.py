"""G1, G13, G17: photographs, registers and keys when the power fails, whatever the disk had not written yet."""

from pathlib import Path

import pytest

from inspection.store.files import Files
from inspection.store.keys import load_keys
from inspection.store.register import entries, note
from tests.factories import SeededRng, make_photo
from tests.faults.real.folder import SyncedFolder

VISIT, SECRET = "visita1", b"s" * 32
PIECE = 262_144


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def disk(data: Path, monkeypatch: pytest.MonkeyPatch) -> SyncedFolder:
    found = SyncedFolder(data)
    found.listen(monkeypatch)
    return found


@pytest.fixture
def files(data: Path) -> Files:
    return Files(data / "files", SeededRng("files"))


def test_each_piece_of_a_photo_that_was_answered_for_is_there_after_the_power_failed(
    files: Files, disk: SyncedFolder
) -> None:
    photo, offset = make_photo(), 0
    while offset < len(photo):
        piece = photo[offset : offset + PIECE]
        offset = files.append(VISIT, "foto", offset, piece, secret=SECRET, size_bytes=len(photo))
        disk.fail()
        assert files.offset(VISIT, "foto") == offset

    assert files.read(VISIT, "foto", secret=SECRET) == photo


def test_a_photo_destroyed_by_order_does_not_come_back_with_the_power(files: Files, disk: SyncedFolder) -> None:
    name = files.keep(VISIT, make_photo(), secret=SECRET)

    files.remove(VISIT, name)
    disk.fail()

    with pytest.raises(FileNotFoundError):
        files.read(VISIT, name, secret=SECRET)


def test_an_erasure_noted_with_the_keys_is_still_noted(data: Path, disk: SyncedFolder) -> None:
    for subject in ("uno", "dos"):
        note(data / "erasures", {"subject": subject})
        disk.fail()

    assert entries(data / "erasures") == [{"subject": "uno"}, {"subject": "dos"}]


def test_keys_made_once_are_the_same_after_the_power_failed(data: Path, disk: SyncedFolder, tmp_path: Path) -> None:
    first = load_keys(data, tmp_path / "elsewhere", SeededRng("keys"))
    disk.fail()

    again = load_keys(data, tmp_path / "elsewhere", SeededRng("other keys"))

    assert again.public_key == first.public_key
