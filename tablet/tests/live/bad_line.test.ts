/**
 * A real tablet behind a bad line (slow, cut, silent): run by tests/faults/real/test_bad_line.py, whose proxy stands between
 * it and the server. Skipped without a server's address.
 */
import { expect, test } from 'vitest';
import { ask, device, env } from './devices';

const { url, part } = env;
const CONTACTS = 120;

test.skipIf(!url || part !== 'bad_line')('sends the urgent call first, and everything in the end', async () => {
  let network = true;
  const fetcher: typeof fetch = (...call) => (network ? fetch(...call) : Promise.reject(new TypeError('no network')));
  const tablet = await device('ana', { fetcher });
  const { visitId } = tablet.visits()[0]!;
  network = false;
  for (let i = 0; i < 40; i++) await tablet.setAnswer(visitId, 'visit/lugar', { v: `surco ${i}, ${crypto.randomUUID()}` });
  const photo = crypto.getRandomValues(new Uint8Array(60_000));
  await tablet.addPhoto(visitId, { blob: new Blob(Array.from({ length: 11 }, () => photo), { type: 'image/jpeg' }), about: 'visit' });
  const urgent = await tablet.raiseUrgent({ visitId, reason: 1, minors: 2, place: 'surco 4', geo: null });
  await ask('worsen');
  network = true;
  let contacts = 0;
  const waits = () => {
    const { blocker, pendingEvents, pendingFiles, pendingUrgent } = tablet.syncState;
    return blocker !== null || pendingEvents + pendingFiles + pendingUrgent > 0;
  };
  for (; waits() && contacts < CONTACTS; contacts++) {
    await ask('contact');
    await tablet.syncNow();
  }
  expect(tablet.syncState).toMatchObject({ blocker: null, pendingEvents: 0, pendingFiles: 0 });
  const { stateHash } = await tablet.loadVisit(visitId);
  await tablet.lock();
  console.log('FOUND ' + JSON.stringify({ visitId, urgent, stateHash, contacts }));
}, 300_000);
