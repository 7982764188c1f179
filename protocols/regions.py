"""Sets of possible inputs, and where a rule holds in them. Pure; mirrored by ``tablet/src/regions.ts``.

What an input may be is an integer: one bit for each value. A region is one such integer for each input.
"""

Region = tuple[int, ...]
# What a rule allows: (place of the input in a region, its values that are allowed).
When = tuple[tuple[int, int], ...]


def is_within(when: When, region: Region) -> bool:
    """Whether every combination of ``region`` meets ``when``."""
    return all(not region[place] & ~allowed for place, allowed in when)


def meets(when: When, region: Region) -> bool:
    """Whether some combination of ``region`` meets ``when``."""
    return all(region[place] & allowed for place, allowed in when)


def holds_in(when: When, region: Region) -> bool | None:
    """True everywhere in ``region``, False nowhere, None in part of it."""
    result: bool | None = True
    for place, allowed in when:
        met = region[place] & allowed
        if not met:
            return False
        if met != region[place]:
            result = None
    return result


def split(when: When, region: Region) -> tuple[Region, list[Region]]:
    """Return the part of ``region`` that meets ``when`` and the disjoint parts that do not."""
    inside = list(region)
    outside: list[Region] = []
    for place, allowed in when:
        left = inside[place] & ~allowed
        if left:
            met = inside[place] & allowed
            inside[place] = left
            outside.append(tuple(inside))
            inside[place] = met
    return tuple(inside), outside


def put(region: Region, place: int, values: int) -> Region:
    """Return the region with other values for the input at ``place``."""
    return (*region[:place], values, *region[place + 1 :])


def one_by_one(region: Region, place: int) -> list[Region]:
    """Return the region with each possible value of one input in its place."""
    found = []
    left = region[place]
    while left:
        found.append(put(region, place, left & -left))
        left &= left - 1
    return found
