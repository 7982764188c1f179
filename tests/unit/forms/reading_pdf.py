"""Independent readers of a PDF: poppler for text and pictures, qpdf for structure."""

import re
import subprocess
from pathlib import Path


def run(*command: str | Path) -> str:
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def text_of(pdf: bytes, folder: Path) -> str:
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    return run("pdftotext", "-layout", path, "-")


def words_of(pdf: bytes, folder: Path) -> str:
    """The text in reading order, on one line."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    return re.sub(r"\s+", " ", run("pdftotext", path, "-"))


def pictures_of(pdf: bytes, folder: Path, dpi: int) -> list[Path]:
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    run("pdftoppm", "-r", str(dpi), "-gray", "-png", path, folder / "page")
    return sorted(folder.glob("page-*.png"))


def boxes_of(pdf: bytes, folder: Path) -> list[list[tuple[float, float, float, float, str]]]:
    """Every word of every page with its box in points: ``(left, top, right, bottom, word)``."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    pages: list[list[tuple[float, float, float, float, str]]] = []
    for line in run("pdftotext", "-bbox", path, "-").splitlines():
        if "<page " in line:
            pages.append([])
        found = re.search(r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)</word>', line)
        if found:
            left, top, right, bottom = (float(n) for n in found.groups()[:4])
            pages[-1].append((left, top, right, bottom, found.group(5)))
    return pages
