/** What the corrections of persons write: joining, splitting, ruling adult, linking, and undoing any of them. */
import type { Random } from './bytes';
import { newPerson, opened } from './commands';
import { kindOf } from './events';
import type { HeldVisit } from './held';
import type { Composed, Draft } from './log';
import { cardsOf, valuesOf } from './visit';
import { TabletError, type Json, type OpenVisit, type Src } from './types';

function checkMinor(visit: OpenVisit, entity: string): void {
  const found = visit.entities[entity];
  if (kindOf(entity) !== 'minor' || !found || found.removed || found.joinedInto !== null) {
    throw new TabletError('minor_unknown', 'Esa ficha ya no está a la vista en la visita. No se cambió nada; vuelva a la lista.');
  }
}

function checkTwo(visit: OpenVisit, one: string, other: string): void {
  checkMinor(visit, one);
  checkMinor(visit, other);
  if (one === other) throw new TabletError('same_minor', 'Elija dos fichas distintas. No se cambió nada.');
}

export function join(held: HeldVisit, kept: string, other: string, reason?: string): Composed {
  checkTwo(opened(held), kept, other);
  return { drafts: [{ type: 'minors_joined', body: { entity: kept, other }, subject: kept, sealed: reasonOf(reason) }] };
}

/** The new card is added in the same save, and the answers named go with it: copied there, and back to "not asked" here. */
export async function split(held: HeldVisit, entity: string, into: string, codes: string[], random: Random, reason?: string): Promise<Composed> {
  const visit = opened(held);
  checkMinor(visit, entity);
  const added = await newPerson(into, 'minor_added', random);
  const told: Draft = { type: 'minor_split', body: { entity, into }, subject: entity, sealed: reasonOf(reason) };
  return { ...added, drafts: [...added.drafts, told, ...codes.flatMap((code) => moved(visit, entity, into, code))] };
}

function moved(visit: OpenVisit, from: string, into: string, code: string): Draft[] {
  const [path, there] = [`${from}/${code}`, `${into}/${code}`];
  const heads = visit.answers[path] ?? [];
  const members = heads.flatMap((head) => Object.entries(head.members ?? {}));
  const registers = heads.filter((head) => !head.members);
  const values = valuesOf(registers);
  // What cannot be read here cannot be moved: it stays where it is.
  if (!members.length && !values.length) return [];
  const supersedes = registers.flatMap(({ ref, covers }) => [ref, ...covers ?? []]);
  return [
    ...values.map((value): Draft => ({ type: 'answer_set', body: { path: there, supersedes: [] }, subject: into, sealed: value as unknown as Json })),
    ...members.map(([member]): Draft => ({ type: 'member_added', body: { path: there }, subject: into, sealed: { v: member } })),
    ...members.map(([, removes]): Draft => ({ type: 'member_removed', body: { path, removes } })),
    { type: 'answer_set', body: { path, supersedes }, subject: from, sealed: { none: 'not_asked' } },
  ];
}

export function ruleAdult(held: HeldVisit, entity: string, { basis, reason }: { basis: Src; reason: string }): Composed {
  const visit = opened(held);
  checkMinor(visit, entity);
  if (!reason.trim()) throw new TabletError('reason_missing', 'Escriba en qué se basa para decir que es una persona adulta. No se cambió nada.');
  return { drafts: cardsOf(visit, entity).map((card): Draft => ({ type: 'minor_ruled_adult', body: { entity: card }, subject: card, sealed: { basis, reason } })) };
}

export function link(held: HeldVisit, entity: string, other: string, kin: string): Composed {
  checkTwo(opened(held), entity, other);
  return { drafts: [{ type: 'minors_linked', body: { entity, other }, subject: entity, sealed: { kin } }] };
}

/**
 * Undoing a ruling undoes it on every card of the person; undoing a split joins both cards, so that nothing written on the
 * new one is lost from sight. Undoing what is undone already writes nothing.
 */
export function withdraw(held: HeldVisit, ref: string): Composed {
  const { corrections } = opened(held);
  const found = corrections.find((one) => one.ref === ref);
  if (!found) throw new TabletError('correction_unknown', 'Esa corrección no está en la visita. No se cambió nada.');
  if (found.withdrawn) return { drafts: [] };
  const same = found.type === 'minor_ruled_adult'
    ? corrections.filter(({ type, entity, withdrawn }) => type === found.type && entity === found.entity && !withdrawn) : [found];
  const drafts = same.map((one): Draft => ({ type: 'correction_withdrawn', body: { entity: String(one.body.entity), of: one.ref } }));
  return { drafts: found.type === 'minor_split' ? [...drafts, ...together(opened(held), found.entity, String(found.body.into))] : drafts };
}

function together(visit: OpenVisit, entity: string, other: string): Draft[] {
  const stand = [entity, other].every((one) => visit.entities[one] && !visit.entities[one].removed && visit.entities[one].joinedInto === null);
  return stand ? [{ type: 'minors_joined', body: { entity, other }, subject: entity, sealed: {} }] : [];
}

function reasonOf(reason: string | undefined): Json {
  return reason?.trim() ? { reason: reason.trim() } : {};
}
