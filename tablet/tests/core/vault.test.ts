/** What rests on the tablet opens with its person's phrase, in its own place, and in no other way. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { beforeEach, expect, test } from 'vitest';
import { base64, utf8, webRandom } from '../../src/bytes';
import { newSigningKey } from '../../src/signing';
import { databaseName, PersonStore } from '../../src/store';
import { createVault, openVault } from '../../src/vault';
import { PHRASE } from './tablets';

const [ANA, LUIS] = ['a'.repeat(32), 'b'.repeat(32)];
const anew = (userId: string) => PersonStore.open(userId, webRandom);
let authority = '';

/** A person's store with its vault, closed again. */
async function furnished(userId: string, phrase: string): Promise<void> {
  const store = await anew(userId);
  const { pkcs8 } = await newSigningKey();
  await createVault(store, phrase, authority, pkcs8, webRandom, async () => {
    await store.write([await store.put('secrets', 'visita|menor', { secret: 'el suyo' }), await store.put('secrets', 'visita|otra', { secret: 'el de otra' })]);
  });
  store.close();
}

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  const pair = await crypto.subtle.generateKey({ name: 'RSA-OAEP', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }, true, ['encrypt', 'decrypt']);
  authority = base64(new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey)));
  await furnished(ANA, PHRASE);
});

test('another phrase opens nothing, and what rests holds no word of it', async () => {
  const store = await anew(ANA);
  await expect(openVault(store, 'otras cuatro palabras cualesquiera')).rejects.toMatchObject({ code: 'wrong_passphrase' });
  await expect(store.get('secrets', 'visita|menor')).rejects.toThrow('locked');
  const resting = await store.boxes();
  const plain = utf8('el suyo').join();
  expect(resting.some(({ box }) => box.join().includes(plain))).toBe(false);
  await openVault(store, PHRASE);
  expect(await store.get('secrets', 'visita|menor')).toEqual({ secret: 'el suyo' });
  store.close();
});

test('a record put in the place of another is refused, and never read as that one', async () => {
  const db = await openDB(databaseName(ANA));
  await db.put('secrets', await db.get('secrets', 'visita|otra'), 'visita|menor');
  db.close();
  const store = await anew(ANA);
  await openVault(store, PHRASE);
  expect(await store.get('secrets', 'visita|otra')).toEqual({ secret: 'el de otra' });
  const taken = await store.get('secrets', 'visita|menor').catch(() => 'refused');
  expect(taken).toBe('refused');
  store.close();
});

test('a vault put in the place of another person’s does not open there, whoever knows its phrase', async () => {
  await furnished(LUIS, 'las cuatro palabras de Luis');
  const [from, to] = [await openDB(databaseName(LUIS)), await openDB(databaseName(ANA))];
  for (const key of ['wrap', 'signing']) await to.put('vault', await from.get('vault', key), key);
  from.close();
  to.close();
  const store = await anew(ANA);
  const opened = await openVault(store, 'las cuatro palabras de Luis').then(() => 'opened', (error: { code?: string }) => error.code);
  expect(opened).toBe('wrong_passphrase');
  store.close();
});
