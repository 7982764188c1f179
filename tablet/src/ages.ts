/**
 * Age on the day of the facts: years and months, where it comes from, and what is presumed when it is not proved.
 *
 * Pure; mirrors protocols/ages.py, where the legal sources and doubts stand.
 */
import type { Answers, Numbers } from './condition';
import { fill, sorted, valuesOf, type AgeSpec, type Law } from './law_data';

export const [UNDER, FIRST, LATER, DOUBT_MIN, DOUBT_MAJORITY, ADULT] = ['u15', 'e15', 'e16_17', 'nd15', 'nd18', 'e18'] as const;
const EVERY: string[] = [UNDER, FIRST, LATER, DOUBT_MIN, DOUBT_MAJORITY, ADULT];

export interface Age { years: number | null; months: number | null; band: string; band_es: string; source: string; presumed: boolean; explain_es: string }
type Exact = [number, number] | null;
interface Told { exact: Exact; said: number | null; proved: boolean; evidence: string | null; doubt: string | null }

/** [years, months] completed on `on`, or null when not born yet. */
export function ageOn(birthOn: string, on: string): Exact {
  const [born, day] = [birthOn, on].map((text) => text.split('-').map(Number)) as [number[], number[]];
  const months = (day[0]! - born[0]!) * 12 + day[1]! - born[1]! - (day[2]! < born[2]! ? 1 : 0);
  return months < 0 ? null : [Math.floor(months / 12), months % 12];
}

function band(years: number, numbers: Numbers): string {
  if (years < numbers.min_age_years!) return UNDER;
  if (years < numbers.authorisation_until_years!) return FIRST;
  return years < numbers.majority_years! ? LATER : ADULT;
}

function possible(proved: number | null, stated: number | null, doubt: string | null, numbers: Numbers): string[] {
  if (proved !== null) {
    const code = band(proved, numbers);
    if (doubt === DOUBT_MIN && code !== UNDER) return [code, DOUBT_MIN];
    return doubt === DOUBT_MAJORITY && code === ADULT ? [ADULT, DOUBT_MAJORITY] : [code];
  }
  if (doubt === DOUBT_MIN || (stated !== null && stated < numbers.min_age_years!)) return [DOUBT_MIN];
  if (doubt === DOUBT_MAJORITY) return [DOUBT_MAJORITY];
  if (stated === null) return [...EVERY];
  return doubt === 'none' ? [DOUBT_MAJORITY] : [DOUBT_MIN, DOUBT_MAJORITY];
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
function distinct(answers: Answers, item: string): unknown[] {
  const found: unknown[] = [];
  for (const value of valuesOf(answers, item)) if (!found.some((other) => same(other, value ?? null))) found.push(value ?? null);
  return found.length ? found : [null];
}

/** What the age answers say; `sets` has one list of possible values for each choice of heads. */
export class AgeReading {
  readonly sets: string[][] = [];
  private readonly told: Told[] = [];

  constructor(private readonly law: Law, private readonly spec: AgeSpec, answers: Answers, on: string, private readonly numbers: Numbers) {
    for (const birth of distinct(answers, spec.birth_date) as (string | null)[])
      for (const said of distinct(answers, spec.said) as (number | null)[])
        for (const evidence of distinct(answers, spec.evidence) as (string | null)[])
          for (const raw of distinct(answers, spec.doubt) as (string | null)[]) this.add(birth ? ageOn(birth, on) : null, said, evidence, raw);
  }

  private add(exact: Exact, said: number | null, evidence: string | null, raw: string | null): void {
    const doubt = raw === null ? null : this.spec.doubt_reads[raw] ?? null;
    const proves = evidence !== null && this.spec.proof.includes(evidence);
    const stated = exact ? exact[0] : said;
    const values = possible(proves ? stated : null, stated, doubt, this.numbers);
    if (!this.sets.some((other) => same(other, values))) this.sets.push(values);
    const told = { exact, said, proved: proves && stated !== null, evidence, doubt };
    if (!this.told.some((other) => same(other, told))) this.told.push(told);
  }

  /** The `age` part of a determination. */
  result(): Age {
    const { exact, said, proved, doubt } = this.told[0]!;
    const ages = new Set(this.told.map((told) => JSON.stringify([told.exact, told.exact === null ? told.said : null])));
    const conflict = ages.size > 1 || this.sets.length > 1;
    const years = conflict ? null : exact ? exact[0] : said;
    const values = sorted(this.sets.flat());
    const code = this.bandCode(values, years);
    const source = conflict ? 'contradictoria' : proved ? 'documento' : years !== null ? 'declarada' : doubt ? 'estimada' : 'sin_dato';
    return {
      years, months: exact && !conflict ? exact[1] : null, band: code, band_es: this.law.words.bands[code]!.title_es, source,
      presumed: same(values, [DOUBT_MIN]) || same(values, [DOUBT_MAJORITY]), explain_es: this.explain(conflict),
    };
  }

  private bandCode(values: string[], years: number | null): string {
    if (values.length !== 1) return 'unknown';
    const [value] = values as [string];
    if (value === UNDER) return years === null ? 'u_min' : years < this.numbers.child_until_years! ? 'u12' : '12-14';
    return { [FIRST]: '15', [LATER]: '16-17', [ADULT]: '18+' }[value] ?? value;
  }

  private explain(conflict: boolean): string {
    const words = this.law.words.age;
    if (conflict) return words.conflict!;
    const { exact, said, proved, evidence, doubt } = this.told[0]!;
    const age = this.ageWords(exact, said);
    const parts: string[] = [];
    if (proved) {
      const label = this.law.options[this.spec.evidence]!.find(({ code }) => code === evidence)?.label_es ?? '';
      parts.push(fill(fill(words.proved!, 'evidence', label), 'age', age));
    } else if (exact) parts.push(fill(words.unproved_date!, 'age', age));
    else parts.push(said === null ? words.nothing! : fill(words.said!, 'age', age));
    if (doubt === DOUBT_MIN || doubt === DOUBT_MAJORITY) parts.push(words[`doubt_${doubt}`]!);
    const [values] = this.sets as [string[]];
    if (same(values, [DOUBT_MIN]) || same(values, [DOUBT_MAJORITY])) parts.push(words[`presumed_${values[0]}`]!);
    else if (same(values, [DOUBT_MIN, DOUBT_MAJORITY])) parts.push(words.ask_doubt!);
    else if (proved && values.length > 1) parts.push(words.document_doubted!);
    return fill(fill(parts.join(' '), 'min_age', String(this.numbers.min_age_years)), 'majority', String(this.numbers.majority_years));
  }

  private ageWords(exact: Exact, said: number | null): string {
    const [years, months] = exact ?? [said ?? 0, 0];
    const text = this.count('year', years);
    return months ? text + this.law.words.age.and! + this.count('month', months) : text;
  }

  private count(unit: string, number: number): string {
    return fill(this.law.words.age[`${unit}_${number === 1 ? 'one' : 'many'}`]!, 'n', String(number));
  }
}
