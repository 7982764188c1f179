/** A dead line is given up soon, a slow one never while something comes: a real server on loopback, and real requests to it. */
import { createServer } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { webRandom } from '../../src/bytes';
import { API, Contact } from '../../src/contact';

const SILENCE_MS = 1_000;
const clock = { now: () => Date.now(), mono: () => performance.now(), boot: '00' };
let close = (): void => undefined;

afterEach(() => close());

interface Answering { write(piece: string): void; end(piece?: string): void; writeHead(status: number, headers: Record<string, number>): void }

async function contactWith(answer: (response: Answering) => void): Promise<Contact> {
  const server = createServer((asked: { resume(): void; on(when: 'end', then: () => void): void }, response: Answering) => {
    asked.resume();
    asked.on('end', () => answer(response));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  close = () => { server.closeAllConnections(); server.close(); };
  return new Contact(fetch, `http://127.0.0.1:${server.address().port}`, clock, webRandom, undefined, { silenceMs: SILENCE_MS, slowestBytesPerSecond: 10_000 });
}

const unreachable = { blocker: { code: 'server_unreachable' } };

test('a server that never answers is given up', async () => {
  const contact = await contactWith(() => undefined);
  await expect(contact.send('GET', '/health', undefined)).rejects.toMatchObject(unreachable);
});

test('an answer that stops in the middle is given up, and its status is not believed', async () => {
  const contact = await contactWith((response) => { response.writeHead(401, { 'Content-Length': 40 }); response.write('{"code":'); });
  await expect(contact.send('GET', '/health', undefined)).rejects.toMatchObject(unreachable);
});

test('an answer that comes slowly is heard to its end, however long it takes', async () => {
  const pieces = ['{"epoch"', ':', '"e1"', ',', '"a"', ':', '[1', ',2', ']', '}'];
  const contact = await contactWith((response) => {
    const one = (): void => { const next = pieces.shift(); if (next) { response.write(next); setTimeout(one, SILENCE_MS / 6); } else response.end(); };
    one();
  });
  const askedAt = Date.now();
  await expect(contact.send('GET', '/health', undefined)).resolves.toMatchObject({ json: { epoch: 'e1', a: [1, 2] } });
  expect(Date.now() - askedAt).toBeGreaterThan(SILENCE_MS);
});

test('a large body has the time that a slow line needs for it', async () => {
  const contact = await contactWith((response) => void setTimeout(() => response.end('{"ok":true}'), 2 * SILENCE_MS));
  await expect(contact.send('POST', '/batches', new Uint8Array(10))).rejects.toMatchObject(unreachable);
  await expect(contact.send('POST', '/batches', new Uint8Array(20_000))).resolves.toMatchObject({ json: { ok: true } });
});

test('who leaves waits for nothing', async () => {
  const contact = await contactWith(() => undefined);
  const asked = contact.send('GET', API, undefined);
  contact.end();
  await expect(asked).rejects.toMatchObject(unreachable);
});
