"""Writes the golden text and pages of every kind of paper anew: look at the pages, and say why in the commit.

Run: .venv/bin/python -m tests.golden.make_papers
"""

import tempfile
from pathlib import Path

from tests.unit.forms.every_paper import DOCUMENTS, GOLDEN, PICTURE_DPI, PICTURED_PAGES, drawn
from tests.unit.forms.reading_pdf import pictures_of, text_of


def main() -> None:
    """Replace them all."""
    for old in GOLDEN.glob("*.*"):
        old.unlink()
    for kind, make in DOCUMENTS.items():
        with tempfile.TemporaryDirectory() as folder:
            pdf = drawn(make())
            (GOLDEN / f"{kind}.txt").write_text(text_of(pdf, Path(folder)), encoding="utf-8")
            for number, page in enumerate(pictures_of(pdf, Path(folder), PICTURE_DPI)[:PICTURED_PAGES], 1):
                (GOLDEN / f"{kind}-{number}.png").write_bytes(page.read_bytes())


if __name__ == "__main__":
    main()
