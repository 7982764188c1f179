/** Why a rule fired, in Spanish, with the articles in force that day and the items it rests on. Pure; mirrors protocols/reasons.py. */
import type { Answers } from './condition';
import { inForce, type Readings } from './inputs';
import { fill, sorted, unique, valuesOf, type Law, type OptionRow, type Rule } from './law_data';
import { BROKEN, isWithin, UNVERIFIED, type CheckState } from './outcomes';

export interface Cited { cite: string; instrument: string; mark: string }
export interface Fired { id: string; cite: string[]; mark: string; because_es: string; rests_on: string[] }

const HAZARD_INPUT = 'h176';

/** The ASCII key of a citation, as protocols/citing.py makes it. */
export const citationKey = (cite: string): string =>
  cite.replaceAll('¶', 'p').normalize('NFD').replace(/[^\x00-\x7f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '');

/** The citations in force on `on`, once each, in order. */
export function citations(law: Law, cites: string[], on: string): Cited[] {
  return unique(cites).map((cite) => law.citations[citationKey(cite)]!).filter((row) => inForce(row, on))
    .map(({ cite, instrument, mark }) => ({ cite, instrument, mark }));
}

/** The options ticked, in any head, among those the rule cites. */
function chosen(law: Law, rule: Rule, answers: Answers): OptionRow[] {
  return rule.option_cites.flatMap((item) => {
    const codes = valuesOf(answers, item).flat();
    return law.options[item]!.filter((option) => codes.includes(option.code) && !option.exclusive
      && Object.entries(rule.option_where).every(([key, value]) => option[key] === value));
  });
}

/** The rule's reason with what was found in its place. */
export function because(law: Law, rule: Rule, answers: Answers, readings: Readings, checks: CheckState[]): string {
  const labels = chosen(law, rule, answers).map(({ label_es }) => label_es);
  if (rule.kind === 'row' && rule.option_cites.length && HAZARD_INPUT in rule.when) labels.push(...readings[HAZARD_INPUT]!.labels);
  const titles = (wanted: string) => checks.filter(([, state]) => state === wanted).map(([check]) => check.title_es);
  let text = rule.because_es;
  for (const [name, words] of [['options', labels], ['failed', titles(BROKEN)], ['unverified', titles(UNVERIFIED)]] as const)
    text = fill(text, name, unique(words).join('; ') || law.words.notes.no_options!);
  return text;
}

/** One entry of `fired`: the rule, its articles in force, its mark, its reason and the items it rests on. */
export function fired(law: Law, rule: Rule, reason: string, answers: Answers, readings: Readings, on: string): Fired {
  const union = Object.fromEntries(Object.entries(readings).map(([name, reading]) => [name, reading.values]));
  const cites = [...rule.cite, ...chosen(law, rule, answers).flatMap(({ cite }) => cite)];
  const hazards = rule.when[HAZARD_INPUT];
  if (hazards && readings[HAZARD_INPUT]!.values.every((value) => hazards.includes(value))) cites.push(...readings[HAZARD_INPUT]!.cites);
  for (const extra of rule.extra) if (isWithin(extra.when, union)) cites.push(...extra.cite);
  const items = sorted([...Object.keys(rule.when).flatMap((name) => readings[name]!.spec.reads), ...rule.option_cites]);
  return {
    id: rule.id, cite: citations(law, cites, on).map(({ cite }) => cite), mark: rule.mark, because_es: reason,
    rests_on: items.filter((item) => answers[item]?.length),
  };
}
