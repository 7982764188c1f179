import { describe, expect, it } from 'vitest';
import { asBefore } from '../../src/components/question_row';
import type { Question } from '../../src/screens/reading';
import type { Head, Item } from '../../src/types';

const item = { id: 'rec_x', type: 'bool' } as Item;
const head: Head = { ref: 'a:1', contentId: 'c1', value: { v: true }, visible: 'opened', recordedAt: 1, actor: 'u', actorName: 'Mariana', pending: true };
const comment = { commentId: 'k', path: 'visit/rec_x', text: '¿Seguro?', actorName: 'Laura', recordedAt: 2, answers: [], settled: false };
const asked = (changes: Partial<Question> = {}): Question => ({ item, entity: 'visit', path: 'visit/rec_x', number: '3.01', heads: [head], state: 'answered', comments: [], ...changes });

describe('a row of the form is left as drawn only while nothing it says has changed', () => {
  it('the same reading, read again, is the same', () => expect(asBefore(asked(), asked({ heads: [{ ...head }] }))).toBe(true));
  for (const [name, changes] of [
    ['another answer', { heads: [{ ...head, ref: 'a:2', contentId: 'c2' }] }], ['received by the authority', { heads: [{ ...head, pending: false }] }],
    ['answered differently by two people', { heads: [head, { ...head, contentId: 'c3' }], state: 'conflict' }], ['taken back', { heads: [], state: 'open' }],
    ['erased by order', { heads: [{ ...head, value: null, visible: 'erased' }] }], ['returned by the supervisor', { comments: [comment] }],
    ['a new number in its stage', { number: '3.02' }], ['another person', { path: 'minor:1/rec_x' }],
  ] as [string, Partial<Question>][]) {
    it(`${name}: drawn again`, () => expect(asBefore(asked(), asked(changes))).toBe(false));
  }
  it('a contested comment that is answered: drawn again', () =>
    expect(asBefore(asked({ comments: [comment] }), asked({ comments: [{ ...comment, answers: [{ text: 'Sí', recordedAt: 3, actorName: 'Mariana' }] }] }))).toBe(false));
});
