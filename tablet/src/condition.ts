/**
 * The condition language: a closed vocabulary, three-valued. Pure; mirrors protocols/condition.py.
 *
 * An answer nobody gave, or given differently by several heads, makes a comparison unknown (null); unknown never reads as no.
 */

export type Answers = { [item: string]: readonly unknown[] };
export type Numbers = { [parameter: string]: number };

interface Head { v?: unknown }
const headsOf = (answers: Answers, item: string): Head[] => (answers[item] ?? []) as Head[];
const isKnown = (head: Head): boolean => head !== null && typeof head === 'object' && 'v' in head;

/** True, false, or null when what is known does not decide. `answers` holds the head values of each item. */
export function evaluate(condition: { [word: string]: unknown }, answers: Answers, numbers: Numbers = {}): boolean | null {
  const [word, argument] = Object.entries(condition)[0]!;
  if (word === 'all' || word === 'any') {
    const decisive = word === 'any';
    let unknown = false;
    for (const part of argument as { [word: string]: unknown }[]) {
      const result = evaluate(part, answers, numbers);
      if (result === decisive) return decisive;
      unknown ||= result === null;
    }
    return unknown ? null : !decisive;
  }
  if (word === 'not') {
    const inner = evaluate(argument as { [word: string]: unknown }, answers, numbers);
    return inner === null ? null : !inner;
  }
  if (word === 'answered') return headsOf(answers, argument as string).some(isKnown);
  const [first, second] = argument as [unknown, unknown];
  if (word === 'lt' || word === 'lte' || word === 'gt' || word === 'gte') return compare(word, first, second, answers, numbers);
  const results = new Set(headsOf(answers, first as string).map((head) => headHolds(word, head, second)));
  return results.size === 1 ? [...results][0]! : null;
}

function headHolds(word: string, head: Head, wanted: unknown): boolean | null {
  if (!isKnown(head)) return null;
  const value = head.v;
  if (word === 'eq') return value === wanted;
  if (word === 'in') return (wanted as unknown[]).includes(value);
  if (word === 'contains') return Array.isArray(wanted) ? wanted.some((one) => (value as unknown[]).includes(one)) : (value as unknown[]).includes(wanted);
  return (value as unknown[]).length >= (wanted as number);
}

function compare(word: string, first: unknown, second: unknown, answers: Answers, numbers: Numbers): boolean | null {
  const left = amount(first, answers, numbers);
  const right = amount(second, answers, numbers);
  if (left === null || right === null) return null;
  if (word === 'lt') return left < right;
  if (word === 'lte') return left <= right;
  return word === 'gt' ? left > right : left >= right;
}

function amount(operand: unknown, answers: Answers, numbers: Numbers): number | null {
  if (typeof operand === 'number') return operand;
  if (typeof operand === 'string') {
    const values = new Set(headsOf(answers, operand).map((head) => head.v));
    const value = values.size === 1 ? [...values][0] : null;
    return typeof value === 'number' ? value : null;
  }
  const { param, times } = operand as { param?: string; times?: unknown };
  if (param !== undefined) {
    const number = numbers[param];
    return number === undefined ? null : number * ((times as number | undefined) ?? 1);
  }
  const [left, right] = (times as unknown[]).map((part) => amount(part, answers, numbers));
  return left == null || right == null ? null : left * right;
}

/** Every item id the condition reads, in order, once. */
export function itemsOf(condition: { [word: string]: unknown }): string[] {
  const [word, argument] = Object.entries(condition)[0]!;
  const found: string[] = [];
  if (word === 'all' || word === 'any') for (const part of argument as { [word: string]: unknown }[]) found.push(...itemsOf(part));
  else if (word === 'not') found.push(...itemsOf(argument as { [word: string]: unknown }));
  else if (word === 'answered') found.push(argument as string);
  else if (['lt', 'lte', 'gt', 'gte'].includes(word)) {
    for (const operand of argument as unknown[]) {
      const times = (operand as { times?: unknown }).times;
      if (typeof operand === 'string') found.push(operand);
      else if (Array.isArray(times)) found.push(...(times as string[]));
    }
  } else found.push((argument as [string])[0]);
  return [...new Set(found)];
}
