/** Real tablets against a real server, for the tests that Python starts. Each has its own disk in memory. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { expect } from 'vitest';
import { hex, webRandom } from '../../src/bytes';
import { Core } from '../../src/core';
import { People } from '../../src/people';
import type { Surroundings } from '../../src/surroundings';
import type { Json } from '../../src/types';

interface Env { VITE_RESGUARDO_URL?: string; VITE_RESGUARDO_PART?: string; VITE_RESGUARDO_CONTROL?: string }
const told = import.meta.env as Env;
export const env = { url: told.VITE_RESGUARDO_URL, part: told.VITE_RESGUARDO_PART };

/** Asks Python for something to happen to the server; resolves when it has. */
export async function ask(what: string, details: { [key: string]: Json } = {}): Promise<Json> {
  const answer = await fetch(`${told.VITE_RESGUARDO_CONTROL!}/${what}`, { method: 'POST', body: JSON.stringify(details) });
  return await answer.json() as Json;
}

export function surroundings(more: Partial<Surroundings> = {}): Surroundings {
  return {
    random: webRandom, fetcher: (...call) => fetch(...call), origin: env.url ?? '', chance: () => 0.5, persist: async () => true,
    clock: { now: () => Date.now(), mono: () => Math.round(performance.now()), boot: hex(webRandom(8)) },
    alone: (_name, work) => work(), ifFree: (_name, work) => work(), channel: () => ({ tell: () => undefined, close: () => undefined }), ...more,
  };
}

/** Enrols a person on a new device. */
export async function device(username: string, more: Partial<Surroundings> = {}): Promise<Core> {
  globalThis.indexedDB = new IDBFactory();
  const tablet = await Core.open(await People.open(), surroundings(more), (bundle) => `ACTA ${bundle.protocol.id}`);
  await tablet.enrol({ username, password: 'contraseña larga', passphrase: 'cuatro palabras nada parecidas', label: 'prueba' });
  expect(tablet.syncState.blocker).toBeNull();
  return tablet;
}
