"""Answers as words of paper: every value with its unit, every blank with its reason, never an empty place."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from forms.spanish import counted, joined, short_date

_WORDS = {
    "si": "sí",
    "no": "no",
    "no_aplica": "no aplica",
    "exhibe": "se exhibió",
    "parcial": "se exhibió en parte",
    "no_exhibe": "no se exhibió",
}


def minutes_in_words(minutes: int) -> str:
    """Write a length of time.

    >>> minutes_in_words(540), minutes_in_words(95), minutes_in_words(30)
    ('9 horas', '1 hora 35 minutos', '30 minutos')
    """
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} {'hora' if hours == 1 else 'horas'}"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} {'minuto' if rest == 1 else 'minutos'}")
    return " ".join(parts)


def kilograms(grams: int) -> str:
    """Write a weight: ``16 kg``, ``7.5 kg``."""
    return f"{grams // 1000}.{grams % 1000:03d}".rstrip("0").rstrip(".") + "\u00a0kg"


def money(centavos: int) -> str:
    """Write an amount: ``$1,234.50``."""
    return f"${centavos // 100:,}.{centavos % 100:02d}"


def position(geo: Mapping[str, int]) -> str:
    """Write a place on earth: degrees to six places and the accuracy."""
    return f"{_degrees(geo['lat'])}, {_degrees(geo['lon'])} (± {geo['accuracy_m']} m)"


def _degrees(units: int) -> str:
    whole, part = divmod(abs(units), 10_000_000)
    return f"{'-' if units < 0 else ''}{whole}.{part // 10:06d}"


def day_in_text(text: str) -> str:
    """Write ``YYYY-MM-DD`` as a day; what is not one comes back as it is."""
    try:
        return short_date(date.fromisoformat(text))
    except ValueError:
        return text


def instant_in_text(text: str) -> str:
    """Write ``YYYY-MM-DDTHH:MM`` as day and hour."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{short_date(moment.date())}, {moment:%H:%M} horas"


_SHAPES: dict[str, Callable[[Any], str]] = {
    "minutes": minutes_in_words,
    "grams": kilograms,
    "money": money,
    "date": day_in_text,
    "dt": instant_in_text,
    "geo": position,
}


def in_words(value: Any, shape: str, labels: Mapping[str, str]) -> str:
    """Write the ``v`` of a value.

    Args:
        value: As in the sync protocol, section 3.
        shape: The item's type.
        labels: ``{option code: label}`` of the item's options or catalogue.
    """
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, list):
        return "; ".join(inner(labels.get(str(code), str(code))) for code in value)
    if shape in _SHAPES:
        return _SHAPES[shape](value)
    if str(value) in labels:
        return inner(labels[str(value)])
    return _WORDS.get(str(value)) or str(value)


def inner(label: str) -> str:
    """Write a label inside a sentence: small initial, unless it holds a proper name or initials.

    >>> inner("Por día"), inner("DIF"), inner("Ministerio Público")
    ('por día', 'DIF', 'Ministerio Público')
    """
    return label[:1].lower() + label[1:] if label[1:] == label[1:].lower() else label


def inside(text: str) -> str:
    """Write labels that follow a colon or a semicolon as parts of their sentence.

    >>> inside("Hace una labor peligrosa: Cuchillo, machete; Ministerio Público")
    'Hace una labor peligrosa: cuchillo, machete; Ministerio Público'
    """
    return re.sub(r"(?<=[:;] )[^:;]+", lambda found: inner(found[0]), text)


_OPENERS = frozenset(("A", "Al", "Con", "De", "Desde", "El", "En", "Entre", "La", "Las", "Los", "Para", "Por", "Un"))


def continued(text: str) -> str:
    """Write a free text after a semicolon: small initial when its first word cannot be a name alone.

    >>> continued("Por la carretera"), continued("Rufina, su tía")
    ('por la carretera', 'Rufina, su tía')
    """
    return text[:1].lower() + text[1:] if text.partition(" ")[0] in _OPENERS else text


def without_stop(text: str) -> str:
    """Drop the final full stop, but not that of an abbreviation.

    >>> without_stop("Cortaba jitomate."), without_stop("Invento, S.P.R. de R.L.")
    ('Cortaba jitomate', 'Invento, S.P.R. de R.L.')
    """
    text = text.strip()
    return text if re.search(r"\b[A-ZÑ]\.$", text) else text.rstrip(".")


def keys_in_words(keys: list[str], total: int) -> str:
    """Name several minors by key: all of them, a list that reads well, or how many when it would not.

    >>> keys_in_words(["NNA-AAAA"], 2), keys_in_words(["NNA-AAAA", "NNA-BBBB"], 3)
    ('NNA-AAAA', 'NNA-AAAA y NNA-BBBB')
    >>> keys_in_words(["x"] * 60, 60), keys_in_words(["x"] * 20, 60)
    ('todas las personas canalizadas', 'veinte de las personas canalizadas, según su ficha')
    """
    if len(keys) == total and total > 1:
        return "todas las personas canalizadas" if total > 2 else joined(keys)
    if len(keys) > 12:
        count = counted(len(keys), "persona", "", feminine=True).strip()
        return f"{count} de las personas canalizadas, según su ficha"
    return joined(keys)
