/** What the core takes from the server: others' work, restores, erasures, and nothing that is not proved. */
import { describe, expect, test } from 'vitest';
import { CURRENT_EVERY_MS } from '../../src/pulling';
import { Office } from './office';
import { PHRASE, saying, useOffice } from './tablets';

const at = useOffice();
const { tablet } = at;

describe('receiving', () => {
  test('two inspectors see each other’s work, and a conflict is settled by answering', async () => {
    const { tablet: ana, device: first, visitId } = await tablet('ana');
    await ana.setAnswer(visitId, 'visit/notas', saying('primera'));
    await ana.syncNow();
    const { tablet: beto, device: second } = await tablet('beto');
    expect((await beto.loadVisit(visitId)).value('visit/notas')).toEqual({ v: 'primera' });
    at.office.offline = true;
    await beto.setAnswer(visitId, 'visit/notas', saying('de beto'));
    first.use();
    await ana.setAnswer(visitId, 'visit/notas', saying('de ana'));
    at.office.offline = false;
    second.use();
    await beto.syncNow();
    first.use();
    await ana.syncNow();
    const visit = await ana.loadVisit(visitId);
    expect(visit.conflicts).toEqual(['visit/notas']);
    expect(visit.answers['visit/notas']!.map(({ actorName }) => actorName).sort()).toEqual(['ana', 'beto']);
    expect(ana.receipt(visitId)).toMatchObject({ held: true, matches: true });
    await ana.setAnswer(visitId, 'visit/notas', saying('acordada'));
    expect((await ana.loadVisit(visitId)).conflicts).toEqual([]);
  });

  test('what was set aside of a colleague is told and cannot be read; released, it comes whole', async () => {
    const { tablet: ana, device: first, visitId } = await tablet('ana');
    at.office.refuses = 'action_taken';
    await ana.takeAction(visitId, 'visit', { duty: 'protect' });
    await ana.setAnswer(visitId, 'visit/notas', saying('después'));
    await ana.syncNow();
    const { tablet: beto, device: second } = await tablet('beto');
    const seen = await beto.loadVisit(visitId);
    expect(seen.setAside).toMatchObject([{ code: 'not_in_scope', actorName: 'ana' }]);
    expect(seen.quarantined).toEqual([]);
    expect(seen.happenings.map(({ type }) => type)).not.toContain('action_taken');
    expect(seen.value('visit/notas')).toEqual({ v: 'después' });
    expect(beto.receipt(visitId)).toMatchObject({ matches: true });
    first.use();
    expect((await ana.loadVisit(visitId)).quarantined).toMatchObject([{ code: 'not_in_scope', mine: true }]);
    await at.office.release(at.office.records.find(({ logged }) => logged.event.type === 'action_taken')!.logged.contentId);
    second.use();
    await beto.syncNow();
    const after = await beto.loadVisit(visitId);
    expect(after.setAside).toEqual([]);
    expect(after.happenings.map(({ type }) => type)).toContain('action_taken');
    expect(beto.receipt(visitId)).toMatchObject({ matches: true });
  });

  test('a version published while the tablet is open is what the next visit pins; the office’s word decides, not the number, and stays when locked', async () => {
    at.office.current = at.office.bundleHash;
    const { tablet: ana, device, visitId } = await tablet('ana');
    const opened = async () => ana.bundle(await ana.openVisit('America/Tijuana', { workplace_name: 'Rancho' }))!.protocol.version;
    const asked = () => at.office.calls.filter(({ path }) => path === '/bundles').length;
    expect(await opened()).toBe('1');
    await at.office.publish('10');
    await ana.syncNow();
    expect([await opened(), asked()]).toEqual(['1', 1]);
    at.office.offline = true;
    device.clockMs += CURRENT_EVERY_MS;
    await ana.syncNow();
    expect(await opened()).toBe('1');
    at.office.offline = false;
    await ana.syncNow();
    expect([await opened(), asked(), ana.directory()!.lines[0]!.id]).toEqual(['10', 2, '10']);
    expect(ana.bundle(visitId)!.protocol.version).toBe('1');
    await at.office.publish('09');
    device.clockMs -= 2 * CURRENT_EVERY_MS;
    await ana.syncNow();
    expect(await opened()).toBe('09');
    at.office.offline = true;
    const { userId } = ana.me!;
    await ana.lock();
    expect(ana.directory()!.lines[0]!.id).toBe('09');
    await ana.unlock(userId, PHRASE);
    expect(await opened()).toBe('09');
  });

  test('a restored server gets back from a colleague what he could never read', async () => {
    const { tablet: ana, visitId } = await tablet('ana');
    at.office.refuses = 'action_taken';
    await ana.takeAction(visitId, 'visit', { duty: 'protect' });
    await ana.setAnswer(visitId, 'visit/notas', saying('después'));
    await ana.syncNow();
    const { tablet: beto } = await tablet('beto');
    at.office.restore(3);
    await beto.syncNow();
    const back = at.office.records.filter(({ logged }) => logged.event.incarnation === ana.me!.incarnation);
    expect(back.map(({ logged: { event } }) => event.type)).toEqual(['action_taken', 'answer_set']);
    expect(beto.syncState.blocker).toBeNull();
  });

  test('after a restore a tablet offers also what others wrote', async () => {
    const { tablet: ana, device: first, visitId } = await tablet('ana');
    await ana.setAnswer(visitId, 'visit/notas', saying('de ana'));
    await ana.syncNow();
    const { tablet: beto } = await tablet('beto');
    const minor = await beto.addMinor(visitId);
    at.office.restore(3);
    at.office.calls.length = 0;
    await beto.syncNow();
    const mine = at.office.records.filter(({ logged }) => logged.event.incarnation === ana.me!.incarnation);
    expect(mine).toHaveLength(1);
    const authors = at.office.calls.filter(({ path }) => path === '/batches').map(({ author }) => author);
    expect([...new Set(authors)].sort()).toEqual([at.office.incarnation, ana.me!.incarnation, beto.me!.incarnation].sort());
    expect(authors.at(-1)).toBe(beto.me!.incarnation);
    expect(at.office.secrets.has(`${visitId}|${minor}`)).toBe(true);
    first.use();
  });

  test('after a restore others’ events go with the secrets they promised, halved at signatures when the server asks', async () => {
    const { tablet: ana, device: first, visitId } = await tablet('ana');
    const minor = await ana.addMinor(visitId);
    for (let age = 5; age < 15; age++) {
      await ana.setAnswer(visitId, `${minor}/edad`, saying(age));
      if (age % 2) await ana.syncNow();
    }
    await ana.syncNow();
    const { tablet: beto } = await tablet('beto');
    at.office.restore(3);
    at.office.maxEvents = 3;
    await beto.syncNow();
    expect(beto.syncState.blocker).toBeNull();
    expect(at.office.records.filter(({ logged }) => logged.event.incarnation === ana.me!.incarnation)).toHaveLength(11);
    expect(at.office.secrets.has(`${visitId}|${minor}`)).toBe(true);
    first.use();
  });

  test('a signature that was held is not lost when the same event comes again without one', async () => {
    const { tablet: ana, device: first, visitId } = await tablet('ana');
    await ana.setAnswer(visitId, 'visit/notas', saying('de ana'));
    await ana.syncNow();
    const { tablet: beto } = await tablet('beto');
    const hers = () => at.office.records.filter(({ logged }) => logged.event.incarnation === ana.me!.incarnation);
    for (const { record } of hers()) record.signature = null;
    at.office.restore(at.office.records.length); // everything comes again, hers without a signature
    await beto.syncNow();
    at.office.restore(2); // before she wrote: only Beto holds it, and only its signature proves it
    expect(hers()).toHaveLength(0);
    await beto.syncNow();
    expect(hers()).toHaveLength(1);
    first.use();
  });

  test('a person erased by order is destroyed here too: key, opened values and photos; the chain stays', async () => {
    const { tablet: ana, device, visitId } = await tablet();
    const minor = await ana.addMinor(visitId);
    await ana.setAnswer(visitId, `${minor}/edad`, saying(13));
    const photo = await ana.addPhoto(visitId, { blob: new Blob(['foto'], { type: 'image/jpeg' }), about: minor, subject: minor });
    await ana.syncNow();
    const [name] = [...at.office.files.keys()];
    await at.office.write('subject_erased', { entity: 'visit', subject: minor, files: [{ name: name!, size_bytes: 4 }], sealed: 'A'.repeat(40) });
    at.office.secrets.delete(`${visitId}|${minor}`);
    const before = (await ana.loadVisit(visitId)).vector[ana.me!.incarnation];
    await ana.syncNow();
    for (const one of [ana, await device.tab()]) {
      if (one !== ana) {
        at.open.push(one);
        await one.unlock(one.people[0]!.userId, PHRASE);
      }
      const visit = await one.loadVisit(visitId);
      expect(visit.answers[`${minor}/edad`]![0]).toMatchObject({ visible: 'erased', value: null });
      expect(visit.vector[ana.me!.incarnation]).toEqual(before);
      await expect(one.photoUrl(visitId, photo)).rejects.toMatchObject({ code: 'photo_not_here' });
      await expect(one.setAnswer(visitId, `${minor}/edad`, saying(14))).rejects.toMatchObject({ code: 'erased' });
    }
    at.office.secrets.set(`${visitId}|${minor}`, { secret: 'A'.repeat(43), by: '' });
    at.office.epoch += 'x';
    await ana.syncNow();
    await ana.syncNow();
    expect((await ana.loadVisit(visitId)).answers[`${minor}/edad`]![0]).toMatchObject({ visible: 'erased' });
  });

  test('a visit taken away leaves the tablet once its work has been taken over', async () => {
    const { tablet: ana, visitId } = await tablet();
    await ana.setAnswer(visitId, 'visit/notas', saying('algo'));
    at.office.granted = false;
    await ana.syncNow();
    expect(at.office.records.filter(({ logged }) => logged.event.type === 'answer_set')).toHaveLength(1);
    expect(ana.visits()[0]!.state).toBe('revoked');
    expect((await ana.loadVisit(visitId)).answers['visit/notas']![0]).toMatchObject({ visible: 'not_visible', value: null });
  });

  test('removing somebody does not hide what another inspector wrote meanwhile', async () => {
    const { tablet: ana, device: first, visitId } = await tablet('ana');
    const minor = await ana.addMinor(visitId);
    const gone = await ana.addMinor(visitId);
    await ana.syncNow();
    const { tablet: beto, device: second } = await tablet('beto');
    at.office.offline = true;
    await beto.setAnswer(visitId, `${minor}/edad`, saying(12));
    first.use();
    await ana.removeEntity(visitId, minor);
    await ana.removeEntity(visitId, gone);
    expect((await ana.loadVisit(visitId)).of('minor')).toEqual([]);
    at.office.offline = false;
    second.use();
    await beto.syncNow();
    first.use();
    await ana.syncNow();
    const visit = await ana.loadVisit(visitId);
    expect(visit.of('minor').map(({ entity, disputed }) => ({ entity, disputed }))).toEqual([{ entity: minor, disputed: true }]);
    expect(visit.entities[gone]).toMatchObject({ removed: true });
  });

  test('a change under way to somebody else’s event is not taken', async () => {
    const { tablet: ana, visitId } = await tablet('ana');
    await ana.setAnswer(visitId, 'visit/lugar', saying('verdadero'));
    await ana.syncNow();
    const stored = at.office.records.find(({ logged }) => logged.event.type === 'answer_set')!;
    (stored.record.event.body as Record<string, unknown>).value = { v: 'falso' };
    const { tablet: beto } = await tablet('beto');
    expect((await beto.loadVisit(visitId)).answers['visit/lugar']).toBeUndefined();
    expect(beto.receipt(visitId)!.matches).toBe(false);
  });

  test('a server with another key is not believed', async () => {
    const { tablet: ana, visitId } = await tablet();
    const impostor = await Office.open();
    Object.assign(at.office, { receipt: () => impostor.receipt() });
    await ana.setAnswer(visitId, 'visit/notas', saying('algo'));
    await ana.syncNow();
    expect(ana.syncState.blocker).toMatchObject({ code: 'server_changed' });
  });
});
