/**
 * The condition language of protocols: a closed vocabulary, three-valued. Pure; the same words as `protocols/condition.py`.
 *
 * An answer nobody gave, or given differently by several heads, makes a comparison unknown (`null`); unknown never reads as no.
 */
import type { Condition, Json, Value } from './types';

export type Answers = Readonly<Record<string, readonly Value[]>>;
export type Numbers = Readonly<Record<string, number>>;
export type Truth = boolean | null;

type Comparison = 'lt' | 'lte' | 'gt' | 'gte';
type Operand = number | string | { param: string; times?: number } | { times: [Operand, Operand] };

const COMPARISONS: Record<Comparison, (left: number, right: number) => boolean> = {
  lt: (left, right) => left < right, lte: (left, right) => left <= right, gt: (left, right) => left > right, gte: (left, right) => left >= right,
};

function isComparison(word: string): word is Comparison {
  return Object.hasOwn(COMPARISONS, word);
}

/** Whether two values are the same, member by member. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    return Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((part, i) => same(part, other[i]));
  }
  const keys = Object.keys(one);
  const left = one as Record<string, unknown>, right = other as Record<string, unknown>;
  return keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key) && same(left[key], right[key]));
}

/** The values once each, in order. */
export function distinct<T>(values: Iterable<T>): T[] {
  const found: T[] = [];
  for (const value of values) if (!found.some((other) => same(other, value))) found.push(value);
  return found;
}

/** What a head says; null when it was left without answer for a reason. */
export function valueOf(head: Value): Json {
  return 'v' in head ? head.v : null;
}

/** The head values of an item; none when nobody touched it. */
export function headsOf(answers: Answers, item: string): readonly Value[] {
  return Object.hasOwn(answers, item) ? answers[item] : [];
}

/**
 * True, false, or null when what is known does not decide.
 *
 * `answers` is `{item id: [head value, …]}`; `numbers` are the law's parameters in force on the day judged.
 */
export function evaluate(condition: Condition, answers: Answers, numbers: Numbers = {}): Truth {
  // One key each; this runs thousands of times for one minor, so nothing is allocated to read it.
  for (const word in condition) return judge(word, (condition as Record<string, unknown>)[word], answers, numbers);
  throw new RangeError('an empty condition');
}

function judge(word: string, argument: unknown, answers: Answers, numbers: Numbers): Truth {
  if (word === 'all' || word === 'any') return several(word === 'any', argument as Condition[], answers, numbers);
  if (word === 'not') {
    const inner = evaluate(argument as Condition, answers, numbers);
    return inner === null ? null : !inner;
  }
  if (word === 'answered') return headsOf(answers, argument as string).some((head) => 'v' in head);
  if (isComparison(word)) return compare(word, argument as unknown as [Operand, Operand], answers, numbers);
  const [item, wanted] = argument as [string, Json];
  const heads = headsOf(answers, item);
  if (!heads.length) return null;
  const first = headHolds(word, heads[0], wanted);
  for (let i = 1; i < heads.length; i++) if (headHolds(word, heads[i], wanted) !== first) return null;
  return first;
}

/** «any» is decided by a true part, «all» by a false one. */
function several(decisive: boolean, parts: Condition[], answers: Answers, numbers: Numbers): Truth {
  let unknown = false;
  for (const part of parts) {
    const result = evaluate(part, answers, numbers);
    if (result === decisive) return decisive;
    unknown ||= result === null;
  }
  return unknown ? null : !decisive;
}

function headHolds(word: string, head: Value, wanted: Json): Truth {
  if (!('v' in head)) return null;
  const value = head.v;
  if (word === 'eq') return same(value, wanted);
  if (word === 'in') return (wanted as Json[]).some((one) => same(one, value));
  if (word === 'in_state') return typeof value === 'string' && (wanted as Json[]).includes(value.slice(0, 2));
  if (typeof value !== 'string' && !Array.isArray(value)) throw new TypeError(`«${word}» asks for a set`);
  if (word === 'contains') return (Array.isArray(wanted) ? wanted : [wanted]).some((one) => holdsMember(value, one));
  if (word === 'count') return value.length >= Number(wanted);
  throw new RangeError(`unknown condition: ${word}`);
}

function holdsMember(value: string | Json[], one: Json): boolean {
  if (typeof value === 'string') return value.includes(String(one));
  return typeof one === 'string' ? value.includes(one) : value.some((member) => same(member, one));
}

function compare(word: Comparison, operands: [Operand, Operand], answers: Answers, numbers: Numbers): Truth {
  const [left, right] = operands.map((operand) => amount(operand, answers, numbers));
  return left === null || right === null ? null : COMPARISONS[word](left, right);
}

function amount(operand: Operand, answers: Answers, numbers: Numbers): number | null {
  if (typeof operand === 'number') return operand;
  if (typeof operand === 'string') {
    const values = distinct(headsOf(answers, operand).map(valueOf));
    return values.length === 1 && Number.isInteger(values[0]) ? (values[0] as number) : null;
  }
  if ('param' in operand) {
    return Object.hasOwn(numbers, operand.param) ? numbers[operand.param] * (operand.times ?? 1) : null;
  }
  const [first, second] = operand.times.map((part) => amount(part, answers, numbers));
  return first === null || second === null ? null : first * second;
}

/** Whether the item has one value, the same in every head. */
export function isKnown(answers: Answers, item: string): boolean {
  const heads = headsOf(answers, item);
  return heads.length > 0 && 'v' in heads[0] && heads.every((head) => same(valueOf(head), valueOf(heads[0])));
}

/** Every item id the condition reads, in order, once. */
export function itemsOf(condition: Condition): string[] {
  const [word, argument] = Object.entries(condition)[0];
  if (word === 'all' || word === 'any') return distinct((argument as Condition[]).flatMap(itemsOf));
  if (word === 'not') return itemsOf(argument as Condition);
  if (word === 'answered') return [argument as string];
  if (!isComparison(word)) return [(argument as [string])[0]];
  return distinct((argument as unknown as Operand[]).flatMap((operand) => {
    if (typeof operand === 'string') return [operand];
    return typeof operand === 'object' && Array.isArray(operand.times) ? (operand.times as string[]) : [];
  }));
}
