/** Answers -> the inputs of the decision table, each a set of possible values. Pure; mirrors protocols/inputs.py. */
import { AgeReading } from './ages';
import { evaluate, type Answers, type Numbers } from './condition';
import { sorted, type Case, type Dated, type InputSpec, type Law } from './law_data';

const MAX_CHOICES = 32;
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** One input: its possible values for each choice of heads, and what they rest on. */
export class Reading {
  readonly sets: string[][] = [];
  provisional = false;
  readonly cites: string[] = [];
  readonly labels: string[] = [];

  constructor(readonly spec: InputSpec) {}

  get values(): string[] {
    return sorted(this.sets.flat());
  }

  add(values: string[], decided: Case | null): void {
    const ordered = sorted(values);
    if (!this.sets.some((other) => same(other, ordered))) this.sets.push(ordered);
    if (!decided) return;
    this.provisional ||= decided.provisional;
    for (const cite of decided.cite) if (!this.cites.includes(cite)) this.cites.push(cite);
    if (decided.label_es && !this.labels.includes(decided.label_es)) this.labels.push(decided.label_es);
  }
}
export type Readings = { [input: string]: Reading };

/** Whether a dated row is in force on the local day `on`. */
export const inForce = (row: Dated, on: string): boolean => (row.from === null || row.from <= on) && (row.until === null || on <= row.until);

/** {parameter: value in force on `on`}; a parameter without value that day is left out. */
export function numbersOn(law: Law, on: string): Numbers {
  const found: Numbers = {};
  for (const [name, parameter] of Object.entries(law.parameters)) {
    const value = parameter.values.findLast(({ from }) => from !== null && from <= on);
    if (value && (value.until === null || on <= value.until)) found[name] = value.value;
  }
  return found;
}

/** {input: Reading}, in the order of the law, and the reading of the age. */
export function readInputs(law: Law, answers: Answers, on: string, numbers: Numbers): { readings: Readings; age: AgeReading } {
  const readings: Readings = {};
  let age: AgeReading | null = null;
  for (const spec of law.inputs) {
    const reading = new Reading(spec);
    if (spec.age) {
      age = new AgeReading(law, spec.age, answers, on, numbers);
      for (const values of age.sets) reading.add(values, null);
    } else for (const choice of choices(spec, answers)) decide(reading, choice, on, numbers);
    readings[spec.id] = reading;
  }
  return { readings, age: age! };
}

/** One set of answers for each choice of heads among the items this input reads. */
function choices(spec: InputSpec, answers: Answers): Answers[] {
  const distinct: [string, unknown[]][] = [];
  for (const item of spec.reads) {
    const heads: unknown[] = [];
    for (const head of answers[item] ?? []) if (heads.every((other) => !same((head as { v?: unknown }).v ?? null, (other as { v?: unknown }).v ?? null))) heads.push(head);
    if (heads.length > 1) distinct.push([item, heads]);
  }
  let found: Answers[] = [answers];
  for (const [item, heads] of distinct) found = found.flatMap((choice) => heads.map((head) => ({ ...choice, [item]: [head] })));
  return found.length > MAX_CHOICES ? [...found.slice(0, MAX_CHOICES), answers] : found;
}

function decide(reading: Reading, answers: Answers, on: string, numbers: Numbers): void {
  const { spec } = reading;
  const every = spec.values.map(({ code }) => code);
  const possible: string[] = [];
  for (const option of spec.cases ?? []) {
    if (!inForce(option, on)) continue;
    const result = option.when === null ? true : evaluate(option.when, answers, numbers);
    if (result === true) return reading.add(option.value === 'open' ? every : [...possible, option.value], option);
    if (result === null && option.value !== 'open') possible.push(option.value);
  }
  const unknown = spec.unknown_as.length ? spec.unknown_as : every;
  reading.provisional ||= unknown.length === 1;
  reading.add(unknown, null);
}

/** {input: sorted possible values} for one minor; `answers` are the minor's merged with the visit's, `on` the local day of the facts. */
export function derive(bundle: { law: unknown }, answers: Answers, on: string): { [input: string]: string[] } {
  const law = bundle.law as Law;
  const { readings } = readInputs(law, answers, on, numbersOn(law, on));
  return Object.fromEntries(Object.entries(readings).map(([name, reading]) => [name, reading.values]));
}
