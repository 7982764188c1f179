/**
 * Bundle and plain visit -> the plain context from which the acta's template is rendered. Pure; mirrors `protocols/acta_context.py`.
 * Public items, adults who take part and a short list of facts about minors by key: nothing else can reach the text.
 */
import { Answers, entersActa, own, type ActaData, type Said } from './acta_answers';
import { dayWords } from './acta_words';
import { calendarOf, isDay, lastDay, type Calendar } from './deadlines';
import { Minors } from './acta_minors';
import { People } from './acta_people';
import { renderText, type Context } from './text';
import type { Bundle, Json, VisitPlain } from './types';

const UNSAID = new Set(['person', 'table', 'photo', 'sign', 'act']);

/** For every answer `x` that `acta.yaml` lists: `x` (words, never empty), `x_known` and `x_given`. */
export function actaContext(bundle: Bundle, visit: VisitPlain): Context {
  const answers = new Answers(bundle, visit.answers);
  const { acta } = answers;
  const said = saidOfVisit(answers);
  const startedOn = dayOf(said.get('started_at')!);
  const minors = new Minors(answers, visit, startedOn);
  const people = new People(answers, visit);
  const { title_es: title, version, status, mark } = bundle.protocol;
  return {
    ...spread(said),
    ...Object.fromEntries(Object.entries(acta.flags).map(([name, flag]) => [name, flagOf(said.get(flag.answer)!, flag)])),
    ...placeOf(said.get('workplace_municipality')!, acta),
    ...documentsOf(answers),
    ...minors.context(),
    ...tablesOf(answers, visit),
    workplace_actions: minors.visitActions(),
    attendees: people.ofRole('attendee'), representatives: people.ofRole('worker_representative'), witnesses: people.ofRole('attending_witness'),
    signers: people.signers(said.get('inspector_name')!.text),
    others: othersOf(answers),
    ...termOf(bundle, said, startedOn),
    protocol_title: title, protocol_version: version,
    // Published is not validated; a visit opened before 2024.1 was published pins an acta that asks for the other name.
    protocol_to_validate: mark !== 'confirmado', protocol_is_draft: status !== 'published',
  };
}

/** What is said of the visit itself, by the names of `acta.yaml`. */
function saidOfVisit(answers: Answers): Map<string, Said> {
  const { roles, items } = answers.acta;
  const said = new Map<string, Said>(roles.map((role) => [role, answers.say('visit', answers.byRole(role, 'visit'))]));
  for (const [name, id] of Object.entries(items)) said.set(name, answers.say('visit', answers.byId(id)));
  return said;
}

/** How many working days there are to answer the acta, and the last of them in words ('' while the acta has no end yet). */
export function answerTerm(bundle: Bundle, visit: VisitPlain): { days: number; lastDay: string } {
  const said = saidOfVisit(new Answers(bundle, visit.answers));
  const { term_days: days, term_last_day: last } = termOf(bundle, said, dayOf(said.get('started_at')!));
  return { days: Number(days), lastDay: String(last) };
}

/** The acta's text as it is read, signed and hashed. */
export function actaText(bundle: Bundle, visit: VisitPlain): string {
  return renderText(bundle.protocol.acta, actaContext(bundle, visit));
}

function spread(said: Map<string, Said>): Context {
  return Object.fromEntries([...said].flatMap(([name, { text, known, given }]): [string, Json][] =>
    [[name, text], [`${name}_known`, known], [`${name}_given`, given]]));
}

/** Whether any answer is `any`, or whether the only answer is `only`. */
function flagOf(said: Said, flag: { any?: Json; only?: Json }): boolean {
  if (flag.any !== undefined) return said.values.some((value) => value === flag.any);
  return said.known && said.values.every((value) => value === flag.only);
}

function dayOf({ known, values }: Said): string {
  return known && typeof values[0] === 'string' ? values[0].slice(0, 10) : '';
}

/** The rows of each table of `acta.yaml`: {column: words}. */
function tablesOf(answers: Answers, visit: VisitPlain): Context {
  return Object.fromEntries(Object.entries(answers.acta.tables ?? {}).map(([name, { item, columns }]) => [
    name,
    visit.entities.filter(({ kind, role }) => kind === 'row' && role === item).map(({ entity }) =>
      Object.fromEntries(Object.entries(columns).map(([column, id]) => [column, answers.say(entity, answers.byId(id, `row:${item}`)).text]))),
  ]));
}

/** Code and state of a municipality whose name the bundle does not know. */
function placeOf({ known, values }: Said, acta: ActaData): Context {
  const only = values.length === 1 && !known ? values[0] : '';
  const code = typeof only === 'string' && /^[0-9]{5}$/.test(only) ? only : '';
  return { municipality_is_code: code !== '', municipality_code: code, state: own(acta.states, code.slice(0, 2)) ?? '' };
}

/** The days to answer the acta and the last of them, in words; empty until the acta has its end. */
function termOf(bundle: Bundle, said: Map<string, Said>, startedOn: string): Context {
  const { parameters, calendars } = bundle.law as unknown as { parameters: Parameters; calendars: { procedural: Calendar[] } };
  const days = inForce(parameters, (bundle.protocol.acta as unknown as ActaData).term_parameter, startedOn);
  const authority = said.get('authority')!;
  const endedOn = dayOf(said.get('ended_at')!);
  const town = said.get('workplace_municipality')!;
  const state = town.known ? String(town.values[0]).slice(0, 2) : null;
  const calendar = authority.known ? calendarOf(calendars.procedural, authority.values[0], state) : undefined;
  const isCounted = days > 0 && calendar !== undefined && isDay(endedOn);
  return { term_days: days, term_last_day: isCounted ? dayWords(lastDay(calendar, endedOn, days)) : '' };
}

/** The workplace's documents by outcome. */
function documentsOf(answers: Answers): Context {
  const groups: Record<string, Json[]> = { exhibe: [], parcial: [], no_exhibe: [], no_aplica: [] };
  const unclear: Json[] = [];
  const unasked: Json[] = [];
  const named = new Set(Object.values(answers.acta.items));
  for (const item of answers.items) {
    if (item.type !== 'doc' || item.for !== 'visit' || !item.public || named.has(item.id)) continue;
    const said = answers.say('visit', item);
    const group = said.known ? own(groups, said.values[0]) : undefined;
    if (group) group.push(item.label_es);
    else if (said.given) unclear.push({ label: item.label_es, words: said.text });
    else if (item.when === null) unasked.push(item.label_es);
  }
  return {
    documents_shown: groups.exhibe!, documents_partly: groups.parcial!, documents_missing: groups.no_exhibe!,
    documents_unclear: unclear, documents_unasked: unasked,
  };
}

/** What the protocol sends to the acta (`acta: true`) and no sentence of the template names. */
function othersOf(answers: Answers): Json[] {
  const { roles, items } = answers.acta;
  const named = new Set(Object.values(items));
  return answers.items
    .filter((item) => entersActa(item) && item.for === 'visit' && !UNSAID.has(item.type) && !roles.includes(item.role ?? '') && !named.has(item.id))
    .flatMap((item) => {
      const said = answers.say('visit', item);
      return said.given ? [{ label: item.label_es, words: said.text }] : [];
    });
}

type Parameters = Record<string, { values: { from: string; until?: string | null; value: number }[] }>;

/** The number in force on a local day (the newest when the day is not known), or 0 without one. */
function inForce(parameters: Parameters, name: string, on: string): number {
  const values = own(parameters, name)?.values ?? [];
  return values.findLast(({ from, until }) => !on || (from <= on && (until || on) >= on))?.value ?? 0;
}
