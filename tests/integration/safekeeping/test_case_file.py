"""A case as a paper: a cover that can be read, and inside it the bundle that proves itself."""

import subprocess
from hashlib import sha256
from pathlib import Path

import page
import pikepdf
import pytest

from inspection.web import Settings
from tests.integration.safekeeping.rich_visit import Rich
from tests.integration.safekeeping.test_case_bundle import bundle, run
from tests.unit.forms.reading_pdf import words_of

NAME = "expediente.zip"


def taken_out(path: Path, folder: Path) -> Path:
    """Take the attachment out as the cover says, with a reader that is not ours."""
    subprocess.run(["pdfdetach", "-saveall", "-o", str(folder), str(path)], check=True, capture_output=True)
    return folder / NAME


@pytest.mark.parametrize("options", [[], ["--opened"]])
def test_what_comes_out_of_the_paper_proves_itself(
    rich: Rich, settings: Settings, tmp_path: Path, options: list[str]
) -> None:
    path = bundle(settings, rich, tmp_path / "caso.pdf", *options)
    whole = taken_out(path, tmp_path)

    assert run(str(whole), cwd=tmp_path).returncode == 0
    told = "".join(words_of(path.read_bytes(), tmp_path).split())
    assert sha256(whole.read_bytes()).hexdigest() in told
    assert ("CONFIDENCIAL" in told) == bool(options)


def test_a_bundle_changed_inside_the_paper_does_not_hold(rich: Rich, settings: Settings, tmp_path: Path) -> None:
    path = bundle(settings, rich, tmp_path / "caso.pdf")
    whole = taken_out(path, tmp_path)
    data = bytearray(whole.read_bytes())
    with_place = data.find(b"events.jsonl") + 200
    data[with_place] ^= 1
    whole.write_bytes(bytes(data))

    assert run(str(whole), cwd=tmp_path).returncode != 0
    assert sha256(bytes(data)).hexdigest() not in "".join(words_of(path.read_bytes(), tmp_path).split())


def test_the_paper_is_archival_accessible_and_says_what_its_attachment_is(
    rich: Rich, settings: Settings, tmp_path: Path
) -> None:
    path = bundle(settings, rich, tmp_path / "caso.pdf")

    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        report = page.validate_pdf_bytes(path.read_bytes(), profile=profile)
        assert report.is_compliant, [failure.message for failure in report.failures]
    with pikepdf.open(path) as pdf:
        assert list(pdf.attachments) == [NAME]
        assert str(pdf.Root.AF[0].AFRelationship) == "/Source"
    assert path.stat().st_mode & 0o077 == 0


def test_an_existing_file_is_not_overwritten(rich: Rich, settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "caso.pdf"
    path.write_text("algo")

    with pytest.raises(SystemExit):
        bundle(settings, rich, path)
    assert path.read_text() == "algo"
