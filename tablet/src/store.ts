/**
 * One IndexedDB per person. Every record is AES-256-GCM under the data key, bound to its store and key, so that neither
 * its content nor its place can be changed unseen. Only keys made of random ids, and the wrapped vault, stand in clear.
 */
import { deleteDB, openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { concat, equalBytes, fromUtf8, utf8, type Bytes, type Random } from './bytes';
import type { Json } from './types';

/** What each store holds, and its key. */
export const STORES = [
  'vault', // 'wrap' in clear (see vault.ts); 'signing' the PKCS#8 of the signing key
  'meta', // 'me', 'contact'
  'visits', // visit id: grant and bundle hash
  'events', // visit id | incarnation | seq | content id
  'heads', // visit id: seq and link of my own stream
  'acks', // visit id: what the server has acknowledged of my own stream
  'secrets', // visit id | subject
  'certificates', // incarnation
  'bundles', // hash
  'files', // visit id | name: what is known of a file
  'pieces', // visit id | name | number: its bytes
  'receipts', // visit id
  'outcomes', // visit id | seq: what the server kept apart of mine
  'urgent', // urgent id: packets not yet delivered
  'drafts', // visit id | path: what is being written and is no answer yet
] as const;
export type StoreName = (typeof STORES)[number];

/** Room kept for text, given up when a write finds none: what browsers say of free room cannot be relied on. */
const BALLAST = 'ballast';
const BALLAST_BYTES = 4 * 2 ** 20;
const PATTERN_BYTES = 32 * 1024;

const VERSION = 2;
const IV_BYTES = 12;

/** A write prepared outside the transaction: an IndexedDB transaction dies while WebCrypto works. */
export interface Write { store: StoreName; key: string; box: Bytes | null }

export interface WriteOptions { strict?: boolean; expected?: { store: StoreName; key: string; box: Bytes | undefined } }

/** Thrown when another tab wrote first; the caller reads again and retries. */
export class HeadMoved extends Error {}

/** Somebody else (another tab with a newer version) needs the database: the page must reload. */
export type OnClosed = () => void;

type Database = IDBPDatabase<unknown>;

export class PersonStore {
  private constructor(readonly userId: string, private readonly db: Database, private readonly random: Random) {}

  private key: CryptoKey | null = null;

  /** `name`: the database, when it is not the first that this person had here. */
  static async open(userId: string, random: Random, onClosed: OnClosed = () => undefined, name = databaseName(userId)): Promise<PersonStore> {
    const db = await openDB(name, VERSION, {
      upgrade(database) { for (const name of STORES) if (!database.objectStoreNames.contains(name)) database.createObjectStore(name); },
      blocking() { db.close(); onClosed(); },
      terminated: onClosed,
    });
    return new PersonStore(userId, db, random);
  }

  /** No room was left at the last write: text still fits where the ballast was, photographs do not. */
  full = false;

  /** Takes room in advance, once. */
  async keepBallast(): Promise<void> {
    if ((await this.db.getKey('meta', BALLAST)) !== undefined) return;
    const [ballast, pattern] = [new Uint8Array(BALLAST_BYTES), this.random(PATTERN_BYTES)];
    for (let at = 0; at < BALLAST_BYTES; at += PATTERN_BYTES) ballast.set(pattern, at);
    await this.db.put('meta', ballast, BALLAST);
    this.full = false;
  }

  /** From now on records can be read and written. */
  unlockWith(dataKey: CryptoKey): void { this.key = dataKey; }
  lock(): void { this.key = null; }
  close(): void { this.key = null; this.db.close(); }

  private get dataKey(): CryptoKey {
    if (!this.key) throw new Error('the store is locked');
    return this.key;
  }

  /** The one record in clear: the wrapped data key. */
  async wrap(): Promise<unknown> { return this.db.get('vault', 'wrap'); }
  async saveWrap(wrap: unknown): Promise<void> { await this.db.put('vault', wrap, 'wrap'); }

  async encrypt(store: StoreName, key: string, plain: Bytes): Promise<Bytes> {
    const iv = this.random(IV_BYTES);
    const box = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(`${store}|${key}`) }, this.dataKey, plain);
    return concat(iv, new Uint8Array(box));
  }

  async decrypt(store: StoreName, key: string, box: Bytes): Promise<Bytes> {
    const iv = box.subarray(0, IV_BYTES);
    return new Uint8Array(await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv, additionalData: utf8(`${store}|${key}`) }, this.dataKey, box.subarray(IV_BYTES)));
  }

  async put(store: StoreName, key: string, value: Json): Promise<Write> {
    return { store, key, box: await this.encrypt(store, key, utf8(JSON.stringify(value))) };
  }

  async putBytes(store: StoreName, key: string, value: Bytes): Promise<Write> {
    return { store, key, box: await this.encrypt(store, key, value) };
  }

  async raw(store: StoreName, key: string): Promise<Bytes | undefined> {
    return (await this.db.get(store, key)) as Bytes | undefined;
  }

  async get<T>(store: StoreName, key: string): Promise<T | undefined> {
    const box = await this.raw(store, key);
    return box && this.open<T>(store, key, box);
  }

  /** The value of a record already read. */
  async open<T>(store: StoreName, key: string, box: Bytes): Promise<T> {
    return JSON.parse(fromUtf8(await this.decrypt(store, key, box))) as T;
  }

  async getBytes(store: StoreName, key: string): Promise<Bytes | undefined> {
    const box = await this.raw(store, key);
    return box && this.decrypt(store, key, box);
  }

  /** Every record whose key begins with `prefix`, in order of key. */
  async all<T>(store: StoreName, prefix = ''): Promise<[string, T][]> {
    return this.from<T>(store, prefix, prefix);
  }

  /** At most `limit` records (all without it) of `prefix`, from key `first` on. */
  async from<T>(store: StoreName, prefix: string, first: string, limit?: number): Promise<[string, T][]> {
    const range = IDBKeyRange.bound(first, prefix + '\uffff');
    const transaction = this.db.transaction(store);
    const [keys, boxes] = await Promise.all([transaction.store.getAllKeys(range, limit), transaction.store.getAll(range, limit)]);
    return Promise.all(keys.map(async (key, i): Promise<[string, T]> => [String(key), await this.open<T>(store, String(key), boxes[i] as Bytes)]));
  }

  async keys(store: StoreName, prefix: string): Promise<string[]> {
    return (await this.db.getAllKeys(store, IDBKeyRange.bound(prefix, prefix + '\uffff'))).map(String);
  }

  /**
   * Writes all or nothing. `expected` is a record that must still hold exactly these bytes (undefined: be absent).
   *
   * @throws HeadMoved when it does not; nothing is written then.
   */
  async write(writes: Write[], options: WriteOptions = {}): Promise<void> {
    try {
      await this.tryWrite(writes, options);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) throw error;
      this.full = true;
      // Files wait for room; what was said and done does not.
      if (writes.some(({ store }) => store === 'pieces') || (await this.db.getKey('meta', BALLAST)) === undefined) throw error;
      await this.db.delete('meta', BALLAST);
      await this.tryWrite(writes, options);
    }
  }

  private async tryWrite(writes: Write[], options: WriteOptions): Promise<void> {
    const stores = [...new Set([...writes.map(({ store }) => store), ...(options.expected ? [options.expected.store] : [])])];
    if (!stores.length) return;
    const transaction = this.db.transaction(stores, 'readwrite', { durability: options.strict ? 'strict' : 'relaxed' });
    // Asked first and compared before the commit: what is put meanwhile is undone with the rest.
    const still = options.expected ? unmoved(transaction, options.expected) : Promise.resolve(true);
    quietly(still);
    try {
      for (const { store, key, box } of writes) quietly(box ? transaction.objectStore(store).put(box, key) : transaction.objectStore(store).delete(key));
      if (!await still) throw new HeadMoved();
      transaction.commit();  // said outright, it need not wait until the page has heard of each request
    } catch (error) {
      // All or nothing also when a write is refused on the spot.
      abandon(transaction);
      await transaction.done.catch(() => undefined);
      throw error;
    }
    await transaction.done;
  }

  /** Every record as it rests, still encrypted. */
  async boxes(): Promise<{ store: StoreName; key: string; box: Bytes }[]> {
    const found: { store: StoreName; key: string; box: Bytes }[] = [];
    for (const store of STORES) {
      for (const key of await this.db.getAllKeys(store)) {
        if (`${store}|${String(key)}` !== 'vault|wrap' && `${store}|${String(key)}` !== `meta|${BALLAST}`) found.push({ store, key: String(key), box: (await this.db.get(store, key)) as Bytes });
      }
    }
    return found;
  }
}

/** Undoes a transaction, unless it has failed already. */
function abandon(transaction: Writing): void {
  try {
    transaction.abort();
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
  }
}

/** A request's own failure: its transaction reports it. */
function quietly(request: Promise<unknown>): void { request.catch(() => undefined); }

type Writing = IDBPTransaction<unknown, StoreName[], 'readwrite'>;

/** Compares ciphertexts: each save has a random nonce, so equal bytes mean that nobody wrote in between. */
async function unmoved(transaction: Writing, expected: { store: StoreName; key: string; box: Bytes | undefined }): Promise<boolean> {
  const now = (await transaction.objectStore(expected.store).get(expected.key)) as Bytes | undefined;
  return now && expected.box ? equalBytes(now, expected.box) : now === expected.box;
}

/** Takes a whole store off this tablet. Other tabs let go of it by themselves. */
export function removeDatabase(name: string): Promise<void> {
  return deleteDB(name);
}

export function databaseName(userId: string): string {
  return `resguardo-${userId}`;
}
