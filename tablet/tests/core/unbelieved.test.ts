/** What a tablet does not believe, each forgery alone; and what it destroys, looked for on its disk. */
import { describe, expect, test } from 'vitest';
import { Device, resting, saying, useOffice } from './tablets';

const at = useOffice();
const { tablet } = at;

describe('not believed', () => {
  test('a certificate that the pinned server did not sign', async () => {
    const { tablet: ana } = await tablet('ana');
    await at.office.stranger('carla');
    const [first, second] = at.office.certificates();
    second!.signature = first!.signature;
    await ana.syncNow();
    expect(ana.syncState.blocker).toMatchObject({ code: 'server_changed' });
  });

  test('an event in the name of the server', async () => {
    const { tablet: ana } = await tablet('ana');
    const said = await at.office.write('visit_granted', { entity: 'visit', user_id: at.office.user('carla') });
    said.event.body = { entity: 'visit', user_id: at.office.user('dario') };
    await ana.syncNow();
    expect(ana.syncState.blocker).toMatchObject({ code: 'server_changed' });
  });

  test('an event in the name of a tablet that its author is not certified for', async () => {
    const { tablet: ana, visitId } = await tablet('ana');
    const write = await at.office.stranger('carla');
    await write('ab'.repeat(16), 'answer_set', { path: 'visit/lugar', supersedes: [], value: { v: 'falso' } });
    await ana.syncNow();
    expect((await ana.loadVisit(visitId)).answers['visit/lugar']).toBeUndefined();
  });

  test('an order to erase that is not the server’s', async () => {
    const { tablet: ana, device, visitId } = await tablet('ana');
    const minor = await ana.addMinor(visitId);
    await ana.setAnswer(visitId, `${minor}/edad`, saying(13));
    await ana.syncNow();
    const secret = async () => (await resting(device, 'secrets')).get(`${visitId}|${minor}`);
    const before = await secret();
    const write = await at.office.stranger('carla');
    await write('', 'subject_erased', { entity: 'visit', subject: minor, files: [], sealed: 'A'.repeat(40) });
    await ana.syncNow();
    expect(ana.syncState.blocker).toBeNull();
    expect(before).toBeDefined();
    expect(await secret()).toBe(before);
  });
});

test('a passphrase that anybody guesses opens no space on a tablet', async () => {
  const device = new Device(at.office);
  const core = await device.tab();
  at.open.push(core);
  await expect(core.enrol({ username: 'ana', password: 'x', passphrase: 'corta', label: 'tableta' })).rejects.toMatchObject({ code: 'weak_passphrase' });
});

describe('destroyed on the disk', () => {
  test('the secret and the photographs of a person erased by order, and no later copy is taken', async () => {
    const { tablet: ana, device, visitId } = await tablet();
    const minor = await ana.addMinor(visitId);
    await ana.addPhoto(visitId, { blob: new Blob(['foto'], { type: 'image/jpeg' }), about: minor, subject: minor });
    await ana.syncNow();
    const [name] = [...at.office.files.keys()];
    const [secret, photo] = [`${visitId}|${minor}`, `${visitId}|${name}`];
    const before = (await resting(device, 'secrets')).get(secret);
    expect(before).toBeDefined();
    expect((await resting(device, 'files')).has(photo)).toBe(true);
    await at.office.write('subject_erased', { entity: 'visit', subject: minor, files: [{ name: name!, size_bytes: 4 }], sealed: 'A'.repeat(40) });
    await ana.syncNow();
    const after = (await resting(device, 'secrets')).get(secret)!;
    expect(after).not.toBe(before);
    expect(after.length, 'no secret is in it').toBeLessThan(before!.length - 32);
    expect((await resting(device, 'files')).has(photo)).toBe(false);
    expect([...(await resting(device, 'pieces')).keys()].filter((key) => key.startsWith(photo))).toEqual([]);
    at.office.secrets.set(secret, { secret: 'A'.repeat(43), by: '' });
    at.office.epoch += 'x';
    await ana.syncNow();
    await ana.syncNow();
    expect((await resting(device, 'secrets')).get(secret)!.length, 'a copy that comes later').toBe(after.length);
  });

  test('what opens a visit taken away: not while work of hers is unsent, and then at once', async () => {
    const { tablet: ana, device, visitId } = await tablet();
    await ana.syncNow();
    const held = async () => [...(await resting(device, 'secrets')).keys()].filter((key) => key.startsWith(visitId));
    expect(await held()).not.toEqual([]);
    await ana.setAnswer(visitId, 'visit/notas', saying('algo'));
    at.office.granted = false;
    at.office.busyFrom = 1;
    await ana.syncNow();
    expect(await held(), 'her work is not handed over yet').not.toEqual([]);
    at.office.busyFrom = Infinity;
    await ana.syncNow();
    expect(await held()).toEqual([]);
  });
});
