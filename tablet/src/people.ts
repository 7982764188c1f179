/**
 * The only thing readable before unlocking: who has a store here, this device's id, the public directory of authorities,
 * and urgent packets raised from the lock screen that have not been delivered. Nothing of any minor.
 */
import { openDB, type IDBPDatabase } from 'idb';
import { newId, type Bytes, type Random } from './bytes';
import type { Bundle, TabletPerson } from './types';

/** A store that its person can no longer open: kept as it is until the authority holds what is in it. */
export interface SetAside { database: string; incarnation: string; since: number }

/** `database`: the person's store, when it is not the first they had here. */
export interface PersonOnTablet extends TabletPerson { incarnation: string; database?: string; aside?: SetAside[] }

/** What is said once to a person whose store was taken off this tablet. `unsent`: records that left only as a sealed file. */
/** `unsent`: left only in a sealed file. `apart`: handed in after the tablet was shut out, which the authority keeps apart. */
export interface Farewell { userId: string; displayName: string; at: number; unsent: number; apart?: number }

/** A packet raised from the lock screen. Once delivered it waits only for its author to unlock and sign it. */
export interface KeptUrgent { packet: Bytes; incarnation: string; delivered: boolean }

export class People {
  private constructor(private readonly db: IDBPDatabase<unknown>) {}

  static async open(): Promise<People> {
    return new People(await openDB('resguardo', 1, {
      upgrade(database) { for (const name of ['people', 'device', 'urgent']) database.createObjectStore(name); },
    }));
  }

  async list(): Promise<PersonOnTablet[]> {
    return (await this.db.getAll('people')) as PersonOnTablet[];
  }

  async add(person: PersonOnTablet): Promise<void> {
    await this.db.put('people', person, person.userId);
  }

  async remove(userId: string): Promise<void> {
    await this.db.delete('people', userId);
  }

  async sayFarewell(farewell: Farewell): Promise<void> {
    await this.db.put('device', farewell, `farewell-${farewell.userId}`);
  }

  async farewells(): Promise<Farewell[]> {
    return (await this.db.getAll('device', IDBKeyRange.bound('farewell-', 'farewell-\uffff'))) as Farewell[];
  }

  async forgetFarewell(userId: string): Promise<void> {
    await this.db.delete('device', `farewell-${userId}`);
  }

  /** This tablet's id, made once. */
  async deviceId(random: Random): Promise<string> {
    const known = (await this.db.get('device', 'id')) as string | undefined;
    if (known) return known;
    const made = newId(random);
    const transaction = this.db.transaction('device', 'readwrite');
    const raced = (await transaction.store.get('id')) as string | undefined;
    if (!raced) await transaction.store.put(made, 'id');
    await transaction.done;
    return raced ?? made;
  }

  async directory(): Promise<Bundle['directory'] | null> {
    return ((await this.db.get('device', 'directory')) as Bundle['directory'] | undefined) ?? null;
  }

  async saveDirectory(directory: Bundle['directory']): Promise<void> {
    await this.db.put('device', directory, 'directory');
  }

  async keepUrgent(urgentId: string, kept: KeptUrgent): Promise<void> {
    const transaction = this.db.transaction('urgent', 'readwrite', { durability: 'strict' });
    await transaction.store.put(kept, urgentId);
    await transaction.done;
  }

  async keptUrgent(): Promise<[string, KeptUrgent][]> {
    const [keys, kept] = await Promise.all([this.db.getAllKeys('urgent'), this.db.getAll('urgent')]);
    return keys.map((key, i) => [String(key), kept[i] as KeptUrgent]);
  }

  async forgetUrgent(urgentId: string): Promise<void> {
    await this.db.delete('urgent', urgentId);
  }
}
