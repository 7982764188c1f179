"""Telephones of protection authorities that an administrator confirmed: what a tablet may dial with one tap."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from inspection.sync.current_protocol import keep_current
from inspection.sync.office import Office

EASTERNMOST = ZoneInfo("America/Cancun")
"""The first clock of the country: a day that has not begun here has begun nowhere in it."""
_SETTING = "confirmed_phones"
_SHAPE = re.compile(r"\+?[0-9][0-9 ()-]*[0-9]")
_DIGITS = range(3, 16)  # three of an emergency line; fifteen at most (ITU-T E.164)


@dataclass(frozen=True)
class ConfirmedPhone:
    """One telephone. ``verified_on``: the day a person called or saw it in an official source; ``by``: her name."""

    authority: str
    phone: str
    verified_on: str
    by: str


class PhoneBroken(Exception):
    """Raised when what was typed is no telephone, no day or of no authority; the argument says which."""


def protection_authorities(office: Office) -> list[dict[str, Any]]:
    """Return the authorities of the directory in force, in its order."""
    current = keep_current(office)
    content = office.store.visits.bundle(current) if current else None
    return list(json.loads(content)["directory"]["protection_authorities"]) if content else []


def confirmed_phones(office: Office) -> tuple[ConfirmedPhone, ...]:
    """Return what is confirmed, one telephone an authority at most."""
    return tuple(ConfirmedPhone(**one) for one in json.loads(office.store.settings().get(_SETTING, "[]")))


def confirm_phone(office: Office, given: ConfirmedPhone) -> None:
    """Keep a telephone in place of the earlier one of the same authority; without one, that it has none confirmed.

    Raises:
        PhoneBroken: ``authority``, ``phone`` or ``on``.
    """
    if given.authority not in {one["id"] for one in protection_authorities(office)}:
        raise PhoneBroken("authority")
    phone = " ".join(given.phone.split())
    new = [ConfirmedPhone(given.authority, _phone(phone), _day(given.verified_on, office), given.by)] if phone else []
    with office.store.writing():
        kept = [one for one in confirmed_phones(office) if one.authority != given.authority]
        office.store.set_setting(_SETTING, json.dumps([asdict(one) for one in (*kept, *new)], ensure_ascii=False))


def _phone(text: str) -> str:
    if not _SHAPE.fullmatch(text) or sum(sign.isdigit() for sign in text) not in _DIGITS:
        raise PhoneBroken("phone")
    return text


def _day(text: str, office: Office) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise PhoneBroken("on") from None
    if day > datetime.fromtimestamp(office.clock() / 1000, UTC).astimezone(EASTERNMOST).date():
        raise PhoneBroken("on")
    return day.isoformat()
