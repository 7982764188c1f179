/** A full disk: text still fits where the ballast was, a file's pieces do not, and nothing is half written. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { webRandom } from '../../src/bytes';
import { PersonStore } from '../../src/store';

const { put, delete: remove } = IDBObjectStore.prototype;
afterEach(() => { IDBObjectStore.prototype.put = put; IDBObjectStore.prototype.delete = remove; });

function fillDisk(): void {
  let free = 0;
  IDBObjectStore.prototype.put = function (value: Uint8Array, key: string) {
    free -= value.byteLength;
    if (free < 0) throw new DOMException('no room', 'QuotaExceededError');
    return put.call(this, value, key);
  };
  IDBObjectStore.prototype.delete = function (key: string) {
    if (key === 'ballast') free = 4 * 2 ** 20;
    return remove.call(this, key);
  };
}

test('photographs wait, text fits, and no export carries the ballast', async () => {
  globalThis.indexedDB = new IDBFactory();
  const store = await PersonStore.open('ana', webRandom);
  store.unlockWith(await crypto.subtle.importKey('raw', webRandom(32), 'AES-GCM', false, ['encrypt', 'decrypt']));
  await store.keepBallast();
  fillDisk();
  const photo = [await store.put('files', 'a', { size: 9 }), await store.putBytes('pieces', 'a', new Uint8Array(90_000))];
  await expect(store.write(photo)).rejects.toMatchObject({ name: 'QuotaExceededError' });
  expect([store.full, await store.get('files', 'a')]).toEqual([true, undefined]);
  await store.write([await store.put('events', 'b', { said: 'lo que importa' })]);
  expect(await store.get('events', 'b')).toEqual({ said: 'lo que importa' });
  expect((await store.boxes()).map(({ key }) => key)).toEqual(['b']);
});
