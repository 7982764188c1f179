/**
 * Two real tablets and a real server that is restored, or ordered to erase: run by tests/integration/test_tablet_and_restored_server.py,
 * which does what `ask` asks for. Skipped without a server's address.
 */
import { expect, test } from 'vitest';
import { ask, copyOf, device, Disk, env, PATIENCE_MS, synced } from './devices';

const { url, part } = env;

test.skipIf(!url || part !== 'restore')('offers a restored server everything, others first', async () => {
  const [ana, luis] = [await device('ana'), await device('luis')];
  const { visitId } = ana.visits()[0]!;
  const minor = await ana.addMinor(visitId);
  await ana.setAnswer(visitId, `${minor}/edad`, { v: 13 });
  await synced(ana);
  await ask('backup');
  // After the backup: a visit nobody remembers, and work of a tablet that is then lost.
  const later = await ask('open') as unknown as string;
  await synced(luis);
  const other = await luis.addMinor(later);
  await luis.setAnswer(later, `${other}/edad`, { v: 11, src: 'adult' });
  await luis.setAnswer(visitId, `${minor}/edad`, { v: 12, src: 'document' });
  await synced(luis);
  await synced(ana);
  const bytes = new Uint8Array(300_000).fill(7);
  const photo = await ana.addPhoto(later, { blob: new Blob([bytes], { type: 'image/jpeg' }), about: other, subject: other });
  await ana.setAnswer(later, `${other}/edad`, { v: 11, src: 'document' });
  await synced(ana);
  await luis.lock();
  await ask('restore');
  await synced(ana, 4);
  const visits = [await ana.loadVisit(visitId), await ana.loadVisit(later)];
  expect(visits.map((visit) => visit.quarantined)).toEqual([[], []]);
  for (const id of [visitId, later]) expect(ana.receipt(id)).toMatchObject({ held: true, matches: true });
  const name = visits[1]!.happenings.find(({ entity }) => entity === photo)!.body.name;
  console.log('FOUND ' + JSON.stringify({ later, photo: name, plain: { [visitId]: visits[0]!.plain(), [later]: visits[1]!.plain() } }));
  await ana.lock();
}, PATIENCE_MS);

test.skipIf(!url || part !== 'restore_given_back')('offers a restored server also the secret of a child that only a comparison gave back', async () => {
  const disk = new Disk();
  const ana = await disk.enrol('ana');
  const { visitId } = ana.visits()[0]!;
  await ana.setAnswer(visitId, 'visit/lugar', { v: 'Rancho' });
  await synced(ana);
  await ask('backup');
  const earlier = await copyOf(disk);
  const minor = await ana.addMinor(visitId);
  await ana.setAnswer(visitId, `${minor}/edad`, { v: 13 });
  await synced(ana);
  await ana.lock();
  // The tablet is put back to before the child was noted: the server gives her back. Then the server is put back too.
  const back = await earlier.unlock();
  await synced(back);
  expect((await back.loadVisit(visitId)).value(`${minor}/edad`)).toEqual({ v: 13 });
  await ask('restore');
  await synced(back, 4);
  expect((await back.loadVisit(visitId)).quarantined).toEqual([]);
  expect(back.receipt(visitId)).toMatchObject({ held: true, matches: true });
  console.log('FOUND ' + JSON.stringify({ visitId, minor }));
  await back.lock();
}, PATIENCE_MS);

test.skipIf(!url || part !== 'restore_shut_out')('shut out, it still hands in its own work to a server that was restored, and nothing of others', async () => {
  const [ana, luis] = [await device('ana'), await device('luis')];
  const { visitId } = ana.visits()[0]!;
  await ask('backup');
  // Held by Ana since the backup, and by nobody the restored server remembers.
  await luis.setAnswer(visitId, 'visit/lugar', { v: 'Rancho' });
  await synced(luis);
  await ana.setAnswer(visitId, 'visit/lugar', { v: 'Rancho El Encino' });
  await synced(ana);
  const minor = await ana.addMinor(visitId);
  await ana.setAnswer(visitId, `${minor}/edad`, { v: 13 });
  const photo = await ana.addPhoto(visitId, { blob: new Blob(['la foto'], { type: 'image/jpeg' }), about: minor, subject: minor });
  const name = (await ana.loadVisit(visitId)).happenings.find(({ entity }) => entity === photo)!.body.name!;
  const { incarnation } = ana.me!;
  await luis.lock();
  await ask('restore');
  await ask('shut_out', { incarnation });
  for (let i = 0; i < 6 && ana.status === 'open'; i++) await ana.syncNow();
  // All of it is there, so that it left this tablet.
  await expect.poll(() => ana.status, { timeout: 20_000 }).toBe('new');
  console.log('FOUND ' + JSON.stringify({ visitId, minor, name }));
}, PATIENCE_MS);

test.skipIf(!url || part !== 'erase')('destroys what it holds of a person erased by order', async () => {
  const [ana, luis] = [await device('ana'), await device('luis')];
  const { visitId } = ana.visits()[0]!;
  const minor = await ana.addMinor(visitId);
  await ana.setAnswer(visitId, `${minor}/edad`, { v: 13 });
  const photo = await ana.addPhoto(visitId, { blob: new Blob(['la foto'], { type: 'image/jpeg' }), about: minor, subject: minor });
  await synced(ana);
  await synced(luis);
  await luis.setAnswer(visitId, 'visit/lugar', { v: 'Rancho' });
  expect((await luis.loadVisit(visitId)).value(`${minor}/edad`)).toEqual({ v: 13 });
  await ask('erase', { visit: visitId, subject: minor });
  for (const tablet of [ana, luis]) {
    await synced(tablet);
    const visit = await tablet.loadVisit(visitId);
    expect(visit.answers[`${minor}/edad`]![0]).toMatchObject({ visible: 'erased', value: null });
    await expect(tablet.photoUrl(visitId, photo)).rejects.toMatchObject({ code: 'photo_not_here' });
    await expect(tablet.setAnswer(visitId, `${minor}/edad`, { v: 14 })).rejects.toMatchObject({ code: 'erased' });
  }
  await synced(ana);
  expect(ana.receipt(visitId)).toMatchObject({ held: true, matches: true });
  console.log('FOUND ' + JSON.stringify({ minor, plain: (await ana.loadVisit(visitId)).plain() }));
  for (const tablet of [ana, luis]) await tablet.lock();
}, PATIENCE_MS);
