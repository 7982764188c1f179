/** The same golden vectors as the server: bytes, hashes, seals, signatures, merge. */
import { describe, expect, test } from 'vitest';
import canonical from '../../../tests/golden/wire/canonical.json';
import batch from '../../../tests/golden/wire/batch.json';
import corrections from '../../../tests/golden/wire/corrections.json';
import events from '../../../tests/golden/wire/events.json';
import keys from '../../../tests/golden/wire/minor_keys.json';
import sealing from '../../../tests/golden/wire/sealing.json';
import urgent from '../../../tests/golden/wire/urgent.json';
import state from '../../../tests/golden/wire/state.json';
import { base64, fromHex, hex, sha256, utf8, type Bytes } from '../../src/bytes';
import { canonicalBytes, canonicalText, normalised } from '../../src/canonical';
import { contentId, identify, LINK_0, minorKey, nextLink, refOf, type Logged, type WireEvent } from '../../src/events';
import { fileName } from '../../src/files';
import { openAll, type Opened, type Secrets } from '../../src/opening';
import { commitment, openSealed, seal } from '../../src/sealing';
import { linkMessage, requestMessage, verify } from '../../src/signing';
import { fold, stateHash } from '../../src/state';
import { itemsOf } from '../../src/short_items';
import type { Head, Json } from '../../src/types';
import { packUrgent, urgentMessage } from '../../src/urgent';
import { readVisit, type Author } from '../../src/visit';
import { spelledOut } from './office';

const wire = (event: unknown): WireEvent => event as WireEvent;

describe('canonical JSON', () => {
  test.each(canonical.canonical)('writes $canonical as the server does', async ({ value, canonical: text, sha256: digest }) => {
    expect(canonicalText(value)).toBe(text);
    expect(hex(await sha256(canonicalBytes(value)))).toBe(digest);
  });

  test.each(canonical.refused_json)('refuses %s', (text) => {
    expect(() => canonicalText(JSON.parse(text))).toThrow();
  });

  test('what people type is made fit where it enters', () => {
    expect(canonicalText(normalised({ v: 'Pe\u006e\u0303o\ud800', src: undefined }))).toBe('{"v":"Peño\ufffd"}');
  });
});

describe('events', () => {
  test('content ids, links and signatures are those of the server', async () => {
    let link: Bytes = LINK_0;
    for (const expected of events.events) {
      const content = await contentId(wire(expected.event));
      expect(canonicalText(expected.event)).toBe(expected.canonical);
      expect(hex(content)).toBe(expected.content_id);
      expect(refOf(wire(expected.event))).toBe(expected.ref);
      link = await nextLink(link, content);
      expect(hex(link)).toBe(expected.link);
      expect(await verify(events.public_key, linkMessage(link), expected.signature)).toBe(true);
      expect(await verify(events.public_key, linkMessage(content), expected.signature)).toBe(false);
    }
  });

  test('a run is sent as the items that the server spells out again', () => {
    expect(itemsOf(batch.events.map(wire))).toEqual(batch.items);
    expect(spelledOut(batch.items as Json[])).toEqual(batch.spelled);
  });

  test('a request is signed over method, path, body and nonce', async () => {
    const { method, path, body, nonce, message, signature } = events.request;
    const bytes = await requestMessage(method, path, utf8(body), nonce);
    expect(new TextDecoder().decode(bytes)).toBe(message);
    expect(await verify(events.public_key, bytes, signature)).toBe(true);
  });

  test.each(keys)('$entity is called $key', ({ entity, key }) => {
    expect(minorKey(entity)).toBe(key);
  });
});

describe('seals', () => {
  const secret = fromHex(sealing.secret);

  test('a secret is committed to before it is used', async () => {
    expect(await commitment(secret)).toBe(sealing.commitment);
  });

  test.each(sealing.sealed)('seals and opens $path as the server does', async ({ visit_id, ref, path, nonce, sealed, value }) => {
    const place = { visitId: visit_id, ref, path };
    expect(await openSealed(secret, place, sealed)).toEqual(value);
    expect(await seal(secret, place, value as unknown as Json, () => fromHex(nonce))).toBe(sealed);
    await expect(openSealed(secret, { ...place, path: 'visit/otro' }, sealed)).rejects.toThrow();
  });

  test('a file is named by the visit’s secret and the hash of its bytes', async () => {
    expect(await fileName(secret, sealing.file.sha256)).toBe(sealing.file.name);
  });
});

describe('urgent packet', () => {
  test.each(urgent.packets)('packs $fields.place', async ({ fields, signed, bytes_hex }) => {
    const geo = fields.latitude_e7 === null ? null : { lat: fields.latitude_e7, lon: fields.longitude_e7!, accuracy_m: fields.accuracy_m!, at: 0 };
    const packed = packUrgent({
      deviceId: fields.device_id, incarnation: fields.incarnation, visitId: fields.visit_id, urgentId: fields.urgent_id,
      recordedAt: fields.recorded_at, reason: fields.reason, minors: fields.minors, place: fields.place, geo, fromLockScreen: fields.from_lock_screen,
    }, signed);
    expect(bytes_hex.startsWith(hex(packed))).toBe(true);
    expect(bytes_hex.length / 2 - packed.length).toBe(signed ? 64 : 0);
    if (signed) {
      const signature = base64(fromHex(bytes_hex.slice(-128)));
      expect(await verify(urgent.public_key, urgentMessage(packed), signature)).toBe(true);
    }
  });

  test('a long place is cut between letters, never inside one', () => {
    const packed = packUrgent({ deviceId: '0'.repeat(32), incarnation: '0'.repeat(32), visitId: null, urgentId: '0'.repeat(32), recordedAt: 1,
      reason: 1, minors: 300, place: 'a' + 'ñ'.repeat(40), geo: null, fromLockScreen: false }, false);
    expect(packed[86]).toBe(59);
    expect(packed[75]).toBe(255);
    expect(new TextDecoder('utf-8', { fatal: true }).decode(packed.subarray(87))).toBe('a' + 'ñ'.repeat(29));
  });
});

describe('the merge', () => {
  const authors = new Map<string, Author>(Object.entries(state.people).map(([incarnation, userId]) => [incarnation, { userId, name: '' }]));
  const logged = (): Promise<Logged[]> => Promise.all(state.events.map((event) => identify(wire(event))));
  const split = (all: Logged[]): Logged[] => all.filter(({ ref }) => state.verdicts.includes(ref));

  async function read(secrets: Secrets) {
    const all = await logged();
    const opened = new Map<string, Opened>();
    await openAll(all, all, secrets, opened);
    return (await readVisit({ events: all, verdicts: split(all), opened, authors, me: '' }))!;
  }

  const secrets = (): Secrets => new Map(Object.entries(state.secrets).map(([subject, secret]) => [subject, fromHex(secret)]));
  const plainHeads = (answers: Record<string, Head[]>) => Object.fromEntries(Object.entries(answers).map(([path, heads]) =>
    [path, heads.map(({ actor, ref, value, visible }) => ({ actor, ref, value, visible }))]));

  test('gives the server’s heads, standings, vector and state hash', async () => {
    const all = await logged();
    const folded = fold(all, split(all));
    expect(Object.fromEntries([...folded.heads].map(([slot, found]) => [slot, found.map((head) => [head.ref, head.contentId])]))).toEqual(state.heads);
    expect(folded.conflicts).toEqual(state.conflicts);
    expect(folded.vector).toEqual(state.vector);
    expect(folded.quarantined.map(({ logged: { ref, contentId: id }, code }) => [ref, id, code])).toEqual(state.quarantined);
    expect(await stateHash(folded)).toBe(state.state_hash);
    for (const [entity, standing] of Object.entries(state.entities)) expect(folded.entities.get(entity)).toEqual(standing);
  });

  test.each(state.hidden)('what was set aside of colleagues ($hidden) counts for nothing and is no hole once its verdict is here', async (expected) => {
    const all = await logged();
    const isHidden = ({ ref }: Logged): boolean => expected.hidden.includes(ref);
    const folded = fold(all.filter((one) => !isHidden(one)), split(all), all.filter(isHidden));
    expect(await stateHash(folded)).toBe(expected.state_hash);
    expect(folded.vector).toEqual(expected.vector);
    expect(folded.setAside.map(({ logged: { ref, contentId: id }, code }) => [ref, id, code])).toEqual(expected.set_aside);
  });

  test('gives the same hash after every prefix and in any order', async () => {
    const all = await logged();
    for (const [i, expected] of state.prefixes.entries()) {
      const part = all.slice(0, i);
      expect(await stateHash(fold(part, split(all)))).toBe(expected);
      expect(await stateHash(fold([...part].reverse().concat(part), split(all)))).toBe(expected);
    }
  });

  test('reads the answers as the server does, also with fewer secrets', async () => {
    const full = await read(secrets());
    expect(plainHeads(full.answers)).toEqual(state.answers);
    expect(Object.keys(full.entities)).toEqual(state.entity_order);
    expect(full.conflicts).toEqual(state.conflicts_opened);
    expect(full.plain()).toEqual(state.plain);
    const less: Secrets = secrets();
    less.set('minor:c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3', null);
    less.delete('minor:c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4');
    less.delete('person:d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5');
    expect(plainHeads((await read(less)).answers)).toEqual(state.answers_with_less_secrets);
  });
});

describe('corrected persons', () => {
  test.each(corrections)('$story', async (story) => {
    const written = await Promise.all(story.events.map((event) => identify(wire(event))));
    const authors = new Map<string, Author>(Object.entries(story.people).map(([incarnation, userId]) => [incarnation, { userId, name: '' }]));
    const secrets: Secrets = new Map(Object.entries(story.secrets).map(([subject, secret]) => [subject, fromHex(secret)]));
    for (const all of [written, [...written].reverse(), [...written.filter((_, i) => i % 2), ...written]]) {
      const opened = new Map<string, Opened>();
      await openAll(all, all, secrets, opened);
      const visit = (await readVisit({ events: all, verdicts: all.filter(({ ref }) => (story.verdicts as string[]).includes(ref)), opened, authors, me: '' }))!;
      expect(visit.stateHash).toBe(story.state_hash);
      expect(Object.fromEntries(Object.values(visit.entities).map((one) => [one.entity, {
        removed: one.removed, disputed: one.disputed, joined_into: one.joinedInto, ruled_adult: one.ruledAdult, split_from: one.splitFrom,
        cards: one.cards, linked: one.linked, about: one.about }]))).toEqual(story.entities);
      expect(Object.fromEntries(Object.entries(visit.answers).map(([path, heads]) =>
        [path, heads.map(({ actor, ref, value, visible }) => ({ actor, ref, value, visible }))]))).toEqual(story.answers);
      expect(visit.conflicts).toEqual(story.conflicts);
      expect(visit.plain()).toEqual(story.plain);
      expect(visit.corrections.filter(({ withdrawn }) => !withdrawn).map(({ ref }) => ref).sort()).toEqual(story.standing);
      expect(visit.happenings.map(({ ref, entity, type, opened: sealed }) => [ref, entity, type === 'photo_added' ? sealed?.about ?? null : null]))
        .toEqual(story.happenings);
      expect(visit.withdrawnActions.map(({ ref }) => ref)).toEqual(story.withdrawn_actions);
    }
  });
});
