/**
 * A visit sorted by entity, once for each reading of it, and what is worked out of one minor remembered for as long as
 * nothing it rests on changes: with two hundred minors, answering about one must not judge the other hundred and ninety-nine.
 */
import type { Bundle, Happening, Head, OpenVisit } from '../types';

export interface VisitIndex {
  /** Answers by entity: `[code, heads]`. */
  answers: Map<string, [string, Head[]][]>;
  happenings: Map<string, Happening[]>;
}

const indexes = new WeakMap<OpenVisit, VisitIndex>();
const NOTHING: never[] = [];

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const found = map.get(key);
  if (found) found.push(value);
  else map.set(key, [value]);
}

export function indexOfVisit(visit: OpenVisit): VisitIndex {
  let index = indexes.get(visit);
  if (!index) {
    index = { answers: new Map(), happenings: new Map() };
    for (const [path, heads] of Object.entries(visit.answers)) {
      const slash = path.indexOf('/');
      push(index.answers, path.slice(0, slash), [path.slice(slash + 1), heads]);
    }
    for (const happening of visit.happenings) push(index.happenings, happening.entity, happening);
    indexes.set(visit, index);
  }
  return index;
}

export function answersAt(visit: OpenVisit, entity: string): [string, Head[]][] {
  return indexOfVisit(visit).answers.get(entity) ?? NOTHING;
}

export function happeningsOf(visit: OpenVisit, entity: string): Happening[] {
  return indexOfVisit(visit).happenings.get(entity) ?? NOTHING;
}

const marks = new WeakMap<OpenVisit, Map<string, string>>();

/** What an entity's state rests on, as one text: the same text, the same state. Rows that hang from it are counted in. */
function markOf(visit: OpenVisit, entity: string): string {
  const known = marks.get(visit) ?? marks.set(visit, new Map()).get(visit)!;
  let mark = known.get(entity);
  if (mark === undefined) {
    const heads = answersAt(visit, entity).map(([code, found]) => `${code}:${found.map((head) => (head.members ? Object.values(head.members).flat().join('.') + (head.covers ?? []).join('.') : head.ref) + head.visible).join(',')}`);
    mark = `${heads.join('|')}#${happeningsOf(visit, entity).map(({ ref, visible }) => ref + visible).join(',')}`;
    known.set(entity, mark);
  }
  return mark;
}

const rows = new WeakMap<OpenVisit, Map<string, string[]>>();

function hangingFrom(visit: OpenVisit, entity: string): string[] {
  let found = rows.get(visit);
  if (!found) {
    found = new Map();
    for (const one of Object.values(visit.entities)) if (one.about && !one.removed) push(found, one.about, one.entity);
    rows.set(visit, found);
  }
  return found.get(entity) ?? NOTHING;
}

/** What was found for this very reading of the visit: no need to compare anything. */
const fresh = new WeakMap<OpenVisit, { bundle: Bundle; found: Map<string, unknown> }>();

const remembered = new WeakMap<Bundle, Map<string, { mark: string; value: unknown }>>();
const MOST_REMEMBERED = 4000;

/** `compute`, or what it gave last time for this entity, kind and day when nothing it rests on has changed. */
export function remember<T>(bundle: Bundle, visit: OpenVisit, entity: string, kind: string, compute: () => T): T {
  let now = fresh.get(visit);
  if (now?.bundle !== bundle) fresh.set(visit, now = { bundle, found: new Map() });
  const at = `${entity} ${kind}`;
  if (now.found.has(at)) return now.found.get(at) as T;
  const value = recalled(bundle, visit, entity, kind, compute);
  now.found.set(at, value);
  return value;
}

function recalled<T>(bundle: Bundle, visit: OpenVisit, entity: string, kind: string, compute: () => T): T {
  const kept = remembered.get(bundle) ?? remembered.set(bundle, new Map()).get(bundle)!;
  const key = `${visit.visitId} ${entity} ${kind}`;
  const comments = visit.comments.length;
  const mark = [visit.closure?.ref ?? '', comments, markOf(visit, 'visit'), ...[entity, ...hangingFrom(visit, entity)].map((one) => markOf(visit, one))].join('\n');
  const known = kept.get(key);
  if (known && known.mark === mark) return known.value as T;
  if (kept.size > MOST_REMEMBERED) kept.clear();
  const value = compute();
  kept.set(key, { mark, value });
  return value;
}
