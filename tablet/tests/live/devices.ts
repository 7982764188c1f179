/** Real tablets against a real server, for the tests that Python starts. Each has its own disk in memory. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { expect } from 'vitest';
import { hex, webRandom } from '../../src/bytes';
import { Core } from '../../src/core';
import { People } from '../../src/people';
import type { Surroundings } from '../../src/surroundings';
import type { Json } from '../../src/types';

interface Env { VITE_RESGUARDO_URL?: string; VITE_RESGUARDO_PART?: string; VITE_RESGUARDO_CONTROL?: string }
const told = import.meta.env as Env;
export const env = { url: told.VITE_RESGUARDO_URL, part: told.VITE_RESGUARDO_PART };
/** A busy machine restores a server slowly; Python gives up after two minutes. */
export const PATIENCE_MS = 110_000;
export const PHRASE = 'cuatro palabras nada parecidas';

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

/** Rounds until nothing waits: a busy machine may answer a call or two too late, as a busy server does. */
export async function synced(tablet: Core, rounds = 3): Promise<void> {
  for (let i = 0; i < rounds || (tablet.syncState.blocker && i < 12); i++) await tablet.syncNow();
  expect(tablet.syncState).toMatchObject({ blocker: null, pendingEvents: 0, pendingFiles: 0 });
}

/** One device's storage, which can be copied and damaged. */
export class Disk {
  constructor(readonly factory = new IDBFactory()) {}

  private async open(more: Partial<Surroundings> = {}): Promise<Core> {
    globalThis.indexedDB = this.factory;
    return Core.open(await People.open(), surroundings(more), (bundle) => `ACTA ${bundle.protocol.id}`);
  }

  /** Enrols a person here. */
  async enrol(username: string, more: Partial<Surroundings> = {}): Promise<Core> {
    const tablet = await this.open(more);
    await tablet.enrol({ username, password: 'contraseña larga', passphrase: PHRASE, label: 'prueba' });
    await synced(tablet, 0);
    return tablet;
  }

  /** Opens the store of the first person here. */
  async unlock(more: Partial<Surroundings> = {}): Promise<Core> {
    const tablet = await this.open(more);
    await tablet.unlock(tablet.people[0]!.userId, PHRASE);
    return tablet;
  }

  /** Loses records of events, as a failing disk would. */
  async lose(which: (key: string) => boolean, from = 'events'): Promise<void> {
    globalThis.indexedDB = this.factory;
    for (const { name } of await this.factory.databases()) {
      const db = await openDB(name!);
      if (db.objectStoreNames.contains(from)) {
        for (const key of await db.getAllKeys(from)) if (which(String(key))) await db.delete(from, key);
      }
      db.close();
    }
  }
}

/** A copy of a disk as it is now, record by record. */
export async function copyOf(disk: Disk): Promise<Disk> {
  const copy = new Disk();
  for (const { name, version } of await disk.factory.databases()) {
    globalThis.indexedDB = disk.factory;
    const from = await openDB(name!, version);
    const stores = [...from.objectStoreNames];
    const held = await Promise.all(stores.map(async (store) => [store, await from.getAllKeys(store), await from.getAll(store)] as const));
    const shapes = stores.map((store) => ({ store, path: from.transaction(store).store.keyPath }));
    from.close();
    globalThis.indexedDB = copy.factory;
    const to = await openDB(name!, version, {
      upgrade(db) { for (const { store, path } of shapes) db.createObjectStore(store, path ? { keyPath: path } : undefined); } });
    for (const [store, keys, values] of held) {
      for (const [i, key] of keys.entries()) await (to.transaction(store).store.keyPath ? to.put(store, values[i]) : to.put(store, values[i], key));
    }
    to.close();
  }
  return copy;
}

/** Enrols a person on a new device. */
export function device(username: string, more: Partial<Surroundings> = {}): Promise<Core> {
  return new Disk().enrol(username, more);
}
