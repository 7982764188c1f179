/** The screens' one door to the law: conditions and determination, with the shapes the screens read. */
import { evaluate } from '../condition';
import { determine as determineBy } from '../determination';
import { NoParameterInForce } from '../law';
import type { Bundle, Condition, OpenVisit } from '../types';
import { answersOf, type Answers } from './reading';
import { happeningsOf, remember } from './visit_index';

/** True, false, or null when it cannot be known yet. */
export function holds(condition: Condition, answers: Answers): boolean | null {
  return evaluate(condition, answers);
}

export interface Duty { kind: string; title_es: string; plain_es: string; when: 'now' | 'before_closing' | 'deadline'; deadline: { [key: string]: unknown } | null; urgent: boolean; cite: string[]; mark: string; order: number }
export interface Fired { id: string; cite: string[]; mark: string; because_es: string; rests_on: string[] }
export interface Check { id: string; title_es: string; state: string; cite: string[]; fix_es: string }
export interface Determination {
  classification: string; row: string; title_es: string; plain_es: string; status: 'firme' | 'provisional' | 'pendiente';
  age: { years: number | null; months: number | null; band: string; band_es?: string; source: string; presumed: boolean; explain_es: string };
  inputs: Record<string, string[]>; fired: Fired[]; checks: Check[]; duties: Duty[]; referral: string; criminal_report: string;
  sanctions: { id: string; label_es: string; cite: string[] }[]; urgent: boolean; citations: { cite: string; instrument: string; mark: string }[];
  missing: { input: string; items: string[]; question_es: string }[]; explanation_es: string;
}

const beyond = new WeakSet<OpenVisit>();

/** The live proposal for one minor; null when the law could not be applied (the answers stay safe). */
export function determinationOf(bundle: Bundle, visit: OpenVisit, entity: string, day: string): Determination | null {
  const made = remember(bundle, visit, entity, `determination ${day}`, () => {
    try {
      return { found: determineBy(bundle, answersOf(visit, entity), day) as unknown as Determination, beyond: false };
    } catch (failure) {
      console.error('determination failed', failure instanceof Error ? failure.name : '');
      return { found: null, beyond: failure instanceof NoParameterInForce };
    }
  });
  if (made.beyond) beyond.add(visit);
  return made.found;
}

/** Whether the law that is loaded does not reach the day of the visit, which may be a wrong clock. */
export function isBeyondTheLaw(visit: OpenVisit): boolean {
  return beyond.has(visit);
}

export interface Done { at: number; ref: string; actor: string; folio: string; note: string; pending: boolean }

/** The duties already stamped for an entity, by kind; the last stamp of each. */
export function doneDuties(visit: OpenVisit, entity: string): Record<string, Done> {
  const done: Record<string, Done> = {};
  for (const { type, opened, recordedAt, ref, actor } of happeningsOf(visit, entity)) {
    if (type !== 'action_taken' || !opened || typeof opened.duty !== 'string') continue;
    done[opened.duty] = { at: typeof opened.at === 'number' ? opened.at : recordedAt, ref, actor, folio: String(opened.folio ?? ''), note: String(opened.note ?? ''), pending: opened.pending === true };
  }
  return done;
}

export interface Confirmed { at: number; agrees: boolean; classification: string; reason: string; current: boolean }

/** The inspector's last determination of a minor, and whether it still speaks of the present answers. */
export function confirmedOf(visit: OpenVisit, entity: string, now: Determination | null): Confirmed | null {
  const last = happeningsOf(visit, entity).findLast(h => h.type === 'determination_confirmed');
  if (!last) return null;
  const { agrees, classification, reason, result } = last.opened ?? {};
  const then = (result ?? {}) as { classification?: string; status?: string };
  return {
    at: last.recordedAt, agrees: agrees === true, classification: String(classification ?? ''), reason: String(reason ?? ''),
    current: !now || (then.classification === now.classification && then.status === now.status),
  };
}

/** Bands of age the law engine uses; proved majority is read from the band it names. */
export function isProvedAdult(determination: Determination | null): boolean {
  return determination !== null && determination.age.band === ADULT_BAND;
}
const ADULT_BAND = '18+';
