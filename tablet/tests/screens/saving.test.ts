import { describe, expect, it } from 'vitest';
import { isAhead } from '../../src/components/saving';
import type { Head } from '../../src/types';

const HOUR = 3_600_000;
const head = (ref: string, recordedAt: number, pending = false): Head =>
  ({ ref, contentId: ref, value: { v: true }, visible: 'opened', recordedAt, actor: 'u', actorName: 'Mariana', pending });

describe('the tablet says its own save only until it reads another answer, whatever the clocks say', () => {
  const kept = { at: 10 * HOUR, over: 'a:1' };
  it('saved over an answer that still stands: said at once', () => expect(isAhead(kept, head('a:1', 9 * HOUR))).toBe(true));
  it('saved over an answer of a colleague whose clock is ahead: said at once', () => expect(isAhead(kept, head('a:1', 12 * HOUR))).toBe(true));
  it('a first answer, before it is read: said at once', () => expect(isAhead({ at: 1, over: null }, undefined)).toBe(true));
  it('replaced by a colleague whose clock is behind: the colleague\'s is said', () => expect(isAhead(kept, head('b:7', 2 * HOUR))).toBe(false));
  it('sent, this clock set back before the fold: what was read is said', () => expect(isAhead({ at: 10 * HOUR, over: null }, head('a:2', 9 * HOUR))).toBe(false));
  it('nothing saved here: what was read is said', () => expect(isAhead(null, head('a:1', 9 * HOUR, true))).toBe(false));
});
