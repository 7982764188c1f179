/** Properties of the merge, over invented histories: any order, any repetition, any batching give the same visit. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { identify, type Logged, type WireEvent } from '../../src/events';
import { fold, stateHash } from '../../src/state';

const VISIT = 'f'.repeat(32);
const MINOR = `minor:${'c'.repeat(32)}`;
const AUTHORS = ['a', 'b', 'e'].map((letter) => letter.repeat(32));

interface Act { author: number; kind: 'set' | 'add' | 'drop' | 'remove' | 'other'; code: number; sees: number }

const act: fc.Arbitrary<Act> = fc.record({
  author: fc.nat(2), kind: fc.constantFrom('set', 'set', 'add', 'drop', 'remove', 'other'), code: fc.nat(2), sees: fc.nat(0xffff) });

/** Each act sees some of what was written before it, as tablets that meet now and then do. */
async function history(acts: Act[]): Promise<Logged[]> {
  const seqs = [0, 0, 0];
  const written: Logged[] = [];
  for (const { author, kind, code, sees } of acts) {
    const path = `${MINOR}/c${code}`;
    const known = written.filter(({ event }, i) => event.incarnation === AUTHORS[author] || (sees >> (i % 16)) & 1);
    const refs = (type: string) => known.filter(({ event }) => event.type === type && event.body.path === path).map(({ ref }) => ref);
    const bodies = {
      set: ['answer_set', { path, value: { v: code }, supersedes: refs('answer_set') }], add: ['member_added', { path, value: { v: 'x' } }],
      drop: ['member_removed', { path, removes: refs('member_added') }],
      remove: ['entity_removed', { entity: MINOR, sees: known.map(({ ref }) => ref) }], other: ['never_heard_of', { entity: MINOR }],
    } as const;
    const [type, body] = bodies[kind];
    written.push(await identify({ v: 1, device_id: 'd'.repeat(32), incarnation: AUTHORS[author]!, visit_id: VISIT, seq: ++seqs[author]!, type,
      recorded_at: 1, boot: '0'.repeat(16), mono_ms: 1, body } as unknown as WireEvent));
  }
  return written;
}

test('any order and repetition of the same events give the same state', async () => {
  await fc.assert(fc.asyncProperty(fc.array(act, { maxLength: 40 }), fc.infiniteStream(fc.nat(1000)), async (acts, shuffle) => {
    const events = await history(acts);
    const expected = await stateHash(fold(events, []));
    const noise = [...shuffle.take(events.length * 2)];
    const mixed = [...events, ...events].map((event, i) => ({ event, at: noise[i]! })).sort((a, b) => a.at - b.at).map(({ event }) => event);
    expect(await stateHash(fold(mixed, []))).toBe(expected);
  }), { numRuns: 150 });
});

test('an edit that a removal had not seen keeps its entity in sight', async () => {
  await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 30 }), async (acts) => {
    const state = fold(await history(acts), []);
    const standing = state.entities.get(MINOR);
    if (!standing?.removed) return;
    const heads = [...state.heads.values()].flat();
    const edits = heads.filter(({ event }) => event.type !== 'entity_removed').map(({ ref }) => ref);
    const removals = heads.filter(({ event }) => event.type === 'entity_removed').map(({ event }) => event.body.sees as string[]);
    expect(removals.some((sees) => edits.every((ref) => sees.includes(ref)))).toBe(true);
  }), { numRuns: 150 });
});

test('two answers that did not see each other are both heads until a third names both', async () => {
  const blind = await history([{ author: 0, kind: 'set', code: 1, sees: 0 }, { author: 1, kind: 'set', code: 1, sees: 0 }]);
  expect(fold(blind, []).conflicts).toEqual([`${MINOR}/c1`]);
  const settled = await history([{ author: 0, kind: 'set', code: 1, sees: 0 }, { author: 1, kind: 'set', code: 1, sees: 0 }, { author: 2, kind: 'set', code: 1, sees: 0xffff }]);
  expect(fold(settled, []).conflicts).toEqual([]);
});
