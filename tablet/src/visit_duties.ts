/**
 * What a visit owes: what must be done before the acta closes, which deadlines run, which documents come out.
 * Pure; mirrors `protocols/visit_duties.py` to the same results.
 */
import { calendarOf, hoursAfter, isDay, lastDay, type Calendar } from './deadlines';

/** The first act of its kind; `pending` while it waits for signal. */
export interface Act { at: number; pending: boolean }
export interface MinorFacts {
  entity: string; found_at: number; confirmed: boolean; referral: string;
  duties: { kind: string; title_es: string; urgent: boolean }[]; acts: Record<string, Act>; documents: string[];
}
export interface VisitFacts {
  authority: string | null; state?: string | null; on: string; ended_on: string | null; closed_on: string | null;
  required_open: string[]; acts: Record<string, Act>; minors: MinorFacts[];
}
interface Ground { id: string; cite: string[]; mark: string }
interface Closing extends Ground { checks: string; label_es: string }
interface Term extends Ground {
  title_es: string; who_es: string; starts: string; starts_es: string; act: string | null; note_es: string | null;
  days_param: string | null; hours_param: string | null; done_by: { act: string; document: string | null } | null;
}
interface Paper extends Ground { title_es: string; when: string; duties: string[] }
export interface VisitLaw {
  visit_duties: { before_closing: Closing[]; deadlines: Term[]; documents: Paper[] };
  calendars: { procedural: (Calendar & { mark: string })[] };
  parameters: Record<string, { values: { from: string; until: string | null; value: number }[] }>;
}

const REFERRED = ['yes', 'urgent'];

/** Lists in the order of the law's data. */
export function visitDuties(law: VisitLaw, facts: VisitFacts) {
  const { before_closing: closing, deadlines, documents } = law.visit_duties;
  return {
    before_closing: closing.flatMap((rule) => lacks(rule, facts)),
    deadlines: deadlines.map((rule) => deadline(law, rule, facts)),
    documents: documents.flatMap((rule) => paper(rule, facts)),
  };
}

/** What a rule still asks; an act left pending for lack of signal is done (it leaves by itself). */
function lacks({ checks, id, label_es, cite, mark }: Closing, facts: VisitFacts) {
  const lack = (entity: string, what_es: string) => ({ id, label_es, cite, mark, entity, what_es });
  if (checks === 'required_answers') return facts.required_open.map((label) => lack('visit', label));
  return facts.minors.flatMap((minor) => {
    if (checks === 'determination_confirmed') return minor.confirmed ? [] : [lack(minor.entity, '')];
    return minor.duties.filter(({ urgent, kind }) => urgent && !isStarted(minor, facts, kind)).map((duty) => lack(minor.entity, duty.title_es));
  });
}

function isStarted(minor: MinorFacts, facts: VisitFacts, kind: string): boolean {
  return Object.hasOwn(minor.acts, kind) || Object.hasOwn(facts.acts, kind) || minor.documents.includes(kind);
}

function deadline(law: VisitLaw, rule: Term, facts: VisitFacts) {
  const started = startOf(rule, facts);
  const number = inForce(law.parameters, rule.days_param ?? rule.hours_param, facts.on);
  const calendar = calendarOf(law.calendars.procedural, facts.authority, facts.state) as (Calendar & { mark: string }) | undefined;
  const last = rule.days_param && typeof started === 'string' && isDay(started) && number && calendar ? lastDay(calendar, started, number) : null;
  const until = rule.hours_param && typeof started === 'number' && number ? hoursAfter(started, number) : null;
  const { id, title_es, who_es, starts_es, note_es, cite } = rule;
  const marks = [rule.mark, last && calendar ? calendar.mark : rule.mark];
  return {
    id, title_es, who_es, starts_es, note_es, cite, mark: marks.includes('por_validar') ? 'por_validar' : 'confirmado',
    state: started === null ? 'waiting' : isDone(rule, facts) ? 'done' : 'running', number, starts: started, last_on: last, until,
  };
}

function startOf(rule: Term, facts: VisitFacts): string | number | null {
  if (rule.starts === 'acta_ended') return facts.ended_on || facts.closed_on;
  if (rule.starts === 'acta_closed') return facts.closed_on;
  if (rule.starts === 'act') return earliest([facts.acts, ...facts.minors.map(({ acts }) => acts)].flatMap((acts) => (Object.hasOwn(acts, rule.act!) ? [acts[rule.act!]!.at] : [])));
  const asked = askedOf(rule, facts);
  const lacking = asked.filter((minor) => !fulfils(rule, minor, facts));
  return earliest((lacking.length ? lacking : asked).map(({ found_at: at }) => at));
}

function earliest(instants: number[]): number | null {
  return instants.length ? Math.min(...instants) : null;
}

function askedOf(rule: Term, { minors }: VisitFacts): MinorFacts[] {
  return minors.filter(({ duties }) => duties.some(({ kind }) => kind === rule.act));
}

/** Whether what fulfils it was done, for every minor it concerns; what waits for signal is not done yet. */
function isDone(rule: Term, facts: VisitFacts): boolean {
  if (!rule.done_by) return false;
  if (rule.starts === 'detection') return askedOf(rule, facts).every((minor) => fulfils(rule, minor, facts));
  const { act } = rule.done_by;
  return [facts.acts, ...facts.minors.map(({ acts }) => acts)].some((acts) => isSent(acts, act));
}

function fulfils(rule: Term, minor: MinorFacts, facts: VisitFacts): boolean {
  const { act, document } = rule.done_by!;
  return isSent(minor.acts, act) || isSent(facts.acts, act) || minor.documents.includes(document!);
}

function isSent(acts: Record<string, Act>, kind: string): boolean {
  return Object.hasOwn(acts, kind) && !acts[kind]!.pending;
}

function paper(rule: Paper, { minors }: VisitFacts) {
  const wanted = minors.filter((minor) => wants(rule, minor));
  if (!wanted.length && rule.when !== 'visit') return [];
  const { id, title_es, cite, mark } = rule;
  return [{ id, title_es, cite, mark, minors: wanted.map(({ entity }) => entity), lacking: wanted.filter(({ documents }) => !documents.includes(id)).map(({ entity }) => entity) }];
}

function wants(rule: Paper, { referral, duties }: MinorFacts): boolean {
  if (rule.when === 'referral') return REFERRED.includes(referral);
  return rule.when === 'duty' && duties.some(({ kind }) => rule.duties.includes(kind));
}

function inForce(parameters: VisitLaw['parameters'], name: string | null, on: string): number | null {
  const values = name === null ? [] : parameters[name]!.values;
  return values.findLast(({ from, until }) => from <= on && (until || on) >= on)?.value ?? null;
}
