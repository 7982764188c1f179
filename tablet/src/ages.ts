/**
 * Age on the day of the facts: years and months, where it comes from, and what is presumed when it is not proved.
 *
 * Pure; the same words as `protocols/ages.py`, which names its legal sources and its open doubt.
 */
import { distinct, headsOf, same, valueOf, type Answers, type Numbers } from './condition';
import type { Json } from './types';

/** The input that every minor has, and its values. */
export const AGE = 'edad';
export const UNDER = 'u15', FIRST = 'e15', LATER = 'e16_17', DOUBT_MIN = 'nd15', DOUBT_MAJORITY = 'nd18', ADULT = 'e18';
/** Without these no age can be read: the law loaded must reach the day of the facts. */
export const NEEDED: readonly string[] = ['min_age_years', 'authorisation_until_years', 'majority_years', 'child_until_years'];
export const EVERY: readonly string[] = [UNDER, FIRST, LATER, DOUBT_MIN, DOUBT_MAJORITY, ADULT];
const DOUBTS: readonly string[] = [DOUBT_MIN, DOUBT_MAJORITY];

export interface AgeSpec {
  birth_date: string; said: string; evidence: string; doubt: string; proof: string[]; doubt_reads: Record<string, string>;
}
export interface LawOption { code: string; label_es: string; cite: string[]; exclusive: boolean; [key: string]: Json }
export interface AgeLaw {
  words: { age: Record<string, string>; bands: Record<string, { title_es: string }> };
  options: Record<string, LawOption[]>;
}
export interface Age {
  years: number | null; months: number | null; band: string; band_es: string;
  source: 'contradictoria' | 'documento' | 'declarada' | 'estimada' | 'sin_dato'; presumed: boolean; explain_es: string;
}
type Exact = [years: number, months: number];
interface Told { exact: Exact | null; said: number | null; proved: boolean; evidence: string | null; doubt: string | null }

/** Every choice of one element of each list, the last list varying fastest. */
export function* product<T>(lists: readonly (readonly T[])[]): Generator<T[]> {
  if (lists.every(({ length }) => length === 1)) return yield lists.map(([one]) => one);
  const [first, ...rest] = lists;
  for (const one of first) for (const others of product(rest)) yield [one, ...others];
}

/** Whether any of the values presumes an age that is not proved. */
export function presumes(values: readonly string[]): boolean {
  return values.some((value) => DOUBTS.includes(value));
}

function dayParts(text: string): [number, number, number] {
  const [year, month, day] = text.split('-').map(Number);
  if (![year, month, day].every(Number.isInteger)) throw new RangeError('not a day');
  return [year, month, day];
}

/**
 * Years and months completed on `on`, or null when not born yet.
 *
 * Who was born on 29 February completes years on 1 March of a common year: the protective reading.
 */
export function ageOn(birthOn: string, on: string): Exact | null {
  const born = dayParts(birthOn), day = dayParts(on);
  const months = (day[0] - born[0]) * 12 + day[1] - born[1] - (day[2] < born[2] ? 1 : 0);
  return months < 0 ? null : [Math.floor(months / 12), months % 12];
}

function bandOf(years: number, numbers: Numbers): string {
  if (years < numbers.min_age_years) return UNDER;
  if (years < numbers.authorisation_until_years) return FIRST;
  return years < numbers.majority_years ? LATER : ADULT;
}

/** Values the input of age may take for one choice of heads. More doubt never gives an older reading. */
function possible(proved: number | null, stated: number | null, doubt: string | null, numbers: Numbers): string[] {
  if (proved !== null) {
    const band = bandOf(proved, numbers);
    if (doubt === DOUBT_MIN && band !== UNDER) return [band, DOUBT_MIN];
    return doubt === DOUBT_MAJORITY && band === ADULT ? [ADULT, DOUBT_MAJORITY] : [band];
  }
  if (doubt === DOUBT_MIN || (stated !== null && stated < numbers.min_age_years)) return [DOUBT_MIN];
  if (doubt === DOUBT_MAJORITY) return [DOUBT_MAJORITY];
  if (stated === null) return [...EVERY];
  return doubt === 'none' ? [DOUBT_MAJORITY] : [DOUBT_MIN, DOUBT_MAJORITY];
}

function valuesOf(answers: Answers, item: string): Json[] {
  const found = distinct(headsOf(answers, item).map(valueOf));
  return found.length ? found : [null];
}

/** The template with each `{name}` in its value, in the order given. */
export function fill(template: string, values: Record<string, string>): string {
  let text = template;
  for (const name in values) if (text.includes(`{${name}}`)) text = text.replaceAll(`{${name}}`, () => values[name]);
  return text;
}

/** What the age answers say; `sets` has one list of possible values for each choice of heads. */
export class AgeReading {
  readonly sets: string[][] = [];
  private readonly told: Told[] = [];
  private readonly words: Record<string, string>;
  private readonly law: AgeLaw;
  private readonly spec: AgeSpec;
  private readonly numbers: Numbers;

  constructor(law: AgeLaw, spec: AgeSpec, answers: Answers, on: string, numbers: Numbers) {
    this.law = law;
    this.spec = spec;
    this.numbers = numbers;
    this.words = law.words.age;
    for (const chosen of product([spec.birth_date, spec.said, spec.evidence, spec.doubt].map((name) => valuesOf(answers, name)))) {
      this.add(chosen as [string | null, number | null, string | null, string | null], on);
    }
  }

  private add([birth, said, evidence, rawDoubt]: [string | null, number | null, string | null, string | null], on: string): void {
    const exact = birth ? ageOn(birth, on) : null;
    const doubt = rawDoubt !== null && Object.hasOwn(this.spec.doubt_reads, rawDoubt) ? this.spec.doubt_reads[rawDoubt]! : null;
    const proves = evidence !== null && this.spec.proof.includes(evidence);
    const stated = exact ? exact[0] : said;
    const values = possible(proves ? stated : null, stated, doubt, this.numbers);
    if (!this.sets.some((other) => same(other, values))) this.sets.push(values);
    const told = { exact, said, proved: proves && stated !== null, evidence, doubt };
    if (!this.told.some((other) => same(other, told))) this.told.push(told);
  }

  /** The `age` part of a determination. */
  result(): Age {
    const { exact, said, proved, doubt } = this.told[0];
    const ages = distinct(this.told.map((told) => [told.exact, told.exact ? null : told.said]));
    const conflict = ages.length > 1 || this.sets.length > 1;
    const years = conflict ? null : exact ? exact[0] : said;
    const values = distinct(this.sets.flat());
    const band = this.bandCode(values, years);
    return {
      years, months: exact && !conflict ? exact[1] : null, band, band_es: this.law.words.bands[band].title_es,
      source: conflict ? 'contradictoria' : proved ? 'documento' : years !== null ? 'declarada' : doubt ? 'estimada' : 'sin_dato',
      presumed: values.length === 1 && presumes(values), explain_es: this.explain(conflict),
    };
  }

  private bandCode(values: string[], years: number | null): string {
    if (values.length !== 1) return 'unknown';
    const [value] = values;
    if (value === UNDER) return years === null ? 'u_min' : years < this.numbers.child_until_years ? 'u12' : '12-14';
    return value === FIRST ? '15' : value === LATER ? '16-17' : value === ADULT ? '18+' : value;
  }

  private explain(conflict: boolean): string {
    if (conflict) return this.words.conflict;
    const told = this.told[0];
    const values = this.sets[0];
    const parts = [this.saidHow(told)];
    if (told.doubt !== null && DOUBTS.includes(told.doubt)) parts.push(this.words[`doubt_${told.doubt}`]);
    if (values.length === 1 && presumes(values)) parts.push(this.words[`presumed_${values[0]}`]);
    else if (same(values, DOUBTS)) parts.push(this.words.ask_doubt);
    else if (told.proved && values.length > 1) parts.push(this.words.document_doubted);
    return fill(parts.join(' '), {
      min_age: String(this.numbers.min_age_years), majority: String(this.numbers.majority_years) });
  }

  private saidHow({ exact, said, proved, evidence }: Told): string {
    const age = this.ageWords(exact ?? [said ?? 0, 0]);
    if (proved) {
      const label = this.law.options[this.spec.evidence].find((option) => option.code === evidence)?.label_es ?? '';
      return fill(this.words.proved, { evidence: label, age });
    }
    if (exact) return fill(this.words.unproved_date, { age });
    return said === null ? this.words.nothing : fill(this.words.said, { age });
  }

  private ageWords([years, months]: Exact): string {
    const text = this.count('year', years);
    return months ? text + this.words.and + this.count('month', months) : text;
  }

  private count(unit: 'year' | 'month', number: number): string {
    return fill(this.words[unit + (number === 1 ? '_one' : '_many')], { n: String(number) });
  }
}
