/** What another tablet sealed in bad faith, or wrote in somebody else's name, as this tablet reads it. */
import { describe, expect, test } from 'vitest';
import { base64, concat, utf8 } from '../../src/bytes';
import { isEntity, isSoundContent, isValue } from '../../src/contents';
import { identify, type WireEvent } from '../../src/events';
import { openSealed } from '../../src/sealing';
import { readVisit } from '../../src/visit';

const SECRET = new Uint8Array(32).fill(7);
const PLACE = { visitId: 'ab'.repeat(16), ref: `${'cd'.repeat(16)}:1`, path: 'visit/x' };
const ANA = 'a1'.repeat(16), OFFICE = '5e'.repeat(16), NOBODY = '0'.repeat(32);

async function sealedText(plain: string): Promise<string> {
  const base = await crypto.subtle.importKey('raw', SECRET, 'HKDF', false, ['deriveKey']);
  const info = utf8(`resguardo-seal-1|${PLACE.visitId}|${PLACE.ref}`);
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info };
  const key = await crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  const iv = new Uint8Array(12), additionalData = utf8(`${PLACE.visitId}|${PLACE.ref}|${PLACE.path}`);
  return base64(concat(iv, new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, utf8(plain)))));
}

test('a sealed canonical text opens', async () => {
  expect(await openSealed(SECRET, PLACE, await sealedText('{"v":13}'))).toEqual({ v: 13 });
});

test.each(['{"v":1.5}', '{"v":13.0}', '{"v": 13}', '{"v":1,"v":2}', '{"v":"\\ud800"}', `{"v":${'9'.repeat(40)}}`, 'hola'])(
  'sealed %s stays shut, for two languages would read it in two ways', async (plain) => {
    await expect(openSealed(SECRET, PLACE, await sealedText(plain))).rejects.toThrow();
  });

describe('contents are read only in the shape of their type', () => {
  test.each([{}, [], { v: 1, none: 'unknown' }, { none: ['x'] }, { v: 1, src: ['x'] }, { v: 1, verified: 'si' }, { v: 1, more: 2 }, null])(
    '%j is no answer', (found) => expect(isValue(found)).toBe(false));
  test.each([{}, { duty: ['x'], at: 1 }, { duty: 'x', at: 2 ** 53 - 1 }, { duty: 'x', at: -1 }, { duty: 'x', at: 1, note: 5 }, [1], null])(
    '%j is no action', (found) => expect(isSoundContent('action_taken', found)).toBe(false));
  test.each(['minor:zz', 'minor:', 'x', 'visit/x', '__proto__'])('%s is no entity', (found) => expect(isEntity(found)).toBe(false));
  test('a sound action is read', () => expect(isSoundContent('action_taken', { duty: 'referral', at: 1, note: null })).toBe(true));
});

test('an answer that names somebody else is still its author’s; the office may name who acted', async () => {
  const wire = (incarnation: string, seq: number, type: string, body: WireEvent['body']): WireEvent => ({
    v: 1, device_id: NOBODY, incarnation, visit_id: PLACE.visitId, seq, type, recorded_at: 2 ** 53 - 1, boot: '0'.repeat(16), mono_ms: 0, body });
  const opening = { entity: 'visit', protocol: { id: 'x', hash: 'x' }, zone: 'UTC', closes: 'u', inspectors: [], actor: 'marisol' };
  const events = await Promise.all([
    identify(wire(OFFICE, 1, 'visit_opened', opening)),
    identify(wire(ANA, 1, 'answer_set', { path: 'visit/x', supersedes: [], value: { v: 1 }, actor: 'marisol' })),
    identify(wire(ANA, 2, 'news', { entity: 'minor:zz' })),
  ]);
  const authors = new Map([[OFFICE, { userId: NOBODY, name: 'Servidor' }], [ANA, { userId: 'ana', name: 'Ana' }]]);
  const opened = new Map(events.map((one) => [one.contentId, { plain: one.event.body.value ?? null, visible: 'opened' as const }]));
  const visit = await readVisit({ events, verdicts: [], opened, authors, me: ANA });

  expect(visit!.answers['visit/x']![0]!.actor).toBe('ana');
  expect(visit!.happenings.find(({ type }) => type === 'visit_opened')!.actor).toBe('marisol');
  expect(visit!.entities).toEqual({});
  expect(() => new Date(visit!.answers['visit/x']![0]!.recordedAt).toISOString()).not.toThrow();
});
