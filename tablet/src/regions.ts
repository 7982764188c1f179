/**
 * Sets of possible inputs, and where a rule holds in them. Pure; the same words as `protocols/regions.py`.
 *
 * What an input may be is an integer: one bit for each value. A region is one such integer for each input.
 */
import type { Truth } from './condition';

export type Region = readonly number[];
/** What a rule allows: place of the input in a region, its values that are allowed. */
export type When = readonly (readonly [place: number, allowed: number])[];

/** Whether every combination of the region meets `when`. */
export function isWithin(when: When, region: Region): boolean {
  for (const [place, allowed] of when) if (region[place] & ~allowed) return false;
  return true;
}

/** Whether some combination of the region meets `when`. */
export function meets(when: When, region: Region): boolean {
  for (const [place, allowed] of when) if (!(region[place] & allowed)) return false;
  return true;
}

/** True everywhere in the region, false nowhere, null in part of it. */
export function holdsIn(when: When, region: Region): Truth {
  let result: Truth = true;
  for (const [place, allowed] of when) {
    const met = region[place] & allowed;
    if (!met) return false;
    if (met !== region[place]) result = null;
  }
  return result;
}

/** The part of the region that meets `when`, and the disjoint parts that do not. */
export function split(when: When, region: Region): [inside: Region, outside: Region[]] {
  let inside = region;
  const outside: Region[] = [];
  for (const [place, allowed] of when) {
    const left = inside[place] & ~allowed;
    if (!left) continue;
    outside.push(put(inside, place, left));
    inside = put(inside, place, inside[place] & allowed);
  }
  return [inside, outside];
}

/** The region with nothing but the values that `kept` leaves. */
export function part(region: Region, kept: Region): Region {
  return region.map((values, place) => values & kept[place]);
}

/** The region with other values for the input at `place`. */
export function put(region: Region, place: number, values: number): Region {
  const made = region.slice();
  made[place] = values;
  return made;
}

/** The region with each possible value of one input in its place. */
export function oneByOne(region: Region, place: number): Region[] {
  const found: Region[] = [];
  for (let left = region[place]; left; left &= left - 1) found.push(put(region, place, left & -left));
  return found;
}

/** Whether more than one value is possible. */
export function isOpen(values: number): boolean {
  return (values & (values - 1)) !== 0;
}
