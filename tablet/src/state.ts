/**
 * The merge: state is a pure function of (events, verdicts), whatever their order of arrival.
 * It reads keys, paths and `supersedes`, never values. Mirrors `inspection/domain/state.py`.
 */
import { hex, sha256, utf8 } from './bytes';
import { canonicalBytes } from './canonical';
import { compare, entityOf, pathOf, slotOf, type Logged } from './events';
import type { Vector } from './types';

export interface Standing { removed: boolean; disputed: boolean }

export interface State {
  /** Every event that is not quarantined, sorted by (ref, content id). */
  counted: Logged[];
  /** Events not superseded, sorted by (ref, content id), by slot; slots sorted, none empty. */
  heads: Map<string, Logged[]>;
  entities: Map<string, Standing>;
  /** Paths with more than one `answer_set` head. */
  conflicts: string[];
  quarantined: { logged: Logged; code: string }[];
  /** What the server keeps apart and this reader may not read. */
  setAside: { logged: Logged; code: string }[];
  /** Of every event given, quarantined ones too; a hidden event is a hole until its verdict is here. */
  vector: Vector;
}

const MAX_HOLES = 1000;
const ASCII = /^[\x20-\x7e]*$/;

/**
 * Merges the events of one visit, in any order, repeated or not. The caller knows which verdicts are the server's.
 * `hidden`: events of which only the content id is here; none counts, whatever a verdict says.
 */
export function fold(events: Iterable<Logged>, verdicts: Iterable<Logged>, hidden: Iterable<Logged> = []): State {
  const byKey = new Map<string, Logged>();
  for (const logged of events) byKey.set(logged.key, logged);
  const all = [...byKey.values()].sort(inPlace);
  const refusals = refused(verdicts);
  const counted = all.filter((logged) => !refusals.has(logged.key));
  const heads = headsOf(counted);
  const unread = new Map([...hidden].filter(({ key }) => !byKey.has(key) && refusals.has(key)).map((logged) => [logged.key, logged]));
  const setAside = [...unread.values()].sort(inPlace);
  return {
    counted, heads, entities: standings(heads), conflicts: conflictsIn(heads),
    quarantined: all.filter((logged) => refusals.has(logged.key)).map((logged) => ({ logged, code: refusals.get(logged.key)! })),
    setAside: setAside.map((logged) => ({ logged, code: refusals.get(logged.key)! })),
    vector: vectorOf([...all, ...setAside]),
  };
}

function inPlace(a: Logged, b: Logged): number { return compare(a.ref, b.ref) || compare(a.contentId, b.contentId); }

/** The slots with more than one `answer_set` head. */
export function conflictsIn(heads: Map<string, Logged[]>): string[] {
  return [...heads].filter(([, found]) => found.filter((head) => head.event.type === 'answer_set').length > 1).map(([slot]) => slot);
}

/** Codes that doubt who wrote, not what was written: the office may lift them. */
const DOUBTS_OF_STANDING = ['not_in_scope', 'unknown_visit', 'revoked_device'];

/** What is quarantined: refused by some verdict, accepted by none. Of several doubts the one that no release lifts is told. */
function refused(verdicts: Iterable<Logged>): Map<string, string> {
  const codes = new Map<string, string>();
  const accepted = new Set<string>();
  const inOrder = [...verdicts].sort((a, b) => compare(a.event.incarnation, b.event.incarnation) || a.event.seq - b.event.seq);
  for (const { event: { body } } of inOrder) {
    const key = `${String(body.of)}|${String(body.content_id)}`;
    if (body.accepted) accepted.add(key);
    else if (DOUBTS_OF_STANDING.includes(codes.get(key) ?? DOUBTS_OF_STANDING[0]!)) codes.set(key, String(body.code));
  }
  for (const key of accepted) codes.delete(key);
  return codes;
}

/** The refs a field of the body names; what is no list of texts names none. */
export function refsIn(logged: Logged, field: string): string[] {
  const found = logged.event.body[field];
  return Array.isArray(found) ? found.filter((ref) => typeof ref === 'string') : [];
}

/** What another event of the same path supersedes or removes: the refs named, and each as `type|path|ref`. */
function droppedBy(counted: Logged[], at: Place): { refs: Set<string>; places: Set<string> } {
  const dropped = { refs: new Set<string>(), places: new Set<string>() };
  const drop = (type: string, path: string | null, ref: string): void => {
    dropped.refs.add(ref);
    dropped.places.add(`${type}|${path}|${ref}`);
  };
  for (const logged of counted) {
    const { type } = logged.event;
    if (type === 'answer_set') {
      for (const ref of refsIn(logged, 'supersedes')) if (ref !== logged.ref) drop('answer_set', placeOf(logged, at), ref);
    } else if (type === 'member_removed') {
      for (const ref of refsIn(logged, 'removes')) drop('member_added', placeOf(logged, at), ref);
    }
  }
  return dropped;
}

/** Where an entity or a path is read; only the reading of joined cards moves any (see `corrections.ts`). */
export type Place = (place: string) => string;

function placeOf({ event }: Logged, at: Place): string | null {
  const path = pathOf(event);
  return path === null ? null : at(path);
}

/** By slot, the events not superseded of those that count (sorted by ref and content id). */
export function headsOf(counted: Logged[], at: Place = (place) => place): Map<string, Logged[]> {
  const { refs, places } = droppedBy(counted, at);
  const slots = new Map<string, Logged[]>();
  for (const logged of counted) {
    // Most events are named by nobody: their place need not be spelt out. A visit of thousands is folded at every save.
    if (refs.has(logged.ref) && places.has(`${logged.event.type}|${placeOf(logged, at)}|${logged.ref}`)) continue;
    const slot = at(slotOf(logged.event));
    const found = slots.get(slot);
    if (found) found.push(logged);
    else slots.set(slot, [logged]);
  }
  return new Map([...slots].sort(([a], [b]) => compare(a, b)));
}

function standings(heads: Map<string, Logged[]>): Map<string, Standing> {
  const slots = new Map<string, string[]>();
  for (const slot of heads.keys()) {
    const entity = entityOf(slot);
    const known = slots.get(entity);
    if (known) known.push(slot);
    else slots.set(entity, [slot]);
  }
  return new Map([...slots].map(([entity, named]) => [entity, standingOf(named.flatMap((slot) => heads.get(slot)!))]));
}

function standingOf(heads: Logged[]): Standing {
  const removals = heads.filter(({ event }) => event.type === 'entity_removed');
  if (!removals.length) return { removed: false, disputed: false };
  const others = heads.filter(({ event }) => event.type !== 'entity_removed');
  // One removal must have seen everything; several half-blind ones never add up to hiding a child.
  const removed = removals.some((removal) => {
    const seen = new Set(refsIn(removal, 'sees'));
    return others.every(({ ref }) => seen.has(ref));
  });
  return { removed, disputed: !removed };
}

export function vectorOf(events: Iterable<Logged>): Vector {
  const seqs = new Map<string, Set<number>>();
  for (const { event } of events) {
    const found = seqs.get(event.incarnation);
    if (found) found.add(event.seq);
    else seqs.set(event.incarnation, new Set([event.seq]));
  }
  const streams = [...seqs].sort(([a], [b]) => compare(a, b));
  return Object.fromEntries(streams.map(([incarnation, found]) => {
    let last = 0;
    for (const seq of found) if (seq > last) last = seq;
    return [incarnation, { last, holes: found.size === last ? [] : holesOf(found) }];
  }));
}

/** The numbers missing below the greatest; only the first thousand, a mad number must not fill memory. */
export function holesOf(seqs: Set<number>): number[] {
  const holes: number[] = [];
  let expected = 1;
  for (const seq of [...seqs].sort((a, b) => a - b)) {
    for (; expected < seq && holes.length < MAX_HOLES; expected++) holes.push(expected);
    expected = seq + 1;
  }
  return holes;
}

/** Hex SHA-256 over (slot, heads with their content ids): equal sets of events give equal hashes everywhere. */
export async function stateHash(state: State): Promise<string> {
  const listed = [...state.heads].map(([slot, found]) => [slot, found.map((head) => [head.ref, head.contentId])]);
  // Lists of ASCII text are canonical as the engine writes them; that is ten times faster than checking each.
  const text = JSON.stringify(listed);
  return hex(await sha256(ASCII.test(text) ? utf8(text) : canonicalBytes(listed)));
}
