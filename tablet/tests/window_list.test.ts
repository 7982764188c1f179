import { describe, expect, it } from 'vitest';
import { stepTowards } from '../src/components/window_list';

type Range = readonly [number, number];

/** Steps until nothing changes; each step's new rows are counted. */
function walk(start: Range, aim: Range, most: number): { end: Range; newest: number } {
  let [now, newest] = [start, 0];
  for (let n = 0; n < 100; n++) {
    const next = stepTowards(now, aim, most);
    newest = Math.max(newest, [...Array(next[1] - next[0]).keys()].map(i => next[0] + i).filter(i => i < now[0] || i >= now[1]).length);
    if (next[0] === now[0] && next[1] === now[1]) break;
    now = next;
  }
  return { end: now, newest };
}

describe('rows of a long list come in a few a frame', () => {
  for (const [name, start, aim] of [
    ['scrolling down', [0, 14], [9, 23]], ['scrolling up', [40, 54], [31, 45]], ['a jump far away', [0, 14], [150, 164]],
    ['back to the top', [150, 164], [0, 14]], ['a wider screen', [10, 24], [4, 30]], ['fewer found', [60, 74], [0, 3]], ['nobody found', [60, 74], [0, 0]],
  ] as [string, Range, Range][]) {
    it(`${name}: every wanted row in the end, never more than two new ones at once`, () => {
      expect(walk(start, aim, 2)).toEqual({ end: aim, newest: aim[0] === aim[1] ? 0 : 2 });
    });
  }

  it('after a jump begins where the eye is', () => {
    expect(stepTowards([0, 14], [150, 170], 2)[0]).toBeGreaterThan(150);
  });
});
