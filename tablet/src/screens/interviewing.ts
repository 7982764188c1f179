/** How one talks with a minor, read from the protocol: which questions, in which order, and where it was left. Pure. */
import type { Bundle, Entity, OpenVisit } from '../types';
import { questionsOf, type Question } from './reading';

export interface Saying { title_es: string; say_es: string; basis: string[]; mark: string }
export interface Disclosure { stopped: string; words: string; say_es: string; next_es: string[]; basis: string[]; mark: string }
/** `words`: where what the child thinks is written; absent in visits opened before 2024.1 was published. */
export interface Closing extends Saying { words?: string }
/** Lists hold item ids of the protocol, in the order of the talk. */
export interface Interview {
  script: Saying[]; informed: string; language: string[]; setting: string[]; minimum: string[]; whole: string[]; closing: Closing; disclosure: Disclosure;
}

export function interviewOf(bundle: Bundle): Interview | null {
  return bundle.protocol.interview ?? null;
}

/** The questions of a list that apply to this minor, in the list's own order. */
export function questionsIn(bundle: Bundle, visit: OpenVisit, minor: Entity, ids: string[]): Question[] {
  const all = new Map(questionsOf(bundle, visit, minor).map(question => [question.item.id, question]));
  return ids.flatMap(id => all.get(id) ?? []);
}

/** Where to go on: the first question nobody answered nor skipped; the end when there is none. */
export function whereLeft(questions: Question[]): number {
  const open = questions.findIndex(({ state }) => state === 'open');
  return open < 0 ? questions.length : open;
}

/** Whether a yes-or-no point of this minor was answered yes. */
export function isYes(visit: OpenVisit, minor: Entity, id: string): boolean {
  const value = visit.value(`${minor.entity}/${id}`);
  return value !== null && 'v' in value && value.v === true;
}
