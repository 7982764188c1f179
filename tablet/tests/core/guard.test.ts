/** What closes the tablet, and what a PIN may and may not do. */
import { expect, test } from 'vitest';
import { pinProblem } from '../../src/guard';
import { due, elapsed, type Reading } from '../../src/idle';
import { Office } from './office';
import { enrolled, PHRASE } from './tablets';

const MINUTE = 60_000;
const at = (wall: number, mono = wall): Reading => ({ wall, mono });

test('it closes after the chosen time without use, and says so before', () => {
  expect(due(at(4 * MINUTE), at(0), null, 5)).toBe('stay');
  expect(due(at(4 * MINUTE + 45_000), at(0), null, 5)).toBe('warn');
  expect(due(at(5 * MINUTE), at(0), null, 5)).toBe('close');
});

test('out of sight it closes after two minutes, or sooner when less was chosen', () => {
  expect(due(at(119_000), at(0), at(0), 15)).toBe('stay');
  expect(due(at(2 * MINUTE), at(MINUTE), at(0), 15)).toBe('close');
  expect(due(at(MINUTE), at(0), at(0), 1)).toBe('close');
});

test('neither a clock set back nor a sleeping device keeps it open', () => {
  expect(elapsed(at(1e12, 0), at(1e12 - 7e10, 6 * MINUTE))).toBe(6 * MINUTE);
  expect(elapsed(at(0, 0), at(6 * MINUTE, 10))).toBe(6 * MINUTE);
});

test('a PIN easy to guess is refused in words', () => {
  for (const easy of ['', '123', '123456789', '12a4', '7777', '3456', '9876']) expect(pinProblem(easy)).toBeTruthy();
  expect(pinProblem('4827')).toBeNull();
});

test('a PIN reopens what is in memory, five tries; then only the phrase does, and the choice survives', async () => {
  const office = await Office.open();
  const { tablet } = await enrolled(office, 'ana');
  const { guard } = tablet;
  const me = tablet.me!.userId;
  await expect(guard.setPin('1111')).rejects.toMatchObject({ code: 'weak_pin' });
  await guard.setPin('4827');
  await guard.setIdle(10);
  await guard.pause();
  expect(tablet.status).toBe('paused');
  expect(tablet.visits()).toEqual([]);
  await expect(tablet.addMinor('0'.repeat(32))).rejects.toMatchObject({ code: 'locked' });
  await expect(guard.setPin('5938')).rejects.toMatchObject({ code: 'locked' });
  await guard.reopen('4827');
  expect(tablet.status).toBe('open');
  await guard.pause();
  for (let left = 4; left >= 0; left--) await expect(guard.reopen('0000')).rejects.toMatchObject({ code: 'wrong_pin', details: { left } });
  expect(tablet.status).toBe('locked');
  await tablet.unlock(me, PHRASE);
  expect([guard.hasPin, guard.idleMinutes]).toEqual([true, 10]);
});

test('without a PIN closing ends the session', async () => {
  const { tablet } = await enrolled(await Office.open(), 'ana');
  await tablet.guard.pause();
  expect(tablet.status).toBe('locked');
});
