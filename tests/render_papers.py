"""Draws every paper, small and large, as pictures to be looked at.

Run: .venv/bin/python -m tests.render_papers FOLDER [NAME...]

For each paper: the PDF; each page in colour as on letter; as a photocopy in black and white (``-bn``); and as a
letter page printed without scaling on A4 (``-a4``). NAME limits it to papers whose name starts so.
"""

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PIL import Image

from inspection.issuing import versions
from tests.unit.forms.every_paper import DOCUMENTS, drawn, signed, written

DPI = 80
A4_MM = (210, 297)
MANY = ("referral", "immediate_notice", "cessation_order", "restriction_report", *versions())
WRITTEN = {f"{kind}-{count:02d}": partial(written, kind, count) for kind in MANY for count in (1, 2, 60)}
PAPERS: dict[str, Callable[[], bytes]] = {
    **{name: (lambda make=make: drawn(make())) for name, make in {**DOCUMENTS, **WRITTEN}.items()},
    "signed_referral": lambda: signed(written("referral", 1)),
}


def pictures(pdf: Path, prefix: Path, *how: str) -> list[Path]:
    """Make a picture of each page."""
    subprocess.run(["pdftoppm", "-r", str(DPI), *how, str(pdf), str(prefix)], check=True)
    return sorted(prefix.parent.glob(f"{prefix.name}-[0-9]*.*"))


def on_a4(page: Path) -> None:
    """Put the picture of a letter page on A4 as a printer does without scaling: centred, sides cut."""
    size = tuple(round(mm / 25.4 * DPI) for mm in A4_MM)
    sheet = Image.new("L", size, 255)
    with Image.open(page) as letter:
        sheet.paste(letter.convert("L"), ((size[0] - letter.width) // 2, (size[1] - letter.height) // 2))
    sheet.save(page.with_name(page.stem + "-a4.png"))


def render(name: str, folder: Path) -> int:
    """Draw one paper and its pictures; return how many pages it has."""
    pdf = folder / f"{name}.pdf"
    pdf.write_bytes(PAPERS[name]())
    pages = pictures(pdf, folder / name, "-png")
    for page in pages:
        on_a4(page)
    for copy in pictures(pdf, folder / f"{name}-bn", "-mono"):
        with Image.open(copy) as picture:
            picture.save(copy.with_suffix(".png"))
        copy.unlink()
    return len(pages)


def main(folder: Path, wanted: list[str]) -> None:
    """Draw them all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PAPERS:
        if not wanted or name.startswith(tuple(wanted)):
            print(f"{name}: {render(name, folder)} pages")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:])
