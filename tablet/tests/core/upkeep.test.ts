/** A wrong clock and little room: what is said, and when. */
import { expect, test } from 'vitest';
import { clockDoubt, fits, MEGABYTE, photosThatFit, roomOf } from '../../src/upkeep';

const NOW = 1_763_800_000_000;

test('a clock that agrees within ten minutes is not doubted', () => {
  expect(clockDoubt(NOW, 0, NOW)).toBeNull();
  expect(clockDoubt(NOW, -9 * 60_000, null)).toBeNull();
  expect(clockDoubt(NOW, null, NOW + 9 * 60_000)).toBeNull();
  expect(clockDoubt(NOW, null, null)).toBeNull();
});

test('in contact the true hour is known; without it, that it is later than what was heard', () => {
  expect(clockDoubt(NOW, 3_600_000, null)).toEqual({ shownMs: NOW, trueMs: NOW + 3_600_000, exact: true });
  expect(clockDoubt(NOW - 7e10 * 3, null, NOW)).toEqual({ shownMs: NOW - 7e10 * 3, trueMs: NOW, exact: false });
  expect(clockDoubt(NOW + 7e10, null, NOW)).toBeNull();
});

test('photographs stop before text does', () => {
  expect([roomOf(5_000 * MEGABYTE), roomOf(200 * MEGABYTE), roomOf(10 * MEGABYTE)]).toEqual(['ample', 'tight', 'full']);
  expect(fits(100 * MEGABYTE, 10 * MEGABYTE)).toBe(true);
  expect(fits(30 * MEGABYTE, 10 * MEGABYTE)).toBe(false);
  expect(photosThatFit(200 * MEGABYTE)).toBeGreaterThan(50);
  expect(photosThatFit(0)).toBe(0);
});
