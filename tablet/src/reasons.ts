/**
 * Why a rule fired, in Spanish, with the articles in force that day and the items it rests on.
 *
 * Pure; the same words as `protocols/reasons.py`.
 */
import { AGE, type LawOption } from './ages';
import { headsOf, valueOf, type Answers } from './condition';
import { regionOf, type Readings } from './inputs';
import { BROKEN, UNVERIFIED, unique, type Law } from './law';
import type { LawOfDay, RuleOfDay } from './law_of_day';
import type { JudgedCheck } from './outcomes';
import { isWithin } from './regions';
import type { Json } from './types';

/** The input whose own cases name what was found (the hazards of the law). */
const HAZARDS = 'h176';

export interface Fired { id: string; cite: string[]; mark: string; because_es: string; rests_on: string[] }

/** The options ticked, in any head, among those the rule cites. */
function chosen(rule: RuleOfDay, answers: Answers): LawOption[] {
  return rule.options.flatMap(([item, options]) => {
    const codes: Json[] = headsOf(answers, item).flatMap(valueOf);
    return codes.length ? options.filter((option) => codes.includes(option.code)) : [];
  });
}

/** The sentence with the age as it is known: what is presumed is never said as proved. */
export function aged(law: Law, text: string, ages: readonly string[]): string {
  if (!text.includes('{age}')) return text;
  const { notes } = law.words;
  const known = ages.length === 1 ? notes[`age_${ages[0]}`] : undefined;
  return text.replaceAll('{age}', () => known ?? notes.age_other);
}

/** The rule's reason with what was found in its place. */
function because(day: LawOfDay, { rule }: RuleOfDay, options: LawOption[], readings: Readings, checks: readonly JudgedCheck[]): string {
  const { prepared, law } = day;
  const labels = options.map((option) => option.label_es);
  if (rule.kind === 'row' && rule.option_cites.length && HAZARDS in rule.when) labels.push(...readings[prepared.place(HAZARDS)].labels);
  const titles = (wanted: string) => checks.filter(([, state]) => state === wanted).map(([{ check }]) => check.title_es);
  const words: [string, () => string[]][] = [['{options}', () => labels], ['{failed}', () => titles(BROKEN)], ['{unverified}', () => titles(UNVERIFIED)]];
  const age = prepared.place(AGE);
  let text = aged(law, rule.because_es, prepared.values(age, readings[age].mask));
  for (const [name, found] of words) {
    if (text.includes(name)) text = text.replaceAll(name, () => unique(found()).join('; ') || law.words.notes.no_options);
  }
  return text;
}

/** One entry of `fired`: the rule, its articles in force, its mark, its reason and the items it rests on. */
export function fired(day: LawOfDay, one: RuleOfDay, answers: Answers, readings: Readings, checks: readonly JudgedCheck[]): Fired {
  const { rule, when, extra, reads } = one;
  const options = chosen(one, answers);
  const cites = [...rule.cite, ...options.flatMap((option) => option.cite)];
  const hazards = readings[day.prepared.place(HAZARDS)];
  if (when.some(([place, allowed]) => place === hazards.input.place && !(hazards.mask & ~allowed))) cites.push(...hazards.cites);
  const union = regionOf(readings);
  cites.push(...extra.filter((part) => isWithin(part.when, union)).flatMap((part) => part.cite));
  return {
    id: rule.id, cite: day.cites(cites), mark: rule.mark, because_es: because(day, one, options, readings, checks),
    rests_on: reads.filter((item) => headsOf(answers, item).length > 0),
  };
}
