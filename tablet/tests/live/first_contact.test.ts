/**
 * The real core against a real server: run by tests/integration/test_tablet_core.py, which starts the server and reads the
 * line that begins with "FOUND ". Skipped without a server's address.
 */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { actaText } from '../../src/acta_context';
import { hex, webRandom } from '../../src/bytes';
import { Core } from '../../src/core';
import { optionsOf } from '../../src/items';
import { People } from '../../src/people';
import type { Surroundings } from '../../src/surroundings';
import type { Bundle, Item, Json } from '../../src/types';

interface Env { VITE_RESGUARDO_URL?: string; VITE_RESGUARDO_USER?: string; VITE_RESGUARDO_PART?: string }
const { VITE_RESGUARDO_URL: url, VITE_RESGUARDO_USER: username, VITE_RESGUARDO_PART: part } = import.meta.env as Env;

function surroundings(): Surroundings {
  return {
    random: webRandom, fetcher: (...call) => fetch(...call), origin: url ?? '', chance: () => 0.5, persist: async () => true,
    clock: { now: () => Date.now(), mono: () => Math.round(performance.now()), boot: hex(webRandom(8)) },
    alone: (_name, work) => work(), ifFree: (_name, work) => work(), channel: () => ({ tell: () => undefined, close: () => undefined }),
  };
}

async function enrolled(): Promise<Core> {
  globalThis.indexedDB = new IDBFactory();
  const tablet = await Core.open(await People.open(), surroundings(), (bundle, visit) =>
    (Array.isArray(bundle.protocol.acta) ? `ACTA ${bundle.protocol.id}` : actaText(bundle, visit.plain())));
  await tablet.enrol({ username: username!, password: 'contraseña larga', passphrase: 'cuatro palabras nada parecidas', label: 'prueba' });
  expect(tablet.syncState.blocker).toBeNull();
  return tablet;
}

test.skipIf(!url || part !== 'write')('writes a visit, sends it, and the receipt agrees', async () => {
  const tablet = await enrolled();
  const { visitId } = tablet.visits()[0]!;
  await tablet.loadVisit(visitId);
  const minor = await tablet.addMinor(visitId);
  await tablet.setAnswer(visitId, `${minor}/edad`, { v: 14, src: 'child' });
  await tablet.setAnswer(visitId, `${minor}/edad`, { v: 13, src: 'document', verified: true });
  await tablet.addMember(visitId, `${minor}/peligros`, 'alturas');
  await tablet.addMember(visitId, `${minor}/peligros`, 'quimicos');
  await tablet.removeMember(visitId, `${minor}/peligros`, 'alturas');
  await tablet.setAnswer(visitId, 'visit/lugar', { v: 'Rancho El Peñón' });
  await tablet.syncNow();
  const bytes = crypto.getRandomValues(new Uint8Array(65_536));
  await tablet.addPhoto(visitId, { blob: new Blob(Array.from({ length: 10 }, () => bytes), { type: 'image/jpeg' }), about: minor, caption: 'surco' });
  await tablet.takeAction(visitId, minor, { duty: 'immediate_cessation', note: 'se ordenó' });
  await tablet.confirmDetermination(visitId, minor, { result: { urgent: true, fired: [{ rests_on: ['lugar'] }] }, agrees: true, classification: 'x' });
  const witness = await tablet.addPerson(visitId, 'testigo');
  const row = await tablet.addRow(visitId, 'familia', minor);
  await tablet.setAnswer(visitId, `${row}/parentesco`, { v: 'hermana' });
  const gone = await tablet.addPerson(visitId, 'testigo');
  await tablet.removeEntity(visitId, gone);
  const urgent = await tablet.raiseUrgent({ visitId, reason: 1, minors: 1, place: 'surco 4, Rancho El Peñón', geo: { lat: 305651230, lon: -1159263456, accuracy_m: 12, at: Date.now() } });
  await tablet.giveSignature(visitId, witness, { manner: 'glass', strokes: [[1, 2, 3, 4]], name: 'Testigo Inventado', role: 'testigo' });
  await tablet.closeActa(visitId, { copy: 'qr' });
  await tablet.syncNow();
  await tablet.syncNow();
  expect(tablet.syncState).toMatchObject({ blocker: null, pendingEvents: 0, pendingFiles: 0, pendingUrgent: 0 });
  const visit = await tablet.loadVisit(visitId);
  expect(visit.quarantined).toEqual([]);
  expect(tablet.receipt(visitId)).toMatchObject({ held: true, matches: true });
  console.log('FOUND ' + JSON.stringify({ visitId, minor, urgent, stateHash: visit.stateHash, counts: tablet.visits()[0]!.counts, summary: tablet.visits()[0] }));
  await tablet.lock();
});

test.skipIf(!url || part !== 'read')('a new tablet of the same person reads it all, with the office’s comment', async () => {
  const tablet = await enrolled();
  const { visitId } = tablet.visits()[0]!;
  const visit = await tablet.loadVisit(visitId);
  const comment = visit.returned[0]!;
  await tablet.answerComment(visitId, comment.path, comment.commentId, 'Se corrigió.');
  await tablet.syncNow();
  const after = await tablet.loadVisit(visitId);
  expect(after.returned).toEqual([]);
  expect(tablet.receipt(visitId)).toMatchObject({ held: true, matches: true });
  console.log('FOUND ' + JSON.stringify({
    stateHash: after.stateHash, comment: comment.text, closed: after.closure?.text, plain: after.plain(), urgent: tablet.visits()[0]!.urgent }));
  await tablet.lock();
});

const SAMPLES: Partial<Record<Item['type'], Json>> = {
  bool: true, tri: 'si', int: 2, minutes: 300, grams: 8000, money: 25050, date: '2011-05-04', dt: '2026-03-02T08:30', text: 'Dicho por quien atiende: “así es”, 100 %.',
  doc: 'exhibe', geo: { lat: 305651230, lon: -1159263456, accuracy_m: 9, at: 1763800000000 },
};

/** Answers an item with something of its kind. */
async function fill(tablet: Core, visitId: string, bundle: Bundle, entity: string, item: Item): Promise<void> {
  const path = `${entity}/${item.id}`;
  const codes = optionsOf(bundle, item).map(({ code }) => code);
  if (item.type === 'multi') for (const code of codes.slice(0, 2)) await tablet.addMember(visitId, path, code);
  else if (item.type === 'enum') await tablet.setAnswer(visitId, path, codes[0] === undefined ? { none: 'unknown' } : { v: codes[0] });
  else if (SAMPLES[item.type] !== undefined) await tablet.setAnswer(visitId, path, { v: SAMPLES[item.type]! });
}

test.skipIf(!url || part !== 'fill')('fills every question of the real protocol, and closes the acta', async () => {
  const tablet = await enrolled();
  const { visitId } = tablet.visits()[0]!;
  await tablet.loadVisit(visitId);
  const bundle = tablet.bundle(visitId)!;
  const items = bundle.protocol.stages.flatMap((stage) => stage.steps.flatMap((step) => step.items));
  const minor = await tablet.addMinor(visitId);
  const people = new Map<string, string>();
  for (const { type, id, for: of } of items) {
    if ((type === 'person' || type === 'table') && of === 'visit') people.set(`person:${id}`, await tablet.addPerson(visitId, id));
  }
  for (const item of items) {
    const entity = item.for === 'visit' ? 'visit' : item.for === 'minor' ? minor : people.get(item.for);
    if (entity) await fill(tablet, visitId, bundle, entity, item);
  }
  const text = tablet.actaText(visitId);
  for (const person of people.values()) await tablet.giveSignature(visitId, person, { manner: 'refused', reason: 'no quiso', name: 'Nadie Real', role: 'x' });
  await tablet.closeActa(visitId, { copy: 'print' });
  await tablet.syncNow();
  await tablet.syncNow();
  expect(tablet.syncState).toMatchObject({ blocker: null, pendingEvents: 0 });
  const visit = await tablet.loadVisit(visitId);
  expect(visit.quarantined).toEqual([]);
  expect(tablet.receipt(visitId)).toMatchObject({ held: true, matches: true });
  console.log('FOUND ' + JSON.stringify({ text, plain: visit.plain(), answers: Object.keys(visit.answers).length, summary: tablet.visits()[0] }));
  await tablet.lock();
});
