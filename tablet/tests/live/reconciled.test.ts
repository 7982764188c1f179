/**
 * What pulls and batches cannot see: twins, a tablet put back to an earlier day, a record lost on a disk. Two or three real
 * tablets and a real server, started by tests/integration/test_tablet_and_restored_server.py.
 */
import { expect, test } from 'vitest';
import { copyOf, Disk, env, PATIENCE_MS, synced } from './devices';
import type { Core } from '../../src/core';

const { url, part } = env;

const says = async (tablet: Core, visitId: string, path: string, v: string) => tablet.setAnswer(visitId, path, { v });

test.skipIf(!url || part !== 'twins')('a cloned tablet receives what its twin wrote, and is told that it has one', async () => {
  const disk = new Disk();
  const ana = await disk.enrol('ana');
  const { visitId } = ana.visits()[0]!;
  await says(ana, visitId, 'visit/lugar', 'Rancho');
  await synced(ana);
  let signal = false;  // the twin hands in second, whatever its own clock would have it do
  const twin = await (await copyOf(disk)).unlock({ fetcher: async (...call) => (signal ? fetch(...call) : Promise.reject(new TypeError('no network'))) });
  await says(ana, visitId, 'visit/lugar', 'Rancho Uno');
  await says(twin, visitId, 'visit/lugar', 'Rancho Dos');
  await says(twin, visitId, 'visit/lugar', 'Rancho Tres');
  await synced(ana);
  signal = true;
  await synced(twin);
  await twin.compareNow();
  await ana.compareNow();
  const [mine, its] = [await ana.loadVisit(visitId), await twin.loadVisit(visitId)];
  expect(its.value('visit/lugar')).toEqual({ v: 'Rancho Uno' });
  expect(its.stateHash).toBe(mine.stateHash);
  expect(mine.quarantined.map(({ code }) => code)).toEqual(['fork', 'fork']);
  expect(twin.syncState.warnings.map(({ code }) => code)).toEqual(['forked']);
  expect(ana.syncState).toMatchObject({ blocker: null, pendingEvents: 0, warnings: [] });
  for (const tablet of [ana, twin]) expect(tablet.receipt(visitId)).toMatchObject({ matches: true });
  await says(ana, visitId, 'visit/lugar', 'Rancho Cuatro');
  await synced(ana);
  expect((await ana.loadVisit(visitId)).quarantined).toHaveLength(2);
  console.log('FOUND ' + JSON.stringify({ visitId, stateHash: (await ana.loadVisit(visitId)).stateHash }));
  for (const tablet of [ana, twin]) await tablet.lock();
}, PATIENCE_MS);

test.skipIf(!url || part !== 'put_back')('a tablet put back to an earlier day gets its own work back and goes on from there', async () => {
  const disk = new Disk();
  const ana = await disk.enrol('ana');
  const { visitId } = ana.visits()[0]!;
  const minor = await ana.addMinor(visitId);
  await synced(ana);
  const earlier = await copyOf(disk);
  await ana.setAnswer(visitId, `${minor}/edad`, { v: 13 });
  const second = await ana.addMinor(visitId);
  await ana.setAnswer(visitId, `${second}/edad`, { v: 9 });
  await synced(ana);
  await ana.lock();
  const back = await earlier.unlock();
  await synced(back);
  const visit = await back.loadVisit(visitId);
  expect(visit.value(`${minor}/edad`)).toEqual({ v: 13 });
  expect(visit.value(`${second}/edad`)).toEqual({ v: 9 });
  await back.setAnswer(visitId, `${second}/edad`, { v: 10 });
  await synced(back);
  expect((await back.loadVisit(visitId)).quarantined).toEqual([]);
  expect(back.receipt(visitId)).toMatchObject({ held: true, matches: true });
  expect(back.syncState.warnings).toEqual([]);
  console.log('FOUND ' + JSON.stringify({ visitId, second, stateHash: (await back.loadVisit(visitId)).stateHash }));
  await back.lock();
}, PATIENCE_MS);

test.skipIf(!url || part !== 'lost_record')('a record lost on the disk, mine or another’s, is given back, and so is a lost secret', async () => {
  const disk = new Disk();
  const ana = await disk.enrol('ana');
  const luis = await new Disk().enrol('luis');
  const { visitId } = ana.visits()[0]!;
  const minor = await luis.addMinor(luis.visits()[0]!.visitId);
  await luis.setAnswer(visitId, `${minor}/edad`, { v: 13 });
  await synced(luis);
  for (const name of ['uno', 'dos', 'tres']) await says(ana, visitId, 'visit/lugar', name);
  for (const name of ['cuatro', 'cinco']) {
    await synced(ana);
    await synced(luis);
    await says(luis, visitId, 'visit/lugar', name);
  }
  await synced(luis);
  await synced(ana);
  const before = (await ana.loadVisit(visitId)).stateHash;
  const { incarnation } = ana.me!;
  await ana.lock();
  await disk.lose((key) => key.startsWith(`${visitId}|${incarnation}|0000000002`));
  await disk.lose((key) => key.startsWith(`${visitId}|${luis.me!.incarnation}|0000000003`));
  const again = await disk.unlock();
  expect((await again.loadVisit(visitId)).vector[incarnation]?.holes).toEqual([2]);
  await again.compareNow();
  const visit = await again.loadVisit(visitId);
  expect(visit.stateHash).toBe(before);
  expect(visit.vector[incarnation]).toEqual({ last: 3, holes: [] });
  expect(again.syncState).toMatchObject({ blocker: null, pendingEvents: 0, warnings: [] });
  await says(again, visitId, 'visit/lugar', 'seis');
  await synced(again);
  expect((await again.loadVisit(visitId)).quarantined).toEqual([]);
  await again.lock();
  await disk.lose((key) => key === `${visitId}|${minor}`, 'secrets');
  const third = await disk.unlock();
  expect((await third.loadVisit(visitId)).value(`${minor}/edad`)).toBeNull();
  await third.compareNow();
  expect((await third.loadVisit(visitId)).value(`${minor}/edad`)).toEqual({ v: 13 });
  console.log('FOUND ' + JSON.stringify({ visitId, stateHash: (await third.loadVisit(visitId)).stateHash }));
  for (const tablet of [third, luis]) await tablet.lock();
}, PATIENCE_MS);
