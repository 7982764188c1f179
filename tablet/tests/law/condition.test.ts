/** The condition language, by the same vectors as the server, and what an answer in conflict may never do. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import vectors from '../../../tests/golden/law/conditions.json';
import { evaluate, itemsOf, type Answers, type Numbers } from '../../src/condition';
import type { Condition, Value } from '../../src/types';

interface Vector { name: string; condition: Condition; answers: Answers; numbers: Numbers; expected: boolean | null }

test.each(vectors as unknown as Vector[])('$name', ({ condition, answers, numbers, expected }) => {
  expect(evaluate(condition, answers, numbers)).toBe(expected);
});

test('items are named once each, in the order they are read', () => {
  const condition = { any: [{ eq: ['b', 'si'] }, { not: { answered: 'a' } }, { gte: [{ times: ['c', 'b'] }, { param: 'tope', times: 2 }] }, { lt: ['d', 3] }] };

  expect(itemsOf(condition)).toEqual(['b', 'a', 'c', 'd']);
});

test('an item called like a part of the language is just an item', () => {
  expect(evaluate({ answered: 'constructor' }, {})).toBe(false);
  expect(evaluate({ gt: [{ param: 'constructor' }, 1] }, {})).toBeNull();
});

const ITEMS = ['a', 'b', 'c'];
const head: fc.Arbitrary<Value> = fc.oneof(fc.constant({ none: 'unknown' } as const), fc.integer({ min: 0, max: 3 }).map((v) => ({ v })));
const heads = fc.record(Object.fromEntries(ITEMS.map((item) => [item, fc.array(head, { maxLength: 3 })])));
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof({ maxDepth: 4 },
    fc.tuple(fc.constantFrom('eq', 'lt', 'lte', 'gt', 'gte'), fc.constantFrom(...ITEMS), fc.nat(3)).map(([word, item, v]) => ({ [word]: [item, v] })),
    fc.tuple(fc.constantFrom(...ITEMS), fc.array(fc.nat(3))).map(([item, wanted]) => ({ in: [item, wanted] })),
    fc.tuple(fc.constantFrom('all', 'any'), fc.array(tie('condition'), { maxLength: 3 })).map(([word, parts]) => ({ [word]: parts })),
    tie('condition').map((inner) => ({ not: inner }))),
}));

test('what is decided stays decided when any head in conflict turns out to be the true one', () => {
  fc.assert(fc.property(condition, heads, fc.nat(), (asked, answers, pick) => {
    const before = evaluate(asked, answers);
    const settled = Object.fromEntries(Object.entries(answers).map(([item, all]) => [item, all.length ? [all[pick % all.length]] : []]));
    if (before !== null) expect(evaluate(asked, settled)).toBe(before);
  }));
});

test('what is decided stays decided when an unanswered question is answered', () => {
  fc.assert(fc.property(condition, heads, fc.constantFrom(...ITEMS), fc.nat(3), (asked, answers, item, v) => {
    const before = evaluate(asked, { ...answers, [item]: [] });
    if (before !== null) expect(evaluate(asked, { ...answers, [item]: [{ v }] })).toBe(before);
  }));
});
