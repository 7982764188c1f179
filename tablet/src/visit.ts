/** The opened visit: one fold of the log, with the values this person may see. Mirrors `inspection/domain/visit.py`. */
import { approvalOf, closureOf, commentsOf } from './closing';
import { canonicalText } from './canonical';
import { isEntity, isSoundContent, isValue, LAST_INSTANT } from './contents';
import { compare, DEVICE_STREAM, entityOf, entityOfEvent, kindOf, pathOf, type Logged } from './events';
import { subjectOf, subjectsOf, type Opened } from './opening';
import { fold, stateHash, type State } from './state';
import type { Entity, EntityKind, Happening, Head, Json, OpenVisit, Value, VisitPlain } from './types';

const ADDED = new Set(['visit_opened', 'minor_added', 'person_added', 'row_added', 'photo_added']);
const ANSWERS = new Set(['answer_set', 'member_added']);

/** Who wrote an incarnation's events, as certified. */
export interface Author { userId: string; name: string }

/** Everything a reading needs: nothing is fetched, no clock is read. */
export interface Reading {
  events: Logged[];
  verdicts: Logged[];
  /** Opened values by content id (see `openAll`). */
  opened: Map<string, Opened>;
  authors: Map<string, Author>;
  /** My incarnation. */
  me: string;
}

export interface JsonObject { [key: string]: Json }

/** Folds and reads one visit, or null when its `visit_opened` has not arrived. */
export async function readVisit(reading: Reading): Promise<OpenVisit | null> {
  const state = fold(reading.events, reading.verdicts);
  const counted = displayOrder([...state.heads.values()].flat());
  const opening = counted.find(({ event }) => event.type === 'visit_opened');
  if (!opening) return null;
  const answers: Record<string, Head[]> = {};
  for (const [slot, found] of state.heads) if (!slot.includes('#')) answers[slot] = answerOf(found, reading);
  const happenings = counted.filter(({ event }) => !ANSWERS.has(event.type)).map((logged) => happeningOf(logged, reading));
  const pinned = pinnedBy(opening);
  const comments = commentsOf(happenings);
  const visit: OpenVisit = {
    ...pinned, entities: entitiesOf(counted, state, subjectsOf(counted)), answers, happenings,
    comments, returned: comments.filter((comment) => !comment.settled && comment.answers.length === 0),
    conflicts: state.conflicts.filter((path) => differ(answers[path] ?? [])),
    quarantined: state.quarantined.map(({ logged: { ref, event }, code }) =>
      ({ ref, code, type: event.type, path: pathOf(event), mine: event.incarnation === reading.me })),
    stateHash: await stateHash(state), vector: state.vector,
    ...closureOf(happenings, reading.events), approval: await approvalOf(happenings, reading),
    unseenInspectors: unseen(pinned.inspectors, reading),
    value: (path) => valueOf(answers[path]),
    of: (kind, filter) => standing(visit, kind, filter),
    plain: () => plainOf(visit),
  };
  return visit;
}

/** What `visit_opened` fixes for the life of the visit. */
function pinnedBy({ event: { visit_id, body } }: Logged) {
  const protocol = body.protocol as { id: string; hash: string };
  return {
    visitId: visit_id, zone: String(body.zone), protocolId: protocol.id, bundleHash: protocol.hash, lawHash: String(body.law_hash),
    closes: String(body.closes), inspectors: body.inspectors as string[],
  };
}

function displayOrder(events: Logged[]): Logged[] {
  return events.sort((a, b) => a.event.recorded_at - b.event.recorded_at || compare(a.ref, b.ref) || compare(a.contentId, b.contentId));
}

function authorOf(logged: Logged, authors: Map<string, Author>): { actor: string; actorName: string } {
  const { body, incarnation } = logged.event;
  const known = authors.get(incarnation);
  // Only the office's events may name somebody else than their author.
  const isOffice = !known || known.userId === DEVICE_STREAM;
  if (!isOffice || typeof body.actor !== 'string') return { actor: known?.userId ?? incarnation, actorName: known?.name ?? '' };
  const named = [...authors.values()].find((author) => author.userId === body.actor);
  return { actor: body.actor, actorName: named?.name ?? '' };
}

function openedOf(logged: Logged, reading: Reading): Opened {
  return reading.opened.get(logged.contentId) ?? { plain: null, visible: 'not_arrived' };
}

function headOf(logged: Logged, reading: Reading): Head {
  const { plain, visible } = openedOf(logged, reading);
  return {
    ref: logged.ref, contentId: logged.contentId, value: isValue(plain) ? plain as unknown as Value : null, visible,
    recordedAt: Math.min(logged.event.recorded_at, LAST_INSTANT), pending: logged.pending, ...authorOf(logged, reading.authors),
  };
}

function answerOf(found: Logged[], reading: Reading): Head[] {
  const heads = found.filter(({ event }) => event.type === 'answer_set').map((logged) => headOf(logged, reading));
  const members = found.filter(({ event }) => event.type === 'member_added').map((logged) => headOf(logged, reading));
  if (!members.length) return heads;
  // "Not asked" said before, or elsewhere at the same time, does not stand beside what was found.
  const covered = heads.filter(({ value }) => value && 'none' in value);
  const covers = covered.length ? { covers: covered.map(({ ref }) => ref) } : {};
  return [...heads.filter((head) => !covered.includes(head)), { ...merged(members), ...covers }];
}

/** One head for a whole set, with the codes of the members that could be opened. */
function merged(heads: Head[]): Head {
  const members: Record<string, string[]> = {};
  for (const { ref, value } of heads) {
    if (value && 'v' in value && typeof value.v === 'string') (members[value.v] ??= []).push(ref);
  }
  const codes = Object.keys(members).sort(compare);
  return {
    ...heads[0]!, value: codes.length ? { v: codes } : null, members, pending: heads.some((head) => head.pending),
    visible: heads.find((head) => head.visible !== 'opened')?.visible ?? 'opened',
  };
}

function happeningOf(logged: Logged, reading: Reading): Happening {
  const { plain, visible } = openedOf(logged, reading);
  return {
    ref: logged.ref, type: logged.event.type, entity: entityOfEvent(logged.event), path: pathOf(logged.event), body: logged.event.body,
    opened: isSoundContent(logged.event.type, plain) ? plain : null, visible, recordedAt: Math.min(logged.event.recorded_at, LAST_INSTANT), pending: logged.pending,
    ...authorOf(logged, reading.authors),
  };
}

/** One whose adding event has not arrived stands where it is first spoken of: a child never vanishes. */
function entitiesOf(counted: Logged[], state: State, subjects: Map<string, string>): Record<string, Entity> {
  const firsts = new Map<string, Logged>();
  for (const adding of [true, false]) {
    for (const logged of counted) {
      const entity = entityOfEvent(logged.event);
      if (ADDED.has(logged.event.type) === adding && !firsts.has(entity)) firsts.set(entity, logged);
    }
  }
  const listed = displayOrder([...firsts.values()]).filter(({ event }) => isListed(entityOfEvent(event)));
  return Object.fromEntries(listed.map((logged) => [entityOfEvent(logged.event), entityFrom(logged, state, subjects)]));
}

function isListed(entity: string): boolean {
  return entity !== 'visit' && isEntity(entity);
}

function entityFrom({ event, ref }: Logged, state: State, subjects: Map<string, string>): Entity {
  const entity = entityOfEvent(event);
  const added = ADDED.has(event.type);
  const text = (value: Json | undefined): string | null => (added && typeof value === 'string' ? value : null);
  return {
    entity, kind: kindOf(entity), role: text(event.body.role) ?? text(event.body.of), about: text(event.body.about),
    subject: subjectOf(entity, subjects) ?? null, addedRef: added ? ref : null,
    ...(state.entities.get(entity) ?? { removed: false, disputed: false }),
  };
}

/** The distinct opened values of a path. */
export function valuesOf(heads: Head[] | undefined): Value[] {
  const seen = new Map<string, Value>();
  for (const { value, visible } of heads ?? []) if (value && visible === 'opened') seen.set(canonicalText(value), value);
  return [...seen.values()];
}

function valueOf(heads: Head[] | undefined): Value | null {
  const values = valuesOf(heads);
  return values.length === 1 ? values[0]! : null;
}

function differ(heads: Head[]): boolean {
  return heads.some((head) => head.visible !== 'opened') || valuesOf(heads).length > 1;
}

function standing(visit: OpenVisit, kind: EntityKind, filter: { role?: string; about?: string } = {}): Entity[] {
  return Object.values(visit.entities).filter((entity) => entity.kind === kind && !entity.removed
    && (filter.role === undefined || entity.role === filter.role) && (filter.about === undefined || entity.about === filter.about));
}

function unseen(inspectors: string[], reading: Reading): string[] {
  const seen = new Set(reading.events.map(({ event }) => reading.authors.get(event.incarnation)?.userId));
  return inspectors.filter((userId) => !seen.has(userId));
}

/** The visit as plain JSON for the law: opened values only, entities that stand. */
function plainOf(visit: OpenVisit): VisitPlain {
  const present = Object.values(visit.entities).filter((entity) => !entity.removed);
  const shown = new Set(['visit', ...present.map(({ entity }) => entity)]);
  const opened = visit.happenings.filter((happening) => happening.opened && shown.has(happening.entity));
  const paths = Object.keys(visit.answers).filter((path) => shown.has(entityOf(path))).sort(compare);
  const answers = paths.map((path): [string, Value[]] => [path, valuesOf(visit.answers[path])]);
  const confirmed = opened.filter(({ type }) => type === 'determination_confirmed');
  return {
    visit_id: visit.visitId, zone: visit.zone,
    entities: present.map(({ entity, kind, role, about }) => ({ entity, kind, role, about })),
    answers: Object.fromEntries(answers.filter(([, values]) => values.length > 0)),
    actions: opened.filter(({ type }) => type === 'action_taken').map((happening) => ({ ...happening.opened, entity: happening.entity })),
    determinations: Object.fromEntries(confirmed.map((happening) => [happening.entity, happening.opened!.result ?? null])),
    signatures_expected: present.filter(({ kind }) => kind === 'person').map(({ entity }) => entity),
  };
}
