"""Random answers to the items the law reads (known, unknown, in conflict), and days around its changes."""

from typing import Any

from hypothesis import strategies as st

from protocols.condition import items_of
from tests.law_cases import BUNDLE, read_cases

LAW = BUNDLE.data["law"]
ITEMS = {
    item["id"]: item
    for stage in BUNDLE.data["protocol"]["stages"]
    for step in stage["steps"]
    for item in step["items"]
}
FIXED = {
    "bool": [True, False],
    "tri": ["si", "no", "no_aplica"],
    "doc": ["exhibe", "parcial", "no_exhibe", "no_aplica"],
}
AMOUNTS = {
    "int": [0, 5, 6, 11, 13, 14, 15, 16, 17, 18, 19, 40],
    "minutes": [0, 60, 180, 181, 360, 361, 480, 481, 600, 1320, 1321],
    "grams": [0, 7000, 7001, 20000],
    "money": [0, 20000, 27880, 31504, 35616, 44087, 220528, 300000],
}
# States with a permit of their own, one without, and a code that is none.
TOWNS = ["15106", "22014", "30131", "02006", "99999"]
BIRTHS = [
    "2005-01-01",
    "2006-06-15",
    "2007-11-20",
    "2008-02-29",
    "2009-11-21",
    "2010-11-20",
    "2011-01-31",
    "2012-05-01",
    "2019-12-31",
    "2031-01-01",
]


def read_items() -> list[str]:
    """Every item the law reads, once."""
    found = {item for part in LAW["inputs"] for item in part["reads"]}
    for check in LAW["checks"]:
        for key in ("passes", "fails", "applies_when", "referral_when"):
            found |= set(items_of(check[key])) if check[key] else set()
    return sorted(found)


def known_values(item: dict[str, Any]) -> list[Any]:
    """Values an item may have, those at the edges of the law among them; a set has one member."""
    kind = item["type"]
    if item["catalogue"] == "municipalities":
        return TOWNS
    if kind in ("enum", "multi"):
        rows = LAW["catalogues"].get(item["catalogue"]) or item["options"]
        codes = [row["code"] for row in rows]
        return codes if kind == "enum" else [[code] for code in codes]
    if kind == "date":
        return BIRTHS
    return FIXED.get(kind) or AMOUNTS.get(kind) or ["algo"]


def value_of(item: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    known = st.sampled_from(known_values(item))
    if item["type"] == "multi":
        known = st.sets(known.map(lambda one: one[0]), max_size=2).map(sorted)
    return known.map(lambda v: {"v": v}) | st.just({"none": "unknown"})


def heads_of(item: dict[str, Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    most = 1 if item["type"] == "multi" else 2
    return st.lists(value_of(item), min_size=1, max_size=most)


@st.composite
def answers(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """Answers to a random part of the items."""
    chosen = draw(st.sets(st.sampled_from(read_items())))
    return {name: draw(heads_of(ITEMS[name])) for name in sorted(chosen)}


@st.composite
def situations(draw: st.DrawFn) -> tuple[dict[str, list[dict[str, Any]]], str]:
    """A case of the law with up to four of its answers dropped, changed or put in conflict; and a day."""
    case = draw(st.sampled_from(CASES))
    changed = dict(case["answers"])
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=4)):
        if draw(st.booleans()):
            changed.pop(name, None)
        else:
            changed[name] = draw(heads_of(ITEMS[name]))
    return changed, draw(st.just(case["on"]) | days())


def days() -> st.SearchStrategy[str]:
    """Days on both sides of every date of the law."""
    return st.sampled_from(
        [
            "2013-01-01",
            "2014-06-17",
            "2014-06-18",
            "2015-06-12",
            "2015-06-13",
            "2022-04-05",
            "2022-04-06",
            "2024-01-24",
            "2024-01-25",
            "2024-06-07",
            "2025-02-10",
            "2025-02-11",
            "2025-11-20",
            "2026-03-02",
            "2026-03-03",
            "2026-12-31",
            "2027-01-01",
            "2030-01-01",
        ]
    )


CASES, NAMES = read_cases(), read_items()
