"""Names of citations: «LFT 23 ¶1» in full words for paper, and as an ASCII key for canonical JSON."""

import re
import unicodedata

ORDINALS = {"1": "primer", "2": "segundo", "3": "tercer", "4": "cuarto", "5": "quinto", "último": "último"}
ROMAN = re.compile(r"[IVXL]+")
WHOLE = "*"


def citation_key(cite: str) -> str:
    """Return the ASCII key of a citation.

    >>> citation_key("LFT 23 ¶1")
    'lft_23_p1'
    >>> citation_key("LFT 279 Quáter")
    'lft_279_quater'
    """
    plain = unicodedata.normalize("NFD", cite.replace("¶", "p")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")


def citation_words(locator: str, title_es: str, feminine: bool = True) -> str:
    """Return the provision in full Spanish words.

    >>> citation_words("23 ¶1", "Ley Federal del Trabajo")
    'artículo 23, primer párrafo, de la Ley Federal del Trabajo'
    >>> citation_words("176 II 8", "Ley Federal del Trabajo")
    'artículo 176, fracción II, numeral 8, de la Ley Federal del Trabajo'
    >>> citation_words("541 VI Bis", "Ley Federal del Trabajo")
    'artículo 541, fracción VI Bis, de la Ley Federal del Trabajo'
    """
    joined = f"de la {title_es}" if feminine else f"del {title_es}"
    if locator == WHOLE or not locator[0].isdigit():
        return title_es
    parts: list[str] = []
    for word in locator.split(" "):
        if word in ("Bis", "Ter", "Quáter") or word.startswith("("):
            parts[-1] += " " + word
        elif not parts:
            parts.append(f"artículo {word}")
        elif word == "¶":
            parts[-1] += " párrafo"
        elif word.startswith("¶"):
            parts.append(f"{ORDINALS[word[1:]]} párrafo")
        elif word in ORDINALS and not word.isdigit():
            parts.append(ORDINALS[word])
        elif ROMAN.fullmatch(word):
            parts.append(f"fracción {word}")
        elif len(word) == 1 and word.isupper():
            parts.append(f"apartado {word}")
        elif word.isdigit():
            parts.append(f"numeral {word}")
        else:
            parts.append(f"inciso {word}")
    return ", ".join([*parts, joined])
