/** How far two readings are, on the sphere: good to half a percent, far finer than the readings. */
import type { Geo } from './types';

const EARTH_M = 6_371_000;
const radians = (e7: number): number => e7 / 1e7 * Math.PI / 180;

/** Metres between two places. */
export function metresBetween(a: Pick<Geo, 'lat' | 'lon'>, b: Pick<Geo, 'lat' | 'lon'>): number {
  const [dLat, dLon] = [radians(b.lat - a.lat), radians(b.lon - a.lon)];
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Farms are large and addresses poor: less than this is the same place. */
const SAME_PLACE_M = 1_000;
const VAGUE_M = 100;

export interface Doubts { vague: boolean; farM: number | null }

/** What a person should look at again in a reading; nothing is refused for it. `expected`: where the office says that the workplace is. */
export function doubtsOf(reading: Geo, expected: Geo | null): Doubts {
  const metres = expected ? metresBetween(reading, expected) : 0;
  const reach = SAME_PLACE_M + reading.accuracy_m + (expected?.accuracy_m ?? 0);
  return { vague: reading.accuracy_m > VAGUE_M, farM: metres > reach ? Math.round(metres) : null };
}
