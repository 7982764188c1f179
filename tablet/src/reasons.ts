/**
 * Why a rule fired, in Spanish, with the articles in force that day and the items it rests on.
 *
 * Pure; the same words as `protocols/reasons.py`.
 */
import type { LawOption } from './ages';
import { headsOf, same, valueOf, type Answers } from './condition';
import { inForce, once, unionOf, type Readings } from './inputs';
import { BROKEN, UNVERIFIED, isWithin, unique, type JudgedCheck, type Law, type Rule } from './outcomes';
import type { Json } from './types';

/** The input whose own cases name what was found (the hazards of the law). */
const HAZARDS = 'h176';

export interface InForce { cite: string; instrument: string; mark: string }
export interface Fired { id: string; cite: string[]; mark: string; because_es: string; rests_on: string[] }

const KEYS = new Map<string, string>();

/** The ASCII key of a citation, as `protocols/citing.py` makes it. */
export function citationKey(cite: string): string {
  const known = KEYS.get(cite) ?? asciiKey(cite);
  KEYS.set(cite, known);
  return known;
}

function asciiKey(cite: string): string {
  const plain = cite.replaceAll('¶', 'p').normalize('NFD').replace(/[^\x00-\x7f]/g, '');
  return plain.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
}

const IN_FORCE = new WeakMap<Law, Map<string, { found: InForce | null }>>();

function citationOn(law: Law, name: string, on: string): InForce | null {
  const row = law.citations[citationKey(name)];
  const { cite, instrument, mark } = row;
  return inForce(row, on) ? { cite, instrument, mark } : null;
}

/** The citations in force on the day, once each, in order. */
export function citations(law: Law, cites: readonly string[], on: string): InForce[] {
  const found: InForce[] = [];
  for (const cite of unique(cites)) {
    const row = once(IN_FORCE, law, `${on} ${cite}`, () => ({ found: citationOn(law, cite, on) })).found;
    if (row) found.push(row);
  }
  return found;
}

/** The options ticked, in any head, among those the rule cites. */
function chosen(law: Law, rule: Rule, answers: Answers): LawOption[] {
  return rule.option_cites.flatMap((item) => {
    const codes: Json[] = headsOf(answers, item).flatMap(valueOf);
    return law.options[item].filter((option) => codes.includes(option.code) && !option.exclusive
      && Object.entries(rule.option_where).every(([key, value]) => same(option[key] ?? null, value)));
  });
}

/** The sentence with the age as it is known: what is presumed is never said as proved. */
export function aged(law: Law, text: string, ages: readonly string[]): string {
  const { notes } = law.words;
  const known = ages.length === 1 ? notes[`age_${ages[0]}`] : undefined;
  return text.replaceAll('{age}', () => known ?? notes.age_other);
}

/** The rule's reason with what was found in its place. */
export function because(law: Law, rule: Rule, answers: Answers, readings: Readings, checks: readonly JudgedCheck[]): string {
  const labels = chosen(law, rule, answers).map((option) => option.label_es);
  if (rule.kind === 'row' && rule.option_cites.length && HAZARDS in rule.when) labels.push(...readings[HAZARDS].labels);
  const titles = (wanted: string) => checks.filter(([, state]) => state === wanted).map(([check]) => check.title_es);
  const words: [string, string[]][] = [['options', labels], ['failed', titles(BROKEN)], ['unverified', titles(UNVERIFIED)]];
  return words.reduce(
    (text, [name, found]) => text.replaceAll(`{${name}}`, () => unique(found).join('; ') || law.words.notes.no_options),
    aged(law, rule.because_es, readings.edad.values));
}

/** One entry of `fired`: the rule, its articles in force, its mark, its reason and the items it rests on. */
export function fired(law: Law, rule: Rule, reason: string, answers: Answers, readings: Readings, on: string): Fired {
  const union = unionOf(readings);
  const cites = [...rule.cite, ...chosen(law, rule, answers).flatMap((option) => option.cite)];
  const hazards = rule.when[HAZARDS];
  if (hazards && readings[HAZARDS].values.every((value) => hazards.includes(value))) cites.push(...readings[HAZARDS].cites);
  cites.push(...rule.extra.filter(({ when }) => isWithin(when, union)).flatMap((extra) => extra.cite));
  const items = unique([...Object.keys(rule.when).flatMap((name) => readings[name].spec.reads), ...rule.option_cites]).sort();
  return {
    id: rule.id, cite: citations(law, cites, on).map(({ cite }) => cite), mark: rule.mark, because_es: reason,
    rests_on: items.filter((item) => headsOf(answers, item).length > 0),
  };
}
