"""Spanish words for the acta: numbers, days, hours and lists, as ``tablet/src/acta_words.ts`` writes them.

No locale library is used: two libraries never agree to the byte. Mexican usage; anything that is not a day
or an hour comes back as it was given, because an acta is never left without its text.
"""

import re
from collections.abc import Sequence

_ONES = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
]
_TENS = [".", ".", ".", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
_HUNDREDS = [
    ".",
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
]
_MONTHS = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LIMIT = 10**12
_CAPITALS = "ABCDEFGHIJKLMNÑOPQRSTUVWXYZÁÉÍÓÚ"
_SMALL = "abcdefghijklmnñopqrstuvwxyzáéíóú"

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_HOUR = re.compile(r"([0-9]{2}):([0-9]{2})")
_OPENING = re.compile("^[«“\"'(¿¡\\[]+")
_SOUNDS_I = re.compile(r"^(?:[hH]?[iIíÍ](?![aeouáéóúAEOUÁÉÓÚ])|[yY][bcdfglmnprstvzBCDFGLMNPRSTVZ])")
_SOUNDS_O = re.compile(r"^(?:[hH]?[oOóÓ]|8|11(?![0-9]))")
_SPACES = re.compile(
    "[\\u0000-\\u0020\\u007f-\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufff9-\\ufffb]+"
)
_UNSEEN = re.compile(
    "[\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff\\U000e0000-\\U000e007f]"
)


def clean(text: str) -> str:
    """Return the text on one line: white space folded, invisible and direction signs taken out.

    What people wrote can therefore neither open a line of the acta nor turn its words around.

    >>> clean("  Nada\\n\\nHECHOS \\u202eoderever ")
    'Nada HECHOS oderever'
    """
    return _SPACES.sub(" ", _UNSEEN.sub("", text)).strip(" ")


def quoted(text: str) -> str:
    """Return the text between guillemets; inner ones become double: what is said ends where it ends."""
    return "«" + clean(text).replace("«", "“").replace("»", "”") + "»"


def sentence(text: str) -> str:
    """Return the text with one closing sign.

    >>> sentence("Se negó"), sentence("¿Se negó?")
    ('Se negó.', '¿Se negó?')
    """
    return text if text.endswith((".", "?", "!", "…", ".»", "?»", "!»", "…»")) else text + "."


def lowered(text: str) -> str:
    """Return the text with a small first letter, to stand inside a sentence; acronyms stay as they are.

    >>> lowered("Extraordinaria"), lowered("IMSS"), lowered("Área de corte")
    ('extraordinaria', 'IMSS', 'área de corte')
    """
    place = _CAPITALS.find(text[:1]) if text else -1
    return text if place < 0 or (text[1:2] and text[1] in _CAPITALS) else _SMALL[place] + text[1:]


def number_words(number: int, form: str = "alone") -> str:
    """Return a whole number in words; ``form`` is ``alone``, ``masculine`` or ``feminine`` (before a noun).

    >>> [number_words(n) for n in (0, 21, 100, 101, 1000, 2026, 21000, 1000000)]
    ['cero', 'veintiuno', 'cien', 'ciento uno', 'mil', 'dos mil veintiséis', 'veintiún mil', 'un millón']
    >>> number_words(21, "masculine"), number_words(31, "feminine"), number_words(201, "feminine")
    ('veintiún', 'treinta y una', 'doscientas una')
    """
    if number < 0:
        return "menos " + number_words(-number, form)
    if number >= _LIMIT:
        return str(number)
    millions, rest = divmod(number, 1_000_000)
    if millions:
        head = "un millón" if millions == 1 else number_words(millions, "masculine") + " millones"
        return head + (" " + number_words(rest, form) if rest else "")
    thousands, rest = divmod(number, 1000)
    if thousands:
        head = (
            "mil"
            if thousands == 1
            else number_words(thousands, "feminine" if form == "feminine" else "masculine") + " mil"
        )
        return head + (" " + number_words(rest, form) if rest else "")
    return _agree(_below_thousand(number), form)


def _below_thousand(number: int) -> str:
    if number == 100:
        return "cien"
    hundreds, rest = divmod(number, 100)
    if hundreds:
        return _HUNDREDS[hundreds] + (" " + _below_thousand(rest) if rest else "")
    if number < 30:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f" y {_ONES[ones]}" if ones else "")


def _agree(words: str, form: str) -> str:
    if form == "feminine":
        words = words.replace("ientos", "ientas")
        return words[:-1] + "a" if words.endswith("uno") else words
    if form == "masculine" and words.endswith("veintiuno"):
        return words[:-3] + "ún"
    return words[:-1] if form == "masculine" and words.endswith("uno") else words


def day_words(day: str) -> str:
    """Return ``YYYY-MM-DD`` in words.

    >>> day_words("2026-11-22"), day_words("2027-03-01"), day_words("mañana")
    ('veintidós de noviembre de dos mil veintiséis', 'primero de marzo de dos mil veintisiete', 'mañana')
    """
    found = _DAY.fullmatch(day)
    if not found or not 1 <= int(found[2]) <= 12 or not 1 <= int(found[3]) <= _MONTH_DAYS[int(found[2]) - 1]:
        return clean(day)
    number = "primero" if int(found[3]) == 1 else number_words(int(found[3]))
    return f"{number} de {_MONTHS[int(found[2]) - 1]} de {number_words(int(found[1]))}"


def hour_words(hour: str) -> str:
    """Return ``HH:MM`` in words, without article.

    >>> hour_words("10:15"), hour_words("21:00"), hour_words("01:01")
    ('diez horas con quince minutos', 'veintiuna horas', 'una hora con un minuto')
    """
    found = _HOUR.fullmatch(hour)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return clean(hour)
    hours, minutes = int(found[1]), int(found[2])
    said = number_words(hours, "feminine") + (" hora" if hours == 1 else " horas")
    if not minutes:
        return said
    return said + " con " + number_words(minutes, "masculine") + (" minuto" if minutes == 1 else " minutos")


def with_article(hour: str) -> str:
    """Return ``HH:MM`` in words with its article: ``las diez horas``, ``la una hora``."""
    said = hour_words(hour)
    if said == clean(hour):
        return said
    return ("la " if hour.startswith("01") else "las ") + said


def moment_words(moment: str) -> str:
    """Return ``YYYY-MM-DDTHH:MM`` in words.

    >>> moment_words("2026-11-22T10:15")
    'las diez horas con quince minutos del día veintidós de noviembre de dos mil veintiséis'
    """
    day, _, hour = moment.partition("T")
    if day_words(day) == clean(day) or hour_words(hour) == clean(hour):
        return clean(moment)
    return f"{with_article(hour)} del día {day_words(day)}"


def enumeration(parts: Sequence[str], last: str = "y") -> str:
    """Join as it is read aloud: *e* before the sound *i*, *u* before the sound *o*.

    >>> enumeration(["padre", "madre", "hijos"]), enumeration(["siete", "ocho"], "o")
    ('padre, madre e hijos', 'siete u ocho')
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {_joiner(parts[-1], last)} {parts[-1]}"


def long_enumeration(parts: Sequence[str], last: str = "y") -> str:
    """Join parts that carry commas of their own: ``a; b; y c``.

    >>> long_enumeration(["una, dos", "tres"]), long_enumeration(["a", "b", "c"])
    ('una, dos; y tres', 'a; b; y c')
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{'; '.join(parts[:-1])}; {_joiner(parts[-1], last)} {parts[-1]}"


def _joiner(following: str, last: str) -> str:
    follows = _OPENING.sub("", following)
    if last == "y" and _SOUNDS_I.search(follows):
        return "e"
    return "u" if last == "o" and _SOUNDS_O.search(follows) else last
