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

const NOBODY: readonly Value[] = [];

/** What a head says; null when it was left without answer for a reason. */
export function valueOf(head: Value): Json {
  return 'v' in head ? head.v : null;
}

/** The head values of an item; none when nobody touched it. */
export function headsOf(answers: Answers, item: string): readonly Value[] {
  const heads = answers[item];
  // An item may be called as something every object has: that is no list.
  return Array.isArray(heads) ? heads : NOBODY;
}

/** A condition made ready: true, false, or null when what is known does not decide. */
export type Judge = (answers: Answers, numbers: Numbers) => Truth;
type Amount = (answers: Answers, numbers: Numbers) => number | null;

const READY = new WeakMap<object, Judge>();
const NO_NUMBERS: Numbers = {};

/**
 * True, false, or null when what is known does not decide.
 *
 * `answers` is `{item id: [head value, …]}`; `numbers` are the law's parameters in force on the day judged.
 */
export function evaluate(condition: Condition, answers: Answers, numbers = NO_NUMBERS): Truth {
  return judgeOf(condition)(answers, numbers);
}

/** The condition made ready, once. */
export function judgeOf(condition: Condition): Judge {
  let judge = READY.get(condition);
  if (!judge) READY.set(condition, judge = compiled(condition));
  return judge;
}

function compiled(condition: Condition): Judge {
  const [word, argument] = Object.entries(condition)[0];
  if (word === 'all' || word === 'any') return several(word === 'any', (argument as Condition[]).map(compiled));
  if (word === 'not') return negated(compiled(argument as Condition));
  if (word === 'answered') return (answers) => headsOf(answers, argument as string).some((head) => 'v' in head);
  if (isComparison(word)) return compared(COMPARISONS[word], ...(argument as unknown as [Operand, Operand]));
  const [item, wanted] = argument as [string, Json];
  return ofHeads(item, memberTest(word, wanted));
}

/** «any» is decided by a true part, «all» by a false one. */
function several(decisive: boolean, parts: Judge[]): Judge {
  return (answers, numbers) => {
    let unknown = false;
    for (const part of parts) {
      const result = part(answers, numbers);
      if (result === decisive) return decisive;
      unknown ||= result === null;
    }
    return unknown ? null : !decisive;
  };
}

function negated(inner: Judge): Judge {
  return (answers, numbers) => {
    const result = inner(answers, numbers);
    return result === null ? null : !result;
  };
}

/** Unknown when nobody answered, when it was left without value, or when the heads do not agree. */
function ofHeads(item: string, isMet: (value: Json) => boolean): Judge {
  const holds = (head: Value): Truth => ('v' in head ? isMet(head.v) : null);
  return (answers) => {
    const heads = headsOf(answers, item);
    if (!heads.length) return null;
    const first = holds(heads[0]);
    for (let i = 1; i < heads.length; i++) if (holds(heads[i]) !== first) return null;
    return first;
  };
}

function memberTest(word: string, wanted: Json): (value: Json) => boolean {
  if (word === 'eq') return (value) => same(value, wanted);
  if (word === 'in') return (value) => (wanted as Json[]).some((one) => same(one, value));
  if (word === 'in_state') return (value) => typeof value === 'string' && (wanted as Json[]).includes(value.slice(0, 2));
  if (word === 'contains') {
    const every = Array.isArray(wanted) ? wanted : [wanted];
    return (value) => every.some((one) => holdsMember(setOf(word, value), one));
  }
  if (word === 'count') return (value) => setOf(word, value).length >= Number(wanted);
  throw new RangeError(`unknown condition: ${word}`);
}

function setOf(word: string, value: Json): string | Json[] {
  if (typeof value !== 'string' && !Array.isArray(value)) throw new TypeError(`«${word}» asks for a set`);
  return value;
}

function holdsMember(value: string | Json[], one: Json): boolean {
  if (typeof value === 'string') return value.includes(String(one));
  return typeof one === 'string' ? value.includes(one) : value.some((member) => same(member, one));
}

function compared(compare: (left: number, right: number) => boolean, left: Operand, right: Operand): Judge {
  const [first, second] = [amount(left), amount(right)];
  return (answers, numbers) => {
    const one = first(answers, numbers), other = second(answers, numbers);
    return one === null || other === null ? null : compare(one, other);
  };
}

function amount(operand: Operand): Amount {
  if (typeof operand === 'number') return () => operand;
  if (typeof operand === 'string') return (answers) => numberOf(headsOf(answers, operand));
  if ('param' in operand) {
    const { param, times = 1 } = operand;
    return (_, numbers) => Object.hasOwn(numbers, param) ? numbers[param] * times : null;
  }
  const [first, second] = operand.times.map(amount);
  return (answers, numbers) => {
    const one = first(answers, numbers), other = second(answers, numbers);
    return one === null || other === null ? null : one * other;
  };
}

function numberOf(heads: readonly Value[]): number | null {
  if (!heads.length) return null;
  const value = valueOf(heads[0]);
  return typeof value === 'number' && Number.isInteger(value) && heads.every((head) => valueOf(head) === value) ? value : null;
}

/** Whether the item has one value, the same in every head. */
export function isKnown(answers: Answers, item: string): boolean {
  const heads = headsOf(answers, item);
  return heads.length > 0 && 'v' in heads[0] && heads.every((head) => same(valueOf(head), valueOf(heads[0])));
}

const ITEMS = new WeakMap<object, readonly string[]>();

/** Every item id the condition reads, in order, once. */
export function itemsOf(condition: Condition): readonly string[] {
  let items = ITEMS.get(condition);
  if (!items) ITEMS.set(condition, items = itemsIn(condition));
  return items;
}

function itemsIn(condition: Condition): string[] {
  const [word, argument] = Object.entries(condition)[0];
  if (word === 'all' || word === 'any') return distinct((argument as Condition[]).flatMap(itemsOf));
  if (word === 'not') return [...itemsOf(argument as Condition)];
  if (word === 'answered') return [argument as string];
  if (!isComparison(word)) return [(argument as [string])[0]];
  return distinct((argument as unknown as Operand[]).flatMap((operand) => {
    if (typeof operand === 'string') return [operand];
    return typeof operand === 'object' && Array.isArray(operand.times) ? (operand.times as string[]) : [];
  }));
}
