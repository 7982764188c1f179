/**
 * Many minors found together: each with a secret and events of its own, saved a dozen at a time. What is still to be saved
 * is remembered, sealed, before the first of them is: killed in the middle, the tablet goes on where it was.
 */
import type { Random } from './bytes';
import { newEntity, newPerson, opened } from './commands';
import type { HeldVisit } from './held';
import type { Composed, Draft } from './log';
import type { PersonStore, Write } from './store';
import type { Json, NewMinor } from './types';

export interface PlannedMinor extends NewMinor { entity: string }

/** So many to one save: few transactions, and none long enough to be felt. */
export const PER_SAVE = 12;

export function planned(people: NewMinor[], random: Random): PlannedMinor[] {
  return people.map((person) => ({ entity: newEntity('minor', random), answers: person.answers }));
}

const keyOf = (visitId: string): string => `bulk|${visitId}`;

/** What is left of an earlier plan, in order. */
export async function readPlan(store: PersonStore, visitId: string): Promise<PlannedMinor[]> {
  return (await store.get<PlannedMinor[]>('meta', keyOf(visitId))) ?? [];
}

/** The record that says what is still to be saved; none when nothing is. */
export async function planWrite(store: PersonStore, visitId: string, left: PlannedMinor[]): Promise<Write> {
  return left.length ? store.put('meta', keyOf(visitId), left as unknown as Json) : { store: 'meta', key: keyOf(visitId), box: null };
}

/** The minors of one save. One that is there already is not added a second time. */
export async function newMinors(held: HeldVisit, people: PlannedMinor[], random: Random): Promise<Composed> {
  const there = opened(held).entities;
  const composed = await Promise.all(people.filter(({ entity }) => !there[entity]).map(async ({ entity, answers }): Promise<Composed> => {
    const added = await newPerson(entity, 'minor_added', random);
    return { ...added, drafts: [...added.drafts, ...answers.flatMap((answer) => draftsOf(entity, answer))] };
  }));
  return { drafts: composed.flatMap(({ drafts }) => drafts), secrets: composed.flatMap(({ secrets }) => secrets ?? []) };
}

/** Of a set, one event a member; of anything else, one answer. All sealed: what is a minor's never goes in clear. */
function draftsOf(entity: string, { code, value }: NewMinor['answers'][number]): Draft[] {
  const path = `${entity}/${code}`;
  if (!('v' in value) || !Array.isArray(value.v)) return [{ type: 'answer_set', body: { path, supersedes: [] }, subject: entity, sealed: value as unknown as Json }];
  return value.v.map((member): Draft => ({ type: 'member_added', body: { path }, subject: entity, sealed: { ...value, v: member } as unknown as Json }));
}
