"""Noto Sans, embedded, and what it can print: any text is made printable, and what is missing is told.

Nothing a person wrote is ever dropped in silence. A sign the typeface lacks (an emoji, a script we do
not carry, a control character, a direction override) is shown as ``REPLACEMENT`` and reported by its number.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD, ITALIC = "NotoSans", "NotoSans-Bold", "NotoSans-Italic"
REPLACEMENT = "\ufffd"
_FILES = {REGULAR: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf", ITALIC: "NotoSans-Italic.ttf"}
_FOLDER = Path(__file__).parent / "fonts"


@cache
def load_typeface() -> frozenset[int]:
    """Register the three faces with reportlab, once.

    Returns:
        The code points that all three faces can print.
    """
    coverage = []
    for name, file in _FILES.items():
        font = TTFont(name, _FOLDER / file)
        pdfmetrics.registerFont(font)
        coverage.append(frozenset(font.face.charToGlyph))
    for bold, italic, face in ((0, 0, REGULAR), (1, 0, BOLD), (0, 1, ITALIC), (1, 1, BOLD)):
        addMapping(REGULAR, bold, italic, face)
    # Without this, reportlab names Helvetica in every file, and a font that is not embedded is not archival.
    rl_config.canvas_basefontname = REGULAR
    rl_config.useA85 = 0  # bytes as they are: else each stream is written as text only to be read back when archived
    return frozenset.intersection(*coverage)


def printable(text: str, missing: set[int] | None = None) -> str:
    """Return the text in signs that the typeface has.

    Args:
        text: Anything a person may have typed or pasted, also lone surrogates and control characters.
        missing: Receives the code point of every sign that was replaced.

    Returns:
        NFC text; line ends are kept as ``\\n``, tabs become spaces, the rest of what cannot be printed
        is one ``REPLACEMENT`` each.

    >>> printable("Peña\\tO'Brien")
    "Peña O'Brien"
    >>> lost = set(); printable("Ana\\U0001F600\\u202e", lost), sorted(map(hex, lost))
    ('Ana\ufffd\ufffd', ['0x1f600', '0x202e'])
    """
    coverage = load_typeface()
    if text.isprintable() and coverage.issuperset(map(ord, text)) and unicodedata.is_normalized("NFC", text):
        return text.replace("\u00a0", " ")
    found = []
    for sign in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")):
        if sign == "\n" or (ord(sign) in coverage and unicodedata.category(sign) not in ("Cc", "Cf")):
            found.append(sign)
        elif sign in "\t\u2028\u2029\x0b\x0c" or unicodedata.category(sign) == "Zs":
            found.append(" ")
        else:
            if missing is not None:
                missing.add(ord(sign))
            found.append(REPLACEMENT)
    return "".join(found)


def markup(text: str, missing: set[int] | None = None) -> str:
    """Return the text as reportlab's inline XML: nothing in it is read as a tag, line ends are kept."""
    return escape(printable(text, missing)).replace("\n", "<br/>")


def signs_missing_in(texts: Iterable[str]) -> list[str]:
    """Name the signs of these texts that will print as ``REPLACEMENT``, as ``U+XXXX``, in order."""
    missing: set[int] = set()
    for text in texts:
        printable(text, missing)
    return [f"U+{code:04X}" for code in sorted(missing)]
