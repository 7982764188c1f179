/**
 * Answers -> the inputs of the decision table, each a set of possible values. Pure; the same words as `protocols/inputs.py`.
 *
 * Known gives one value, unknown gives every value, heads in conflict give one set each.
 */
import { AgeReading, NEEDED, product } from './ages';
import { headsOf, itemsOf, same, valueOf, type Answers } from './condition';
import { NoParameterInForce, type Case, type InputSpec } from './law';
import { preparedLaw, type InputOfDay, type LawOfDay } from './law_of_day';
import { readableValues } from './readable';
import { isOpen, type Region } from './regions';
import type { Bundle, Value } from './types';

const MAX_CHOICES = 32;

/** The readings of every input, in the order of the law. */
export type Readings = readonly Reading[];

/** One input: its possible values (bits) for each choice of heads, and what they rest on. */
export class Reading {
  readonly input: InputOfDay;
  readonly sets: number[] = [];
  readonly cites: string[] = [];
  readonly labels: string[] = [];
  /** Items whose answer would decide a case that what is known does not. */
  readonly undecided: string[] = [];
  mask = 0;
  provisional = false;

  constructor(input: InputOfDay) {
    this.input = input;
  }

  /** Adds the values of one choice of heads, decided by `decided`. */
  add(values: number, decided: Case | null): void {
    this.mask |= values;
    if (!this.sets.includes(values)) this.sets.push(values);
    if (!decided) return;
    this.provisional ||= decided.provisional;
    for (const cite of decided.cite) if (!this.cites.includes(cite)) this.cites.push(cite);
    if (decided.label_es && !this.labels.includes(decided.label_es)) this.labels.push(decided.label_es);
  }
}

/** The reading of every input, and that of the age. Throws `NoParameterInForce` when the law does not reach the day. */
export function readInputs(day: LawOfDay, answers: Answers): { readings: Readings; age: AgeReading } {
  const lacking = NEEDED.find((name) => !Object.hasOwn(day.numbers, name));
  if (lacking) throw new NoParameterInForce(lacking, day.on);
  let age: AgeReading | null = null;
  const isDisputed = Object.values(answers).some((heads) => heads.length > 1);
  const readings = day.inputs.map((input) => {
    const reading = new Reading(input);
    if (input.spec.age) {
      age = new AgeReading(day.law, input.spec.age, answers, day.on, day.numbers);
      for (const values of age.sets) reading.add(day.prepared.mask(input.place, values), null);
    } else {
      for (const choice of isDisputed ? choices(input.spec, answers) : [answers]) decide(day, reading, choice);
    }
    return reading;
  });
  if (!age) throw new RangeError('the law has no input of kind age');
  return { readings, age };
}

/** One set of answers for each choice of heads among the items this input reads. */
function choices(spec: InputSpec, answers: Answers): Answers[] {
  const items: string[] = [];
  const heads: Value[][] = [];
  for (const item of spec.reads) {
    const given = headsOf(answers, item);
    if (given.length < 2) continue;
    const different: Value[] = [];
    for (const head of given) if (!different.some((other) => same(valueOf(other), valueOf(head)))) different.push(head);
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

function decide(day: LawOfDay, reading: Reading, answers: Answers): void {
  const { cases, every, unknown } = reading.input;
  let possible = 0;
  for (const { written, judge, value } of cases) {
    const result = judge === null ? true : judge(answers, day.numbers);
    if (result === true) return reading.add(value ? possible | value : every, written);
    if (result !== null) continue;
    reading.undecided.push(...itemsOf(written.when!));
    possible |= value;
  }
  reading.provisional ||= !isOpen(unknown);
  reading.add(unknown, null);
}

/** `{input: sorted list of possible values}` for one minor; `on` is the local day of the facts. */
export function derive(bundle: Bundle, answers: Answers, on: string): Record<string, string[]> {
  const day = preparedLaw(bundle).on(on);
  return valuesOf(day, readInputs(day, readableValues(bundle, answers)).readings);
}

/** Every possible value of each input, by name. */
export function valuesOf(day: LawOfDay, readings: Readings): Record<string, string[]> {
  return Object.fromEntries(readings.map(({ input, mask }) => [input.spec.id, day.prepared.values(input.place, mask)]));
}

/** Every possible value of each input. */
export function regionOf(readings: Readings): Region {
  return readings.map(({ mask }) => mask);
}
