/** What each command of the screens writes: drafts of events, composed on the visit as it stands. Nothing is saved here. */
import { newId, type Bytes, type Random } from './bytes';
import { canonicalText, normalised } from './canonical';
import { entityOf, kindOf, slotOf, type Body, type Logged } from './events';
import type { HeldVisit } from './held';
import { itemOf, optionsOf } from './items';
import type { Composed, Draft } from './log';
import { commitment, newSecret } from './sealing';
import { fold } from './state';
import { cardsOf, valuesOf } from './visit';
import { TabletError, type ActionTaken, type Bundle, type Confirmation, type Entry, type Head, type Json, type OpenVisit, type Src, type Value } from './types';

export function opened(held: HeldVisit): OpenVisit {
  if (!held.visit) throw new TabletError('visit_not_here', 'La visita aún no llega completa a esta tableta. Conecte e intente de nuevo.');
  return held.visit;
}

/** Whose secret seals what is written about an entity. */
export function subjectFor(visit: OpenVisit, entity: string): string {
  const kind = kindOf(entity);
  return kind === 'row' || kind === 'photo' ? visit.entities[entity]?.subject ?? 'visit' : entity;
}

/** Sealed unless the protocol says public; what hangs from a minor never goes in clear, whatever a protocol says. */
function withValue(held: HeldVisit, bundle: Bundle | null, draft: Draft, value: Value): Draft {
  const path = String(draft.body.path);
  const subject = subjectFor(opened(held), entityOf(path));
  const isPublic = bundle !== null && itemOf(bundle, path)?.public === true && kindOf(subject) !== 'minor';
  return isPublic ? { ...draft, body: { ...draft.body, value: value as unknown as Json } } : { ...draft, subject, sealed: value as unknown as Json };
}

function registers(visit: OpenVisit, path: string): Head[] {
  return (visit.answers[path] ?? []).filter((head) => !head.members);
}

/** Every register head of a path, also those that members or the answers of another card stand over. */
function supersededBy(visit: OpenVisit, path: string): string[] {
  return (visit.answers[path] ?? []).flatMap((head) => [...(head.members ? [] : [head.ref]), ...head.covers ?? []]);
}

function membersOf(visit: OpenVisit, path: string): Record<string, string[]> {
  return visit.answers[path]?.find((head) => head.members)?.members ?? {};
}

/**
 * Supersedes every head of the path, so that a person who answers a conflict settles it; a set loses its members.
 * Saying the same again writes nothing.
 */
export function answer(held: HeldVisit, bundle: Bundle | null, path: string, value: Value): Composed {
  const visit = opened(held);
  const heads = registers(visit, path);
  const removals = Object.values(membersOf(visit, path)).map((removes): Draft => ({ type: 'member_removed', body: { path, removes } }));
  const standing = heads.length === 1 ? valuesOf(heads)[0] : undefined;
  if (standing && canonicalText(standing) === canonicalText(normalised(value))) return { drafts: removals };
  const draft: Draft = { type: 'answer_set', body: { path, supersedes: supersededBy(visit, path) } };
  return { drafts: [...removals, withValue(held, bundle, draft, value)] };
}

/** Several answers as one save, each its own event. The paths must differ. */
export function answers(held: HeldVisit, bundle: Bundle | null, entries: Entry[]): Composed {
  return { drafts: entries.flatMap(({ path, value }) => (value === null ? clear(held, bundle, path) : answer(held, bundle, path, value)).drafts) };
}

/** Back to "not asked"; nothing is deleted. */
export function clear(held: HeldVisit, bundle: Bundle | null, path: string): Composed {
  return opened(held).answers[path] ? answer(held, bundle, path, { none: 'not_asked' }) : { drafts: [] };
}

/** Adds a member; one that excludes the others, or is excluded by one present, removes those in the same save. */
export function include(held: HeldVisit, bundle: Bundle | null, path: string, code: string, extra: { src?: Src } = {}): Composed {
  const members = membersOf(opened(held), path);
  if (members[code]) return { drafts: [] };
  const item = bundle ? itemOf(bundle, path) : undefined;
  const excludes = new Set(item && bundle ? optionsOf(bundle, item).filter((option) => option.exclusive).map((option) => option.code) : []);
  const leaving = Object.keys(members).filter((member) => excludes.has(code) || excludes.has(member));
  const removals = leaving.map((member): Draft => ({ type: 'member_removed', body: { path, removes: members[member]! } }));
  return { drafts: [...removals, withValue(held, bundle, { type: 'member_added', body: { path } }, { v: code, ...extra })] };
}

export function exclude(held: HeldVisit, path: string, code: string): Composed {
  const removes = membersOf(opened(held), path)[code];
  return { drafts: removes ? [{ type: 'member_removed', body: { path, removes } }] : [] };
}

/** A person with a secret of their own: a possible minor, or an adult with a role. */
export async function newPerson(entity: string, type: 'minor_added' | 'person_added', random: Random, role?: string): Promise<Composed> {
  const secret: Bytes = newSecret(random);
  const body: Body = { entity, commitment: await commitment(secret), ...(role === undefined ? {} : { role }) };
  return { drafts: [{ type, body }], secrets: [{ subject: entity, secret }] };
}

export function newEntity(kind: 'minor' | 'person' | 'row' | 'photo', random: Random): string {
  return `${kind}:${newId(random)}`;
}

export function newRow(held: HeldVisit, entity: string, of: string, about: string, subject?: string): Composed {
  return { drafts: [{ type: 'row_added', body: { entity, of, about, subject: subject ?? subjectFor(opened(held), about) } }] };
}

/** Names every head known of the entity, so that an edit made elsewhere meanwhile keeps it in sight; of a person, all the cards. */
export function removal(held: HeldVisit, entity: string): Composed {
  const heads = [...fold(held.all, held.verdicts).heads.values()].flat();
  return { drafts: cardsOf(opened(held), entity).flatMap((card) => removalOf(heads, card)) };
}

function removalOf(heads: Logged[], entity: string): Draft[] {
  const seen = heads.filter(({ event }) => event.type !== 'entity_removed'
    && (entityOf(slotOf(event)) === entity || (event.type === 'minors_joined' && event.body.other === entity)));
  return seen.length ? [{ type: 'entity_removed', body: { entity, sees: [...new Set(seen.map(({ ref }) => ref))] } }] : [];
}

export function action(held: HeldVisit, entity: string, taken: ActionTaken, now: number): Composed {
  const sealed = normalised({ ...taken, at: taken.at ?? now });
  return { drafts: [{ type: 'action_taken', body: { entity }, subject: subjectFor(opened(held), entity), sealed }] };
}

/**
 * Takes back a stamp given by mistake. Taking back what is taken back already writes nothing.
 *
 * @throws TabletError `action_unknown`, or `action_of_another` for a stamp that somebody else gave.
 */
export function withdrawal(held: HeldVisit, ref: string, userId: string): Composed {
  const { happenings, withdrawnActions } = opened(held);
  if (withdrawnActions.some((one) => one.ref === ref)) return { drafts: [] };
  const found = happenings.find((one) => one.type === 'action_taken' && one.ref === ref);
  if (!found) throw new TabletError('action_unknown', 'Esa anotación no está en la visita. No se cambió nada.');
  if (found.actor !== userId) throw new TabletError('action_of_another', 'La anotó otra persona: sólo ella puede quitarla. No se cambió nada.');
  return { drafts: [{ type: 'action_withdrawn', body: { entity: String(found.body.entity), of: ref } }] };
}

/** The answers a determination rests on: all of the person's own, and those of the visit that its reasons name. */
export function restsOn(visit: OpenVisit, entity: string, result: Json): string[] {
  const named = new Set<string>();
  collectItems(result, named);
  const rows = new Set(Object.values(visit.entities).filter(({ about }) => about === entity).map((row) => row.entity));
  const paths = Object.keys(visit.answers).filter((path) => {
    const owner = entityOf(path);
    return owner === entity || rows.has(owner) || (owner === 'visit' && named.has(path.slice('visit/'.length)));
  });
  return paths.flatMap((path) => visit.answers[path]!.flatMap((head) => (head.members ? Object.values(head.members).flat() : [head.ref])));
}

function collectItems(result: Json, into: Set<string>): void {
  if (Array.isArray(result)) for (const inner of result) collectItems(inner, into);
  else if (result !== null && typeof result === 'object') {
    for (const [key, inner] of Object.entries(result)) {
      if (key === 'rests_on' && Array.isArray(inner)) for (const id of inner) if (typeof id === 'string') into.add(id);
      collectItems(inner, into);
    }
  }
}

/** Confirmed on every card of the person: what one of them said before is confirmed anew, and stands whatever is undone later. */
export function confirmation(held: HeldVisit, entity: string, given: Confirmation, protocolHash: string): Composed {
  const visit = opened(held);
  const { result, agrees, classification, reason } = given;
  const rests_on = restsOn(visit, entity, result);
  const sealed = normalised({ result, agrees, classification, reason });
  return { drafts: cardsOf(visit, entity).map((card): Draft => {
    const body: Body = { entity: card, law_hash: visit.lawHash, protocol_hash: protocolHash, rests_on };
    return { type: 'determination_confirmed', body, subject: subjectFor(visit, card), sealed };
  }) };
}

export function commentAnswer(held: HeldVisit, path: string, commentId: string, text: string): Composed {
  const subject = subjectFor(opened(held), entityOf(path));
  return { drafts: [{ type: 'comment_answered', body: { path, comment_id: commentId }, subject, sealed: { text } }] };
}
