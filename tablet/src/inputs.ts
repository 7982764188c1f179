/**
 * Answers -> the inputs of the decision table, each a set of possible values. Pure; the same words as `protocols/inputs.py`.
 *
 * Known gives one value, unknown gives every value, heads in conflict give one set each.
 */
import { AgeReading, NEEDED, product, type AgeLaw, type AgeSpec } from './ages';
import { evaluate, headsOf, itemsOf, same, valueOf, type Answers, type Numbers } from './condition';
import { readableValues } from './readable';
import type { Bundle, Condition, Value } from './types';

const MAX_CHOICES = 32;

/** Something in force from a local day until another, both included; null is always. */
export interface Dated { from: string | null; until: string | null }
export interface Case extends Dated {
  value: string; when: Condition | null; provisional: boolean; cite: string[]; label_es: string | null;
}
export interface InputSpec {
  id: string; kind: 'cases' | 'age'; title_es: string; question_es: string; asks: string[]; reads: string[];
  values: { code: string; label_es: string }[]; unknown_as: string[]; cases?: Case[]; age?: AgeSpec;
}
export interface Parameter { values: (Dated & { value: number })[] }
export interface InputsLaw extends AgeLaw { parameters: Record<string, Parameter>; inputs: InputSpec[] }
export type Readings = Readonly<Record<string, Reading>>;

/** The law that is loaded does not reach the day of the facts. */
export class NoParameterInForce extends Error {
  constructor(name: string, on: string) {
    super(`La ley cargada no alcanza esa fecha (${on}): falta «${name}» en parameters.yaml.`);
    this.name = 'NoParameterInForce';
  }
}

/** One input: its possible values for each choice of heads, and what they rest on. */
export class Reading {
  readonly spec: InputSpec;
  readonly sets: string[][] = [];
  readonly cites: string[] = [];
  readonly labels: string[] = [];
  /** Items whose answer would decide a case that what is known does not. */
  readonly undecided: string[] = [];
  provisional = false;
  private all: string[] | null = null;

  constructor(spec: InputSpec) {
    this.spec = spec;
  }

  /** Every possible value, sorted. */
  get values(): string[] {
    return this.all ??= [...new Set(this.sets.flat())].sort();
  }

  /** Adds the values of one choice of heads, decided by `decided`. */
  add(values: readonly string[], decided: Case | null): void {
    this.all = null;
    const ordered = values.length === 1 ? [...values] : [...new Set(values)].sort();
    if (!this.sets.some((other) => same(other, ordered))) this.sets.push(ordered);
    if (!decided) return;
    this.provisional ||= decided.provisional;
    this.cites.push(...decided.cite.filter((cite) => !this.cites.includes(cite)));
    if (decided.label_es && !this.labels.includes(decided.label_es)) this.labels.push(decided.label_es);
  }
}

/** Whether a dated row is in force on the local day `on`. */
export function inForce({ from, until }: Dated, on: string): boolean {
  return (from === null || from <= on) && (until === null || on <= until);
}

const NUMBERS = new WeakMap<InputsLaw, Map<string, Numbers>>();

/** `{parameter: value in force on the day}`; a parameter without value that day is left out. Read once a day and law. */
export function numbersOn(law: InputsLaw, on: string): Numbers {
  return once(NUMBERS, law, on, () => readNumbers(law, on));
}

/** What `make` gives for an object and a key, made once: the law never changes while it is held. */
export function once<K extends object, V>(held: WeakMap<K, Map<string, V>>, owner: K, key: string, make: () => V): V {
  const known = held.get(owner) ?? new Map<string, V>();
  held.set(owner, known);
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

function readNumbers(law: InputsLaw, on: string): Numbers {
  const found: Record<string, number> = {};
  for (const [name, { values }] of Object.entries(law.parameters)) {
    const last = values.findLast(({ from }) => from === null || from <= on);
    if (last && inForce(last, on)) found[name] = last.value;
  }
  return found;
}

/** `{input: Reading}`, and the reading of the age. Throws `NoParameterInForce` when the law does not reach the day. */
export function readInputs(law: InputsLaw, answers: Answers, on: string, numbers: Numbers): { readings: Readings; age: AgeReading } {
  const lacking = NEEDED.find((name) => !Object.hasOwn(numbers, name));
  if (lacking) throw new NoParameterInForce(lacking, on);
  const readings: Record<string, Reading> = {};
  let age: AgeReading | null = null;
  for (const spec of law.inputs) {
    const reading = new Reading(spec);
    if (spec.age) {
      age = new AgeReading(law, spec.age, answers, on, numbers);
      for (const values of age.sets) reading.add(values, null);
    } else {
      for (const choice of choices(spec, answers)) decide(reading, choice, on, numbers);
    }
    readings[spec.id] = reading;
  }
  if (!age) throw new RangeError('the law has no input of kind age');
  return { readings, age };
}

/** One set of answers for each choice of heads among the items this input reads. */
function choices(spec: InputSpec, answers: Answers): Answers[] {
  const items: string[] = [];
  const heads: Value[][] = [];
  for (const item of spec.reads) {
    const different: Value[] = [];
    for (const head of headsOf(answers, item)) {
      if (!different.some((other) => same(valueOf(other), valueOf(head)))) different.push(head);
    }
    if (different.length > 1) {
      items.push(item);
      heads.push(different);
    }
  }
  if (!items.length) return [answers];
  const found: Answers[] = [];
  for (const chosen of product(heads)) {
    if (found.length === MAX_CHOICES) return [...found, answers];
    found.push({ ...answers, ...Object.fromEntries(items.map((item, i) => [item, [chosen[i]]])) });
  }
  return found;
}

function decide(reading: Reading, answers: Answers, on: string, numbers: Numbers): void {
  const { values, cases = [], unknown_as } = reading.spec;
  const every = values.map(({ code }) => code);
  const possible: string[] = [];
  for (const one of cases) {
    if (!inForce(one, on)) continue;
    const result = one.when === null ? true : evaluate(one.when, answers, numbers);
    if (result === true) return reading.add(one.value === 'open' ? every : [...possible, one.value], one);
    if (result !== null) continue;
    reading.undecided.push(...itemsOf(one.when!));
    if (one.value !== 'open') possible.push(one.value);
  }
  const unknown = unknown_as.length ? unknown_as : every;
  reading.provisional ||= unknown.length === 1;
  reading.add(unknown, null);
}

/** `{input: sorted list of possible values}` for one minor; `on` is the local day of the facts. */
export function derive(bundle: Bundle, answers: Answers, on: string): Record<string, string[]> {
  const law = bundle.law as unknown as InputsLaw;
  const { readings } = readInputs(law, readableValues(bundle, answers), on, numbersOn(law, on));
  return unionOf(readings);
}

/** Every possible value of each input. */
export function unionOf(readings: Readings): Record<string, string[]> {
  return Object.fromEntries(Object.entries(readings).map(([name, reading]) => [name, reading.values]));
}
