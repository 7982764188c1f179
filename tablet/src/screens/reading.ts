/**
 * Reads a visit against its protocol: which questions apply to whom, what is answered, and who is who by role.
 * Pure: nothing here saves, fetches or knows the hour. No item is named; roles and kinds are.
 */
import { minorKey } from '../events';
import type { Bundle, Comment, Entity, Happening, Head, Item, OpenVisit, Stage, Step, Value } from '../types';
import { evaluate } from '../condition';
import { answersAt } from './visit_index';

export type QuestionState = 'open' | 'answered' | 'excused' | 'conflict';

/** One item put to one entity: where its answer lives and how it stands. */
export interface Question {
  item: Item;
  entity: string;
  path: string;
  /** As printed in the margin, like the fields of a form: `2.07`. */
  number: string;
  heads: Head[];
  state: QuestionState;
  comments: Comment[];
}
export interface Section { stage: Stage; step: Step; questions: Question[] }

/** Every item of the protocol with its stage, step and printed number. */
interface Placed { stage: Stage; step: Step; item: Item; number: string }
const placed = new WeakMap<Bundle, Placed[]>();

function everyItem(bundle: Bundle): Placed[] {
  let all = placed.get(bundle);
  if (!all) placed.set(bundle, all = placeItems(bundle));
  return all;
}

function placeItems(bundle: Bundle): Placed[] {
  return bundle.protocol.stages.flatMap(stage => {
    let n = 0;
    return stage.steps.flatMap(step => step.items.map(item => ({ stage, step, item, number: `${stage.number}.${String(++n).padStart(2, '0')}` })));
  });
}

const byRole = new WeakMap<Bundle, Map<string, Item | null>>();

export function itemByRole(bundle: Bundle, role: string, whom?: string[]): Item | null {
  const known = byRole.get(bundle) ?? byRole.set(bundle, new Map()).get(bundle)!;
  const key = `${role} ${whom?.join(' ') ?? '*'}`;
  if (!known.has(key)) known.set(key, findByRole(bundle, role, whom));
  return known.get(key)!;
}

function findByRole(bundle: Bundle, role: string, whom?: string[]): Item | null {
  return everyItem(bundle).find(({ item }) => item.role === role && (whom === undefined || whom.includes(item.for)))?.item ?? null;
}

/** Path of a role's answer: of the visit, or of the entity its item is for. */
export function pathOfRole(bundle: Bundle, role: string, entity = 'visit', whom?: string[]): string | null {
  const item = itemByRole(bundle, role, whom);
  return item ? `${entity}/${item.id}` : null;
}

/** The single value under a role, or undefined when unanswered, excused or in conflict. */
export function valueOfRole(bundle: Bundle, visit: OpenVisit, role: string, entity = 'visit', whom?: string[]): unknown {
  const path = pathOfRole(bundle, role, entity, whom);
  const value = path ? visit.value(path) : null;
  return value && 'v' in value ? value.v : undefined;
}

export function textOfRole(bundle: Bundle, visit: OpenVisit, role: string, entity = 'visit', whom?: string[]): string {
  const value = valueOfRole(bundle, visit, role, entity, whom);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The answers of a visit or person as the law reads them: {item id: every standing value}. */
export type Answers = Record<string, Value[]>;

/** All head values by item id: the visit's, and those of the entities given (later ones win nothing: heads are joined). */
export function answersOf(visit: OpenVisit, ...entities: string[]): Answers {
  const answers: Answers = {};
  for (const entity of ['visit', ...entities]) {
    for (const [code, heads] of answersAt(visit, entity)) {
      const members = heads.filter(head => head.members && head.value);
      const values = (members.length ? members : heads).map(head => head.value).filter((value): value is Value => value !== null);
      if (values.length) (answers[code] ??= []).push(...values);
    }
  }
  return answers;
}

/** What questions are put to an entity, as items say it in `for`: persons and rows by their item's code or by its role. */
export function whomOf(bundle: Bundle, entity: Entity | 'visit'): string[] {
  if (entity === 'visit') return ['visit'];
  if (entity.kind === 'minor') return ['minor'];
  const role = everyItem(bundle).find(({ item }) => item.id === entity.role)?.item.role;
  return [`${entity.kind}:${entity.role}`, ...(role ? [`${entity.kind}:${role}`] : [])];
}

/** The duty that an item of type `act` stamps. */
export function dutyOf(item: Item & { duty?: string }): string {
  return item.duty ?? item.id;
}

export function photosAt(visit: OpenVisit, path: string): Happening[] {
  return visit.happenings.filter(h => h.type === 'photo_added' && h.opened?.about === path && !visit.entities[h.entity]?.removed);
}

/** Persons or rows of an item of type person or table. */
export function membersOf(visit: OpenVisit, item: Item, about: string): Entity[] {
  return [...visit.of('person', { role: item.id }), ...visit.of('row', { role: item.id, about })];
}

function stateOf(visit: OpenVisit, item: Item, path: string, entity: string): QuestionState {
  const filled = item.type === 'photo' ? photosAt(visit, path).length > 0
    : item.type === 'person' || item.type === 'table' ? membersOf(visit, item, entity).length > 0
    : item.type === 'act' ? visit.happenings.some(h => h.type === 'action_taken' && h.entity === entity && h.opened?.duty === dutyOf(item)) : false;
  if (filled) return 'answered';
  if (visit.conflicts.includes(path)) return 'conflict';
  const heads = visit.answers[path] ?? [];
  const value = (heads.find(head => head.members) ?? heads[0])?.value;
  if (!value) return heads.length ? 'answered' : 'open';
  if (!('none' in value)) return 'answered';
  // "Not asked" spares a child a question; for what the inspector herself sees or does it is only an answer taken back.
  const takenBack = value.none === 'not_asked' && item.required && (!item.skippable || !entity.startsWith('minor:'));
  return takenBack ? 'open' : 'excused';
}

/** Roles that are answered inside the question they complete, hazard by hazard; never a row of their own. */
export const RULED_OUT = 'hazards_ruled_out';
export const NOT_KNOWN = 'hazards_not_known';
const WITHIN_ANOTHER = new Set([RULED_OUT, NOT_KNOWN]);

/** The questions put to one entity, in the protocol's order, those whose condition is false left out. */
export function sectionsOf(bundle: Bundle, visit: OpenVisit, entity: Entity | 'visit'): Section[] {
  const id = entity === 'visit' ? 'visit' : entity.entity;
  const whom = whomOf(bundle, entity);
  const about = entity !== 'visit' && entity.about ? [entity.about] : [];
  const answers = answersOf(visit, ...(id === 'visit' ? [] : [...about, id]));
  const sections: Section[] = [];
  for (const { stage, step, item, number } of everyItem(bundle)) {
    if (!whom.includes(item.for) || WITHIN_ANOTHER.has(item.role ?? '') || (item.when && evaluate(item.when, answers) === false)) continue;
    const path = `${id}/${item.id}`;
    const question: Question = {
      item, entity: id, path, number, heads: visit.answers[path] ?? [], state: stateOf(visit, item, path, id), comments: visit.comments.filter(c => c.path === path),
    };
    const last = sections.at(-1);
    if (last?.step === step) last.questions.push(question); else sections.push({ stage, step, questions: [question] });
  }
  return sections;
}

export function questionsOf(bundle: Bundle, visit: OpenVisit, entity: Entity | 'visit'): Question[] {
  return sectionsOf(bundle, visit, entity).flatMap(section => section.questions);
}

/** How many of some questions are settled (answered or excused), of how many. */
export function progressOf(questions: Question[]): { done: number; all: number } {
  return { done: questions.filter(q => q.state === 'answered' || q.state === 'excused').length, all: questions.length };
}

/** Initials of a name, as the only thing a card shows of it. */
export function initialsOf(name: string): string {
  return name.split(/\s+/).filter(word => /^\p{L}/u.test(word)).slice(0, 4).map(word => `${word[0]!.toLocaleUpperCase('es-MX')}.`).join(' ');
}

/** What may stand on a minor's card: its key and initials, never a name. */
export function nameplate(bundle: Bundle, visit: OpenVisit, entity: string): { key: string; initials: string } {
  const written = textOfRole(bundle, visit, 'minor_initials', entity);
  return { key: minorKey(entity), initials: written || initialsOf(textOfRole(bundle, visit, 'minor_name', entity)) };
}

/** Name and post of a person of the visit, for signing and lists. */
export function personOf(bundle: Bundle, visit: OpenVisit, person: Entity): { name: string; post: string; label: string } {
  const whom = whomOf(bundle, person);
  const item = everyItem(bundle).find(({ item: { id } }) => id === person.role)?.item;
  return { name: textOfRole(bundle, visit, 'person_name', person.entity, whom), post: textOfRole(bundle, visit, 'person_post', person.entity, whom), label: item?.label_es ?? person.role ?? '' };
}

/** The local day the facts are judged by: the day the visit began, or today there. */
export function dayOfFacts(bundle: Bundle, visit: OpenVisit, today: string): string {
  const started = valueOfRole(bundle, visit, 'started_at');
  return typeof started === 'string' && started.length >= 10 ? started.slice(0, 10) : today;
}
