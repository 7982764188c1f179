"""Spanish as a public office writes it: numbers and dates in words, lists, agreement of gender.

Everything is written for one, two and sixty. Mexican usage.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ONES = _words(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco "
    "veintiséis veintisiete veintiocho veintinueve"
)
_TENS = _words(". . . treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_HUNDREDS = _words(
    ". ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
)
_MONTHS = _words("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre")
_ORDINALS = _words("Primero Segundo Tercero Cuarto Quinto Sexto Séptimo Octavo Noveno Décimo Undécimo Duodécimo")


def number_in_words(number: int) -> str:
    """Write a whole number from 0 to 999,999.

    >>> [number_in_words(n) for n in (0, 21, 100, 101, 1000, 2026, 21000)]
    ['cero', 'veintiuno', 'cien', 'ciento uno', 'mil', 'dos mil veintiséis', 'veintiún mil']
    """
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        head = "mil" if thousands == 1 else _before_noun(number_in_words(thousands)) + " mil"
        return head + (" " + number_in_words(rest) if rest else "")
    if number == 100:
        return "cien"
    if number > 100:
        hundreds, rest = divmod(number, 100)
        return _HUNDREDS[hundreds] + (" " + number_in_words(rest) if rest else "")
    if number < 30:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f" y {_ONES[ones]}" if ones else "")


def _before_noun(words: str) -> str:
    """Shorten *uno* before a masculine noun: *veintiún*, *treinta y un*."""
    if words.endswith("veintiuno"):
        return words[:-3] + "ún"
    return words[:-1] if words.endswith("uno") else words


def counted(number: int, singular: str, plural: str, *, feminine: bool = False) -> str:
    """Write a number with its noun, in agreement.

    >>> counted(1, "ficha", "fichas", feminine=True), counted(21, "día", "días")
    ('una ficha', 'veintiún días')
    """
    words = number_in_words(number)
    if feminine:
        words = words[:-1] + "a" if words.endswith("uno") else words.replace("cientos", "cientas")
    else:
        words = _before_noun(words)
    return f"{words} {singular if number == 1 else plural}"


def date_in_words(day: date) -> str:
    """Write a day as an oficio does.

    >>> date_in_words(date(2026, 11, 22)), date_in_words(date(2027, 3, 1))
    ('veintidós de noviembre de dos mil veintiséis', 'primero de marzo de dos mil veintisiete')
    """
    number = "primero" if day.day == 1 else number_in_words(day.day)
    return f"{number} de {_MONTHS[day.month - 1]} de {number_in_words(day.year)}"


def hour_in_words(moment: datetime) -> str:
    """Write an hour as an acta does.

    >>> [hour_in_words(datetime(2026, 11, 22, h, m)) for h, m in ((9, 10), (13, 0), (1, 1), (21, 21))]
    ['nueve horas con diez minutos', 'trece horas', 'una hora con un minuto', 'veintiuna horas con veintiún minutos']
    """
    hours = counted(moment.hour, "hora", "horas", feminine=True)
    return f"{hours} con {counted(moment.minute, 'minuto', 'minutos')}" if moment.minute else hours


def short_date(day: date) -> str:
    """Write a day in running text: ``22 de noviembre de 2026``."""
    return f"{day.day}{'.º' if day.day == 1 else ''} de {_MONTHS[day.month - 1]} de {day.year}"


def hour(moment: datetime) -> str:
    """Write an hour of the day: ``10:30``; the zone is said elsewhere."""
    return moment.strftime("%H:%M")


def joined(parts: Sequence[str], last: str = "y") -> str:
    """Join a list as it is read, with *e* before the sound *i* and *u* before the sound *o*.

    >>> joined(["padre", "madre", "hijos"]), joined(["aguja", "hilo"]), joined(["uno", "otro"], "o")
    ('padre, madre e hijos', 'aguja e hilo', 'uno u otro')
    >>> joined(["agua", "hielo"]), joined([])
    ('agua y hielo', '')
    """
    if len(parts) < 2:
        return "".join(parts)
    follows = parts[-1].lstrip('«“"(').lower()
    if (
        last == "y"
        and follows.startswith(("i", "hi", "í", "hí"))
        and not follows.startswith(("hie", "hia", "ia", "ie"))
    ):
        last = "e"
    elif last == "o" and follows.startswith(("o", "ho", "ó")):
        last = "u"
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def ordinal(position: int) -> str:
    """Name the point of a list of requests: ``Primero``, …; from the thirteenth on, ``Punto 13``."""
    return _ORDINALS[position - 1] if position <= len(_ORDINALS) else f"Punto {position}"


def sentence(text: str) -> str:
    """Return the text with a capital first letter and one full stop at the end, outside quotes.

    >>> sentence("dijo «quiero ir»"), sentence("¿quién manda?")
    ('Dijo «quiero ir».', '¿quién manda?')
    """
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!", "…")) else ".")


@dataclass(frozen=True)
class Person:
    """What grammar must know of a minor: ``status`` is ``child`` (under twelve) or ``adolescent``; ``sex`` is
    ``woman``, ``man`` or ``unknown``.
    """

    status: str
    sex: str

    @property
    def noun(self) -> str:
        """The word of the law for one person: *niña*, *niño*, *adolescente*."""
        if self.status == "adolescent":
            return "adolescente"
        return {"woman": "niña", "man": "niño"}.get(self.sex, "niña o niño")

    @property
    def with_article(self) -> str:
        """``el adolescente``, ``la niña``, ``la persona adolescente``."""
        if self.sex == "unknown":
            return "la persona adolescente" if self.status == "adolescent" else "la niña o el niño"
        return ("la " if self.sex == "woman" else "el ") + self.noun

    @property
    def is_feminine(self) -> bool:
        """Whether participles agree in the feminine (*persona* rules where the sex is not known)."""
        return self.sex == "woman" or (self.sex == "unknown" and self.status == "adolescent")


def people(persons: Sequence[Person]) -> str:
    """Count minors in the words of the law.

    >>> people([Person("adolescent", "man")])
    'un adolescente'
    >>> people([Person("adolescent", "woman"), Person("adolescent", "man")])
    'dos adolescentes'
    >>> people([Person("child", "woman"), Person("child", "man"), Person("adolescent", "unknown")])
    'una niña, un niño y una persona adolescente'
    >>> people([Person("child", "woman"), Person("child", "unknown")])
    'dos niñas y niños'
    """
    parts = _children([p.sex for p in persons if p.status == "child"])
    adolescents = [p.sex for p in persons if p.status == "adolescent"]
    if adolescents:
        alone_unknown = adolescents == ["unknown"]
        one = "persona adolescente" if alone_unknown else "adolescente"
        feminine = alone_unknown or set(adolescents) == {"woman"}
        parts.append(counted(len(adolescents), one, "adolescentes", feminine=feminine))
    return joined(parts)


def _children(sexes: Sequence[str]) -> list[str]:
    """Count girls and boys apart; together when the sex of any of them is not known."""
    if "unknown" in sexes:
        return [counted(len(sexes), "niña o niño", "niñas y niños", feminine=True)]
    girls, boys = sexes.count("woman"), sexes.count("man")
    found = [counted(girls, "niña", "niñas", feminine=True)] if girls else []
    return found + ([counted(boys, "niño", "niños")] if boys else [])


def to_whom(phrase: str) -> str:
    """Put the preposition *a* before a counted phrase: ``a un adolescente``."""
    return f"a {phrase}"


def of_whom(with_article: str) -> str:
    """Put *de* before a phrase with its article, contracted: ``del adolescente``, ``de la niña``."""
    return "del " + with_article[3:] if with_article.startswith("el ") else f"de {with_article}"
