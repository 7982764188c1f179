/**
 * The merge: state is a pure function of (events, verdicts), whatever their order of arrival.
 * It reads keys, paths and `supersedes`, never values. Mirrors `inspection/domain/state.py`.
 */
import { hex, sha256 } from './bytes';
import { canonicalBytes } from './canonical';
import { compare, entityOf, pathOf, slotOf, type Logged } from './events';
import type { Vector } from './types';

export interface Standing { removed: boolean; disputed: boolean }

export interface State {
  /** Events not superseded, sorted by (ref, content id), by slot; slots sorted, none empty. */
  heads: Map<string, Logged[]>;
  entities: Map<string, Standing>;
  /** Paths with more than one `answer_set` head. */
  conflicts: string[];
  quarantined: { logged: Logged; code: string }[];
  /** Of every event given, quarantined ones too. */
  vector: Vector;
}

const MAX_HOLES = 1000;

/** (ref, content id): a fork has the ref of its rival and another content id. */
export function keyOf(logged: Logged): string {
  return `${logged.ref}|${logged.contentId}`;
}

/** Merges the events of one visit, in any order, repeated or not. The caller knows which verdicts are the server's. */
export function fold(events: Iterable<Logged>, verdicts: Iterable<Logged>): State {
  const byKey = new Map<string, Logged>();
  for (const logged of events) byKey.set(keyOf(logged), logged);
  const all = [...byKey.values()].sort((a, b) => compare(a.ref, b.ref) || compare(a.contentId, b.contentId));
  const refusals = refused(verdicts);
  const heads = headsOf(all.filter((logged) => !refusals.has(keyOf(logged))));
  const conflicts = [...heads].filter(([, found]) => found.filter((head) => head.event.type === 'answer_set').length > 1);
  return {
    heads, entities: standings(heads), conflicts: conflicts.map(([slot]) => slot),
    quarantined: all.filter((logged) => refusals.has(keyOf(logged))).map((logged) => ({ logged, code: refusals.get(keyOf(logged))! })),
    vector: vectorOf(all),
  };
}

/** What is quarantined: refused by some verdict, accepted by none. */
function refused(verdicts: Iterable<Logged>): Map<string, string> {
  const codes = new Map<string, string>();
  const accepted = new Set<string>();
  const inOrder = [...verdicts].sort((a, b) => compare(a.event.incarnation, b.event.incarnation) || a.event.seq - b.event.seq);
  for (const { event: { body } } of inOrder) {
    const key = `${String(body.of)}|${String(body.content_id)}`;
    if (body.accepted) accepted.add(key);
    else codes.set(key, String(body.code));
  }
  for (const key of accepted) codes.delete(key);
  return codes;
}

function refsIn(logged: Logged, field: string): string[] {
  const found = logged.event.body[field];
  return Array.isArray(found) ? found.filter((ref) => typeof ref === 'string') : [];
}

/** What another event of the same path supersedes or removes, as `type|path|ref`. */
function droppedBy(counted: Logged[]): Set<string> {
  const dropped = new Set<string>();
  for (const logged of counted) {
    const { type } = logged.event;
    if (type === 'answer_set') {
      for (const ref of refsIn(logged, 'supersedes')) if (ref !== logged.ref) dropped.add(`answer_set|${pathOf(logged.event)}|${ref}`);
    } else if (type === 'member_removed') {
      for (const ref of refsIn(logged, 'removes')) dropped.add(`member_added|${pathOf(logged.event)}|${ref}`);
    }
  }
  return dropped;
}

function headsOf(counted: Logged[]): Map<string, Logged[]> {
  const dropped = droppedBy(counted);
  const slots = new Map<string, Logged[]>();
  for (const logged of counted) {
    if (dropped.has(`${logged.event.type}|${pathOf(logged.event)}|${logged.ref}`)) continue;
    const slot = slotOf(logged.event);
    const found = slots.get(slot);
    if (found) found.push(logged);
    else slots.set(slot, [logged]);
  }
  return new Map([...slots].sort(([a], [b]) => compare(a, b)));
}

function standings(heads: Map<string, Logged[]>): Map<string, Standing> {
  const refs = new Map<string, Set<string>>();
  const removals = new Map<string, Logged[]>();
  for (const [slot, found] of heads) {
    const entity = entityOf(slot);
    if (slot.endsWith('/#entity_removed')) removals.set(entity, [...(removals.get(entity) ?? []), ...found]);
    const known = refs.get(entity) ?? new Set();
    for (const head of found) if (head.event.type !== 'entity_removed') known.add(head.ref);
    refs.set(entity, known);
  }
  return new Map([...refs].map(([entity, known]) => {
    const made = removals.get(entity) ?? [];
    // One removal must have seen everything; several half-blind ones never add up to hiding a child.
    const removed = made.some((removal) => {
      const seen = new Set(refsIn(removal, 'sees'));
      return [...known].every((ref) => seen.has(ref));
    });
    return [entity, { removed, disputed: made.length > 0 && !removed }];
  }));
}

export function vectorOf(events: Iterable<Logged>): Vector {
  const seqs = new Map<string, Set<number>>();
  for (const { event } of events) {
    const found = seqs.get(event.incarnation);
    if (found) found.add(event.seq);
    else seqs.set(event.incarnation, new Set([event.seq]));
  }
  const streams = [...seqs].sort(([a], [b]) => compare(a, b));
  return Object.fromEntries(streams.map(([incarnation, found]) => [incarnation, { last: Math.max(...found), holes: holesOf(found) }]));
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
  return hex(await sha256(canonicalBytes(listed)));
}
