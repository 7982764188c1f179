/**
 * Rules across answers, read after the merge: what two persons said apart may contradict itself once joined.
 * Nothing is corrected or hidden here; the contradiction is shown until somebody settles it. Mirrored for the desk
 * in `inspection/web/desk/coherence.py`.
 */
import type { Bundle, OpenVisit } from '../types';
import { determinationOf, isProvedAdult } from './law';
import { pathOfRole, valueOfRole } from './reading';

export const NOBODY_SEEN = 'no_minors_seen';
/** Counts that the statement "no minors seen" settles at nought. */
export const COUNTS_OF_NOBODY = ['minors_seen', 'present_without_work'];

export interface Incoherence { kind: 'nobody_but_minors'; minors: string[] }

/** Whether any standing answer under a role of the visit says `v`: two heads may differ, and one is enough. */
export function anyHeadSays(bundle: Bundle, visit: OpenVisit, role: string, v: unknown): boolean {
  const path = pathOfRole(bundle, role, 'visit', ['visit']);
  return (path ? visit.answers[path] ?? [] : []).some(({ value }) => value !== null && 'v' in value && value.v === v);
}

/** The minors that stand, persons proved to be of age left out. */
export function minorsStanding(bundle: Bundle, visit: OpenVisit, day: string): string[] {
  return visit.of('minor').map(({ entity }) => entity).filter((entity) => !isProvedAdult(determinationOf(bundle, visit, entity, day)));
}

export function incoherencesOf(bundle: Bundle, visit: OpenVisit, day: string): Incoherence[] {
  if (!anyHeadSays(bundle, visit, NOBODY_SEEN, true)) return [];
  const minors = minorsStanding(bundle, visit, day);
  return minors.length ? [{ kind: 'nobody_but_minors', minors }] : [];
}

/** The age said and the one that the birth date gives, when they are not the same; null when either is unknown or in conflict. */
export function agesThatDiffer(bundle: Bundle, visit: OpenVisit, entity: string, day: string): { said: number; born: number } | null {
  const said = valueOfRole(bundle, visit, 'said_age', entity, ['minor']);
  const birth = valueOfRole(bundle, visit, 'birth_date', entity, ['minor']);
  const born = determinationOf(bundle, visit, entity, day)?.age;
  // The law reads the birth date first, so its age is the one in months.
  if (typeof said !== 'number' || typeof birth !== 'string' || !born || born.years === null || born.months === null) return null;
  return said === born.years ? null : { said, born: born.years };
}
