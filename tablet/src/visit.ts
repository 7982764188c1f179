/** The opened visit: one fold of the log, with the values this person may see. Mirrors `inspection/domain/visit.py`. */
import { approvalOf, closureOf, commentsOf } from './closing';
import { canonicalText } from './canonical';
import { isEntity, isSoundContent, isValue, LAST_INSTANT } from './contents';
import { compare, DEVICE_STREAM, entityOf, entityOfEvent, kindOf, pathOf, type Logged } from './events';
import { CORRECTIONS, readCorrections, WITHDRAWAL, type Corrections } from './corrections';
import { subjectOf, subjectsOf, type Opened } from './opening';
import { conflictsIn, fold, headsOf, stateHash, type State } from './state';
import type { Correction, CorrectionType, Entity, EntityKind, Happening, Head, Json, OpenVisit, Value, VisitPlain } from './types';

const ADDED = new Set(['visit_opened', 'minor_added', 'person_added', 'row_added', 'photo_added']);
const ANSWERS = new Set(['answer_set', 'member_added']);

/** Who wrote an incarnation's events, as certified. */
export interface Author { userId: string; name: string }

/** Everything a reading needs: nothing is fetched, no clock is read. */
export interface Reading {
  events: Logged[];
  /** Events of colleagues that were set aside: their content ids alone. */
  hidden?: Logged[];
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
  const state = fold(reading.events, reading.verdicts, reading.hidden);
  const counted = displayOrder([...state.heads.values()].flat());
  const opening = counted.find(({ event }) => event.type === 'visit_opened');
  if (!opening) return null;
  const corrections = readCorrections(state);
  const shown = corrections.cards.size ? headsOf(state.counted, corrections.at) : state.heads;
  const answers: Record<string, Head[]> = {};
  for (const [slot, found] of shown) if (!slot.includes('#')) answers[slot] = answerOf(found, reading);
  const takenBack = takenBackIn(counted);
  const readAll = (found: Logged[]) => found.map((logged) => happeningOf(logged, reading, corrections));
  const happenings = readAll(counted.filter((logged) => !ANSWERS.has(logged.event.type) && !takenBack.has(logged)));
  const pinned = pinnedBy(opening);
  const comments = commentsOf(happenings);
  const visit: OpenVisit = {
    ...pinned, entities: entitiesOf(counted, state, subjectsOf(counted), corrections), answers, happenings, withdrawnActions: readAll([...takenBack]),
    corrections: correctionsOf(happenings, corrections),
    comments, returned: comments.filter((comment) => !comment.settled && comment.answers.length === 0),
    conflicts: conflictsIn(shown).filter((path) => differ(answers[path] ?? [])),
    quarantined: state.quarantined.map(({ logged: { ref, event }, code }) =>
      ({ ref, code, type: event.type, path: pathOf(event), mine: event.incarnation === reading.me })),
    setAside: state.setAside.map(({ logged, code }) => ({ ref: logged.ref, code, actorName: authorOf(logged, reading.authors).actorName })),
    stateHash: await stateHash(state), vector: state.vector,
    ...closureOf(happenings, reading.events), approval: await approvalOf(happenings, reading),
    unseenInspectors: unseen(pinned.inspectors, reading),
    value: (path) => valueOf(answers[path]),
    of: (kind, filter) => standing(visit, kind, filter),
    adults: () => Object.values(visit.entities).filter((entity) => stands(entity) && entity.ruledAdult),
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
  const heads = asked(found, found.filter(({ event }) => event.type === 'answer_set').map((logged) => headOf(logged, reading)));
  const members = found.filter(({ event }) => event.type === 'member_added').map((logged) => headOf(logged, reading));
  if (!members.length) return heads;
  // "Not asked" said before, or elsewhere at the same time, does not stand beside what was found.
  const covered = heads.filter(({ value }) => value && 'none' in value);
  const covers = covered.length ? { covers: covered.map(({ ref }) => ref) } : {};
  return [...heads.filter((head) => !covered.includes(head)), { ...merged(members), ...covers }];
}

/** "Not asked" of one card does not stand beside the answer of another card of the same person. */
function asked(found: Logged[], heads: Head[]): Head[] {
  if (found.length < 2 || new Set(found.map(({ event }) => entityOfEvent(event))).size < 2) return heads;
  const empty = heads.filter(({ value }) => value && 'none' in value && value.none === 'not_asked');
  if (!empty.length || empty.length === heads.length) return heads;
  const [first, ...rest] = heads.filter((head) => !empty.includes(head));
  return [{ ...first!, covers: empty.map(({ ref }) => ref) }, ...rest];
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

/** `entity`, `path` and what a photo is about are where they are shown; `body` is as written. */
function happeningOf(logged: Logged, reading: Reading, { at }: Corrections): Happening {
  const { plain, visible } = openedOf(logged, reading);
  const { type } = logged.event;
  const path = pathOf(logged.event);
  const opened = isSoundContent(type, plain) ? plain : null;
  return {
    ref: logged.ref, type, entity: at(entityOfEvent(logged.event)), path: path === null ? null : at(path), body: logged.event.body,
    opened: opened && type === 'photo_added' ? { ...opened, about: at(String(opened.about)) } : opened, visible, recordedAt: Math.min(logged.event.recorded_at, LAST_INSTANT), pending: logged.pending,
    ...authorOf(logged, reading.authors),
  };
}

function correctionsOf(happenings: Happening[], { standing, at }: Corrections): Correction[] {
  return happenings.filter(({ type }) => CORRECTIONS.includes(type)).map((made) => {
    const other = made.body.other ?? made.body.into;
    const withdrawn = happenings.find(({ type, body }) => type === WITHDRAWAL && body.of === made.ref && body.entity === made.body.entity);
    return {
      ...made, type: made.type as CorrectionType, entity: at(made.entity), other: typeof other === 'string' ? other : null,
      withdrawn: standing.has(made.ref) ? null : withdrawn ?? made,
    };
  });
}

/** The stamps of actions that an `action_withdrawn` of the same entity names: kept and shown, and nobody counts them. */
function takenBackIn(counted: Logged[]): Set<Logged> {
  const named = new Set(counted.filter(({ event }) => event.type === 'action_withdrawn').map(({ event: { body } }) => canonicalText([body.entity ?? null, body.of ?? null])));
  return new Set(counted.filter(({ event, ref }) => event.type === 'action_taken' && named.has(canonicalText([event.body.entity ?? null, ref]))));
}

/** One whose adding event has not arrived stands where it is first spoken of: a child never vanishes. */
function entitiesOf(counted: Logged[], state: State, subjects: Map<string, string>, corrections: Corrections): Record<string, Entity> {
  const firsts = new Map<string, Logged>();
  for (const adding of [true, false]) {
    for (const logged of counted) {
      const entity = entityOfEvent(logged.event);
      if (ADDED.has(logged.event.type) === adding && !firsts.has(entity)) firsts.set(entity, logged);
    }
  }
  const listed = displayOrder([...firsts.values()]).filter(({ event }) => isListed(entityOfEvent(event)));
  return Object.fromEntries(listed.map((logged) => [entityOfEvent(logged.event), entityFrom(logged, state, subjects, corrections)]));
}

function isListed(entity: string): boolean {
  return entity !== 'visit' && isEntity(entity);
}

function entityFrom({ event, ref }: Logged, state: State, subjects: Map<string, string>, corrections: Corrections): Entity {
  const entity = entityOfEvent(event);
  const added = ADDED.has(event.type);
  const text = (value: Json | undefined): string | null => (added && typeof value === 'string' ? value : null);
  const about = text(event.body.about);
  const found = state.entities.get(entity) ?? { removed: false, disputed: false };
  return {
    entity, kind: kindOf(entity), role: text(event.body.role) ?? text(event.body.of), about: about === null ? null : corrections.at(about),
    subject: subjectOf(entity, subjects) ?? null, addedRef: added ? ref : null,
    ...(corrections.disputed.has(entity) ? { removed: false, disputed: true } : found),
    joinedInto: corrections.kept.get(entity) ?? null, cards: corrections.cards.get(entity)?.slice(1) ?? [],
    ruledAdult: corrections.adults.has(entity), splitFrom: corrections.splitFrom.get(entity) ?? null, linked: corrections.linked.get(entity) ?? [],
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

/** Every card of the person, the shown one first; of anything else, itself. */
export function cardsOf(visit: OpenVisit, entity: string): string[] {
  return [entity, ...visit.entities[entity]?.cards ?? []];
}

/** Shown under its own name: not removed, and not under another card of the same person. */
function stands(entity: Entity): boolean {
  return !entity.removed && entity.joinedInto === null;
}

function standing(visit: OpenVisit, kind: EntityKind, filter: { role?: string; about?: string } = {}): Entity[] {
  return Object.values(visit.entities).filter((entity) => entity.kind === kind && stands(entity) && !entity.ruledAdult
    && (filter.role === undefined || entity.role === filter.role) && (filter.about === undefined || entity.about === filter.about));
}

function unseen(inspectors: string[], reading: Reading): string[] {
  const seen = new Set(reading.events.map(({ event }) => reading.authors.get(event.incarnation)?.userId));
  return inspectors.filter((userId) => !seen.has(userId));
}

/** The visit as plain JSON for the law: opened values only, entities that stand. */
function plainOf(visit: OpenVisit): VisitPlain {
  const present = Object.values(visit.entities).filter((entity) => stands(entity) && !entity.ruledAdult);
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
    determinations: resultsOf(confirmed),
    joined: Object.fromEntries(present.filter(({ cards }) => cards.length).map(({ entity, cards }) => [entity, cards])),
    ruled_adult: visit.adults().map(({ entity }) => entity),
    signatures_expected: present.filter(({ kind }) => kind === 'person').map(({ entity }) => entity),
  };
}

/** The last confirmed determination of each minor; of joined cards, an urgent one stays until it is confirmed anew. */
function resultsOf(confirmed: Happening[]): { [entity: string]: Json } {
  const last = new Map<string, Map<string, Json>>();
  for (const { entity, body, opened } of confirmed) {
    const byCard = last.get(entity) ?? new Map<string, Json>();
    byCard.delete(String(body.entity));
    last.set(entity, byCard.set(String(body.entity), opened!.result ?? null));
  }
  return Object.fromEntries([...last].map(([entity, byCard]) => {
    const results = [...byCard.values()];
    return [entity, results.findLast((result) => (result as JsonObject | null)?.urgent === true) ?? results.at(-1)!];
  }));
}
