"""Values, days and instants in the Spanish of the desk. Pure: the instant it is now is always an argument."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from inspection.domain.contents import LAST_INSTANT

MONTHS = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"]
MONTHS_LONG = [
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
]
DAYS = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"]

SOURCES = {
    "document": "consta en documento",
    "child": "dicho por ella o él",
    "adult": "dicho por una persona adulta",
    "employer": "dicho por la parte patronal",
    "observation": "observado por la persona inspectora",
    "estimate": "estimado",
    "office": "resuelto en oficina",
}
NONE = {
    "not_asked": "No se preguntó",
    "declined": "No quiso contestar",
    "unknown": "No lo sabe",
    "not_applicable": "No aplica",
    "not_exhibited": "No lo exhibió",
}
HIDDEN = {
    "not_visible": "Reservado: tu función no permite verlo",
    "erased": "Borrado a petición de su titular",
    "not_arrived": "Aún no llega la llave para leerlo",
}
UNREADABLE = "valor que no se puede leer"
PLAIN = {
    "si": "Sí",
    "no": "No",
    "no_aplica": "No aplica",
    "exhibe": "Lo exhibe",
    "parcial": "Lo exhibe en parte",
    "no_exhibe": "No lo exhibe",
}


def local(at_ms: int, zone: str) -> datetime:
    """Return the instant (milliseconds since 1970 UTC) on the wall clock of ``zone``.

    A device's mad clock, beyond any calendar, reads as the last year there is.
    """
    at = timedelta(milliseconds=min(at_ms, LAST_INSTANT))
    return (datetime(1970, 1, 1, tzinfo=UTC) + at).astimezone(ZoneInfo(zone))


def clock_es(at_ms: int, zone: str) -> str:
    """Return the hour and minute, 24 hours: ``14:05``."""
    return local(at_ms, zone).strftime("%H:%M")


def moment_es(at_ms: int, zone: str) -> str:
    """Return the day and hour in short: ``21 nov 2026, 14:05``."""
    at = local(at_ms, zone)
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}, {at:%H:%M}"


def today_es(at_ms: int, zone: str) -> str:
    """Return the whole day with its name: ``Sábado 21 de noviembre de 2026``."""
    at = local(at_ms, zone)
    return f"{DAYS[at.weekday()].capitalize()} {at.day} de {MONTHS_LONG[at.month - 1]} de {at.year}"


def day_es(iso: str) -> str:
    """Return ``YYYY-MM-DD`` as ``21 nov 2026``; what is not a day comes back as it is."""
    parts = iso.split("-")
    if len(parts) != 3 or not all(p.isdigit() for p in parts) or not 1 <= int(parts[1]) <= 12:
        return iso
    return f"{int(parts[2])} {MONTHS[int(parts[1]) - 1]} {parts[0]}"


def elapsed_es(from_ms: int, to_ms: int) -> str:
    """Return how long ago in two units at most: ``3 min``, ``2 h 14 min``, ``1 día 4 h``."""
    minutes = max(0, to_ms - from_ms) // 60_000
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return f"{days} {'día' if days == 1 else 'días'}" + (f" {hours} h" if hours else "")
    if hours:
        return f"{hours} h" + (f" {rest} min" if rest else "")
    return f"{rest} min" if rest else "menos de 1 min"


def plural(count: int, one: str, many: str) -> str:
    """Return the figure with its noun: ``1 registro``, ``131 registros``."""
    return f"{count:,} {one if count == 1 else many}"


def minutes_es(minutes: int) -> str:
    """Return a length of time: ``6 h 30 min``."""
    hours, rest = divmod(minutes, 60)
    parts = (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "")
    return " ".join(part for part in parts if part)


def kilograms_es(grams: int) -> str:
    """Return a weight given in grams: ``7.5 kg``."""
    return f"{grams / 1000:.3f}".rstrip("0").rstrip(".") + " kg"


def money_es(centavos: int) -> str:
    """Return an amount given in centavos: ``$1,234.50``."""
    return f"${centavos // 100:,}.{centavos % 100:02d}"


def place_es(geo: dict[str, int]) -> str:
    """Return a position given in 1e-7 degrees, with its accuracy in metres."""
    return f"{geo['lat'] / 1e7:.5f}, {geo['lon'] / 1e7:.5f} (precisión de {geo['accuracy_m']} m)"


SHAPES: dict[str, Any] = {
    "int": lambda v: f"{v:,}",
    "minutes": minutes_es,
    "grams": kilograms_es,
    "money": money_es,
    "date": day_es,
    "dt": lambda v: f"{day_es(v[:10])}, {v[11:16]}",
    "geo": place_es,
    "bool": lambda v: "Sí" if v else "No",
}


def value_es(value: dict[str, Any] | None, shape: str, labels: dict[str, str]) -> str:
    """Return a value of the log (``{"v"}`` or ``{"none"}``) as its words.

    Args:
        value: As in the sync protocol, section 3.
        shape: The item's type.
        labels: ``{option code: Spanish label}`` of the item's options or catalogue.
    """
    if value is None:
        return ""
    if "none" in value:
        return NONE.get(str(value["none"]), str(value["none"]))
    found = value["v"]
    if isinstance(found, list):
        return "; ".join(labels.get(str(code), str(code)) for code in found) or "Ninguna"
    if shape in SHAPES:
        return str(SHAPES[shape](found))
    return labels.get(str(found)) or PLAIN.get(str(found)) or str(found)
