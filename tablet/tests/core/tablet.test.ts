/** The core as a whole: what is saved survives, what is sent is acknowledged, nothing is lost on the way. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Office } from './office';
import { enrolled, PHRASE } from './tablets';
import type { Core } from '../../src/core';
import type { Value } from '../../src/types';

let office: Office;
const open: Core[] = [];

beforeEach(async () => { office = await Office.open(); });
afterEach(async () => { for (const tablet of open.splice(0)) await tablet.lock(); });

async function tablet(name = 'ana') {
  const made = await enrolled(office, name);
  open.push(made.tablet);
  return { ...made, visitId: office.visitId };
}

const saying = (v: string | number): Value => ({ v });

describe('enrolment and unlocking', () => {
  test('a new tablet receives its visit, opened and ready', async () => {
    const { tablet: ana, visitId } = await tablet();
    const visit = await ana.loadVisit(visitId);
    expect(ana.status).toBe('open');
    expect(ana.syncState.blocker).toBeNull();
    expect(visit.zone).toBe('America/Tijuana');
    expect(ana.bundle(visitId)?.protocol.id).toBe('p/1');
    expect(ana.visits()[0]).toMatchObject({ visitId, state: 'assigned', ready: true });
    expect(visit.unseenInspectors).toEqual([office.user('ana'), office.user('beto')]);
  });

  test('a wrong passphrase opens nothing and loses nothing', async () => {
    const { tablet: ana, visitId } = await tablet();
    await ana.setAnswer(visitId, 'visit/lugar', saying('Rancho'));
    await ana.lock();
    const { userId } = ana.people[0]!;
    await expect(ana.unlock(userId, 'otra frase que no era')).rejects.toMatchObject({ code: 'wrong_passphrase' });
    expect(ana.status).toBe('locked');
    expect(ana.visit(visitId)).toBeNull();
    await ana.unlock(userId, PHRASE);
    expect((await ana.loadVisit(visitId)).value('visit/lugar')).toEqual({ v: 'Rancho' });
  });

  test('a short passphrase is refused with its reason', async () => {
    const { tablet: ana } = await tablet();
    expect(ana.passphraseProblem('corta')).toContain('corta');
    expect(ana.passphraseProblem('aaaaaaaaaaaaaaaa')).toContain('repite');
    expect(ana.passphraseProblem('uno dos tres cinco')).toBeNull();
    expect(ana.passphraseProblem('12caracteres')).toBeNull();
  });
});

describe('saving', () => {
  test('what was saved is there after a reload without network', async () => {
    const { tablet: ana, device, visitId } = await tablet();
    office.offline = true;
    const minor = await ana.addMinor(visitId);
    await ana.setAnswer(visitId, `${minor}/edad`, { v: 14, src: 'child' });
    await ana.addMember(visitId, `${minor}/peligros`, 'alturas');
    await ana.addMember(visitId, `${minor}/peligros`, 'quimicos');
    const again = await device.tab();
    open.push(again);
    await again.unlock(again.people[0]!.userId, PHRASE);
    const visit = await again.loadVisit(visitId);
    expect(visit.value(`${minor}/edad`)).toEqual({ v: 14, src: 'child' });
    expect(visit.value(`${minor}/peligros`)).toEqual({ v: ['alturas', 'quimicos'] });
    expect(visit.stateHash).toBe((await ana.loadVisit(visitId)).stateHash);
    expect(again.visits()[0]!.counts).toMatchObject({ onTablet: 4, sent: 0 });
  });

  test('a member that excludes the others replaces them in one save', async () => {
    const { tablet: ana, visitId } = await tablet();
    const minor = await ana.addMinor(visitId);
    await ana.addMember(visitId, `${minor}/peligros`, 'alturas');
    await ana.addMember(visitId, `${minor}/peligros`, 'ninguno');
    expect((await ana.loadVisit(visitId)).value(`${minor}/peligros`)).toEqual({ v: ['ninguno'] });
    await ana.addMember(visitId, `${minor}/peligros`, 'quimicos');
    expect((await ana.loadVisit(visitId)).value(`${minor}/peligros`)).toEqual({ v: ['quimicos'] });
    await ana.removeMember(visitId, `${minor}/peligros`, 'quimicos');
    expect((await ana.loadVisit(visitId)).answers[`${minor}/peligros`]).toBeUndefined();
  });

  test('a set once marked as not asked can be filled, and emptied again', async () => {
    const { tablet: ana, visitId } = await tablet();
    const path = `${await ana.addMinor(visitId)}/peligros`;
    await ana.setAnswer(visitId, path, { none: 'declined' });
    await ana.addMember(visitId, path, 'alturas');
    let visit = await ana.loadVisit(visitId);
    expect(visit.value(path)).toEqual({ v: ['alturas'] });
    expect(visit.conflicts).toEqual([]);
    await ana.setAnswer(visitId, path, { none: 'unknown' });
    visit = await ana.loadVisit(visitId);
    expect(visit.value(path)).toEqual({ none: 'unknown' });
    expect(visit.answers[path]).toHaveLength(1);
  });

  test('two tabs write at once and neither loses a number', async () => {
    const { tablet: ana, device, visitId } = await tablet();
    const other = await device.tab();
    open.push(other);
    await other.unlock(ana.me!.userId, PHRASE);
    await Promise.all(Array.from({ length: 12 }, (_, i) => (i % 2 ? ana : other).setAnswer(visitId, 'visit/notas', saying(`nota ${i}`))));
    await vi.waitFor(async () => expect((await ana.loadVisit(visitId)).stateHash).toBe((await other.loadVisit(visitId)).stateHash));
    const visit = await ana.loadVisit(visitId);
    expect(visit.vector[ana.me!.incarnation]).toEqual({ last: 12, holes: [] });
    expect(visit.conflicts).toEqual([]);
  });

  test('only what the protocol makes public leaves in clear, and of a minor nothing', async () => {
    const { tablet: ana, visitId } = await tablet();
    const minor = await ana.addMinor(visitId);
    await ana.setAnswer(visitId, 'visit/lugar', saying('RANCHO-PUBLICO'));
    await ana.setAnswer(visitId, 'visit/notas', saying('CANARIO-SELLADO'));
    await ana.setAnswer(visitId, `${minor}/edad`, saying('CANARIO-EDAD'));
    await ana.syncNow();
    expect(office.text()).toContain('RANCHO-PUBLICO');
    expect(office.text()).not.toContain('CANARIO');
  });

  test('what cannot be written is refused in words, and nothing is left half saved', async () => {
    const { tablet: ana, visitId } = await tablet();
    await expect(ana.setAnswer(visitId, 'visit/notas', { v: 1.5 })).rejects.toMatchObject({ code: 'not_canonical' });
    await expect(ana.setAnswer(visitId, 'visit/notas', saying('x'.repeat(70_000)))).rejects.toMatchObject({ code: 'too_long' });
    await ana.setAnswer(visitId, 'visit/notas', saying('bien'));
    expect((await ana.loadVisit(visitId)).vector[ana.me!.incarnation]).toEqual({ last: 1, holes: [] });
  });

  test('answering twice the same writes once; clearing keeps the history', async () => {
    const { tablet: ana, visitId } = await tablet();
    await ana.setAnswer(visitId, 'visit/notas', saying('Pen\u0303a'));
    await ana.setAnswer(visitId, 'visit/notas', saying('Peña'));
    await ana.clearAnswer(visitId, 'visit/notas');
    expect(ana.visits()[0]!.counts.onTablet).toBe(2);
    expect((await ana.loadVisit(visitId)).value('visit/notas')).toEqual({ none: 'not_asked' });
  });
});

describe('sending', () => {
  test('everything saved is sent, and the receipt says the same as this tablet', async () => {
    const { tablet: ana, visitId } = await tablet();
    const minor = await ana.addMinor(visitId);
    await ana.setAnswer(visitId, `${minor}/edad`, saying(13));
    await ana.syncNow();
    expect(ana.syncState).toMatchObject({ pendingEvents: 0, blocker: null });
    expect(ana.receipt(visitId)).toMatchObject({ held: true, matches: true });
    expect(ana.visits()[0]!.counts).toMatchObject({ onTablet: 2, sent: 2, held: 2 });
    expect(office.secrets.has(`${visitId}|${minor}`)).toBe(true);
  });

  test('a batch too large is halved until it fits', async () => {
    const { tablet: ana, visitId } = await tablet();
    office.offline = true;
    for (let i = 0; i < 20; i++) await ana.setAnswer(visitId, 'visit/notas', saying(`n${i}`));
    Object.assign(office, { offline: false, maxEvents: 3 });
    await ana.syncNow();
    await vi.waitFor(() => expect(ana.syncState.pendingEvents).toBe(0));
    const sizes = office.calls.filter(({ path }) => path === '/batches').map(({ events }) => events);
    expect(sizes.slice(0, 3)).toEqual([20, 10, 5]);
    expect(ana.receipt(visitId)).toMatchObject({ held: true, matches: true });
  });

  test('a 401 pauses with its name and drops nothing', async () => {
    const { tablet: ana, visitId } = await tablet();
    office.unauthorised = true;
    await ana.setAnswer(visitId, 'visit/notas', saying('algo'));
    await ana.syncNow();
    expect(ana.syncState.blocker).toMatchObject({ code: 'not_recognised' });
    expect(ana.syncState.pendingEvents).toBe(1);
    office.unauthorised = false;
    await ana.syncNow();
    expect(ana.syncState).toMatchObject({ pendingEvents: 0, blocker: null });
  });

  test('lost answers are repeated without doubling anything', async () => {
    const { tablet: ana, visitId } = await tablet();
    office.blackHole = true;
    await ana.setAnswer(visitId, 'visit/notas', saying('algo'));
    await ana.syncNow();
    await ana.syncNow();
    expect(ana.syncState.blocker).toMatchObject({ code: 'server_unreachable' });
    office.blackHole = false;
    await ana.syncNow();
    expect(office.records.filter(({ logged }) => logged.event.type === 'answer_set')).toHaveLength(1);
    expect(ana.receipt(visitId)).toMatchObject({ held: true, matches: true });
  });

  test('a restored server is given everything again', async () => {
    const { tablet: ana, visitId } = await tablet();
    const minor = await ana.addMinor(visitId);
    await ana.setAnswer(visitId, `${minor}/edad`, saying(13));
    await ana.addPhoto(visitId, { blob: new Blob(['foto'], { type: 'image/jpeg' }), about: minor });
    await ana.syncNow();
    office.restore(2);
    await ana.syncNow();
    await vi.waitFor(() => expect(ana.receipt(visitId)).toMatchObject({ held: true, matches: true }));
    expect(office.records.filter(({ logged }) => logged.event.incarnation === ana.me!.incarnation)).toHaveLength(3);
    expect(office.secrets.has(`${visitId}|${minor}`)).toBe(true);
    expect([...office.files.values()].every(({ complete }) => complete)).toBe(true);
  });

  test('what the server sets apart stays, is shown with its reason, and counts again when released', async () => {
    const { tablet: ana, visitId } = await tablet();
    const minor = await ana.addMinor(visitId);
    office.refuses = 'action_taken';
    const ref = await ana.takeAction(visitId, minor, { duty: 'immediate_cessation' });
    await ana.syncNow();
    let visit = await ana.loadVisit(visitId);
    expect(visit.quarantined).toEqual([{ ref, code: 'not_in_scope', type: 'action_taken', path: null, mine: true }]);
    expect(visit.plain().actions).toEqual([]);
    expect(ana.receipt(visitId)).toMatchObject({ held: true, matches: true });
    const { contentId } = office.records.find(({ logged }) => logged.ref === ref)!.logged;
    await office.write('verdict_given', { entity: 'visit', of: ref, content_id: contentId, code: 'released', accepted: true });
    await ana.syncNow();
    visit = await ana.loadVisit(visitId);
    expect(visit.quarantined).toEqual([]);
    expect(visit.plain().actions).toHaveLength(1);
  });

  test('what the server asks to wait for is sent again later', async () => {
    const { tablet: ana, visitId } = await tablet();
    office.busyFrom = 2;
    for (const v of ['a', 'b', 'c']) await ana.setAnswer(visitId, 'visit/notas', saying(v));
    await ana.syncNow();
    expect(ana.syncState.pendingEvents).toBe(2);
    office.busyFrom = Infinity;
    await ana.syncNow();
    expect(ana.syncState.pendingEvents).toBe(0);
  });

  test('a photo resumes where the server has it', async () => {
    const { tablet: ana, visitId } = await tablet();
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    office.cutPatchAfter = 20_000;
    const photo = await ana.addPhoto(visitId, { blob: new Blob([bytes, bytes, bytes, bytes, bytes, bytes], { type: 'image/jpeg' }), about: 'visit', caption: 'surco' });
    for (let i = 0; i < 3; i++) await ana.syncNow();
    expect(ana.syncState.pendingFiles).toBe(1);
    office.cutPatchAfter = Infinity;
    await ana.syncNow();
    expect(ana.syncState.pendingFiles).toBe(0);
    const [stored] = office.files.values();
    expect(stored!.bytes.slice(0, 60_000)).toEqual(bytes);
    expect(ana.receipt(visitId)).toMatchObject({ held: true, matches: true });
    const url = await ana.photoUrl(visitId, photo);
    expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(360_000);
  });

  test('an urgent call goes out first, alone, and also while locked', async () => {
    const { tablet: ana, visitId } = await tablet();
    office.offline = true;
    await ana.setAnswer(visitId, 'visit/notas', saying('algo'));
    await ana.raiseUrgent({ visitId, reason: 3, minors: 2, place: 'surco 4' });
    expect(ana.visits()[0]!.urgent).toBe('waiting');
    office.calls.length = 0;
    office.offline = false;
    await ana.syncNow();
    expect(office.calls[0]!.path).toBe('/urgent');
    expect(office.urgent[0]!.length).toBeLessThanOrEqual(400);
    expect(ana.visits()[0]!.urgent).toBe('received');
    await ana.lock();
    await ana.raiseUrgent({ visitId: null, reason: 5, minors: 0, place: 'camino' });
    await vi.waitFor(() => expect(office.urgent).toHaveLength(2));
    expect(office.urgent[1]![1]).toBe(2);
    await ana.unlock(ana.people[0]!.userId, PHRASE);
    await ana.syncNow();
    expect(office.urgent[2]![1]).toBe(3);
    expect(office.urgent[2]!.length).toBe(office.urgent[1]!.length + 64);
  });
});

describe('receiving', () => {
  test('two inspectors see each other’s work, and a conflict is settled by answering', async () => {
    const { tablet: ana, device: first, visitId } = await tablet('ana');
    await ana.setAnswer(visitId, 'visit/notas', saying('primera'));
    await ana.syncNow();
    const { tablet: beto, device: second } = await tablet('beto');
    expect((await beto.loadVisit(visitId)).value('visit/notas')).toEqual({ v: 'primera' });
    office.offline = true;
    await beto.setAnswer(visitId, 'visit/notas', saying('de beto'));
    first.use();
    await ana.setAnswer(visitId, 'visit/notas', saying('de ana'));
    office.offline = false;
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

  test('after a restore a tablet offers also what others wrote', async () => {
    const { tablet: ana, device: first, visitId } = await tablet('ana');
    await ana.setAnswer(visitId, 'visit/notas', saying('de ana'));
    await ana.syncNow();
    const { tablet: beto } = await tablet('beto');
    const minor = await beto.addMinor(visitId);
    office.restore(3);
    office.calls.length = 0;
    await beto.syncNow();
    const mine = office.records.filter(({ logged }) => logged.event.incarnation === ana.me!.incarnation);
    expect(mine).toHaveLength(1);
    const authors = office.calls.filter(({ path }) => path === '/batches').map(({ author }) => author);
    expect([...new Set(authors)].sort()).toEqual([office.incarnation, ana.me!.incarnation, beto.me!.incarnation].sort());
    expect(authors.at(-1)).toBe(beto.me!.incarnation);
    expect(office.secrets.has(`${visitId}|${minor}`)).toBe(true);
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
    office.restore(3);
    office.maxEvents = 3;
    await beto.syncNow();
    expect(beto.syncState.blocker).toBeNull();
    expect(office.records.filter(({ logged }) => logged.event.incarnation === ana.me!.incarnation)).toHaveLength(11);
    expect(office.secrets.has(`${visitId}|${minor}`)).toBe(true);
    first.use();
  });

  test('a signature that was held is not lost when the same event comes again without one', async () => {
    const { tablet: ana, device: first, visitId } = await tablet('ana');
    await ana.setAnswer(visitId, 'visit/notas', saying('de ana'));
    await ana.syncNow();
    const { tablet: beto } = await tablet('beto');
    const hers = () => office.records.filter(({ logged }) => logged.event.incarnation === ana.me!.incarnation);
    for (const { record } of hers()) record.signature = null;
    office.restore(office.records.length); // everything comes again, hers without a signature
    await beto.syncNow();
    office.restore(2); // before she wrote: only Beto holds it, and only its signature proves it
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
    const [name] = [...office.files.keys()];
    await office.write('subject_erased', { entity: 'visit', subject: minor, files: [{ name: name!, size_bytes: 4 }], sealed: 'A'.repeat(40) });
    office.secrets.delete(`${visitId}|${minor}`);
    const before = (await ana.loadVisit(visitId)).vector[ana.me!.incarnation];
    await ana.syncNow();
    for (const one of [ana, await device.tab()]) {
      if (one !== ana) {
        open.push(one);
        await one.unlock(one.people[0]!.userId, PHRASE);
      }
      const visit = await one.loadVisit(visitId);
      expect(visit.answers[`${minor}/edad`]![0]).toMatchObject({ visible: 'erased', value: null });
      expect(visit.vector[ana.me!.incarnation]).toEqual(before);
      await expect(one.photoUrl(visitId, photo)).rejects.toMatchObject({ code: 'photo_not_here' });
      await expect(one.setAnswer(visitId, `${minor}/edad`, saying(14))).rejects.toMatchObject({ code: 'erased' });
    }
    office.secrets.set(`${visitId}|${minor}`, { secret: 'A'.repeat(43), by: '' });
    office.epoch += 'x';
    await ana.syncNow();
    await ana.syncNow();
    expect((await ana.loadVisit(visitId)).answers[`${minor}/edad`]![0]).toMatchObject({ visible: 'erased' });
  });

  test('a visit taken away leaves the tablet once its work has been taken over', async () => {
    const { tablet: ana, visitId } = await tablet();
    await ana.setAnswer(visitId, 'visit/notas', saying('algo'));
    office.granted = false;
    await ana.syncNow();
    expect(office.records.filter(({ logged }) => logged.event.type === 'answer_set')).toHaveLength(1);
    expect(ana.visits()[0]!.state).toBe('revoked');
    expect((await ana.loadVisit(visitId)).answers['visit/notas']![0]).toMatchObject({ visible: 'not_visible', value: null });
  });

  test('removing somebody does not hide what another inspector wrote meanwhile', async () => {
    const { tablet: ana, device: first, visitId } = await tablet('ana');
    const minor = await ana.addMinor(visitId);
    const gone = await ana.addMinor(visitId);
    await ana.syncNow();
    const { tablet: beto, device: second } = await tablet('beto');
    office.offline = true;
    await beto.setAnswer(visitId, `${minor}/edad`, saying(12));
    first.use();
    await ana.removeEntity(visitId, minor);
    await ana.removeEntity(visitId, gone);
    expect((await ana.loadVisit(visitId)).of('minor')).toEqual([]);
    office.offline = false;
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
    const stored = office.records.find(({ logged }) => logged.event.type === 'answer_set')!;
    (stored.record.event.body as Record<string, unknown>).value = { v: 'falso' };
    const { tablet: beto } = await tablet('beto');
    expect((await beto.loadVisit(visitId)).answers['visit/lugar']).toBeUndefined();
    expect(beto.receipt(visitId)!.matches).toBe(false);
  });

  test('a server with another key is not believed', async () => {
    const { tablet: ana, visitId } = await tablet();
    const impostor = await Office.open();
    Object.assign(office, { receipt: () => impostor.receipt() });
    await ana.setAnswer(visitId, 'visit/notas', saying('algo'));
    await ana.syncNow();
    expect(ana.syncState.blocker).toMatchObject({ code: 'server_changed' });
  });
});

describe('closing', () => {
  test('the closure names the text, the state and everybody’s last event', async () => {
    const { tablet: ana, visitId } = await tablet();
    const person = await ana.addPerson(visitId, 'compareciente');
    const hash = await ana.actaTextSha256(visitId);
    const scribble = Array.from({ length: 40_000 }, (_, i) => (i % 1000) + 0.4);
    await ana.giveSignature(visitId, person, { manner: 'glass', strokes: [scribble], name: 'N', role: 'compareciente' });
    await ana.giveSignature(visitId, person, { manner: 'glass', strokes: [[1.4, 2.6]], name: 'N', role: 'compareciente' });
    const before = await ana.loadVisit(visitId);
    await ana.closeActa(visitId, { copy: 'qr' });
    const { closure, happenings } = await ana.loadVisit(visitId);
    expect(closure).toMatchObject({ textSha256: hash, stateHash: before.stateHash, vector: before.vector, text: ana.actaText(visitId) });
    expect(happenings.findLast(({ type }) => type === 'signature_given')!.opened).toMatchObject({ strokes: [[1, 3]] });
    await expect(ana.closeActa(visitId, { copy: 'none' })).rejects.toMatchObject({ code: 'already_closed' });
    await ana.setAnswer(visitId, 'visit/notas', saying('tarde'));
    expect((await ana.loadVisit(visitId)).unincorporated).toHaveLength(1);
  });
});

describe('the sealed export', () => {
  test('carries everything, and nothing readable', async () => {
    const { tablet: ana, visitId } = await tablet();
    await ana.setAnswer(visitId, 'visit/lugar', saying('CANARIO'));
    await ana.lock();
    const packed = await ana.exportSealed();
    const text = await packed.text();
    const [head, ...lines] = text.trim().split('\n').map((line) => JSON.parse(line) as Record<string, string>);
    expect(text).not.toContain('CANARIO');
    const raw = await crypto.subtle.decrypt({ name: 'RSA-OAEP' }, office.authorityPrivate, Uint8Array.from(atob(head!.data_key!.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0)));
    const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
    const events = await Promise.all(lines.filter(({ store }) => store === 'events').map(async ({ store, key: at, box }) => {
      const bytes = Uint8Array.from(atob(box!.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
      const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.subarray(0, 12), additionalData: new TextEncoder().encode(`${store}|${at}`) }, key, bytes.subarray(12));
      return new TextDecoder().decode(plain);
    }));
    expect(events.join()).toContain('CANARIO');
  });
});
