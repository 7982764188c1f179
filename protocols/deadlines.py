"""Counts deadlines: working days by an authority's calendar, and clocks of hours. Pure; mirrors ``deadlines.ts``.

Days are local days of the workplace, ``YYYY-MM-DD``; instants are milliseconds since 1970 UTC. Which days do not
count is data (``law/calendars.yaml``).
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

Calendar = Mapping[str, Any]

HOUR_MS = 3_600_000
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST_YEAR, _LAST_YEAR = "0001", "9998"  # what both languages can count in


def is_day(day: str) -> bool:
    """Tell whether a text is a day of the calendar from which days can be counted.

    >>> is_day("2028-02-29"), is_day("2027-02-29"), is_day("ayer")
    (True, False, False)
    """
    if not _DAY.fullmatch(day) or not _FIRST_YEAR <= day[:4] <= _LAST_YEAR:
        return False
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def calendar_of(calendars: Sequence[Calendar], authority: Any, state: str | None = None) -> Calendar | None:
    """Return the calendar by which an authority counts; None while the authority is not known.

    Args:
        calendars: Those of ``law.calendars.procedural``.
        authority: ``federal`` or ``local``.
        state: INEGI's two digits; a calendar of that state goes before the general one.
    """
    own = [calendar for calendar in calendars if calendar["authority"] == authority]
    of_state = [calendar for calendar in own if state in calendar.get("states", ())]
    return next(iter([*of_state, *(calendar for calendar in own if not calendar.get("states"))]), None)


def is_off(calendar: Calendar, day: str) -> bool:
    """Tell whether a day does not count.

    Args:
        calendar: ``weekly_off`` (ISO weekdays, Monday is 1), ``days`` of every year, ``published`` days of one.
        day: ``YYYY-MM-DD``.
    """
    on = date.fromisoformat(day)
    return (
        on.isoweekday() in calendar["weekly_off"]
        or any(_is_that_day(rule, on, day) for rule in calendar["days"])
        or any(range_["from"] <= day <= range_["until"] for range_ in calendar["published"])
    )


def _is_that_day(rule: Mapping[str, Any], on: date, day: str) -> bool:
    if (rule["from"] or day) > day or (rule["until"] or day) < day:
        return False
    if rule["fixed"] is None:
        nth = (on.day - 1) // 7 + 1
        return bool((on.month, on.isoweekday(), nth) == (rule["month"], rule["weekday"], rule["nth"]))
    years = rule["every_years"]
    return bool(day[5:] == rule["fixed"] and (years is None or (on.year - int(rule["from"][:4])) % years == 0))


def last_day(calendar: Calendar, from_on: str, days: int) -> str:
    """Return the last of ``days`` working days; the count begins the day after ``from_on``."""
    on, left = date.fromisoformat(from_on), days
    while left > 0:
        on += timedelta(days=1)
        left -= not is_off(calendar, on.isoformat())
    return on.isoformat()


def hours_after(at_ms: int, hours: int) -> int:
    """Return the instant a clock of hours runs out; hours count through nights and days off.

    >>> hours_after(0, 24)
    86400000
    """
    return at_ms + hours * HOUR_MS
