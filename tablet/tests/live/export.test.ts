/**
 * A sealed export made by the real core, for tests/integration/safekeeping/test_import.py: a visit written without network,
 * a photo and an urgent call among it. Skipped without a server's address.
 */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hex, webRandom } from '../../src/bytes';
import { Core } from '../../src/core';
import { People } from '../../src/people';

interface Env { VITE_RESGUARDO_URL?: string; VITE_RESGUARDO_USER?: string; VITE_RESGUARDO_PART?: string; VITE_RESGUARDO_FILE?: string }
const { VITE_RESGUARDO_URL: url, VITE_RESGUARDO_USER: username, VITE_RESGUARDO_PART: part, VITE_RESGUARDO_FILE: file } = import.meta.env as Env;

test.skipIf(!url || part !== 'export')('exports sealed what it could not send', async () => {
  globalThis.indexedDB = new IDBFactory();
  let network = true;
  const tablet = await Core.open(await People.open(), {
    random: webRandom, fetcher: (...call) => (network ? fetch(...call) : Promise.reject(new TypeError('no network'))), origin: url ?? '',
    chance: () => 0.5, persist: async () => true,
    clock: { now: () => Date.now(), mono: () => Math.round(performance.now()), boot: hex(webRandom(8)) },
    alone: (_name, work) => work(), ifFree: (_name, work) => work(), channel: () => ({ tell: () => undefined, close: () => undefined }),
  }, (bundle) => `ACTA ${bundle.protocol.id}`);
  await tablet.enrol({ username: username!, password: 'contraseña larga', passphrase: 'cuatro palabras nada parecidas', label: 'prueba' });
  const { visitId } = tablet.visits()[0]!;
  network = false;
  await tablet.loadVisit(visitId);
  const minor = await tablet.addMinor(visitId);
  await tablet.setAnswer(visitId, `${minor}/edad`, { v: 13, src: 'document', verified: true });
  await tablet.addMember(visitId, `${minor}/peligros`, 'quimicos');
  const bytes = crypto.getRandomValues(new Uint8Array(60_000));
  await tablet.addPhoto(visitId, { blob: new Blob(Array.from({ length: 6 }, () => bytes), { type: 'image/jpeg' }), about: minor, caption: 'surco' });
  const urgent = await tablet.raiseUrgent({ visitId, reason: 1, minors: 1, place: 'surco 4', geo: null });
  const { stateHash } = await tablet.loadVisit(visitId);
  await tablet.lock();
  const packed = new Uint8Array(await (await tablet.exportSealed()).arrayBuffer());
  expect(packed.length).toBeGreaterThan(1000);
  writeFileSync(file!, packed);
  console.log('FOUND ' + JSON.stringify({ visitId, minor, urgent, stateHash }));
});
