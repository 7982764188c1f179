/** Tablets for tests: the real core over fake-indexeddb, with locks and channels of this process. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { hex, webRandom, type Bytes } from '../../src/bytes';
import { Core } from '../../src/core';
import { People } from '../../src/people';
import type { StoreName } from '../../src/store';
import type { Surroundings } from '../../src/surroundings';
import type { Value } from '../../src/types';
import { afterEach, beforeEach } from 'vitest';
import { Office } from './office';

export const PHRASE = 'cuatro palabras nada parecidas';

/** One device: its disk. Opening it twice is two tabs; opening it again later is a reload. */
export class Device {
  private readonly disk = new IDBFactory();
  private readonly locks = new Map<string, Promise<unknown>>();
  private readonly ears = new Map<string, Set<(message: unknown) => void>>();
  clockMs = 1763800000000;

  constructor(private readonly office: Office) {}

  async tab(): Promise<Core> {
    globalThis.indexedDB = this.disk;
    return Core.open(await People.open(), this.surroundings(), (bundle, visit) => `ACTA ${bundle.protocol.id} ${visit.of('minor').length} ${visit.answers['visit/lugar']?.length ?? 0}`);
  }

  /** Another device's disk may be in place: IndexedDB is a global. */
  use(): void { globalThis.indexedDB = this.disk; }

  private surroundings(): Surroundings {
    return {
      random: webRandom, fetcher: (...call) => this.office.fetcher(...call), origin: '', chance: () => 0.5, persist: async () => true,
      clock: { now: () => this.clockMs++, mono: () => 5, boot: hex(webRandom(8)) },
      alone: (name, work) => this.after(name, work),
      ifFree: async (name, work) => { if (!this.locks.has(name)) await this.after(name, work); },
      channel: (name, heard) => this.channel(name, heard),
    };
  }

  private after<T>(name: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.locks.get(name) ?? Promise.resolve()).catch(() => undefined).then(work);
    const done = turn.catch(() => undefined).finally(() => { if (this.locks.get(name) === done) this.locks.delete(name); });
    this.locks.set(name, done);
    return turn;
  }

  private channel(name: string, heard: (message: unknown) => void) {
    const ears = this.ears.get(name) ?? new Set();
    this.ears.set(name, ears.add(heard));
    return { tell: (message: unknown) => { for (const ear of ears) if (ear !== heard) queueMicrotask(() => ear(message)); }, close: () => void ears.delete(heard) };
  }
}

/** What rests in one store of a device's disk, of everybody: each key, and the bytes as they lie there in hex. */
export async function resting(device: Device, store: StoreName): Promise<Map<string, string>> {
  device.use();
  const found = new Map<string, string>();
  const whenDone = <T>(asked: IDBRequest<T>) => new Promise<T>((done, failed) => { asked.onsuccess = () => done(asked.result); asked.onerror = () => failed(asked.error); });
  for (const { name } of await indexedDB.databases()) {
    const database = await whenDone(indexedDB.open(name!));
    if (database.objectStoreNames.contains(store)) {
      const held = database.transaction(store).objectStore(store);
      const [keys, boxes] = await Promise.all([whenDone(held.getAllKeys()), whenDone<Bytes[]>(held.getAll())]);
      keys.forEach((key, at) => found.set(String(key), hex(boxes[at]!)));
    }
    database.close();
  }
  return found;
}

export async function enrolled(office: Office, username: string): Promise<{ device: Device; tablet: Core }> {
  const device = new Device(office);
  const tablet = await device.tab();
  await tablet.enrol({ username, password: 'x', passphrase: PHRASE, label: 'tableta' });
  return { device, tablet };
}

/** A fresh office for each test of a file, and tablets at it that are closed afterwards. */
export function useOffice() {
  const open: Core[] = [];
  const at = {
    office: undefined as unknown as Office,
    open,
    async tablet(name = 'ana') {
      const made = await enrolled(at.office, name);
      open.push(made.tablet);
      return { ...made, visitId: at.office.visitId };
    },
  };
  beforeEach(async () => { at.office = await Office.open(); });
  afterEach(async () => { for (const tablet of open.splice(0)) await tablet.lock(); });
  return at;
}

export const saying = (v: string | number): Value => ({ v });
